"""The whole-log check: everything that is stored is computed again from the entries and compared.

Entries are taken as they are; every leaf, node, root and checkpoint must follow from them. What does not is
a `Finding`, a value, never an error. One pass, one bundle in memory at a time. The same pass over the end
of a log guards each signature (`append.LogWriter.sign`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from safeconduct.base.limits import LOG_FINDINGS_MAX, TILE_WIDTH
from safeconduct.log.errors import DamagedError, LogError
from safeconduct.log.read import LogReader
from safeconduct.log.sqlite import SqliteSource
from safeconduct.log.storage import LogSource, width_at
from safeconduct.log.tiles import CHECKPOINT, FileSource
from safeconduct.merkle.errors import MerkleError, TileError
from safeconduct.merkle.hashing import HASH_BYTES, hash_leaves
from safeconduct.merkle.tile import ENTRIES, Tile, entry_bundle_from_bytes, tile_from_path
from safeconduct.merkle.tree import Frontier, Node, frontier_from_nodes
from safeconduct.notes.errors import NoteError
from safeconduct.notes.keys import Verifier
from safeconduct.notes.signed_checkpoint import open_checkpoint

UNREADABLE = "SC-LOG-F1"
ENTRY_DIFFERS = "SC-LOG-F2"
NODE_DIFFERS = "SC-LOG-F3"
ROOT_DIFFERS = "SC-LOG-F4"
CHECKPOINT_BAD = "SC-LOG-F5"
FILE_STRAY = "SC-LOG-F6"
DATABASE_DAMAGED = "SC-LOG-F7"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something stored that does not follow from the entries.

    code: stable code of what was found.
    where: the file, tile or state.
    what: one sentence without a final full stop.
    index: of the entry or node concerned, None if there is none.
    """

    code: str
    where: str
    what: str
    index: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class _Mark(NamedTuple):
    """A size, the root it must have, and where that is written."""

    size: int
    root: bytes
    where: str


class _Findings(list[Finding]):
    """Findings up to a limit; the rest is dropped, since one flipped bit is as bad as a thousand."""

    def note(self, code: str, where: str, what: str, index: int | None = None) -> None:
        if len(self) < LOG_FINDINGS_MAX:
            self.append(Finding(code, where, what, index))


def check_log(source: LogSource) -> list[Finding]:
    """Check a whole log, at most `LOG_FINDINGS_MAX` findings; an empty list means that everything follows."""
    findings = _Findings()
    try:
        size = source.size()
    except LogError as error:
        findings.note(UNREADABLE, error.where, error.what)
        return findings
    _Pass(source, findings, size).run(Frontier(), _marks(source, findings))
    return findings


def check_tail(source: LogSource, since: int, root: bytes) -> list[Finding]:
    """Check the bundles that hold the entries from `since` on, all above them, and that they lead to `root`.

    What lies before is taken from the stored nodes. Raises LogError if those cannot be read.
    """
    findings = _Findings()
    size = source.size()
    frontier = frontier_from_nodes(since - since % TILE_WIDTH, LogReader(source, size).node)
    _Pass(source, findings, size).run(frontier, [_Mark(size, root, "the end of the log")])
    return findings


def check_files(files: Mapping[str, bytes], vkey: str) -> list[Finding]:
    """Check a log in files, those included that belong to earlier states or to none."""
    findings = _Findings()
    try:
        source = FileSource(files, vkey)
    except LogError as error:
        findings.note(CHECKPOINT_BAD, error.where, error.what)
        return findings
    findings.extend(check_log(source))
    for path in sorted(files):
        if path != CHECKPOINT:
            _check_path(files, path, source, findings)
    return findings


def check_database(path: Path) -> list[Finding]:
    """Check a log in its database: the file as SQLite sees it, then the log.

    Raises LogFileError if there is none.
    """
    findings = _Findings()
    try:
        with closing(SqliteSource(path)) as source:
            for line in source.damage():
                findings.note(DATABASE_DAMAGED, path.name, line)
            findings.extend(check_log(source))
    except DamagedError as error:
        findings.note(DATABASE_DAMAGED, path.name, error.what)
    return findings


class _Pass:
    """One pass over bundles from left to right."""

    def __init__(self, source: LogSource, findings: _Findings, size: int) -> None:
        self._source = source
        self._findings = findings
        self._size = size
        self._upper: dict[int, list[Node]] = {}  # by tile level: nodes not compared yet, all of one tile

    def run(self, frontier: Frontier, marks: Iterable[_Mark]) -> None:
        """Go from the frontier, at a multiple of 256, to the end, or to where entries and leaves are lost."""
        waiting = iter(marks)
        mark = next(waiting, None)
        while frontier.size < self._size:
            index = frontier.size // TILE_WIDTH
            leaves = self._leaves(index)
            if leaves is None:
                return
            end = frontier.size + len(leaves) // HASH_BYTES
            while mark is not None and frontier.size <= mark.size < end:
                cut = (mark.size - frontier.size) * HASH_BYTES
                frontier, leaves = self._grow(frontier, leaves[:cut]), leaves[cut:]
                self._compare_root(frontier, mark)
                mark = next(waiting, None)
            frontier = self._grow(frontier, leaves)
        while mark is not None:
            self._compare_root(frontier, mark)
            mark = next(waiting, None)
        for level in sorted(self._upper):
            self._compare_nodes(level)

    def _leaves(self, index: int) -> bytes | None:
        """The leaf hashes of a bundle, compared with the stored ones; those if it cannot be read."""
        width = width_at(self._size, 0, index)
        bundle, hashes = Tile(ENTRIES, index, width), Tile(0, index, width)
        data, stored = self._load(bundle), self._load_hashes(hashes)
        if data is None:
            return stored
        try:
            leaves = hash_leaves(entry_bundle_from_bytes(data, width))
        except TileError as error:
            self._findings.note(UNREADABLE, bundle.path(), error.what)
            return stored
        if stored is not None and leaves != stored:
            self._name_differences(hashes, leaves, stored)
        return leaves

    def _name_differences(self, tile: Tile, leaves: bytes, stored: bytes) -> None:
        for position in range(tile.width):
            part = slice(position * HASH_BYTES, (position + 1) * HASH_BYTES)
            if leaves[part] != stored[part]:
                what = "the entry and its stored leaf hash differ"
                self._findings.note(ENTRY_DIFFERS, tile.path(), what, tile.index * TILE_WIDTH + position)

    def _grow(self, frontier: Frontier, leaves: bytes) -> Frontier:
        grown, completed = frontier.extend(leaves)
        for level, index, node in completed:
            if level % 8 == 0:
                waiting = self._upper.setdefault(level // 8, [])
                waiting.append((level // 8, index, node))
                if index % TILE_WIDTH == TILE_WIDTH - 1:
                    self._compare_nodes(level // 8)
        return grown

    def _compare_nodes(self, level: int) -> None:
        """Compare what was computed of one tile above level 0 with what is stored."""
        nodes = self._upper.pop(level)
        index = nodes[0][1] // TILE_WIDTH
        tile = Tile(level, index, width_at(self._size, level, index))
        stored = self._load_hashes(tile)
        if stored is None:
            return
        for _, position, node in nodes:
            start = position % TILE_WIDTH * HASH_BYTES
            if stored[start : start + HASH_BYTES] != node:
                what = "the stored hash is not that of the entries below it"
                self._findings.note(NODE_DIFFERS, tile.path(), what, position)

    def _compare_root(self, frontier: Frontier, mark: _Mark) -> None:
        if frontier.size != mark.size:
            what = f"there is no state of size {mark.size} in this log of {self._size} entries"
            self._findings.note(ROOT_DIFFERS, mark.where, what)
        elif frontier.root() != mark.root:
            what = f"the root of size {mark.size} is not that of the entries"
            self._findings.note(ROOT_DIFFERS, mark.where, what)

    def _load_hashes(self, tile: Tile) -> bytes | None:
        """A hash tile of the right length; a file may have any."""
        data = self._load(tile)
        if data is not None and len(data) != tile.width * HASH_BYTES:
            what = f"a tile of width {tile.width} cannot have {len(data)} bytes"
            self._findings.note(UNREADABLE, tile.path(), what)
            return None
        return data

    def _load(self, tile: Tile) -> bytes | None:
        try:
            return self._source.load(tile)
        except (LogError, MerkleError) as error:
            self._findings.note(UNREADABLE, tile.path(), error.what)
            return None


def _marks(source: LogSource, findings: _Findings) -> Iterator[_Mark]:
    """The roots that the checkpoints of a source want, their signatures verified."""
    try:
        verifier = Verifier.from_vkey(source.vkey)
        for size, note in source.checkpoints():
            where = f"checkpoint {size}"
            try:
                found = open_checkpoint(note, verifier).checkpoint
            except NoteError as error:
                findings.note(CHECKPOINT_BAD, where, error.what)
                continue
            if found.size != size:
                findings.note(CHECKPOINT_BAD, where, f"it is stored as size {size} but says {found.size}")
            yield _Mark(found.size, found.root, where)
    except NoteError as error:
        findings.note(CHECKPOINT_BAD, "the key of the log", error.what)
    except LogError as error:
        findings.note(UNREADABLE, error.where, error.what)


def _check_path(files: Mapping[str, bytes], path: str, source: FileSource, findings: _Findings) -> None:
    """Look at a file that the pass over the log has not looked at."""
    try:
        tile = tile_from_path(path)
    except TileError:
        findings.note(FILE_STRAY, path, "this file does not belong to a log")
        return
    width = width_at(source.size(), tile.level, tile.index)
    if tile.width > width:
        what = "the checkpoint does not cover this file: publishing was cut short or is under way"
        findings.note(FILE_STRAY, path, what)
    elif tile.width < width:
        try:
            differs = files[path] != source.load(tile)
        except (LogError, KeyError) as error:
            findings.note(UNREADABLE, path, str(error))
        else:
            if differs:
                findings.note(NODE_DIFFERS, path, "this partial tile is not a part of the tile that replaced it")
