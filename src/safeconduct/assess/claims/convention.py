"""Convention search: the one change of reading under which most claims of one speaker agree with the record.

A convention is a constant shift of a date column (every day on it is read so many days later), an end of period read
earlier or later, or another date column. All claims of the speaker are put to each; the score is how many agree, and
a shift that explains daily figures as well as running totals wins because it makes more of them agree. The
plain reading is one of the candidates and must be beaten. A guard holds each claim out, searches on the rest and
checks it; fewer than three claims are only ever "consistent with" a convention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from safeconduct.assess.claims.edits import DATE_COLUMN, DATE_SHIFT, PERIOD_END
from safeconduct.assess.claims.evaluate import Evaluator
from safeconduct.assess.claims.interval import Interval, Verdict, verdict_of
from safeconduct.assess.claims.model import Comparator
from safeconduct.assess.claims.phrases import Phrase, span_of_days
from safeconduct.assess.claims.profile import Span, State, Window, window_of
from safeconduct.assess.claims.reconcile import allowed_of, member_id
from safeconduct.base.limits import CONVENTIONS_MAX, RECONCILE_SHIFT_DAYS_MAX

PLAIN = "plain"
ALL_SPEAKERS = "all speakers"
PLAIN_WORDS = "the plain reading"
SHIFT_LATER = "every {column} is read {span} later, so that every period lies {span} earlier on it"
SHIFT_EARLIER = "every {column} is read {span} earlier, so that every period lies {span} later on it"
ENDS_EARLIER = "every period ends {span} earlier"
ENDS_LATER = "every period ends {span} later"
READ_ON = "every period on {before} is read on {column} instead"
READ_ON_EARLIER = "every period on {before} is read on {column} instead, and {span} earlier"
READ_ON_LATER = "every period on {before} is read on {column} instead, and {span} later"


_WORDS = {
    DATE_SHIFT: (SHIFT_EARLIER, SHIFT_LATER),
    PERIOD_END: (ENDS_EARLIER, ENDS_LATER),
    DATE_COLUMN: (READ_ON_LATER, READ_ON_EARLIER),
}


@dataclass(frozen=True, slots=True)
class Convention:
    """One reading for all claims. days: for a shift, how much later the column is read; for an end, how much later."""

    kind: str
    column: str = ""
    before: str = ""
    days: int = 0

    @property
    def edits(self) -> int:
        """How many single changes it makes."""
        return (self.kind == DATE_COLUMN) + (self.days != 0)

    def apply(self, window: Window | None) -> Window | None:
        """A window under this reading; None if it would be empty."""
        if window is None or self.kind == PLAIN:
            return window
        moved = _apply(self, window)
        if isinstance(moved, Span) and moved.from_day is not None and moved.until_day is not None:
            return moved if moved.from_day < moved.until_day else None
        return moved

    def words(self) -> Phrase:
        """The reading in words."""
        if self.kind == PLAIN:
            return Phrase(PLAIN_WORDS)
        values: dict[str, str | Phrase] = {"column": self.column, "before": self.before}
        if self.kind == DATE_COLUMN and not self.days:
            return Phrase(READ_ON, values)
        values["span"] = span_of_days(self.days)
        earlier, later = _WORDS[self.kind]
        return Phrase(later if self.days > 0 else earlier, values)


def _apply(convention: Convention, window: Window) -> Window:
    days, column = convention.days, convention.column
    if convention.kind == PERIOD_END:
        if isinstance(window, State):
            return window.shifted(entered=days, left=days)
        return window.shifted(end=days)
    if convention.kind == DATE_SHIFT:
        if isinstance(window, Span):
            return window.shifted(start=-days, end=-days) if window.column == column else window
        return window.shifted(
            entered=-days if window.entered == column else 0, left=-days if window.left == column else 0
        )
    if isinstance(window, Span) and window.column == convention.before:
        return replace(window, column=column).shifted(start=-days, end=-days)
    return window


@dataclass(frozen=True, slots=True)
class Outcome:
    """One convention put to all claims: those that agree, and of these the ones that state an exact number."""

    convention: Convention
    agree: frozenset[str]
    exact: frozenset[str]

    def rank(self) -> tuple[int, int, int, int, str, str, int]:
        """Sort key, best first."""
        c = self.convention
        return (-len(self.agree), -len(self.exact), c.edits, abs(c.days), c.kind, c.column, c.days)


@dataclass(frozen=True, slots=True)
class Left:
    """A claim that the convention leaves unexplained: the record's value under it, and what the claim has more."""

    claim: str
    value: Fraction | None
    residual: Fraction | None


@dataclass(frozen=True, slots=True)
class Finding:
    """The best convention for one speaker.

    plain: claims that agree as they stand. runner_up: the next best. held_out: claims that agree under the
    convention found from the others alone. of: claims put to the search. tried: conventions.
    """

    speaker: str
    best: Outcome
    plain: Outcome
    runner_up: Outcome | None
    left: tuple[Left, ...]
    held_out: int
    of: int
    tried: int

    @property
    def consistent_only(self) -> bool:
        """Whether there are too few claims to say more than "consistent with"."""
        return self.of < 3


def find_convention(speaker: str, claims: Sequence[Evaluator]) -> Finding | None:
    """The convention under which most of the claims agree, or None when none beats the plain reading."""
    usable = [claim for claim in claims if _decidable(claim)]
    if not usable:
        return None
    tables = [_outcome(convention, usable) for convention in _grid(usable)]
    ranked = sorted(tables, key=Outcome.rank)
    plain = next(o for o in tables if o.convention.kind == PLAIN)
    best = ranked[0]
    if len(best.agree) <= len(plain.agree):
        return None
    others = [o for o in ranked[1:] if o.agree != best.agree]
    return Finding(
        speaker=speaker,
        best=best,
        plain=plain,
        runner_up=others[0] if others else None,
        left=tuple(_left(best, claim) for claim in usable if member_id(claim) not in best.agree),
        held_out=_held_out(tables, usable),
        of=len(usable),
        tried=len(tables),
    )


def _decidable(claim: Evaluator) -> bool:
    window = window_of(claim.definition.when)
    if window is None or claim.definition.unknown_values:
        return False
    interval = claim.measure(window).interval
    return interval is not None and verdict_of(interval, allowed_of(claim)) is not Verdict.UNDECIDABLE


def _grid(claims: Sequence[Evaluator]) -> list[Convention]:
    """Every convention to try, the plain one first, at most `limits.CONVENTIONS_MAX`."""
    used = sorted({column for claim in claims for column in _columns(window_of(claim.definition.when))})
    known = sorted({name for claim in claims for name in claim.definition.dates})
    days = range(-RECONCILE_SHIFT_DAYS_MAX, RECONCILE_SHIFT_DAYS_MAX + 1)
    grid = [Convention(PLAIN)]
    grid += [Convention(DATE_SHIFT, column=c, days=d) for c in used for d in days if d]
    grid += [Convention(PERIOD_END, days=d) for d in days if d]
    grid += [
        Convention(DATE_COLUMN, column=other, before=column, days=d)
        for column in used
        for other in known
        if other != column
        for d in days
    ]
    return grid[:CONVENTIONS_MAX]


def _columns(window: Window | None) -> list[str]:
    if isinstance(window, State):
        return [window.entered, window.left]
    return [] if window is None else [window.column]


def measured_under(convention: Convention, claim: Evaluator) -> Interval | None:
    """The record's answer to a claim under a convention; None if it cannot be asked."""
    window = convention.apply(window_of(claim.definition.when))
    if window is None or any(column not in claim.definition.dates for column in _columns(window)):
        return None
    return claim.measure(window).interval


def _outcome(convention: Convention, claims: Sequence[Evaluator]) -> Outcome:
    agree = set()
    exact = set()
    for claim in claims:
        interval = measured_under(convention, claim)
        if interval is not None and verdict_of(interval, allowed_of(claim)) is Verdict.SUPPORTED:
            agree.add(member_id(claim))
            if claim.definition.claim.proposition.comparator is Comparator.EXACTLY:
                exact.add(member_id(claim))
    return Outcome(convention, frozenset(agree), frozenset(exact))


def _left(best: Outcome, claim: Evaluator) -> Left:
    interval = measured_under(best.convention, claim)
    if interval is None or not interval.is_exact or interval.low is None:
        return Left(member_id(claim), None, None)
    return Left(member_id(claim), interval.low, claim.definition.claim.proposition.value - interval.low)


def _held_out(tables: Sequence[Outcome], claims: Sequence[Evaluator]) -> int:
    """For each claim: search on the others, then see whether it agrees under what they chose."""
    held = 0
    for claim in claims:
        name = member_id(claim)
        rest = [Outcome(o.convention, o.agree - {name}, o.exact - {name}) for o in tables]
        chosen = min(rest, key=Outcome.rank).convention
        held += any(o.convention == chosen and name in o.agree for o in tables)
    return held
