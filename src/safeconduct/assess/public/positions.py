"""What one speaker said on each matter over time, and where that changed.

A matter is a claim, a question with a stated answer, or the state of the road in one direction. Statements of one word
in a row are one position. A change lies after the last statement of the one and not after the first of the next; where
their days overlap, their order is not known and no change is shown. What is only known through somebody else is marked,
because it is evidence about him first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from safeconduct.assess.public.model import PublicRecord, Statement

Matter: TypeAlias = Literal["claim", "question", "road", "topic"]
_ORDER: dict[Matter, int] = {"road": 0, "claim": 1, "question": 2, "topic": 3}


@dataclass(frozen=True, slots=True)
class Held:
    """A position: a word (stance, answer or status; type of statement for a topic) and the statements that hold it."""

    word: str
    statements: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The earliest of them."""
        return self.statements[0]

    @property
    def last(self) -> Statement:
        """The latest of them."""
        return self.statements[-1]


@dataclass(frozen=True, slots=True)
class Change:
    """A position that another one followed. after: the day of its last statement; by: the day of the next one's first.

    known: whether the order of the two is known.
    """

    before: Held
    later: Held
    known: bool


@dataclass(frozen=True, slots=True)
class Positions:
    """What a speaker said on one matter. about: id of the claim, topic, or direction or empty. unit: of answers."""

    matter: Matter
    about: str
    unit: str
    held: tuple[Held, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Where it changed; never for a topic, of which the record holds no answer."""
        if self.matter == "topic":
            return ()
        return tuple(
            Change(one, other, one.last.days.before(other.first.days))
            for one, other in pairwise(self.held)
            if one.word != other.word
        )


def positions_of(record: PublicRecord, speaker: str) -> tuple[Positions, ...]:
    """What a speaker said, matter by matter: the road, claims, questions, then topics without an answer."""
    said: dict[tuple[Matter, str, str], list[tuple[str, Statement]]] = {}
    for one in record.by_speaker(speaker):
        for matter, about, unit, word in _matters(record, one):
            said.setdefault((matter, about, unit), []).append((word, one))
    keys = sorted(said, key=lambda key: (_ORDER[key[0]], *key[1:]))
    return tuple(Positions(*key, _runs(said[key])) for key in keys)


def _matters(record: PublicRecord, one: Statement) -> Iterator[tuple[Matter, str, str, str]]:
    if one.road is not None:
        yield "road", one.road[0], "", one.road[1]
    logs = {at.log for at in one.entries}
    stances = [
        (stance.claim, stance.stance)
        for stance in record.stances_of.get(one.id, ())
        if record.meant(one.id, (at.log for at in stance.entries)) == one
    ]
    own = {claim.id for claim in record.claims_of.get(one.id, ()) if claim.entry.log in logs}
    own -= {claim for claim, _ in stances}
    for claim, stance in sorted([*stances, *((claim, "asserts") for claim in own)]):
        yield "claim", claim, "", stance
    if one.topic and one.value:
        yield "question", one.topic, one.unit, one.answer
    elif one.topic:
        yield "topic", one.topic, "", one.type


def _runs(said: Sequence[tuple[str, Statement]]) -> tuple[Held, ...]:
    """Statements of one word in a row, joined; they come in order of time."""
    found: list[Held] = []
    for word, one in said:
        if found and found[-1].word == word:
            found[-1] = Held(word, (*found[-1].statements, one))
        else:
            found.append(Held(word, (one,)))
    return tuple(found)
