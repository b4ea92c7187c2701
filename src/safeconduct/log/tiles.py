"""A log as files (c2sp.org/tlog-tiles): which files it has, and reading one back from them.

The files are a function of the signed log: bundles, then hash tiles from level 0 up, then ``checkpoint``.
They are read from any mapping of path to bytes: a folder (`folder.DiskFolder`), the members of an archive,
or memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from safeconduct.base.limits import TILE_WIDTH
from safeconduct.log.edge import Edge
from safeconduct.log.errors import DamagedError, LogFileError
from safeconduct.log.read import LogReader
from safeconduct.log.storage import cut_tile, width_at
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import HASH_BYTES, hash_leaves
from safeconduct.merkle.tile import (
    ENTRIES,
    Tile,
    bundles_for,
    entry_bundle_from_bytes,
    tiles_for,
)
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.notes.errors import NoteError
from safeconduct.notes.keys import Verifier
from safeconduct.notes.signed_checkpoint import open_checkpoint

CHECKPOINT = "checkpoint"

_TILES_KEPT = 256
_BUNDLES_KEPT = 8


def log_files(reader: LogReader, old_size: int = 0) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the files of the newest signed state, less those that `old_size` had already.

    Raises UnsignedError if nothing was signed yet.
    """
    signed = reader.signed()
    for tile in (*bundles_for(old_size, signed.size), *tiles_for(old_size, signed.size)):
        yield tile.path(), signed.load(tile)
    yield CHECKPOINT, signed.checkpoint()


def open_files(files: Mapping[str, bytes], vkey: str) -> LogReader:
    """Read a log from its files; whatever is read is first traced to the root that `vkey` has signed.

    Files may be missing as long as nobody asks for them. Raises LogFileError without a checkpoint,
    DamagedError if it is not signed by that key or does not lead to the tiles; reading raises DamagedError,
    naming the file.
    """
    return LogReader(VerifiedSource(FileSource(files, vkey)))


class FileSource:
    """A log in files, its checkpoint verified and nothing else: `VerifiedSource` looks at the rest.

    signed: what the checkpoint says.
    """

    def __init__(self, files: Mapping[str, bytes], vkey: str) -> None:
        """Read the checkpoint. Raises LogFileError without one, DamagedError if `vkey` did not sign it."""
        self.vkey = vkey
        self._files = files
        note = files.get(CHECKPOINT)
        if note is None:
            raise LogFileError("there is no checkpoint, so these are not the files of a log", where=CHECKPOINT)
        self._note = note
        try:
            self.signed = open_checkpoint(note, Verifier.from_vkey(vkey)).checkpoint
        except NoteError as error:
            raise DamagedError(error.what, where=CHECKPOINT) from error

    def size(self) -> int:
        """The size that the checkpoint names."""
        return self.signed.size

    def checkpoint(self) -> bytes:
        """The checkpoint, byte for byte."""
        return self._note

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """The one checkpoint that files remember."""
        return iter(((self.signed.size, self._note),))

    def load(self, tile: Tile) -> bytes:
        """The bytes of a tile, cut if the file has grown wider. Raises DamagedError if it is missing."""
        width = width_at(self.signed.size, tile.level, tile.index)
        for held in dict.fromkeys((width, TILE_WIDTH)):  # a partial file may go once the full one exists
            data = self._files.get(Tile(tile.level, tile.index, held).path()) if held >= tile.width else None
            if data is not None:
                return data if held == tile.width else cut_tile(tile, data)
        raise DamagedError("this file of the log is missing", where=tile.path())

    def close(self) -> None:
        """Nothing to let go."""


class VerifiedSource:
    """A log in files from which nothing comes that does not lead to its checkpoint.

    A full tile must hash to its place in the tile above, the rightmost tiles to the root, a bundle to its
    leaves.
    """

    def __init__(self, source: FileSource) -> None:
        """Check the rightmost tiles against the checkpoint. Raises DamagedError."""
        self._source = source
        self._size = source.signed.size
        self.vkey = source.vkey
        self._edge = Edge.load(self._size, source.load)
        try:
            leads_to_root = self._edge.root() == source.signed.root
        except TileError as error:
            raise DamagedError(error.what, where=CHECKPOINT) from error
        if not leads_to_root:
            raise DamagedError(f"the tiles do not lead to the root of size {self._size}", where=CHECKPOINT)
        self._hashes = lru_cache(_TILES_KEPT)(self._checked_hashes)
        self._entries = lru_cache(_BUNDLES_KEPT)(self._checked_entries)

    def size(self) -> int:
        """The size that the checkpoint names."""
        return self._size

    def checkpoint(self) -> bytes:
        """The checkpoint, byte for byte."""
        return self._source.checkpoint()

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """The one checkpoint that files remember."""
        return self._source.checkpoints()

    def load(self, tile: Tile) -> bytes:
        """The bytes of a tile, verified. Raises DamagedError if they are missing or lead elsewhere."""
        width = width_at(self._size, tile.level, tile.index)
        if tile.width > width:
            raise DamagedError("the checkpoint does not cover this tile", where=tile.path())
        whole = Tile(tile.level, tile.index, width)
        data = self._entries(whole) if tile.level == ENTRIES else self._hashes(whole)
        return data if tile == whole else cut_tile(tile, data)

    def close(self) -> None:
        """Close the source."""
        self._source.close()

    def _checked_hashes(self, tile: Tile) -> bytes:
        if tile.width < TILE_WIDTH:
            return self._edge.tiles[tile.level]
        data = self._source.load(tile)
        above, position = divmod(tile.index, TILE_WIDTH)
        parent = self._hashes(Tile(tile.level + 1, above, width_at(self._size, tile.level + 1, above)))
        expected = parent[position * HASH_BYTES : (position + 1) * HASH_BYTES]
        if len(data) != tile.width * HASH_BYTES or root_from_leaves(data) != expected:
            raise DamagedError("this tile does not lead to the signed root", where=tile.path())
        return data

    def _checked_entries(self, tile: Tile) -> bytes:
        data = self._source.load(tile)
        try:
            leaves = hash_leaves(entry_bundle_from_bytes(data, tile.width))
        except TileError as error:
            raise DamagedError(error.what, where=tile.path()) from error
        if leaves != self._hashes(Tile(0, tile.index, tile.width)):
            raise DamagedError("an entry of this bundle is not the one that was signed", where=tile.path())
        return data
