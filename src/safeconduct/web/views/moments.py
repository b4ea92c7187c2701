"""Instants as people at a road write them: local day and clock, with UTC beside them."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, day_to_text, instant_to_text


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as people at the road write it, and in UTC."""

    day: str
    clock: str
    utc: str


def moment(at_us: int, offset_minutes: int) -> Moment:
    """An instant at an offset, cut to the minute.

    >>> moment(0, 240)
    Moment(day='1970-01-01', clock='04:00', utc='1970-01-01T00:00:00.000Z')
    """
    day, rest = divmod(at_us + offset_minutes * US_PER_MINUTE, US_PER_DAY)
    minutes = rest // US_PER_MINUTE
    return Moment(day_to_text(day), f"{minutes // 60:02}:{minutes % 60:02}", instant_to_text(at_us))
