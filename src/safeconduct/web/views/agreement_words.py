"""An agreement's own names and texts in one reader's language, safe to put into a page.

Parties, readings and views stand in the alphabetical order of the reader's language. A text that the agreement
gives in English only leaves here marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar, get_args

from markupsafe import Markup, escape

from safeconduct.agreement.back.phrases import Lang
from safeconduct.agreement.back.prose import party_prose, value_prose
from safeconduct.agreement.back.words import END_ISOLATE, ISOLATE, WORDING, visible
from safeconduct.agreement.cel import Codes, FactType, Kind, Parties
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.explain import Because, LimitUsed
from safeconduct.agreement.explain.answer import UNKNOWN_PARTY
from safeconduct.agreement.model import (
    INDETERMINATE,
    QUESTIONS,
    VERDICTS,
    Agreement,
    Basis,
    LimitRow,
    Party,
    Position,
    Question,
    Words,
)
from safeconduct.agreement.table import RuleTable, periods
from safeconduct.agreement.timeline import Span
from safeconduct.base.suggest import folded
from safeconduct.facts.agreed.views import ALL
from safeconduct.web.views.words import Words as SetPhrases
from safeconduct.web.views.words import ltr, said

_ISOLATED = re.compile(f"{ISOLATE}([^{END_ISOLATE}]*){END_ISOLATE}")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_LANGS: tuple[Lang, ...] = get_args(Lang)


class _OfReading(Protocol):
    @property
    def reading(self) -> str: ...


class _OfView(_OfReading, Protocol):
    @property
    def view(self) -> str: ...


Read = TypeVar("Read", bound=_OfReading)
Placed = TypeVar("Placed", bound=_OfView)


class AgreementWords:
    """How a page in one language names the parts of one agreement."""

    def __init__(self, phrases: SetPhrases, agreement: Agreement) -> None:
        self.phrases = phrases
        self.agreement = agreement
        self.lang: Lang = next(lang for lang in _LANGS if lang == phrases.language.code)
        self._table = RuleTable(agreement, self.lang, ())

    # Texts of the file.

    def text(self, words: Words) -> Markup:
        """A text in the reader's language if the agreement gives it, else as it is, with its language."""
        own = words.get(self.lang)
        if own is not None:
            return said(visible(own))
        lang, text = next(((one, words[one]) for one in ("en", *words) if one in words), ("en", ""))
        if lang == "en":
            return self.phrases.foreign(visible(text))
        return Markup('<bdi lang="{}">{}</bdi>').format(lang, visible(text))

    def plain(self, words: Words) -> str:
        """The same without marks, for titles."""
        return visible(words.get(self.lang) or words.get("en") or next(iter(words.values()), ""))

    def prose(self, text: str) -> Markup:
        """A sentence of the rule table; what it isolates reads from left to right."""
        parts = _ISOLATED.split(text)
        return Markup().join(ltr(part) if at % 2 else said(part) for at, part in enumerate(parts))

    def say(self, key: str, **parts: object) -> Markup:
        """A phrase of the rule table."""
        marks = {name: f"\ue000{name}\ue001" for name in parts}
        pieces = re.split("\ue000(.*?)\ue001", self._table.say(key, **marks))
        return Markup().join(escape(parts[one]) if at % 2 else self.prose(one) for at, one in enumerate(pieces))

    # Names.

    def party(self, party: str) -> Markup:
        """The name of a party, or the words for nobody; a word that names no party stays as it is."""
        if party == UNKNOWN_PARTY and party not in self.agreement.parties:
            return self.phrases.named("VALUES", "unknown")
        return Markup("<bdi>{}</bdi>").format(self.prose(party_prose(party, self.lang, self.agreement)))

    def parties(self, parties: Iterable[str]) -> Markup:
        """Several parties, in alphabetical order."""
        return self._listed(self.party(one) for one in sorted(parties, key=self._party_key))

    def reading(self, reading: str) -> Markup:
        """Whose reading it is."""
        party = self.agreement.readings[reading].party
        return self.party(party) if party else ltr(visible(reading))

    def readings(self) -> list[str]:
        """The readings, in alphabetical order of their names."""
        held = self.agreement.readings
        return sorted(held, key=lambda one: self._party_key(held[one].party or one))

    def in_order(self, cells: Iterable[Placed]) -> list[Placed]:
        """Cells of readings and views: view by view, the readings in alphabetical order."""
        every, readings = list(cells), self.readings()
        views = self.views(dict.fromkeys(one.view for one in every))
        return sorted(every, key=lambda one: (views.index(one.view), readings.index(one.reading)))

    def by_reading(self, ones: Iterable[Read]) -> list[Read]:
        """Whatever belongs to a reading, in alphabetical order of the readings."""
        readings = self.readings()
        return sorted(ones, key=lambda one: readings.index(one.reading))

    def alike(self, ones: Iterable[Read]) -> list[tuple[list[str], Read]]:
        """What readings come to, those that come to the same in every part together; each is named."""
        found: list[tuple[list[str], Read, object]] = []
        for one in ones:
            told = replace(one, reading="")  # type: ignore[type-var]  # all of them are dataclasses
            names = next((names for names, _, other in found if other == told), None)
            if names is None:
                found.append(([one.reading], one, told))
            else:
                names.append(one.reading)
        return [(names, one) for names, one, _ in found]

    def readings_of(self, names: Sequence[str]) -> Markup:
        """Whose readings these are."""
        return self._listed(self.reading(name) for name in names)

    def all_parties(self) -> list[Party]:
        """The parties, in alphabetical order of their names."""
        return sorted(self.agreement.parties.values(), key=lambda one: self._party_key(one.id))

    def view(self, view: str) -> Markup:
        """Whose logs count as evidence."""
        if view == ALL:
            return self.phrases.named("VIEWS", view)
        return self.party(view)

    def views(self, views: Iterable[str]) -> list[str]:
        """All logs together first, then those of each party."""
        return sorted(views, key=lambda one: (one != ALL, self._party_key(one)))

    def fact(self, name: str) -> Markup:
        """What a fact is called."""
        declared = self.agreement.facts.get(name)
        if declared is not None and declared.says:
            return self.text(declared.says)
        built_in = WORDING[self.lang].templates.get(name) if name in {"at", "status"} else None
        return self.prose(built_in) if built_in else self.phrases.foreign(self.dotted(name))

    def facts(self, names: Iterable[str]) -> Markup:
        """What some facts are called."""
        return self._listed(self.fact(name) for name in names)

    def rule(self, rule: str) -> Markup:
        """What a rule says."""
        return self.text(self.agreement.rule(rule).says)

    def issue(self, issue: str) -> Markup:
        """What an issue asks."""
        return self.text(self.agreement.issues[issue].asks)

    def position(self, position: Position) -> Markup:
        """An answer to an issue."""
        return self.text(position.says) if position.says else self.phrases.foreign(self.dotted(position.id))

    @staticmethod
    def dotted(name: str) -> str:
        """An id as words."""
        return visible(name).replace("_", " ").replace(".", " ")

    @staticmethod
    def anchor(kind: str, name: str) -> str:
        """The id of a part of a page."""
        return f"{kind}-{_UNSAFE.sub('-', name)}"

    # Verdicts, values, dates.

    def verdict(self, verdict: str) -> Markup:
        """A verdict, in the words of the rule table."""
        return self.phrases.named("OUTCOMES", verdict) if verdict == INDETERMINATE else self.say(verdict)

    def verdicts(self, verdicts: Iterable[str]) -> Markup:
        """What remains possible."""
        return escape(self._table.say("or")).join(self.say(one) for one in verdicts)

    @staticmethod
    def questions() -> tuple[Question, ...]:
        """Both questions."""
        return QUESTIONS

    @staticmethod
    def order(question: Question) -> tuple[str, ...]:
        """The verdicts of a question, mildest first, undecided last."""
        return (*VERDICTS[question], INDETERMINATE)

    @staticmethod
    def degree(question: Question, verdict: str) -> int:
        """How far a verdict is from the mildest, in per cent; -1 if it is undecided."""
        order = VERDICTS[question]
        return -1 if verdict not in order else round(100 * order.index(verdict) / (len(order) - 1))

    def basis(self, basis: Basis | str) -> Markup:
        """How far something is agreed, as a tag; what is assumed stands out by its frame."""
        word = self.phrases.named("BASES", basis)
        return Markup('<span class="tag b-{}">{}</span>').format(_UNSAFE.sub("", basis), word)

    def date(self, instant: int) -> Markup:
        """The day of an instant at 00:00 UTC, of any other the time as well."""
        return self.prose(WORDING[self.lang].date(instant))

    def last_day(self, instant: int) -> Markup:
        """The day of the last instant before this one."""
        return self.prose(WORDING[self.lang].day(instant - 1))

    def period(self, span: Span) -> Markup:
        """A period."""
        return self.prose(self._table.period(span))

    def dated(self, span: Span, text: object) -> Markup:
        """Something with the period in which it holds, if that is not at all times."""
        return escape(text) if span == Span() else Markup("{}: {}").format(self.period(span), text)

    def limit_value(self, kind: Kind, value: int, unit: str) -> Markup:
        """The value of a limit."""
        return self.prose(value_prose(kind, value, unit, self.lang))

    def limit_kind(self, limit: str) -> Kind:
        """What the values of a limit are."""
        return self.agreement.limits[limit].kind

    def limit_used(self, used: LimitUsed) -> Markup:
        """A limit that a rule was applied with: its value, and on what basis; assumed is said aloud."""
        value = self.limit_value(used.kind, used.value, used.unit)
        return Markup("{} {}").format(value, self.basis(used.basis))

    def applies(self, row: LimitRow) -> Markup:
        """From when a row of a limit applies, and under which answers."""
        told = [self.say("from", a=self.date(row.start))]
        for issue, positions in row.under.items():
            asked = self.agreement.issues[issue]
            answers = escape(self._table.say("or")).join(self.position(asked.positions[one]) for one in positions)
            told.append(self.say("if_reading", a=self.text(asked.asks), b=answers))
        return self._listed(told)

    def positions(self, reading: str, issue: str) -> list[tuple[Span, Position | None]]:
        """What a reading answers to an issue, period by period; None where no position was found."""
        asked = self.agreement.issues[issue]
        dated = self.agreement.readings[reading].positions[issue]
        return [(span, None if one is None else asked.positions[one]) for span, one in periods(dated)]

    def value(self, name: str, value: Value | None) -> Markup:
        """The value of a fact."""
        declared = self.agreement.facts[name]
        return self.typed(declared.type, value, declared.unit)

    def typed(self, type_: FactType, value: Value | None, unit: str = "") -> Markup:
        """A value of some type."""
        if value is None:
            return self.phrases.named("VALUES", "unknown")
        if isinstance(value, bool):
            return self.phrases.named("VALUES", "yes" if value else "no")
        if isinstance(value, Codes):
            return self._codes(value)
        if isinstance(value, Parties):
            return self._members(value, type_.members)
        if isinstance(value, int):
            return self.limit_value(type_.kind, value, unit)
        return self.party(value) if type_.kind is Kind.PARTY else ltr(self.dotted(value))

    def because(self, one: Because) -> Markup:
        """One fact that an answer rests on."""
        fact = self.fact(one.fact)
        if one.form == "value":
            unit = self.agreement.facts[one.fact].unit
            return Markup("{}: {}").format(fact, self.typed(one.type, one.value, unit))
        member = ltr(one.value) if one.type.kind is Kind.CODES else self.party(str(one.value))
        return self.phrases.filled("MEMBERS", one.form, fact=fact, member=member)

    def _codes(self, value: Codes) -> Markup:
        known = Markup(", ").join(ltr(code) for code in value.known)
        if not value.open:
            return known or self.phrases.named("VALUES", "none")
        more = self.phrases.named("VALUES", "perhaps more")
        return Markup("{}; {}").format(known, more) if known else self.phrases.named("VALUES", "unknown")

    def _members(self, value: Parties, members: Sequence[str]) -> Markup:
        told = [self.parties(value.yes)] if value.yes else []
        if len(value.yes) + len(value.no) == len(members):
            return told[0] if told else self.phrases.named("VALUES", "nobody")
        if value.no:
            told.append(self.phrases.filled("MEMBERS", "not among", member=self.parties(value.no)))
        rest = set(members) - value.yes - value.no
        told.append(self.phrases.filled("MEMBERS", "unknown of", member=self.parties(rest)))
        return Markup("; ").join(told)

    def _party_key(self, party: str) -> tuple[str, str]:
        """Where a name stands in the alphabet: letters with and without marks (ё, أ, ü) side by side."""
        name = party_prose(party, self.lang, self.agreement)
        return folded(name.strip(ISOLATE)), name

    def _listed(self, parts: Iterable[object]) -> Markup:
        return escape(WORDING[self.lang].say("comma")).join(escape(part) for part in parts)
