"""A log in memory: the model that the real stores are tested against, and the store of simulations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from safeconduct.base.limits import TILE_WIDTH
from safeconduct.log.errors import DamagedError, LogError
from safeconduct.log.storage import Batch
from safeconduct.merkle.hashing import split_hashes
from safeconduct.merkle.tile import ENTRIES, Tile, entry_bundle_from_bytes, entry_bundle_to_bytes


@dataclass(slots=True)
class MemoryStorage:
    """A log in lists. It keeps the contract of `LogStorage`, but for durability."""

    vkey: str
    _entries: list[bytes] = field(default_factory=list)
    _hashes: dict[int, list[bytes]] = field(default_factory=dict)
    _checkpoints: dict[int, bytes] = field(default_factory=dict)
    _sizes: set[int] = field(default_factory=lambda: {0})

    def size(self) -> int:
        """The number of entries."""
        return len(self._entries)

    def checkpoint(self) -> bytes | None:
        """The last signed checkpoint."""
        return self._checkpoints[max(self._checkpoints)] if self._checkpoints else None

    def load(self, tile: Tile) -> bytes:
        """The bytes of a hash tile or an entry bundle."""
        stored = self._entries if tile.level == ENTRIES else self._hashes.get(tile.level, [])
        held = stored[tile.index * TILE_WIDTH : tile.index * TILE_WIDTH + tile.width]
        if len(held) < tile.width:
            raise DamagedError("the log does not hold all of this tile", where=tile.path())
        return entry_bundle_to_bytes(held) if tile.level == ENTRIES else b"".join(held)

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Every signed checkpoint, by size."""
        return iter(tuple(self._checkpoints.items()))

    def append(self, batch: Batch) -> None:
        """Add a batch whole."""
        end = self.size()
        for piece in batch.pieces:
            if piece.start != end:
                raise LogError(f"a piece begins at {piece.start}, the log ends at {end}")
            end = piece.end
        for piece in batch.pieces:
            self._entries += entry_bundle_from_bytes(piece.bundle, piece.end - piece.start)
            self._hashes.setdefault(0, []).extend(split_hashes(piece.leaves))
        for level, _, node in batch.nodes:
            self._hashes.setdefault(level, []).append(node)
        self._sizes.add(end)

    def put_checkpoint(self, size: int, note: bytes) -> None:
        """Add a signed checkpoint."""
        if size <= max(self._checkpoints, default=-1):
            raise LogError(f"a checkpoint of size {size} is not newer than the last one")
        if size not in self._sizes:
            raise LogError(f"the log never had the size {size}")
        self._checkpoints[size] = note

    def close(self) -> None:
        """Nothing to let go."""
