"""What a corridor's record holds: its log, its tables with their words and days, what nobody recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.assess.claims.vocabulary import STANDARD, ClaimVocabulary
from safeconduct.base.instant import day_to_text
from safeconduct.facts.build import Facts
from safeconduct.facts.terms import Terms
from safeconduct.node.config import OwnLog
from safeconduct.node.gaps import gaps_of
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day that a date column holds, both inclusive."""

    column: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class TableStatus:
    """One table that claims can be about. columns: the words for those that hold any value."""

    table: str
    rows: int
    columns: tuple[str, ...]
    days: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class StatusOfLog:
    """One log. size, signed_size: entries durable, entries covered by the newest signed checkpoint."""

    origin: str
    vkey: str
    evidence: str
    size: int
    signed_size: int
    root: str


@dataclass(frozen=True, slots=True)
class CorridorStatus:
    """The state of one corridor's record.

    words: public statements and claims on record, by kind. missing: (table, column, why) of what is not recorded.
    """

    corridor: str
    title: Mapping[str, str]
    evidence: str
    logs: tuple[StatusOfLog, ...]
    tables: tuple[TableStatus, ...]
    words: Mapping[str, int]
    missing: tuple[tuple[str, str, str], ...]
    cannot_know: tuple[str, ...]
    gaps: tuple[str, ...]


def status_of(node: Node, log: OwnLog) -> CorridorStatus:
    """The state of a corridor's record. Raises LogError, FactsError."""
    with open_tables(node, log) as facts:
        terms, logs = facts.terms, tuple(_log(node, facts, one) for one in node.logs(log.corridor))
        gaps = gaps_of(node, log, facts)
        tables = tuple(status for table in STANDARD if (status := _table(facts, table)) is not None)
        words = facts.con.execute(
            "SELECT kind, COUNT(DISTINCT id) FROM leaf_words WHERE id IS NOT NULL GROUP BY kind ORDER BY kind"
        ).fetchall()
    return CorridorStatus(
        corridor=log.corridor,
        title=terms.title,
        evidence=terms.evidence,
        logs=logs,
        tables=tables,
        words=dict(words),
        missing=_missing(terms),
        cannot_know=terms.cannot_know,
        gaps=gaps,
    )


def _log(node: Node, facts: Facts, log: OwnLog) -> StatusOfLog:
    state = next(one for one in facts.stamp if one.origin == log.origin)
    found = facts.con.execute("SELECT evidence FROM log WHERE origin = ?", [log.origin]).fetchone()
    with node.reader(log) as reader:
        return StatusOfLog(log.origin, log.vkey, str(found[0]) if found else "", reader.size, state.size, state.root)


def _table(facts: Facts, table: str) -> TableStatus | None:
    facts.need(table)
    (rows,) = facts.con.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone() or (0,)  # noqa: S608 - ours
    if not rows:
        return None
    vocabulary = ClaimVocabulary(facts)
    held = tuple(name for name in vocabulary.names(table) if _is_held(facts, vocabulary, table, name))
    days = tuple(_days(facts, table, column.name) for column in vocabulary.date_columns(table))
    return TableStatus(table, rows, held, days)


def _is_held(facts: Facts, vocabulary: ClaimVocabulary, table: str, name: str) -> bool:
    column = vocabulary.find(table, name)
    if column is None or column.sql is None:
        return False
    below = "cargo" if column.of_lines else table
    query = f'SELECT 1 FROM "{below}" WHERE {column.sql} IS NOT NULL LIMIT 1'  # noqa: S608 - names are ours
    return facts.con.execute(query).fetchone() is not None


def _days(facts: Facts, table: str, column: str) -> Days:
    query = f'SELECT MIN("{column}"), MAX("{column}") FROM "{table}"'  # noqa: S608 - names are ours
    first, last = facts.con.execute(query).fetchone() or (0, 0)
    return Days(column, day_to_text(first), day_to_text(last))


def _missing(terms: Terms) -> tuple[tuple[str, str, str], ...]:
    columns = [(missing.table, missing.column, missing.says) for missing in terms.missing]
    scope = [("every table", f"{s.column}: {', '.join(s.missing)}", s.says) for s in terms.scope if s.missing]
    return (*columns, *scope)
