"""Reconcile: the smallest changes of definition that would make record and claim agree.

Claims of one statement that speak of the same period are reconciled together: a change counts for more when it
makes several of them agree, and a set of named rows must fit count and tonnage where both are claimed. Changes are
tried by cost (docs/concepts/claims.md has the table) up to 3; supersets of a change that suffices are dropped; at most
five are kept, plainest first, each with the share of equally plausible gaps the same search would have closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice
from math import ceil, floor

from safeconduct.assess.claims import edits as ed
from safeconduct.assess.claims.edits import Edit, apply_all, double_edits, plainness, single_edits
from safeconduct.assess.claims.evaluate import Evaluator
from safeconduct.assess.claims.interval import Interval, Verdict, allowed_by, verdict_of
from safeconduct.assess.claims.model import Measure
from safeconduct.assess.claims.profile import Counts, Span, Window, window_of
from safeconduct.assess.claims.rows import (
    Candidate,
    Fit,
    Gap,
    NearRow,
    candidates,
    chance_of,
    fits,
    near_rows,
    permille,
    sets_of,
)

COST_MAX = 3
ROWS_MAX = 3
ROWS_UNCONFIRMED_MAX = 2  # three rows without a count to confirm them are mostly coincidence
CHANCE_MAX_PERMILLE = 50
LUCK_SETS_MAX = 400
SUMMED = {Measure.COUNT, Measure.SUM}


@dataclass(frozen=True, slots=True)
class Change:
    """A set of edits that was tried. rows: named rows put in or left out; chance, of_any: of those rows alone."""

    edits: tuple[Edit, ...]
    rows: tuple[Candidate, ...] = ()
    chance: Fraction = Fraction(1)
    of_any: Fraction = Fraction(1)

    @property
    def cost(self) -> int:
        """One for each edit and each row."""
        return len(self.edits) + len(self.rows)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its edits."""
        return (*(edit.kind for edit in self.edits), *([ed.ROWS] if self.rows else []))

    @property
    def days(self) -> int:
        """How far it moves days in all."""
        return sum(abs(edit.days) for edit in self.edits)

    def parts(self) -> frozenset[object]:
        """Its single parts, to tell supersets."""
        return frozenset([*self.edits, *((row.key, row.sign) for row in self.rows)])

    def shape(self) -> tuple[object, ...]:
        """What two changes share that differ only in how far they move."""
        edits = tuple((edit.kind, edit.column, edit.days < 0) for edit in self.edits)
        return (edits, frozenset((row.key, row.sign) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Agreement:
    """A change, the claims of the statement that hold under it, and the record's value for each claim under it.

    chance: how often a search like this one would make as many agree by luck; added: what the rows add to each claim.
    """

    change: Change
    agree: frozenset[str]
    values: dict[str, Fraction]
    added: dict[str, tuple[Candidate, ...]]
    chance: Fraction
    of: int


@dataclass(slots=True)
class Group:
    """Claims of one statement about the same rows in time."""

    members: list[Evaluator]
    _near: dict[tuple[str, Window], list[NearRow]] = field(default_factory=dict)
    _candidates: dict[tuple[str, Window], list[Candidate]] = field(default_factory=dict)
    _keyed: dict[tuple[str, Window], dict[tuple[str, int], Candidate]] = field(default_factory=dict)
    _tried: dict[str, set[int]] = field(default_factory=dict)

    @property
    def window(self) -> Window | None:
        """The period as claimed."""
        return window_of(self.members[0].definition.when)

    def agreements(self) -> list[Agreement]:
        """Every change that makes at least one contradicted member agree."""
        window = self.window
        if window is None:
            return []
        open_ids = {member_id(m) for m in self.members if verdict(m, window) is Verdict.CONTRADICTED}
        if not open_ids:
            return []
        moves = list(self._moves(window))
        self._note_tried(moves, window)
        tried = (*moves, *self._row_changes(window))
        found = (self._judge(change, window, open_ids) for change in tried)
        return [agreement for agreement in found if agreement is not None]

    def _moves(self, window: Window) -> Iterator[Change]:
        """Changes of time alone."""
        columns = self._columns()
        yield from (Change((edit,)) for edit in single_edits(window, columns))
        yield from (Change(pair) for pair in double_edits(window, columns))

    def _note_tried(self, moves: Sequence[Change], window: Window) -> None:
        """Remember how far each member's value gets, to say how easily its gap is closed."""
        for member in self.members:
            plain = _low(member.measure(window).interval)
            reached = set()
            for change in moves:
                moved = apply_all(change.edits, window)
                low = _low(member.measure(moved).interval) if moved is not None else None
                if plain is not None and low is not None:
                    reached.add(int((low - plain) * member.definition.scale * 1000))
            self._tried[member_id(member)] = reached

    def _columns(self) -> list[str]:
        """Date columns that every member has."""
        shared = set.intersection(*(set(member.definition.dates) for member in self.members))
        return sorted(shared)

    def _row_changes(self, window: Window) -> Iterator[Change]:
        """Named rows alone, and after one move."""
        seen: set[tuple[object, ...]] = set()
        for edits in ((), *((edit,) for edit in single_edits(window, self._columns()))):
            moved = apply_all(edits, window)
            if moved is None:
                continue
            for pivot in self.members:
                for fit in self._fits(pivot, moved, COST_MAX - len(edits)):
                    change = Change(edits, fit.rows, fit.chance, fit.of_any)
                    if (change.edits, change.parts()) not in seen:
                        seen.add((change.edits, change.parts()))
                        yield change

    def _fits(self, pivot: Evaluator, window: Window, most: int) -> list[Fit]:
        definition = pivot.definition
        if definition.measure not in SUMMED or definition.condition.unknown_values:
            return []
        measured = pivot.measure(window)
        if measured.interval is None or not measured.interval.is_exact:
            return []
        partner = self._count_partner(pivot) if definition.measure is Measure.SUM else None
        gap = self._gap(pivot, partner, window)
        if gap is None:
            return []
        near = self.near(pivot, window)
        if partner is None:
            most = min(most, ROWS_UNCONFIRMED_MAX)
        return fits(near, gap, by_rows=definition.measure is Measure.COUNT, most=most)

    def near(self, member: Evaluator, window: Window) -> list[Candidate]:
        """The candidates of a member at a window; its rows near the claimed period are read once a column."""
        base = self.window
        if base is None:
            return []
        column = window.column if isinstance(window, Span) else window.entered
        wide = replace(base, column=column) if isinstance(base, Span) else replace(base, entered=column)
        key = (member_id(member), wide)
        if key not in self._near:
            self._near[key] = near_rows(member.definition, wide)
        near = (member_id(member), window)
        if near not in self._candidates:
            self._candidates[near] = candidates(self._near[key], window)
        return self._candidates[near]

    def _gap(self, pivot: Evaluator, partner: Evaluator | None, window: Window) -> Gap | None:
        """What the pivot lacks; with the number of rows that its count partner lacks, if there is one."""
        needs = self._lack(pivot, window)
        if needs is None or needs[0] <= 0 <= needs[1]:
            return None
        rows = None if partner is None else self._lack(partner, window)
        return Gap(*needs) if rows is None else Gap(*needs, *rows)

    def _lack(self, member: Evaluator, window: Window) -> tuple[int, int] | None:
        """Least and most that must be added for a member to agree, in base units."""
        recorded, allowed = member.measure(window).interval, allowed_of(member)
        if recorded is None or recorded.low is None or allowed.low is None or allowed.high is None:
            return None
        scale = member.definition.scale
        return ceil((allowed.low - recorded.low) * scale), floor((allowed.high - recorded.low) * scale)

    def _count_partner(self, pivot: Evaluator) -> Evaluator | None:
        """The member that counts the movements whose sum the pivot claims."""
        where = pivot.definition.claim.proposition.where
        for member in self.members:
            counts = member.definition.measure is Measure.COUNT and member.definition.table != "cargo"
            if counts and member is not pivot and member.definition.claim.proposition.where == where:
                return member
        return None

    def _judge(self, change: Change, window: Window, open_ids: set[str]) -> Agreement | None:
        """What a change explains; None if it explains no contradicted claim, or would do so by luck too often."""
        moved = apply_all(change.edits, window)
        if moved is None:
            return None
        agree: set[str] = set()
        values: dict[str, Fraction] = {}
        added: dict[str, tuple[Candidate, ...]] = {}
        for member in self.members:
            added[member_id(member)] = self._own(member, moved, change.rows)
            measured = self._measured(member, moved, change.rows)
            if measured is not None and measured.low is not None:
                values[member_id(member)] = measured.low
            if measured is not None and verdict_of(measured, allowed_of(member)) is Verdict.SUPPORTED:
                agree.add(member_id(member))
        if not agree & open_ids or (change.rows and not self._counts_agree(agree)):
            return None
        if not change.rows:
            chance = self._move_chances(agree)
        else:
            others = self._others_by_luck(change, moved, agree)
            chance = change.chance * others
            if permille(change.of_any * others) > CHANCE_MAX_PERMILLE:
                return None
        return Agreement(change, frozenset(agree), values, added, chance, len(self.members))

    def _counts_agree(self, agree: set[str]) -> bool:
        """Count and tonnage of one condition must agree together under named rows."""
        for member in self.members:
            partner = self._count_partner(member) if member.definition.measure is Measure.SUM else None
            if partner is not None and (member_id(member) in agree) != (member_id(partner) in agree):
                return False
        return True

    def _own(self, member: Evaluator, window: Window, rows: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Named rows as a member's own condition sees them; those it does not see are left out."""
        if not rows or member.definition.each_sql:
            return ()
        at = (member_id(member), window)
        if at not in self._keyed:
            self._keyed[at] = {(c.key, c.sign): c for c in self.near(member, window)}
        mine = self._keyed[at]
        return tuple(mine[row.key, row.sign] for row in rows if (row.key, row.sign) in mine)

    def _measured(self, member: Evaluator, window: Window, rows: Sequence[Candidate]) -> Interval | None:
        if not rows:
            return member.measure(window).interval
        if member.definition.each_sql:
            return member.measure_each_with(window, rows)
        if member.definition.measure not in SUMMED:
            return None
        changed = Counts()
        for row in self._own(member, window, rows):
            changed = changed.plus(row.counts)
        return member.measure(window, changed=changed).interval

    def _move_chances(self, agree: set[str]) -> Fraction:
        """How often as much would agree by luck when days are moved: the smallest share of any claim that agrees."""
        shares = [self._move_chance(member) for member in self.members if member_id(member) in agree]
        return min(shares, default=Fraction(1))

    def _move_chance(self, member: Evaluator) -> Fraction:
        """How often some tried move would close a gap like this member's."""
        window = self.window
        lack = None if window is None else self._lack(member, window)
        if lack is None or lack[0] <= 0 <= lack[1]:
            return Fraction(1)
        unit = 1000 if member.definition.measure is Measure.COUNT else 1000 * max(int(member.definition.scale), 1)
        if member.definition.measure not in SUMMED:
            unit = 1
        return chance_of(self._tried[member_id(member)], lack[0] * 1000, lack[1] * 1000, unit=unit)

    def _others_by_luck(self, change: Change, moved: Window, agree: set[str]) -> Fraction:
        """Product, over further claims that the rows alone bring to agree, of the share of row sets that would."""
        size = len(change.rows)
        pool = self.near(self.members[0], moved)
        share = Fraction(1)
        for member in self.members:
            if member_id(member) not in agree or verdict(member, moved) is Verdict.SUPPORTED:
                continue
            if member.definition.measure in {Measure.COUNT, Measure.SUM} and self._is_pivot_like(member):
                continue
            hits = tried = 0
            for chosen in islice(sets_of(pool, size), LUCK_SETS_MAX):
                measured = self._measured(member, moved, chosen)
                tried += 1
                hits += measured is not None and verdict_of(measured, allowed_of(member)) is Verdict.SUPPORTED
            share *= Fraction(max(hits, 1), max(tried, 1))
        return share

    def _is_pivot_like(self, member: Evaluator) -> bool:
        """Members of the widest condition: their share is in the pivot's own chance already."""
        wheres = {m.definition.claim.proposition.where for m in self.members}
        return member.definition.claim.proposition.where == min(wheres, key=lambda where: (where != "true", where))


def _low(interval: Interval | None) -> Fraction | None:
    return None if interval is None else interval.low


def member_id(member: Evaluator) -> str:
    """The id of the claim an evaluator belongs to."""
    return member.definition.claim.id


def allowed_of(member: Evaluator) -> Interval:
    """What the claim allows."""
    return allowed_by(member.definition.claim.proposition, member.definition.tolerance)


def verdict(member: Evaluator, window: Window | None) -> Verdict:
    """The verdict under a window, nothing else considered."""
    measured = member.measure(window)
    if measured.interval is None:
        return Verdict.UNDECIDABLE
    return verdict_of(measured.interval, allowed_of(member))


def best_for(claim_id: str, agreements: Sequence[Agreement], *, most: int) -> list[Agreement]:
    """The changes for one claim: most of the statement explained first, then cheapest, then plainest.

    A change that holds another one that explains as much is dropped, and so is one that only moves further.
    """
    mine = sorted((a for a in agreements if claim_id in a.agree), key=_rank)
    kept: list[Agreement] = []
    for agreement in mine:
        if not any(_makes_needless(other, agreement) for other in kept):
            kept.append(agreement)
    return kept[:most]


def _rank(agreement: Agreement) -> tuple[object, ...]:
    change = agreement.change
    return (
        -len(agreement.agree),
        change.cost,
        plainness(change.kinds),
        change.days,
        permille(agreement.chance),
        [(edit.kind, edit.days, edit.column) for edit in change.edits],
        [row.label for row in change.rows],
    )


def _makes_needless(other: Agreement, agreement: Agreement) -> bool:
    """Whether a better-ranked change leaves nothing for another to say."""
    same_shape = other.change.shape() == agreement.change.shape() and other.agree == agreement.agree
    explains_more = (
        bool(agreement.change.rows)
        and agreement.agree < other.agree
        and other.chance <= agreement.chance
        and other.change.cost <= agreement.change.cost
    )
    return other.change.parts() <= agreement.change.parts() or same_shape or explains_more
