"""What a plan comes to: every figure as a range over the runs. Integers only: seconds and thousandths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from safeconduct.plan.inputs import Input

OUTSIDE = 20
"""At each end of a range lies at most one in twenty of further runs."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over the runs: the middle one, and a range in which at least 9 of 10 further runs lie.

    The range is between the k-th lowest and the k-th highest of n runs, k = (n + 1) / 20 rounded down: whatever
    the distribution, a further run lies outside with chance 2k / (n + 1) (S. S. Wilks, 1941). Of 20 runs these
    are the lowest and the highest.
    """

    low: int
    middle: int
    high: int

    def to_json(self) -> dict[str, int]:
        """Its three numbers."""
        return {"low": self.low, "middle": self.middle, "high": self.high}


def spread(values: Iterable[int | None]) -> Spread | None:
    """The range of a figure over the runs that have it; None if none has.

    >>> spread(range(1, 21))
    Spread(low=1, middle=10, high=20)
    """
    found = sorted(value for value in values if value is not None)
    if not found:
        return None
    outside = max((len(found) + 1) // OUTSIDE, 1)
    middle = (found[(len(found) - 1) // 2] + found[len(found) // 2]) // 2
    return Spread(found[outside - 1], middle, found[-outside])


@dataclass(frozen=True, slots=True)
class Waits:
    """How long vehicles waited for their check, in seconds; None where no run had any.

    name: category, or `all`. vehicles, checked: how many there were, and how many of them were checked in full.
    half, most: what half and what 9 of 10 of them waited at most. longest: the longest wait.
    """

    name: str
    vehicles: Spread
    checked: Spread
    mean: Spread | None
    half: Spread | None
    most: Spread | None
    longest: Spread | None

    def to_json(self) -> dict[str, Any]:
        """As the answer of `safeconduct plan --json` holds it."""
        times = {"mean_s": self.mean, "half_s": self.half, "most_s": self.most, "longest_s": self.longest}
        counts = {"vehicles": self.vehicles.to_json(), "checked": self.checked.to_json()}
        return {"name": self.name, **counts, **{key: one.to_json() for key, one in times.items() if one is not None}}


@dataclass(frozen=True, slots=True)
class AfterClosure:
    """What a closure leaves behind.

    held: vehicles waiting when the post opens again. through_s: from then until the check of the last of them
    begins. clear_s: from then until nobody waits; in a run where that comes after the last day, the time up to its
    end, which it exceeds. cleared: runs in which it came before. during, later: waits of those who came while it was
    closed, and from its end on.
    """

    held: Spread
    through_s: Spread
    clear_s: Spread
    cleared: int
    during: tuple[Waits, ...]
    later: tuple[Waits, ...]

    def to_json(self) -> dict[str, Any]:
        """As the answer of `safeconduct plan --json` holds it."""
        times = {"held": self.held, "through_s": self.through_s, "clear_s": self.clear_s}
        waits = {"during": self.during, "later": self.later}
        return {
            **{key: one.to_json() for key, one in times.items()},
            "cleared_runs": self.cleared,
            **{key: [one.to_json() for one in found] for key, found in waits.items()},
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case comes to.

    waits: by category, `all` last. load_permille: work that comes, of the work that open lanes can do while there is
    no closure. left: vehicles that wait at the end of the last day. queue_milli: vehicles waiting at each quarter of
    an hour of a day, in thousandths, the mean of the days; only for the plan itself, as is queue_by_hour: vehicles
    waiting at each hour from the beginning on, if there is a closure.
    """

    waits: tuple[Waits, ...]
    load_permille: Spread
    left: Spread
    queue_milli: tuple[Spread, ...]
    queue_by_hour: tuple[Spread, ...]
    closure: AfterClosure | None

    def to_json(self) -> dict[str, Any]:
        """As the answer of `safeconduct plan --json` holds it."""
        found: dict[str, Any] = {
            "waits": [one.to_json() for one in self.waits],
            "load_permille": self.load_permille.to_json(),
            "left": self.left.to_json(),
            "queue_milli": [one.to_json() for one in self.queue_milli],
        }
        if self.closure is not None:
            found["queue_by_hour"] = [one.to_json() for one in self.queue_by_hour]
            found["closure"] = self.closure.to_json()
        return found


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the comparison: what was changed (None: as planned), and what it comes to for all vehicles."""

    lanes: int | None
    checked_permille: int | None
    outcome: Outcome

    def to_json(self) -> dict[str, Any]:
        """As the answer of `safeconduct plan --json` holds it; queues are left to the plan itself."""
        whole = self.outcome.to_json()
        found: dict[str, Any] = {key: whole[key] for key in ("waits", "load_permille", "left")}
        if self.outcome.closure is not None:
            found["closure"] = {key: whole["closure"][key] for key in ("held", "through_s", "clear_s", "cleared_runs")}
        changed = {"lanes": self.lanes, "checked_permille": self.checked_permille}
        return {**{key: value for key, value in changed.items() if value is not None}, **found}


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan worked out.

    inputs: what is calibrated and what is assumed. cases: the comparison that it asks for; share_of: the categories
    whose share checked differs between them, none if it does not.
    """

    title: str
    days: int
    seed: int
    runs: int
    inputs: tuple[Input, ...]
    outcome: Outcome
    cases: tuple[Case, ...]
    share_of: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `safeconduct plan --json` prints."""
        given = {"title": self.title, "days": self.days, "seed": self.seed, "runs": self.runs}
        return {
            **given,
            "inputs": [one.to_json() for one in self.inputs],
            "as_planned": self.outcome.to_json(),
            "cases": [one.to_json() for one in self.cases],
            "share_of": [*self.share_of],
        }
