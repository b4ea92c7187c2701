"""Small changes of a definition that might make record and claim agree, with their cost and their words.

One edit costs 1. Edits of time apply to any window, so the same edit can be tried on every claim of a statement.
Kinds, plainest first: the period's end or start moved, the whole period moved, the state taken on another day,
another date column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from safeconduct.assess.claims.phrases import Phrase, span_of_days
from safeconduct.assess.claims.profile import Span, State, Window
from safeconduct.base.limits import RECONCILE_SHIFT_DAYS_MAX

PERIOD_END = "period_end"
PERIOD_START = "period_start"
DATE_SHIFT = "date_shift"
SNAPSHOT_DAY = "snapshot_day"
DATE_COLUMN = "date_column"
ROW_UNIT = "row_unit"
FILTER = "filter"
ROUNDING = "rounding"
ROWS = "rows"
REVISED = "revised_quantity"
PLAINNESS = (
    PERIOD_END,
    PERIOD_START,
    DATE_SHIFT,
    SNAPSHOT_DAY,
    DATE_COLUMN,
    ROUNDING,
    ROW_UNIT,
    FILTER,
    ROWS,
    REVISED,
)

END_EARLIER = "the period ends {span} earlier"
END_LATER = "the period ends {span} later"
START_EARLIER = "the period begins {span} earlier"
START_LATER = "the period begins {span} later"
MOVED_EARLIER = "the whole period lies {span} earlier on {column}"
MOVED_LATER = "the whole period lies {span} later on {column}"
STATE_EARLIER = "the state is taken {span} earlier"
STATE_LATER = "the state is taken {span} later"
OTHER_COLUMN = "the period is read on {column} instead of {before}"
_WORDS = {
    PERIOD_END: (END_EARLIER, END_LATER),
    PERIOD_START: (START_EARLIER, START_LATER),
    DATE_SHIFT: (MOVED_EARLIER, MOVED_LATER),
    SNAPSHOT_DAY: (STATE_EARLIER, STATE_LATER),
}
_ENDS_MOVED = {PERIOD_END: (0, 1), PERIOD_START: (1, 0), DATE_SHIFT: (1, 1)}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of time. days: how far (negative is earlier); column: the new date column; before: the old one."""

    kind: str
    days: int = 0
    column: str = ""
    before: str = ""

    def words(self) -> Phrase:
        """The change as a phrase."""
        if self.kind == DATE_COLUMN:
            return Phrase(OTHER_COLUMN, {"column": self.column, "before": self.before})
        earlier, later = _WORDS[self.kind]
        values: dict[str, str | Phrase] = {"span": span_of_days(self.days)}
        if self.kind == DATE_SHIFT:
            values["column"] = self.before
        return Phrase(earlier if self.days < 0 else later, values)

    def apply(self, window: Window) -> Window | None:
        """The window after the change; None where it cannot be changed so, or would be empty."""
        changed = _apply(self, window)
        if isinstance(changed, Span) and changed.from_day is not None and changed.until_day is not None:
            return changed if changed.from_day < changed.until_day else None
        return changed


def _apply(edit: Edit, window: Window) -> Window | None:
    if isinstance(window, State):
        return _apply_to_state(edit, window)
    has_end, has_start = window.until_day is not None, window.from_day is not None
    start, end = _ENDS_MOVED.get(edit.kind, (0, 0))
    if edit.kind == DATE_COLUMN and edit.before == window.column:
        return replace(window, column=edit.column)
    if (start or end) and has_start >= bool(start) and has_end >= bool(end):
        return window.shifted(start=start * edit.days, end=end * edit.days)
    return None


def _apply_to_state(edit: Edit, window: State) -> State | None:
    if edit.kind == SNAPSHOT_DAY:
        return window.shifted(entered=edit.days, left=edit.days)
    if edit.kind == DATE_COLUMN and edit.before == window.entered and edit.column != window.left:
        return replace(window, entered=edit.column)
    return None


def apply_all(edits: Sequence[Edit], window: Window | None) -> Window | None:
    """A window after several changes; None if any of them does not fit."""
    for edit in edits:
        if window is None:
            return None
        window = edit.apply(window)
    return window


def single_edits(window: Window, columns: Sequence[str]) -> list[Edit]:
    """Every single change of a window, plainest first."""
    days = [d for size in range(1, RECONCILE_SHIFT_DAYS_MAX + 1) for d in (-size, size)]
    column = window.column if isinstance(window, Span) else window.entered
    kinds = [SNAPSHOT_DAY] if isinstance(window, State) else [PERIOD_END, PERIOD_START, DATE_SHIFT]
    moved = [Edit(kind, d, before=column) for kind, d in product(kinds, days)]
    read = [Edit(DATE_COLUMN, column=other, before=column) for other in columns if other != column]
    return [edit for edit in (*moved, *read) if edit.apply(window) is not None]


def double_edits(window: Window, columns: Sequence[str]) -> Iterator[tuple[Edit, Edit]]:
    """Pairs of changes that are not one single change: both ends moved apart, or another column and one move."""
    singles = single_edits(window, columns)
    starts = [edit for edit in singles if edit.kind == PERIOD_START]
    ends = [edit for edit in singles if edit.kind == PERIOD_END]
    for start, end in product(starts, ends):
        if start.days != end.days:
            yield start, end
    for read in (edit for edit in singles if edit.kind == DATE_COLUMN):
        for moved in (edit for edit in singles if edit.kind != DATE_COLUMN):
            yield read, replace(moved, before=read.column)


def plainness(kinds: Sequence[str]) -> int:
    """Rank of the least plain kind among some."""
    return max((PLAINNESS.index(kind) for kind in kinds), default=0)
