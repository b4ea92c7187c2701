"""How a long use case tells how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Progress:
    """So much of so much done. act: one verb; unit: of the counts; total: 0 if unknown."""

    act: str
    done: int
    total: int
    unit: str


Listener: TypeAlias = Callable[[Progress], None]


def nobody(_progress: Progress) -> None:
    """For callers who do not want to know."""
