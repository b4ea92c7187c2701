"""Answers as text: all of it there, within the width, with the same words as the answer itself."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from safeconduct.assess.claims.answer import Answer, EntryRef, EvidenceRow, Reconciliation
from safeconduct.assess.claims.evaluate import Gaps
from safeconduct.assess.claims.interval import Interval, Verdict
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.assess.claims.phrases import Phrase
from safeconduct.cli.answers import in_full, table, tally
from safeconduct.cli.layout import cells
from tests.unit.node.road import CLAIMS

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"
TRUCKS, FLOUR = claims_from_yaml(CLAIMS, "claims.yaml").claims


def answer(which: int, verdict: Verdict, recorded: Interval | None, *, exact: bool = True) -> Answer:
    ref = EntryRef("road.example/high-road/hq/e1", 4)
    row = EvidenceRow("truck 2", "2024-03-02", Fraction(12), (ref,))
    change = Reconciliation(
        kind="rows",
        change=(Phrase("counting {rows} in, near an end of the period", {"rows": "truck 2"}),),
        value=Fraction(30 if exact else 29),
        residual=Fraction(0 if exact else 1),
        exact=exact,
        arithmetic="18 + 12 (truck 2) = 30 t",
        chance_permille=4,
        agree=1,
        of=2,
        rows=(row,),
    )
    return Answer(
        claim=(TRUCKS, FLOUR)[which],
        verdict=verdict,
        allowed=Interval.exact(Fraction(30)),
        recorded=recorded,
        gaps=Gaps(),
        reason_code="x",
        reason=Phrase("The first sentence says why. The second says more."),
        definition=(Phrase("one row is one cargo line of the table cargo"),),
        reconciliations=(change,) if verdict is Verdict.CONTRADICTED else (),
        rows=7,
        evidence=(row,),
        cannot_know=("Trucks by night are not recorded.",),
    )


ANSWERS = [
    answer(0, Verdict.SUPPORTED, Interval.exact(Fraction(3))),
    answer(1, Verdict.CONTRADICTED, Interval.exact(Fraction(57, 2))),
    answer(1, Verdict.CONTRADICTED, Interval(Fraction(1), Fraction(2)), exact=False),
    answer(1, Verdict.UNDECIDABLE, Interval(Fraction(16), None)),
    answer(1, Verdict.UNDECIDABLE, Interval(None, None)),
    answer(1, Verdict.UNDECIDABLE, None),
]


@pytest.mark.parametrize("wide", [60, 80, 100])
def test_the_table_reads_as_in_the_snapshot_and_fits(wide: int) -> None:
    lines = list(table(ANSWERS, wide))
    wanted = (SNAPSHOTS / f"answers-{wide}.txt").read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in lines) == wanted
    assert all(cells(line) <= wide for line in lines)


@pytest.mark.parametrize("wide", [60, 80, 100])
def test_an_answer_in_full_reads_as_in_the_snapshot_and_fits(wide: int) -> None:
    lines = list(in_full(ANSWERS[1], wide))
    wanted = (SNAPSHOTS / f"answer-{wide}.txt").read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in lines) == wanted
    assert all(cells(line) <= wide for line in lines)


def test_no_answer_means_no_figure() -> None:
    shown = "\n".join(table(ANSWERS, 100))
    for text in ("at least 16 t", "not recorded", "nothing to measure", "1 to 2 t"):
        assert text in shown


def test_the_tally_counts_each_verdict() -> None:
    assert tally(ANSWERS) == "6 claims: 1 supported, 2 contradicted, 3 cannot be decided."
    assert tally(ANSWERS[:1]) == "1 claim: 1 supported, 0 contradicted, 0 cannot be decided."
