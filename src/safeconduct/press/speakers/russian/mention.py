"""What the mention of a Russian statement says: one part for each speaker it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from safeconduct.press.speakers.cast import Person
from safeconduct.press.speakers.heads import Part, PartSort, ministry_part
from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.russian.cast import RussianCast, office_of, owner_of
from safeconduct.press.speakers.russian.decline import declined, plain
from safeconduct.press.speakers.russian.items import Item, looks_oblique
from safeconduct.press.speakers.russian.words import word_list, word_map

Holds = Callable[[str, str], bool]
_HEADS = ("office", "body", "name", "side", "noun", "paper", "unnamed")
_UNSURE = frozenset({"nobody", "noun"})
_BODIES = frozenset(word_list("bodies"))
_SITE = re.compile(r"[\w-]+\.[a-zа-я]{2,4}", re.IGNORECASE)
_INNER = re.compile(r"[«„“\"]([^«»„“”\"]{2,60})[»“”\"]")
_LOC = re.compile(r"\b(?:в|во|на)\s+(?:\w+(?:ом|ем|ой|ей)\s+)?$", re.IGNORECASE)
_GEN = re.compile(r"\b(?:по|согласно)\s[\w\s]{2,40}$|\b(?:заявлении|сообщении|письме|обращении)\s+$", re.IGNORECASE)
_BEFORE_CHARS = 60


def cases_before(text: str, start: int) -> str:
    """The cases that a mention stands in, by the words before it: nominative, unless a preposition says otherwise."""
    before = text[max(0, start - _BEFORE_CHARS) : start]
    if _GEN.search(before):
        return "gd"
    return "p" if _LOC.search(before) else "n"


class MentionReader:
    """Reads the mentions of one report. holds(person, office): whether the files say so."""

    def __init__(self, known: Entities, people: RussianCast, holds: Holds) -> None:
        self._known = known
        self._people = people
        self._holds = holds

    def parts(self, items: Sequence[Item], text: str, cases: str) -> tuple[Part, ...]:
        """The parts of a mention; empty if it holds no word. cases: the letters of those it may stand in."""
        pieces = _joined(items, cases)
        found = [self._part(piece, text, cases) for piece in pieces]
        parts = tuple(part for part in found if part is not None)
        if len(pieces) > 1 and (len(parts) < len(pieces) or any(part.sort in _UNSURE for part in parts)):
            whole = self._part(items, text, cases)
            return (whole,) if whole is not None else ()
        return parts

    def _part(self, items: Sequence[Item], text: str, cases: str) -> Part | None:
        pronouns, again = word_map("pronouns"), _again()
        words = [item for item in items if item.what != "break"]
        if not words:
            return None
        if len(words) == 1 and words[0].low in pronouns:
            return Part("pronoun", pronouns[words[0].low])
        if len(words) == 1 and words[0].low in again:
            return Part("unnamed" if again[words[0].low] != "politician" else "nobody", again[words[0].low])
        first = list(items[: next((n for n, item in enumerate(items) if item.what == "break"), len(items))])
        person = self._person(items, cases)
        if person is None:
            return self._headed(first or words, text.strip(), cases)
        office = _head(first, cases, ("office",))
        of = owner_of([item for item in first if item is not office], self._known)
        kind = office.ids[0] if office is not None else ""
        if person.what == "stranger":
            return Part("stranger", self._people.full_name(person), (), kind, of)
        return Part("person", person.text, person.ids, kind, of)

    def _person(self, items: Sequence[Item], cases: str) -> Item | None:
        """The person whom the mention names as its speaker, not as the owner of an office."""
        titles = [item for item in items if item.what in {"office", "unnamed"} and item.fits(cases)]
        for item in items:
            if item.what not in {"person", "surname", "stranger"} or not item.fits(cases):
                continue
            if item.what == "stranger" and cases == "n" and self._is_oblique(item):
                continue
            owns = cases != "n" and titles and item.what == "surname"
            if owns and not any(self._holds(item.ids[0], id_) for title in titles for id_ in title.ids):
                continue
            return item
        return None

    def _is_oblique(self, item: Item) -> bool:
        """Whether a stranger's name stands in another case than the nominative."""
        return looks_oblique(item) or (item.text != self._people.full_name(item) and len(item.tokens) > 1)

    def _headed(self, items: Sequence[Item], written: str, cases: str) -> Part:  # noqa: PLR0911 - one per sort
        cited = _head(items, cases, ("office", "unnamed")) if cases == "ag" else None
        head = cited or _head(items, cases, _HEADS) or _head(items, "ngdaip", _HEADS)
        if head is None or head.what in {"name", "unnamed"}:
            person = self._by_surname(items, cases)
            if person is not None:
                return Part("stranger", person.name)
        if head is None:
            return _unlisted(items, written)
        owner = owner_of([item for item in items if item is not head], self._known)
        match head.what:
            case "office":
                return self._office(head, items, written, owner)
            case "body":
                return ministry_part(head.ids[0], owner, self._known, written)
            case "name":
                return Part("entity", written, head.ids)
            case "side":
                return Part("entity", written, (owner,)) if owner else Part("nobody", "")
            case "noun":
                return _unlisted(items, written, Part("noun", written, of=owner, noun=head.ids[0]))
            case "paper":
                return Part("entity", written, (owner,)) if owner else Part("paper", written)
            case _:
                return _unlisted(items, written, Part("unnamed", written, of=owner, indefinite=True))

    def _by_surname(self, items: Sequence[Item], cases: str) -> Person | None:
        """A surname alone of somebody whose full name the report gives; in the nominative it must be its own form."""
        for item in items:
            if item.what == "word" and item.tokens[0].capital and not item.quoted:
                person = self._people.by_surname(item.text)
                if person is not None and (cases != "n" or plain(person.name.split()[-1]) == item.low):
                    return person
        return None

    def _office(self, head: Item, items: Sequence[Item], written: str, owner: str) -> Part:
        """An office without a name; one of a body that no file lists is whoever the report gives it beside a name."""
        rest = items[items.index(head) + 1 :]
        unknown = [item.low for item in rest if item.what == "word" and item.tokens[0].capital]
        if unknown and not owner:
            person = self._people.titled(head.ids[0], unknown)
            if person is None:
                return Part("unnamed", written, indefinite=True)
            sort: PartSort = "person" if person.entity else "stranger"
            return Part(sort, person.name, (person.entity,) if person.entity else (), head.ids[0])
        kind = office_of(head.ids[0], items, self._known)
        noun = next((item.ids[0] for item in items if item.what == "noun"), "") if not owner else ""
        body = next((item.ids[0] for item in items if item.what == "body"), "") if not owner else ""
        return Part("office", written, (body,) if body else (), kind, owner, noun)


@cache
def _again() -> dict[str, str]:
    """What takes up a person who spoke before, in all cases."""
    return {form: what for noun, what in word_map("again").items() for form in declined(noun)}


def _joined(items: Sequence[Item], cases: str) -> list[Sequence[Item]]:
    """The speakers joined by "и": only where a head stands on either side of it."""
    for n, item in enumerate(items):
        if item.what == "word" and item.low == "и":
            sides = items[:n], items[n + 1 :]
            if all(_head(side, cases) is not None for side in sides):
                return list(sides)
    return [items]


def _head(items: Sequence[Item], cases: str, sorts: Sequence[str] = ()) -> Item | None:
    """The first item in the right case that can speak."""
    wanted = sorts or (*_HEADS, "person", "surname", "stranger")
    return next((item for item in items if item.what in wanted and item.fits(cases)), None)


def _unlisted(items: Sequence[Item], written: str, otherwise: Part | None = None) -> Part:
    """A body that no file lists, in the words of the report: "агентство «Вести»"; else the other reading."""
    listed = next((item for item in items if item.what == "name" and item.quoted and len(item.ids) == 1), None)
    if listed is not None:
        return Part("entity", written, listed.ids)
    inner = _INNER.search(written)
    if inner is not None and (otherwise is None or not {item.low for item in items}.isdisjoint(_BODIES)):
        return Part("company", inner[1])
    if otherwise is not None:
        return otherwise
    names = [item for item in items if item.what == "word" and item.tokens[0].capital]
    foreign = [item.text for item in items if item.what == "word" and item.text.isascii()]
    if _SITE.fullmatch(written) or (names and len(foreign) == len(items) and len(written) > 1):
        return Part("company", written)
    if len(items) == 1 and names and not written.endswith(("ы", "и")):
        return Part("nobody", names[0].text)
    word = bool(items) and items[0].what == "word" and (items[0] in names[:1] or not items[0].tokens[0].capital)
    return Part("unnamed", written, indefinite=True) if word and names[1:] == [] else Part("nobody", "")
