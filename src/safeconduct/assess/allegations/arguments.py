"""Checks of arguments: whole counts, shares from 0 to 1, lists of one length.

All raise AllegationError with the name of the argument in `where`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.base.limits import INSPECTION_GROUPS_MAX, INSPECTION_ITEMS_MAX

PPM = 1_000_000
_SHARES_OFF = 0.01  # shares printed with two decimals add up to 1 within this


def count(name: str, value: int, least: int = 0, most: int = INSPECTION_ITEMS_MAX) -> None:
    """A whole number from `least` to `most`."""
    if type(value) is not int or not least <= value <= most:
        raise AllegationError(
            f"{value!r} is not a whole number from {least:,} to {most:,}", where=name, next_step="Give a count of items"
        )


def amount(name: str, value: float, most: float) -> None:
    """A number from 0 to `most`, whole or not."""
    if isinstance(value, bool) or not math.isfinite(value) or not 0 <= value <= most:
        raise AllegationError(f"{value!r} is not a number from 0 to {most:,}", where=name)


def share(name: str, value: float) -> None:
    """A share or probability, 0 and 1 included."""
    if isinstance(value, bool) or not math.isfinite(value) or not 0 <= value <= 1:
        raise AllegationError(
            f"{value!r} is not a share from 0 to 1", where=name, next_step="Write 95 per cent as 0.95"
        )


def inner_share(name: str, value: float) -> None:
    """A share strictly between 0 and 1, such as a confidence."""
    share(name, value)
    if value in {0, 1}:
        raise AllegationError("it must lie between 0 and 1, and be neither", where=name)


def ppm(name: str, value: int, least: int = 0, most: int = PPM) -> None:
    """A share in parts per million."""
    if type(value) is not int or not least <= value <= most:
        raise AllegationError(
            f"{value!r} is not a whole number of parts per million from {least:,} to {most:,}",
            where=name,
            next_step="Write 95 per cent as 950000",
        )


def groups(first: str, wanted: Sequence[object], **others: Sequence[object]) -> None:
    """Lists that have one item for each group, and at least one."""
    if not 1 <= len(wanted) <= INSPECTION_GROUPS_MAX:
        raise AllegationError(f"{len(wanted)} groups; there must be 1 to {INSPECTION_GROUPS_MAX:,}", where=first)
    for name, items in others.items():
        if len(items) != len(wanted):
            raise AllegationError(f"{len(items)} items, but {first} has {len(wanted)}", where=name)


def shares(name: str, values: Sequence[float]) -> None:
    """Shares that add up to 1, as far as printed ones do."""
    for value in values:
        share(name, value)
    if abs(math.fsum(values) - 1) > _SHARES_OFF:
        raise AllegationError(f"the shares add up to {math.fsum(values):.6g}, not to 1", where=name)


def not_above(name: str, value: float, other: str, most: float) -> None:
    """A count that another one limits."""
    if value > most:
        raise AllegationError(f"{value:,} is more than {other}, which is {most:,}", where=name)
