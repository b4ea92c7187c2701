"""Files of a node and files given to it: written whole or not at all, read with a bound."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from safeconduct.log.database import sync_folder
from safeconduct.node.errors import InputFileError, NodeBusyError

_DRAFT = ".new"


def write_durably(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put a file in place, whole or not at all; it outlives a power cut once this returns."""
    write_pieces(path, (data,), mode=mode)


def write_pieces(path: Path, pieces: Iterable[bytes], *, mode: int = 0o644) -> int:
    """The same for bytes that come in pieces; how many there were. A draft of a failure is taken away."""
    draft = path.with_name(path.name + _DRAFT)
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return size


def open_input(path: Path, bytes_max: int) -> BinaryIO:
    """Open a file that a person named. Raises InputFileError unless it is a plain, readable, bounded file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise InputFileError(
            f"this file cannot be opened: {error.strerror}", where=str(path), next_step=_hint(error)
        ) from error
    problem = _problem(os.fstat(descriptor), bytes_max)
    if problem:
        os.close(descriptor)
        raise InputFileError(problem, where=str(path))
    return os.fdopen(descriptor, "rb")


def _problem(found: os.stat_result, bytes_max: int) -> str:
    if stat.S_ISDIR(found.st_mode):
        return "a file is expected here, this is a folder"
    if not stat.S_ISREG(found.st_mode):
        return "this is not a plain file"
    return f"this file has {found.st_size:,} bytes; at most {bytes_max:,} are read" if found.st_size > bytes_max else ""


def read_input(path: Path, bytes_max: int) -> bytes:
    """All of a file that a person named. Raises InputFileError."""
    with open_input(path, bytes_max) as file:
        data = file.read(bytes_max + 1)
    if len(data) > bytes_max:
        raise InputFileError(f"this file grew over {bytes_max:,} bytes while it was read", where=str(path))
    return data


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a node's settings. Raises NodeBusyError if another process does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NodeBusyError(
                "another process is changing this node",
                where=str(path.parent),
                next_step="Wait for it or stop it; reading needs no lock.",
            ) from error
        yield
    finally:
        os.close(descriptor)


def _hint(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "Check the name and the folder."
    return "Check who may read it." if isinstance(error, PermissionError) else ""
