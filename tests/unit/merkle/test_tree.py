from __future__ import annotations

import hashlib

import pytest

from safeconduct.merkle.errors import MerkleError
from safeconduct.merkle.hashing import EMPTY_ROOT, hash_leaves, split_hashes
from safeconduct.merkle.tree import (
    Frontier,
    frontier_from_nodes,
    full_subtrees,
    node_reader_from_leaves,
    root_from_leaves,
    subtree_root,
)

# The eight entries of Certificate Transparency's reference tests, and the roots of the trees they grow.
ENTRIES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
ENTRIES.append(bytes(range(0x60, 0x70)))
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def reference(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + reference(leaves[:split]) + reference(leaves[split:])).digest()


def test_the_roots_of_certificate_transparency() -> None:
    found = [root_from_leaves(hash_leaves(ENTRIES[:size])).hex() for size in range(len(ROOTS))]
    assert found == ROOTS


def test_root_and_frontier_agree_with_the_definition_at_every_size_to_130() -> None:
    leaves = hash_leaves([b"%d" % index for index in range(130)])
    frontier = Frontier()
    for size in range(131):
        expected = reference(split_hashes(leaves[: 32 * size]))
        assert root_from_leaves(leaves[: 32 * size]) == frontier.root() == expected
        frontier, _ = frontier.extend(leaves[32 * size : 32 * size + 32])


@pytest.mark.parametrize("size", [0, 1, 5, 8, 255, 256, 257])
def test_extend_tells_exactly_the_full_subtrees_that_it_completed(size: int) -> None:
    leaves = hash_leaves([b"%d" % index for index in range(600)])
    frontier, before = Frontier().extend(leaves[: 32 * size])
    grown, after = frontier.extend(leaves[32 * size :])
    nodes = {(level, index): node for level, index, node in [*before, *after]}
    assert len(nodes) == len(before) + len(after)
    assert set(nodes) == {(level, index) for level in range(1, 10) for index in range(600 >> level)}
    for (level, index), node in nodes.items():
        assert node == root_from_leaves(leaves[32 * (index << level) : 32 * ((index + 1) << level)])
    assert after == sorted(after)
    assert (grown.size, grown.root()) == (600, root_from_leaves(leaves))


def test_extending_by_nothing_changes_nothing() -> None:
    frontier = Frontier(3, (bytes(32), bytes(32)))
    assert frontier.extend(b"") == (frontier, [])


@pytest.mark.parametrize(
    ("size", "hashes"),
    [
        (1, ()),
        (0, (bytes(32),)),
        (2, (bytes(32), bytes(32))),
        (3, (bytes(32),)),
        (-1, (bytes(32),)),
        (2**64, (bytes(32),)),
    ],
)
def test_a_frontier_has_one_hash_for_each_bit_of_its_size(size: int, hashes: tuple[bytes, ...]) -> None:
    with pytest.raises(MerkleError, match="cannot be the frontier"):
        Frontier(size, hashes)


def test_a_frontier_holds_hashes_of_32_bytes_only() -> None:
    with pytest.raises(MerkleError, match="32 bytes"):
        Frontier(1, (bytes(31),))


def test_parts_of_a_leaf_hash_are_refused() -> None:
    for call in (Frontier().extend, root_from_leaves, node_reader_from_leaves):
        with pytest.raises(MerkleError, match="whole number"):
            call(bytes(33))


def test_a_frontier_is_read_back_from_stored_nodes() -> None:
    leaves = hash_leaves([b"%d" % index for index in range(70)])
    read = node_reader_from_leaves(leaves)
    for size in range(71):
        assert frontier_from_nodes(size, read) == Frontier().extend(leaves[: 32 * size])[0]


def test_the_root_of_a_subtree_is_the_root_of_its_leaves() -> None:
    leaves = hash_leaves([b"%d" % index for index in range(32)])
    read = node_reader_from_leaves(leaves)
    for start, end in [(0, 32), (8, 15), (16, 31), (4, 7), (5, 6), (30, 32), (9, 9)]:
        assert subtree_root(start, end, read) == root_from_leaves(leaves[32 * start : 32 * end])
    assert full_subtrees(8, 15, read) == (read(2, 2), read(1, 6), read(0, 14))


def test_a_subtree_that_is_not_complete_cannot_be_read() -> None:
    read = node_reader_from_leaves(bytes(32 * 3))
    with pytest.raises(MerkleError, match="no full subtree 1 of level 1"):
        read(1, 1)
