"""The state of a road: open, restricted or closed, or unknown when the record does not say.

The first line known to hold gives the state, provided every line above it is known not to hold. So `open`
has to be earned: a fact that nobody recorded never opens a road.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import CodesFact, Fact, Node, PartiesFact, walk
from safeconduct.agreement.cel.types import Codes, Parties, Value
from safeconduct.agreement.model import Agreement, Reading, State, StatusTable
from safeconduct.agreement.ruling import LIMIT, limit_value, positions_at

STATUS: Final = "status"
"""The fact that conditions of duties may use: the state of the road in the window."""
Reason = Literal["line", "undecided", "no_line", "no_list"]


@dataclass(frozen=True, slots=True)
class StatusOutcome:
    """The state for one window.

    line: index of the line that decides, or at which it stays undecided; None if no line holds.
    reason: `line` a line decides; `undecided` it may or may not hold; `no_list` it uses a list that has no
        version at that time; `no_line` every line is known not to hold.
    missing: facts of an undecided line that are not fully known, sorted.
    """

    state: State
    line: int | None
    reason: Reason
    missing: tuple[str, ...] = ()

    def value(self) -> str | None:
        """The state as the fact `status`: None if it is unknown."""
        return None if self.state == "unknown" else self.state

    def to_json(self) -> dict[str, object]:
        """The outcome for an answer; what does not apply is left out."""
        told: dict[str, object] = {"state": self.state, "reason": self.reason}
        if self.line is not None:
            told["line"] = self.line
        if self.missing:
            told["missing"] = list(self.missing)
        return told


def status_of(table: StatusTable, facts: Facts, instant: int) -> StatusOutcome:
    """The state of the road by a status table.

    facts: of one window, limits among them as ``limit.NAME`` (`limit_facts`). instant: the start of the window,
    against which lists are dated.
    """
    for index, line in enumerate(table.lines):
        condition = line.condition.at(instant)
        if condition is None:
            return StatusOutcome("unknown", index, "no_list")
        value = value_of(condition.tree, facts)
        if value:
            return StatusOutcome(line.state, index, "line")
        if value is None:
            return StatusOutcome("unknown", index, "undecided", missing_facts(condition.tree, facts))
    return StatusOutcome("unknown", None, "no_line")


def limit_facts(agreement: Agreement, reading: Reading, instant: int) -> Mapping[str, int | None]:
    """Every limit at an instant under a reading as the fact ``limit.NAME``; None where it is not known."""
    positions = positions_at(reading, instant)
    return {LIMIT + name: limit_value(limit, positions, instant) for name, limit in agreement.limits.items()}


def missing_facts(tree: Node, facts: Facts) -> tuple[str, ...]:
    """The facts of a condition that are not fully known, sorted."""
    uses = [part for part in walk(tree) if isinstance(part, Fact | CodesFact | PartiesFact)]
    return tuple(sorted({part.name for part in uses if not _is_known(part, facts.get(part.name))}))


def _is_known(part: Fact | CodesFact | PartiesFact, value: Value | None) -> bool:
    if isinstance(value, Parties) and isinstance(part, PartiesFact):
        return set(part.members) <= value.yes | value.no
    return not value.open if isinstance(value, Codes) else value is not None
