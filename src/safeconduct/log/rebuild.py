"""From the files of a log back to its database: nothing is lost with a database that had been published."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from safeconduct.log.edge import Edge
from safeconduct.log.errors import DamagedError, LogError

if TYPE_CHECKING:
    from safeconduct.log.read import LogReader
    from safeconduct.log.storage import LogStorage

_ENTRIES_AT_ONCE = 8_192


def rebuild(reader: LogReader, storage: LogStorage) -> int:
    """Copy the newest signed state of a log into an empty storage; its size.

    Whether the log may be continued from there is for the sign-once store to say when it is opened for
    writing. Raises LogError if the storage is not empty or of another key, DamagedError if the entries do
    not lead to the signed root; then the storage must be thrown away.
    """
    if storage.size() or storage.checkpoint() is not None or storage.vkey != reader.vkey:
        raise LogError("a log is rebuilt in an empty storage for the same key", where=reader.origin)
    signed = reader.signed()
    entries, edge = signed.entries(), Edge()
    while chunk := list(islice(entries, _ENTRIES_AT_ONCE)):
        edge, batch = edge.grow(chunk)
        storage.append(batch)
    if edge.root() != signed.signed_state().root:
        raise DamagedError("the entries do not lead to the signed root", where=reader.origin)
    storage.put_checkpoint(signed.size, signed.checkpoint())
    return signed.size
