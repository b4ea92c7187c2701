"""A checkpoint together with who signed it: what a reader may rely on once a note is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.errors import CheckpointError, SignatureError
from safeconduct.notes.keys import KeyKind, Verifier
from safeconduct.notes.note import OpenedNote, VerifiedSignature, open_note


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint that its log has signed.

    checkpoint: what was signed.
    note: the opened note with every verified signature.
    data: the note, byte for byte.
    """

    checkpoint: Checkpoint
    note: OpenedNote
    data: bytes

    def cosignatures(self) -> tuple[VerifiedSignature, ...]:
        """The verified signatures of cosigners, each with its time."""
        return tuple(found for found in self.note.verified if found.verifier.kind is KeyKind.COSIGNATURE)


def open_checkpoint(data: bytes, log: Verifier, cosigners: Iterable[Verifier] = ()) -> SignedCheckpoint:
    """Open a checkpoint of the log whose key is `log`, and verify the lines of the given cosigners.

    Raises SignatureError if the log has not signed or a known signature is bad, CheckpointError if the text
    is no checkpoint of that log (its origin is the name of its key), NoteError for a malformed note.
    """
    note = open_note(data, (log, *cosigners))
    if log not in note.signers():
        raise SignatureError(f"the log {log.name!r} has not signed this checkpoint")
    checkpoint = Checkpoint.from_text(note.text)
    if checkpoint.origin != log.name:
        raise CheckpointError(f"a checkpoint of {checkpoint.origin!r}, not of {log.name!r}")
    return SignedCheckpoint(checkpoint, note, data)
