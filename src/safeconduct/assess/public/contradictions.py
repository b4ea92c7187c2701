"""Statements that cannot stand together, side by side; which of them is right is not asked.

Five grounds: one denies the other by name; two take opposite stances on a claim; two give answers to one question that
cannot both hold (`assess.sources`); to one a thing was done before the days on which to the other it was only wanted;
two date the beginning of a lasting thing to different days (there may be two such things: who reads both can tell). The
last two need no question that somebody put. Each pair stands once, the earlier statement first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.assess.claims.answer import EntryRef
from safeconduct.assess.public.claims import claim_told, claims_touched
from safeconduct.assess.public.days import Days
from safeconduct.assess.public.model import Happening, PublicRecord, Statement
from safeconduct.assess.sources.questions import can_both_hold
from safeconduct.assess.sources.told import Version
from safeconduct.entries.kinds.stance import AGAINST

Ground: TypeAlias = Literal["denied", "claim", "answer", "wanted", "begun"]
LASTING = frozenset({"checkpoint", "blockade"})
"""Happenings that begin something which lasts: two days for it are worth a look. Deliveries happen often."""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why two statements cannot stand together.

    about: id of the claim or the question, the kind of happening; empty for a plain denial.
    """

    ground: Ground
    about: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot stand together, the earlier one first, and why."""

    one: Statement
    other: Statement
    reasons: tuple[Reason, ...]

    def of(self, statement: Statement) -> Statement:
        """The statement on the other side of one of the two."""
        return self.other if statement == self.one else self.one


_Found: TypeAlias = tuple[Statement, Statement, Reason]


def contradictions(record: PublicRecord) -> tuple[Contradiction, ...]:
    """All pairs on record, in order of time."""
    return _once(found for one in record.statements for found in _found(record, one))


def contradictions_of(record: PublicRecord, statement: Statement) -> tuple[Contradiction, ...]:
    """The pairs that one statement belongs to, in order of time."""
    return _once(_found(record, statement))


def _found(record: PublicRecord, statement: Statement) -> Iterator[_Found]:
    for ground in (_denials, _stances, _answers, _happenings):
        yield from ground(record, statement)


def _once(found: Iterable[_Found]) -> tuple[Contradiction, ...]:
    pairs: dict[tuple[object, ...], tuple[Statement, Statement, set[Reason]]] = {}
    for one, other, reason in found:
        pairs.setdefault((one.order, other.order), (one, other, set()))[2].add(reason)
    ordered = (pairs[key] for key in sorted(pairs))
    return tuple(Contradiction(one, other, tuple(sorted(reasons))) for one, other, reasons in ordered)


def _denials(record: PublicRecord, statement: Statement) -> Iterator[_Found]:
    denied = record.meant(statement.denies, _logs(statement)) if statement.denies else None
    if denied is not None:
        yield _pair(statement, denied, "denied")
    for one in record.denying(statement.id):
        if record.meant(statement.id, _logs(one)) == statement:
            yield _pair(one, statement, "denied")


def _stances(record: PublicRecord, statement: Statement) -> Iterator[_Found]:
    for claim in claims_touched(record, [statement.id]):
        told = claim_told(record, claim)
        sides = ([one.statement for one in told.side("asserts").taken],
                 [one.statement for word in AGAINST for one in told.side(word).taken])  # fmt: skip
        for own, others in (sides, sides[::-1]):
            if statement in own:
                yield from (_pair(statement, one, "claim", claim.id) for one in others if one.id != statement.id)


def _answers(record: PublicRecord, statement: Statement) -> Iterator[_Found]:
    """Answers of another speaker to the same question, for the same day, that cannot hold as well."""
    if not (statement.topic and statement.value):
        return
    for one in record.answering(statement.topic):
        same = (one.unit, one.as_of) == (statement.unit, statement.as_of)
        if same and not _speak_as_one(one, statement) and not can_both_hold(_version(one), _version(statement)):
            yield _pair(statement, one, "answer", one.topic)


def _happenings(record: PublicRecord, statement: Statement) -> Iterator[_Found]:
    """Happenings of one kind that other speakers date to days that do not fit."""
    own = statement.happening
    for one in record.telling(own.kind) if own is not None else ():
        other = one.happening
        if own is None or other is None or _speak_as_one(one, statement):
            continue
        if own.wanted != other.wanted:
            done, wish = (other, own) if own.wanted else (own, other)
            if done.days.before(wish.days):
                yield _pair(statement, one, "wanted", own.kind)
        elif not own.wanted and own.kind in LASTING and _begin_apart(own, other):
            yield _pair(statement, one, "begun", own.kind)


def _begin_apart(one: Happening, other: Happening) -> bool:
    """Whether two beginnings are surely of different days: of what lasts since a day, that day is its beginning."""
    first, second = _beginning(one), _beginning(other)
    return first.before(second) or second.before(first)


def _beginning(one: Happening) -> Days:
    return Days(one.days.first, one.days.first) if one.days.last is None else one.days


def _speak_as_one(one: Statement, other: Statement) -> bool:
    return {agent.key for agent in one.agents} == {agent.key for agent in other.agents}


def _logs(one: Statement) -> list[str]:
    return [at.log for at in one.entries]


def _version(one: Statement) -> Version:
    entry = EntryRef(one.entries[0].log, one.entries[0].index)
    return Version(one.topic, one.value, one.speaker, one.said_on, entry, one.evidence, one.unit, one.comparator)


def _pair(one: Statement, other: Statement, ground: Ground, about: str = "") -> _Found:
    first, second = sorted((one, other), key=lambda each: each.order)
    return first, second, Reason(ground, about)
