"""Signed notes: a text and the lines of those who signed it (c2sp.org/signed-note)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeconduct.base.limits import NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX
from safeconduct.notes.cosignature import cosignature_parts, cosigned_message
from safeconduct.notes.errors import KeyTextError, NoteError, SignatureError
from safeconduct.notes.keys import KeyKind, Signer, Verifier
from safeconduct.notes.signature import NoteSignature, signature_from_line

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Note:
    """A text with signature lines, none of them verified. Raises NoteError for what cannot be written.

    text: ends with a newline, without control characters other than newlines.
    signatures: 1 to 64 lines, in their order, none twice.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or _CONTROL.search(self.text):
            raise NoteError("the text of a note must end with a newline and have no control characters")
        if not 1 <= len(self.signatures) <= NOTE_SIGNATURES_MAX:
            raise NoteError(f"a note has 1 to {NOTE_SIGNATURES_MAX} signatures, not {len(self.signatures)}")
        if len(set(self.signatures)) != len(self.signatures):
            raise NoteError("a note holds the same signature twice")

    def to_bytes(self) -> bytes:
        """The note: text, an empty line, signature lines. Raises NoteError if it would be over 256 KiB."""
        lines = "".join(f"{signature.to_line()}\n" for signature in self.signatures)
        data = f"{self.text}\n{lines}".encode()
        if len(data) > NOTE_BYTES_MAX:
            raise NoteError(f"a note has at most {NOTE_BYTES_MAX} bytes, not {len(data)}")
        return data


@dataclass(frozen=True, slots=True)
class VerifiedSignature:
    """A signature that was checked.

    verifier: the key that made it.
    signature: the line.
    seconds: of a cosignature, its time in POSIX seconds; None for a plain signature.
    """

    verifier: Verifier
    signature: NoteSignature
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note of which at least one signature was verified, and none by a known key was bad.

    text: the signed text.
    verified: checked signatures in the order of their lines; a cosigner may be there twice, with two times.
    unknown: lines of keys that were not asked for; they say nothing.
    """

    text: str
    verified: tuple[VerifiedSignature, ...]
    unknown: tuple[NoteSignature, ...]

    def signers(self) -> frozenset[Verifier]:
        """The keys that signed, each once: what a quorum counts."""
        return frozenset(found.verifier for found in self.verified)


def note_from_bytes(data: bytes) -> Note:
    """Read a note without verifying it. Raises NoteError for what `Note.to_bytes` would not write."""
    if len(data) > NOTE_BYTES_MAX:
        raise NoteError(f"a note has at most {NOTE_BYTES_MAX} bytes, not {len(data)}")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteError("a note must be UTF-8 text") from error
    end = whole.rfind("\n\n") + 1
    lines = whole[end + 1 :].split("\n", NOTE_SIGNATURES_MAX + 1)
    if end == 0 or lines.pop():
        raise NoteError("a note has a text, an empty line, and lines of signatures to its end")
    return Note(whole[:end], tuple(signature_from_line(line) for line in lines))


def sign_note(text: str, signers: Sequence[Signer]) -> bytes:
    """Write and sign a note, one line for each signer in their order.

    Raises NoteError for a bad text, KeyTextError for a cosigner's key (cosignatures carry a time: `cosign`).
    """
    for signer in signers:
        if signer.kind is not KeyKind.ED25519:
            raise KeyTextError(f"the key {signer.name!r} signs checkpoints together with a time, not notes")
    message = text.encode("utf-8", "surrogatepass")  # Note refuses surrogates, with its own words
    return Note(text, tuple(_signature(signer, message) for signer in signers)).to_bytes()


def add_signatures(data: bytes, signatures: Iterable[NoteSignature]) -> bytes:
    """The same note with further lines at its end; those it holds already are left out. Raises NoteError."""
    note = note_from_bytes(data)
    return Note(note.text, tuple(dict.fromkeys((*note.signatures, *signatures)))).to_bytes()


def open_note(data: bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """Read a note and verify every signature by the given keys.

    Raises NoteError for a malformed note, SignatureError if one signature by a given key is bad or if none of
    them has signed, KeyTextError if two of the keys cannot be told apart or share a public key.
    """
    note = note_from_bytes(data)
    known = _by_name_and_id(verifiers)
    verified, unknown = [], []
    for signature in note.signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None:
            unknown.append(signature)
        else:
            verified.append(_verified(note.text, signature, verifier))
    if not verified:
        raise SignatureError("none of the known keys has signed this note")
    return OpenedNote(note.text, tuple(verified), tuple(unknown))


def _signature(signer: Signer, message: bytes) -> NoteSignature:
    return NoteSignature(signer.name, signer.verifier.key_id, signer.sign(message))


def _by_name_and_id(verifiers: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    distinct = frozenset(verifiers)
    known = {(verifier.name, verifier.key_id): verifier for verifier in distinct}
    public_keys = {verifier.public_key for verifier in distinct}
    if not len(known) == len(public_keys) == len(distinct):
        raise KeyTextError("two of the known keys have the same name and key ID, or the same public key")
    return known


def _verified(text: str, signature: NoteSignature, verifier: Verifier) -> VerifiedSignature:
    """Check one signature by a known key. Raises SignatureError if it is bad."""
    seconds, message, bare = None, text.encode(), signature.signature
    if verifier.kind is KeyKind.COSIGNATURE:
        parts = cosignature_parts(bare)
        if parts is None:
            raise SignatureError(f"the cosignature by {verifier.name!r} is malformed")
        seconds, bare = parts
        message = cosigned_message(text, seconds)
    if not verifier.is_signed(message, bare):
        raise SignatureError(f"the signature by {verifier.name!r} does not fit this text")
    return VerifiedSignature(verifier, signature, seconds)
