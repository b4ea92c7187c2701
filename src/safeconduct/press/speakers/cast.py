"""The cast of one report: every person, office and organisation it mentions, and where.

Names are looked for in the whole text, because the report that says "Badalyan" has said "Ani Badalyan, spokeswoman
of the ministry" somewhere, before or after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from safeconduct.press.model import Span, Text
from safeconduct.press.speakers.lexicon import Lexicon
from safeconduct.press.speakers.phrases import Item, items_of
from safeconduct.press.speakers.wordlists import wordlist
from safeconduct.press.speakers.words import folded, words_of

_APPOSITION_ITEMS = 12
_TITLE_ITEMS = 8
_NAMED = frozenset({"person", "surname", "stranger", "name", "company", "body"})
_PRIVATE = wordlist("private")
_NO_NAME = wordlist("no_names")
_SHE = ("woman", "mrs", "ms", "actress", "chairwoman")
_HE = ("man", "mr", "sir")


@dataclass(frozen=True, slots=True)
class Person:
    """A person the report names. name: the fullest form; entity: id in the files, empty for a stranger.

    private: what the report calls a private person ("driver"); such a person is never named.
    """

    name: str
    entity: str = ""
    office: str = ""
    of: str = ""
    pronoun: str = ""
    private: str = ""

    @property
    def key(self) -> str:
        """What tells one person from another in one report."""
        return self.entity or folded(self.name)


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, state or organisation at a place of the text."""

    at: int
    person: Person | None = None
    entity: str = ""
    office: str = ""
    of: str = ""


class Cast:
    """Who appears in one report, in order, and by surname."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known = lexicon.entities
        self.mentions: list[Mention] = []
        self._strangers: dict[str, str] = {}
        self._first_words: dict[str, set[str]] = {}
        self._full: dict[str, set[str]] = {}
        self._offices: dict[str, tuple[str, str]] = {}
        self._pronouns: dict[str, str] = {}
        self._private: dict[str, str] = {}
        lines = [self._items(text, block.span) for block in text.blocks if block.use != "furniture"]
        named = [[place for place, item in enumerate(items) if item.what in _NAMED] for items in lines]
        for items, places in zip(lines, named, strict=True):
            self._note_names([items[place] for place in places])
        for name in self._strangers.values():
            if name.count(" ") == 1:
                self._first_words.setdefault(folded(name).split()[0], set()).add(name)
        known = self._strangers.keys() | self._first_words.keys()
        for items in lines:
            self._note_places(items, [place for place, item in enumerate(items) if _is_named(item, known)])
        self._index()

    @property
    def subjects(self) -> list[Mention]:
        """The mentions that may be the subject of a sentence."""
        return self.mentions

    def _index(self) -> None:
        self._starts = [mention.at for mention in self.mentions]
        people = [(mention.office, mention.person) for mention in self.mentions if mention.person is not None]
        self.present = frozenset(person.entity for _, person in people)
        self.in_office: dict[str, list[Person]] = {}
        for office, person in people:
            self.in_office.setdefault(office, []).append(person)

    def _items(self, text: Text, span: Span) -> tuple[Item, ...]:
        return items_of(text.text, words_of(text.text, span.start, span.end), self._lexicon)

    def _note_names(self, items: Sequence[Item]) -> None:
        for item in items:
            if item.what == "stranger" and len(item.words) > 1:
                last = item.words[-1].folded
                if len(item.text) > len(self._strangers.get(last, "")):
                    self._strangers[last] = item.name
            elif item.what == "person" and len(item.ids) == 1:
                self._full.setdefault(item.words[-1].folded, set()).add(item.ids[0])

    def _note_places(self, items: Sequence[Item], places: Sequence[int]) -> None:
        for place in places:
            item = items[place]
            if item.what in {"person", "surname", "stranger"}:
                self._note_person(items, place, item)
            elif item.what == "word":
                person = self.by_surname(item.name)
                if person is not None:
                    self.mentions.append(Mention(item.words[0].start, person=person))
            elif item.what in {"name", "company"} and item.ids:
                self.mentions.append(Mention(item.words[0].start, entity=item.ids[0]))
            elif item.what == "body":
                state = next(
                    (i.ids[0] for i in reversed(items[max(0, place - 2) : place]) if i.what in {"adjective", "name"}),
                    "",
                )
                state = state or _owner_behind(items, place)
                if state:
                    self.mentions.append(Mention(item.words[0].start, entity=self._known.body_of(state, item.ids[0])))

    def _note_person(self, items: Sequence[Item], place: int, item: Item) -> None:
        person = self.named(item)
        if person is None:
            return
        office, of, pronoun = self._title(items, place)
        if office and person.key not in self._offices:
            self._offices[person.key] = (office, of)
        private = _private_word(items, place) if not office and not person.entity else ""
        if private:
            self._private.setdefault(person.key, private)
        if pronoun:
            self._pronouns.setdefault(person.key, pronoun)
        self.mentions.append(Mention(item.words[0].start, person=person, office=office, of=of))

    def _title(self, items: Sequence[Item], place: int) -> tuple[str, str, str]:
        """The office beside a name, before it ("Prime Minister N. N.") or behind it ("N. N., head of ...")."""
        start = place
        while start > 0 and place - start < _TITLE_ITEMS and _belongs_to_title(items[start - 1]):
            start -= 1
        before = items[start:place]
        pronoun = _gender(before)
        after: Sequence[Item] = ()
        if place + 1 < len(items) and items[place + 1].what == "break":
            rest = items[place + 2 : place + 2 + _APPOSITION_ITEMS]
            stop = next(
                (n for n, item in enumerate(rest) if item.what == "break" or item.folded in {"who", "and"}), len(rest)
            )
            after = rest[:stop]
        for part in (before, after):
            found = next((n for n, item in enumerate(part) if item.what == "office"), None)
            if found is not None and (part is before or found <= 4):
                near = [*reversed(part[:found]), *part[found + 1 :]]
                return part[found].ids[0], self._owner(near), pronoun or _gender(part)
        return "", "", pronoun

    def _owner(self, items: Sequence[Item]) -> str:
        state = next((item.ids[0] for item in items if item.what in {"adjective", "name"}), "")
        body = next((item.ids[0] for item in items if item.what == "body"), "")
        if not body or not state:
            return state
        return self._known.body_of(state, body)

    def named(self, item: Item) -> Person | None:
        """The person of a name: the report's own full name first, then the files, if only one there has it."""
        last = item.words[-1].folded
        if item.what == "stranger":
            return self._with_office(Person(_longer(self._strangers.get(last, ""), item.name, item)))
        ids = item.ids
        if item.what == "surname":
            here = self._full.get(last, set())
            ids = tuple(id_ for id_ in item.ids if id_ in here) or (() if here else item.ids)
            if not here and last in self._strangers:
                return self._with_office(Person(self._strangers[last]))
        if len(ids) != 1:
            return None
        entity = self._known.entities[ids[0]]
        return self._with_office(Person(entity.name, entity.id, pronoun=entity.pronoun))

    def by_surname(self, word: str) -> Person | None:
        """A stranger whose full name the report gives elsewhere."""
        name = self._strangers.get(folded(word)) or self._surname_first(folded(word))
        return self._with_office(Person(name)) if name else None

    def _surname_first(self, word: str) -> str:
        """`Lin` of `Lin Pei`: the one full name of two words in the report that begins with it."""
        names = self._first_words.get(word, set())
        return next(iter(names)) if len(names) == 1 else ""

    def _with_office(self, person: Person) -> Person:
        office, of = self._offices.get(person.key, ("", ""))
        pronoun = person.pronoun or self._pronouns.get(person.key, "")
        private = "" if office else self._private.get(person.key, "")
        return Person(person.name, person.entity, office, of, pronoun, private)

    def refreshed(self, person: Person) -> Person:
        """The same person with what the rest of the report tells of the office."""
        return self._with_office(person)

    def before(self, position: int, reach: int = 40) -> list[Mention]:
        """The mentions before a position, nearest first."""
        high = bisect_left(self._starts, position)
        return self.mentions[max(0, high - reach) : high][::-1]

    def after(self, position: int, reach: int = 40) -> list[Mention]:
        """The mentions from a position on, nearest first."""
        low = bisect_left(self._starts, position)
        return self.mentions[low : low + reach]


def _is_named(item: Item, strangers: Collection[str]) -> bool:
    """Whether an item is a name, or one word of the name of a person that no file lists."""
    if item.what != "word":
        return item.what in _NAMED
    return item.words[0].capital and item.folded in strangers and item.folded not in _NO_NAME


def _belongs_to_title(item: Item) -> bool:
    if item.what in {"office", "body", "adjective", "name"}:
        return True
    return item.what == "word" and item.folded in {
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "former",
        "deputy",
        "acting",
        "senior",
        "sir",
    }


def _private_word(items: Sequence[Item], place: int) -> str:
    """What a private person is called beside the name: "a driver from the region", "resident N. N."."""
    behind = items[place + 2 : place + 8] if place + 1 < len(items) and items[place + 1].what == "break" else ()
    for near in (items[max(0, place - 2) : place][::-1], behind):
        for item in near:
            if item.what == "break":
                break
            if item.folded in _PRIVATE:
                return item.folded
    return ""


def _gender(items: Sequence[Item]) -> str:
    for item in items:
        last = item.words[-1].folded if item.words else ""
        if last.endswith(_SHE):
            return "she"
        if last.endswith(_HE):
            return "he"
    return ""


def _owner_behind(items: Sequence[Item], place: int) -> str:
    """As in "The Ministry of Defence of Azerbaijan"."""
    rest = items[place + 1 : place + 4]
    if rest and rest[0].folded == "of":
        return next((item.ids[0] for item in rest if item.what == "name"), "")
    return ""


def _longer(known: str, name: str, item: Item) -> str:
    """The fuller of two forms of one name; two full names that differ stay two persons."""
    if len(item.words) < 2:
        return known or name
    return known if known and set(folded(name).split()) <= set(folded(known).split()) else name
