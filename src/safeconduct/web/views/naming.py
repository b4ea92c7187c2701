"""Names in a reader's language, and the sentences made of them, that every page about a road uses."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from safeconduct.agreement.model import Agreement
from safeconduct.assess.public import Names, Naming, Statement
from safeconduct.assess.situation.model import Said, Situation
from safeconduct.web.language import ENGLISH
from safeconduct.web.views.words import Words


class Spoken:
    """Names of who speaks and of what they speak about, in a reader's language.

    What has no name in it stands in the words of the entry, else in English. In English a speaker stays as the entry
    has it.
    """

    def __init__(self, naming: Naming, words: Words) -> None:
        self._naming = naming
        self._words = words
        self._names = naming.shown.get(words.language.code, Names())
        self._english = naming.shown.get(ENGLISH.code, Names())

    def entity(self, id_: str) -> str:
        """A person, organisation, state or outlet; else the id."""
        return self._names.entities.get(id_) or self._naming.names.get(id_, id_)

    def named(self, key: str, otherwise: str) -> str:
        """A speaker by key, else in other words."""
        return self._names.entities.get(key, otherwise)

    def speaker(self, one: Statement) -> str:
        """The speakers of a statement as one text."""
        return self.named(one.agents[0].key, one.speaker) if len(one.agents) == 1 else one.speaker

    def said(self, one: Said) -> Markup:
        """The speaker of a statement about a road."""
        name = self._names.entities.get(one.entity)
        return self._words.foreign(one.speaker) if name is None else escape(name)

    def office(self, id_: str) -> Markup:
        """An office."""
        name = self._names.offices.get(id_)
        english = self._naming.offices.get(id_, id_.replace("-", " "))
        return self._words.foreign(english) if name is None else escape(name)

    def topic(self, id_: str) -> Markup:
        """A topic, or the question that a statement answers."""
        name = self._names.topics.get(id_)
        english = self._english.topics.get(id_, id_.replace("-", " "))
        return self._words.foreign(english) if name is None else escape(name)


def names_of(shown: Situation, words: Words) -> dict[str, str]:
    """Names of directions (where they lead) and of places, by id."""
    named = {way.direction: way.towards for way in shown.ways} | {one.id: one.names for one in shown.road.places}
    return {key: _in_language(names, words) or key for key, names in named.items()}


def parties_of(agreement: Agreement | None, words: Words) -> dict[str, str]:
    """Names of the parties by id, in alphabetical order of the names; none without an agreement."""
    if agreement is None:
        return {}
    named = {id_: _in_language(party.name, words) or id_ for id_, party in agreement.parties.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


def sentence_of(words: Words, shown: Situation, names: Mapping[str, str]) -> Markup:
    """The status of every direction in one sentence."""
    tables = ("FIRST_TOWARDS", *["THEN_TOWARDS"] * (len(shown.ways) - 1))
    parts = [
        words.filled(table, way.now.status, place=names[way.direction])
        for table, way in zip(tables, shown.ways, strict=True)
    ]
    return parts[0] if len(parts) == 1 else words.filled("JOINED", "two", first=parts[0], second=parts[1])


def offset_text(minutes: int) -> str:
    """An offset from UTC such as +04:00, with a real minus sign."""
    sign = "\u2212" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _in_language(names: Mapping[str, str], words: Words) -> str:
    return names.get(words.language.code) or names.get("en") or ""
