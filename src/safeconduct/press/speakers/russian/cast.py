"""The cast of one Russian report: every person, office and organisation it mentions, and where."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.press.model import Text
from safeconduct.press.speakers.cast import Cast, Mention, Person
from safeconduct.press.speakers.lexicon import lexicon_of
from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.russian.decline import Gender, declined, plain
from safeconduct.press.speakers.russian.fullnames import FullNames
from safeconduct.press.speakers.russian.items import Item, items_of
from safeconduct.press.speakers.russian.names import RussianNames
from safeconduct.press.speakers.russian.words import word_list
from safeconduct.press.speakers.words import folded

_TITLE_ITEMS = 8
_PLAIN_WORDS = 3
_APPOSITION_ITEMS = 6
_PRIVATE = frozenset(word_list("private"))
_SHE = ("ова", "ева", "ина", "ына", "ая", "ия")
_MEN = frozenset({"илья", "никита", "кузьма", "фома", "лука", "савва", "данила"})


class RussianCast(Cast):
    """Who appears in one report."""

    def __init__(self, text: Text, entities: Entities, names: RussianNames) -> None:
        self._forms: dict[str, str] = {}
        self._titles: dict[tuple[str, str], dict[str, Person]] = {}
        self._here: set[str] = set()
        self._leading: list[Mention] = []
        self._lines = [
            items_of(text.text, block.span.start, block.span.end, names)
            for block in text.blocks
            if block.use != "furniture"
        ]
        super().__init__(Text(text.text, (), text.language), lexicon_of(entities))
        strangers = [
            (item.text, _case_told(items, place))
            for items in self._lines
            for place, item in enumerate(items)
            if item.what == "stranger"
        ]
        single = (
            item.text for items in self._lines for item in items if item.what == "word" and item.tokens[0].capital
        )
        self._nominatives = FullNames(strangers, single)
        for name in self._nominatives.all():
            self._note_stranger(name)
        for items in self._lines:
            self._note_known(items)
        for items in self._lines:
            self._note_all(items)
        self._index()

    @property
    def subjects(self) -> list[Mention]:
        """The mentions in the nominative."""
        return self._leading

    def full_name(self, item: Item) -> str:
        """The nominative of a stranger's name, by all forms in which the report writes it."""
        return self._nominatives.nominative(item.text)

    def by_surname(self, word: str) -> Person | None:
        """A stranger whose full name the report gives elsewhere, by the surname in any case."""
        return super().by_surname(self._forms.get(plain(word), word))

    def _note_known(self, items: Sequence[Item]) -> None:
        for item in items:
            if item.what == "person" and len(item.ids) == 1:
                self._full.setdefault(item.tokens[-1].low, set()).add(item.ids[0])
                self._here.add(item.ids[0])

    def _note_stranger(self, name: str) -> None:
        last = name.rsplit(maxsplit=1)[-1]
        key = folded(last)
        self._strangers.setdefault(key, name)
        for form in declined(last, _gender(name) or "he"):
            self._forms.setdefault(form, key)

    def _note_all(self, items: Sequence[Item]) -> None:
        for place, item in enumerate(items):
            mention: Mention | None = None
            if item.what in {"person", "surname", "stranger"}:
                mention = self._person_at(items, place)
            elif item.what == "name" and len(item.ids) == 1:
                mention = Mention(item.tokens[0].start, entity=item.ids[0])
            elif item.what == "body" and (state := _state_near(items, place)):
                mention = Mention(item.tokens[0].start, entity=self._known.body_of(state, item.ids[0]))
            if mention is not None:
                self.mentions.append(mention)
                if item.fits("n"):
                    self._leading.append(mention)

    def _person_at(self, items: Sequence[Item], place: int) -> Mention | None:
        item = items[place]
        person = self.person_of(item)
        if person is None:
            return None
        office, of, titled = self._title_at(items, place)
        if office and person.key not in self._offices:
            self._offices[person.key] = (office, of)
        if office:
            near = items[max(0, place - _TITLE_ITEMS) : place + _APPOSITION_ITEMS]
            for each in near:
                if each.what == "word" and each.tokens[0].capital:
                    self._titles.setdefault((office, each.low), {})[person.key] = person
        if not office and not person.entity and (private := _private(items, place)):
            self._private.setdefault(person.key, private)
        if titled:
            self._pronouns.setdefault(person.key, titled)
        elif not person.entity and (gender := _gender(person.name)):
            self._pronouns.setdefault(person.key, gender)
        return Mention(item.tokens[0].start, person=self.refreshed(person), office=office, of=of)

    def titled(self, office: str, words: Sequence[str]) -> Person | None:
        """The one person whose office the report tells beside some capitals, as in "глава «Норда»"."""
        people = {key: each for word in words for key, each in self._titles.get((office, word), {}).items()}
        return next(iter(people.values())) if len(people) == 1 else None

    def person_of(self, item: Item) -> Person | None:
        """The person of a name: one of the files, if only one there has it, else the report's own."""
        last = item.tokens[-1].low
        if item.what == "stranger":
            return self.refreshed(Person(self.full_name(item)))
        ids = item.ids
        if item.what == "surname":
            here = tuple(id_ for id_ in ids if id_ in self._here)
            if not here and last in self._forms:
                return super().by_surname(self._forms[last])
            ids = here or ids
        if len(ids) != 1:
            return None
        entity = self._known.entities[ids[0]]
        return self.refreshed(Person(entity.name, entity.id, pronoun=entity.pronoun))

    def _title_at(self, items: Sequence[Item], place: int) -> tuple[str, str, str]:
        """The office beside a name, before it or behind a comma, what it belongs to, and the gender it tells."""
        start, plains = place, 0
        while start > 0 and place - start < _TITLE_ITEMS:
            before = items[start - 1]
            plains += before.what == "word"
            if before.what == "break" or before.what in {"person", "stranger", "surname"} or plains > _PLAIN_WORDS:
                break
            start -= 1
        behind: Sequence[Item] = ()
        if place + 1 < len(items) and items[place + 1].what == "break":
            behind = items[place + 2 : place + 2 + _APPOSITION_ITEMS]
            stop = next((n for n, item in enumerate(behind) if item.what == "break"), len(behind))
            behind = behind[:stop] if any(item.what == "office" for item in behind[:2]) else ()
        cases = "".join(items[place].cases) or "n"
        for part in (items[start:place], behind):
            office = next((item for item in part if item.what == "office" and item.fits(cases)), None)
            if office is not None:
                woman = "she" if office.low.endswith(("ница", "ицы", "ицей")) else ""
                rest = [item for item in part if item is not office]
                return office_of(office.ids[0], rest, self._known), owner_of(rest, self._known), woman
        return "", "", ""


def _case_told(items: Sequence[Item], place: int) -> frozenset[str]:
    """The cases of the title before a name; empty if none stands there."""
    for item in items[max(0, place - _TITLE_ITEMS) : place][::-1]:
        if item.what in {"break", "person", "stranger", "surname"}:
            break
        if item.what in {"office", "unnamed"}:
            return item.cases
    return frozenset()


def office_of(office: str, items: Sequence[Item], known: Entities) -> str:
    """The office that "глава" or "руководитель" of a ministry means: its minister."""
    led = next((item.ids[0] for item in items if item.what == "body"), "") if office == "head" else ""
    return next((each.id for each in known.offices.values() if led and each.body == led), office)


def owner_of(items: Sequence[Item], known: Entities) -> str:
    """The state or organisation that some words name, with its ministry if one is named."""
    state = next((item.ids[0] for item in items if item.what in {"name", "adjective"} and len(item.ids) == 1), "")
    body = next((item.ids[0] for item in items if item.what == "body"), "")
    return known.body_of(state, body) if body and state else state


def _state_near(items: Sequence[Item], place: int) -> str:
    """The state of a ministry: an adjective before it, or the name behind it."""
    near = [*items[max(0, place - 2) : place][::-1], *items[place + 1 : place + 2]]
    return next((item.ids[0] for item in near if item.what in {"name", "adjective"} and len(item.ids) == 1), "")


def _private(items: Sequence[Item], place: int) -> str:
    near = items[max(0, place - 2) : place]
    if any(item.what == "break" for item in near):
        return ""
    return next((item.low for item in near if item.tokens and item.tokens[-1].low in _PRIVATE), "")


def _gender(name: str) -> Gender:
    """He or she, as the endings of a full name tell; empty if they do not."""
    first, last = plain(name.split(maxsplit=1)[0]), plain(name.rsplit(maxsplit=1)[-1])
    if last.endswith(_SHE) or (first.endswith(("а", "я")) and first not in _MEN and first != last):
        return "she"
    return "he" if last.endswith(("ов", "ев", "ин", "ын", "ий", "ой")) else ""
