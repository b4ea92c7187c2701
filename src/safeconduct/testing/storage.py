"""Stores of a log whose writes fail when told, and a sign-once store in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from safeconduct.log.signonce import Signed, SignOnceStore, check_advance
from safeconduct.log.storage import Batch, LogStorage
from safeconduct.merkle.tile import Tile
from safeconduct.testing.faults import Faults


@dataclass(frozen=True, slots=True)
class FaultyStorage:
    """Another storage, the writes of which pass through `faults`."""

    inner: LogStorage
    faults: Faults

    @property
    def vkey(self) -> str:
        """The key that signs the log."""
        return self.inner.vkey

    def size(self) -> int:
        """The number of durable entries."""
        return self.inner.size()

    def checkpoint(self) -> bytes | None:
        """The newest signed checkpoint."""
        return self.inner.checkpoint()

    def load(self, tile: Tile) -> bytes:
        """The bytes of a hash tile or an entry bundle."""
        return self.inner.load(tile)

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Every signed checkpoint, by size."""
        return self.inner.checkpoints()

    def append(self, batch: Batch) -> None:
        """Add a batch, or fail."""
        self.faults.around("append", lambda: self.inner.append(batch))

    def put_checkpoint(self, size: int, note: bytes) -> None:
        """Add a signed checkpoint, or fail."""
        self.faults.around("put_checkpoint", lambda: self.inner.put_checkpoint(size, note))

    def close(self) -> None:
        """Close the other storage."""
        self.inner.close()


@dataclass(frozen=True, slots=True)
class FaultySignOnce:
    """Another sign-once store, the writes of which pass through `faults`."""

    inner: SignOnceStore
    faults: Faults

    def highest(self, vkey: str, origin: str) -> Signed | None:
        """The highest state signed."""
        return self.inner.highest(vkey, origin)

    def advance(self, vkey: str, origin: str, signed: Signed) -> None:
        """Compare and set, or fail."""
        self.faults.around("advance", lambda: self.inner.advance(vkey, origin, signed))


@dataclass(slots=True)
class MemorySignOnce:
    """A sign-once store that forgets when the process ends."""

    _signed: dict[tuple[str, str], Signed] = field(default_factory=dict)

    def highest(self, vkey: str, origin: str) -> Signed | None:
        """The highest state signed."""
        return self._signed.get((vkey, origin))

    def advance(self, vkey: str, origin: str, signed: Signed) -> None:
        """Compare and set."""
        check_advance(self.highest(vkey, origin), signed)
        self._signed[vkey, origin] = signed
