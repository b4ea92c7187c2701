"""Checkpoints: the size and root of a log, the text that is signed (c2sp.org/tlog-checkpoint)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from safeconduct.base.limits import LOG_SIZE_MAX, NOTE_BYTES_MAX
from safeconduct.notes.errors import CheckpointError, NoteError
from safeconduct.notes.signature import base64_from_bytes, bytes_from_base64

_ROOT_BYTES = 32
_NUMBER = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root hash of one log at one moment. Raises CheckpointError for what has no text.

    origin: name of the log, no newline.
    size: number of entries, below 2^63; 0 for an empty log.
    root: root hash, 32 bytes.
    extensions: further lines, none empty; we write none and keep those of others.

    >>> empty = Checkpoint("post.example", 0, bytes(32))
    >>> Checkpoint.from_text(empty.to_text()) == empty
    True
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(line and not _CONTROL.search(line) for line in (self.origin, *self.extensions)):
            raise CheckpointError("a line of a checkpoint is empty or has a control character")
        if not 0 <= self.size <= LOG_SIZE_MAX:
            raise CheckpointError(f"a log cannot have {self.size} entries")
        if len(self.root) != _ROOT_BYTES:
            raise CheckpointError(f"the root hash has {len(self.root)} bytes, not {_ROOT_BYTES}")

    @classmethod
    def from_text(cls, text: str) -> Checkpoint:
        """Read a checkpoint, signatures already removed. Raises CheckpointError, naming the rule broken."""
        lines = text.split("\n") if len(text) <= NOTE_BYTES_MAX else []
        if len(lines) < 4 or lines[-1]:
            raise CheckpointError("a checkpoint has at least three lines: origin, size and root hash")
        try:
            root = bytes_from_base64(lines[2])
        except NoteError as error:
            raise CheckpointError(f"the root hash is {error.what}") from error
        return cls(lines[0], number_from_text(lines[1]), root, tuple(lines[3:-1]))

    def to_text(self) -> str:
        """The text that is signed: origin, size and root, then extensions, each ending its line."""
        lines = (self.origin, str(self.size), base64_from_bytes(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def number_from_text(text: str) -> int:
    """Read a decimal number without leading zero, at most 19 digits. Raises CheckpointError."""
    if not _NUMBER.fullmatch(text):
        raise CheckpointError(f"{text[:40]!r} is not a number as a checkpoint writes it")
    return int(text)
