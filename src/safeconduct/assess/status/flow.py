"""One day on a road in one direction and one category: what was recorded, and what was said.

A FlowDay is all that a status is made of. `exposed_ppm` is the share of an ordinary day's traffic that falls into the
time the posts were watching, by the hours in which traffic is ordinarily on the road - not the share of the clock:
a night without a watch hides less than a morning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from safeconduct.assess.status.counts import PPM
from safeconduct.assess.status.errors import StatusError


class Status(Enum):
    """What can be said of a road on a day."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Reason(Enum):
    """Why a day has its status; the words are in `phrases.py`."""

    SAID = "said"
    SAID_BUT_PASSED = "said_but_passed"
    SILENT = "silent"
    CONTESTED = "contested"
    NO_BASELINE = "no_baseline"
    TOO_FEW = "too_few"
    HOLIDAY = "holiday"
    NOTHING_PASSED = "nothing_passed"
    HARDLY_ANY = "hardly_any"
    FEWER = "fewer"
    NO_RESTRICTION_SEEN = "no_restriction_seen"
    ONE_SOURCE = "one_source"
    DECAYED = "decayed"


@dataclass(frozen=True, slots=True)
class ClosureSaid:
    """An entry that says the road is closed or restricted on this day, in this direction, for this category.

    by_whom: party or organisation, as the entry names it. says: CLOSED or RESTRICTED.
    """

    by_whom: str
    says: Status = Status.CLOSED

    def __post_init__(self) -> None:
        if self.says not in {Status.CLOSED, Status.RESTRICTED}:
            raise StatusError(f"an entry cannot close a road as {self.says.value}", where="says")


@dataclass(frozen=True, slots=True)
class FlowDay:
    """One local day. Raises StatusError for counts or shares outside their range.

    day: days since 1970-01-01. observed: journeys recorded. exposed_ppm: share of an ordinary day's traffic that
    would have been seen. silent: the sources were silent for more than the agreed share of the day. backlog: traffic
    held back earlier passes with that of the day. sources: independent sources that reported. closure: what an entry
    says. holiday: few travel, closed or not. contested: two records of the day disagree about its count. until_us:
    the instant up to which the day is recorded, if it is not over yet.
    """

    day: int
    observed: int
    exposed_ppm: int = PPM
    silent: bool = False
    backlog: bool = False
    sources: int = 1
    closure: ClosureSaid | None = None
    holiday: bool = False
    contested: bool = False
    until_us: int | None = None

    def __post_init__(self) -> None:
        if self.observed < 0 or self.sources < 0:
            raise StatusError(f"day {self.day}: a count below 0", where="observed" if self.observed < 0 else "sources")
        if not 0 <= self.exposed_ppm <= PPM:
            raise StatusError(f"day {self.day}: {self.exposed_ppm} millionths of a day", where="exposed_ppm")

    @property
    def weekday(self) -> int:
        """Monday is 0. Day 0, 1970-01-01, was a Thursday."""
        return (self.day + 3) % 7

    @property
    def exposed(self) -> float:
        """The share of the day's ordinary traffic that would have been seen, 0 to 1."""
        return self.exposed_ppm / PPM

    @classmethod
    def without_record(cls, day: int) -> FlowDay:
        """A day of which no row exists: silent, and never a day without traffic."""
        return cls(day, 0, 0, silent=True, sources=0)


@dataclass(frozen=True, slots=True)
class WindowTest:
    """What the last so many days show, tested against ordinary traffic.

    days: length, silent days included. observed, expected_milli: journeys, and those expected in the time watched.
    dispersion_milli: variance over mean of that expected count, uncertainty of the baseline included. p_lower_ppm:
    chance of so few or fewer, rounded up. limit_ppm: what it is compared with. half_ppm, closure_ppm: chance that
    half the flow, or none at all, would have been noticed over these days; rounded down.
    """

    days: int
    observed: int
    expected_milli: int
    dispersion_milli: int
    p_lower_ppm: int
    limit_ppm: int
    half_ppm: int
    closure_ppm: int

    @property
    def decides(self) -> bool:
        """Whether no journey at all would be unusual, so that a closure could be seen."""
        return self.closure_ppm > 0

    @property
    def low(self) -> bool:
        """Whether unusually few journeys passed."""
        return self.p_lower_ppm <= self.limit_ppm

    @property
    def borderline(self) -> bool:
        """Whether the chance lies within a millionth of its limit."""
        return abs(self.p_lower_ppm - self.limit_ppm) <= 1

    def to_json(self) -> dict[str, object]:
        """As an object."""
        return {
            "days": self.days,
            "observed": self.observed,
            "expected_milli": self.expected_milli,
            "dispersion_milli": self.dispersion_milli,
            "p_lower_ppm": self.p_lower_ppm,
            "limit_ppm": self.limit_ppm,
            "half_ppm": self.half_ppm,
            "closure_ppm": self.closure_ppm,
            "borderline": self.borderline,
        }


@dataclass(frozen=True, slots=True)
class StatusDay:
    """The status of one day, with what it rests on. Every number is an integer; None is not recorded, never 0.

    test: the window the status rests on. share_low_ppm, share_high_ppm: share of the ordinary flow that the window
    allows (95 %). deciding_days: the shortest window that could show a closure; None if none could. windows: every
    window of the day. sources: independent sources, the fewest of any day in the window. baseline_age_days: days
    since the last day of the baseline. baseline_said_by: source of a stated reference, empty if it is the record's
    own. valid_until_us: the instant from which on the status is unknown.
    """

    day: int
    status: Status
    reason: Reason
    valid_until_us: int
    sources: int = 0
    said: ClosureSaid | None = None
    test: WindowTest | None = None
    share_low_ppm: int | None = None
    share_high_ppm: int | None = None
    deciding_days: int | None = None
    windows: tuple[WindowTest, ...] = ()
    baseline_age_days: int | None = None
    baseline_said_by: str = ""

    @property
    def window_days(self) -> int | None:
        """Length of the window the status rests on."""
        return self.test.days if self.test else None

    @property
    def expected_milli(self) -> int | None:
        """Journeys expected in that window, in thousandths."""
        return self.test.expected_milli if self.test else None

    @property
    def dispersion_milli(self) -> int | None:
        """Variance over mean of what is expected, in thousandths."""
        return self.test.dispersion_milli if self.test else None

    @property
    def p_lower_ppm(self) -> int | None:
        """Chance of so few journeys or fewer on ordinary days."""
        return self.test.p_lower_ppm if self.test else None

    @property
    def half_ppm(self) -> int | None:
        """Chance that half the flow over the window would have been noticed."""
        return self.test.half_ppm if self.test else None

    @property
    def closure_ppm(self) -> int | None:
        """Chance that no flow over the window would have been noticed."""
        return self.test.closure_ppm if self.test else None

    @property
    def borderline(self) -> bool:
        """Whether a chance of the day lies within a millionth of its limit."""
        return any(window.borderline for window in self.windows)

    def at(self, instant_us: int) -> StatusDay:
        """The status as it stands at an instant: from `valid_until_us` on it is unknown."""
        if instant_us < self.valid_until_us:
            return self
        return replace(self, status=Status.UNKNOWN, reason=Reason.DECAYED)

    def to_json(self) -> dict[str, object]:
        """As an object; what does not apply is left out."""
        found: dict[str, object | None] = {
            "day": self.day,
            "status": self.status.value,
            "reason": self.reason.value,
            "said_by": self.said.by_whom if self.said else None,
            "window_days": self.window_days,
            "observed": self.test.observed if self.test else None,
            "expected_milli": self.expected_milli,
            "dispersion_milli": self.dispersion_milli,
            "p_lower_ppm": self.p_lower_ppm,
            "borderline": self.borderline,
            "half_ppm": self.half_ppm,
            "closure_ppm": self.closure_ppm,
            "share_low_ppm": self.share_low_ppm,
            "share_high_ppm": self.share_high_ppm,
            "deciding_days": self.deciding_days,
            "sources": self.sources,
            "baseline_age_days": self.baseline_age_days,
            "baseline_said_by": self.baseline_said_by or None,
            "valid_until_us": self.valid_until_us,
            "windows": [window.to_json() for window in self.windows],
        }
        return {name: value for name, value in found.items() if value is not None}
