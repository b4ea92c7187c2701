"""Laws of conditions: SQL and another engine agree with the reference, knowledge only refines, no crash."""

from __future__ import annotations

import datetime as dt
import importlib
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.cel import (
    CodeList,
    Codes,
    Condition,
    ConditionError,
    Constant,
    FactType,
    Kind,
    Parties,
    Vocabulary,
    element_bits,
    evaluate,
    load_condition,
    load_expression,
    to_sql,
)
from safeconduct.agreement.cel.check import check
from safeconduct.agreement.cel.checked import Checked
from safeconduct.agreement.cel.evaluate import value_of
from safeconduct.agreement.cel.parse import parse
from safeconduct.agreement.cel.scope import Scope
from safeconduct.agreement.cel.source import Source
from safeconduct.agreement.cel.sql import codes_row, parties_row
from safeconduct.agreement.cel.types import Value

Facts = dict[str, Value | None]

PARTIES = ("am", "az", "ru", "none")
CODES = ("hs:9301", "hs:931000", "hs:1001", "un_class:1.4", "own:tent")
TEXTS = ("", "a", "ab", "it's", 'say "no"', "back\\slash", "nul\0", "tab\t", "Ödesa", "🐱")
TEXTS_WITHOUT_NUL = tuple(text for text in TEXTS if "\0" not in text)  # the peer's binding cuts texts at NUL
MEMBERS = ("inbound", "outbound", "o'ther")
VOCABULARY = Vocabulary(
    facts={
        "armed": FactType(Kind.BOOL),
        "record.ok": FactType(Kind.BOOL),
        "delay": FactType(Kind.INT, low=-3, high=3),
        "load_kg": FactType(Kind.INT, low=0, high=2**40),
        "note": FactType(Kind.STRING),
        "direction": FactType(Kind.ENUM, MEMBERS),
        "carrier": FactType(Kind.PARTY, PARTIES),
        "goods": FactType(Kind.CODE),
        "at": FactType(Kind.INSTANT, low=0, high=10**12),
        "wait": FactType(Kind.DURATION, low=-(10**10), high=10**10),
        "cargo": FactType(Kind.CODES),
        "checked_by": FactType(Kind.PARTIES, PARTIES),
    },
    lists={"arms": CodeList(exact=("own:tent",), prefixes=("hs:93", "un_class:1"))},
    limits={"delay": Constant(Kind.INT, 2), "end": Constant(Kind.INSTANT, 5 * 10**11)},
)
_PLAIN = {
    Kind.BOOL: ("armed", "record.ok"),
    Kind.INT: ("delay", "load_kg"),
    Kind.STRING: ("note",),
    Kind.ENUM: ("direction",),
    Kind.PARTY: ("carrier",),
    Kind.CODE: ("goods",),
    Kind.INSTANT: ("at",),
    Kind.DURATION: ("wait",),
}
_COLUMN_TYPES = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.INSTANT: "BIGINT", Kind.DURATION: "BIGINT"}


class Author:
    """Writes random conditions that are in the profile, apart from sums that may overflow.

    portable: without what only this profile has (lists of codes, limits), so that other CEL engines read it.
    """

    def __init__(self, rng: random.Random, *, portable: bool = False) -> None:
        self.rng = rng
        self.portable = portable

    def condition(self, depth: int) -> str:
        if depth <= 0:
            return self.leaf()
        shapes: list[Callable[[int], str]] = [self.joined, self.negated, self.compared, self.chosen]
        shapes += [self.macro, self.compared]
        return self.leaf() if self.rng.random() < 0.15 else self.rng.choice(shapes)(depth - 1)

    def leaf(self) -> str:
        shapes = [self.plain_bool, self.membership, self.prefixed, self.sized]
        return self.compared(0) if self.rng.random() < 0.2 else self.rng.choice(shapes)()

    def plain_bool(self) -> str:
        return self.rng.choice(["armed", "record.ok", "true", "false"])

    def joined(self, depth: int) -> str:
        operator = self.rng.choice([" && ", " || "])
        return f"({operator.join(self.condition(depth) for _ in range(self.rng.randint(2, 3)))})"

    def negated(self, depth: int) -> str:
        return f"!({self.condition(depth)})"

    def chosen(self, depth: int) -> str:
        return f"({self.condition(depth)} ? {self.condition(depth)} : {self.condition(depth)})"

    def compared(self, depth: int) -> str:
        kind = self.rng.choice(list(_PLAIN))
        ordered = kind in {Kind.INT, Kind.INSTANT, Kind.DURATION}
        operator = self.rng.choice(["==", "!=", *(["<", "<=", ">", ">="] if ordered else [])])
        return f"({self.value(kind, depth)} {operator} {self.value(kind, depth)})"

    def value(self, kind: Kind, depth: int) -> str:
        if kind is Kind.BOOL:
            return self.condition(depth) if depth else self.plain_bool()
        if depth and self.rng.random() < 0.3:
            pair = f"{self.value(kind, depth - 1)} : {self.value(kind, depth - 1)}"
            return f"({self.condition(depth - 1)} ? {pair})"
        if depth and kind in {Kind.INT, Kind.INSTANT, Kind.DURATION} and self.rng.random() < 0.5:
            return self.sum(kind, depth - 1)
        return self.rng.choice([*_PLAIN[kind], self.literal(kind), *self.limit(kind)])

    def limit(self, kind: Kind) -> list[str]:
        found = {Kind.INT: ["limit.delay"], Kind.INSTANT: ["limit.end"]}
        return [] if self.portable else found.get(kind, [])

    def sum(self, kind: Kind, depth: int) -> str:
        if kind is Kind.INT:
            operator = self.rng.choice("+-*")
            if self.rng.random() < 0.2:
                return f"-({self.value(kind, depth)})"
            return f"({self.value(kind, depth)} {operator} {self.value(kind, depth)})"
        span = self.value(Kind.DURATION, depth)
        if kind is Kind.DURATION and self.rng.random() < 0.5:
            return f"({self.value(Kind.INSTANT, depth)} - {self.value(Kind.INSTANT, depth)})"
        return f"({self.value(kind, depth)} {self.rng.choice('+-')} {span})"

    def literal(self, kind: Kind) -> str:
        rng = self.rng
        match kind:
            case Kind.INT:
                return str(rng.choice([-3, -1, 0, 1, 2, 3, 1000, 2**31, 2**40, -(2**33)]))
            case Kind.INSTANT:
                return f'timestamp("1970-01-{rng.randint(1, 12):02}T00:00:0{rng.randint(0, 9)}.000001Z")'
            case Kind.DURATION:
                return f'duration("{rng.choice(["-1.5h", "1h30m", "0", "2s3us", "9999s"])}")'
            case Kind.BOOL:
                return rng.choice(["true", "false"])
        known = {Kind.STRING: TEXTS, Kind.ENUM: MEMBERS, Kind.PARTY: PARTIES, Kind.CODE: CODES}
        return quoted(rng, rng.choice(known[kind]))

    def membership(self) -> str:
        kind = self.rng.choice([k for k in _PLAIN if k is not Kind.BOOL])
        values = ", ".join(self.literal(kind) for _ in range(self.rng.randint(0, 3)))
        shapes = [f"{self.value(kind, 0)} in [{values}]", f"{self.value(Kind.PARTY, 0)} in checked_by"]
        if not self.portable:
            shapes += [f"{self.literal(Kind.CODE)} in cargo", "goods in list.arms"]
        return f"({self.rng.choice(shapes)})"

    def prefixed(self) -> str:
        prefix = quoted(self.rng, self.rng.choice(TEXTS))
        return self.rng.choice([f"note.startsWith({prefix})", "goods.startsWith('hs:9')"])

    def sized(self) -> str:
        operator = self.rng.choice(["==", "!=", "<", "<=", ">", ">="])
        sides = [
            self.rng.choice(["size(cargo)", "size(checked_by)", "size([1, 2])"]),
            self.value(Kind.INT, 1),
        ]
        self.rng.shuffle(sides)
        return f"({sides[0]} {operator} {sides[1]})"

    def macro(self, depth: int) -> str:
        over, tests = self.rng.choice(
            [
                ("cargo", ["v == 'hs:1001'", "v.startsWith('hs:')", "v in ['own:tent', 'hs:9301']"]),
                ("checked_by", ["v == 'az'", "v in ['az', 'ru']", "v.startsWith('a')", "false"]),
                ("[1, 2, -3]", ["v > 0", "v * 2 == 4", "v in [7, -3]", "true"]),
                ("[]", ["v > 0", "v == 'a'"]),
            ]
        )
        if over == "cargo" and not self.portable:
            tests.append("v in list.arms")
        shapes = ["{0}", "!({0})", "{0} && {1}", "{0} || !({1})", "{0} ? {1} : {0}"]
        same = [self.rng.choice(tests)] * 2 if over == "[]" else self.rng.choices(tests, k=2)
        body = self.rng.choice(shapes).format(*same)
        return f"{over}.{self.rng.choice(['exists', 'all'])}(v, {body})"


def quoted(rng: random.Random, text: str) -> str:
    """One of the ways to write a text in CEL."""
    escaped = text.replace("\\", "\\\\").replace("\0", "\\x00").replace("\t", "\\t")
    single = "'" + escaped.replace("'", "\\'") + "'"
    double = '"' + escaped.replace('"', "\\u0022") + '"'
    return rng.choice([single, double, f'"""{escaped}"""' if not text.endswith('"') else double])


def some_facts(rng: random.Random, *, known: bool = False) -> Facts:
    """Values for the whole vocabulary, about a third of them unknown unless `known`."""
    facts: Facts = {}
    for name, declared in VOCABULARY.facts.items():
        facts[name] = None if not known and rng.random() < 0.3 else some_value(rng, declared, known=known)
    return facts


def some_value(  # noqa: PLR0911 - one return per type
    rng: random.Random, declared: FactType, *, known: bool
) -> Value:
    match declared.kind:
        case Kind.BOOL:
            return rng.random() < 0.5
        case Kind.STRING:
            return rng.choice(TEXTS)
        case Kind.ENUM | Kind.PARTY:
            return rng.choice(declared.members)
        case Kind.CODE:
            return rng.choice(CODES)
        case Kind.CODES:
            return Codes(tuple(rng.choices(CODES, k=rng.randint(0, 3))), not known and rng.random() < 0.5)
        case Kind.PARTIES:
            return some_parties(rng, known=known)
    low, high = declared.range()
    return rng.choice([low, high, max(low, min(high, rng.randint(-3, 3))), rng.randint(low, high)])


def some_parties(rng: random.Random, *, known: bool) -> Parties:
    places = {party: rng.choice(["yes", "no"] if known else ["yes", "no", "?"]) for party in PARTIES}
    yes, no = (frozenset(p for p, place in places.items() if place == side) for side in ("yes", "no"))
    return Parties(yes, no)


def more_known(rng: random.Random, facts: Facts) -> Facts:
    """The same facts after something was learned: unknown values, further codes, parties in or out."""
    learned = dict(facts)
    for name, value in facts.items():
        if rng.random() < 0.5:
            learned[name] = learned_value(rng, VOCABULARY.facts[name], value)
    return learned


def learned_value(rng: random.Random, declared: FactType, value: Value | None) -> Value | None:
    if value is None:
        return some_value(rng, declared, known=False)
    if isinstance(value, Codes) and value.open:
        return Codes((*value.known, *rng.choices(CODES, k=rng.randint(0, 2))), rng.random() < 0.5)
    if isinstance(value, Parties):
        unsure = [party for party in PARTIES if party not in value.yes | value.no and rng.random() < 0.5]
        yes = frozenset(party for party in unsure if rng.random() < 0.5)
        return Parties(value.yes | yes, value.no | (frozenset(unsure) - yes))
    return value


def some_conditions(rng: random.Random, count: int, *, portable: bool = False) -> list[Condition]:
    """Conditions that load; those refused are the sums that may overflow, and these are few."""
    author = Author(rng, portable=portable)
    written = (author.condition(rng.randint(1, 4)) for _ in range(2 * count))
    found = [condition for text in written if (condition := loaded(text)) is not None]
    assert len(found) >= count
    return found[:count]


def loaded(text: str) -> Condition | None:
    try:
        return load_condition(text, VOCABULARY)
    except ConditionError as error:
        if error.code not in {"E05", "E11"}:
            raise
        return None


class Table:
    """Rows of facts as columns of a DuckDB query."""

    def __init__(self, rows: list[Facts], conditions: list[Condition]) -> None:
        self.bits = element_bits(*conditions)
        self.columns: dict[str, str] = {}
        self.types: list[str] = []
        self.rows: list[list[Any]] = [[] for _ in rows]
        for name, declared in VOCABULARY.facts.items():
            self._add(name, declared, rows)

    def _add(self, name: str, declared: FactType, rows: list[Facts]) -> None:
        parts: Mapping[str, str] = {"": _COLUMN_TYPES.get(declared.kind, "VARCHAR")}
        if declared.kind is Kind.CODES:
            parts = {".in": "BIGINT", ".out": "BIGINT", ".open": "BOOLEAN", ".count": "BIGINT"}
        elif declared.kind is Kind.PARTIES:
            parts = {".yes": "BIGINT", ".no": "BIGINT"}
        for part, column_type in parts.items():
            self.columns[name + part] = f"c{len(self.types)}"
            self.types.append(column_type)
        for values, row in zip(self.rows, rows, strict=True):
            values.extend(self._cells(declared, row[name]))

    def _cells(self, declared: FactType, value: Any) -> tuple[Any, ...]:
        if declared.kind is Kind.CODES:
            return codes_row(value, tuple(self.bits))
        return parties_row(value, PARTIES) if declared.kind is Kind.PARTIES else (value,)

    def answers(self, conditions: list[Condition]) -> list[tuple[bool | None, ...]]:
        marks = ", ".join(f"({', '.join('?' * len(self.types))})" for _ in self.rows)
        casts = ", ".join(f"CAST(p{i} AS {kind}) AS c{i}" for i, kind in enumerate(self.types))
        names = ", ".join(f"p{i}" for i in range(len(self.types)))
        selected = ", ".join(to_sql(condition, self.columns, self.bits) for condition in conditions)
        query = f"SELECT {selected} FROM (SELECT {casts} FROM (VALUES {marks}) AS given({names})) AS facts"
        with duckdb.connect(config={"threads": 1}) as connection:
            return connection.execute(query, [cell for row in self.rows for cell in row]).fetchall()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_sql_answers_as_the_reference_does(seed: int) -> None:
    rng = random.Random(seed)
    conditions = some_conditions(rng, 40)
    rows = [some_facts(rng) for _ in range(60)]
    for facts, answers in zip(rows, Table(rows, conditions).answers(conditions), strict=True):
        for condition, answer in zip(conditions, answers, strict=True):
            assert answer is evaluate(condition, facts), (condition.text, facts)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_learning_a_fact_never_changes_an_answer_that_was_known(seed: int) -> None:
    rng = random.Random(seed)
    known = 0
    for condition in some_conditions(rng, 20):
        for _ in range(20):
            facts = some_facts(rng)
            before = evaluate(condition, facts)
            if before is not None:
                known += 1
                learned = more_known(rng, facts)
                assert evaluate(condition, learned) is before, (condition.text, facts, learned)
    assert known > 50


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_condition_over_known_facts_is_true_or_false(seed: int) -> None:
    rng = random.Random(seed)
    for condition in some_conditions(rng, 30):
        assert evaluate(condition, some_facts(rng, known=True)) is not None, condition.text


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_another_cel_engine_agrees_when_every_fact_is_known(seed: int) -> None:
    cel = peer()
    rng = random.Random(seed)
    env = cel.NewEnv(variables={name: cel.Type(signature) for name, signature in peer_types()})
    for condition in some_conditions(rng, 25, portable=True):
        compiled = env.compile(condition.text)
        for _ in range(4):
            facts = some_facts(rng, known=True) | {"note": rng.choice(TEXTS_WITHOUT_NUL)}
            theirs = compiled.eval(data={name: peer_value(name, value) for name, value in facts.items()})
            assert evaluate(condition, facts) is theirs.plain_value(), (condition.text, facts)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_value_stays_within_the_range_proved_at_load(seed: int) -> None:
    rng = random.Random(seed)
    author = Author(rng)
    for _ in range(30):
        kind = rng.choice([Kind.INT, Kind.INSTANT, Kind.DURATION])
        checked = ranged(author.value(kind, 4))
        if checked is None:
            continue
        for _ in range(5):
            value = value_of(checked.node, some_facts(rng, known=True))
            assert isinstance(value, int)
            assert checked.low <= value <= checked.high, checked


def ranged(text: str) -> Checked | None:
    source = Source(text)
    try:
        return check(Scope(source, VOCABULARY), parse(source))
    except ConditionError as error:
        if error.code != "E05":
            raise
        return None


def peer() -> Any:
    try:
        return importlib.import_module("cel_expr_python.cel")
    except ImportError:
        pytest.skip("cel-expr-python is absent")


def peer_types() -> Iterator[tuple[str, str]]:
    special = {
        Kind.BOOL: "bool",
        Kind.INT: "int",
        Kind.INSTANT: "google.protobuf.Timestamp",
        Kind.DURATION: "google.protobuf.Duration",
        Kind.CODES: "list<string>",
        Kind.PARTIES: "list<string>",
    }
    for name, declared in VOCABULARY.facts.items():
        yield name, special.get(declared.kind, "string")


def peer_value(name: str, value: Value | None) -> Any:
    kind = VOCABULARY.facts[name].kind
    if isinstance(value, Codes):
        return list(value.known)
    if isinstance(value, Parties):
        return sorted(value.yes)
    if kind is Kind.INSTANT:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(str(value)))
    return dt.timedelta(microseconds=int(str(value))) if kind is Kind.DURATION else value


_PIECES = st.sampled_from(
    [
        *(
            "armed",
            "delay",
            "note",
            "cargo",
            "checked_by",
            "direction",
            "at",
            "wait",
            "list.arms",
            "v",
            "nope",
        ),
        *(
            "limit.delay",
            "record",
            ".ok",
            ".",
            ",",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "?",
            ":",
            "!",
            "-",
            "+",
            "*",
        ),
        *("/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", " in ", " ", "\n", "//", "true", "false"),
        *("null", "0", "7", "0x1F", "9223372036854775808", "1.5", "3u", "1e3", "'a'", '"b"', "r'c'", "b'd'"),
        *("'''", '"""', "\\", "'", '"', "`", "=", "&", "has(", "size(", ".size()", ".exists(v, ", ".all(v, "),
        *(
            'timestamp("2020-01-01T00:00:00Z")',
            'duration("1h")',
            "timestamp(",
            "duration(",
            ".startsWith('a')",
        ),
        *("\0", "é", "\ud800", "while", "'hs:93'", "'inbound'", "'az'"),
    ]
)


@settings(max_examples=800, deadline=None)
@given(text=st.one_of(st.lists(_PIECES, max_size=25).map("".join), st.text(max_size=60)))
def test_any_text_loads_or_is_refused_with_a_code_and_a_place(text: str) -> None:
    error = refusal(text)
    if error is not None:
        assert error.code in {f"E{number:02}" for number in range(1, 12)}
        assert error.line >= 1
        assert error.column >= 1


def refusal(text: str) -> ConditionError | None:
    try:
        load_expression(text, VOCABULARY, recorded=frozenset({"note"}))
    except ConditionError as error:
        return error
    return None


@settings(max_examples=60, deadline=None)
@given(
    head=st.sampled_from(["(", "[", "!", "-", "true?true:", "1+(", "size([", "[].all(v,", "a.", "true&&", "1<"]),
    count=st.integers(1, 5000),
)
def test_repetition_without_end_is_refused_and_never_exhausts_the_stack(head: str, count: int) -> None:
    for text in (head * count, head * count + "1", head * count + "true"):
        error = refusal(text)
        assert error is None or error.code in {"E01", "E02", "E03", "E04", "E11"}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_space_comments_and_brackets_do_not_change_a_condition(seed: int) -> None:
    rng = random.Random(seed)
    for condition in some_conditions(rng, 5):
        spaced = f"\t( // why\n{condition.text}\r\n)\f"
        assert load_condition(spaced, VOCABULARY).tree == condition.tree
