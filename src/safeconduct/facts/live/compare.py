"""The live state beside the batch tables: where they differ, the batch is right and the state is to be made again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeconduct.facts.build import Facts
from safeconduct.facts.live.schema import RESULTS

if TYPE_CHECKING:
    import sqlite3

SHOWN_MAX: Final = 10

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A table that differs: how many rows stand on one side only, and the first of them."""

    table: str
    only_live: int
    only_batch: int
    live: tuple[Row, ...]
    batch: tuple[Row, ...]


def compare(live: sqlite3.Connection, batch: Facts) -> tuple[Difference, ...]:
    """Where the results of a state and the tables of the same logs differ; empty if nowhere. Raises FactsError."""
    found = []
    for table, columns in RESULTS.items():
        batch.need(table)
        query = f"SELECT {', '.join(columns)} FROM {table}"
        ours, theirs = Counter(live.execute(query)), Counter(batch.con.execute(query).fetchall())
        if ours != theirs:
            found.append(_difference(table, ours - theirs, theirs - ours))
    return tuple(found)


def _difference(table: str, live: Counter[Row], batch: Counter[Row]) -> Difference:
    shown = (tuple(sorted(rows, key=repr)[:SHOWN_MAX]) for rows in (live, batch))
    return Difference(table, live.total(), batch.total(), *shown)
