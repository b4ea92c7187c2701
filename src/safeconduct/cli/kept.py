"""Answers kept for the pages: each computed once for a state of a record while whoever else asks waits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeAlias, TypeVar

from safeconduct.facts.build import LogState

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
LogStates: TypeAlias = tuple[LogState, ...]


class Kept(Generic[Key, Value]):
    """The newest few answers of one kind, at most `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The answer kept under a key, else the one that `make` computes now."""
        with self._lock:
            if key not in self._held:
                self._held[key] = make()
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
            self._held.move_to_end(key)
            return self._held[key]
