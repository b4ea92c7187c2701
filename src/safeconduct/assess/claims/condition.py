"""A claim's condition in the profile of docs/reference/conditions.md, compiled to SQL over one facts table.

Two things are particular to claims. `has(column)` is allowed: it asks whether the record gives a value, which is
known for every row, so it stays monotone. And text that never occurs in a column, but is close to one that does,
is reported instead of being counted as zero: a spelling must not contradict anyone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from safeconduct.agreement.cel import (
    Condition,
    FactType,
    Kind,
    Vocabulary,
    evaluate,
    load_condition,
    to_sql,
)
from safeconduct.agreement.cel.tree import Among, And, Choice, Compare, Fact, Literal, Node, Not, Or, walk
from safeconduct.agreement.ruling import LIMIT
from safeconduct.agreement.timeline import Since, Timeline, always
from safeconduct.assess.claims.agreed import (
    NOTHING,
    UNKNOWN_SQL,
    Used,
    by_day,
    conditions_over_time,
    terms_for,
    used_by,
)
from safeconduct.assess.claims.model import Claim
from safeconduct.assess.claims.vocabulary import ClaimVocabulary, Column
from safeconduct.base.suggest import folded
from safeconduct.facts.terms import Scope, Terms

DAY_US = 86_400_000_000
_KINDS = {
    "text": Kind.STRING,
    "integer": Kind.INT,
    "mass": Kind.INT,
    "days": Kind.INT,
    "date": Kind.INSTANT,
    "boolean": Kind.BOOL,
    "code": Kind.CODE,
}
_DAY_OF_ROW = {"movement": "departed_on", "cargo": "departed_on", "check": "departed_on", "passage": "passed_on"}
_CLOSE = 0.76  # above Iran and Iraq, below Turkey and Türkiye
_VALUES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class CompiledCondition:
    """A condition as SQL that is TRUE, FALSE or NULL for each row.

    any_line: it speaks of cargo lines while the claim counts movements.
    recorded: the columns it asks `has()` of. not_recorded: columns it uses that the record does not hold.
    unknown_values: (column, text that never occurs, nearest text that does).
    spelled: (text as the claim writes it, as the record does), where only case, accents or punctuation differ.
    agreed: the lists and limits of the agreement that it uses, as they stood on the day of each row.
    """

    sql: str
    names: frozenset[str]
    any_line: bool
    recorded: tuple[str, ...]
    not_recorded: tuple[Column, ...]
    unknown_values: tuple[tuple[str, str, str], ...]
    spelled: tuple[tuple[str, str], ...]
    tree: Condition
    agreed: Used = NOTHING


def compile_condition(
    claim: Claim,
    table: str,
    vocabulary: ClaimVocabulary,
    *,
    equals: tuple[tuple[str, str], ...] = (),
) -> CompiledCondition:
    """Compile a claim's `where` (and, for `each`, further `column = value as printed` pairs).

    Raises ClaimError or ConditionError with the claim's place.
    """
    names = vocabulary.names(table)
    found = {name: column for name in names if (column := vocabulary.find(table, name)) is not None}
    over_time = _conditions(claim, found, vocabulary)
    newest = over_time.pieces[-1].value
    assert newest is not None
    condition, spelled = _as_recorded(newest, found, table, vocabulary)
    asked = tuple(sorted(n.removeprefix("recorded.") for n in condition.names if n.startswith("recorded.")))
    used = {name.removeprefix("recorded.") for name in condition.names if not name.startswith(LIMIT)}
    extra = [vocabulary.column(table, column, claim.at("each")) for column, _ in equals]
    columns = [*(found[name] for name in sorted(used)), *extra]
    any_line = any(column.of_lines for column in columns)
    source = "cargo" if any_line else table
    parts = [_sql_over_time(over_time, found, table, vocabulary)]
    unknown = list(_unknown_values(condition, found, source, vocabulary))
    for column, (name, printed) in zip(extra, equals, strict=True):
        sql, near = _printed_as(column, printed, source, vocabulary)
        parts.append(sql)
        unknown += [(name, printed, near)] if near else []
    return CompiledCondition(
        sql=" AND ".join(f"({part})" for part in parts),
        names=frozenset(used | {name for name, _ in equals}),
        any_line=any_line,
        recorded=asked,
        not_recorded=tuple(c for c in columns if c.sql is None),
        unknown_values=tuple(unknown),
        spelled=spelled,
        tree=condition,
        agreed=used_by(claim.proposition.where) if vocabulary.agreement is not None else NOTHING,
    )


def _conditions(claim: Claim, found: Mapping[str, Column], vocabulary: ClaimVocabulary) -> Timeline[Condition | None]:
    """The condition at every instant: one and the same unless it uses lists or limits of the agreement."""
    facts = {name: _fact_type(column) for name, column in found.items()}

    def load(names: Vocabulary) -> Condition:
        text, where = claim.proposition.where, claim.at("where")
        return load_condition(text, names, where=where, recorded=frozenset(found))

    if vocabulary.agreement is None or not used_by(claim.proposition.where):
        return always(load(Vocabulary(facts=facts)))
    return conditions_over_time(terms_for(claim, vocabulary.agreement), load, facts)


def _sql_over_time(
    over_time: Timeline[Condition | None], found: Mapping[str, Column], table: str, vocabulary: ClaimVocabulary
) -> str:
    columns = {**_sql_columns(found), **UNKNOWN_SQL}

    def sql(condition: Condition | None) -> str:
        if condition is None:
            return "CAST(NULL AS BOOLEAN)"
        return to_sql(_as_recorded(condition, found, table, vocabulary)[0], columns)

    pieces = tuple(Since(piece.start, sql(piece.value)) for piece in over_time.pieces)
    return by_day(Timeline(pieces), f'"{_DAY_OF_ROW[table]}"')


def matches_missing_scope(condition: CompiledCondition, terms: Terms) -> Scope | None:
    """The scope of which the condition may speak of an unrecorded part, if any.

    Decided by evaluating the condition with that part's value and everything else unknown: false means that no row
    of that part can satisfy it.
    """
    for scope in terms.scope:
        if scope.column not in condition.names:
            continue
        for value in scope.missing:
            if evaluate(condition.tree, {scope.column: value}) is not False:
                return scope
    return None


def _fact_type(column: Column) -> FactType:
    return FactType(_KINDS[column.kind])


def _sql_columns(found: Mapping[str, Column]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for name, column in found.items():
        columns[name] = _fact_sql(column)
        columns[f"recorded.{name}"] = "CAST(NULL AS BOOLEAN)" if column.sql is None else f"({column.sql} IS NOT NULL)"
    return columns


def _fact_sql(column: Column) -> str:
    if column.sql is None:
        kind = {"text": "VARCHAR", "boolean": "BOOLEAN"}.get(column.kind, "BIGINT")
        return f"CAST(NULL AS {kind})"
    if column.kind == "date":
        return f"({column.sql} * {DAY_US})"
    if column.name == "tonnes" or (column.kind == "mass" and column.name != "load_kg"):
        return f"CAST(FLOOR({column.sql} / 1000) AS BIGINT)"
    return f"({column.sql})"


def _as_recorded(
    condition: Condition, found: Mapping[str, Column], table: str, vocabulary: ClaimVocabulary
) -> tuple[Condition, tuple[tuple[str, str], ...]]:
    """The condition with texts spelled as the record spells them, where that is beyond doubt."""
    spelled: dict[tuple[str, str], str] = {}
    for name, text in sorted(set(_texts(condition))):
        column = found[name]
        if column.sql is None or column.kind != "text":
            continue
        values = distinct_values(vocabulary, "cargo" if column.of_lines else table, column)
        same = [value for value in values if folded(value) == folded(text)]
        if text not in values and len(same) == 1:
            spelled[name, text] = same[0]
    if not spelled:
        return condition, ()
    tree = _respelled(condition.tree, spelled)
    return replace(condition, tree=tree), tuple((text, value) for (_, text), value in spelled.items())


def _respelled(node: Node, spelled: Mapping[tuple[str, str], str]) -> Node:
    match node:
        case Compare(operator, left, right):
            return _respelled_comparison(operator, left, right, spelled)
        case Among(Fact(_, name) as fact, values):
            return Among(fact, tuple(_respelled_literal(name, value, spelled) for value in values))
        case And(operands) | Or(operands):
            return type(node)(tuple(_respelled(operand, spelled) for operand in operands))
        case Not(operand):
            return Not(_respelled(operand, spelled))
        case Choice(condition, then, otherwise):
            return Choice(*(_respelled(part, spelled) for part in (condition, then, otherwise)))
    return node


def _respelled_comparison(operator: str, left: Node, right: Node, spelled: Mapping[tuple[str, str], str]) -> Compare:
    if isinstance(left, Fact) and isinstance(right, Literal):
        right = _respelled_literal(left.name, right, spelled)
    elif isinstance(right, Fact) and isinstance(left, Literal):
        left = _respelled_literal(right.name, left, spelled)
    return Compare(operator, left, right)


def _respelled_literal(name: str, literal: Literal, spelled: Mapping[tuple[str, str], str]) -> Literal:
    if isinstance(literal.value, str):
        return Literal(literal.kind, spelled.get((name, literal.value), literal.value))
    return literal


def _unknown_values(
    condition: Condition, found: Mapping[str, Column], table: str, vocabulary: ClaimVocabulary
) -> Iterator[tuple[str, str, str]]:
    unrecorded = {s.column: set(s.missing) for s in vocabulary.facts.terms.scope}
    for name, text in sorted(set(_texts(condition))):
        column = found[name]
        if column.sql is None or column.kind != "text" or text in unrecorded.get(name, set()):
            continue
        values = distinct_values(vocabulary, "cargo" if column.of_lines else table, column)
        if text not in values and (near := close_value(text, values)):
            yield name, text, near


def _texts(condition: Condition) -> Iterator[tuple[str, str]]:
    """Every (column, text) that the condition compares for equality."""
    for node in walk(condition.tree):
        match node:
            case Compare("==" | "!=", Fact(_, name), Literal(_, str(text))):
                yield name, text
            case Compare("==" | "!=", Literal(_, str(text)), Fact(_, name)):
                yield name, text
            case Among(Fact(_, name), values):
                for literal in values:
                    if isinstance(literal.value, str):
                        yield name, literal.value


def _printed_as(column: Column, printed: str, table: str, vocabulary: ClaimVocabulary) -> tuple[str, str]:
    """SQL for "this column holds that name, however printed", and the nearest value if none is equal."""
    if column.sql is None:
        return "CAST(NULL AS BOOLEAN)", ""
    if column.kind != "text":
        return f"CAST({column.sql} AS VARCHAR) = {quoted(printed)}", ""
    values = distinct_values(vocabulary, table, column)
    same = [value for value in values if folded(value) == folded(printed)]
    if not same:
        return "FALSE", close_value(printed, values)
    return f"{column.sql} IN ({', '.join(quoted(value) for value in same)})", ""


def distinct_values(vocabulary: ClaimVocabulary, table: str, column: Column) -> list[str]:
    """The texts that occur in a column, sorted, at most 10,000; read once for all claims."""
    key = (table, column.sql or "")
    if key not in vocabulary.values:
        vocabulary.facts.need(table)
        query = f"""
            SELECT DISTINCT {column.sql} AS value FROM "{table}" WHERE {column.sql} IS NOT NULL
            ORDER BY value NULLS LAST LIMIT {_VALUES_MAX}
        """
        vocabulary.values[key] = [row[0] for row in vocabulary.facts.con.execute(query).fetchall()]
    return vocabulary.values[key]


def close_value(text: str, values: list[str]) -> str:
    """The value that `text` may be another spelling of, or an empty string.

    >>> close_value("Pivdennyi", ["Odesa", "Yuzhny/Pivdennyi"]), close_value("Japan", ["Jordan"])
    ('Yuzhny/Pivdennyi', '')
    """
    target = folded(text)
    scored = []
    for value in values:
        other = folded(value)
        words, others = target.split(), other.split()
        inside = target and other and (_within(words, others) or _within(others, words))
        ratio = 1.0 if inside else difflib.SequenceMatcher(None, target, other).ratio()
        if ratio >= _CLOSE:
            scored.append((-ratio, value))
    return min(scored)[1] if scored else ""


def _within(part: list[str], whole: list[str]) -> bool:
    """Whether the words of `part` stand in `whole`, one after the other."""
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
