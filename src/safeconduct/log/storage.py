"""Where a log lies: the small protocol of its stores, and the values that pass through it.

A log is stored as tlog-tiles has it: hash tiles and entry bundles. `LogSource` gives them back, from a
database, from a folder of files or from memory; `LogStorage` also takes new ones. A tile asked for by its
width gives that many hashes even if the store has grown since, so a reader that remembers a size needs no
lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from safeconduct.base.limits import TILE_WIDTH
from safeconduct.merkle.hashing import HASH_BYTES
from safeconduct.merkle.tile import ENTRIES, Tile
from safeconduct.merkle.tree import Node


class Piece(NamedTuple):
    """Consecutive entries of one bundle: a log is stored in pieces that never cross a multiple of 256.

    start: index of the first entry. leaves: its and the following leaf hashes, concatenated.
    bundle: the entries as an entry bundle has them. The pieces of a bundle, joined, are the bundle.
    """

    start: int
    leaves: bytes
    bundle: bytes

    @property
    def end(self) -> int:
        """The index after the last entry."""
        return self.start + len(self.leaves) // HASH_BYTES


class Batch(NamedTuple):
    """What one append adds, all of it or nothing.

    pieces: at least one, each beginning where the one before ends. nodes: the hashes this adds to the tiles
    above level 0, as (tile level, index, hash), in order on each level.
    """

    pieces: tuple[Piece, ...]
    nodes: tuple[Node, ...]

    @property
    def end(self) -> int:
        """The size of the log after it."""
        return self.pieces[-1].end


class LogSource(Protocol):
    """A log to read."""

    @property
    def vkey(self) -> str:
        """The key that signs it, as a vkey of signed-note; the name of the key is the origin of the log."""
        ...

    def size(self) -> int:
        """The number of durable entries."""
        ...

    def checkpoint(self) -> bytes | None:
        """The newest signed checkpoint, a signed note; None if nothing was signed yet."""
        ...

    def load(self, tile: Tile) -> bytes:
        """The bytes of a hash tile or an entry bundle. Raises DamagedError if not all of it is held."""
        ...

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Every signed checkpoint that the source remembers, with the size it is kept under, by size."""
        ...

    def close(self) -> None:
        """Let go of files and locks; nothing can be read afterwards."""
        ...


class LogStorage(LogSource, Protocol):
    """A log to read and to write, by one writer at a time.

    Each write is one durable transaction: when it returns, the change outlives a power cut; when it raises,
    the change may have happened or not, and the caller must not go on (`append.LogWriter` stops).
    """

    def append(self, batch: Batch) -> None:
        """Add a batch. Raises LogError if it does not begin where the log ends."""
        ...

    def put_checkpoint(self, size: int, note: bytes) -> None:
        """Add a signed checkpoint. Raises LogError unless it is newer than the last and of a known size."""
        ...


def width_at(size: int, level: int, index: int) -> int:
    """How many hashes or entries a tile has in a log of `size` entries; 0 if there is no such tile.

    >>> width_at(70_000, 0, 273), width_at(70_000, 1, 1), width_at(70_000, 1, 2)
    (112, 17, 0)
    """
    grown = size >> 8 * max(level, 0)
    return min(TILE_WIDTH, max(0, grown - index * TILE_WIDTH))


def cut_tile(tile: Tile, data: bytes) -> bytes:
    """The first `tile.width` hashes or entries of a tile that was stored wider."""
    if tile.level != ENTRIES:
        return data[: tile.width * HASH_BYTES]
    end = 0
    for _ in range(tile.width):
        end += 2 + int.from_bytes(data[end : end + 2], "big")
    return data[:end]
