"""Gold statements and proposed ones, as the scorer compares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.press.model import Span


@dataclass(frozen=True, slots=True)
class Event:
    """A dated happening: of the gold file, or proposed. neutral: neither rewarded nor punished."""

    doc: str
    spans: tuple[Span, ...]
    date: str = ""
    neutral: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """A statement as proposed; empty fields were not given.

    outer: position, among all proposed statements, of the one it says it is nested in. stances: edges such as
    `asserts:claim-mines`; None where the statement has no such field.
    """

    doc: str
    spans: tuple[Span, ...]
    speakers: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    mode: str = ""
    type: str = ""
    date: str = ""
    outer: int | None = None
    stances: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """Everything proposed. events: None where no document gives any."""

    statements: tuple[Proposed, ...]
    events: tuple[Event, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement of the gold file.

    accepted: speakers that count as right. types: the main one first. outer: position of the statement that holds it.
    neutral: neither rewarded nor punished. doubtful: fields that are not scored.
    """

    doc: str
    spans: tuple[Span, ...]
    accepted: frozenset[str]
    parties: frozenset[str]
    mode: str
    types: tuple[str, ...]
    date: str = ""
    outer: int | None = None
    stances: frozenset[str] = frozenset()
    neutral: bool = False
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the gold file knows by name."""

    kind: str
    party: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file. sizes: characters of each document."""

    sizes: Mapping[str, int]
    entities: Mapping[str, Named]
    statements: tuple[Wanted, ...]
    events: tuple[Event, ...] = ()
