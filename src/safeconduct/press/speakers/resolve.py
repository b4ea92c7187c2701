"""Who made each statement of a report, to whom, and through whom it reaches us."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from safeconduct.press.dates import DateReader, Speaking, When
from safeconduct.press.dates.frames import Frames
from safeconduct.press.model import Found, Span, Text
from safeconduct.press.speakers.build import Builder
from safeconduct.press.speakers.cast import Cast
from safeconduct.press.speakers.chain import Chain, Link
from safeconduct.press.speakers.heads import Part
from safeconduct.press.speakers.lexicon import lexicon_of
from safeconduct.press.speakers.model import Entities, Speaker
from safeconduct.press.speakers.naming import Namer
from safeconduct.press.speakers.openings import without_opening
from safeconduct.press.speakers.parts import parts_of
from safeconduct.press.speakers.phrases import Item, items_of
from safeconduct.press.speakers.subjects import subjects_of
from safeconduct.press.speakers.words import words_of

MENTION_CHARS_MAX = 400
_VIA_MAX = 8
_NAME_BEHIND = re.compile(r",?\s+(?=[^\W\d_a-z])[^,;:()\[\]\"“”‘\n.]{3,60}")
_JOINED_CHARS = 80
_HEAD_CHARS, _PAPER_REACH = 60, 400
_PAIR = re.compile(r"(?:both|the two) (?:diplomats|leaders|ministers|presidents|officials|men|women)", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:statements?|message|readout|press release|communiqu[eé]|letter|website|letter|note|report|post|tweet)\b"
)
_MADE_BY = re.compile(
    r"(?:this|that|the|such)\b[^.\n]{0,80}?\b(?:was|were|is|has been)\s+(?:\w+\s+)?"
    r"(?:made|stated|said|announced|voiced|expressed|issued|declared|delivered|conveyed|reported|published) by\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parties:
    """The persons around one statement: who made it, to whom, and through whom it reaches us, outermost last."""

    speakers: tuple[Speaker, ...] = ()
    addressees: tuple[Speaker, ...] = ()
    via: tuple[Speaker, ...] = ()


def resolve_parties(
    text: Text, found: tuple[Found, ...], whens: Sequence[When | None], entities: Entities
) -> tuple[Parties, ...]:
    """The parties of every statement, in the order of `found`; empty where nobody can be told."""
    return PartyReader(text, found, entities).parties(whens)


def who_and_when(
    dates: DateReader, entities: Entities, parties_of: type[PartyReader] | None = None
) -> tuple[tuple[Parties, ...], tuple[When | None, ...]]:
    """Dates first, because offices depend on the day; then speakers; then the days that depend on who speaks.

    parties_of: what reads the speakers of the report's language; that of English if left out.
    """
    reader = (parties_of or PartyReader)(dates.text, dates.found, entities, dates.frames)
    undated = When(dates.published.edtf, "docdate")
    first = [day or undated for day in dates.days()]
    parties = reader.parties(first)
    whens = dates.days([speaking(item.speakers) for item in parties])
    known = [day or undated for day in whens]
    changed = [day.edtf for day in known] != [day.edtf for day in first]
    return reader.parties(known) if changed else parties, whens


def speaking(speakers: tuple[Speaker, ...]) -> Speaking:
    """What the dates need to know of the speakers of one statement."""
    if not speakers:
        return Speaking()
    first = speakers[0]
    is_side = first.kind == "state" or (bool(first.entity) and first.entity == first.side)
    home = first.organisation if len(speakers) == 1 else ""
    key = tuple(each.entity or each.name for each in speakers)
    return Speaking(key, first.side, home, is_side=is_side, is_media=first.kind == "media")


class PartyReader:
    """One report with its cast; reads the parties of its statements, for given days."""

    def __init__(self, text: Text, found: tuple[Found, ...], entities: Entities, frames: Frames | None = None) -> None:
        self._text = text.text
        self._found = found
        self._known = entities
        self._lexicon = lexicon_of(entities)
        self._cast = self._cast_of(text)
        self._namer = Namer(entities, self._cast, Builder(entities, text.text))
        self._frames = frames if frames is not None else Frames(text, found)
        self._subjects = subjects_of(self._text, found, self._frames, self._cast.subjects, self._namer.antecedents)
        self._parts: dict[Span, tuple[Part, ...]] = {}
        self._whens: Sequence[When | None] = ()
        self._chain = Chain()
        self._links: list[tuple[Link, ...]] = []

    def _cast_of(self, text: Text) -> Cast:
        return Cast(text, self._lexicon)

    def parties(self, whens: Sequence[When | None]) -> tuple[Parties, ...]:
        """Statements in the order of the text, with the subjects of the sentences between them."""
        self._whens, self._chain, self._links = whens, Chain(), [()] * len(self._found)
        subjects = [*self._subjects]
        order = sorted(
            range(len(self._found)), key=lambda i: (self._at(self._root(i)), self._frames.depth(i), self._at(i), i)
        )
        for i in order:
            while subjects and subjects[-1].at < self._at(i):
                self._chain.add(subjects.pop())
            self._links[i] = self._resolved(i)
            if self._found[i].headline:
                continue
            if self._is_told(i):
                self._add(i)
            elif self._is_told_by_body(i):
                self._add(i, spoke=False)
        self._sharpen(order)
        return tuple(self._parties_of(i) for i in range(len(self._found)))

    def _at(self, i: int) -> int:
        item = self._found[i]
        place = item.mention or item.cue or min(item.spans, default=Span(0, 0))
        return place.start

    def _root(self, i: int) -> int:
        """The outermost statement that holds a statement."""
        for _ in range(_VIA_MAX):
            within = self._found[i].within
            if within is None or not self._frames.depth(i):
                break
            i = within
        return i

    def _is_told(self, i: int) -> bool:
        """Whether the reporter tells a statement: it stands in no other, or only in what a news outlet wrote."""
        within = self._found[i].within
        if within is None or not self._frames.depth(i):
            return True
        outer = [speaker for link in self._links[within] for speaker in link.speakers]
        return all(speaker.kind == "media" for speaker in outer)

    def _is_told_by_body(self, i: int) -> bool:
        """As in "The office said that Smith had urged ...": "he" in the next sentence is Smith."""
        within = self._found[i].within
        outer = [] if within is None else [speaker for link in self._links[within] for speaker in link.speakers]
        inner = [speaker for link in self._links[i] for speaker in link.speakers]
        return len(inner) == 1 and inner[0].kind == "person" and all(each.kind != "person" for each in outer)

    def _add(self, i: int, *, spoke: bool = True) -> None:
        links, mention = self._links[i], self._found[i].mention
        if not links and mention is not None and self._parts_at(mention)[:1] != () and not self._is_pronoun(mention):
            self._chain.bar()
        if links:
            speakers = tuple(speaker for link in links for speaker in link.speakers)
            person = links[0].person if len(links) == 1 else None
            self._chain.add(Link(self._at(i), speakers, person, spoke, paper=spoke and self._is_written(i)))
        if spoke and all(speaker.kind != "person" for link in links for speaker in link.speakers):
            head = self._head_of_content(i)
            if head is not None:
                self._chain.add(head)

    def _is_pronoun(self, mention: Span) -> bool:
        return any(part.sort == "pronoun" for part in self._parts_at(mention))

    def _is_written(self, i: int) -> bool:
        """Whether the sentence tells of a paper: "said in a statement", "the message on its website says"."""
        frame = self._frames.frame(i)
        if frame is None:
            return False
        start, end = max(frame.span.start, frame.cue.start - _PAPER_REACH), frame.cue.end + _PAPER_REACH
        return _PAPER.search(frame.text, start, min(frame.span.end, end)) is not None

    def _head_of_content(self, i: int) -> Link | None:
        """The person whom what a body said begins with: "Smith had a call, the ministry said"."""
        start = min(self._found[i].spans, default=Span(0, 0)).start
        for mention in self._cast.after(start, 1):
            before = self._text[start : min(mention.at, start + _HEAD_CHARS)]
            if mention.person is not None and mention.at - start < _HEAD_CHARS and "," not in before:
                link = self._namer.antecedents.mentioned(mention, mention.at)
                return replace(link, spoke=False) if link is not None else None
        return None

    # ------------------------------------------------------------------ one statement

    def _resolved(self, i: int) -> tuple[Link, ...]:
        item = self._found[i]
        if item.mention is None:
            return self._implicit(i)
        return self._named(item.mention, i)

    def _implicit(self, i: int) -> tuple[Link, ...]:
        """Nobody is named here: a quotation that goes on has the speaker before it."""
        outer = self._outer(i)
        last = outer if outer is not None else self._chain.last_spoken()
        if last is None or self._found[i].headline:
            return ()
        return (replace(last, at=self._at(i), speakers=tuple(replace(s, how="implicit") for s in last.speakers)),)

    def _outer(self, i: int) -> Link | None:
        within = self._found[i].within
        if within is None or not 0 <= within < len(self._links) or not self._links[within]:
            return None
        return self._links[within][0]

    def _named(self, span: Span, i: int) -> tuple[Link, ...]:
        when = self._when(i)
        parts = self._joined(span, i) or self._parts_at(span)
        pair = _PAIR.fullmatch(self._text, span.start, span.end)
        if pair is not None and (both := self._pair(span.start, i)) is not None:
            return (both,)
        links = [self._namer.link(part, span.start, when, self._chain, self._outer(i)) for part in parts]
        if len(parts) == 1 and parts[0].sort == "pronoun" and links[0] is not None and links[0].person is not None:
            addressed = self._persons_in(self._found[i].addressee)
            if links[0].person.key in addressed:
                others = self._chain.without(addressed)
                links = [self._namer.link(parts[0], span.start, when, others, self._outer(i))]
        return tuple(link for link in links if link is not None) if None not in links else ()

    def _pair(self, at: int, i: int) -> Link | None:
        """`Both leaders`: two persons, not the one who tells of them; else the two states named before."""
        outer = self._outer(i)
        teller = outer.speakers[0].name if outer is not None else ""
        persons = self._namer.antecedents.two_persons(at, teller)
        return persons or (self._namer.antecedents.both(at) if outer is not None else None)

    def _persons_in(self, span: Span | None) -> frozenset[str]:
        """The persons a span names: nobody tells himself."""
        if span is None:
            return frozenset()
        near = [mention for mention in self._cast.after(span.start, 4) if mention.at < span.end]
        return frozenset(mention.person.key for mention in near if mention.person is not None)

    def _parts_at(self, span: Span) -> tuple[Part, ...]:
        """What the words at a place say; they are read once, whatever the days."""
        if span not in self._parts:
            self._parts[span] = self._parts_of(without_opening(self._text, span))
        return self._parts[span]

    def _parts_of(self, span: Span) -> tuple[Part, ...]:
        items = self._items(span.start, span.end)
        parts = parts_of(items, self._known, self._holds)
        if len(parts) == 1 and parts[0].sort == "office":
            match = _NAME_BEHIND.match(self._text, span.end)
            longer = self._items(span.start, match.end()) if match is not None else ()
            added = longer[len(items) :]
            if any(item.what in {"person", "surname", "stranger"} for item in added[:2]):
                return parts_of(longer[: len(items) + 2], self._known, self._holds)
        return parts

    def _joined(self, span: Span, i: int) -> tuple[Part, ...]:
        """As in "Türkiye and the United Nations have urged", when the mention holds the last name only."""
        frame = self._frames.frame(i)
        if frame is None or not 0 < span.start - frame.span.start <= _JOINED_CHARS:
            return ()
        if not self._text[frame.span.start : span.start].rstrip().lower().endswith(" and"):
            return ()
        parts = parts_of(self._items(frame.span.start, span.end), self._known, self._holds)
        own = self._text[span.start : span.end].lower().startswith(("its ", "his ", "her ", "their "))
        return parts if len(parts) > 1 or own else ()

    def _items(self, start: int, end: int) -> tuple[Item, ...]:
        stop = min(end, start + MENTION_CHARS_MAX, len(self._text))
        return items_of(self._text, words_of(self._text, start, stop), self._lexicon)

    def _holds(self, person: str, office: str) -> bool:
        return any(holding.office == office for holding in self._known.entities[person].offices)

    def _sharpen(self, order: Sequence[int]) -> None:
        """A government that spoke, when the next sentence tells who said it: "This call was made by ..."."""
        starts = [sentence.start for sentence in self._frames.sentences]
        for i in order:
            links = self._links[i]
            if len(links) != 1 or links[0].speakers[0].kind != "state":
                continue
            if self._found[i].headline or self._frames.depth(i):
                continue
            next_one = bisect_right(starts, self._at(i))
            for following in self._frames.sentences[next_one : next_one + 1]:
                maker = self._maker(following, i)
                if maker is not None and maker.side == links[0].speakers[0].entity:
                    self._links[i] = (replace(links[0], speakers=(maker,)),)

    def _maker(self, sentence: Span, i: int) -> Speaker | None:
        match = _MADE_BY.match(self._text, sentence.start, sentence.end)
        if match is None:
            return None
        stop = min(sentence.end, match.end() + 120)
        comma = self._text.find(",", match.end(), stop)
        parts = self._parts_at(Span(match.end(), comma if comma > 0 else stop))
        link = self._namer.link(parts[0], match.end(), self._when(i), self._chain, None) if parts else None
        return link.speakers[0] if link is not None else None

    def _when(self, i: int) -> When | None:
        return self._whens[i] if i < len(self._whens) else None

    def _parties_of(self, i: int) -> Parties:
        item = self._found[i]
        speakers = _once(speaker for link in self._links[i] for speaker in link.speakers)
        addressees = _once(self._addressees_at(item.addressee, i))
        via = [*self._speakers_at(item.via, i)]
        outer = item.within if self._frames.depth(i) else None
        for _ in range(_VIA_MAX):
            if outer is None:
                break
            via += [speaker for link in self._links[outer] for speaker in link.speakers]
            via += self._speakers_at(self._found[outer].via, outer)
            outer = self._found[outer].within if self._frames.depth(outer) else None
        return Parties(speakers, addressees, _once(via))

    def _addressees_at(self, span: Span | None, i: int) -> list[Speaker]:
        """Whom it was said to; a pronoun there is seldom the last speaker, so it stays open."""
        if span is None or any(part.sort == "pronoun" for part in self._parts_at(span)):
            return []
        return self._speakers_at(span, i)

    def _speakers_at(self, span: Span | None, i: int) -> list[Speaker]:
        links = self._named(span, i) if span is not None else ()
        return [speaker for link in links for speaker in link.speakers]


def _once(speakers: Iterable[Speaker]) -> tuple[Speaker, ...]:
    return tuple(dict.fromkeys(speakers))
