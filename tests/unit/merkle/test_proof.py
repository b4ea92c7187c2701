from __future__ import annotations

from collections.abc import Iterator

import pytest

from safeconduct.merkle.errors import ProofError
from safeconduct.merkle.hashing import EMPTY_ROOT, hash_leaves, leaf_hash, node_hash
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
from safeconduct.merkle.tree import node_reader_from_leaves, root_from_leaves, subtree_root

SIZE_MAX = 40
LEAVES = hash_leaves([b"%d" % index for index in range(SIZE_MAX)])
READ = node_reader_from_leaves(LEAVES)
ROOTS = [root_from_leaves(LEAVES[: 32 * size]) for size in range(SIZE_MAX + 1)]
OTHER = leaf_hash(b"other")


def leaf(index: int) -> bytes:
    return LEAVES[32 * index : 32 * index + 32]


def damaged(proof: list[bytes]) -> Iterator[list[bytes]]:
    """Every way to spoil a proof at one place."""
    for at in range(len(proof)):
        yield [*proof[:at], OTHER, *proof[at + 1 :]]
        yield [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        yield proof[:at] + proof[at + 1 :]
        yield proof[:at] + [proof[at]] * 2 + proof[at + 1 :]
        yield [*proof[:at], proof[at][:31], *proof[at + 1 :]]
    yield [*proof, OTHER]
    yield [OTHER, *proof]
    if proof[::-1] != proof:
        yield proof[::-1]


def test_every_inclusion_proof_verifies_and_no_damaged_one_does() -> None:
    for size in range(1, SIZE_MAX + 1):
        for index in range(size):
            proof = prove_inclusion(index, size, READ)
            verify_inclusion(index, size, leaf(index), proof, ROOTS[size])
            for bad in damaged(proof):
                with pytest.raises(ProofError):
                    verify_inclusion(index, size, leaf(index), bad, ROOTS[size])


def test_an_inclusion_proof_holds_for_its_own_leaf_place_and_root_only() -> None:
    for index in range(13):
        proof = prove_inclusion(index, 13, READ)
        for other in range(13):
            if other != index:
                with pytest.raises(ProofError):
                    verify_inclusion(other, 13, leaf(index), proof, ROOTS[13])
                with pytest.raises(ProofError):
                    verify_inclusion(index, 13, leaf(other), proof, ROOTS[13])
        for size in range(SIZE_MAX + 1):
            if size != 13:
                with pytest.raises(ProofError):
                    verify_inclusion(index, 13, leaf(index), proof, ROOTS[size])


def test_every_consistency_proof_verifies_and_no_damaged_one_does() -> None:
    for new in range(1, SIZE_MAX + 1):
        for old in range(1, new + 1):
            proof = prove_consistency(old, new, READ)
            verify_consistency(old, new, proof, ROOTS[old], ROOTS[new])
            for bad in damaged(proof):
                with pytest.raises(ProofError):
                    verify_consistency(old, new, bad, ROOTS[old], ROOTS[new])


def test_a_consistency_proof_holds_for_its_own_roots_only() -> None:
    proof = prove_consistency(6, 13, READ)
    for old, new in [(ROOTS[5], ROOTS[13]), (ROOTS[6], ROOTS[12]), (ROOTS[13], ROOTS[6]), (OTHER, ROOTS[13])]:
        with pytest.raises(ProofError):
            verify_consistency(6, 13, proof, old, new)


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    verify_consistency(7, 7, [], ROOTS[7], ROOTS[7])
    with pytest.raises(ProofError):
        verify_consistency(7, 7, [], ROOTS[7], OTHER)


def test_every_subtree_proof_verifies_and_no_damaged_one_does() -> None:
    for start, end in [(0, 1), (4, 7), (8, 16), (8, 13), (12, 13), (16, 17), (0, 17), (16, 24)]:
        subtree = subtree_root(start, end, READ)
        for index in range(start, end):
            proof = prove_subtree_inclusion(index, start, end, READ)
            verify_subtree_inclusion(index, start, end, leaf=leaf(index), proof=proof, root=subtree)
        for size in range(end, 31):
            proof = prove_subtree_consistency(start, end, size, READ)
            verify_subtree_consistency(start, end, size, proof=proof, subtree=subtree, root=ROOTS[size])
            for bad in damaged(proof):
                with pytest.raises(ProofError):
                    verify_subtree_consistency(start, end, size, proof=bad, subtree=subtree, root=ROOTS[size])


def test_a_proof_that_climbs_above_the_root_is_refused_even_if_it_meets_the_root_it_is_given() -> None:
    for new in range(1, 20):
        for index in range(new):
            long = [*prove_inclusion(index, new, READ), OTHER]
            for above in (node_hash(OTHER, ROOTS[new]), node_hash(ROOTS[new], OTHER)):
                with pytest.raises(ProofError):
                    verify_inclusion(index, new, leaf(index), long, above)
            long = [*prove_consistency(index + 1, new, READ), OTHER]
            for above in (node_hash(OTHER, ROOTS[new]), node_hash(ROOTS[new], OTHER)):
                with pytest.raises(ProofError):
                    verify_consistency(index + 1, new, long, ROOTS[index + 1], above)


@pytest.mark.parametrize(("start", "end"), [(1, 3), (2, 5), (4, 9), (3, 7), (1, 15)])
def test_what_is_no_subtree_is_neither_proved_nor_verified(start: int, end: int) -> None:
    with pytest.raises(ProofError, match="are not a subtree"):
        prove_subtree_inclusion(start, start, end, READ)
    with pytest.raises(ProofError, match="are not a subtree"):
        prove_subtree_consistency(start, end, 20, READ)
    with pytest.raises(ProofError, match="are not a subtree"):
        verify_subtree_inclusion(start, start, end, leaf=OTHER, proof=[], root=OTHER)
    with pytest.raises(ProofError, match="are not a subtree"):
        verify_subtree_consistency(start, end, 20, proof=[], subtree=OTHER, root=OTHER)


def test_an_empty_subtree_says_nothing_and_passes_with_nothing() -> None:
    assert prove_subtree_consistency(3, 3, 9, READ) == []
    verify_subtree_consistency(3, 3, 9, proof=[], subtree=EMPTY_ROOT, root=OTHER)
    for proof, subtree in [([OTHER], EMPTY_ROOT), ([], OTHER)]:
        with pytest.raises(ProofError, match="empty subtree"):
            verify_subtree_consistency(3, 3, 9, proof=proof, subtree=subtree, root=OTHER)


def test_the_empty_tree_proves_nothing_about_a_later_one() -> None:
    with pytest.raises(ProofError, match="nothing to prove"):
        prove_consistency(0, 5, READ)
    with pytest.raises(ProofError, match="says nothing"):
        verify_consistency(0, 5, [], EMPTY_ROOT, ROOTS[5])
    with pytest.raises(ProofError, match="there is no leaf 0"):
        verify_inclusion(0, 0, OTHER, [], EMPTY_ROOT)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (6, 5), (0, 2**64), (2**64, 2**64 - 1)])
def test_a_leaf_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(index, size, OTHER, [], OTHER)
    with pytest.raises(ProofError):
        prove_inclusion(index, size, lambda _level, _index: OTHER)


@pytest.mark.parametrize(("old", "new"), [(6, 5), (-1, 5), (1, 2**64)])
def test_sizes_out_of_order_or_range_are_refused(old: int, new: int) -> None:
    with pytest.raises(ProofError):
        verify_consistency(old, new, [], OTHER, OTHER)
    with pytest.raises(ProofError):
        prove_consistency(old, new, lambda _level, _index: OTHER)


def test_lengths_are_looked_at_before_anything_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: bytes) -> bytes:
        raise AssertionError

    monkeypatch.setattr("safeconduct.merkle.proof.node_hash", never)
    monkeypatch.setattr("safeconduct.merkle.proof.hashlib.sha256", never)
    good = [READ(0, 1), READ(1, 1)]
    for args in [(OTHER[:12], good, OTHER), (OTHER, [good[0], b""], OTHER), (OTHER, good, OTHER + b"x")]:
        with pytest.raises(ProofError, match="32 bytes"):
            verify_inclusion(0, 4, *args)
        with pytest.raises(ProofError, match="32 bytes"):
            verify_subtree_consistency(0, 1, 4, proof=args[1], subtree=args[0], root=args[2])


def test_a_proof_of_any_length_is_refused_at_once() -> None:
    long = [OTHER] * 1_000_000
    with pytest.raises(ProofError, match="at most 65"):
        verify_inclusion(0, 4, OTHER, long, OTHER)
    with pytest.raises(ProofError, match="at most 65"):
        verify_consistency(1, 4, long, OTHER, OTHER)


def test_sizes_near_two_to_the_64_neither_wrap_nor_lose_a_bit() -> None:
    size = 2**64 - 1
    path = [bytes([level]) * 32 for level in range(64)]
    root = OTHER
    for sibling in path:
        root = node_hash(root, sibling)
    verify_inclusion(0, size, OTHER, path, root)
    with pytest.raises(ProofError):
        verify_inclusion(1, size, OTHER, path, root)
    verify_consistency(1, size, path, OTHER, root)
    with pytest.raises(ProofError):
        verify_consistency(2, size, path, OTHER, root)
