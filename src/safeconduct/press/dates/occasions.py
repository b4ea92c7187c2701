"""Days carried from one statement to the next: an undated sentence takes the day of its occasion.

An occasion is what one speaker says on one day. It lasts until the same speaker is dated anew, or speaks "earlier"
or "repeatedly", when nobody knows the day any more. Another speaker's sentence does not inherit it, unless it says
so ("for his part", "at the same briefing"). A report that opens with a government and goes on with its ministry
tells of one occasion.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from safeconduct.press.dates.frames import Frames
from safeconduct.press.dates.model import Published, When
from safeconduct.press.model import Found, Span

_SHARED = re.compile(
    r"\b(?:(?:for|on) (?:his|her|its|their) part|(?:his|her) (?:\w+ )?counterpart|in (?:his|her|its|their) turn"
    r"|(?:at|during|in) the same (?:press |joint |news )*"
    r"(?:conference|briefing|meeting|event|interview|session|call)"
    r"|(?:after|during|at|following) the "
    r"(?:meeting|talks|call|conversation|session|briefing|visit|summit|conference))\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"\b(?:has|have|had|’ve|'ve|’d)(?: \w+ly| also| now| since| already| long| not| never| for \w+(?: \w+)?)* $"
)
_FOR_MONTHS = re.compile(r"\b(?:has|have|had) for (?:\w+ )?(?:days|weeks|months|years) ")
_SESSION = re.compile(
    r"\b(?:told|briefed|addressed|addressing|informed) (?:the )?(?:[\w-]+ ){0,3}"
    r"(?:Security Council|Council|General Assembly|assembly|parliament|committee)\b"
    r"|\b(?:session|meeting|sitting|debate) (?:of|in|at) the (?:[\w-]+ ){0,3}"
    r"(?:Security Council|General Assembly|Council)\b"
    r"|\b(?:Security Council|General Assembly) (?:session|meeting|sitting|debate)\b"
)
_PRESENT = frozenset({"say", "says", "claim", "claims", "insist", "insists", "call", "calls", "deny", "denies"})
_SHARED_REACH = 500  # characters on each side of the cue
_MET_REACH = 700  # characters between an occasion and what was said there
_PRONOUN_CHARS, _NAME_CHARS = 4, 4
HEADLINE_REACH = 4  # a headline tells of one of the first few statements


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks, as far as it matters for days: equal keys are one speaker; an empty key is nobody known.

    side: the government or party spoken for; empty if none is known. home: the organisation, likewise. is_side: the
    side speaks itself, as a whole. is_media: a news outlet, whose report of a speaker is no nesting.
    """

    key: Hashable = None
    side: str = ""
    home: str = ""
    is_side: bool = False
    is_media: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences themselves tell, statement by statement: the day, that it is unclear, and who speaks.

    met: the sentences without a statement that tell of a dated occasion ("They spoke by phone on Monday."), in order.
    made: likewise those that date what was said before them ("He made the remarks on Monday.").
    """

    found: tuple[Found, ...]
    own: Sequence[When | None]
    vague: Sequence[bool]
    speaking: Sequence[Speaking]
    frames: Frames
    met: Sequence[tuple[Span, When]] = ()
    made: Sequence[tuple[Span, When]] = ()


def carried(told: Told, opening: When | None, published: Published) -> tuple[When | None, ...]:
    """The days of all statements, in their order; nested statements and headlines inherit by rules of their own.

    opening: the day of the occasion that the report opens with; without one a lead that names no day has the
    document date.
    """
    return _Carrier(told).days(opening or When(published.edtf, "docdate"))


class _Carrier:
    """Goes through the statements in the order of the text and remembers every speaker's occasion."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._days: list[When | None] = list(told.own)
        self._occasions: dict[Hashable, When | None] = {}
        body = [i for i, item in enumerate(told.found) if not item.headline and self._is_told(i)]
        self._body = sorted(body, key=lambda i: _place(told.found[i]))
        self._order = [_place(told.found[i]) for i in self._body]
        self._met_ends = [span.end for span, _ in told.met]
        self._last: dict[Hashable, int] = {}
        self._session: When | None = None

    def _is_told(self, i: int) -> bool:
        """Whether the reporter tells it: it stands in no other statement, or only in what a news outlet wrote."""
        within = self._told.found[i].within
        depth = self._told.frames.depth(i)
        if not depth or within is None:
            return True
        outer = self._told.speaking[within]
        return depth == 1 and (outer.is_media or outer.key is None)

    def days(self, lead_day: When) -> tuple[When | None, ...]:
        """The days of all statements."""
        vague, speaking = self._told.vague, self._told.speaking
        for span, day in self._told.made:
            self._date_back(span, day)
        for order, i in enumerate(self._body):
            if self._days[i] is None and not vague[i]:
                told_on = self._of_outer(i)
                self._days[i] = told_on or (self._inherited(i, self._body[order - 1]) if order else lead_day)
            self._sit(i)
            before = _is_perfect(i, self._told.frames) or (
                order > 0 and self._hangs_on_perfect(i, self._body[order - 1])
            )
            aside = before and self._days[i] is None and (not vague[i] or self._for_months(i))
            if speaking[i].key is not None and not aside:
                self._remember(speaking[i].key, None if vague[i] else self._days[i])
                self._last[speaking[i].key] = i
        for i, item in enumerate(self._told.found):
            if item.headline and self._days[i] is None:
                self._days[i] = self._of_headline(i)
        return tuple(self._days)

    def _sit(self, i: int) -> None:
        """A session of a council lasts until another day is told: whoever speaks meanwhile speaks there."""
        day, own = self._days[i], self._told.own[i]
        if own is not None and (self._session is None or own.edtf != self._session.edtf):
            self._session = None
        frame = self._told.frames.frame(i)
        if frame is not None and day is not None and day.edtf.day:
            start = max(frame.span.start, frame.cue.start - _SHARED_REACH)
            end = min(frame.span.end, frame.cue.end + _SHARED_REACH)
            self._session = day if _SESSION.search(frame.text, start, end) is not None else self._session

    def _date_back(self, span: Span, day: When) -> None:
        """As in "He made the remarks on Monday": the statements just before, as far as one speaker goes."""
        last = bisect_left(self._order, Span(span.start, 0)) - 1
        if last < 0 or span.start - self._order[last].end > _MET_REACH:
            return
        key = self._told.speaking[self._body[last]].key
        for i in self._body[last::-1]:
            if self._days[i] is not None or self._told.vague[i] or self._told.speaking[i].key != key or key is None:
                break
            self._days[i] = _carry(day)

    def _remember(self, key: Hashable, day: When | None) -> None:
        self._occasions[key] = day
        if isinstance(key, tuple) and len(key) > 1 and day is not None:
            for each in key:
                self._occasions.setdefault((each,), day)

    def _inherited(self, i: int, previous: int) -> When | None:
        item, who = self._told.found[i], self._told.speaking[i]
        if _is_perfect(i, self._told.frames):
            return _carry(self._later_in_sentence(i))
        if self._hangs_on_perfect(i, previous):
            return None
        if item.cue is None and item.mention is None:
            return _carry(self._days[previous])
        if (met := self._met_before(i, previous)) is not None:
            return _carry(met)
        if who.key is not None and who.key in self._occasions:
            return None if self._says_anyway(i) else _carry(self._occasions[who.key])
        return self._of_others(i, previous)

    def _of_others(self, i: int, previous: int) -> When | None:
        """The day of a speaker not yet dated, from those who spoke before."""
        who = self._told.speaking[i]
        if isinstance(who.key, tuple) and len(who.key) > 1 and not who.is_side:
            return _carry(self._of_members(who.key))
        if _is_shared(i, self._told.frames) or _are_house(self._told.speaking[previous], who):
            return _carry(self._days[previous])
        return self._of_opening(who) or (None if who.is_media else _carry(self._session))

    def _of_outer(self, i: int) -> When | None:
        """As in "He told her that ..., a press service reported on Monday": of a relay nobody knows, its day."""
        within = self._told.found[i].within
        if within is None or not self._told.frames.depth(i) or self._told.speaking[within].key is not None:
            return None
        return _carry(self._days[within])

    def _met_before(self, i: int, previous: int) -> When | None:
        """As in "Smith met Jones on Monday. He said ...": the occasion told just before, if the speaker was there."""
        frame = self._told.frames.frame(i)
        if frame is None:
            return None
        place = bisect_right(self._met_ends, frame.span.start) - 1
        if place < 0:
            return None
        span, day = self._told.met[place]
        if frame.span.start - span.end > _MET_REACH or self._is_dated_since(span, i, previous):
            return None
        between = frame.text[span.end : frame.span.start]
        return day if _is_there(frame.text[span.start : span.end], self._told, i, between) else None

    def _is_dated_since(self, met: Span, i: int, previous: int) -> bool:
        """Whether somebody spoke since an occasion on a day of its own, or the speaker did before it began."""
        if met.start < _place(self._told.found[previous]).start:
            last = bisect_right(self._order, _place(self._told.found[i])) - 1
            since = self._body[bisect_left(self._order, Span(met.start, 0)) : max(last, 0)]
            return any(self._told.own[j] is not None or self._told.vague[j] for j in since)
        return False

    def _says_anyway(self, i: int) -> bool:
        """As in "They say that they fight for peace", after something said on Monday: no day, but a position held."""
        who = self._told.speaking[i]
        before = self._last.get(who.key)
        if before is None or not (who.is_side or who.key == (who.home,)):
            return False
        return _is_present(i, self._told) and not _is_present(before, self._told)

    def _of_members(self, key: tuple[Hashable, ...]) -> When | None:
        """Two who speak together: the day of the one whose day is known."""
        days = [day for each in key if (day := self._occasions.get((each,))) is not None]
        return days[0] if days and len({day.edtf for day in days}) == 1 else None

    def _for_months(self, i: int) -> bool:
        """As in "Has for months accused": no day, but no other occasion either."""
        frame = self._told.frames.frame(i)
        return (
            frame is not None
            and _FOR_MONTHS.search(frame.text, max(frame.span.start, frame.cue.start - 24), frame.cue.start) is not None
        )

    def _later_in_sentence(self, i: int) -> When | None:
        """As in "Has blasted the plan, calling for talks in a post on Tuesday": the day stands with the second cue."""
        following = self._body[bisect_right(self._order, _place(self._told.found[i])) :][:1]
        near = [j for j in following if self._is_one_sentence(i, j) and self._told.own[j] is not None]
        return self._told.own[near[0]] if near else None

    def _hangs_on_perfect(self, i: int, previous: int) -> bool:
        """As in "Has for months accused them of theft, threatening to leave", "has called for peace and urged ..."."""
        perfect = self._days[previous] is None and _is_perfect(previous, self._told.frames)
        frame = self._told.frames.frame(i)
        if not perfect or frame is None or not self._is_one_sentence(previous, i):
            return False
        joined = frame.text[max(frame.span.start, frame.cue.start - 4) : frame.cue.start] in {"and ", "but "}
        return joined or frame.text[frame.cue.start : frame.cue.end].split(" ")[0].endswith("ing")

    def _is_one_sentence(self, i: int, j: int) -> bool:
        """Whether one speaker makes both statements in one sentence."""
        one, other, speaking = self._told.frames.frame(i), self._told.frames.frame(j), self._told.speaking
        same = one is not None and other is not None and one.span == other.span
        return same and speaking[i].key is not None and speaking[i].key == speaking[j].key

    def _of_opening(self, who: Speaking) -> When | None:
        """A report that opens with a government and goes on with its ministry tells of one occasion."""
        lead = self._told.speaking[self._body[0]]
        same_side = lead.is_side and lead.side == who.side and not who.is_side
        if who.key is not None and (same_side or lead.key == (who.home,)):
            return _carry(self._days[self._body[0]])
        return None

    def _of_headline(self, i: int) -> When | None:
        """The day of a headline is that of the statement it sums up: the same speaker, or the same side."""
        who, speaking = self._told.speaking[i], self._told.speaking
        dated = {j: day for j in self._body[:HEADLINE_REACH] if (day := self._days[j]) is not None}
        named = [j for j in dated if who.key is not None and _are_one(speaking[j], who)]
        agreed = len({day.edtf for day in dated.values()}) == 1
        unnamed = list(dated) if who.key is None and agreed else []
        chosen = next(iter([*named, *unnamed]), None)
        return None if chosen is None else _carry(dated[chosen])


def _is_there(sentence: str, told: Told, i: int, between: str) -> bool:
    """Whether the speaker is named in a sentence, or is a pronoun right behind it."""
    mention, key = told.found[i].mention, told.speaking[i].key
    if mention is not None and mention.end - mention.start <= _PRONOUN_CHARS and not between.strip():
        return True
    names = [re.split(r"[^\w]+", str(each))[-1].lower() for each in key] if isinstance(key, tuple) else []
    return any(len(name) >= _NAME_CHARS and name in sentence.lower() for name in names)


def _are_house(one: Speaking, other: Speaking) -> bool:
    """A ministry or organisation, and then its own spokesperson or director."""
    return bool(other.home) and one.key == (other.home,) and other.key != one.key


def _are_one(one: Speaking, other: Speaking) -> bool:
    return one.key == other.key or (bool(one.side) and one.side == other.side)


def _is_perfect(i: int, frames: Frames) -> bool:
    """As in "Has urged", "have denied": some time before, on no day the passage tells."""
    frame = frames.frame(i)
    if frame is None:
        return False
    return _PERFECT.search(frame.text[max(frame.span.start, frame.cue.start - 24) : frame.cue.start]) is not None


def _is_present(i: int, told: Told) -> bool:
    frame = told.frames.frame(i)
    return frame is not None and frame.text[frame.cue.start : frame.cue.end].split(" ")[0].lower() in _PRESENT


def _is_shared(i: int, frames: Frames) -> bool:
    frame = frames.frame(i)
    if frame is None:
        return False
    start, end = (
        max(frame.span.start, frame.cue.start - _SHARED_REACH),
        min(frame.span.end, frame.cue.end + _SHARED_REACH),
    )
    return _SHARED.search(frame.text, start, end) is not None


def _carry(day: When | None) -> When | None:
    if day is None or day.basis == "docdate":
        return day
    return replace(day, basis="carried")


def _place(item: Found) -> Span:
    return item.cue or item.mention or min(item.spans, default=Span(0, 0))
