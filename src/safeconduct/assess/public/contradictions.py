"""Statements that cannot stand together, side by side; which of them is right is not asked.

Three grounds: one denies the other by name; two take opposite stances on a claim; two give answers to one question that
cannot both hold (`assess.sources`). Each pair stands once, the earlier statement first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.assess.claims.answer import EntryRef
from safeconduct.assess.public.claims import claim_told, claims_touched
from safeconduct.assess.public.model import PublicRecord, Statement
from safeconduct.assess.sources.questions import can_both_hold
from safeconduct.assess.sources.told import Version
from safeconduct.entries.kinds.stance import AGAINST

Ground: TypeAlias = Literal["denied", "claim", "answer"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot stand together. about: id of the claim or the question, empty for a plain denial."""

    one: Statement
    other: Statement
    ground: Ground
    about: str = ""

    def of(self, statement: Statement) -> Statement | None:
        """The statement on the other side; None if this is about others."""
        if statement == self.one:
            return self.other
        return self.one if statement == self.other else None


def contradictions(record: PublicRecord) -> tuple[Contradiction, ...]:
    """All pairs on record, in order of time."""
    return _once(pair for one in record.statements for pair in contradictions_of(record, one))


def contradictions_of(record: PublicRecord, statement: Statement) -> tuple[Contradiction, ...]:
    """The pairs that one statement belongs to, in order of time."""
    return _once([*_denials(record, statement), *_stances(record, statement), *_answers(record, statement)])


def _once(pairs: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    found = {(pair.one.order, pair.other.order, pair.ground, pair.about): pair for pair in pairs}
    return tuple(found[key] for key in sorted(found))


def _denials(record: PublicRecord, statement: Statement) -> Iterator[Contradiction]:
    denied = record.meant(statement.denies, _logs(statement)) if statement.denies else None
    if denied is not None:
        yield _pair(statement, denied, "denied")
    for one in record.denying(statement.id):
        if record.meant(statement.id, _logs(one)) == statement:
            yield _pair(one, statement, "denied")


def _stances(record: PublicRecord, statement: Statement) -> Iterator[Contradiction]:
    for claim in claims_touched(record, [statement.id]):
        told = claim_told(record, claim)
        sides = ([one.statement for one in told.side("asserts").taken],
                 [one.statement for word in AGAINST for one in told.side(word).taken])  # fmt: skip
        for own, others in (sides, sides[::-1]):
            if statement in own:
                yield from (_pair(statement, one, "claim", claim.id) for one in others if one.id != statement.id)


def _answers(record: PublicRecord, statement: Statement) -> Iterator[Contradiction]:
    """Answers of another speaker to the same question, for the same day, that cannot hold as well."""
    if not (statement.topic and statement.value):
        return
    for one in record.answering(statement.topic):
        same = (one.unit, one.as_of) == (statement.unit, statement.as_of)
        if same and not _speak_as_one(one, statement) and not can_both_hold(_version(one), _version(statement)):
            yield _pair(statement, one, "answer", one.topic)


def _speak_as_one(one: Statement, other: Statement) -> bool:
    return {agent.key for agent in one.agents} == {agent.key for agent in other.agents}


def _logs(one: Statement) -> list[str]:
    return [at.log for at in one.entries]


def _version(one: Statement) -> Version:
    entry = EntryRef(one.entries[0].log, one.entries[0].index)
    return Version(one.topic, one.value, one.speaker, one.said_on, entry, one.evidence, one.unit, one.comparator)


def _pair(one: Statement, other: Statement, ground: Ground, about: str = "") -> Contradiction:
    first, second = sorted((one, other), key=lambda each: each.order)
    return Contradiction(first, second, ground, about)
