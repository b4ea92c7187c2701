"""Numbers, days, hashes and set phrases in one reader's language, safe to put into a page.

Whatever has a reading order of its own (ids, hashes, ranges, signed numbers) leaves here inside
``<bdi dir="ltr">``; English texts that have no translation leave marked as English.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce

from markupsafe import Markup, escape

from safeconduct.assess.claims.phrases import Phrase
from safeconduct.base.instant import US_PER_MINUTE, InstantError, day_from_text
from safeconduct.web.language import ENGLISH, Language
from safeconduct.web.source import Claimed, Corridor, Number, Recorded
from safeconduct.web.views import phrases, statement_words, status_words
from safeconduct.web.views.phrases import Counted, InContext

_CONTEXTS = ("figure",)
_TABLES = {**vars(phrases), **vars(status_words), **vars(statement_words)}
_THURSDAY = 3  # 1970-01-01, day 0, was a Thursday
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
_ORDERED = re.compile(r"((?<!\w)[-\u2212]\d[\d.,]*|\d[\d.,:/]*(?:\s?[-\u2010-\u2015\u2212]\s?\d[\d.:/]*)+|\d+:\d\d)")
_CODE = re.compile("`([^`]+)`")
_UNSEEN = {code: f"[U+{code:04X}]" for code in _CONTROLS if chr(code) not in "\t\n"}


def shown(value: object) -> object:
    """Make characters visible that would silently change the reading of a page: bidi overrides, controls.

    >>> shown("a\u202eb")
    'a[U+202E]b'
    """
    return type(value)(value.translate(_UNSEEN)) if isinstance(value, str) else value


def ltr(text: object) -> Markup:
    """A text that reads from left to right whatever stands around it.

    >>> str(ltr("06:00–20:00"))
    '<bdi dir="ltr">06:00–20:00</bdi>'
    """
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def said(text: str) -> Markup:
    """Someone's own words, in which ranges, clocks, days and signed numbers keep their order in any direction.

    >>> str(said("from 06:00–20:00 & later"))
    'from <bdi dir="ltr">06:00–20:00</bdi> &amp; later'
    """
    parts = _ORDERED.split(text)
    return Markup().join(ltr(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def short_hash(hexits: str) -> Markup:
    """The first 12 hex digits in groups of 4, the whole as the title.

    >>> str(short_hash("7f3a19c2e0b4ffff"))
    '<bdi dir="ltr"><code class="hash" title="7f3a19c2e0b4ffff">7f3a 19c2 e0b4 …</code></bdi>'
    """
    groups = " ".join(hexits[at : at + 4] for at in range(0, 12, 4))
    rest = " …" if len(hexits) > 12 else ""
    return ltr(Markup('<code class="hash" title="{}">{}{}</code>').format(hexits, groups, rest))


def whole_hash(text: str) -> Markup:
    """A long code that may break between groups of 8 and copies without spaces."""
    groups = (escape(text[at : at + 8]) for at in range(0, len(text), 8))
    return ltr(Markup('<code class="hash">{}</code>').format(Markup("<wbr>").join(groups)))


class Words:
    """The set phrases of the pages in one language."""

    def __init__(self, language: Language, messages: gettext.NullTranslations) -> None:
        self.language = language
        self._messages = messages

    def number(self, value: Number) -> Markup:
        """A number with the separators of the language and a real minus sign, cut to three decimals."""
        whole, thousandths = divmod(int(abs(Fraction(value)) * 1000), 1000)
        text = f"{whole:,}".replace(",", self.language.thousands)
        if thousandths:
            text += self.language.decimal + f"{thousandths:03}".rstrip("0")
        if value < 0:
            text = "\u2212" + text
        return ltr(text) if self.language.direction == "rtl" else escape(text)

    def amount(self, value: Number, unit: str) -> Markup:
        """A number with its unit, in the right plural."""
        number = self.number(value)
        forms = phrases.UNITS.get(unit)
        if forms is None:
            return Markup("{} {}").format(number, self.foreign(unit)) if unit else number
        return self._filled(self._plural(forms, value), amount=number)

    def difference(self, value: Number, unit: str) -> Markup:
        """A difference with its sign, also when it is positive."""
        amount = self.amount(value, unit)
        return Markup("<bdi>+{}</bdi>").format(amount) if value > 0 else amount

    def recorded(self, recorded: Recorded) -> Markup:
        """The interval that the record holds."""
        low, high, unit = recorded.low, recorded.high, recorded.unit
        if low is None and high is None:
            return escape(self._messages.gettext("no record"))
        if low is None or high is None:
            bound, word = (high, "at_most") if low is None else (low, "at_least")
            return self._compared(word, self.amount(bound if bound is not None else 0, unit))
        if low == high:
            return self.amount(low, unit)
        text = self._messages.gettext("%(low)s to %(high)s")
        return self._filled(text, low=self.number(low), high=self.amount(high, unit))

    def claimed(self, claimed: Claimed) -> Markup:
        """The comparison that a claim states."""
        if claimed.value_high is not None:
            text = self._messages.gettext("%(low)s to %(high)s")
            high = self.amount(claimed.value_high, claimed.unit)
            return self._filled(text, low=self.number(claimed.value), high=high)
        amount = self.amount(claimed.value, claimed.unit)
        if claimed.comparator in phrases.COMPARATORS:
            return self._compared(claimed.comparator, amount)
        return Markup("{} {}").format(self.foreign(claimed.comparator), amount)

    def day(self, text: str) -> Markup:
        """``2022-07-31`` as ``31 July 2022``; anything else stays as it is."""
        try:
            day_from_text(text)
        except InstantError:
            return ltr(text)
        month = self.word(phrases.MONTHS[int(text[5:7]) - 1])
        return self._filled(
            self._messages.pgettext("date", "%(day)s %(month)s %(year)s"),
            day=int(text[8:]),
            month=month,
            year=text[:4],
        )

    def day_short(self, text: str) -> str:
        """``2022-07-31`` as ``31 Jul``, for labels of a drawing whose years stand on its axis."""
        template = self._messages.pgettext("short date", "%(day)s %(month)s")
        return template % {"day": int(text[8:]), "month": self.month_short(int(text[5:7]))}

    def period(self, first: str, last: str) -> Markup:
        """Two days, both inclusive."""
        text = self._messages.gettext("%(first)s to %(last)s")
        return self._filled(text, first=self.day(first), last=self.day(last))

    def listed(self, parts: Iterable[object]) -> Markup:
        """Several things one after the other, with the comma of the language."""
        comma = self._messages.pgettext("list", "%(first)s, %(second)s")
        return reduce(lambda told, part: self._filled(comma, first=told, second=part), map(escape, parts))

    @property
    def comma(self) -> str:
        """What stands between two things of a list, with its space."""
        return self._messages.pgettext("list", "%(first)s, %(second)s") % {"first": "", "second": ""}

    def weekday(self, text: str) -> str:
        """The name of the weekday of a day such as ``2022-07-31``."""
        return self.word(status_words.WEEKDAYS[(day_from_text(text) + _THURSDAY) % 7])

    def percent(self, part: int, whole: int) -> Markup:
        """A share in per cent, cut to one decimal."""
        return self.amount(Fraction(part * 1000 // whole, 10), "%")

    def fraction(self, part: int, whole: int) -> Markup:
        """The two counts that a share is made of."""
        text = self._messages.gettext("%(part)s of %(whole)s")
        return self._filled(text, part=self.number(part), whole=self.number(whole))

    def chance(self, ppm: int) -> Markup:
        """A chance in millionths as per cent, cut to one decimal; a very small one is not called none."""
        if ppm < 1000:
            return self._compared("less_than", self.amount(Fraction(1, 10), "%"))
        return self.percent(ppm, 1_000_000)

    def days_range(self, low: int, high: int | None) -> Markup:
        """A range of days, both inclusive; without an upper end it is at least the lower one."""
        if high is None:
            return self._compared("at_least", self.amount(low, "days"))
        if low == high:
            return self.amount(low, "days")
        text = self._messages.gettext("%(low)s to %(high)s")
        return self._filled(text, low=self.number(low), high=self.amount(high, "days"))

    def wait(self, length_us: int) -> Markup:
        """A time of waiting, µs: minutes, from three hours on hours with one decimal, both cut."""
        minutes = length_us // US_PER_MINUTE
        if minutes == 0:
            return self._compared("less_than", self.amount(1, "minutes"))
        if minutes < 180:
            return self.amount(minutes, "minutes")
        return self.amount(Fraction(minutes // 6, 10), "hours")

    def tonnes(self, kg: int) -> Markup:
        """A mass in tonnes; below one tonne in kilograms."""
        return self.amount(kg, "kg") if 0 < kg < 1000 else self.amount(Fraction(kg, 1000), "t")

    def mass_range(self, low: int, high: int) -> Markup:
        """Two masses, kg, the lower one first; one if they are the same."""
        if low == high:
            return self.tonnes(low)
        return self._filled(self._messages.gettext("%(low)s to %(high)s"), low=self.tonnes(low), high=self.tonnes(high))

    def clock(self, seconds: int) -> Markup:
        """A duration as hours and minutes, ``26:05``."""
        return ltr(_clock(seconds))

    def clock_seconds(self, seconds: int) -> Markup:
        """A duration as minutes and seconds, ``5:07``."""
        return ltr(f"{seconds // 60}:{seconds % 60:02}")

    def clock_range(self, low: int, high: int) -> Markup:
        """Two durations as hours and minutes."""
        return ltr(f"{_clock(low)}\u2013{_clock(high)}")

    def tenths(self, milli: int) -> Markup:
        """Thousandths as a number with one decimal, cut."""
        return self.number(Fraction(milli // 100, 10))

    def month_short(self, month: int) -> str:
        """The name of a month (1 to 12) for an axis."""
        return self.word(phrases.MONTHS_SHORT[month - 1])

    def unit_name(self, unit: str) -> str:
        """The name of a unit on its own, for small print beside a number."""
        name = phrases.UNIT_NAMES.get(unit)
        if name is None:
            return unit
        return self.word(name) if isinstance(name, InContext) else self._messages.gettext(name)

    def title(self, corridor: Corridor) -> str:
        """The corridor's title in the language, else in English, else its id."""
        return corridor.titles.get(self.language.code) or corridor.titles.get("en") or corridor.id

    def word(self, marked: InContext) -> str:
        """A marked word in the language."""
        return self._messages.pgettext(marked.context, marked.text)

    def named(self, table: str, key: str) -> Markup:
        """The phrase for a value of a closed set: VERDICTS, ANSWERS, EVIDENCE, CHANGES, KINDS and so on."""
        entries: Mapping[str, str | InContext] = _TABLES[table]
        marked = entries.get(key)
        if marked is None:
            return self.foreign(key.replace("_", " "))
        return escape(self.word(marked) if isinstance(marked, InContext) else self._messages.gettext(marked))

    def filled(self, table: str, key: str, **parts: object) -> Markup:
        """The phrase for a value of a closed set, with its parts in place."""
        entries: Mapping[str, str] = _TABLES[table]
        return self._filled(self._messages.gettext(entries[key]), **parts)

    def changes(self, kind: str) -> Markup:
        """The names of the kinds of edits that one change is made of."""
        return Markup(" + ").join(self.named("CHANGES", part) for part in kind.split("+"))

    def phrase(self, phrase: Phrase | str) -> Markup:
        """A sentence of the engine or of a charter: translated where we can, else marked as English."""
        if isinstance(phrase, str):
            coded = _CODE.sub(r'<code dir="ltr">\1</code>', str(self._text(phrase)))
            return Markup(coded)  # noqa: S704 - `_text` has escaped it, and only tags of ours are added
        template = self._messages.gettext(phrase.template)
        if template == phrase.template and self.language is not ENGLISH:
            return self.foreign(str(phrase))
        values = {name: self._value(name, value) for name, value in phrase.values.items()}
        return escape(template).format(**values)

    def name(self, text: str) -> Markup:
        """A name, which no one translates unless the catalogue knows it as a phrase, such as ``all speakers``."""
        return Markup("<bdi>{}</bdi>").format(said(self._messages.gettext(text)))

    def _text(self, text: str) -> Markup:
        if self.language is ENGLISH or not text:
            return escape(text)
        for context in _CONTEXTS:
            if (translated := self._messages.pgettext(context, text)) != text:
                return escape(translated)
        translated = self._messages.gettext(text)
        return escape(translated) if translated != text else self.foreign(text)

    def _value(self, name: str, value: str | Number | Phrase) -> Markup:
        """A value inside a sentence: the charter's own words are English, names and days read left to right."""
        if name == "status" and isinstance(value, Phrase):
            return self.named("STATUS", value.template)
        if isinstance(value, Phrase) or name == "says":
            return self.phrase(value) if isinstance(value, (Phrase, str)) else self.number(value)
        if not isinstance(value, str):
            return self.number(value)
        if name == "last_day":
            return self.day(value)
        if name == "unit":
            return escape(value if self.language is ENGLISH else self.unit_name(value))
        return ltr(value) if self.language.direction == "rtl" else escape(value)

    def foreign(self, text: str) -> Markup:
        """A text in English inside a page that may be in another language."""
        if self.language is ENGLISH:
            return escape(text)
        return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(text)

    def _compared(self, comparator: str, amount: Markup) -> Markup:
        return self._filled(self._messages.gettext(phrases.COMPARATORS[comparator]), amount=amount)

    def _plural(self, forms: Counted, value: Number) -> str:
        whole = Fraction(value).denominator == 1
        return self._messages.ngettext(*forms, abs(int(value)) if whole else self.language.fraction_form)

    @staticmethod
    def _filled(text: str, **parts: object) -> Markup:
        return escape(text) % {name: escape(part) for name, part in parts.items()}


def _clock(seconds: int) -> str:
    """Hours and minutes, rounded to the nearest minute.

    >>> _clock(93_929)
    '26:05'
    """
    minutes = (seconds + 30) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
