"""Who made each statement of a report, to whom, and through whom it reaches us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from safeconduct.press.dates import Published, Speaking, When, resolve_dates
from safeconduct.press.dates.frames import Frames
from safeconduct.press.model import Found, Span, Text
from safeconduct.press.speakers.build import Builder
from safeconduct.press.speakers.cast import Cast, Mention
from safeconduct.press.speakers.chain import Chain, Link
from safeconduct.press.speakers.lexicon import Lexicon
from safeconduct.press.speakers.model import Entities, Speaker
from safeconduct.press.speakers.naming import Namer
from safeconduct.press.speakers.heads import Part
from safeconduct.press.speakers.parts import parts_of
from safeconduct.press.speakers.phrases import Item, items_of
from safeconduct.press.speakers.words import words_of

MENTION_CHARS_MAX = 400
_NAME_BEHIND = re.compile(r",?\s+(?=[^\W\d_a-z])[^,;:()\[\]\"“”‘\n.]{3,60}")
_DATELINE = re.compile(
    r"[A-Z]{3}[^a-z\n–—-]{0,40}(?:[ ,]*[A-Z][a-z]{2,8}\.? [0-9]{1,2})?[.,]? ?"
    r"(?:(?:\([^)\n]{2,40}\) ?)?[–—-]+ |/[^/\n]{2,40}/[.,]? ?[–—-]* ?)"
)
_REACTION = re.compile(
    r"(?:commenting on|reacting to|responding to|replying to|in response to) (?:the|a|an|recent|earlier|\s)+ ?"
    r"(?:statements?|remarks?|comments?|words|claims?|calls?|accusations?|appeal|report) (?:of|by|from) "
)
_DAY_FIRST = re.compile(
    r"(?:on |in |late |earlier |early |meanwhile,? |later,? |yet |but |however,? |the (?:following|next|same|previous) day,? "
    r"|(?:a|one|two|three) (?:days?|weeks?) (?:earlier|later),? |the day before,? "
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |(?:last|this) (?:week|month|year),? "
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december) [0-9]{1,2},? )+",
    re.IGNORECASE,
)
_JOINED_CHARS = 80
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


def resolve_speakers(
    text: Text, found: tuple[Found, ...], whens: Sequence[When | None], entities: Entities
) -> tuple[tuple[Speaker, ...], ...]:
    """The speakers of every statement, in the order of `found`; empty where nobody can be told."""
    return tuple(item.speakers for item in resolve_parties(text, found, whens, entities))


def resolve_parties(
    text: Text, found: tuple[Found, ...], whens: Sequence[When | None], entities: Entities
) -> tuple[Parties, ...]:
    """As `resolve_speakers`, with addressee and chain of transmission."""
    return _Resolver(text, found, whens, entities).parties()


def who_and_when(
    text: Text, found: tuple[Found, ...], published: Published, entities: Entities
) -> tuple[tuple[Parties, ...], tuple[When | None, ...]]:
    """Dates first, because offices depend on the day; then speakers; then the days that depend on who speaks."""
    first = resolve_dates(text, found, published)
    parties = resolve_parties(text, found, [day or When(published.edtf, "docdate") for day in first], entities)
    whens = resolve_dates(text, found, published, [speaking(item.speakers) for item in parties])
    days = [day or When(published.edtf, "docdate") for day in whens]
    return resolve_parties(text, found, days, entities), whens


def speaking(speakers: tuple[Speaker, ...]) -> Speaking:
    """What the dates need to know of the speakers of one statement."""
    if not speakers:
        return Speaking()
    first = speakers[0]
    is_side = first.kind == "state" or (bool(first.entity) and first.entity == first.side)
    return Speaking(tuple(each.entity or each.name for each in speakers), first.side, is_side)


@lru_cache(maxsize=4)
def _lexicon(key: int, holder: _Held) -> Lexicon:
    del key
    return Lexicon(holder.entities)


class _Held:
    """Entities by identity, so that the lexicon of one file is built once."""

    def __init__(self, entities: Entities) -> None:
        self.entities = entities

    def __hash__(self) -> int:
        return id(self.entities)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.entities is self.entities


class _Resolver:
    """One report on its way through the resolver."""

    def __init__(self, text: Text, found: tuple[Found, ...], whens: Sequence[When | None], entities: Entities) -> None:
        self._text = text.text
        self._found = found
        self._whens = whens
        self._known = entities
        self._lexicon = _lexicon(0, _Held(entities))
        self._cast = Cast(text, self._lexicon)
        self._builder = Builder(entities, text.text)
        self._namer = Namer(entities, self._cast, self._builder)
        self._frames = Frames(text, found)
        self._chain = Chain()
        self._links: list[tuple[Link, ...]] = [()] * len(found)

    def parties(self) -> tuple[Parties, ...]:
        """Statements in the order of the text, with the subjects of the sentences between them."""
        subjects = self._subjects()
        order = sorted(range(len(self._found)), key=lambda i: (self._at(i), i))
        for i in order:
            while subjects and subjects[-1].at < self._at(i):
                self._chain.add(subjects.pop())
            self._links[i] = self._resolved(i)
            if self._frames.depth(i) == 0 and not self._found[i].headline:
                self._add(i)
        self._sharpen(order)
        return tuple(self._parties_of(i) for i in range(len(self._found)))

    def _at(self, i: int) -> int:
        item = self._found[i]
        place = item.mention or item.cue or min(item.spans, default=Span(0, 0))
        return place.start

    def _add(self, i: int) -> None:
        links = self._links[i]
        if links:
            speakers = tuple(speaker for link in links for speaker in link.speakers)
            self._chain.add(Link(self._at(i), speakers, links[0].person if len(links) == 1 else None))

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
        when = self._whens[i] if i < len(self._whens) else None
        parts = self._joined(span, i) or self._parts(span)
        links = [self._namer.link(part, span.start, when, self._chain, self._outer(i)) for part in parts]
        return tuple(link for link in links if link is not None) if None not in links else ()

    def _parts(self, span: Span) -> tuple[Part, ...]:
        span = self._without_opening(span)
        items = self._items(span.start, span.end)
        parts = parts_of(items, self._known, self._holds)
        if len(parts) == 1 and parts[0].sort == "office":
            match = _NAME_BEHIND.match(self._text, span.end)
            longer = self._items(span.start, match.end()) if match is not None else ()
            added = longer[len(items) :]
            if any(item.what in {"person", "surname", "stranger"} for item in added[:2]):
                return parts_of(longer[: len(items) + 2], self._known, self._holds)
        return parts

    def _without_opening(self, span: Span) -> Span:
        """The mention without a dateline ("BAKU (Agency) - ") or "commenting on the statement of"."""
        for pattern in (_DATELINE, _REACTION, _DAY_FIRST):
            match = pattern.match(self._text, span.start, span.end)
            if match is not None and match.end() < span.end:
                return Span(match.end(), span.end)
        return span

    def _joined(self, span: Span, i: int) -> tuple[Part, ...]:
        """As in "Türkiye and the United Nations have urged": the first name, when the mention holds the last one only."""
        frame = self._frames.frame(i)
        if frame is None or not 0 < span.start - frame.span.start <= _JOINED_CHARS:
            return ()
        if not self._text[frame.span.start : span.start].rstrip().lower().endswith(" and"):
            return ()
        parts = parts_of(self._items(frame.span.start, span.end), self._known, self._holds)
        return parts if len(parts) > 1 else ()

    def _items(self, start: int, end: int) -> tuple[Item, ...]:
        stop = min(end, start + MENTION_CHARS_MAX, len(self._text))
        return items_of(self._text, words_of(self._text, start, stop), self._lexicon)

    def _holds(self, person: str, office: str) -> bool:
        return any(holding.office == office for holding in self._known.entities[person].offices)

    # ------------------------------------------------------------------ around the statements

    def _subjects(self) -> list[Link]:
        """Persons and organisations that open a sentence of the reporter's own, last first (a stack)."""
        cues = {item.cue.start for item in self._found if item.cue is not None}
        cued = sorted(cues)
        found: list[Link] = []
        mentions = self._cast.mentions
        position = next_cue = 0
        for sentence in self._frames.sentences:
            while position < len(mentions) and mentions[position].at < sentence.start:
                position += 1
            while next_cue < len(cued) and cued[next_cue] < sentence.start:
                next_cue += 1
            speaks = next_cue < len(cued) and cued[next_cue] < sentence.end
            subject = self._subject(sentence, position)
            if subject is not None and not speaks:
                link = self._namer._of_mention(subject, subject.at)  # noqa: SLF001
                if link is not None:
                    found.append(replace(link, spoke=False))
        return found[::-1]

    def _subject(self, sentence: Span, position: int) -> Mention | None:
        """The first mention of a sentence, if it stands at its head or behind one opening phrase."""
        for mention in self._cast.mentions[position : position + 3]:
            if mention.at >= sentence.end or self._frames.covered[mention.at] == "\ue000":
                return None
            before = self._text[sentence.start : min(mention.at, sentence.start + 200)]
            opening, comma, rest = before.rpartition(",")
            if not comma and re.match(
                r"\W*(?:After|In|At|During|On|Following|With|According|As|While|When|From|For)\b", before
            ):
                continue
            if len(rest.split()) <= 6 and len(opening) < 120:
                return mention
            return None
        return None

    def _sharpen(self, order: list[int]) -> None:
        """A government that spoke, when the next sentence tells who said it: "This call was made by ..."."""
        sentences = self._frames.sentences
        starts = {sentence.start: n for n, sentence in enumerate(sentences)}
        ends = sorted(starts)
        from bisect import bisect_right

        for i in order:
            links = self._links[i]
            if (
                len(links) != 1
                or links[0].speakers[0].kind != "state"
                or self._found[i].headline
                or self._frames.depth(i)
            ):
                continue
            n = bisect_right(ends, self._at(i)) - 1
            following = sentences[n + 1] if 0 <= n < len(sentences) - 1 else None
            match = _MADE_BY.match(self._text, following.start, following.end) if following is not None else None
            if match is None or following is None:
                continue
            maker = self._maker(match.end(), following.end, i)
            if maker is not None and maker.side == links[0].speakers[0].entity:
                self._links[i] = (replace(links[0], speakers=(maker,)),)

    def _maker(self, start: int, end: int, i: int) -> Speaker | None:
        stop = min(end, start + 120)
        comma = self._text.find(",", start, stop)
        parts = self._parts(Span(start, comma if comma > 0 else stop))
        link = (
            self._namer.link(parts[0], start, self._whens[i] if i < len(self._whens) else None, self._chain, None)
            if parts
            else None
        )
        return link.speakers[0] if link is not None else None

    def _parties_of(self, i: int) -> Parties:
        item = self._found[i]
        speakers = _once(speaker for link in self._links[i] for speaker in link.speakers)
        addressees = _once(
            s for link in (self._named(item.addressee, i) if item.addressee else ()) for s in link.speakers
        )
        via = [speaker for link in (self._named(item.via, i) if item.via else ()) for speaker in link.speakers]
        within, seen = item.within, 0
        while within is not None and 0 <= within < len(self._found) and seen < 8:
            via += [speaker for link in self._links[within] for speaker in link.speakers]
            outer = self._found[within]
            if outer.via is not None:
                via += [speaker for link in self._named(outer.via, within) for speaker in link.speakers]
            within, seen = (outer.within if outer.within is not None and outer.within < within else None), seen + 1
        return Parties(speakers, addressees, _once(via))


def _once(speakers: object) -> tuple[Speaker, ...]:
    return tuple(dict.fromkeys(speakers))  # type: ignore[call-overload]
