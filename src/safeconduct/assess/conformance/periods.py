"""Dated matters: terms with their extensions, gaps and overlaps; suspensions; and what departed in each.

Where only the day of a departure is recorded, it may lie on either side of an instant within that day: counts
then give those that certainly fall in a period, and those that may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from safeconduct.agreement.cel import Kind
from safeconduct.agreement.model import INSTANT_FACT, Amendment, Limit, LimitRow, Reading, Suspension
from safeconduct.agreement.ruling import amendment_holds, limit_value, positions_at, under_holds
from safeconduct.agreement.timeline import Span
from safeconduct.assess.conformance.clauses import CaseRow
from safeconduct.base.instant import day_to_text, instant_to_text
from safeconduct.base.limits import CONFORMANCE_ROWS_SHOWN_MAX
from safeconduct.entries.offsets import local_day_start
from safeconduct.facts.agreed.movements import AgreedFacts, Movement

SeamKind = Literal["gap", "overlap", "undetermined"]
Covered = Literal["all", "part", "none"]
SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True)
class Departures:
    """What happened in a period, in one view.

    certain, possible: departures. checks: first checks on days that touch it.
    covered: how much of the period the record reaches; what it does not reach it cannot show.
    days: local day -> departures and first checks dated on it, for days that touch the period.
    """

    certain: int
    possible: int
    checks: int
    covered: Covered
    days: Mapping[int, tuple[int, int]]
    rows: tuple[CaseRow, ...]

    def to_json(self) -> dict[str, object]:
        """As an object."""
        return {
            "departures": {"certain": self.certain, "possible": self.possible},
            "checks": self.checks,
            "covered": self.covered,
            "days": [
                {"day": day_to_text(day), "departures": departures, "checks": checks}
                for day, (departures, checks) in self.days.items()
            ],
            "rows": [row.to_json() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Seam:
    """Where one row of a term meets the next: a gap that neither covers, or a time that both do.

    undetermined: neither is known to cover it, but a row on which the reading is silent may.
    """

    kind: SeamKind
    span: Span
    departures: Mapping[str, Departures]

    def to_json(self) -> dict[str, object]:
        """As an object, with each view."""
        views = [{"view": view, **departures.to_json()} for view, departures in self.departures.items()]
        return {"kind": self.kind, **span_to_json(self.span), "views": views}


@dataclass(frozen=True, slots=True)
class TermResult:
    """One term under one reading.

    rows: those that apply, with False for those that may (the reading is silent on what they depend on).
    inside, outside, unknown: departures of a view against the end in force when they left.
    """

    limit: str
    reading: str
    rows: tuple[tuple[LimitRow, bool], ...]
    seams: tuple[Seam, ...]
    counts: Mapping[str, tuple[int, int, int]]

    def to_json(self) -> dict[str, object]:
        """As an object."""
        views = [
            {"view": view, "inside": inside, "outside": outside, "unknown": unknown}
            for view, (inside, outside, unknown) in self.counts.items()
        ]
        return {
            "limit": self.limit,
            "reading": self.reading,
            "rows": [_row_to_json(row, sure=sure) for row, sure in self.rows],
            "seams": [seam.to_json() for seam in self.seams],
            "views": views,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reading stands on a suspension; None if nothing is known of its view.

    recognises: whether its party counts the suspension as one. applies: whether rules or duties that hang on the
    suspension are in force in this reading.
    """

    recognises: bool | None
    applies: bool | None


@dataclass(frozen=True, slots=True)
class SuspensionResult:
    """A period in which a party did not do its part, and what went on in it.

    readings: where each reading stands.
    """

    id: str
    by: tuple[str, ...]
    span: Span
    recognised_by: tuple[str, ...]
    contested_by: tuple[str, ...]
    cites: tuple[str, ...]
    readings: Mapping[str, Standing]
    departures: Mapping[str, Departures]

    def to_json(self) -> dict[str, object]:
        """As an object, with each view and reading."""
        words = {True: "yes", False: "no", None: "unknown"}
        return {
            "id": self.id,
            "by": list(self.by),
            **span_to_json(self.span),
            "recognised_by": list(self.recognised_by),
            "contested_by": list(self.contested_by),
            "cites": list(self.cites),
            "readings": [
                {"reading": reading, "recognises": words[one.recognises], "applies": words[one.applies]}
                for reading, one in self.readings.items()
            ],
            "views": [{"view": view, **departures.to_json()} for view, departures in self.departures.items()],
        }


def terms_of(agreed: AgreedFacts) -> tuple[TermResult, ...]:
    """Every limit that is an instant, under every reading."""
    instants = [limit for limit in agreed.agreement.limits.values() if limit.kind is Kind.INSTANT]
    readings = agreed.agreement.readings.values()
    return tuple(_term(agreed, limit, reading) for limit in instants for reading in readings)


def suspensions_of(agreed: AgreedFacts) -> tuple[SuspensionResult, ...]:
    """Every suspension: amendments of that kind, then those of duties at other times."""
    found = [*_amended(agreed), *_of_duties(agreed)]
    first: dict[tuple[tuple[str, ...], Span], SuspensionResult] = {}
    for one in found:
        first.setdefault((one.by, one.span), one)
    return tuple(first.values())


def departures_in(agreed: AgreedFacts, span: Span) -> dict[str, Departures]:
    """What departed and was checked in a period, in every view."""
    return {view.name: _departures(agreed, view.name, span) for view in agreed.views}


def _departures(agreed: AgreedFacts, view: str, span: Span) -> Departures:
    certain = possible = checks = 0
    days: dict[int, tuple[int, int]] = {}
    rows: list[CaseRow] = []
    for movement in agreed.movements:
        inside = _inside(span, _moments(agreed, view, movement))
        checked = agreed.checked_on(view, movement.id).value
        checked_inside = isinstance(checked, int) and _inside(span, _day(agreed, checked)) is not False
        certain, possible = certain + (inside is True), possible + (inside is None)
        checks += checked_inside
        if inside is not False:
            _on_day(days, agreed.day_of(view, movement), (1, 0))
            if len(rows) < CONFORMANCE_ROWS_SHOWN_MAX:
                rows.append(_row(agreed, view, movement, certain=inside is True))
        if isinstance(checked, int) and checked_inside:
            _on_day(days, checked, (0, 1))
    shown = dict(sorted(days.items())[:CONFORMANCE_ROWS_SHOWN_MAX])
    return Departures(certain, possible, checks, _covered(agreed, span), shown, tuple(rows))


def _on_day(days: dict[int, tuple[int, int]], day: int, more: tuple[int, int]) -> None:
    departures, checks = days.get(day, (0, 0))
    days[day] = (departures + more[0], checks + more[1])


def _row(agreed: AgreedFacts, view: str, movement: Movement, *, certain: bool) -> CaseRow:
    known = agreed.departed_on(view, movement.id)
    entries = tuple(entry for one in known.attested for entry in one.entries)
    says = "departed" if certain else "may have departed"
    return CaseRow(movement.label, day_to_text(agreed.day_of(view, movement)), says, entries)


def _moments(agreed: AgreedFacts, view: str, movement: Movement) -> tuple[int, int] | None:
    at = agreed.values_of(view, movement.id).get(INSTANT_FACT)
    return agreed.moments(at) if isinstance(at, int) else None


def _day(agreed: AgreedFacts, day: int) -> tuple[int, int]:
    """The first and last instant of a local day."""
    offsets = agreed.logs[0].terms.offsets
    return local_day_start(offsets, day), local_day_start(offsets, day + 1) - 1


def _inside(span: Span, moments: tuple[int, int] | None) -> bool | None:
    """Whether something of which the first and last possible instant are known fell in a period."""
    if moments is None:
        return None
    low, high = moments
    if (span.end is not None and low >= span.end) or (span.start is not None and high < span.start):
        return False
    return True if span.holds(low) and span.holds(high) else None


def _covered(agreed: AgreedFacts, span: Span) -> Covered:
    if span.start is not None and span.start >= agreed.as_of:
        return "none"
    return "all" if span.end is not None and span.end <= agreed.as_of else "part"


def _term(agreed: AgreedFacts, limit: Limit, reading: Reading) -> TermResult:
    applying = [(row, held) for row in limit.rows if (held := _applies(row, reading)) is not False]
    rows = tuple((row, held is True) for row, held in applying)
    seams = _seams(agreed, rows)
    counts = {view.name: _counts(agreed, view.name, limit, reading) for view in agreed.views}
    return TermResult(limit.id, reading.id, rows, seams, counts)


def _applies(row: LimitRow, reading: Reading) -> bool | None:
    return under_holds(row.under, positions_at(reading, row.start))


def _seams(agreed: AgreedFacts, rows: Sequence[tuple[LimitRow, bool]]) -> tuple[Seam, ...]:
    """Between the rows that apply for sure, in the order in which they begin."""
    found: list[Seam] = []
    for before, after in pairwise(row for row, sure in rows if sure):
        span = Span(*sorted((before.value, after.start)))
        if before.value != after.start:
            found.append(Seam(_seam_kind(before, after, rows), span, departures_in(agreed, span)))
    return tuple(found)


def _seam_kind(before: LimitRow, after: LimitRow, rows: Sequence[tuple[LimitRow, bool]]) -> SeamKind:
    if after.start < before.value:
        return "overlap"
    may_cover = any(not sure and row.start <= after.start and row.value > before.value for row, sure in rows)
    return "undetermined" if may_cover else "gap"


def _counts(agreed: AgreedFacts, view: str, limit: Limit, reading: Reading) -> tuple[int, int, int]:
    inside = outside = unknown = 0
    for movement in agreed.movements:
        moments = _moments(agreed, view, movement)
        held = _before_end(limit, reading, moments)
        inside, outside, unknown = inside + (held is True), outside + (held is False), unknown + (held is None)
    return inside, outside, unknown


def _before_end(limit: Limit, reading: Reading, moments: tuple[int, int] | None) -> bool | None:
    if moments is None:
        return None
    low, high = moments
    starts = (row.start for row in limit.rows if low < row.start <= high)
    ends = (row.value for row in limit.rows if low < row.value <= high)
    found = set()
    for instant in {low, high, *starts, *ends}:
        end = limit_value(limit, positions_at(reading, instant), instant)
        found.add(None if end is None else instant < end)
    return found.pop() if len(found) == 1 else None


def _amended(agreed: AgreedFacts) -> Iterator[SuspensionResult]:
    for one in agreed.agreement.amendments:
        if one.kind == SUSPENSION:
            readings = {
                reading.id: Standing(_recognises(reading, one.by, one), amendment_holds(one, reading, one.span.start))
                for reading in agreed.agreement.readings.values()
            }
            who = (one.recognised_by, one.contested_by, one.cites)
            yield SuspensionResult(one.id, one.by, one.span, *who, readings, departures_in(agreed, one.span))


def _of_duties(agreed: AgreedFacts) -> Iterator[SuspensionResult]:
    for duty in agreed.agreement.obligations:
        for one in duty.suspended:
            readings = {
                reading.id: Standing(
                    _recognises(reading, (one.by,), one), reading.party in {one.by, *one.recognised_by}
                )
                for reading in agreed.agreement.readings.values()
            }
            departures = departures_in(agreed, one.span)
            who = (one.recognised_by, (), one.cites)
            yield SuspensionResult(duty.id, (one.by,), one.span, *who, readings, departures)


def _recognises(reading: Reading, by: Sequence[str], one: Amendment | Suspension) -> bool | None:
    if reading.party in {*by, *one.recognised_by}:
        return True
    return False if isinstance(one, Amendment) and reading.party in one.contested_by else None


def span_to_json(span: Span) -> dict[str, str]:
    """A period as `from` and `until`; an end that is not there is left out."""
    ends = {"from": span.start, "until": span.end}
    return {name: instant_to_text(instant) for name, instant in ends.items() if instant is not None}


def _row_to_json(row: LimitRow, *, sure: bool) -> dict[str, object]:
    return {
        "from": instant_to_text(row.start),
        "until": instant_to_text(row.value),
        "basis": row.basis,
        "clauses": list(row.clauses),
        "applies": "yes" if sure else "unknown",
    }
