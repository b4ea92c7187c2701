"""The conformance tests of cel-spec (705 of 1,053; PROVENANCE.md) against the profile sc-cel/1.

`in_profile.json` names the tests inside the profile: `value` must be answered right by every back-end,
`load_error` must be refused; every test it does not name is outside the profile and must be refused as
well.
"""

from __future__ import annotations

import importlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from safeconduct.agreement.cel import (
    ConditionError,
    Expression,
    FactType,
    Kind,
    Vocabulary,
    compile_known_tree,
    compile_tree,
    evaluate_expression,
    load_expression,
    to_sql,
)
from safeconduct.agreement.cel.lex import Lexeme, Token, tokens
from safeconduct.agreement.cel.literal import duration_us, instant_us
from safeconduct.agreement.cel.source import Source

pytestmark = pytest.mark.shared

Scalar = bool | int | str
_KINDS = {"bool": Kind.BOOL, "int": Kind.INT, "string": Kind.STRING}
_COLUMN_TYPES = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.STRING: "VARCHAR"}
_FILES = (
    *("basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists", "logic", "macros"),
    *("parse", "plumbing", "string", "timestamps"),
)


@dataclass(frozen=True)
class Case:
    """One conformance test. facts: its variables as (type, value)."""

    name: str
    file: str
    text: str
    facts: dict[str, tuple[str, Any]]
    expect: dict[str, Any]

    def load(self) -> Expression:
        return load_expression(self.text, Vocabulary(self.declared()))

    def declared(self) -> dict[str, FactType]:
        return {name: _fact_type(kind, value) for name, (kind, value) in self.facts.items()}

    def values(self) -> dict[str, Scalar]:
        return {name: value for name, (_, value) in self.facts.items()}


def _fact_type(kind: str, value: Any) -> FactType:
    """A type as the test writes it; as in any declaration, what the profile does not have is refused."""
    if kind == "int":
        return FactType(Kind.INT, low=value, high=value)
    if kind in {"instant", "duration"}:
        return FactType(Kind(kind), low=value, high=value)
    if kind not in _KINDS:
        raise ConditionError("E04", f"the type {kind} is outside the profile")
    return FactType(_KINDS[kind])


def _plain(value: dict[str, Any]) -> Any:
    ((kind, found),) = value.items()
    if kind == "int":
        return int(found)
    return [_plain(item) for item in found] if kind == "list" else found


def _case(test: dict[str, Any]) -> Case:
    types = test.get("types") or {}
    facts = {name: (types.get(name) or next(iter(value)), _plain(value)) for name, value in test["bindings"].items()}
    name = f"{test['section']}/{test['name']}"
    return Case(name, test["file"], test["expr"], facts, test["expect"])


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, list[Case]]:
    """The tests by what the profile says of them: value, load_error, outside."""
    folder = shared / "vectors" / "cel"
    listed = json.loads((folder / "in_profile.json").read_text())["tests"]
    found: dict[str, list[Case]] = {"value": [], "load_error": [], "outside": []}
    for file in _FILES:
        groups = {name: group for group, names in listed.get(file, {}).items() for name in names}
        for test in json.loads((folder / f"{file}.json").read_text())["tests"]:
            case = _case(test)
            found[groups.pop(case.name, "outside")].append(case)
        assert not groups, groups
    return found


def _matches(case: Case, result: object) -> bool:
    wanted = _plain(case.expect)
    found = list(result) if isinstance(result, tuple) else result
    return bool(type(found) is type(wanted) and found == wanted)


def _wrong(case: Case, result: object) -> str:
    return f"{case.file} {case.name}: {case.text!r} gave {result!r}, wanted {case.expect}"


def test_the_list_is_whole(cases: dict[str, list[Case]]) -> None:
    assert {group: len(found) for group, found in cases.items()} == {
        "value": 162,
        "load_error": 11,
        "outside": 532,
    }


def test_every_value_test_is_right_on_the_reference(cases: dict[str, list[Case]]) -> None:
    results = [(case, evaluate_expression(case.load(), case.values())) for case in cases["value"]]
    assert [_wrong(case, result) for case, result in results if not _matches(case, result)] == []


def test_every_value_test_is_right_in_both_closures_as_written(cases: dict[str, list[Case]]) -> None:
    assert _wrong_in_closures(cases["value"]) == []


def test_every_value_test_is_right_in_both_closures_with_its_literals_lifted_into_facts(
    cases: dict[str, list[Case]],
) -> None:
    assert _wrong_in_closures([_lifted(case) for case in _scalar_cases(cases)]) == []


def _wrong_in_closures(cases: list[Case]) -> list[str]:
    results = (
        (case, compiled(case.load().tree)(case.values()))
        for case in cases
        for compiled in (compile_tree, compile_known_tree)
    )
    return [_wrong(case, result) for case, result in results if not _matches(case, result)]


def test_everything_else_is_refused_at_load(cases: dict[str, list[Case]]) -> None:
    accepted = [_wrong(case, "a value") for case in cases["load_error"] + cases["outside"] if _refusal(case) is None]
    assert accepted == []


def test_a_test_that_must_fail_names_why(cases: dict[str, list[Case]]) -> None:
    codes = Counter(_refusal(case) for case in cases["load_error"])
    assert set(codes) == {"E05", "E06"}, codes


def _refusal(case: Case) -> str | None:
    try:
        case.load()
    except ConditionError as error:
        return error.code
    return None


def _sql_results(cases: list[Case]) -> list[Scalar | None]:
    """What DuckDB answers, one query for all; facts reach it as parameters, not quoted by us."""
    columns, parameters, selected = [], [], []
    for number, case in enumerate(cases):
        places: dict[str, str] = {}
        for position, (name, (kind, value)) in enumerate(case.facts.items()):
            column = f"c{number}_{position}"
            places[name] = column
            parameters.append(value)
            columns.append(f"CAST(? AS {_COLUMN_TYPES.get(_KINDS.get(kind, Kind.INT), 'BIGINT')}) AS {column}")
        selected.append(f"{to_sql(case.load(), places)} AS r{number}")
    source = f"(SELECT {', '.join(columns)}) AS facts" if columns else "(SELECT 1) AS facts"
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT {', '.join(selected)} FROM {source}", parameters).fetchone()
    assert row is not None
    return list(row)


def _scalar_cases(cases: dict[str, list[Case]]) -> list[Case]:
    scalars = [case for case in cases["value"] if "list" not in case.expect]
    assert len(cases["value"]) - len(scalars) <= 2
    return scalars


def test_every_value_test_is_right_in_sql_as_written(cases: dict[str, list[Case]]) -> None:
    scalars = _scalar_cases(cases)
    results = zip(scalars, _sql_results(scalars), strict=True)
    assert [_wrong(case, result) for case, result in results if not _matches(case, result)] == []


def test_every_value_test_is_right_with_its_literals_lifted_into_facts(cases: dict[str, list[Case]]) -> None:
    lifted = [_lifted(case) for case in _scalar_cases(cases)]
    assert sum(bool(case.facts) for case in lifted) > 140
    for case, result in zip(lifted, _sql_results(lifted), strict=True):
        assert _matches(case, result), _wrong(case, result)
        assert _matches(case, evaluate_expression(case.load(), case.values())), _wrong(case, "another value")


def _lifted(case: Case) -> Case:
    """The same test with its literals as facts, except where only literals may stand."""
    facts = dict(case.facts)
    written: list[str] = []
    end = 0
    for start, stop, kind, value in _liftable(case.text):
        name = f"lit{len(facts)}"
        facts[name] = (kind, value)
        written += [case.text[end:start], f" {name} "]
        end = stop
    return replace(case, text="".join([*written, case.text[end:]]), facts=facts)


def _liftable(text: str) -> Iterator[tuple[int, int, str, Scalar]]:
    """Start, end, type and value of the literals that a fact can replace."""
    found = tokens(Source(text))
    inside = 0
    at = 0
    while found[at].lexeme is not Lexeme.END:
        token, following = found[at], found[at + 1 :]
        if _keeps_literals(found, at):
            inside += 1
        elif inside:
            inside += (token.text in "[(") - (token.text in "])") if token.lexeme is Lexeme.OPERATOR else 0
        elif token.text in {"timestamp", "duration"}:
            read, kind = (instant_us, "instant") if token.text == "timestamp" else (duration_us, "duration")
            yield token.at, following[2].end, kind, read(following[1].text)
            at += 3
        elif (literal := _literal(token)) is not None:
            yield token.at, token.end, *literal
        at += 1


def _keeps_literals(found: list[Token], at: int) -> bool:
    """Whether this bracket opens a list, or the arguments of startsWith or a macro."""
    if found[at].lexeme is not Lexeme.OPERATOR or found[at].text not in "[(":
        return False
    return found[at].text == "[" or (at > 0 and found[at - 1].text in {"startsWith", "exists", "all"})


def _literal(token: Token) -> tuple[str, Scalar] | None:
    if token.lexeme is Lexeme.STRING:
        return "string", token.text
    if token.lexeme is Lexeme.INT:
        return "int", int(token.text, 0)
    return ("bool", token.text == "true") if token.text in {"true", "false"} else None


def test_another_implementation_agrees_on_every_value_test(cases: dict[str, list[Case]]) -> None:
    cel = pytest.importorskip("cel_expr_python").cel if _has_peer() else pytest.skip("cel-expr-python is absent")
    types = {"bool": cel.Type.BOOL, "int": cel.Type.INT, "string": cel.Type.STRING}
    for case in cases["value"]:
        facts = {name: fact for name, fact in case.facts.items() if name not in {"true", "false"}}
        peer = cel.NewEnv(variables={name: types[kind] for name, (kind, _) in facts.items()})
        answer = peer.compile(case.text).eval(data={name: value for name, (_, value) in facts.items()})
        ours = evaluate_expression(case.load(), case.values())
        assert (list(ours) if isinstance(ours, tuple) else ours) == answer.plain_value(), case.text


def _has_peer() -> bool:
    try:
        importlib.import_module("cel_expr_python.cel")
    except ImportError:
        return False
    return True
