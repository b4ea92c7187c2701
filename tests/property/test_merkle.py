"""Laws of trees, proofs, tiles and bundles."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safeconduct.merkle.errors import ProofError, TileError
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.proof import (
    prove_consistency,
    prove_inclusion,
    prove_subtree_consistency,
    prove_subtree_inclusion,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)
from safeconduct.merkle.tile import (
    ENTRIES,
    Tile,
    entry_bundle_from_bytes,
    entry_bundle_to_bytes,
    node_reader_from_tiles,
    tile_from_path,
    tile_to_bytes,
    tiles_for,
)
from safeconduct.merkle.tree import (
    Frontier,
    frontier_from_nodes,
    node_reader_from_leaves,
    root_from_leaves,
    subtree_root,
)

SIZE_MAX = 700
LEAVES = hash_leaves([b"%d" % index for index in range(SIZE_MAX)])
READ = node_reader_from_leaves(LEAVES)

sizes = st.integers(1, SIZE_MAX)
hashes = st.binary(min_size=32, max_size=32)
numbers = st.integers(0, 2**64 - 1)


def root(size: int) -> bytes:
    return frontier_from_nodes(size, READ).root()


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """An index and a size above it."""
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def subtrees(draw: st.DrawFn) -> tuple[int, int, int]:
    """A subtree [start, end) and the size of a tree that holds it."""
    size = draw(sizes)
    step = 1 << draw(st.integers(0, size.bit_length() - 1))
    start = draw(st.integers(0, (size - 1) // step)) * step
    return start, draw(st.integers(start + 1, min(start + step, size))), size


@given(st.lists(st.binary(max_size=50), max_size=60), st.data())
@settings(deadline=None)
def test_any_split_of_appends_gives_the_same_frontier_and_nodes(entries: list[bytes], data: st.DataObject) -> None:
    leaves = hash_leaves(entries)
    whole, nodes = Frontier().extend(leaves)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(entries)), max_size=8)))
    frontier, found = Frontier(), []
    for low, high in zip([0, *cuts], [*cuts, len(entries)], strict=True):
        frontier, completed = frontier.extend(leaves[32 * low : 32 * high])
        found += completed
    assert frontier == whole
    assert sorted(found) == nodes
    assert frontier.root() == root_from_leaves(leaves)


@given(places(), st.integers(1, SIZE_MAX))
@settings(deadline=None)
def test_what_was_appended_is_proved_and_verified_at_every_later_size(place: tuple[int, int], later: int) -> None:
    index, size = place
    verify_inclusion(index, size, READ(0, index), prove_inclusion(index, size, READ), root(size))
    old, new = sorted((size, later))
    verify_consistency(old, new, prove_consistency(old, new, READ), root(old), root(new))


@given(subtrees(), st.data())
@settings(deadline=None)
def test_subtrees_hold_their_leaves_and_are_held_by_their_tree(
    subtree: tuple[int, int, int], data: st.DataObject
) -> None:
    start, end, size = subtree
    index = data.draw(st.integers(start, end - 1))
    part = subtree_root(start, end, READ)
    inclusion = prove_subtree_inclusion(index, start, end, READ)
    verify_subtree_inclusion(index, start, end, leaf=READ(0, index), proof=inclusion, root=part)
    consistency = prove_subtree_consistency(start, end, size, READ)
    verify_subtree_consistency(start, end, size, proof=consistency, subtree=part, root=root(size))


@given(places(), places(), hashes, st.data())
@settings(deadline=None)
def test_no_other_leaf_verifies(
    place: tuple[int, int], other: tuple[int, int], leaf: bytes, data: st.DataObject
) -> None:
    index, size = place
    proof = prove_inclusion(index, size, READ)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf, proof, root(size))
    if other[0] != index:
        with pytest.raises(ProofError):
            verify_inclusion(other[0], size, READ(0, index), proof, root(size))


@given(numbers, numbers, hashes, st.lists(hashes, max_size=70), hashes)
@settings(deadline=None)
def test_made_up_proofs_are_refused_and_never_break_the_verifier(
    one: int, two: int, first: bytes, proof: list[bytes], second: bytes
) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(one, two, first, proof, hashlib.sha256(second).digest())
    with pytest.raises(ProofError):
        verify_consistency(one, two, proof, first, hashlib.sha256(second).digest())


@given(numbers, st.integers(1, 2**64 - 1))
@example(2, 2**63 + 1)
@example(2**63, 2**64 - 1)
@settings(deadline=None)
def test_proofs_of_the_largest_trees_verify(index: int, size: int) -> None:
    index %= size
    full = [hashlib.sha256(b"0").digest()]  # every leaf alike, so that each level has one full subtree
    for _ in range(64):
        full.append(hashlib.sha256(b"\x01" + full[-1] * 2).digest())

    def read(level: int, _: int) -> bytes:
        return full[level]

    head = frontier_from_nodes(size, read).root()
    proof = prove_inclusion(index, size, read)
    assert len(proof) <= 64
    verify_inclusion(index, size, full[0], proof, head)
    old = frontier_from_nodes(index + 1, read).root()
    verify_consistency(index + 1, size, prove_consistency(index + 1, size, read), old, head)


@given(st.integers(0, SIZE_MAX), st.integers(0, SIZE_MAX))
@settings(deadline=None)
def test_tiles_published_as_a_log_grows_are_those_of_its_last_size(one: int, two: int) -> None:
    old, new = sorted((one, two))
    grown = {tile.path(): tile for tile in [*tiles_for(0, old), *tiles_for(old, new)]}
    at_once = {tile.path(): tile for tile in tiles_for(0, new)}
    assert at_once.keys() <= grown.keys()
    files = {path: tile_to_bytes(tile, READ) for path, tile in at_once.items()}
    read = node_reader_from_tiles(new, lambda tile: files[tile.path()])
    assert frontier_from_nodes(new, read) == frontier_from_nodes(new, READ)


@given(st.builds(Tile, st.integers(ENTRIES, 63), numbers, st.integers(1, 256)))
@settings(deadline=None)
def test_paths_of_tiles_come_back(tile: Tile) -> None:
    assert tile_from_path(tile.path()) == tile


@given(st.from_regex(r"tile/(entries|\d\d?)/(x?\d{1,3}/)?\d{2,4}(\.p/\d{1,3})?", fullmatch=True) | st.text(max_size=30))
@settings(deadline=None)
def test_a_path_is_refused_or_is_the_one_path_of_its_tile(path: str) -> None:
    try:
        tile = tile_from_path(path)
    except TileError:
        return
    assert tile.path() == path


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
@settings(deadline=None)
def test_bundles_come_back(entries: list[bytes]) -> None:
    assert entry_bundle_from_bytes(entry_bundle_to_bytes(entries), len(entries)) == entries


@given(st.lists(st.sampled_from([b"\0", b"\0\1", b"\0\2", b"\1\0", b"a"]), max_size=12), st.integers(0, 8))
@settings(deadline=None)
def test_a_bundle_is_refused_or_is_what_its_entries_write(parts: list[bytes], width: int) -> None:
    data = b"".join(parts)
    try:
        entries = entry_bundle_from_bytes(data, width)
    except TileError:
        return
    assert entry_bundle_to_bytes(entries) == data
