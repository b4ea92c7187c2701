"""Leaf and node hashes (RFC 6962 §2.1, RFC 9162 §2.1.1).

Lists of hashes travel as one byte string, 32 bytes each: that is what tiles, bundles and tables hold.
`hash_leaves` and `hash_pairs` are where the time of building a tree is spent, and the only places to replace
should a native hash ever be worth its upkeep.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence

from safeconduct.merkle.errors import MerkleError

HASH_BYTES = 32
SIZE_MAX = 2**64 - 1
EMPTY_ROOT = hashlib.sha256(b"").digest()

# Copying a state that has taken the first byte is quicker than joining that byte to every input.
_LEAF = hashlib.sha256(b"\x00")
_NODE = hashlib.sha256(b"\x01")
_PAIR = struct.Struct("64s")


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two children: SHA-256(0x01 || left || right). Raises MerkleError unless both are hashes."""
    if not len(left) == len(right) == HASH_BYTES:
        raise MerkleError("a hash is not 32 bytes long")
    return hashlib.sha256(b"\x01" + left + right).digest()


def hash_leaves(entries: Sequence[bytes]) -> bytes:
    """The leaf hashes of entries in their order, concatenated.

    >>> hash_leaves([b"a", b"b"]) == leaf_hash(b"a") + leaf_hash(b"b")
    True
    """
    begin, hashes = _LEAF.copy, []
    for entry in entries:
        state = begin()
        state.update(entry)
        hashes.append(state.digest())
    return b"".join(hashes)


def hash_pairs(hashes: bytes) -> list[bytes]:
    """The parents of concatenated siblings, left to right; a lone last hash has none.

    >>> hash_pairs(b"L" * 32 + b"R" * 32 + b"-" * 32) == [node_hash(b"L" * 32, b"R" * 32)]
    True
    """
    begin, parents = _NODE.copy, []
    for (pair,) in _PAIR.iter_unpack(memoryview(hashes)[: len(hashes) // 64 * 64]):
        state = begin()
        state.update(pair)
        parents.append(state.digest())
    return parents


def check_hashes(hashes: Iterable[bytes]) -> None:
    """Raise MerkleError unless every hash has exactly 32 bytes, so that nothing else is ever hashed."""
    if not {HASH_BYTES}.issuperset(map(len, hashes)):
        raise MerkleError("a hash is not 32 bytes long")


def split_hashes(hashes: bytes) -> list[bytes]:
    """Concatenated hashes as a list. Raises MerkleError unless they are whole.

    >>> split_hashes(bytes(64)) == [bytes(32), bytes(32)]
    True
    """
    if len(hashes) % HASH_BYTES:
        raise MerkleError(f"{len(hashes)} bytes are not a whole number of 32-byte hashes")
    return [hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES)]
