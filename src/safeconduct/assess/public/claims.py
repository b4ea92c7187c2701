"""Claims with who asserts and who denies them, and from how many origins that is known.

The statement that a claim was made in asserts it, unless somebody signed another stance of it. Numbers of statements,
of speakers and of origins stand beside each other: one speaker heard through two origins is still one speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from safeconduct.assess.public.model import ClaimSaid, PublicRecord, StanceSaid, Statement
from safeconduct.assess.public.origins import origin_count, origins_of
from safeconduct.entries.kinds.stance import StanceWord

STANCES: tuple[StanceWord, ...] = get_args(StanceWord)


@dataclass(frozen=True, slots=True)
class Taken:
    """A statement that takes a stance. stance: the entries that say so; None for the claim's own statement.

    origins: first holders of its words. through: ids of those of another party through whom alone it is known.
    """

    statement: Statement
    stance: StanceSaid | None
    origins: tuple[str, ...]
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """All statements of one stance on a claim, in order of time."""

    stance: StanceWord
    taken: tuple[Taken, ...]

    @property
    def speakers(self) -> int:
        """How many speakers."""
        return len({agent.key for one in self.taken for agent in one.statement.agents})

    @property
    def origins(self) -> int:
        """How many independent origins."""
        return origin_count(one.origins for one in self.taken)

    @property
    def only_through(self) -> bool:
        """Whether it is known through other parties alone."""
        return bool(self.taken) and all(one.through for one in self.taken)


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """A claim with its sides that have a statement, in the order of `STANCES`."""

    claim: ClaimSaid
    sides: tuple[Side, ...]

    def side(self, stance: StanceWord) -> Side:
        """The statements of one stance; perhaps none."""
        return next((one for one in self.sides if one.stance == stance), Side(stance, ()))


def claims_told(record: PublicRecord) -> tuple[ClaimTold, ...]:
    """Every claim on record with its sides, in the order of their ids."""
    return tuple(claim_told(record, claim) for claim in record.claims)


def claim_told(record: PublicRecord, claim: ClaimSaid) -> ClaimTold:
    """One claim with its sides."""
    signed = record.stances_on.get(claim.id, ())
    sides = (Side(stance, tuple(_side(record, claim, signed, stance))) for stance in STANCES)
    return ClaimTold(claim, tuple(side for side in sides if side.taken))


def claims_touched(record: PublicRecord, statements: Iterable[str]) -> tuple[ClaimSaid, ...]:
    """The claims that some statements were the first to make or take a stance on, by id, in the order of their ids."""
    found: set[str] = set()
    for name in statements:
        found |= {one.claim for one in record.stances_of.get(name, ())}
        found |= {one.id for one in record.claims_of.get(name, ())}
    return tuple(record.claim_by_id[name] for name in sorted(found))


def through_others(record: PublicRecord, statement: Statement) -> tuple[str, ...]:
    """Those of another party through whom alone a statement is known; none if its speaker or the reporter is heard.

    They are what `via` lists, else the speakers of the statement that holds it.
    """
    outer = record.outer(statement)
    chain = statement.via or (tuple(agent.key for agent in outer.agents) if outer else ())
    parties = {agent.party for agent in statement.agents if agent.party} or {statement.party} - {""}
    if not parties:
        return ()
    return tuple(one for one in chain if (party := record.party_of(one)) and party not in parties)


def _side(record: PublicRecord, claim: ClaimSaid, signed: Sequence[StanceSaid], stance: StanceWord) -> Iterator[Taken]:
    taken: list[tuple[Statement, StanceSaid | None]] = []
    for held in (one for one in signed if one.stance == stance):
        meant = record.meant(held.statement, (at.log for at in held.entries))
        taken += [] if meant is None else [(meant, held)]
    if stance == "asserts" and claim.statement not in {one.statement for one in signed}:
        own = record.meant(claim.statement, (claim.entry.log,))
        taken += [] if own is None else [(own, None)]
    for one, by in sorted(taken, key=lambda each: each[0].order):
        yield Taken(one, by, origins_of(record, one), through_others(record, one))
