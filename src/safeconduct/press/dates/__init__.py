"""Dates of a report: EDTF values as runs of days, and when each statement was said.

What that means to a reader: docs/concepts/public-record.md, "Dates".
"""

from __future__ import annotations

from safeconduct.press.dates.compare import Days, apart, compatible, days_of, equal
from safeconduct.press.dates.edtf import Edtf, EdtfError, Point, edtf_from_text, edtf_of_day, edtf_of_days
from safeconduct.press.dates.events import Event, find_events
from safeconduct.press.dates.model import Basis, Published, PublishedBasis, When
from safeconduct.press.dates.occasions import Speaking
from safeconduct.press.dates.resolve import DateReader, resolve_dates

__all__ = [
    "Basis",
    "DateReader",
    "Days",
    "Edtf",
    "EdtfError",
    "Event",
    "Point",
    "Published",
    "PublishedBasis",
    "Speaking",
    "When",
    "apart",
    "compatible",
    "days_of",
    "edtf_from_text",
    "edtf_of_day",
    "edtf_of_days",
    "equal",
    "find_events",
    "resolve_dates",
]
