"""A log as a reader sees it: entries, proofs and the checkpoint that covers them, at one size that stays.

A reader opened at size n never sees what is appended later; `latest` gives one that does. Reading takes no
lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Self

from safeconduct.base.limits import TILE_WIDTH
from safeconduct.log.errors import DamagedError, LogError, UnsignedError
from safeconduct.log.storage import LogSource, width_at
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.hashing import HASH_BYTES
from safeconduct.merkle.proof import prove_consistency, prove_inclusion
from safeconduct.merkle.tile import ENTRIES, Tile, entry_bundle_from_bytes, node_reader_from_tiles
from safeconduct.merkle.tree import frontier_from_nodes
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.keys import Verifier
from safeconduct.notes.signed_checkpoint import open_checkpoint

_TILES_KEPT = 64
_NODES_KEPT = 4_096
_BUNDLES_KEPT = 8


class LogReader:
    """One log at one size. `close` it, or use it in a `with`; that closes all views of the same log, too.

    origin: the name of the log. vkey, verifier: the key that signs it.
    size: number of entries.
    """

    def __init__(self, source: LogSource, size: int | None = None) -> None:
        """Read `source` as it is now, or as it was at an earlier size."""
        self._source = source
        # The checkpoint first: whatever is signed and appended meanwhile, the size read after it covers it.
        self._note = source.checkpoint()
        self.size = source.size() if size is None else size
        self.vkey = source.vkey
        self.verifier = Verifier.from_vkey(source.vkey)
        self.origin = self.verifier.name
        self._load = lru_cache(_TILES_KEPT)(source.load)
        self.node = lru_cache(_NODES_KEPT)(node_reader_from_tiles(self.size, self._load))
        self._bundle = lru_cache(_BUNDLES_KEPT)(self._read_bundle)

    def close(self) -> None:
        """Close the source of this reader and of those that came from it."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def root(self) -> bytes:
        """The root hash over all entries, 32 bytes."""
        return self.root_at(self.size)

    def latest(self) -> LogReader:
        """The same log as it is now."""
        return LogReader(self._source)

    def at(self, size: int) -> LogReader:
        """The same log at an earlier size. Raises LogError if this reader has not that many entries."""
        self._end(0, size)
        return LogReader(self._source, size)

    def signed(self) -> LogReader:
        """The same log as its newest checkpoint has it. Raises UnsignedError if nothing was signed yet."""
        reader = LogReader(self._source, self.signed_state().size)
        reader._note = self._note  # not a newer one that may have come meanwhile
        return reader

    def checkpoint(self) -> bytes:
        """The newest signed checkpoint, a signed note; it covers `size` entries or fewer.

        Raises UnsignedError if nothing was signed yet.
        """
        if self._note is None:
            raise UnsignedError("this log has not signed anything yet", where=self.origin)
        return self._note

    def signed_state(self) -> Checkpoint:
        """What `checkpoint` says, its signature verified. Raises UnsignedError; NoteError if it is bad."""
        return open_checkpoint(self.checkpoint(), self.verifier).checkpoint

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The entries [start, end), one bundle in memory at a time; to the end of the log if `end` is None.

        Raises LogError if the log has not that many, DamagedError for a bundle that cannot be read.
        """
        end = self._end(start, end)
        for index in range(start // TILE_WIDTH, -(-end // TILE_WIDTH)):
            first = index * TILE_WIDTH
            yield from self._read_bundle(index)[max(start - first, 0) : end - first]

    def leaves(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The leaf hashes [start, end), 32 bytes each, as `entries` gives entries."""
        end = self._end(start, end)
        for index in range(start // TILE_WIDTH, -(-end // TILE_WIDTH)):
            first = index * TILE_WIDTH
            hashes = self._source.load(Tile(0, index, width_at(self.size, 0, index)))
            for position in range(max(start - first, 0), min(end - first, TILE_WIDTH)):
                yield hashes[position * HASH_BYTES : (position + 1) * HASH_BYTES]

    def entry(self, index: int) -> bytes:
        """One entry. Raises LogError if there is no such entry."""
        self._end(index, index + 1)
        return self._bundle(index // TILE_WIDTH)[index % TILE_WIDTH]

    def leaf(self, index: int) -> bytes:
        """The leaf hash of one entry, 32 bytes. Raises LogError if there is no such entry."""
        self._end(index, index + 1)
        return self.node(0, index)

    def load(self, tile: Tile) -> bytes:
        """The bytes of a hash tile or an entry bundle. Raises DamagedError if they cannot be had."""
        return self._source.load(tile)

    def root_at(self, size: int) -> bytes:
        """The root over the first `size` entries. Raises LogError if the log has not that many."""
        self._end(0, size)
        return frontier_from_nodes(size, self.node).root()

    def prove_inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that an entry is among the first `size`, or among all; the sibling of the leaf first.

        Raises LogError if the log has not that many entries, ProofError if the entry is not among them.
        """
        return prove_inclusion(index, self._end(0, size), self.node)

    def prove_consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the log of `new` entries begins with that of `old`, 1 <= old <= new.

        Raises LogError if the log has not that many entries, ProofError for another order of sizes.
        """
        return prove_consistency(old, self._end(0, new), self.node)

    def _end(self, start: int, end: int | None) -> int:
        end = self.size if end is None else end
        if not 0 <= start <= end <= self.size:
            raise LogError(f"there are no entries {start} to {end} in a log of {self.size}", where=self.origin)
        return end

    def _read_bundle(self, index: int) -> list[bytes]:
        tile = Tile(ENTRIES, index, width_at(self.size, ENTRIES, index))
        try:
            return entry_bundle_from_bytes(self._source.load(tile), tile.width)
        except TileError as error:
            raise DamagedError(error.what, where=tile.path()) from error
