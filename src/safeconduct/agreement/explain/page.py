"""All that can be prepared before a case is known: for each period its conditions, readings and other positions.

Beside every reading stand its variants: the same reading with another reading's position on one issue, which
shows whether that issue makes the two differ; and, where it is silent on an issue, with each position on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from safeconduct.agreement.explain.answer import LimitUsed
from safeconduct.agreement.explain.change import Alternatives
from safeconduct.agreement.explain.classes import Classes
from safeconduct.agreement.explain.sheet import Compiler, Programs, Sheet, Variant
from safeconduct.agreement.model import Agreement, Amendment, Issue, Limit, Question, Reading, Rule
from safeconduct.agreement.ruling import LIMIT, Positions, Ruling, limit_value, positions_at, rulings, under_holds
from safeconduct.agreement.timeline import Since, cuts, joined_timeline


@dataclass(frozen=True, slots=True)
class Voice:
    """One reading on a page.

    used: bits of its conditions. swaps: other reading -> issue and the ruling that follows, where it is another.
    fills: issue on which it is silent -> the rulings that follow from each position, where they are others.
    """

    reading: Reading
    programs: Programs
    used: int
    swaps: Mapping[str, tuple[tuple[str, Programs], ...]]
    fills: Mapping[str, tuple[Programs, ...]]


class Page:
    """One period. instant: one at which it holds; None before the first change, or where none is known."""

    def __init__(
        self,
        agreement: Agreement,
        question: Question,
        ruled: Mapping[Variant, Sequence[Ruling]],
        instant: int | None,
        compiler: Compiler,
    ) -> None:
        self.agreement = agreement
        self.instant = instant
        self.sheet = Sheet(agreement, question, ruled, compiler)
        self.rules = agreement.rules_for(question)
        self.voices = tuple(self._voice(reading, ruled) for reading in agreement.readings.values())
        self._limits: dict[tuple[str, str], tuple[LimitUsed, ...]] = {}

    @cached_property
    def alternatives(self) -> Alternatives:
        """The values of facts that can make a difference in this period."""
        return Alternatives(self.agreement, self.sheet)

    @cached_property
    def classes(self) -> Classes:
        """What explanations of this period depend on."""
        return Classes(self.agreement, self.rules, self.sheet, self.alternatives)

    def limits(self, reading: Reading, rule: Rule) -> tuple[LimitUsed, ...]:
        """The limits that a rule uses under a reading."""
        key = (reading.id, rule.id)
        if key not in self._limits:
            self._limits[key] = tuple(self._limits_of(reading, rule))
        return self._limits[key]

    def _limits_of(self, reading: Reading, rule: Rule) -> Iterator[LimitUsed]:
        condition = None if self.instant is None else rule.condition.at(self.instant)
        positions = positions_at(reading, self.instant)
        for name in () if condition is None else condition.names:
            limit = self.agreement.limits.get(name.removeprefix(LIMIT)) if name.startswith(LIMIT) else None
            found = None if limit is None else _limit_used(limit, positions, self.instant)
            if found is not None:
                yield found

    def _voice(self, reading: Reading, variants: Mapping[Variant, Sequence[Ruling]]) -> Voice:
        programs = self.sheet.programs
        own = programs[Variant(reading.id)]
        swaps: dict[str, tuple[tuple[str, Programs], ...]] = {}
        fills: dict[str, tuple[Programs, ...]] = {}
        for variant in variants:
            if variant.reading != reading.id or not variant.issue or programs[variant] == own:
                continue
            if variant.other:
                swaps[variant.other] = (*swaps.get(variant.other, ()), (variant.issue, programs[variant]))
            else:
                fills[variant.issue] = (*fills.get(variant.issue, ()), programs[variant])
        return Voice(reading, own, self.sheet.used(own), swaps, fills)


class Book:
    """The pages of one question, made when a case first needs them."""

    def __init__(self, agreement: Agreement, question: Question, compiler: Compiler) -> None:
        self.agreement = agreement
        self.question: Question = question
        self._compiler = compiler
        self._ruled = {
            variant: rulings(changed, question, reading) for variant, (changed, reading) in variants(agreement).items()
        }
        self._starts = (None, *cuts(self._ruled.values()))
        self._pages: dict[int | None, Page] = {}
        self._undated: Page | None = None

    def page(self, instant: int | None) -> Page:
        """The page for an instant; if that is not known, one on which any period may be the right one."""
        if instant is None:
            self._undated = self._undated or self._page(
                None, {key: [*one.values()] for key, one in self._ruled.items()}
            )
            return self._undated
        start = _last_before(self._starts, instant)
        if start not in self._pages:
            ruled = {key: [one.pieces[0].value if start is None else one.at(start)] for key, one in self._ruled.items()}
            self._pages[start] = self._page(instant if start is None else start, ruled)
        return self._pages[start]

    def _page(self, instant: int | None, ruled: Mapping[Variant, Sequence[Ruling]]) -> Page:
        return Page(self.agreement, self.question, ruled, instant, self._compiler)


def variants(agreement: Agreement) -> dict[Variant, tuple[Agreement, Reading]]:
    """Every reading and its variants, each with the agreement as it reads it."""
    found: dict[Variant, tuple[Agreement, Reading]] = {}
    readings = agreement.readings.values()
    for reading in readings:
        found[Variant(reading.id)] = (agreement, reading)
        for issue in agreement.issues.values():
            for other in readings:
                if other.id != reading.id:
                    swapped = swap(agreement, reading, other, [issue.id])
                    if swapped is not None:
                        found[Variant(reading.id, issue.id, other=other.id)] = swapped
            for filled in _filled(reading, issue):
                found[Variant(reading.id, issue.id, position=filled[0])] = (agreement, filled[1])
    return found


def swap(
    agreement: Agreement, reading: Reading, other: Reading, issues: Sequence[str]
) -> tuple[Agreement, Reading] | None:
    """A reading with another's positions on some issues; None if they are the same.

    An amendment tied to such an issue is recognised as the other reading recognises it.
    """
    held = {**reading.positions, **{issue: other.positions[issue] for issue in issues if issue in other.positions}}
    party = reading.party or reading.id
    amendments = tuple(
        _recognised_as(one, party, other.party) if one.issue in issues and not one.under else one
        for one in agreement.amendments
    )
    if held == reading.positions and amendments == agreement.amendments:
        return None
    return replace(agreement, amendments=amendments), replace(reading, positions=held, party=party)


def _recognised_as(amendment: Amendment, party: str, other: str) -> Amendment:
    """An amendment that one party recognises or contests as another does."""
    if _recognition(amendment, party) == _recognition(amendment, other):
        return amendment
    recognised = _recognition(amendment, other)
    return replace(
        amendment,
        by=(),
        recognised_by=(party,) if recognised else (),
        contested_by=(party,) if recognised is False else (),
    )


def _recognition(amendment: Amendment, party: str) -> bool | None:
    if party in {*amendment.recognised_by, *amendment.by}:
        return True
    return False if party in amendment.contested_by else None


def _filled(reading: Reading, issue: Issue) -> Iterator[tuple[str, Reading]]:
    """A reading that is silent on an issue, with each position on it."""
    held = reading.positions.get(issue.id)
    if held is None or all(position is not None for position in held.values()):
        return
    for position in issue.positions:
        stated: list[Since[str | None]] = [Since(piece.start, piece.value or position) for piece in held.pieces]
        line = joined_timeline(stated)
        yield position, replace(reading, positions={**reading.positions, issue.id: line})


def _limit_used(limit: Limit, positions: Positions, instant: int | None) -> LimitUsed | None:
    value = limit_value(limit, positions, instant)
    for row in sorted(limit.rows, key=lambda row: row.start, reverse=True):
        begun = instant is not None and row.start <= instant
        if begun and row.value == value and under_holds(row.under, positions):
            return LimitUsed(limit.id, limit.kind, row.value, row.unit, row.basis)
    return None


def _last_before(starts: Sequence[int | None], instant: int) -> int | None:
    """The last of some starts (the first of which is the beginning) that is not after an instant."""
    return next((start for start in reversed(starts) if start is None or start <= instant), None)
