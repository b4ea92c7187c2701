"""A bounded memory of what was found, for several threads at once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Kept(Generic[Key, Found]):
    """At most `limit` things: those added lately, and those asked for since half of it was last filled.

    Two dicts, the older of which is dropped when the younger is full. Threads that race may compute a thing
    twice, or forget one early; never do they find another's.
    """

    def __init__(self, limit: int) -> None:
        self._half = max(limit // 2, 1)
        self._young: dict[Key, Found] = {}
        self._old: dict[Key, Found] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: Key) -> Found | None:
        """What was kept, or None."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: Key, found: Found) -> None:
        """Keep one more; it may push out others."""
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = found
