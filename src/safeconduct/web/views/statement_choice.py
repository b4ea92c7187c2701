"""Choosing statements: facets with their counts, and a search over wording, quotations and speakers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.assess.public import Names, PublicRecord, Statement
from safeconduct.web.views.naming import Spoken

WORDS_MAX = 200
NONE = "-"


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address chooses; empty: everything. words: all of them must occur. first, last: local days."""

    words: str = ""
    speaker: str = ""
    party: str = ""
    type: str = ""
    topic: str = ""
    clause: str = ""
    mode: str = ""
    first: int | None = None
    last: int | None = None

    def keeps(self, one: Statement) -> bool:
        """Whether a statement is chosen by everything but the words."""
        return (
            self.speaker in {"", *(agent.key for agent in one.agents)}
            and self.party in {"", one.party or NONE}
            and self.type in {"", one.type or NONE, *one.types_also}
            and self.topic in {"", one.topic}
            and self.clause in {"", *one.clauses}
            and self.mode in {"", one.mode or NONE}
            and (self.first is None or one.said_on >= self.first)
            and (self.last is None or (one.said_on if one.days.first is None else one.days.first) <= self.last)
        )


@dataclass(frozen=True, slots=True)
class Facets:
    """The values to choose by, each with the number of statements that have it. speakers: keys to names."""

    speakers: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]]


def facets_of(record: PublicRecord) -> Facets:
    """What the statements on record can be chosen by, in alphabetical order."""
    said = record.statements
    names = {agent.key: agent.name for one in said for agent in one.agents}
    counts = {
        "speaker": Counter(key for one in said for key in {agent.key for agent in one.agents}),
        "party": Counter(one.party or NONE for one in said),
        "type": Counter(kind for one in said for kind in {one.type or NONE, *one.types_also}),
        "topic": Counter(one.topic for one in said if one.topic),
        "clause": Counter(clause for one in said for clause in one.clauses),
        "mode": Counter(one.mode or NONE for one in said),
    }
    speakers = dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))
    return Facets(speakers, {name: dict(sorted(found.items())) for name, found in counts.items()})


def in_language(facets: Facets, spoken: Spoken) -> Facets:
    """The same with speakers named, and topics in the order of their names, in a reader's language."""
    named = {key: spoken.named(key, name) for key, name in facets.speakers.items()}
    speakers = dict(sorted(named.items(), key=lambda item: folded(item[1])))
    topics = sorted(facets.counts["topic"].items(), key=lambda item: folded(spoken.topic(item[0]).striptags()))
    return Facets(speakers, {**facets.counts, "topic": dict(topics)})


def chosen_statements(record: PublicRecord, choice: Choice) -> list[Statement]:
    """The statements that a choice keeps, newest first."""
    wanted = folded(choice.words).split()
    kept = (one for one in reversed(record.statements) if choice.keeps(one))
    return [one for one in kept if not wanted or _has(record, one, wanted)]


def folded(text: str) -> str:
    """Text without case and diacritics, for comparing.

    >>> folded("Türkiye ЁЖ")
    'turkiye еж'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _has(record: PublicRecord, one: Statement, wanted: Sequence[str]) -> bool:
    texts: Iterable[str] = (
        *(one.speaker, one.wording, one.topic, one.value, one.id),
        *(text for quote in one.quotes for text in (quote.exact, quote.tail)),
        *(agent.name for agent in one.agents),
        *(record.naming.offices.get(agent.office, "") for agent in one.agents),
        *_shown(record.naming.shown.values(), one),
    )
    whole = folded("\n".join(texts))
    return all(word in whole for word in wanted)


def _shown(languages: Iterable[Names], one: Statement) -> Iterator[str]:
    """What pages in any language call its speakers, their offices and its topic: one address finds the same in all."""
    for names in languages:
        yield names.topics.get(one.topic, "")
        for agent in one.agents:
            yield names.entities.get(agent.key, "")
            yield names.offices.get(agent.office, "")
