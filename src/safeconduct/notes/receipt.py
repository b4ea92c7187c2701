"""Receipts: one entry's proof together with the signed checkpoint it leads to (c2sp.org/tlog-proof).

A traveller carries one; the next post verifies it offline and keeps its checkpoint as a high-water mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.base.limits import ENTRY_BYTES_MAX, LOG_SIZE_MAX, PROOF_HASHES_MAX, RECEIPT_BYTES_MAX
from safeconduct.merkle.errors import ProofError
from safeconduct.merkle.hashing import HASH_BYTES, leaf_hash
from safeconduct.merkle.proof import verify_inclusion
from safeconduct.notes.checkpoint import Checkpoint, number_from_text
from safeconduct.notes.errors import NoteError, ReceiptError
from safeconduct.notes.keys import Verifier
from safeconduct.notes.note import note_from_bytes
from safeconduct.notes.signature import base64_from_bytes, bytes_from_base64
from safeconduct.notes.signed_checkpoint import SignedCheckpoint, open_checkpoint

_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as carried, nothing of it verified. Raises ReceiptError for what cannot be written.

    index: position of the entry in the log.
    proof: inclusion proof, 32-byte hashes from the leaf's sibling upwards.
    checkpoint: the signed note, byte for byte.
    extra: the entry, or its 32-byte leaf hash, or nothing; only a claim until `verify` has taken it.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index <= LOG_SIZE_MAX or len(self.extra) > ENTRY_BYTES_MAX:
            raise ReceiptError("the index or the extra data of a receipt is out of range")
        if len(self.proof) > PROOF_HASHES_MAX or any(len(hash_) != HASH_BYTES for hash_ in self.proof):
            raise ReceiptError(f"a receipt has at most {PROOF_HASHES_MAX} hashes of {HASH_BYTES} bytes")
        try:
            Checkpoint.from_text(note_from_bytes(self.checkpoint).text)
        except NoteError as error:
            raise ReceiptError(f"a receipt must end with a signed checkpoint: {error.what}") from error

    def to_bytes(self) -> bytes:
        """The file: header, extra data if any, index, proof, an empty line, and the signed checkpoint."""
        extra = [f"extra {base64_from_bytes(self.extra)}"] if self.extra else []
        lines = [_HEADER, *extra, f"index {self.index}", *map(base64_from_bytes, self.proof), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint

    def leaf(self) -> bytes | None:
        """The leaf hash that `extra` claims, None without extra data. No entry has exactly 32 bytes."""
        if not self.extra or len(self.extra) == HASH_BYTES:
            return self.extra or None
        return leaf_hash(self.extra)

    def verify(self, leaf: bytes, log: Verifier, cosigners: Iterable[Verifier] = ()) -> SignedCheckpoint:
        """Check that the log of key `log` holds the leaf hash `leaf` at `index`; the checkpoint that says so.

        Raises ReceiptError if the proof fails; NoteError and its kind if the checkpoint does.
        """
        signed = open_checkpoint(self.checkpoint, log, cosigners)
        head = signed.checkpoint
        try:
            verify_inclusion(self.index, head.size, leaf, self.proof, head.root)
        except ProofError as error:
            raise ReceiptError(f"the receipt does not prove this entry: {error.what}") from error
        return signed


def receipt_from_bytes(data: bytes) -> Receipt:
    """Read a receipt, not verified. Raises ReceiptError for what `Receipt.to_bytes` would not write."""
    head, blank, checkpoint = data.partition(b"\n\n")
    if len(data) > RECEIPT_BYTES_MAX or not blank:
        raise ReceiptError(f"a receipt has at most {RECEIPT_BYTES_MAX} bytes and an empty line after its proof")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise ReceiptError("the proof of a receipt must be ASCII") from error
    extra = lines.pop(1).removeprefix("extra ") if lines[1:] and lines[1].startswith("extra ") else ""
    if lines[0] != _HEADER or not lines[1:] or not lines[1].startswith("index "):
        raise ReceiptError(f"a receipt begins with '{_HEADER}' and names an index")
    try:
        index = number_from_text(lines[1].removeprefix("index "))
        proof = tuple(bytes_from_base64(line) for line in lines[2:])
        extra_bytes = bytes_from_base64(extra)
    except NoteError as error:
        raise ReceiptError(f"a line before the checkpoint is wrong: {error.what}") from error
    receipt = Receipt(index, proof, checkpoint, extra_bytes)
    if receipt.to_bytes() != data:
        raise ReceiptError("a receipt that is not in its one canonical form")
    return receipt
