from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import duckdb
import pytest
import sqlglot

from safeconduct.agreement.back.coding import Coding, coding_of
from safeconduct.agreement.back.sql import Answer, batch_sql
from safeconduct.agreement.back.steps import plan_of
from safeconduct.agreement.cel import Codes, ConditionError, FactType, Kind, Parties, load_condition
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import Vocabulary
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.logic import Outcome, decide_at
from safeconduct.agreement.model import QUESTIONS, Agreement
from safeconduct.agreement.ruling import rulings
from safeconduct.agreement.split import split_of
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement
from safeconduct.testing.movements import blanked, random_movements

AT = instant_from_text("2023-02-01T00:00:00.000Z")
FACTS: dict[str, Any] = {
    "at": AT,
    "direction": "outbound",
    "carrier": "none",
    "armed": False,
    "convoy": False,
    "cargo": Codes(("hs:100199",)),
    "checked_by": Parties(frozenset({"obs"}), frozenset({"east", "west"})),
    "consents": Parties(frozenset(), frozenset({"east", "west", "obs"})),
    "refusals": Parties(frozenset(), frozenset({"east", "west", "obs"})),
    "delay_min": 10,
}


def answered(
    agreement: Agreement, views: Mapping[str, Facts], *, texts: bool = False, **options: Any
) -> dict[str, Answer]:
    coding = coding_of(agreement)
    query = batch_sql(agreement, views=tuple(views), keep=(), coding=coding, **options)
    shared = options.get("shared", frozenset())
    names = coding.declared(tuple(views), shared)
    names = re.sub(r"ENUM\(.*?\)", "VARCHAR", names) if texts else names
    cells: dict[str, object] = {}
    for view, facts in views.items():
        cells |= zip(coding.names(view, shared).values(), coding.row(facts), strict=True)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE facts ({names})")
        connection.execute(f"INSERT INTO facts VALUES ({', '.join('?' * len(cells))})", [*cells.values()])
        (row,) = connection.execute(query.text).fetchall()
    return {str(question): answer for question, answer in query.answers(row).items()}


def changed(**changes: Any) -> dict[str, Any]:
    return FACTS | changes


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        {},
        changed(at=None),
        changed(at=None, delay_min=100, checked_by=None),
        changed(at=instant_from_text("2022-07-15T00:00:00.000Z")),
        changed(at=0),
        changed(convoy=True),
        changed(convoy=True, refusals=Parties(frozenset({"west"}))),
        changed(convoy=True, consents=Parties(frozenset({"east"}))),
        changed(cargo=Codes((), open=True)),
        changed(cargo=Codes(("hs:930100",), open=True), armed=None),
        changed(cargo=Codes(("un_number:1203",)), checked_by=Parties(frozenset({"east"}), frozenset({"obs"}))),
        changed(delay_min=75, carrier=None),
    ],
)
def test_every_cell_is_what_the_reference_says(facts: Facts) -> None:
    agreement = sample_agreement()
    for question, answer in answered(agreement, {"": facts}).items():
        for (_, reading), outcome in answer.cells.items():
            asked = next(one for one in QUESTIONS if one == question)
            wanted = decide_at(rulings(agreement, asked, agreement.readings[reading]), facts)
            assert (outcome.possible, outcome.rule, outcome.matched) == (wanted.possible, wanted.rule, wanted.matched)
            assert {*outcome.open_rules} == {*wanted.open_rules}
        assert answer.split == split_of(answer.cells)


@pytest.mark.parametrize("facts", [*random_movements(sample_agreement(), 40, seed=5, blank=0.1).facts()])
def test_where_the_instant_is_unknown_what_any_period_says_counts(facts: Facts) -> None:
    agreement = sample_agreement()
    unknown = {**facts, "at": None}
    for question, answer in answered(agreement, {"": unknown}).items():
        asked = next(one for one in QUESTIONS if one == question)
        for (_, reading), outcome in answer.cells.items():
            wanted = decide_at(rulings(agreement, asked, agreement.readings[reading]), unknown)
            assert (outcome.possible, outcome.rule, outcome.matched) == (wanted.possible, wanted.rule, wanted.matched)
            assert {*outcome.open_rules} == {*wanted.open_rules}


def test_an_unknown_fact_leaves_the_default_open_and_decides_nothing() -> None:
    outcome = answered(sample_agreement(), {"": changed(armed=None)})["movement"].cells["", "west"]
    assert outcome.possible == ("permitted", "prohibited")
    assert outcome.verdict == "indeterminate"
    assert outcome.open_rules == ("armed-persons",)


def test_views_and_readings_part_company_separately() -> None:
    held = changed(checked_by=Parties(frozenset({"east", "obs"}), frozenset({"west"})))
    agreement = sample_agreement()
    assert answered(agreement, {"a": FACTS, "b": FACTS})["conduct"].split == "settled"
    assert answered(agreement, {"a": held, "b": held})["conduct"].split == "interpretation"
    assert answered(agreement, {"a": FACTS, "b": held}, readings=("west",))["conduct"].split == "facts"
    assert answered(agreement, {"a": FACTS, "b": held})["conduct"].split == "mixed"
    assert answered(agreement, {"a": changed(armed=None)}, readings=("west",))["movement"].split == "unknown"


def test_facts_that_views_share_stand_once_and_change_nothing() -> None:
    agreement, other = sample_agreement(), changed(armed=None, delay_min=500)
    shared = frozenset({"at", "direction", "convoy", "cargo"})
    views = {"a": FACTS, "b": other}
    assert answered(agreement, views, shared=shared) == answered(agreement, views)


def test_texts_are_asked_as_enumerations_are() -> None:
    agreement = sample_agreement()
    assert "ENUM('inbound', 'outbound')" in coding_of(agreement).declared()
    for facts in (FACTS, changed(carrier=None), changed(armed=True, direction=None)):
        assert answered(agreement, {"": facts}, texts=True) == answered(agreement, {"": facts})


def test_verdicts_without_reasons_are_the_same_in_a_shorter_text() -> None:
    agreement = sample_agreement()
    views = {"a": FACTS, "b": changed(armed=None, delay_min=500, at=None)}
    whole, short = answered(agreement, views), answered(agreement, views, reasons=False)
    for question, answer in short.items():
        assert answer.split == whole[question].split
        for cell, outcome in answer.cells.items():
            assert outcome == Outcome(outcome.question, whole[question].cells[cell].possible, "", (), ())
    assert 2 * len(batch_sql(agreement, reasons=False).text) < len(batch_sql(agreement).text)


def many_rules(count: int) -> Agreement:
    head, _, tail = SAMPLE_AGREEMENT.partition("  - id: party-check\n")
    rules = "".join(
        f"  - {{id: r{number}, for: conduct, clause: [DEAL/1], basis: assumed, when: delay_min == {number},"
        f" then: {'impeded' if number % 2 else 'breach'}, says: Rule {number}.}}\n"
        for number in range(count)
    )
    return agreement_from_yaml(f"{head}{rules}  - id: party-check\n{tail}", "many.yaml")


def check(agreement: Agreement, facts: Facts) -> None:
    answer = answered(agreement, {"": facts}, questions=("conduct",))["conduct"]
    for (_, reading), outcome in answer.cells.items():
        wanted = decide_at(rulings(agreement, "conduct", agreement.readings[reading]), facts)
        assert (outcome.possible, outcome.rule, outcome.matched) == (wanted.possible, wanted.rule, wanted.matched)
        assert {*outcome.open_rules} == {*wanted.open_rules}


@pytest.mark.parametrize("facts", [changed(delay_min=54), changed(delay_min=None, at=None)])
def test_as_many_rules_as_are_allowed(facts: Facts) -> None:
    check(many_rules(55), facts)


def many_periods(count: int) -> Agreement:
    starts = [f"{2023 + month // 12}-{month % 12 + 1:02}-05" for month in range(count)]
    rows = "".join(
        f"    - {{from: {start}, value: {number + 1}, unit: minute, basis: assumed}}\n"
        for number, start in enumerate(starts)
    )
    head, _, tail = SAMPLE_AGREEMENT.partition("obligations:\n")
    return agreement_from_yaml(f"{head}{rows}obligations:\n{tail}", "many.yaml")


@pytest.mark.parametrize(("at", "delay"), [("2022-12-05", 80), ("2023-03-10", None), ("2024-02-10", 13), (None, 13)])
def test_more_rulings_than_one_number_has_lanes(at: str | None, delay: int | None) -> None:
    agreement = many_periods(16)
    plan = plan_of(agreement, "conduct", tuple(agreement.readings))
    assert len(plan.numbers) > 1
    check(agreement, changed(at=at and instant_from_text(f"{at}T00:00:00.000Z"), delay_min=delay))


def test_too_many_tests_on_codes_are_refused() -> None:
    words = Vocabulary(facts={"cargo": FactType(Kind.CODES)})
    trees = [load_condition(f"cargo.exists(c, c == 'hs:{number:04}')", words).tree for number in range(63)]
    Coding(words.facts, trees[:62])
    with pytest.raises(ConditionError, match="63 different tests"):
        Coding(words.facts, trees)


def test_a_fact_named_like_a_part_of_a_list_is_refused() -> None:
    with pytest.raises(ConditionError, match=r"cargo\.open"):
        Coding({"cargo": FactType(Kind.CODES), "cargo.open": FactType(Kind.BOOL)}, ())


def test_a_row_of_facts_is_coded_as_random_movements_are() -> None:
    agreement = sample_agreement()
    coding = coding_of(agreement)
    movements = blanked(random_movements(agreement, 300, seed=1), seed=2, share=0.3)
    columns = {name: cells.tolist() for name, cells in movements.columns(coding).items()}
    for number, facts in enumerate(movements.facts()):
        assert coding.row(facts) == tuple(columns[column.name][number] for column in coding.columns)


def test_the_text_can_be_translated_for_spark() -> None:
    query = batch_sql(sample_agreement(), views=("a", "b"))
    (spark,) = sqlglot.transpile(query.text, read="duckdb", write="spark")
    assert "`a.cargo.in`" in spark
    assert "SHIFTRIGHT" in spark
    assert "list_" not in query.text.lower()


def test_a_name_cannot_end_the_statement() -> None:
    query = batch_sql(sample_agreement(), views=('a" FROM x; --',))
    assert len(sqlglot.parse(query.text, read="duckdb")) == 1
    assert "open_rules" in query.columns[4]
