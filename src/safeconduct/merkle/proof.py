"""Proofs of inclusion and consistency, for whole trees and for subtrees: generation and verification.

Whole trees: RFC 9162 §2.1.3, §2.1.4. Subtrees: [start, end) with start a multiple of the smallest power of
two not below end - start (draft-ietf-plants-merkle-tree-certs, tlog-mirror). A proof is a list of hashes.
Verifiers return nothing and raise ProofError; they look at every length before they hash anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from safeconduct.merkle.errors import ProofError
from safeconduct.merkle.hashing import EMPTY_ROOT, HASH_BYTES, SIZE_MAX, node_hash
from safeconduct.merkle.tree import NodeReader, subtree_root

_PROOF_HASHES_MAX = 65  # consistency in a tree of 64 levels, and the hash to start from


def prove_inclusion(index: int, size: int, read: NodeReader) -> list[bytes]:
    """Prove that leaf `index` is in the tree of the first `size` leaves. Raises ProofError if it is not."""
    return prove_subtree_inclusion(index, 0, size, read)


def prove_subtree_inclusion(index: int, start: int, end: int, read: NodeReader) -> list[bytes]:
    """Prove that leaf `index` is in the subtree [start, end). Raises ProofError if it is not."""
    _check_subtree(start, end, SIZE_MAX)
    if not start <= index < end:
        raise ProofError(f"leaf {index} is not among the leaves {start} to {end - 1}")
    proof = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(subtree_root(middle, end, read))
            end = middle
        else:
            proof.append(subtree_root(start, middle, read))
            start = middle
    return proof[::-1]


def prove_consistency(old: int, new: int, read: NodeReader) -> list[bytes]:
    """Prove that the tree of `new` leaves begins with that of `old`, 1 <= old <= new. Raises ProofError."""
    if old < 1:
        raise ProofError("every tree begins with the empty one: there is nothing to prove")
    return prove_subtree_consistency(0, old, new, read)


def prove_subtree_consistency(start: int, end: int, size: int, read: NodeReader) -> list[bytes]:
    """Prove that [start, end) is a subtree of the tree of `size` leaves; empty for an empty subtree.

    Raises ProofError unless it is one.
    """
    _check_subtree(start, end, size)
    if start == end:
        return []
    proof = []
    low, high, known = 0, size, True
    while (start, end) != (low, high):
        middle = low + _split(high - low)
        if end <= middle:
            proof.append(subtree_root(middle, high, read))
            high = middle
        else:
            proof.append(subtree_root(low, middle, read))
            known = known and start >= middle
            low, start = middle, max(start, middle)
    if not known:  # only a part of the subtree is left here, and the verifier cannot know the hash of a part
        proof.append(subtree_root(low, high, read))
    return proof[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash `leaf` is at `index` in the tree of `size` leaves. Raises ProofError."""
    if not 0 <= index < size <= SIZE_MAX:
        raise ProofError(f"there is no leaf {index} in a tree of {size}")
    _check_shape(proof, leaf, root)
    # Below the level at which the paths of this leaf and of the last one join, the bits of the index say on
    # which side a sibling is. Above it all are on the left: the levels without one are skipped.
    inner = (index ^ (size - 1)).bit_length()
    if len(proof) != inner + (index >> inner).bit_count():
        raise ProofError(f"{len(proof)} hashes cannot prove leaf {index} of {size}")
    sha256 = hashlib.sha256
    found = leaf
    for level, sibling in enumerate(proof):
        if level >= inner or index >> level & 1:
            found = sha256(b"\x01" + sibling + found).digest()
        else:
            found = sha256(b"\x01" + found + sibling).digest()
    if found != root:
        raise ProofError(f"the proof for leaf {index} of {size} leads to another root")


def verify_subtree_inclusion(
    index: int, start: int, end: int, *, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf hash `leaf` is at `index` in the subtree [start, end) of hash `root`.

    Raises ProofError.
    """
    _check_subtree(start, end, SIZE_MAX)
    verify_inclusion(index - start, end - start, leaf, proof, root)


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Check that the tree of `new` leaves begins with that of `old` leaves, old >= 1. Raises ProofError.

    The empty tree is refused: it says nothing about the new root, and a caller must not think it did.
    """
    if old < 1:
        raise ProofError("a proof from the empty tree says nothing about the new root")
    verify_subtree_consistency(0, old, new, proof=proof, subtree=old_root, root=new_root)


def verify_subtree_consistency(
    start: int, end: int, size: int, *, proof: Sequence[bytes], subtree: bytes, root: bytes
) -> None:
    """Check that `subtree` is the hash of [start, end) in the tree of `size` leaves with `root`.

    Raises ProofError. An empty subtree passes with an empty proof and the hash of nothing, and says nothing
    about `root`: callers that draw a conclusion refuse start == end first.
    """
    _check_subtree(start, end, size)
    _check_shape(proof, subtree, root)
    if start == end:
        if proof or subtree != EMPTY_ROOT:
            raise ProofError("an empty subtree has an empty proof and the hash of nothing")
        return
    found_subtree, found_root = _consistency_roots(start, end, size, iter(proof), subtree)
    if found_subtree != subtree or found_root != root:
        raise ProofError(f"the proof that leaves {start} to {end - 1} are in a tree of {size} does not hold")


def _consistency_roots(start: int, end: int, size: int, proof: Iterator[bytes], subtree: bytes) -> tuple[bytes, bytes]:
    """Follow a proof from the end of the subtree up: the hashes it gives to the subtree and to the tree."""
    first, second, last = start, end - 1, size - 1
    shift = (first ^ second).bit_length()  # after so many shifts the two are equal
    if second != last:
        shift = min(shift, _trailing_ones(second))
    first, second, last = first >> shift, second >> shift, last >> shift
    seed = subtree if first == second else next(proof, None)
    if seed is None:
        raise ProofError("the proof ends too soon")
    found_subtree = found_root = seed
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if second & 1 or second == last:
            if first < second:
                found_subtree = node_hash(sibling, found_subtree)
            found_root = node_hash(sibling, found_root)
            shift = _trailing_zeros(second)
            first, second, last = first >> shift, second >> shift, last >> shift
        else:
            found_root = node_hash(found_root, sibling)
        first, second, last = first >> 1, second >> 1, last >> 1
    if last:
        raise ProofError("the proof ends too soon")
    return found_subtree, found_root


def _trailing_ones(value: int) -> int:
    return (~value & (value + 1)).bit_length() - 1


def _trailing_zeros(value: int) -> int:
    return (value & -value).bit_length() - 1 if value else 0


def _split(count: int) -> int:
    """The largest power of two below `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


def _check_subtree(start: int, end: int, size: int) -> None:
    if not 0 <= start <= end <= size <= SIZE_MAX:
        raise ProofError(f"the leaves {start} to {end} are not within a tree of {size}")
    width = end - start
    if width and start % (1 << (width - 1).bit_length()):
        raise ProofError(f"the leaves {start} to {end - 1} are not a subtree")


def _check_shape(proof: Sequence[bytes], *hashes: bytes) -> None:
    if len(proof) > _PROOF_HASHES_MAX:
        raise ProofError(f"a proof has at most {_PROOF_HASHES_MAX} hashes")
    if not {HASH_BYTES}.issuperset(map(len, (*hashes, *proof))):
        raise ProofError("a hash is not 32 bytes long")
