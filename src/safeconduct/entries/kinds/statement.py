"""Someone said something in public; the claims in it are entries of their own.

Only public office-holders and offices are named, with the source. The wording is ours unless quoted.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text
from safeconduct.entries.fields import DayText, Extra, Line, Prose, Slug
from safeconduct.entries.kind import KindSpec


class Statement(msgspec.Struct, kw_only=True, frozen=True):
    """The body of a statement; its `source` is a citation, not the file and rows of an imported entry."""

    id: Annotated[Slug, Meta(description="name of the statement")]
    speaker: Annotated[Line, Meta(description="office or public office-holder")]
    said_on: Annotated[DayText, Meta(description="day said, or published")]
    as_of: Annotated[DayText, Meta(description="day the figures refer to")] | UnsetType = UNSET
    source: Annotated[Prose, Meta(description="where it can be read")]
    wording: Annotated[Prose, Meta(description="what was said")] | UnsetType = UNSET
    extra: Annotated[Extra, Meta(description="further particulars")] | UnsetType = UNSET


def _check(body: Statement) -> None:
    day_from_text(body.said_on)
    if not isinstance(body.as_of, UnsetType):
        day_from_text(body.as_of)


KIND = KindSpec("statement", "who said something in public, when, and where it can be read", Statement, _check)
