"""The one writer of a log: append durably, then sign what was appended.

The order of things, from which nothing departs:

1. entries, leaf hashes and completed nodes in one durable transaction; only then is an append answered;
2. before a signature, all that the last one did not cover is read back and computed again;
3. the sign-once store notes durably what will be signed, and refuses what must not be;
4. the key signs; the signed checkpoint is stored in a second durable transaction; only then is it given out;
5. publishing comes after that.

Any failure on the way leaves unknown what the disk holds, so the writer stops for good: it must be closed,
and opening it again looks. A log whose database is behind what was signed, or whose sign-once store is lost,
has been restored: it may be read, never continued.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from safeconduct.base.limits import APPEND_BYTES_MAX, APPEND_ENTRIES_MAX, ENTRY_BYTES_MAX
from safeconduct.log.check import check_tail
from safeconduct.log.edge import Edge
from safeconduct.log.errors import (
    CannotWriteError,
    DamagedError,
    EntryRefusedError,
    LogError,
    RestoredError,
    SignOnceError,
    WriteFailedError,
)
from safeconduct.log.folder import Folder, publish
from safeconduct.log.read import LogReader
from safeconduct.log.signonce import Signed
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.note import sign_note
from safeconduct.notes.signed_checkpoint import open_checkpoint

if TYPE_CHECKING:
    from safeconduct.base.world import Clock
    from safeconduct.log.signonce import SignOnceStore
    from safeconduct.log.storage import LogStorage
    from safeconduct.notes.keys import Signer

_CHECK_IT = "Nothing was signed. Run `safeconduct log check` to see what is damaged."


class WriterState(enum.Enum):
    """What a writer may do."""

    READY = "ready"
    RESTORED = "restored"
    """Read only: this copy is behind what was signed, or what was signed is no longer known."""
    STOPPED = "stopped"
    """A write failed or stored bytes were wrong: close it and open it again."""
    CLOSED = "closed"


class LogWriter:
    """The one writer of a log. One thread at a time may use it; `close` it, or use it in a `with`.

    state: what it may do.
    """

    def __init__(self, storage: LogStorage, signer: Signer, sign_once: SignOnceStore | None, clock: Clock) -> None:
        """Open a log for writing and look at its end; None for `sign_once` says that the store is lost.

        Raises LogError if the key is not the log's, DamagedError if the end of the log does not lead to its
        root. The storage is closed if this fails.
        """
        self._storage = storage
        self._signer = signer
        self._sign_once = sign_once
        self._clock = clock
        try:
            self._edge = _checked_edge(storage, signer.vkey)
            self.state = WriterState.READY
            self._restored_because = self._look_back()
        except BaseException:
            storage.close()
            raise
        if self._restored_because:
            self.state = WriterState.RESTORED

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self._signer.name

    @property
    def vkey(self) -> str:
        """The key that signs it."""
        return self._signer.vkey

    @property
    def size(self) -> int:
        """The number of durable entries."""
        return self._edge.size

    def root(self) -> bytes:
        """The root over all of them."""
        return self._edge.root()

    def reader(self) -> LogReader:
        """The log as it is now, for the thread of this writer; other threads and processes open their own."""
        return LogReader(self._storage)

    def append(self, entries: Sequence[bytes]) -> range:
        """Append entries, all or none, in one durable transaction; their indexes.

        Raises EntryRefusedError for an entry or a batch over the limits, CannotWriteError if this writer is
        not ready, WriteFailedError if the write fails.
        """
        self._require_ready()
        _check_entries(entries)
        if not entries:
            return range(self.size, self.size)
        grown, batch = self._edge.grow(entries)
        try:
            self._storage.append(batch)
        except BaseException as error:
            self._stop("append", error)
            raise
        first, self._edge = self._edge.size, grown
        return range(first, grown.size)

    def sign(self) -> bytes:
        """The signed checkpoint of the log as it is now, durable; the stored one if nothing has changed.

        Raises CannotWriteError if this writer is not ready or the write fails, DamagedError if stored
        entries do not lead to the root, SignOnceError if another state was signed.
        """
        self._require_ready()
        with self._stopping_on_failure("sign"):
            reader = self.reader()
            signed_size = -1 if self._storage.checkpoint() is None else reader.signed_state().size
            if signed_size == self.size:
                return reader.checkpoint()
            root = self.root()
            self._check_since(max(signed_size, 0), root)
            return self._sign_state(Checkpoint(self.origin, self.size, root))

    def publish(self, folder: Folder) -> bytes:
        """Sign, then bring a folder of tiles up to that state; the signed checkpoint.

        Raises what `sign` raises, and ExportError if the folder holds other bytes than the log.
        """
        note = self.sign()
        with self._stopping_on_failure("publish"):
            publish(self.reader(), folder)
        return note

    def close(self) -> None:
        """Let another writer in."""
        self.state = WriterState.CLOSED
        self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_since(self, size: int, root: bytes) -> None:
        """Compute again, from stored entries, what was not signed yet; it must lead to the root in memory."""
        if self._storage.size() != self.size:
            raise DamagedError("the stored log has another size than was written", where=self.origin)
        for finding in check_tail(self._storage, size, root):
            raise DamagedError(finding.what, where=finding.where, next_step=_CHECK_IT)

    def _sign_state(self, state: Checkpoint) -> bytes:
        if self._sign_once is None:
            raise SignOnceError("there is no sign-once store")
        last = self._sign_once.highest(self.vkey, self.origin)
        # A checkpoint carries no time, and a post whose clock once ran ahead must go on: time stands still.
        at = self._clock.now() if last is None else max(last.at, self._clock.now())
        self._sign_once.advance(self.vkey, self.origin, Signed(state.size, state.root, at))
        note = sign_note(state.to_text(), [self._signer])
        open_checkpoint(note, self._signer.verifier)  # a signature that does not verify must never leave
        self._storage.put_checkpoint(state.size, note)
        return note

    def _look_back(self) -> str:
        """Why this log must not be continued; empty if it may be."""
        reader = self.reader()
        signed = None if self._storage.checkpoint() is None else reader.signed_state()
        if signed and reader.root_at(signed.size) != signed.root:
            raise DamagedError(
                "the stored nodes do not lead to the root that was signed",
                where=self.origin,
                next_step=_CHECK_IT,
            )
        last = self._sign_once.highest(self.vkey, self.origin) if self._sign_once else None
        if last is None:
            return "the log has signed, but the store that remembers it is missing or empty" if signed else ""
        if last.size > self.size:
            return f"size {last.size} was signed, the log has only {self.size} entries"
        if reader.root_at(last.size) != last.root:
            return f"another root of size {last.size} was signed"
        if signed and last.size < signed.size:
            return f"size {signed.size} was signed, the sign-once store remembers only {last.size}"
        return ""

    def _require_ready(self) -> None:
        if self.state is WriterState.RESTORED:
            raise RestoredError(
                f"this log has been restored from an earlier state: {self._restored_because}",
                where=self.origin,
                next_step="It can be read. To go on recording, open a new log under a new origin and key.",
            )
        if self.state is not WriterState.READY:
            raise CannotWriteError(
                f"this writer is {self.state.value}", where=self.origin, next_step="Open the log again."
            )

    @contextmanager
    def _stopping_on_failure(self, act: str) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self._stop(act, error)
            raise

    def _stop(self, act: str, error: BaseException) -> None:
        """Stop for good: what the disk holds now is known only after opening the log again.

        Raises WriteFailedError for a failure that has no name of ours yet.
        """
        self.state = WriterState.STOPPED
        if isinstance(error, Exception) and not isinstance(error, LogError):
            raise WriteFailedError(
                f"{act} failed: {error}",
                where=self.origin,
                next_step="Free space or repair the disk, then open the log again: it tells what was kept.",
            ) from error


def _check_entries(entries: Sequence[bytes]) -> None:
    if len(entries) > APPEND_ENTRIES_MAX:
        raise EntryRefusedError(
            f"{len(entries)} entries at once are too many", next_step=f"Append at most {APPEND_ENTRIES_MAX}."
        )
    together = sum(map(len, entries))
    if together <= ENTRY_BYTES_MAX:
        return
    if (longest := max(map(len, entries))) > ENTRY_BYTES_MAX:
        raise EntryRefusedError(
            f"an entry of {longest} bytes is too long",
            next_step=f"An entry has at most {ENTRY_BYTES_MAX} bytes.",
        )
    if together > APPEND_BYTES_MAX:
        raise EntryRefusedError(
            f"{together} bytes at once are too many", next_step=f"Append at most {APPEND_BYTES_MAX} bytes."
        )


def _checked_edge(storage: LogStorage, vkey: str) -> Edge:
    """The right edge of the log of a key, its last bundle computed again. Raises LogError, DamagedError."""
    if storage.vkey != vkey:
        raise LogError("this log is signed by another key", where=storage.vkey)
    size = storage.size()
    edge = Edge.load(size, storage.load)
    for finding in check_tail(storage, max(size - 1, 0), edge.root()):
        raise DamagedError(finding.what, where=finding.where, next_step=_CHECK_IT)
    return edge
