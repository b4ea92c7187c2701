"""Entries of the public record out of the tables of a state of the record: each with what it says now."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.assess.public.read import PublicEntry
from safeconduct.assess.situation.model import At
from safeconduct.base.canonical import value_from_canonical
from safeconduct.facts.build import Facts

_WORDS = """
    SELECT l.origin, COALESCE(l.evidence, 'observed'), w.leaf, w.by_leaf, w.kind, w.body,
           COALESCE(x.withdrawn, 0), r.recorded_us
    FROM leaf_words AS w
    JOIN log AS l ON l.log = w.log
    LEFT JOIN superseded AS x ON x.log = w.log AND x.leaf = w.leaf
    LEFT JOIN leaf_statement AS r ON r.log = w.log AND r.leaf = w.leaf AND r.by_leaf = w.leaf
    WHERE w.by_leaf = COALESCE(x.by_leaf, w.leaf)
    ORDER BY l.origin, w.leaf
"""


def entries_in(facts: Facts) -> Iterator[PublicEntry]:
    """Documents, statements, claims and stances with their corrections applied, those withdrawn marked."""
    for origin, evidence, leaf, by_leaf, kind, words, withdrawn, recorded in facts.con.execute(_WORDS).fetchall():
        body = value_from_canonical(words.encode())
        assert isinstance(body, dict), "the stager wrote an object"
        by = None if by_leaf == leaf else At(origin, by_leaf)
        yield PublicEntry(At(origin, leaf), kind, body, evidence, by, bool(withdrawn), recorded)
