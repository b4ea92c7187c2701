"""What a claim takes from the agreement: lists and limits, as they stood on the day of each row, under a reading.

A claim counts days, and a day is compared with the day that a limit or a list's version names. Where one begins
within a day, the rows of that day are unknown unless both sides agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from safeconduct.agreement.cel import CodeList, Condition, FactType, Vocabulary
from safeconduct.agreement.cel.tree import Fact, Literal, Node, replaced
from safeconduct.agreement.model import Agreement, Limit, Reading
from safeconduct.agreement.ruling import LIMIT, UNKNOWN, limit_value, positions_at
from safeconduct.agreement.timeline import Since, Timeline, joined_timeline
from safeconduct.assess.claims.model import Claim
from safeconduct.assess.errors import ClaimError
from safeconduct.base.instant import US_PER_DAY
from safeconduct.base.suggest import nearest

_LIST = re.compile(r"\blist\s*\.\s*([A-Za-z_]\w*)")
_LIMIT = re.compile(r"\blimit\s*\.\s*([A-Za-z_]\w*)")
CODE = "code"
UNKNOWN_SQL = {UNKNOWN: "CAST(NULL AS BIGINT)"}


@dataclass(frozen=True, slots=True)
class Used:
    """The lists and limits that a condition names, in alphabetical order."""

    lists: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it names any."""
        return bool(self.lists or self.limits)


NOTHING = Used()


def used_by(text: str) -> Used:
    """What a condition names of the agreement, by its spelling; texts in quotes are looked into as well."""
    return Used(tuple(sorted(set(_LIST.findall(text)))), tuple(sorted(set(_LIMIT.findall(text)))))


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreement as one claim uses it: under one reading, or under none if it uses no limit that depends on one."""

    agreement: Agreement
    reading: Reading
    used: Used

    def vocabulary(self, facts: Mapping[str, FactType], instant: int | None) -> Vocabulary:
        """The names a condition may use, with the lists of an instant; limits stand as facts."""
        limits = {LIMIT + limit.id: FactType(limit.kind) for limit in self.agreement.limits.values()}
        return Vocabulary(facts={**facts, **limits}, lists=self._lists(instant))

    def limits_at(self, instant: int | None) -> Mapping[str, Node]:
        """What stands for each limit that is used: its value, or the fact that is never known."""
        return {LIMIT + name: self._limit(self.agreement.limits[name], instant) for name in self._known_limits()}

    def starts(self) -> tuple[int | None, ...]:
        """The instants from which a list or limit that is used may be another."""
        lists = [self.agreement.lists[name] for name in self.used.lists if name in self.agreement.lists]
        found = {start for one in lists for start in one.versions.starts()}
        limits = [self.agreement.limits[name] for name in self._known_limits()]
        found |= {row.start for limit in limits for row in limit.rows}
        if limits:
            found |= {start for held in self.reading.positions.values() for start in held.starts()}
        return (None, *sorted(found))

    def lists_known(self, instant: int | None) -> bool:
        """Whether every list that is used has a version at an instant."""
        known = self._lists(instant)
        return all(name in known for name in self.used.lists)

    def _known_limits(self) -> list[str]:
        return [name for name in self.used.limits if name in self.agreement.limits]

    def _lists(self, instant: int | None) -> dict[str, CodeList]:
        lists = {name: one.versions for name, one in self.agreement.lists.items()}
        at = {name: one.pieces[0].value if instant is None else one.at(instant) for name, one in lists.items()}
        return {name: codes for name, codes in at.items() if codes is not None}

    def _limit(self, limit: Limit, instant: int | None) -> Node:
        value = limit_value(limit, positions_at(self.reading, instant), instant)
        return Fact(limit.kind, UNKNOWN) if value is None else Literal(limit.kind, value)


def readings_of(claim: Claim, agreement: Agreement | None) -> tuple[str, ...]:
    """The readings a claim has to be put under: one, or all where a limit that it uses differs between them.

    Raises ClaimError for a reading or a part of an agreement that is not there.
    """
    named, used = claim.proposition.reading, used_by(claim.proposition.where)
    if agreement is None:
        if named or used:
            part = f"the reading {named!r}" if named else "a list or limit"
            what = f"the claim uses {part} of an agreement, and none is given"
            step = "Put it to a corridor with an agreement.yaml."
            raise ClaimError(what, where=claim.at("reading" if named else "where"), code="SC-CLM-04", next_step=step)
        return ("",)
    if named:
        _check_reading(claim, named, agreement)
        return (named,)
    if not used.limits:
        return ("",)
    seen = {reading.id: _limits_under(agreement, reading, used) for reading in agreement.readings.values()}
    return tuple(seen) if len(set(seen.values())) > 1 else ("",)


def terms_for(claim: Claim, agreement: Agreement) -> Terms:
    """The agreement as a claim uses it. Without a reading any is taken: then they do not differ."""
    named = claim.proposition.reading
    reading = agreement.readings[named] if named else next(iter(agreement.readings.values()), _NOBODY)
    return Terms(agreement, reading, used_by(claim.proposition.where))


_NOBODY = Reading("", {})


def conditions_over_time(
    terms: Terms, load: Callable[[Vocabulary], Condition], facts: Mapping[str, FactType]
) -> Timeline[Condition | None]:
    """A condition with lists and limits put in, for every instant; None before a list it uses has a version.

    Raises ConditionError for what is wrong with it at the time of the newest lists.
    """
    starts = terms.starts()
    load(terms.vocabulary(facts, starts[-1]))
    pieces: list[Since[Condition | None]] = []
    for start in starts:
        condition = load(terms.vocabulary(facts, start)) if terms.lists_known(start) else None
        if condition is not None:
            tree = replaced(condition.tree, terms.limits_at(start))
            condition = replace(condition, tree=tree)
        pieces.append(Since(start, condition))
    return joined_timeline(pieces)


def by_day(pieces: Timeline[str], day: str) -> str:
    """SQL that holds on each row as the piece of its day does. day: SQL of days since 1970, maybe NULL."""
    if len(pieces.pieces) == 1:
        return pieces.pieces[0].value
    parts: list[str] = []
    for before, after in zip(pieces.pieces, pieces.pieces[1:], strict=False):
        assert after.start is not None
        first, within = divmod(after.start, US_PER_DAY)
        parts.append(f"WHEN {day} < {first} THEN ({before.value})")
        if within:
            both = f"CASE WHEN ({before.value}) = ({after.value}) THEN ({before.value}) END"
            parts.append(f"WHEN {day} = {first} THEN ({both})")
    last = pieces.pieces[-1].value
    return f"CASE WHEN {day} IS NULL THEN CAST(NULL AS BOOLEAN) {' '.join(parts)} ELSE ({last}) END"


def _check_reading(claim: Claim, named: str, agreement: Agreement) -> None:
    if named not in agreement.readings:
        close = nearest(named, agreement.readings)
        step = f"Did you mean {close[0]!r}?" if close else f"Readings: {', '.join(agreement.readings)}."
        raise ClaimError(f"there is no reading {named!r}", where=claim.at("reading"), code="SC-CLM-04", next_step=step)


def _limits_under(agreement: Agreement, reading: Reading, used: Used) -> tuple[object, ...]:
    """Every value that the limits take under a reading, at every instant at which one may change under any."""
    limits = [agreement.limits[name] for name in used.limits if name in agreement.limits]
    starts = {row.start for limit in limits for row in limit.rows}
    readings = agreement.readings.values()
    starts |= {start for one in readings for held in one.positions.values() for start in held.starts()}
    return tuple(limit_value(limit, positions_at(reading, at), at) for limit in limits for at in sorted(starts))
