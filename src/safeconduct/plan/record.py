"""What the record of a corridor gives a plan, day by day: arrivals by hour, how long checks took, waits.

A day or category that was not recorded is left out; a count of 0 says that somebody watched and nobody came.
Format ``safeconduct-plan-record/1`` (JSON): docs/reference/plan-file.md.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import msgspec

from safeconduct.base import limits
from safeconduct.base.instant import InstantError, day_from_text, day_to_text
from safeconduct.plan.errors import RecordError
from safeconduct.plan.opening import HOURS

FORMAT = "safeconduct-plan-record/1"


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """One day of the record.

    day: days since 1970-01-01, local. arrivals: category -> vehicles in each of its 24 hours. check_seconds: method
    -> how long each check took. wait_seconds: category -> how long each vehicle waited for its check.
    """

    day: int
    arrivals: Mapping[str, tuple[int, ...]]
    check_seconds: Mapping[str, tuple[int, ...]]
    wait_seconds: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Days of the record that a plan draws from, in order of time. source: whose record of what, in words."""

    source: str
    days: tuple[RecordedDay, ...]

    def arrivals(self, categories: Collection[str]) -> tuple[RecordedDay, ...]:
        """The days on which arrivals of all these categories were recorded."""
        return tuple(day for day in self.days if all(name in day.arrivals for name in categories))

    def check_seconds(self, method: str) -> tuple[int, ...]:
        """How long each check by a method took."""
        return tuple(seconds for day in self.days for seconds in day.check_seconds.get(method, ()))

    def wait_seconds(self, category: str) -> tuple[int, ...]:
        """How long each vehicle of a category waited."""
        return tuple(seconds for day in self.days for seconds in day.wait_seconds.get(category, ()))


_Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
_Seconds = Annotated[int, msgspec.Meta(ge=0, le=limits.PLAN_CHECK_SECONDS_MAX)]
_Hours = Annotated[list[_Count], msgspec.Meta(min_length=HOURS, max_length=HOURS)]
_Wait = Annotated[int, msgspec.Meta(ge=0, le=10**9)]


class _Day(msgspec.Struct, forbid_unknown_fields=True):
    day: str
    arrivals: dict[str, _Hours] = {}
    check_seconds: dict[str, list[_Seconds]] = {}
    wait_seconds: dict[str, list[_Wait]] = {}


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    days: Annotated[list[_Day], msgspec.Meta(min_length=1, max_length=limits.PLAN_RECORD_DAYS_MAX)]


def calibration_from_json(data: bytes, name: str) -> Calibration:
    """Read a record for a plan. Raises RecordError; its `where` is the file and the path inside it."""
    if len(data) > limits.PLAN_RECORD_BYTES_MAX:
        raise RecordError(f"{len(data):,} bytes; at most {limits.PLAN_RECORD_BYTES_MAX:,} are read", where=name)
    try:
        file = msgspec.convert(json.loads(data.decode(), object_pairs_hook=_without_repeats), _File)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        raise RecordError(what, where=f"{name}, {path.strip('`')}" if path else name) from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}", where=name) from error
    if file.format != FORMAT:
        raise RecordError(f"the format is {file.format[:60]!r}", where=name, next_step=f"{FORMAT} is read here.")
    days = tuple(_day(one, f"{name}, $.days[{number}]") for number, one in enumerate(file.days))
    for before, after in pairwise(days):
        if before.day >= after.day:
            raise RecordError(f"{day_to_text(after.day)} does not come after the day before it", where=name)
    return Calibration(file.source, days)


def calibration_to_json(record: Calibration) -> bytes:
    """The record as a file that `calibration_from_json` reads."""
    days = [
        {
            "day": day_to_text(one.day),
            "arrivals": one.arrivals,
            "check_seconds": one.check_seconds,
            "wait_seconds": one.wait_seconds,
        }
        for one in record.days
    ]
    return msgspec.json.encode({"format": FORMAT, "source": record.source, "days": days}, order="sorted")


def _day(one: _Day, where: str) -> RecordedDay:
    try:
        day = day_from_text(one.day)
    except InstantError as error:
        raise RecordError(error.what, where=where, next_step=error.next_step) from error
    arrivals, checks, waits = (
        {name: tuple(numbers) for name, numbers in table.items()}
        for table in (one.arrivals, one.check_seconds, one.wait_seconds)
    )
    return RecordedDay(day, arrivals, checks, waits)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found
