"""Identifiers: 16 bytes as 32 lowercase hex digits, random or derived from a stated key.

A journey observed at a post gets a random id. A row of a published table gets a derived one, so that
importing it twice yields the same id; nothing personal may enter the key, because plates can be enumerated.
"""

from __future__ import annotations

import hashlib
from typing import NewType

MovementId = NewType("MovementId", str)

_HEX = frozenset("0123456789abcdef")


def is_hex(text: str, digits: int) -> bool:
    """Whether `text` is exactly so many lowercase hex digits."""
    return len(text) == digits and _HEX.issuperset(text)


def derived_id(*parts: str) -> str:
    """A 16-byte id from parts that together name one thing, as 32 hex digits.

    >>> len(derived_id("black-sea-2022", "voyages", "1"))
    32
    """
    framed = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return hashlib.sha256(b"safeconduct/id/v1\0" + framed).digest()[:16].hex()
