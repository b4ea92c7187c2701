from __future__ import annotations

import base64

import pytest

from safeconduct.merkle.hashing import hash_leaves, leaf_hash
from safeconduct.merkle.proof import prove_inclusion
from safeconduct.merkle.tree import node_reader_from_leaves, root_from_leaves
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.cosignature import cosign
from safeconduct.notes.errors import ReceiptError, SignatureError
from safeconduct.notes.keys import Signer
from safeconduct.notes.note import add_signatures, sign_note
from safeconduct.notes.receipt import Receipt, receipt_from_bytes

ENTRIES = [b"entry %d" % index for index in range(7)]
LEAVES = hash_leaves(ENTRIES)
PROOF = tuple(prove_inclusion(5, 7, node_reader_from_leaves(LEAVES)))


@pytest.fixture
def checkpoint(log: Signer, witness: Signer) -> bytes:
    text = Checkpoint(log.name, 7, root_from_leaves(LEAVES)).to_text()
    return add_signatures(sign_note(text, [log]), [cosign(text, witness, 9)])


@pytest.mark.parametrize("extra", [b"", ENTRIES[5], leaf_hash(ENTRIES[5]), pytest.param(b"x" * 65_535, id="largest")])
def test_a_receipt_is_read_and_written_back(checkpoint: bytes, extra: bytes) -> None:
    receipt = Receipt(5, PROOF, checkpoint, extra)
    assert receipt_from_bytes(receipt.to_bytes()) == receipt


def test_a_receipt_verifies_offline_and_names_who_cosigned(checkpoint: bytes, log: Signer, witness: Signer) -> None:
    receipt = Receipt(5, PROOF, checkpoint, ENTRIES[5])
    leaf = receipt.leaf()
    assert leaf == leaf_hash(ENTRIES[5])
    signed = receipt.verify(leaf, log.verifier, [witness.verifier])
    assert (signed.checkpoint.size, len(signed.cosignatures())) == (7, 1)


def test_the_leaf_is_told_from_the_entry_by_its_length(checkpoint: bytes) -> None:
    assert Receipt(5, PROOF, checkpoint).leaf() is None
    assert Receipt(5, PROOF, checkpoint, b"\7" * 32).leaf() == b"\7" * 32
    assert Receipt(5, PROOF, checkpoint, b"\7" * 31).leaf() == leaf_hash(b"\7" * 31)


def test_a_receipt_for_another_entry_place_or_log_proves_nothing(
    checkpoint: bytes, log: Signer, stranger: Signer
) -> None:
    leaf = leaf_hash(ENTRIES[5])
    for receipt, claimed in [
        (Receipt(5, PROOF, checkpoint), leaf_hash(ENTRIES[4])),
        (Receipt(4, PROOF, checkpoint), leaf),
        (Receipt(5, PROOF[::-1], checkpoint), leaf),
        (Receipt(5, (), checkpoint), leaf),
        (Receipt(7, PROOF, checkpoint), leaf),
        (Receipt(5, PROOF, checkpoint), leaf[:31]),
    ]:
        with pytest.raises(ReceiptError, match="does not prove"):
            receipt.verify(claimed, log.verifier)
    with pytest.raises(SignatureError):
        Receipt(5, PROOF, checkpoint).verify(leaf, stranger.verifier)


def test_what_cannot_be_written_cannot_be_made(checkpoint: bytes, log: Signer) -> None:
    for index, proof, note, extra in [
        (-1, PROOF, checkpoint, b""),
        (2**63, PROOF, checkpoint, b""),
        (5, (bytes(31),), checkpoint, b""),
        (5, (bytes(32),) * 64, checkpoint, b""),
        (5, PROOF, checkpoint, b"x" * 65_536),
        (5, PROOF, b"", b""),
        (5, PROOF, checkpoint[:-1], b""),
        (5, PROOF, sign_note("text\n", [log]), b""),
    ]:
        with pytest.raises(ReceiptError):
            Receipt(index, proof, note, extra)


HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "head",
    [
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v2\nindex 5\n",
        "c2sp.org/tlog-proof@v1\r\nindex 5\n",
        "index 5\n",
        "c2sp.org/tlog-proof@v1\nindex 05\n",
        "c2sp.org/tlog-proof@v1\nindex +5\n",
        "c2sp.org/tlog-proof@v1\nindex 5 \n",
        "c2sp.org/tlog-proof@v1\nindex\n",
        "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n",
        "c2sp.org/tlog-proof@v1\nindex 5\nindex 5\n",
        "c2sp.org/tlog-proof@v1\nindex 5\nextra AA==\n",
        "c2sp.org/tlog-proof@v1\nextra \nindex 5\n",
        "c2sp.org/tlog-proof@v1\nextra AB==\nindex 5\n",
        "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 5\n",
        "c2sp.org/tlog-proof@v1\nextra AA==\n",
        f"c2sp.org/tlog-proof@v1\nindex 5\n{HASH[:-1]}\n",
        f"c2sp.org/tlog-proof@v1\nindex 5\n {HASH}\n",
        "c2sp.org/tlog-proof@v1\nindex 5\nAAAA\n",
        "c2sp.org/tlog-proof@v1\nindex 5\n" + f"{HASH}\n" * 64,
        "c2sp.org/tlog-proof@v1\nindex \u0665\n",
    ],
)
def test_a_head_that_we_would_not_write_is_refused(checkpoint: bytes, head: str) -> None:
    with pytest.raises(ReceiptError):
        receipt_from_bytes(f"{head}\n".encode() + checkpoint)


def test_a_receipt_without_its_checkpoint_or_over_its_size_is_refused(checkpoint: bytes) -> None:
    data = Receipt(5, PROOF, checkpoint).to_bytes()
    head, _, _ = data.partition(b"\n\n")
    for bad in (b"", head, head + b"\n", head + b"\n\n", data[:-1], data + b"\n"):
        with pytest.raises(ReceiptError):
            receipt_from_bytes(bad)
    with pytest.raises(ReceiptError, match="at most 524288 bytes"):
        receipt_from_bytes(data + b"x" * 600_000)
