"""The worked example of the log layer: byte-equal when written from the seeds, equal when read back."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from safeconduct.merkle.hashing import hash_leaves, split_hashes
from safeconduct.merkle.proof import prove_consistency, prove_inclusion, verify_consistency
from safeconduct.merkle.tile import (
    ENTRIES,
    Tile,
    bundles_for,
    entry_bundle_from_bytes,
    entry_bundle_to_bytes,
    node_reader_from_tiles,
    tile_from_path,
    tile_to_bytes,
    tiles_for,
)
from safeconduct.merkle.tree import Frontier, node_reader_from_leaves, root_from_leaves
from safeconduct.notes.checkpoint import Checkpoint
from safeconduct.notes.cosignature import cosign, cosigned_message
from safeconduct.notes.keys import KeyKind, Signer, Verifier
from safeconduct.notes.note import add_signatures, note_from_bytes, open_note, sign_note
from safeconduct.notes.receipt import Receipt, receipt_from_bytes
from safeconduct.notes.signed_checkpoint import open_checkpoint

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def example(shared: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((shared / "vectors/own-example/example.json").read_bytes())
    return data


@pytest.fixture(scope="module")
def entries(example: dict[str, Any]) -> list[bytes]:
    return [entry.encode() for entry in example["entries"]]


@pytest.fixture(scope="module")
def signers(example: dict[str, Any]) -> dict[str, Signer]:
    kinds = {"log": KeyKind.ED25519, "witness": KeyKind.COSIGNATURE, "mirror": KeyKind.COSIGNATURE}
    return {
        who: Signer.from_seed(example["vkeys"][who].split("+")[0], bytes.fromhex(seed), kinds[who])
        for who, seed in example["seeds"].items()
    }


@pytest.fixture(scope="module")
def head(example: dict[str, Any], entries: list[bytes]) -> Checkpoint:
    return Checkpoint(example["origin"], 3, root_from_leaves(hash_leaves(entries)))


def test_vkeys_and_key_ids(example: dict[str, Any], signers: dict[str, Signer]) -> None:
    assert {who: signer.vkey for who, signer in signers.items()} == example["vkeys"]
    assert {who: signer.verifier.key_id.hex() for who, signer in signers.items()} == example["key_ids"]
    assert {who: Verifier.from_vkey(vkey) for who, vkey in example["vkeys"].items()} == {
        who: signer.verifier for who, signer in signers.items()
    }


def test_leaf_hashes_and_roots(example: dict[str, Any], entries: list[bytes]) -> None:
    leaves = hash_leaves(entries)
    assert [leaf.hex() for leaf in split_hashes(leaves)] == example["leaf_hashes"]
    assert root_from_leaves(leaves).hex() == example["root"]
    assert Frontier().extend(leaves[:64])[0].root().hex() == example["root_of_first_two"]


def test_tile_and_bundle(example: dict[str, Any], entries: list[bytes]) -> None:
    (tile,), (bundle,) = tiles_for(0, 3), bundles_for(0, 3)
    assert tile.path() == example["tile_path"]
    assert bundle.path() == example["entry_bundle_path"]
    assert tile_from_path(example["tile_path"]) == Tile(0, 0, 3)
    assert tile_from_path(example["entry_bundle_path"]) == Tile(ENTRIES, 0, 3)
    assert tile_to_bytes(tile, node_reader_from_leaves(hash_leaves(entries))).hex() == example["tile"]
    assert entry_bundle_to_bytes(entries).hex() == example["entry_bundle"]
    assert entry_bundle_from_bytes(bytes.fromhex(example["entry_bundle"]), 3) == entries


def test_checkpoint_signed_and_cosigned(example: dict[str, Any], signers: dict[str, Signer], head: Checkpoint) -> None:
    time = example["time"]
    assert cosigned_message(head.to_text(), time).decode() == example["cosigned_message"]
    note = sign_note(head.to_text(), [signers["log"]])
    lines = [cosign(head.to_text(), signers[who], time) for who in ("witness", "mirror")]
    assert add_signatures(note, lines).decode() == example["checkpoint"]


def test_checkpoint_read_back(example: dict[str, Any], signers: dict[str, Signer], head: Checkpoint) -> None:
    data = example["checkpoint"].encode()
    log, witness, mirror = (Verifier.from_vkey(example["vkeys"][who]) for who in ("log", "witness", "mirror"))
    signed = open_checkpoint(data, log, [witness, mirror])
    assert signed.checkpoint == head
    assert [(found.verifier, found.seconds) for found in signed.cosignatures()] == [
        (witness, example["time"]),
        (mirror, example["time"]),
    ]
    assert note_from_bytes(data).to_bytes() == data
    assert len(open_note(data, [witness]).unknown) == 2


def test_proofs(example: dict[str, Any], entries: list[bytes]) -> None:
    read = node_reader_from_tiles(3, lambda _: bytes.fromhex(example["tile"]))
    proof = prove_consistency(2, 3, read)
    assert [base64.b64encode(node).decode() for node in proof] == example["consistency_2_to_3"]
    roots = bytes.fromhex(example["root_of_first_two"]), bytes.fromhex(example["root"])
    verify_consistency(2, 3, proof, *roots)


@pytest.mark.parametrize(
    ("name", "with_leaf"),
    [("tlog_proof_of_entry_2", False), ("tlog_proof_of_entry_2_with_leaf_as_extra", True)],
)
def test_receipts(example: dict[str, Any], entries: list[bytes], name: str, *, with_leaf: bool) -> None:
    leaves = hash_leaves(entries)
    proof = tuple(prove_inclusion(2, 3, node_reader_from_leaves(leaves)))
    extra = leaves[64:] if with_leaf else b""
    receipt = Receipt(2, proof, example["checkpoint"].encode(), extra)
    assert receipt.to_bytes().decode() == example[name]
    assert receipt_from_bytes(example[name].encode()) == receipt
    assert receipt.leaf() == (leaves[64:] if with_leaf else None)
    assert receipt.verify(leaves[64:], Verifier.from_vkey(example["vkeys"]["log"])).checkpoint.size == 3
