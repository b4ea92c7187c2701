"""The tables of a corridor, kept in one file for the log state they were made from.

``facts/<stamp>.duckdb`` is made beside its place and renamed into it, with every derived table in it, so that
any number of processes can then read it at once. A file of another state or version is deleted; losing all
of them loses nothing. Where the folder cannot be written, the tables are made in memory each time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from safeconduct.base.canonical import canonical_bytes
from safeconduct.facts.build import DERIVED, FACTS_VERSION, Facts, build_facts, read_terms, states_of
from safeconduct.facts.engines.duck import connect
from safeconduct.log import LogReader
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node

_LOCK = "lock"
_DRAFT = "draft"


@contextmanager
def open_tables(node: Node, log: OwnLog) -> Iterator[Facts]:
    """The tables of all logs of a log's corridor, as signed. Raises FactsError, UnsignedError, LogError."""
    with node.all_signed(log.corridor) as readers:
        facts = _kept(node.layout.facts(log.corridor), readers)
    with closing(facts.con):
        yield facts


def _kept(folder: Path, readers: Sequence[LogReader]) -> Facts:
    place = folder / f"{stamp_of(readers)}.duckdb"
    try:
        folder.mkdir(exist_ok=True)
        with _exclusive(folder / _LOCK):
            _make(place, readers)
            return _opened(place, readers)
    except OSError:
        return build_facts(readers)


def stamp_of(readers: Sequence[LogReader]) -> str:
    """The name of the tables of some log states: 32 hex digits."""
    states = [{"origin": s.origin, "root": s.root, "size": s.size} for s in states_of(readers)]
    return hashlib.sha256(canonical_bytes({"facts": FACTS_VERSION, "logs": list(states)})).hexdigest()[:32]


def _make(place: Path, readers: Sequence[LogReader]) -> None:
    """Make the file unless a sound one is there, and delete all others. The caller holds the lock."""
    for other in place.parent.iterdir():
        if other.name not in {place.name, _LOCK}:
            other.unlink(missing_ok=True)
    if place.exists() and _is_sound(place):
        return
    draft = place.with_name(_DRAFT)
    facts = build_facts(readers, path=str(draft))
    with closing(facts.con):
        for table in DERIVED:
            facts.need(table)
    draft.replace(place)


def _is_sound(place: Path) -> bool:
    """Whether DuckDB can open the file; a newer or older one may not be able to."""
    try:
        connect(str(place), read_only=True).close()
    except duckdb.Error:
        place.unlink()
        return False
    return True


def _opened(place: Path, readers: Sequence[LogReader]) -> Facts:
    terms, evidence = read_terms(readers)
    return Facts(connect(str(place), read_only=True), states_of(readers), terms, evidence)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Hold a lock, waiting for it: whoever comes second finds the tables made."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
