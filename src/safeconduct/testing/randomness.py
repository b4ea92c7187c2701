"""Randomness that one seed decides."""

from __future__ import annotations

import hashlib


class SeededRandom:
    """A stream of bytes that looks random and is the same for the same seed, on every machine and version.

    >>> SeededRandom(1).random_bytes(4) == SeededRandom(1).random_bytes(4)
    True
    """

    def __init__(self, seed: int) -> None:
        self._seed = str(seed).encode()
        self._block = 0
        self._waiting = b""

    def random_bytes(self, count: int) -> bytes:
        """The next `count` bytes of the stream."""
        while len(self._waiting) < count:
            self._waiting += hashlib.sha256(b"%b/%d" % (self._seed, self._block)).digest()
            self._block += 1
        found, self._waiting = self._waiting[:count], self._waiting[count:]
        return found
