"""Facts and readings: where a dispute lies, and what nobody disputes."""

from __future__ import annotations

from typing import Literal

from safeconduct.agreement.logic import Cells

Split = Literal["settled", "facts", "interpretation", "mixed", "unknown"]


def split_of(cells: Cells) -> Split:
    """Where the dispute over one question lies, for a full table of views by readings.

    settled: one and the same verdict everywhere. unknown: one and the same undecided set everywhere. facts:
    views differ, readings of a view do not. interpretation: the reverse. mixed: both.
    """
    views = sorted({view for view, _ in cells})
    readings = sorted({reading for _, reading in cells})
    by_view = any(len({cells[view, reading].possible for view in views}) > 1 for reading in readings)
    by_reading = any(len({cells[view, reading].possible for reading in readings}) > 1 for view in views)
    if by_view and by_reading:
        return "mixed"
    if by_view:
        return "facts"
    if by_reading:
        return "interpretation"
    return "settled" if all(len(one.possible) == 1 for one in cells.values()) else "unknown"


def common_ground(cells: Cells) -> tuple[str, ...]:
    """The rules that hold in every cell, in the order of the file."""
    first, *rest = cells.values()
    return tuple(rule for rule in first.matched if all(rule in one.matched for one in rest))
