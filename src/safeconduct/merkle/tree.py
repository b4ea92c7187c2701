"""Roots, and the frontier: what a growing tree must remember (RFC 9162 §2.1).

The tree of n leaves splits at the largest power of two below n; a lone right node rises unhashed. *Full*
subtrees, those of 2^level leaves that start at a multiple of 2^level, never change once complete: node
(level, index) covers leaves [index * 2^level, (index + 1) * 2^level).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, repeat
from typing import TypeAlias

from safeconduct.merkle.errors import MerkleError
from safeconduct.merkle.hashing import (
    EMPTY_ROOT,
    HASH_BYTES,
    SIZE_MAX,
    check_hashes,
    hash_pairs,
    node_hash,
    split_hashes,
)

NodeReader: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of the full subtree (level, index); level 0 is the leaves."""

Node: TypeAlias = tuple[int, int, bytes]
"""The level, index and hash of one full subtree."""


def root_from_leaves(leaves: bytes) -> bytes:
    """The root of concatenated leaf hashes; SHA-256 of nothing for none. Raises MerkleError unless whole.

    >>> root_from_leaves(b"") == EMPTY_ROOT
    True
    """
    _check_whole(leaves)
    if not leaves:
        return EMPTY_ROOT
    level = leaves
    while len(level) > HASH_BYTES:
        parents = hash_pairs(level)
        if len(level) % (2 * HASH_BYTES):
            parents.append(level[-HASH_BYTES:])
        level = b"".join(parents)
    return level


@dataclass(frozen=True, slots=True)
class Frontier:
    """The compact form of a tree: enough to add leaves and to tell the root, not to prove.

    size: number of leaves.
    hashes: the largest full subtrees that tile [0, size) from left to right, one for each bit set in `size`.
    Raises MerkleError if the two do not fit.

    >>> grown, completed = Frontier().extend(bytes(32 * 3))
    >>> grown.size, [(level, index) for level, index, _ in completed]
    (3, [(1, 0)])
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= SIZE_MAX or len(self.hashes) != self.size.bit_count():
            raise MerkleError(f"{len(self.hashes)} hashes cannot be the frontier of {self.size} leaves")
        check_hashes(self.hashes)

    def extend(self, leaves: bytes) -> tuple[Frontier, list[Node]]:
        """Add concatenated leaf hashes: the new frontier, and the full subtrees this completed.

        The completed ones are of level 1 and above (the caller holds the leaves), by level, then by index.
        Raises MerkleError unless `leaves` holds whole hashes.
        """
        _check_whole(leaves)
        waiting, kept = list(self.hashes), []
        completed: list[Node] = []
        level, first, added = 0, self.size, leaves
        while added:
            if first & 1:  # the last full subtree of this level still waits for its right sibling
                added = waiting.pop() + added
            if len(added) % (2 * HASH_BYTES):
                kept.append(added[-HASH_BYTES:])
            parents = hash_pairs(added)
            level, first = level + 1, first >> 1
            completed.extend(zip(repeat(level), count(first), parents))
            added = b"".join(parents)
        size = self.size + len(leaves) // HASH_BYTES
        return Frontier(size, (*waiting, *reversed(kept))), completed

    def root(self) -> bytes:
        """The root hash of the tree."""
        return fold_right(self.hashes)


def frontier_from_nodes(size: int, read: NodeReader) -> Frontier:
    """The frontier of the first `size` leaves, read from stored nodes."""
    return Frontier(size, full_subtrees(0, size, read))


def node_reader_from_leaves(leaves: bytes) -> NodeReader:
    """Read the nodes of a tree held in memory, made from its concatenated leaf hashes.

    Reading raises MerkleError for a subtree that is not complete.
    """
    nodes = {(0, index): leaf for index, leaf in enumerate(split_hashes(leaves))}
    nodes.update(((level, index), node) for level, index, node in Frontier().extend(leaves)[1])

    def read(level: int, index: int) -> bytes:
        if (level, index) not in nodes:
            raise MerkleError(f"there is no full subtree {index} of level {level}")
        return nodes[level, index]

    return read


def full_subtrees(start: int, end: int, read: NodeReader) -> tuple[bytes, ...]:
    """The full subtrees that tile [start, end) from left to right, where [start, end) is a subtree.

    A subtree starts at a multiple of the smallest power of two not below its length, so sizes only fall.
    """
    hashes = []
    position = start
    while position < end:
        level = (end - position).bit_length() - 1
        hashes.append(read(level, position >> level))
        position += 1 << level
    return tuple(hashes)


def subtree_root(start: int, end: int, read: NodeReader) -> bytes:
    """The root of the leaves [start, end), a subtree as above; SHA-256 of nothing if empty."""
    return fold_right(full_subtrees(start, end, read))


def fold_right(hashes: Sequence[bytes]) -> bytes:
    """The root over full subtrees of falling size: each rises beside all that stands to its right."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in hashes[-2::-1]:
        root = node_hash(left, root)
    return root


def _check_whole(leaves: bytes) -> None:
    if len(leaves) % HASH_BYTES:
        raise MerkleError(f"{len(leaves)} bytes are not a whole number of 32-byte leaf hashes")
