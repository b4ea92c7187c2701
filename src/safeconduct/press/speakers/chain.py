"""The chain of speakers and subjects through a report, for he, she, it, they, "the ministry", "the latter"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safeconduct.press.speakers.cast import Person
from safeconduct.press.speakers.model import Speaker

REACH_CHARS = 2500
_REACH_LINKS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody who spoke, or was the subject of a sentence, at a place of the text; paper: spoke in writing."""

    at: int
    speakers: tuple[Speaker, ...]
    person: Person | None = None
    spoke: bool = True
    paper: bool = False


class Chain:
    """Links in the order of the text."""

    def __init__(self) -> None:
        self._links: list[Link] = []
        self._is_barred = False

    def add(self, link: Link) -> None:
        """Put a link behind the others."""
        self._links.append(link)
        self._is_barred = False

    def bar(self) -> None:
        """Somebody spoke who cannot be told: the next pronoun may mean him, so it means nobody."""
        self._is_barred = True

    @property
    def barred(self) -> bool:
        """Whether the last who spoke cannot be told."""
        return self._is_barred

    def back(self, position: int) -> Iterator[Link]:
        """The links before a position, nearest first, as far as a reader would look back."""
        for link in self._links[: -_REACH_LINKS - 1 : -1]:
            if link.at < position:
                if position - link.at > REACH_CHARS:
                    return
                yield link

    def latest(self, position: int, fits: Callable[[Link], bool]) -> Link | None:
        """The nearest link before a position that fits."""
        return next((link for link in self.back(position) if fits(link)), None)

    def without(self, keys: frozenset[str]) -> Chain:
        """The chain without some persons."""
        left = Chain()
        left._links = [
            link for link in self._links[-_REACH_LINKS - 1 :] if link.person is None or link.person.key not in keys
        ]
        return left

    def last_spoken(self) -> Link | None:
        """The last link that spoke."""
        if self._is_barred:
            return None
        return next((link for link in reversed(self._links) if link.spoke), None)


def is_person(link: Link, pronoun: str) -> bool:
    """Whether a link is one person whom "he" or "she" may mean."""
    if len(link.speakers) != 1 or link.speakers[0].kind not in {"person", "role"}:
        return False
    known = link.person.pronoun if link.person is not None else ""
    return not known or known == pronoun


def is_body(link: Link) -> bool:
    """Whether a link is one organisation, state or group."""
    return len(link.speakers) == 1 and link.speakers[0].kind in {"organisation", "state", "media", "group"}


def is_many(link: Link) -> bool:
    """Whether "they" may mean a link: several speakers, or a body of several persons."""
    return len(link.speakers) > 1 or is_body(link)
