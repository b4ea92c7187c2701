"""The head of a phrase: whom "the spokesman of the Norlandish Chancellor" names, and whom not.

The head counts, not every name: in that phrase neither Norland nor its Chancellor speaks; in "Norlandish farmers"
nobody the files know speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from safeconduct.press.speakers.model import Entities
from safeconduct.press.speakers.phrases import Item
from safeconduct.press.speakers.wordlists import wordlist

PartSort: TypeAlias = Literal[
    "pronoun", "person", "stranger", "company", "entity", "office", "body", "noun", "paper", "unnamed", "nobody"
]
Holds: TypeAlias = Callable[[str, str], bool]

PRONOUNS = wordlist("pronouns")
DETERMINERS = wordlist("determiners")
_TITLES = wordlist("titles") | wordlist("before_titles")
_BODY_NOUNS = wordlist("body_nouns")
_COMPANIES = wordlist("companies")
_OUTLETS = frozenset({"agency", "newspaper", "broadcaster", "channel", "website", "outlet", "daily"})
_NOUN_WORDS = 3
_PLACED_BODIES = frozenset({"council", "administration", "authority", "committee", "police", "prosecutor's office"})
_FIELDS = frozenset({"mission", "staff", "delegation", "communication", "communications", "media", "security"})
_WHOSE = frozenset({"its", "his", "her"})
_PRESS_SERVICES = frozenset({"press service", "press office", "press center", "press centre"})
_MADE = {"paper", "office", "unnamed"}
_ROLE_OF = frozenset({"of", "for", "to", "at", "in", "from"})


@dataclass(frozen=True, slots=True)
class Part:
    """One speaker as the words have it.

    ids: the entities it may be (one, or several of one surname). office, of: "spokesperson", of which state or
    organisation; noun: the same by a noun of the chain ("the ministry's spokesperson"). indefinite: "a spokesman",
    not a certain one. whose: "its" or the like, where the mention opens with it.
    """

    sort: PartSort
    text: str
    ids: tuple[str, ...] = ()
    office: str = ""
    of: str = ""
    noun: str = ""
    indefinite: bool = False
    plural: bool = False
    whose: str = ""


def part_of(items: Sequence[Item], entities: Entities, holds: Holds) -> Part | None:
    """One phrase without "and": whom its head names; None if no word is left of it."""
    indefinite = bool(items) and items[0].folded in {"a", "an", "some", "one", "another"}
    whose = items[0].folded if items and items[0].folded in _WHOSE else ""
    items = list(items)
    while items and (items[0].what == "break" or (items[0].what == "word" and items[0].folded in DETERMINERS)):
        if len(items) == 1 and items[0].folded in PRONOUNS:
            break
        items = items[1:]
    if not items:
        return None
    text = " ".join(item.text for item in items if item.words)
    if len(items) == 1 and items[0].folded in PRONOUNS and not items[0].words[0].shouted:
        return Part("pronoun", items[0].folded)
    segments = _segments(items)
    person = _person(segments, holds)
    if person is not None:
        office, of = _office(segments, entities)
        sort: PartSort = "stranger" if person.what == "stranger" else "person"
        return Part(sort, person.name, person.ids, office, of)
    part = _press_service(segments, entities, text) or _headed(segments, entities, text)
    if part.sort in {"noun", "nobody"}:
        part = _apposed_name(segments) or _placed(segments, text) or part
    return replace(part, indefinite=indefinite, whose=whose)


def _press_service(segments: Sequence[tuple[str, list[Item]]], entities: Entities, text: str) -> Part | None:
    """As in "The press service of the ministry": it speaks for whom it serves."""
    first = _head_words(segments[0][1])
    owner = _owner(segments, first[-1], entities) if first else ""
    if " ".join(item.folded for item in first[-2:]) not in _PRESS_SERVICES:
        return None
    noun = _owning_noun(segments, first[-1])
    return Part("entity", text, (owner,)) if owner else Part("noun", text, noun=noun) if noun else None


def _apposed_name(segments: Sequence[tuple[str, list[Item]]]) -> Part | None:
    """As in "The council's relief office, ORO": the name behind the comma."""
    opening, items = segments[1] if len(segments) > 1 else ("", [])
    named = opening == "," and len(items) == 1 and items[0].what == "name"
    return Part("entity", items[0].name, items[0].ids) if named else None


def _placed(segments: Sequence[tuple[str, list[Item]]], text: str) -> Part | None:
    """As in "The town council of Korsa": a body that its place names."""
    first = [item for item in segments[0][1] if item.folded not in DETERMINERS]
    opening, items = segments[1] if len(segments) > 1 else ("", [])
    placed = opening == "of" and bool(items) and items[0].what == "word" and items[0].words[0].capital
    return Part("company", text) if placed and len(first) > 1 and first[-1].folded in _PLACED_BODIES else None


def _segments(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """The phrase cut at its prepositions and commas: each piece with what opens it."""
    segments: list[tuple[str, list[Item]]] = [("", [])]
    for item in items:
        if item.what == "break":
            segments.append((",", []))
        elif item.what == "link":
            segments.append((item.folded, []))
        else:
            segments[-1][1].append(item)
    return segments


def _person(segments: Sequence[tuple[str, list[Item]]], holds: Holds) -> Item | None:
    """The person who is the head of the phrase, if one is."""
    office = _last_of(segments[0][1], {"office"})
    for position, (opening, items) in enumerate(segments):
        for place, item in enumerate(items):
            if item.what not in {"person", "surname", "stranger"}:
                continue
            rest = [other for other in items[place + 1 :] if other.what != "word" or other.folded not in DETERMINERS]
            if item.possessive and rest and not all(other.what == "paper" for other in rest):
                continue
            if position == 0 or opening == "by" or _is_apposed(segments, position):
                return item
            if place and opening in _ROLE_OF and office is not None and _ends_complement(items[place - 1]):
                return item
            if place and item.what == "stranger" and office is not None and _is_field(items[place - 1]):
                return item
            if opening in _ROLE_OF and office is not None and _is_head(item, office, items[:place], holds):
                return item
    return None


def _is_apposed(segments: Sequence[tuple[str, list[Item]]], position: int) -> bool:
    """As in "The ministry's spokesperson, N. N.": only commas and the office's own complements stand between."""
    first = segments[0][1]
    return segments[position][0] == "," and bool(first) and _last_of(first, {"office", "unnamed"}) is not None


def _is_field(item: Item) -> bool:
    """As in "The director of operations N. N.", "the head of mission N. N.": a plain word closes the office."""
    plain = item.what in {"word", "noun", "body"} and bool(item.words) and not item.words[0].capital
    return plain and (item.folded.endswith("s") or item.folded in _FIELDS)


def _ends_complement(item: Item) -> bool:
    """As in "The ambassador to Armenia N. N.": a state right before the name closes what the office belongs to."""
    return item.what == "name" and not item.possessive


def _is_head(item: Item, office: Item, before: Sequence[Item], holds: Holds) -> bool:
    """As in "The spokesman of the Norlandish Chancellor N. N.": whose name is it, of the first office or the second?

    The files decide; a stranger behind "of the" is taken for the first office, behind "for" for the second.
    """
    second = _last_of(before, {"office"})
    if item.what in {"person", "surname"} and item.ids:
        first_holds = any(holds(item.ids[0], id_) for id_ in office.ids)
        second_holds = second is not None and any(holds(item.ids[0], id_) for id_ in second.ids)
        return first_holds and not second_holds
    return second is not None and any(each.folded == "the" for each in before)


def _last_of(items: Sequence[Item], whats: set[str]) -> Item | None:
    return next((item for item in reversed(items) if item.what in whats), None)


def _office(segments: Sequence[tuple[str, list[Item]]], entities: Entities) -> tuple[str, str]:
    """The first office in the phrase and what it belongs to."""
    for position, (_, items) in enumerate(segments):
        item = _last_of(items, {"office"})
        if item is not None:
            return item.ids[0], _owner(segments[position:], item, entities)
    return "", ""


def _headed(  # noqa: C901, PLR0911 - one return per sort of head
    segments: Sequence[tuple[str, list[Item]]], entities: Entities, text: str
) -> Part:
    """A phrase without a person's name, by the head of its first piece."""
    first = _head_words(segments[0][1])
    head = first[-1] if first else None
    if head is None:
        return Part("nobody", text)
    owner = _owner(segments, head, entities)
    plural = head.folded.partition(" of ")[0].partition(" for ")[0].endswith("s")
    match head.what:
        case "office":
            noun = "" if owner else _owning_noun(segments, head)
            return Part("office", text, office=head.ids[0], of=owner, noun=noun, plural=plural)
        case "body":
            if not owner and _is_owned(first[:-1]):
                return Part("company", text)
            return ministry_part(head.ids[0], owner, entities, text)
        case "name" | "adjective":
            return Part("entity", text, head.ids)
        case "side":
            unnamed: PartSort = "unnamed" if text.lower().startswith("officials") else "nobody"
            return Part("entity", text, (owner,)) if owner else Part(unnamed, text)
        case "noun":
            if _is_plain(first):
                return Part("noun", text, of=owner, noun=head.folded)
            return _organisation(first, owner) or Part("nobody", text)
        case "paper":
            return _paper(first, segments, owner, entities, text)
        case "company":
            return Part("company", head.name, of=owner)
        case "unnamed":
            return Part("unnamed", text, of=owner)
        case _:
            return _organisation(first, owner) or Part("nobody", text, of=owner)


def _organisation(first: Sequence[Item], owner: str) -> Part | None:
    """As in "The power operator Norpower", "Norland's NOR news agency": a name beside the noun for such bodies."""
    listed = [item for item in first[:-1] if item.what == "name" and not item.possessive and item.ids]
    if listed and first[-1].folded in _OUTLETS:
        return Part("entity", listed[-1].name, listed[-1].ids)
    names = [item for item in first if item.what == "word" and item.words[0].capital]
    if not names or first[-1].words[0].possessive:
        return None
    place, last = first.index(names[-1]), len(first) - 1
    if first[last].folded in _COMPANIES and first[last].words[0].capital and place >= last - 1 and last:
        begin = last
        while begin and first[begin - 1] in names:
            begin -= 1
        return Part("company", " ".join(item.text for item in first[begin:]), of=owner) if begin < last else None
    if place == last and last and first[last - 1].folded in _BODY_NOUNS and not first[last - 1].words[0].capital:
        return Part("company", names[-1].name, of=owner)
    between = all(not item.words or not item.words[0].capital for item in first[place + 1 :])
    if place < last <= place + _NOUN_WORDS and between and first[last].folded in _BODY_NOUNS:
        begin = place
        while begin and first[begin - 1] in names:
            begin -= 1
        return Part("company", " ".join(item.text for item in first[begin : place + 1]), of=owner)
    return None


def _head_words(items: Sequence[Item]) -> list[Item]:
    """The words up to the head, without titles; of "a statement released (by ...)", "a lawyer hired (by ...)" too."""
    first = [item for item in items if item.folded not in _TITLES]
    if first and first[-1].what == "word" and first[-1].folded.endswith("ed") and _last_of(first, _MADE):
        first = first[: 1 + max(n for n, item in enumerate(first) if item.what in _MADE)]
    return first


def _is_plain(first: Sequence[Item]) -> bool:
    """Whether only a state stands before the last noun: "the ministry", "the Armenian service"."""
    return all(item.what in {"name", "adjective"} or item.folded in DETERMINERS for item in first[:-1])


def _paper(
    first: Sequence[Item], segments: Sequence[tuple[str, list[Item]]], owner: str, entities: Entities, text: str
) -> Part:
    """As in "A Foreign Ministry statement" speaks for the ministry; "the statement" alone for whoever spoke before."""
    issuer = [item for item in first[:-1] if item.what != "word"]
    if issuer:
        return _headed([("", issuer), *segments[1:]], entities, text)
    owners = (_belonging(items, entities) for _, items in segments[1:])
    owner = owner or next((each for each in owners if each), "")
    his = any(opening in {"by", "from"} and _is_his(items) for opening, items in segments[1:])
    return Part("entity", text, (owner,)) if owner else Part("paper", text, noun="ministry" if his else "")


def _is_owned(before: Sequence[Item]) -> bool:
    """As in "The valley's health ministry", "the Sarn-run police": somebody's, whom no file lists."""
    return any(item.what == "word" and (item.possessive or item.words[0].capital) for item in before)


def _is_his(items: Sequence[Item]) -> bool:
    """As in "By his ministry"."""
    return [item.folded for item in items[:2]] in (["his", "ministry"], ["her", "ministry"])


def ministry_part(body: str, owner: str, entities: Entities, text: str) -> Part:
    """A ministry: that of a state if the phrase tells which."""
    if not owner:
        return Part("body", text, (body,))
    return Part("body", text, (entities.body_of(owner, body),), of=owner)


def _owner(segments: Sequence[tuple[str, list[Item]]], head: Item, entities: Entities) -> str:
    """What a head belongs to: the words before it in its own piece, else the next pieces ("of Armenia")."""
    own = segments[0][1]
    before = own[: own.index(head)] if head in own else own
    found = _belonging(before, entities)
    if found:
        return found
    for opening, items in segments[1:]:
        if opening == "," or opening not in _ROLE_OF | {"by", ""}:
            break
        found = _belonging(items, entities)
        if found:
            return found
    return ""


def _owning_noun(segments: Sequence[tuple[str, list[Item]]], head: Item) -> str:
    """As in "The ministry's spokesperson", "the head of the organisation": the noun, for the chain to resolve."""
    before = [item for item in segments[0][1] if item is not head and item.what == "noun"]
    behind = [item for opening, items in segments[1:2] if opening in _ROLE_OF for item in items if item.what == "noun"]
    return next((item.folded for item in (*before, *behind)), "")


def _belonging(items: Sequence[Item], entities: Entities) -> str:
    """The state or organisation that some words name, with its ministry if one is named."""
    state = next((item.ids[0] for item in items if item.what in {"name", "adjective"}), "")
    body = _last_of(items, {"body"})
    if body is None:
        return state
    return entities.body_of(state, body.ids[0]) if state else ""
