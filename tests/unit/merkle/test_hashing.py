from __future__ import annotations

import hashlib

import pytest

from safeconduct.merkle.errors import MerkleError
from safeconduct.merkle.hashing import (
    EMPTY_ROOT,
    check_hashes,
    hash_leaves,
    hash_pairs,
    leaf_hash,
    node_hash,
    split_hashes,
)

LEFT, RIGHT = hashlib.sha256(b"left").digest(), hashlib.sha256(b"right").digest()


def test_leaves_and_nodes_have_different_first_bytes() -> None:
    assert leaf_hash(b"") == hashlib.sha256(b"\x00").digest()
    assert leaf_hash(b"entry") == hashlib.sha256(b"\x00entry").digest()
    assert node_hash(LEFT, RIGHT) == hashlib.sha256(b"\x01" + LEFT + RIGHT).digest()
    assert leaf_hash(LEFT + RIGHT) != node_hash(LEFT, RIGHT) != node_hash(RIGHT, LEFT)


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_hash_leaves_hashes_each_entry_in_order() -> None:
    entries = [b"", b"a", b"b" * 65_535]
    assert split_hashes(hash_leaves(entries)) == [leaf_hash(entry) for entry in entries]
    assert hash_leaves([]) == b""


@pytest.mark.parametrize("count", range(6))
def test_hash_pairs_leaves_a_lone_last_hash_alone(count: int) -> None:
    hashes = [bytes([index]) * 32 for index in range(count)]
    expected = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, count - 1, 2)]
    assert hash_pairs(b"".join(hashes)) == expected


@pytest.mark.parametrize("size", [0, 12, 31, 33, 64])
def test_nothing_but_32_bytes_is_ever_a_hash(size: int) -> None:
    for pair in ((bytes(size), RIGHT), (LEFT, bytes(size))):
        with pytest.raises(MerkleError, match="32 bytes"):
            node_hash(*pair)
        with pytest.raises(MerkleError, match="32 bytes"):
            check_hashes(pair)


def test_split_hashes_refuses_a_part_of_a_hash() -> None:
    assert split_hashes(b"") == []
    with pytest.raises(MerkleError, match="33 bytes"):
        split_hashes(bytes(33))
