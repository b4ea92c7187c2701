"""EDTF (ISO 8601-2) as fields of entries hold it: points, intervals, sets; no times. `press.dates` reckons with it.

``2023-07``, ``2023-09-13?``, ``2020-23`` (autumn), ``2023-02-20/2023-02-26``, ``../2023-01-18``, ``{2022-10,2023-05}``.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text
from safeconduct.entries.fields import Line
from safeconduct.entries.kind import require

_POINT = "[0-9]{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])|-(?:0[1-9]|1[0-2])-[0-3][0-9])?[?~%]?"
_MEMBER = rf"{_POINT}(?:\.\.{_POINT})?"
EDTF = (
    rf"^(?:{_POINT}|{_POINT}/(?:{_POINT}|\.\.)?|(?:\.\.)?/{_POINT}"
    rf"|\{{{_MEMBER}(?:,{_MEMBER})*\}}|\[{_MEMBER}(?:,{_MEMBER})*\])(?!\n)$"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

EdtfText = Annotated[str, Meta(pattern=EDTF, max_length=256)]
DayBasis = Literal["explicit", "weekday", "relative", "carried", "docdate", "entered"]


class Said(msgspec.Struct, kw_only=True, frozen=True):
    """When something was said, as far as the report tells, and how that is known."""

    edtf: Annotated[EdtfText, Meta(description="day or days, in EDTF")]
    basis: Annotated[
        DayBasis, Meta(description="`carried`: from the occasion; `docdate`: nothing but the report's day")
    ]
    reason: Annotated[Line, Meta(description="why a reviewer entered it")] | UnsetType = UNSET


class Published(msgspec.Struct, kw_only=True, frozen=True):
    """When a report was published, and how that is known."""

    edtf: Annotated[EdtfText, Meta(description="day or days, in EDTF")]
    basis: Annotated[
        Literal["in_text", "metadata", "entered", "inferred"],
        Meta(description="`metadata`: of the page or its address"),
    ]
    note: Annotated[Line, Meta(description="what it is inferred from")] | UnsetType = UNSET


def check_days(text: str, field: str) -> None:
    """Raise an error of `base` or BodyError for a day that no calendar has."""
    for found in _DAY.finditer(text):
        day_from_text(found[0])
    require(not text.startswith(("{", "[")) or text.count(",") < 64, "more than 64 days are listed", field)


def check_said(said: Said | UnsetType) -> None:
    """The rules of `said` beyond its types."""
    if isinstance(said, UnsetType):
        return
    check_days(said.edtf, "said.edtf")
    entered = said.basis == "entered"
    require(entered == (said.reason is not UNSET), "a reason stands with a day that was entered, only", "said.reason")


def check_published(published: Published | UnsetType) -> None:
    """The rules of `published` beyond its types."""
    if isinstance(published, UnsetType):
        return
    check_days(published.edtf, "published.edtf")
    noted = published.note is not UNSET
    require(noted or published.basis != "inferred", "an inferred day needs a note of what from", "published.note")
