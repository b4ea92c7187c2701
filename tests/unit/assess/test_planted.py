"""Errors planted at random in claims that were true: at least 95 in 100 are found, whatever the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from safeconduct.assess.claims.answer import Answer
from safeconduct.base.instant import day_from_text, day_to_text
from safeconduct.testing.corridor import SampleVoyage, sample_report

FIRST = day_from_text("2022-08-01")
DAYS = 60


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim with a planted error: what was done, and the numbers of the voyages put in or left out."""

    text: str
    kind: str
    voyages: frozenset[int]


def lane(chance: random.Random) -> list[SampleVoyage]:
    """Some two voyages a day with loads as odd as real ones."""
    found = []
    for number in range(1, 121):
        left = FIRST + chance.randrange(DAYS)
        tonnes = chance.choice([1, 1, 1, 10, 100]) * chance.randrange(150, 700) + chance.randrange(3000)
        found.append(
            SampleVoyage(
                number,
                day_to_text(left),
                day_to_text(left + chance.randrange(2, 9)),
                lines=(("Corn", tonnes, "Farland"),),
            )
        )
    return found


def plant(chance: random.Random, voyages: list[SampleVoyage], name: str) -> Planted:
    """A statement of count and tonnage over a period, true but for one planted change."""
    start = FIRST + chance.randrange(10, 30)
    end = start + chance.choice([3, 7, 14])
    kind = chance.choice(["period_end", "period_start", "date_shift", "date_column", "rows"])
    move = chance.choice([-2, -1, 1, 2])
    lo = start + (move if kind in {"period_start", "date_shift"} else 0)
    hi = end + (move if kind in {"period_end", "date_shift"} else 0)

    def day(voyage: SampleVoyage) -> int:
        return day_from_text(voyage.inspected_on if kind == "date_column" else voyage.departed_on)

    chosen = {v.number for v in voyages if lo <= day(v) < hi}
    near = [v.number for v in voyages if abs(2 * (day(v) - end) + 1) < 6]
    moved = frozenset(chance.sample(near, 1)) if kind == "rows" and near else frozenset()
    chosen ^= moved
    tonnes = sum(v.lines[0][1] for v in voyages if v.number in chosen)
    over = f"over: {{column: departed_on, from: {day_to_text(start)}, until: {day_to_text(end)}}}"
    head = f"speaker: {name}, statement: {name}"
    text = (
        f"- {{id: {name}t, {head}, claim: {{measure: sum, table: cargo, column: tonnes, {over}, value: {tonnes}}}}}\n"
        f"- {{id: {name}v, {head}, claim: {{measure: count, table: movement, {over}, value: {len(chosen)}}}}}\n"
    )
    return Planted(text, kind, moved)


def is_found(answer: Answer, planted: Planted) -> bool:
    """Whether the planted change stands among the reconciliations, or nothing was left to explain."""
    if answer.verdict.value == "supported":
        return True
    for found in answer.reconciliations:
        named = {int(row.label.rpartition("(")[2].rstrip(")")) for row in found.rows}
        if found.exact and found.kind == planted.kind and named == planted.voyages:
            return True
    return any(found.exact and len(found.kind.split("+")) == 1 and found.agree == 2 for found in answer.reconciliations)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_planted_errors_are_found(seed: int) -> None:
    chance = random.Random(seed)
    voyages = lane(chance)
    planted = {f"s{n}": plant(chance, voyages, f"s{n}") for n in range(30)}
    report = sample_report(voyages, "claims:\n" + "".join(p.text for p in planted.values()))
    answers = {answer.claim.id: answer for answer in report.answers}
    missed = [name for name, p in planted.items() if not is_found(answers[f"{name}t"], p)]
    assert len(missed) <= 0.05 * len(planted), [planted[name] for name in missed]
