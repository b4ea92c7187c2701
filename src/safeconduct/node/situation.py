"""The situation on the road of a corridor, as of a day and a signed state of its logs."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.model import Pinned, Situation
from safeconduct.assess.situation.read import situation_of
from safeconduct.assess.sources import Question, disagreements, told_in
from safeconduct.entries.correction import Live, live_content
from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.facts.build import Facts
from safeconduct.log import LogReader
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables

NEWEST = Pinned()
_CORRECTED = """
SELECT a.by_leaf FROM amended AS a JOIN log AS l ON l.log = a.log WHERE l.origin = ? AND a.leaf = ? ORDER BY a.by_leaf
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one state of a record shows on a day."""

    situation: Situation | None
    disagreements: tuple[Question, ...]


def shown_of(node: Node, log: OwnLog, pinned: Pinned = NEWEST) -> Shown:
    """What the record shows, and where its sources differ. Raises FactsError."""
    with open_tables(node, log) as facts:
        if pinned == NEWEST:
            return shown_from(facts)
        earlier = as_pinned(facts, pinned)
        with closing(earlier.con):
            return shown_from(earlier)


def as_pinned(facts: Facts, pinned: Pinned) -> Facts:
    """The tables as of a day and some log sizes: of every log what was known at the end of that day.

    A log of published facts was put together later; of it counts what had happened or been said by then. The caller
    closes the connection of what is returned.
    """
    sizes = dict(pinned.sizes) or {state.origin: state.size for state in facts.stamp}
    if pinned.view:
        query = "SELECT origin FROM log WHERE party = ? OR evidence = 'published'"
        seen = {origin for (origin,) in facts.con.execute(query, [pinned.view]).fetchall()}
        sizes = {origin: size for origin, size in sizes.items() if origin in seen}
    if pinned.day is None:
        return facts.as_of(sizes)
    until = day_end(pinned.day, facts.terms.offsets[-1][1])
    published = facts.con.execute("SELECT origin FROM log WHERE evidence = 'published'").fetchall()
    known = {**facts.known_at(until), **{origin: sizes.get(origin, 0) for (origin,) in published}}
    return facts.as_of({origin: min(size, known.get(origin, size)) for origin, size in sizes.items()}, until)


def shown_from(facts: Facts) -> Shown:
    """What the tables show on their last day."""
    situation = situation_of(facts)
    told = told_in(facts)
    if situation is not None:
        told = tuple(version for version in told if version.said_on <= situation.day)
    return Shown(situation, disagreements(told))


def live_entry(facts: Facts, reader: LogReader, index: int) -> Live:
    """An entry of a log with the corrections that count in a state of its tables."""
    found = facts.con.execute(_CORRECTED, [reader.origin, index]).fetchall()
    return live_content(
        entry_from_bytes(reader.entry(index)), [entry_from_bytes(reader.entry(by_leaf)) for (by_leaf,) in found]
    )
