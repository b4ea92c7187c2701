"""Faults at chosen writes: the write fails before it took effect, or after.

After Sunlight's in-memory backend: of each write that a program makes one asks both, and what it does next.
"""

from __future__ import annotations

import enum
import errno
from collections.abc import Callable, Mapping
from typing import TypeVar

_T = TypeVar("_T")


class Fault(enum.Enum):
    """When a write fails."""

    BEFORE = "before it took effect"
    AFTER = "after it took effect"


class InjectedError(OSError):
    """The failure that a test asked for; an input/output error for the program under test."""


class Faults:
    """Counts the writes of everything it is given to, and lets the planned ones fail.

    plan: the number of a write, the first being 0, and how it fails. It may be changed at any time.
    writes: how many writes there were, by name, failed ones included.
    """

    def __init__(self, plan: Mapping[int, Fault] | None = None) -> None:
        self.plan = dict(plan or {})
        self.writes: list[str] = []

    def around(self, name: str, write: Callable[[], _T]) -> _T:
        """Make a write, unless it is planned to fail. Raises InjectedError."""
        fault = self.plan.get(len(self.writes))
        self.writes.append(name)
        if fault is Fault.BEFORE:
            raise InjectedError(errno.EIO, f"{name} failed {fault.value}")
        done = write()
        if fault is Fault.AFTER:
            raise InjectedError(errno.EIO, f"{name} failed {fault.value}")
        return done
