"""The rules of each language: what finds its statements, and what reads its days and speakers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from safeconduct.press.dates import DateReader
from safeconduct.press.dates.russian import RussianDateReader
from safeconduct.press.extract import find_statements
from safeconduct.press.extract.russian import find_russian
from safeconduct.press.model import Found, Text
from safeconduct.press.source import Source
from safeconduct.press.speakers import PartyReader
from safeconduct.press.speakers.russian import RussianPartyReader


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language.

    name: of the pass, as drafts record it. dates, parties: what reads days and speakers. events: whether dated events
    are found.
    """

    name: str
    version: str
    find: Callable[[Text], tuple[Found, ...]]
    dates: type[DateReader]
    parties: type[PartyReader]
    events: bool = True


ENGLISH = Rules("fast", "2", find_statements, DateReader, PartyReader)
RUSSIAN = Rules("fast-ru", "1", find_russian, RussianDateReader, RussianPartyReader, events=False)
LANGUAGES: Mapping[str, Rules] = {"en": ENGLISH, "ru": RUSSIAN}


def read_as(source: Source, language: str | None) -> Source:
    """The report with a language that somebody chose; as it is if nobody did."""
    return source if language is None else replace(source, text=replace(source.text, language=language))


def rules_for(language: str) -> tuple[Rules, str]:
    """The rules for a language by its ISO 639-1 code, and a note where there are none: then those of English."""
    rules = LANGUAGES.get(language)
    if rules is not None:
        return rules, ""
    known = " and ".join(sorted(LANGUAGES))
    what = (
        "the language was not recognised" if language == "und" else f"there are no rules for the language {language!r}"
    )
    return ENGLISH, f"{what}; read as English, so little may be found (rules: {known})"
