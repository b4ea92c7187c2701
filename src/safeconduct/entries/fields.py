r"""The types that fields of bodies are made of, with their bounds.

Patterns end in ``(?!\n)$`` because ``$`` alone lets a final newline through; the form is also valid
ECMAScript, so that the JSON Schema exported from these types means the same to other people's validators.
Texts hold no control characters except the line feed in the long ones. Every bound lies within those of
canonical JSON.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base import limits

# What may stand is listed rather than what may not, because Python's `re` walks a positive class faster.
_LINE = "^[ -~\u00a0-\u2027\u202a-\U0010ffff]+(?!\\n)$"
_PROSE = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]+$"
_WORD = r"^[a-z][a-z0-9_]*(?!\n)$"
_LANGUAGE = r"^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*(?!\n)$"
_CORRIDOR = r"^[a-z0-9]+(?:-[a-z0-9]+)*(?!\n)$"
_SLUG = r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*(?!\n)$"
_LINK = r"^[\x21-\x7e]+(?!\n)$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"
_FORMS = {
    _LINE: "text of one line, without control characters, is expected",
    _PROSE: "text without control characters is expected",
    _WORD: "a word of lower-case letters, digits and _ is expected, such as departed_on",
    _LANGUAGE: "a language code is expected, such as en or pt-BR",
    _CORRIDOR: "an id of lower-case letters, digits and - is expected, such as black-sea-2022",
    _SLUG: "a name of lower-case letters and digits, joined by - _ or ., is expected",
    _LINK: "an address without blanks is expected",
    _DAY: "a day is expected, such as 2022-08-31",
    _INSTANT: "an instant is expected, such as 2022-08-31T09:14:05.000Z",
}

Hex32 = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
Hex64 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
Word = Annotated[str, Meta(pattern=_WORD, max_length=64)]
Language = Annotated[str, Meta(pattern=_LANGUAGE, max_length=35)]
CorridorId = Annotated[str, Meta(pattern=_CORRIDOR, max_length=64)]
Slug = Annotated[str, Meta(pattern=_SLUG, max_length=128)]
Line = Annotated[str, Meta(pattern=_LINE, max_length=300)]
Link = Annotated[str, Meta(pattern=_LINK, max_length=2048)]
Prose = Annotated[str, Meta(pattern=_PROSE, max_length=8192)]
DayText = Annotated[str, Meta(pattern=_DAY, max_length=10)]
InstantText = Annotated[str, Meta(pattern=_INSTANT, max_length=24)]
Count = Annotated[int, Meta(ge=0, le=limits.INTEGER_MAX)]
Whole = Annotated[int, Meta(ge=-limits.INTEGER_MAX, le=limits.INTEGER_MAX)]
Extra = Annotated[dict[Word, Line | Whole], Meta(max_length=64)]


class Source(msgspec.Struct, kw_only=True, frozen=True):
    """Where an imported entry was read: a file by its digest, rows counted from 1 with the header."""

    sha256: Annotated[Hex64, Meta(description="digest of the file, as in its document entry")]
    rows: Annotated[
        list[Count],
        Meta(max_length=limits.JSON_MEMBERS_MAX, description="row numbers; the header is row 1"),
    ]
    part: Annotated[Line, Meta(description="which entry of the movement, where the mapping makes several")] | (
        UnsetType
    ) = UNSET


class Body(msgspec.Struct, kw_only=True, frozen=True):
    """What every body may hold."""

    precision: (
        Annotated[Literal["day"], Meta(description="only the day is known; `at` is its local midnight")] | UnsetType
    ) = UNSET
    source: Annotated[Source, Meta(description="the file and rows this was read from")] | UnsetType = UNSET
    extra: Annotated[Extra, Meta(description="columns of this corridor alone")] | UnsetType = UNSET


def refusal_in_words(error: msgspec.ValidationError) -> tuple[str, str]:
    """What msgspec refused, for people, and the path within the value (`lines[0].load_kg`), perhaps empty."""
    what, _, path = str(error).partition(" - at ")
    place = path.removeprefix("`key` in ").strip("`").removeprefix("$").removeprefix(".")
    for pattern, form in _FORMS.items():
        if what.endswith(repr(pattern)):
            return form, place
    return f"{what[:1].lower()}{what[1:]}".replace("`str`", "text").replace("`int`", "an integer"), place


Texts: TypeAlias = Annotated[list[Line], Meta(max_length=256)]
