"""A gap that one revised quantity would close: which rows could have been recorded otherwise - a possibility only.

Quantities announced early are often round and later corrected to the scale's figure. So, among the rows of the
period, those are named whose quantity with the residual added is rounder than the one recorded; how many others
could be meant, and how many would look round by luck, is stated beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from safeconduct.assess.claims.definition import ENTRY_KEYS
from safeconduct.assess.claims.evaluate import Evaluator, condition_of
from safeconduct.assess.claims.model import Measure
from safeconduct.assess.claims.profile import Window, scaled
from safeconduct.assess.claims.rows import row_label, split_key

ROUND_STEPS = (1000, 500, 100)
NAMED_MAX = 5
RESIDUAL_SHARE_MAX = Fraction(2, 100)


@dataclass(frozen=True, slots=True)
class RevisedRow:
    """A row that may have been revised: its recorded quantity and the one that would close the gap (claim's unit)."""

    label: str
    recorded: Fraction
    revised: Fraction
    entry: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Revision:
    """What one revised quantity would explain.

    residual: what the claim has more (or, negative, less) than the record, in the claim's unit.
    rows: the rows that would become rounder; possible: rows large enough; step: how round (0 if none is named);
    by_luck: how many rows would look that round by chance, in tenths.
    """

    residual: Fraction
    rows: tuple[RevisedRow, ...]
    possible: int
    step: int
    by_luck_tenths: int


def revision(evaluator: Evaluator, window: Window, residual: Fraction, *, since: int | None = None) -> Revision | None:
    """The possible revisions; None where the measure is not a sum or the residual is too large to be one row's.

    since: first day of the rows to consider, where an earlier total of the same speaker agreed exactly.
    """
    definition = evaluator.definition
    measured = evaluator.measure(window).interval
    if definition.measure is not Measure.SUM or residual == 0 or measured is None or not measured.low:
        return None
    if abs(residual) > measured.low * RESIDUAL_SHARE_MAX:
        return None
    gap = residual * definition.scale
    if gap.denominator != 1:
        return None
    column = getattr(window, "column", "")
    after = f' AND "d_{column}" >= {since}' if since is not None and column else ""
    inside = f"truth = 2{condition_of(window)}{after} AND value + {int(gap)} > 0"
    possible = _count(evaluator, inside)
    if not possible:
        return None
    for step in ROUND_STEPS:
        base = int(step * definition.scale)
        if int(gap) % base == 0:
            continue
        rows = _round_rows(evaluator, inside, int(gap), base)
        if rows:
            return Revision(residual, tuple(rows), possible, step, -(-10 * possible // step))
    return Revision(residual, (), possible, 0, 0)


def _count(evaluator: Evaluator, inside: str) -> int:
    query = f"SELECT COUNT(*) FROM ({evaluator.definition.rows_sql}) AS r WHERE {inside}"
    row = evaluator.definition.facts.con.execute(query).fetchone()
    return 0 if row is None else int(row[0])


def _round_rows(evaluator: Evaluator, inside: str, gap: int, base: int) -> list[RevisedRow]:
    definition = evaluator.definition
    plain = int(ROUND_STEPS[-1] * definition.scale)
    label = "NULL, NULL" if definition.table == "passage" else "vehicle, number"
    found = definition.facts.con.execute(
        f"""
        SELECT CAST(row_key AS VARCHAR) AS k, {label}, value, COALESCE({", ".join(ENTRY_KEYS[definition.table])})
        FROM ({definition.rows_sql}) AS r
        WHERE {inside} AND (value + {gap}) % {base} = 0 AND value % {plain} <> 0
        ORDER BY k, value LIMIT {NAMED_MAX}
        """
    ).fetchall()
    return [
        RevisedRow(
            row_label(vehicle, number, key),
            scaled(value, definition.scale),
            scaled(value + gap, definition.scale),
            split_key(entry),
        )
        for key, vehicle, number, value, entry in found
    ]
