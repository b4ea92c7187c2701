"""How English, Russian and Arabic write the names, numbers and times of a condition.

What has a reading order of its own
(numbers, codes, names in another script) leaves here inside Unicode isolates (U+2066, U+2069) when the
sentence runs from right to left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.agreement.back.phrases import (
    AR,
    AR_MONTHS,
    AR_RESERVED,
    EN,
    EN_MONTHS,
    EN_RESERVED,
    RU,
    RU_MONTHS,
    RU_RESERVED,
    UNITS,
    Lang,
)
from safeconduct.base.instant import US_PER_DAY

ISOLATE, END_ISOLATE = "\u2066", "\u2069"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_UNSEEN = {code: f"[U+{code:04X}]" for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F))}
_UNSEEN |= {code: f"[U+{code:04X}]" for code in (*range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language.

    reserved: words that hold a sentence together, so that a name which contains one is put in quotes.
    """

    lang: Lang
    templates: Mapping[str, str]
    months: tuple[str, ...]
    quotes: tuple[str, str]
    thousands: str
    reserved: frozenset[str]

    def say(self, key: str, a: str = "", b: str = "", c: str = "") -> str:
        """A phrase with its parts in place."""
        return self.templates[key].format(a=a, b=b, c=c)

    def foreign(self, text: str) -> str:
        """A text with a reading order of its own: isolated where sentences run from right to left."""
        if self.lang != "ar" or not any("0" <= char <= "9" or char.isalpha() for char in text):
            return text
        first = next((char for char in text if char.isalpha()), "")
        return text if first and "\u0600" <= first <= "\u08ff" else f"{ISOLATE}{text}{END_ISOLATE}"

    def quoted(self, text: str) -> str:
        """A text in the quotation marks of the language; marks inside it are doubled."""
        opening, closing = self.quotes
        inside = text.replace(opening, opening * 2).replace(closing, closing * 2)
        return f"{opening}{self.foreign(inside)}{closing}"

    def is_plain(self, text: str) -> bool:
        """Whether a name can stand in a sentence without quotation marks and not be misread."""
        words = text.casefold().replace("-", " ").split(" ")
        plain = all(word and all(char.isalnum() or char in "’'" for char in word) for word in words)
        return plain and text[0].isalpha() and not self.reserved & set(words)

    def named(self, text: str) -> str:
        """A name within a sentence: as it stands if it cannot be misread, otherwise in quotation marks."""
        return self.foreign(text) if self.is_plain(text) else self.quoted(text)

    def code(self, code: str) -> str:
        """A code after the words for its scheme, such as "HS 1001"; of a scheme without words, as it stands."""
        scheme, _, value = code.partition(":")
        template = self.templates.get(f"code {scheme}")
        if template is None or not value:
            return self.foreign(visible(code))
        return template.format(a=self.foreign(visible(value)))

    def number(self, value: int) -> str:
        """A whole number, in groups of three, with a real minus sign."""
        text = f"{abs(value):,}".replace(",", self.thousands)
        return self.foreign(f"\u2212{text}" if value < 0 else text)

    def amount(self, value: int, unit: str) -> str:
        """A number with its unit; a unit without a word here stands as it is."""
        number = self.number(value)
        if not unit:
            return number
        known = UNITS.get(unit) or UNITS.get(unit.removesuffix("s"))
        if known is None:
            return f"{number} {self.foreign(visible(unit).replace('_', ' '))}"
        english, russian, arabic = known
        if self.lang == "ar":
            return _arabic(value, number, arabic)
        if self.lang == "ru":
            return f"{number} {_russian(value, russian.split('|'))}"
        return f"{number} {english[0 if abs(value) == 1 else 1]}"

    def unit(self, unit: str) -> str:
        """The name of a unit, as after a large number."""
        return self.amount(100, unit).removeprefix(self.number(100)).strip()

    def duration(self, micros: int) -> str:
        """A duration in days, hours, minutes and seconds, exact to the microsecond."""
        seconds, rest = divmod(abs(micros), 1_000_000)
        days, seconds = divmod(seconds, 86_400)
        parts = [(days, "day"), (seconds // 3600, "hour"), (seconds // 60 % 60, "minute")]
        said = [self.amount(value, unit) for value, unit in parts if value]
        if rest:
            said.append(f"{self.foreign(f'{seconds % 60}.{rest:06}'.rstrip('0'))} {self._seconds()}")
        elif seconds % 60 or not said:
            said.append(self.amount(seconds % 60, "second"))
        text = " ".join(said)
        return self.say("negate", f"({text})") if micros < 0 else text

    def day(self, instant: int) -> str:
        """The UTC day of an instant, such as "10 November 2020"."""
        moment = _EPOCH + dt.timedelta(microseconds=instant)
        day, month, year = self.foreign(str(moment.day)), self.months[moment.month - 1], self.foreign(str(moment.year))
        return self.templates["day"].format(d=day, m=month, y=year)

    def date(self, instant: int) -> str:
        """The day of an instant at 00:00 UTC, of any other the time as well."""
        return self.moment(instant) if instant % US_PER_DAY else self.day(instant)

    def moment(self, instant: int) -> str:
        """An instant with its time of day in UTC, seconds only where there are any."""
        moment = _EPOCH + dt.timedelta(microseconds=instant)
        clock = f"{moment:%H:%M}"
        if moment.second or moment.microsecond:
            clock = f"{moment:%H:%M:%S}" + (f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else "")
        return self.say("time", self.day(instant), self.foreign(clock))

    def _seconds(self) -> str:
        english, russian, arabic = UNITS["second"]
        return {"en": english[1], "ru": russian, "ar": arabic[3]}[self.lang]


def visible(text: str) -> str:
    """A text in which controls and bidi overrides, which would silently change how it reads, can be seen."""
    return text.translate(_UNSEEN)


def spoken(words: Mapping[str, str], lang: Lang) -> str:
    """A text of the agreement in a language, in English if it has no other."""
    return visible(words.get(lang) or words.get("en") or next(iter(words.values()), ""))


def _russian(value: int, forms: Sequence[str]) -> str:
    tens, ones = divmod(abs(value) % 100, 10)
    if tens == 1 or ones == 0 or ones > 4:
        return forms[-1]
    return forms[0] if ones == 1 else forms[len(forms) // 2]


def _arabic(value: int, number: str, forms: tuple[str, str, str, str]) -> str:
    if value == 1:
        return forms[0]
    if value == 2:
        return forms[1]
    return f"{number} {forms[2] if 3 <= abs(value) % 100 <= 10 else forms[3]}"


WORDING: Mapping[Lang, Wording] = {
    "en": Wording("en", EN, tuple(EN_MONTHS.split()), ("“", "”"), ",", frozenset(EN_RESERVED.split())),
    "ru": Wording("ru", RU, tuple(RU_MONTHS.split()), ("«", "»"), "\u00a0", frozenset(RU_RESERVED.split())),
    "ar": Wording("ar", AR, tuple(AR_MONTHS.split()), ("«", "»"), ",", frozenset(AR_RESERVED.split())),
}
