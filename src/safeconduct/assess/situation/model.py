"""The situation on a road as of one day: status, flows, checks, events and statements, each with its entries.

A Situation is a pure function of (log sizes, charter, day). Pages and the report show nothing that is not in it, so
that both say the same. Days are local days since 1970-01-01; None is "no record" and never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from safeconduct.assess.claims.phrases import Phrase

StatusWord: TypeAlias = Literal["open", "restricted", "closed", "unknown"]
EvidenceWord: TypeAlias = Literal["observed", "published", "simulated"]
STATUSES: tuple[StatusWord, ...] = ("open", "restricted", "closed", "unknown")


@dataclass(frozen=True, slots=True)
class Pinned:
    """The state of a record that is asked about. day: local day, None for the newest.

    sizes: entries by log origin; empty for all that is signed. view: the party whose logs alone count, and those of
    published facts; empty for all logs.
    """

    day: int | None = None
    sizes: tuple[tuple[str, int], ...] = ()
    view: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """Where an entry stands: log origin, index from 0."""

    log: str
    index: int


@dataclass(frozen=True, slots=True)
class DayStatus:
    """The status of one direction on one day, and how sure it is.

    All figures are about all traffic in one window: the last `window_days` days up to and with this one.

    why: the reason, as a phrase. sources: independent ones that saw the days. observed, expected_milli: journeys
    recorded in the window, and those usual in as much time, in thousandths; None where nothing was compared.
    chance_ppm: how often an ordinary window would show so few, in millionths. share_low_ppm, share_high_ppm: the part
    of the usual traffic that the record allows (95 %). sees_half_ppm, sees_closed_ppm: how likely a cut by half over
    the window, or a closed road, would have been noticed.
    """

    day: int
    status: StatusWord
    why: Phrase
    sources: int
    observed: int | None = None
    expected_milli: int | None = None
    chance_ppm: int | None = None
    window_days: int = 1
    share_low_ppm: int | None = None
    share_high_ppm: int | None = None
    sees_half_ppm: int | None = None
    sees_closed_ppm: int | None = None
    for_whom: tuple[tuple[str, StatusWord], ...] = ()


@dataclass(frozen=True, slots=True)
class DayFlow:
    """What passed the main post on one day in one direction.

    vehicles: journeys by category; None = no record of the day. counted: by a sensor that is not the post's.
    checked, of: journeys checked, of those recorded. blind_us: promised time without a sign of life. late: entries of
    the day that arrived after it. simulated: whether any of it was made up.
    """

    day: int
    vehicles: Mapping[str, int] | None
    counted: int | None = None
    checked: int = 0
    of: int = 0
    blind_us: int = 0
    late: int = 0
    simulated: bool = False

    @property
    def total(self) -> int | None:
        """All vehicles; None = no record."""
        return None if self.vehicles is None else sum(self.vehicles.values())


@dataclass(frozen=True, slots=True)
class Run:
    """Days of one status without a break, both inclusive."""

    first: int
    last: int
    status: StatusWord

    @property
    def days(self) -> int:
        """How many days."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of the newest day as it has stood: days of other statuses end it, unknown days do not.

    first: its first day. unknown: unknown days since. unrecorded: those of them without a record.
    """

    first: int
    unknown: int = 0
    unrecorded: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One direction: its name by language, whether it runs with the kilometres, every day's status and flow.

    status, flow: one item a day, oldest first, the same days in both.
    """

    direction: str
    towards: Mapping[str, str]
    forward: bool
    status: tuple[DayStatus, ...]
    flow: tuple[DayFlow, ...]

    @property
    def now(self) -> DayStatus:
        """The status of the newest day."""
        return self.status[-1]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The days by status."""
        return runs_of([(one.day, one.status) for one in self.status])

    @property
    def simulated(self) -> bool:
        """Whether any of the flows was made up."""
        return any(one.simulated for one in self.flow)

    @property
    def standing(self) -> Standing:
        """Since when the status of the newest day has stood, with the unknown days in between.

        Unknown days before the first day of that status are not in it: nothing shows that it stood then.
        """
        first, unknown, unrecorded = self.now.day, 0, 0
        waiting: list[bool] = []
        for status, flow in zip(reversed(self.status), reversed(self.flow), strict=True):
            if status.status == self.now.status:
                first, unknown, unrecorded = status.day, unknown + len(waiting), unrecorded + sum(waiting)
                waiting = []
            elif status.status == "unknown":
                waiting.append(flow.vehicles is None)
            else:
                break
        return Standing(first, unknown, unrecorded)

    def tally(self, first: int) -> dict[StatusWord, int]:
        """Days of each status from a day on."""
        return {word: sum(1 for one in self.status if one.day >= first and one.status == word) for word in STATUSES}


def runs_of(days: Sequence[tuple[int, StatusWord]]) -> tuple[Run, ...]:
    """Neighbouring days of one status, joined.

    >>> runs_of([(1, "open"), (2, "open"), (3, "closed")])
    (Run(first=1, last=2, status='open'), Run(first=3, last=3, status='closed'))
    """
    found = []
    for status, group in groupby(days, key=lambda one: one[1]):
        held = [day for day, _ in group]
        found.append(Run(held[0], held[-1], status))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on or about the road, as a source says. day_only: the hour is not known."""

    id: str
    kind: str
    day: int
    at_us: int
    day_only: bool
    says: str
    said_by: str
    party: str
    place: str
    km: int | None
    closes: tuple[tuple[str, str, StatusWord], ...]
    topic: str
    entry: At
    end_day: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A public statement. road: what it says of the road (direction or empty, status, since which day).

    entity: id of the one speaker; empty where the entry gives none, or several.
    """

    id: str
    day: int
    speaker: str
    party: str
    type: str
    wording: str
    source: str
    entry: At
    topic: str = ""
    value: str = ""
    unit: str = ""
    denies: str = ""
    clause: str = ""
    road: tuple[str, StatusWord, int] | None = None
    entity: str = ""


@dataclass(frozen=True, slots=True)
class StatedRun:
    """What a party's office said of the road, for the days it spoke of. direction: empty for both."""

    party: str
    direction: str
    first: int
    last: int
    status: StatusWord
    said: str


@dataclass(frozen=True, slots=True)
class PostState:
    """A post on the road, and what its log says of itself. in_force: whether it stands on the day.

    complete_until_us: the newest time up to which its log has arrived; None if nothing has.
    """

    id: str
    place: str
    km: int
    kept_by: Literal["neutral", "party", "observer"]
    by: str
    main: bool
    checks: bool
    in_force: bool
    from_us: int | None
    complete_until_us: int | None
    watched: Literal["watching", "degraded", "denied", "silent"]


@dataclass(frozen=True, slots=True)
class PlaceOnRoad:
    """A place of the road by kilometre; lat, lon as decimal text, perhaps empty; near: approximate."""

    id: str
    names: Mapping[str, str]
    km: int
    lat: str
    lon: str
    near: bool


@dataclass(frozen=True, slots=True)
class Road:
    """The road: its length, places and posts in order of kilometres."""

    length_km: int
    approximate: bool
    places: tuple[PlaceOnRoad, ...]
    posts: tuple[PostState, ...]


@dataclass(frozen=True, slots=True)
class SupplyNow:
    """Days of supply of one commodity at one place, as an interval, and the day of the count it rests on."""

    commodity: str
    place: str
    days_lo: int
    days_hi: int | None
    counted_on: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """All of it. day: as of the end of this local day. first: the first day shown. categories: in order of drawing."""

    corridor: str
    titles: Mapping[str, str]
    first: int
    day: int
    offset_minutes: int
    ways: tuple[Way, ...]
    road: Road
    categories: tuple[str, ...]
    happenings: tuple[Happening, ...] = ()
    said: tuple[Said, ...] = ()
    stated: tuple[StatedRun, ...] = ()
    supplies: tuple[SupplyNow, ...] = ()
    matched: tuple[int, int] = (0, 0)
    posts_heard: int = 0
    simulated: bool = False

    @property
    def sentence(self) -> str:
        """The status of the road in one English sentence."""
        parts = [f"{way.now.status} towards {way.towards.get('en', way.direction)}" for way in self.ways]
        return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:]

    @property
    def interrupted_on(self) -> int | None:
        """The first day on which an incident on record closed the road for anyone; None if none did."""
        return min((one.day for one in self.happenings if one.closes and one.day >= self.first), default=None)

    def checked(self, days: int) -> tuple[int, int]:
        """Journeys checked, of those recorded, in the newest `days` days and both directions."""
        flows = [flow for way in self.ways for flow in way.flow if flow.day > self.day - days]
        return sum(flow.checked for flow in flows), sum(flow.of for flow in flows)
