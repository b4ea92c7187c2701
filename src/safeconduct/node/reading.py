"""Read a log: single entries with their proofs, runs of entries, the whole-log check, a copy of its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from safeconduct.log import (
    DiskFolder,
    Finding,
    LogReader,
    check_database,
    check_files,
    publish,
)
from safeconduct.log.errors import LogError
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeFolderError
from safeconduct.node.node import Node
from safeconduct.notes.receipt import Receipt


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry as signed, with its place and leaf hash."""

    index: int
    data: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry with the proof that it is in the newest signed state. receipt: the same as a file."""

    entry: LoggedEntry
    proof: tuple[bytes, ...]
    receipt: bytes


def entries(reader: LogReader, start: int, end: int, kind: str = "") -> Iterator[LoggedEntry]:
    """Entries [start, end), all or of one kind. Raises LogError if the log has not that many."""
    mark = f'"kind":"{kind}"'.encode() if kind else b""
    for index, data in enumerate(reader.entries(start, end), start):
        if mark in data and (not kind or _kind(data) == kind):
            yield LoggedEntry(index, data, leaf_hash(data))


def proven(reader: LogReader, index: int) -> Proven:
    """One entry of a signed state with its proof. Raises LogError if there is no such entry."""
    data = reader.entry(index)
    proof = tuple(reader.prove_inclusion(index))
    receipt = Receipt(index, proof, reader.checkpoint(), data).to_bytes()
    return Proven(LoggedEntry(index, data, leaf_hash(data)), proof, receipt)


def check(node: Node, log: OwnLog) -> list[Finding]:
    """Compute the whole log and its public files again; what does not follow is a finding."""
    found = check_database(node.layout.log(log.corridor, log.name))
    tiles = node.layout.tiles(log.corridor, log.name)
    return [*found, *check_files(DiskFolder(tiles), log.vkey)] if tiles.exists() else found


def export(node: Node, log: OwnLog, folder: Path) -> int:
    """Bring a folder up to the newest signed state; the number of files written.

    Raises ExportError if the folder holds another log or other bytes, NodeFolderError if it cannot be written.
    """
    try:
        with node.reader(log) as reader:
            return publish(reader, DiskFolder(folder))
    except LogError:
        raise
    except OSError as error:
        raise NodeFolderError(f"this folder cannot be written: {error.strerror}", where=str(folder)) from error


def _kind(data: bytes) -> str:
    from safeconduct.entries.envelope import entry_from_bytes

    return entry_from_bytes(data).kind
