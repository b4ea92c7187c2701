"""Publishing a log: its files in a folder, written so that a reader never meets half of one.

Each file is written beside its place, flushed, then renamed into it; the checkpoint comes last, when all
that it covers is durable. A file that is there already must have the same bytes, or publishing stops.
Deleting the folder loses nothing. Partial tiles of every published size stay until their full tile is
published.
"""

from __future__ import annotations

import os
import shutil
import stat
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path

from safeconduct.base.limits import ENTRY_BYTES_MAX, NOTE_BYTES_MAX, TILE_WIDTH
from safeconduct.log.database import sync_folder
from safeconduct.log.errors import DamagedError, ExportError
from safeconduct.log.read import LogReader
from safeconduct.log.tiles import CHECKPOINT, log_files
from safeconduct.merkle.errors import TileError
from safeconduct.merkle.tile import bundles_for, tile_from_path, tiles_for
from safeconduct.notes.errors import NoteError
from safeconduct.notes.signed_checkpoint import open_checkpoint

_FILE_BYTES_MAX = max(NOTE_BYTES_MAX, TILE_WIDTH * (2 + ENTRY_BYTES_MAX))
_DRAFT = ".new"


class Folder(Mapping[str, bytes]):
    """Files by their path with ``/`` between its parts. Iterates over paths in sorted order."""

    @abstractmethod
    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, whole or not at all. Its name is durable after `sync`."""

    @abstractmethod
    def remove_partials(self, path: str) -> None:
        """Remove the partial tiles beside the full tile at `path`, if any."""

    @abstractmethod
    def sync(self) -> None:
        """Make all names written so far durable."""


class DiskFolder(Folder):
    """A folder on disk that holds one log; other files in it are listed but cannot be read through it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unsynced: set[Path] = set()

    def __getitem__(self, path: str) -> bytes:
        if not _is_ours(path):
            raise KeyError(path)
        place = self._path / path
        try:
            status = place.lstat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise KeyError(path) from error
        if not stat.S_ISREG(status.st_mode) or status.st_size > _FILE_BYTES_MAX:
            raise DamagedError("no file of a log is a link, a folder or that large", where=path)
        with place.open("rb") as file:
            return file.read(_FILE_BYTES_MAX)

    def __iter__(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self._path):
            folders.sort()
            names = (Path(folder, name).relative_to(self._path).as_posix() for name in sorted(files))
            yield from (name for name in names if name != _DRAFT)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def write(self, path: str, data: bytes) -> None:
        """Write beside, flush, rename."""
        place, draft = self._path / path, self._path / _DRAFT
        self._make(place.parent)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
        self._unsynced.add(place.parent)

    def remove_partials(self, path: str) -> None:
        """Remove the folder of partial tiles."""
        partials = self._path / f"{path}.p"
        if partials.is_dir():
            shutil.rmtree(partials)

    def sync(self) -> None:
        """Flush every folder that got a new name, children first."""
        for folder in sorted(self._unsynced, reverse=True):
            if folder.is_dir():
                sync_folder(folder)
        self._unsynced.clear()

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            self._unsynced.add(folder.parent)


def publish(reader: LogReader, folder: Folder) -> int:
    """Bring a folder up to the newest signed state of a log; the number of files written.

    Raises UnsignedError if nothing was signed yet, ExportError if the folder holds another log, a later
    state or other bytes under the same name; then nothing is overwritten and the cause must be found first.
    """
    old_size = _published_size(reader, folder)
    written = 0
    for path, data in log_files(reader, old_size):
        if path == CHECKPOINT:
            folder.sync()
        written += _put(folder, path, data)
    folder.sync()
    size = reader.signed_state().size
    for tile in (*bundles_for(old_size, size), *tiles_for(old_size, size)):
        if tile.width == TILE_WIDTH:
            folder.remove_partials(tile.path())
    return written


def _put(folder: Folder, path: str, data: bytes) -> int:
    held = folder.get(path)
    if held == data:
        return 0
    if held is not None and path != CHECKPOINT:
        raise ExportError(
            "this file exists with other bytes than the log has",
            where=path,
            next_step="Check the log and the folder; if the log is sound, publish into an empty folder.",
        )
    folder.write(path, data)
    return 1


def _published_size(reader: LogReader, folder: Folder) -> int:
    """The size that the folder is at, after making sure that it is an earlier state of the same log."""
    note = folder.get(CHECKPOINT)
    if note is None:
        return 0
    try:
        held = open_checkpoint(note, reader.verifier).checkpoint
    except NoteError as error:
        raise ExportError(f"the folder has another log in it: {error.what}", where=CHECKPOINT) from error
    if held.size > reader.signed_state().size:
        raise ExportError(
            f"the folder is at size {held.size}, ahead of the log",
            where=CHECKPOINT,
            next_step="This copy of the log has been restored: continue under a new origin and key.",
        )
    if held.root != reader.root_at(held.size):
        raise ExportError(f"the folder holds another history at size {held.size}", where=CHECKPOINT)
    return held.size


def _is_ours(path: str) -> bool:
    try:
        return path == CHECKPOINT or bool(tile_from_path(path))
    except TileError:
        return False
