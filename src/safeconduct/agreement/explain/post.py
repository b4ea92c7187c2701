"""At a post: what the rules suggest before a vehicle passes. The rule suggests, the person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from safeconduct.agreement.errors import AgreementError
from safeconduct.agreement.explain.answer import Cell, Explanation, Need
from safeconduct.base.canonical import JsonValue
from safeconduct.base.suggest import nearest

Action: TypeAlias = Literal["let_through", "hold", "turn_back"]
ACTIONS: Final[tuple[Action, ...]] = ("let_through", "hold", "turn_back")
"""Least cautious first."""
_BY_VERDICT: Final[Mapping[str, Action]] = {
    "permitted": "let_through",
    "hold": "hold",
    "prohibited": "turn_back",
    "indeterminate": "hold",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do with a vehicle, and which reading asks for it.

    readings: all that ask for it; `reading` is the first of them, whose rule, clauses and question are given. rule,
    clauses: empty where no rule decides. ask: the one question that would settle it, if something is missing.
    agreed: whether every reading of the agreement asks for the same.
    """

    outcome: Action
    reading: str
    readings: tuple[str, ...]
    rule: str = ""
    clauses: tuple[str, ...] = ()
    ask: Need | None = None
    agreed: bool = True

    def to_json(self) -> dict[str, JsonValue]:
        """The suggestion as a `decision` entry quotes it; empty parts are left out."""
        parts: dict[str, JsonValue] = {
            "rule": self.rule,
            "clauses": [*self.clauses],
            "ask": "" if self.ask is None else str(self.ask),
        }
        head: dict[str, JsonValue] = {
            "outcome": self.outcome,
            "reading": self.reading,
            "readings": [*self.readings],
            "agreed": self.agreed,
        }
        return {**head, **{name: part for name, part in parts.items() if part}}


def suggestion(explanation: Explanation, operating_reading: str | None = None) -> Suggestion:
    """What the operating reading asks for; without one, the most cautious of what the readings ask for.

    Raises AgreementError if the question was not whether a movement may pass, or there is no such reading.
    """
    if explanation.question != "movement":
        raise AgreementError(
            f"a suggestion rests on the question 'movement', not {explanation.question!r}", code="SC-AGR-12"
        )
    cells = explanation.cells
    if operating_reading is not None:
        cells = tuple(cell for cell in cells if cell.reading == operating_reading)
        if not cells:
            known = sorted({cell.reading for cell in explanation.cells})
            meant = nearest(operating_reading, known) or known
            raise AgreementError(
                f"{operating_reading!r} is no reading of the agreement",
                code="SC-AGR-12",
                next_step=f"Did you mean {meant[0]!r}?",
            )
    chosen = max(cells, key=_caution)
    readings = tuple(dict.fromkeys(cell.reading for cell in cells if _action(cell) == _action(chosen)))
    agreed = len({_action(cell) for cell in explanation.cells}) == 1
    return Suggestion(_action(chosen), chosen.reading, readings, chosen.rule, chosen.clauses, _question(chosen), agreed)


def _action(cell: Cell) -> Action:
    return _BY_VERDICT[cell.verdict]


def _caution(cell: Cell) -> tuple[int, bool]:
    """How cautious an answer is; among equals one that is decided comes first."""
    return ACTIONS.index(_action(cell)), len(cell.outcome.possible) == 1


def _question(cell: Cell) -> Need | None:
    """What to ask first: something that settles it, if there is one thing that does."""
    return next((need for need in cell.needs if need.settles), cell.needs[0] if cell.needs else None)
