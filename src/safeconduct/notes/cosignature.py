"""Cosignatures of a witness or mirror, kind 0x04 (c2sp.org/tlog-cosignature, ``cosignature/v1``).

A cosignature says: at this time, this was the largest consistent state of the log that I had seen. Whoever
calls `cosign` must have checked that, and stored it, before.
"""

from __future__ import annotations

from safeconduct.base.limits import COSIGNATURE_SECONDS_MAX
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.ed25519 import SIGNATURE_BYTES
from safeconduct.notes.errors import CosignatureError
from safeconduct.notes.keys import KeyKind, Signer
from safeconduct.notes.signature import NoteSignature

_TIME_BYTES = 8


def cosigned_message(checkpoint_text: str, seconds: int) -> bytes:
    """What a cosigner signs: a header, the time in POSIX seconds, and the whole text of the checkpoint."""
    return f"cosignature/v1\ntime {seconds}\n{checkpoint_text}".encode()


def cosign(checkpoint_text: str, signer: Signer, seconds: int) -> NoteSignature:
    """Cosign the text of a checkpoint (extensions included) at a time in POSIX seconds.

    Raises CosignatureError for another kind of key or an impossible time, CheckpointError for another text.
    """
    if signer.kind is not KeyKind.COSIGNATURE:
        raise CosignatureError(f"the key {signer.name!r} is not a cosigner's")
    if not 1 <= seconds <= COSIGNATURE_SECONDS_MAX:
        raise CosignatureError(f"{seconds} is not a time at which a cosignature can be made")
    Checkpoint.from_text(checkpoint_text)
    signature = signer.sign(cosigned_message(checkpoint_text, seconds))
    return NoteSignature(signer.name, signer.verifier.key_id, seconds.to_bytes(_TIME_BYTES, "big") + signature)


def cosignature_parts(signature: bytes) -> tuple[int, bytes] | None:
    """The time in POSIX seconds and the bare signature of a cosignature; None if it cannot be one."""
    seconds = int.from_bytes(signature[:_TIME_BYTES], "big")
    if len(signature) != _TIME_BYTES + SIGNATURE_BYTES or not 1 <= seconds <= COSIGNATURE_SECONDS_MAX:
        return None
    return seconds, signature[_TIME_BYTES:]
