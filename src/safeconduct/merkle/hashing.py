"""Leaf and node hashes (RFC 6962 §2.1, RFC 9162 §2.1.1).

Lists of hashes travel as one byte string, 32 bytes each: that is what tiles, bundles and tables hold.
`hash_leaves` and `hash_pairs` are where the time of building a tree is spent, and the only places to replace
should a native hash ever be worth its upkeep.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from safeconduct.merkle.errors import MerkleError

HASH_BYTES = 32
SIZE_MAX = 2**64 - 1
EMPTY_ROOT = hashlib.sha256(b"").digest()
_SIBLINGS = struct.Struct("32s32s")


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two children: SHA-256(0x01 || left || right). Raises MerkleError unless both are hashes."""
    check_hashes((left, right))
    return hashlib.sha256(b"\x01" + left + right).digest()


def hash_leaves(entries: Sequence[bytes]) -> bytes:
    """The leaf hashes of entries in their order, concatenated.

    >>> hash_leaves([b"a", b"b"]) == leaf_hash(b"a") + leaf_hash(b"b")
    True
    """
    sha256 = hashlib.sha256
    return b"".join([sha256(b"\x00" + entry).digest() for entry in entries])


def hash_pairs(pairs: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """The parents of left and right siblings, which must be hashes (see `siblings`)."""
    sha256 = hashlib.sha256
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def siblings(hashes: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The hashes of one level two by two, left to right; a lone last one is left out.

    >>> list(siblings([b"a", b"b", b"c"]))
    [(b'a', b'b')]
    """
    each = iter(hashes)
    return zip(each, each)  # noqa: B905  # the lone last one is meant to be left out


def siblings_from_bytes(hashes: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The same of concatenated hashes, without first making a list of them.

    >>> list(siblings_from_bytes(b"L" * 32 + b"R" * 32 + b"-" * 32)) == [(b"L" * 32, b"R" * 32)]
    True
    """
    whole = len(hashes) - len(hashes) % _SIBLINGS.size
    return cast("Iterator[tuple[bytes, bytes]]", _SIBLINGS.iter_unpack(memoryview(hashes)[:whole]))


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
