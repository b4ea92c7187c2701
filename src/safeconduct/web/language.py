"""The languages of the pages: their catalogues, their direction, their way to write numbers.

English is the key of every message, so a missing translation shows English. Catalogues are compiled from
``locale/*/LC_MESSAGES/safeconduct.po`` by ``tools/messages.py``.
"""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "safeconduct"
_RANGE = re.compile(r"\s*([a-z]{2,3})(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages.

    name: in the language itself. thousands, decimal: separators of numbers.
    fraction_form: a count whose plural form also suits fractions, as gettext knows whole numbers only.
    """

    code: str
    name: str
    direction: str
    thousands: str
    decimal: str
    fraction_form: int


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "ltr", ",", ".", 2),
        Language("ru", "Русский", "ltr", "\u00a0", ",", 2),
        Language("ar", "العربية", "rtl", ",", ".", 100),
    )
}
ENGLISH = LANGUAGES["en"]


def catalogue(language: Language) -> gettext.NullTranslations:
    """The messages of a language; English is its own key and has no file."""
    if language is ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [language.code])


def accepted(header: str) -> Language:
    """The language an ``Accept-Language`` header (RFC 9110 §12.5.4) likes best; English if it likes none.

    >>> accepted("de, ar;q=0.7, ru;q=0.3").code
    'ar'
    """
    best = (0.0, ENGLISH)
    for part in header[:500].lower().split(","):
        match = _RANGE.fullmatch(part)
        if match and match[1] in LANGUAGES:
            weight = float(match[2] or 1)
            if weight > best[0]:
                best = (weight, LANGUAGES[match[1]])
    return best[1]
