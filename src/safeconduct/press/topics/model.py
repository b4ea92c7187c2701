"""Topics of an agreement: words that go with them, and the clauses they bear on."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.model import Span


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by its id. strong: beginnings of words that name it; words: such as only go with it."""

    id: str
    clauses: tuple[str, ...]
    strong: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic proposed for a statement. score: strong words count three, others one; words: where they stand."""

    topic: str
    clauses: tuple[str, ...]
    score: int
    words: tuple[Span, ...]
