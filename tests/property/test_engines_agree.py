"""Every engine says the same of the same movements: reference, closures, SQL, and other makers' CEL engines.

The environment variable SAFECONDUCT_MOVEMENTS says how many movements are asked of SQL and closures. The slow
reference is asked of a twentieth of them, other CEL engines of a tenth; of 3,000 and 2,000 at least. Without it
a slice of 3,000 runs; 1000000 takes about a quarter of an hour, most of it for the two-valued control.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pytest

from safeconduct.agreement.back.closure import deciders
from safeconduct.agreement.back.coding import coding_of
from safeconduct.agreement.back.sql import BatchSql, batch_sql
from safeconduct.agreement.cel import Codes, Kind, Parties
from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    Arithmetic,
    Choice,
    CodesFact,
    Compare,
    Element,
    Exists,
    Fact,
    Held,
    Listed,
    ListLiteral,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    PartiesFact,
    Size,
    StartsWith,
    fact_names,
)
from safeconduct.agreement.logic import Outcome, decide_at
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, Agreement, Question
from safeconduct.agreement.ruling import UNKNOWN, Ruling, rulings
from safeconduct.agreement.split import split_of
from safeconduct.agreement.timeline import Timeline
from safeconduct.testing.agreements import sample_agreement
from safeconduct.testing.movements import Movements, another_view, blanked, random_movements

COUNT = int(os.environ.get("SAFECONDUCT_MOVEMENTS", "3000"))
CHUNK = 50_000
REFERENCE = max(3_000, COUNT // 20)
MILDEST = {"movement": "permitted", "conduct": "kept"}


def asked(query: BatchSql, columns: dict[str, Any], count: int) -> Iterator[tuple[Any, ...]]:
    """The rows of the result, in the order of the movements."""
    with duckdb.connect() as connection:
        connection.register("facts", {"movement": np.arange(count), **columns})
        cursor = connection.execute(f"{query.text} ORDER BY movement")
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def ruled(agreement: Agreement) -> dict[tuple[Question, str], Timeline[Ruling]]:
    return {
        (question, name): rulings(agreement, question, reading)
        for question in QUESTIONS
        for name, reading in agreement.readings.items()
    }


def same(one: Outcome, other: Outcome, facts: Facts) -> bool:
    """Equal; where the instant is unknown, the rules that may hold are listed period by period, so as a set."""
    if facts[INSTANT_FACT] is not None:
        return one == other
    parts = [(each.possible, each.rule, each.matched, {*each.open_rules}) for each in (one, other)]
    return parts[0] == parts[1]


def test_sql_says_what_the_reference_and_the_closures_say_of_every_movement_in_two_views() -> None:
    agreement = sample_agreement()
    coding = coding_of(agreement)
    seen = random_movements(agreement, COUNT, seed=1, blank=0.1)
    views = {"a": seen, "b": another_view(seen, random_movements(agreement, COUNT, seed=2), seed=3, share=0.3)}
    query = batch_sql(agreement, views=tuple(views), coding=coding)
    columns = {name: cells for view, each in views.items() for name, cells in each.columns(coding, view).items()}
    timelines = ruled(agreement)
    closures = {question: deciders(agreement, question) for question in QUESTIONS}
    found: Counter[str] = Counter()
    rows = zip(asked(query, columns, COUNT), *(each.facts() for each in views.values()), strict=True)
    for number, (row, *facts) in enumerate(rows):
        by_view = dict(zip(views, facts, strict=True))
        for question, answer in query.answers(row).items():
            closed = {view: closures[question].decide_all(each) for view, each in by_view.items()}
            for (view, reading), outcome in answer.cells.items():
                wanted = closed[view][reading]
                assert same(outcome, wanted, by_view[view]), (by_view[view], reading)
                if number < REFERENCE:
                    assert decide_at(timelines[question, reading], by_view[view]) == wanted, (by_view[view], reading)
                found[outcome.rule] += 1
            assert answer.split == split_of(answer.cells)
            found[answer.split] += 1
    assert min(found.values()) > COUNT / 1000, found
    assert {*found} >= {
        "",
        "settled",
        "facts",
        "interpretation",
        "mixed",
        "unknown",
        *(rule.id for rule in agreement.rules),
    }


def test_a_blanked_fact_never_makes_a_movement_permitted_or_kept_but_two_valued_rules_do() -> None:
    agreement = sample_agreement()
    known = random_movements(agreement, COUNT, seed=4, blank=0)
    less = blanked(known, seed=5, share=0.05)
    silent: Counter[str] = Counter()
    coding, timelines = coding_of(agreement), ruled(agreement)
    query = batch_sql(agreement, coding=coding)
    truth = asked(query, known.columns(coding), COUNT)
    answers = asked(query, less.columns(coding), COUNT)
    for row, whole, facts in zip(answers, truth, less.facts(), strict=True):
        for question, answer in query.answers(row).items():
            for (_, reading), outcome in answer.cells.items():
                right = query.answers(whole)[question].cells["", reading]
                assert {*right.possible} <= {*outcome.possible}
                if MILDEST[question] not in right.possible and facts[INSTANT_FACT] is not None:
                    silent["sql"] += outcome.verdict == MILDEST[question]
                    ruling = timelines[question, reading].at(int(str(facts[INSTANT_FACT])))
                    silent["control"] += two_valued(ruling, facts) == MILDEST[question]
    assert silent["sql"] == 0
    assert silent["control"] > COUNT / 100, silent


def two_valued(ruling: Ruling, facts: Facts) -> str:
    """The control: the same rules as most engines put them, an unknown condition counting as false."""
    return next((step.verdict for step in ruling.steps if step.sure and value_of(step.tree, facts)), ruling.default)


@pytest.mark.parametrize("package", ["cel_expr_python.cel", "cel"])
def test_other_cel_engines_agree_when_every_fact_is_known(package: str) -> None:
    try:
        engine = importlib.import_module(package)
    except ImportError:
        pytest.skip(f"{package} is absent")
    agreement = sample_agreement()
    count = max(2_000, COUNT // 10)
    movements = random_movements(agreement, count, seed=7, blank=0)
    trees = dict.fromkeys(
        step.tree for timeline in ruled(agreement).values() for one in timeline.values() for step in one.steps
    )
    asked_of = [tree for tree in trees if UNKNOWN not in fact_names(tree)]
    ask = google_cel(engine, movements, asked_of) if package != "cel" else rust_cel(engine, asked_of)
    true = 0
    for facts in movements.facts():
        for tree, theirs in zip(asked_of, ask(plain(movements, facts)), strict=True):
            assert value_of(tree, facts) is theirs, (cel_text(tree), facts)
            true += bool(theirs)
    assert count < true < count * len(asked_of)


def plain(movements: Movements, facts: Facts) -> dict[str, Any]:
    return {name: plain_value(movements.types[name].kind, value) for name, value in facts.items()}


def plain_value(kind: Kind, value: Any) -> Any:
    if isinstance(value, Codes):
        return list(value.known)
    if isinstance(value, Parties):
        return sorted(value.yes)
    if kind is Kind.INSTANT:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=value)
    return dt.timedelta(microseconds=value) if kind is Kind.DURATION else value


def google_cel(engine: Any, movements: Movements, trees: list[Node]) -> Any:
    types = {
        Kind.BOOL: "bool",
        Kind.INT: "int",
        Kind.INSTANT: "google.protobuf.Timestamp",
        Kind.DURATION: "google.protobuf.Duration",
        Kind.CODES: "list<string>",
        Kind.PARTIES: "list<string>",
    }
    variables = {name: engine.Type(types.get(declared.kind, "string")) for name, declared in movements.types.items()}
    env = engine.NewEnv(variables=variables)
    compiled = [env.compile(cel_text(tree)) for tree in trees]
    return lambda data: [one.eval(data=data).plain_value() for one in compiled]


def rust_cel(engine: Any, trees: list[Node]) -> Any:
    compiled = [engine.compile(cel_text(tree)) for tree in trees]
    return lambda data: [one.execute(data) for one in compiled]


def cel_text(node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one return per node
    """A tree as CEL that any engine reads: lists and limits written out."""
    match node:
        case Literal(Kind.INSTANT, value):
            instant = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(value))
            return f'timestamp("{instant.isoformat().replace("+00:00", "Z")}")'
        case Literal(Kind.DURATION, value):
            return f'duration("{int(value) // 10**6}.{int(value) % 10**6:06}s")'
        case Literal(_, value):
            return {True: "true", False: "false"}[value] if isinstance(value, bool) else quoted(value)
        case Fact(_, name) | CodesFact(name) | PartiesFact(name, _):
            return name
        case Element():
            return "v"
        case Not(operand):
            return f"!({cel_text(operand)})"
        case Negate(operand):
            return f"-({cel_text(operand)})"
        case And(operands) | Or(operands):
            return f"({(' && ' if isinstance(node, And) else ' || ').join(map(cel_text, operands))})"
        case Arithmetic(operator, left, right) | Compare(operator, left, right):
            return f"({cel_text(left)} {operator} {cel_text(right)})"
        case Choice(condition, then, otherwise):
            return f"({cel_text(condition)} ? {cel_text(then)} : {cel_text(otherwise)})"
        case Among(item, values):
            return f"({cel_text(item)} in {cel_text(ListLiteral(values))})"
        case ListLiteral(values):
            return f"[{', '.join(map(cel_text, values))}]"
        case Listed(item, codes):
            tests = [f"{cel_text(item)}.startsWith({quoted(prefix)})" for prefix in codes.prefixes]
            tests.append(f"{cel_text(item)} in [{', '.join(map(quoted, codes.exact))}]")
            return f"({' || '.join(tests)})"
        case StartsWith(text, prefix):
            return f"{cel_text(text)}.startsWith({quoted(prefix)})"
        case Held(party, parties):
            return f"({cel_text(party)} in {parties.name})"
        case Size(of):
            return f"size({cel_text(of)})"
        case Exists(over, body) | All(over, body):
            return f"{cel_text(over)}.{'exists' if isinstance(node, Exists) else 'all'}(v, {cel_text(body)})"


def quoted(value: int | str) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
