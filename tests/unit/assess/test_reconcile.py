"""Planted differences between record and claim are found, named, and told from coincidence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from safeconduct.assess.claims.answer import Answer
from safeconduct.testing.corridor import SampleVoyage, sample_report

DAYS = [f"2022-08-{day:02}" for day in range(1, 29)]
LOADS = [1013 + 37 * (i * i % 97) + 11 * i for i in range(56)]


def voyages(skip: Sequence[int] = ()) -> list[SampleVoyage]:
    """Two voyages a day with odd loads, each inspected four days later."""
    return [
        SampleVoyage(
            i + 1,
            DAYS[i // 2],
            f"2022-{'08' if i // 2 + 5 <= 28 else '09'}-{(i // 2 + 4) % 28 + 1:02}",
            lines=((("Corn" if i % 3 else "Wheat"), LOADS[i], "Farland"),),
        )
        for i in range(56)
        if i + 1 not in skip
    ]


def total(first: int, last: int) -> int:
    """Load of the voyages that left from day `first` to day `last` of August."""
    return sum(LOADS[2 * (first - 1) : 2 * last])


def ask(claims: str, *, skip: Sequence[int] = ()) -> tuple[Answer, ...]:
    lines = "".join(
        f"- {{id: c{i}, statement: st, speaker: S, claim: {{{c}}}}}\n" for i, c in enumerate(claims.split(";"))
    )
    report = sample_report(voyages(skip), f"claims:\n{lines}")
    assert not report.problems, [str(problem) for problem in report.problems]
    return report.answers


def period(first: str, until: str, column: str = "departed_on") -> str:
    return f"over: {{column: {column}, from: {first}, until: {until}}}"


def sums(when: str, value: int) -> str:
    return f"measure: sum, table: cargo, column: tonnes, {when}, value: {value}, unit: t"


def counts(when: str, value: int) -> str:
    return f"measure: count, table: movement, {when}, value: {value}, unit: voyages"


TEN = period("2022-08-05", "2022-08-15")


@pytest.mark.parametrize(
    ("first", "last", "kind", "words"),
    [
        (5, 13, "period_end", "ends one day earlier"),
        (5, 17, "period_end", "ends three days later"),
        (4, 14, "period_start", "begins one day earlier"),
        (7, 14, "period_start", "begins two days later"),
        (4, 13, "date_shift", "lies one day earlier"),
        (3, 16, "period_start+period_end", "begins two days earlier; the period ends two days later"),
    ],
)
def test_a_moved_boundary_is_found(first: int, last: int, kind: str, words: str) -> None:
    (answer,) = ask(sums(TEN, total(first, last)))
    assert answer.verdict.value == "contradicted"
    best = answer.reconciliations[0].to_json()
    assert best["kind"] == kind
    assert words in best["change"]
    assert (best["exact"], best["residual"]) == (True, 0)
    assert best["chance_permille"] <= 20


def test_another_date_column_is_found() -> None:
    inspected = sum(load for i, load in enumerate(LOADS) if 5 <= i // 2 + 5 <= 14)
    (answer,) = ask(sums(TEN, inspected))
    found = {r.kind: r.to_json()["change"] for r in answer.reconciliations}
    assert "date_column" in found
    assert "inspected_on instead of departed_on" in found["date_column"]


def test_one_row_near_an_end_is_named_with_its_arithmetic() -> None:
    late = 2 * 15 + 1
    (answer,) = ask(sums(TEN, total(5, 14) + LOADS[late]))
    best = answer.reconciliations[0]
    assert best.kind == "rows"
    assert [row.label for row in best.rows] == [f"SHIP {late + 1} ({late + 1})"]
    assert best.arithmetic.endswith(f"= {total(5, 14) + LOADS[late]:,} t")
    assert best.rows[0].entries


def test_two_rows_one_in_and_one_out_are_found_when_count_and_sum_agree() -> None:
    left_out, put_in = 2 * 13, 2 * 16
    claimed = total(5, 14) - LOADS[left_out] + LOADS[put_in]
    tonnes, vessels = ask(f"{sums(TEN, claimed)};{counts(TEN, 20)}")
    assert vessels.verdict.value == "supported"
    best = tonnes.reconciliations[0]
    assert {row.label for row in best.rows} == {
        f"SHIP {left_out + 1} ({left_out + 1})",
        f"SHIP {put_in + 1} ({put_in + 1})",
    }
    assert (best.agree, best.of) == (2, 2)


def test_rows_that_fit_the_tonnage_but_not_the_count_are_not_proposed() -> None:
    claimed = total(5, 14) + LOADS[2 * 15]
    tonnes, _ = ask(f"{sums(TEN, claimed)};{counts(TEN, 25)}")
    assert all(not r.rows for r in tonnes.reconciliations if r.exact)


def test_a_count_alone_never_names_rows() -> None:
    (answer,) = ask(counts(TEN, 21))
    assert all("rows" not in r.kind for r in answer.reconciliations)


def test_a_row_far_from_the_ends_is_not_proposed() -> None:
    far = 2 * 27
    (answer,) = ask(sums(TEN, total(5, 14) + LOADS[far]))
    named = {row.label for r in answer.reconciliations for row in r.rows}
    assert f"SHIP {far + 1} ({far + 1})" not in named


def test_the_same_change_for_a_whole_statement_comes_first() -> None:
    tonnes, vessels = ask(f"{sums(TEN, total(5, 13))};{counts(TEN, 18)}")
    for answer in (tonnes, vessels):
        best = answer.reconciliations[0]
        assert best.kind == "period_end"
        assert (best.agree, best.of) == (2, 2)


def test_a_rounded_figure_stated_as_exact_is_recognised() -> None:
    exact = total(5, 14)
    rounded = round(exact, -3)
    (answer,) = ask(sums(TEN, rounded))
    assert "rounding" in {r.kind for r in answer.reconciliations}


def test_a_gap_that_nothing_closes_is_left_open() -> None:
    (answer,) = ask(sums(TEN, total(5, 14) * 3))
    assert answer.verdict.value == "contradicted"
    assert answer.reconciliations == ()


def test_a_supported_claim_needs_no_reconciliation() -> None:
    (answer,) = ask(sums(TEN, total(5, 14)))
    assert answer.verdict.value == "supported"
    assert answer.reconciliations == ()


def test_at_most_five_are_kept_and_none_holds_another() -> None:
    for answer in ask(f"{counts(TEN, 18)};{counts(TEN, 22)}"):
        kinds = [r.to_json()["change"] for r in answer.reconciliations]
        assert len(kinds) <= 5
        assert len(set(kinds)) == len(kinds)
