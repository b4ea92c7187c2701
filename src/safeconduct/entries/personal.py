"""Keep plates, telephone numbers and document numbers out of clear text.

A log is public for ever, so what names a person does not belong in it, not even hashed (DESIGN §4.4). Ships
are the exception: their names and IMO numbers stand in a public register. The patterns here catch what is
written by mistake; they cannot prove that a text is harmless, and they rather refuse a harmless text now
and then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import UNSET, UnsetType

from safeconduct.entries.errors import PersonalDataError

VESSEL = "vessel"

_L = "A-ZА-ЯЁІЇЄҐԱ-Ֆ"  # noqa: RUF001 - plates of the region use Latin, Cyrillic and Armenian letters
_UNIT = r"(?!KG|MT|MM|CM|KM|ML|HP|PCS|KW)"
_SHAPES = (
    ("a telephone number", re.compile(r"(?:\+|\b00)[0-9](?:[ ().-]{0,2}[0-9]){7,14}\b")),
    ("a telephone or document number", re.compile(r"(?<![\w-])[0-9](?:[ .-]?[0-9]){8,14}(?![\w-])")),
    ("a number plate", re.compile(rf"\b[0-9]{{2,3}}[ -]?{_UNIT}[{_L}]{{2,3}}[ -]?[0-9]{{2,4}}\b")),
    (
        "a number plate",
        re.compile(rf"\b[{_L}]{{1,3}}[ -]?[0-9]{{3,4}}[ -]?[{_L}]{{2}}(?:[ -]?[0-9]{{2,3}})?\b"),
    ),
    ("a document number", re.compile(rf"\b[{_L}]{{1,2}}[ №-]{{0,2}}[0-9]{{6,9}}\b")),
)


@lru_cache(maxsize=65_536)
def looks_personal(text: str) -> str:
    """What the text looks like ("a number plate"), or an empty text.

    >>> looks_personal("blankets for 34 AB 123"), looks_personal("blankets, 25 kg 200 pieces")
    ('a number plate', '')
    """
    upper = text.upper()
    return next((what for what, shape in _SHAPES if shape.search(upper)), "")


def refuse_personal(fields: Iterable[tuple[str, object]]) -> None:
    """Raise PersonalDataError for the first (name, value) whose text looks personal; other values pass."""
    for name, value in fields:
        what = looks_personal(value) if isinstance(value, str) else ""
        if what:
            raise PersonalDataError(
                f"the text looks like {what}; a log is public and cannot be erased",
                where=name,
                next_step="Leave it out; a post keeps such values in its sealed store.",
            )


def refuse_vehicle_names(category: str, fields: Iterable[tuple[str, object]]) -> None:
    """Raise PersonalDataError where a vehicle other than a ship is named. Ships are in a public register."""
    for name, value in fields:
        if value is not UNSET and category != VESSEL:
            raise PersonalDataError(
                f"a vehicle of category {category!r} is named; only ships may be",
                where=name,
                next_step="Leave the field out; a random movement id is enough.",
            )


def extra_fields(extra: Mapping[str, object] | UnsetType, prefix: str = "") -> list[tuple[str, object]]:
    """The (name, value) pairs of an `extra` field, for the checks above."""
    if isinstance(extra, UnsetType):
        return []
    return [(f"{prefix}extra.{name}", value) for name, value in extra.items()]
