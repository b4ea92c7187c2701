"""Days carried from one statement to the next: an undated sentence takes the day of its occasion.

An occasion is what one speaker says on one day. It lasts until the same speaker is dated anew, or speaks "earlier"
or "repeatedly", when nobody knows the day any more. Another speaker's sentence does not inherit it, unless it says
so ("for his part", "at the same briefing"). A report that opens with a government and goes on with its ministry
tells of one occasion.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from safeconduct.press.dates.frames import Frames
from safeconduct.press.dates.model import Published, When
from safeconduct.press.model import Found, Span

_SHARED = re.compile(
    r"\b(?:(?:for|on) (?:his|her|its|their) part|in (?:his|her|its|their) turn"
    r"|(?:at|during|in) the same (?:press |joint |news )*"
    r"(?:conference|briefing|meeting|event|interview|session|call))\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"\b(?:has|have|had|’ve|'ve|’d)(?: \w+ly| also| now| since| already| long| not| never| for \w+(?: \w+)?)* $"
)
_FOR_MONTHS = re.compile(r"\b(?:has|have|had) for (?:\w+ )?(?:days|weeks|months|years) ")
_SHARED_REACH = 500  # characters on each side of the cue
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
    """What the sentences themselves tell, statement by statement: the day, that it is unclear, and who speaks."""

    found: tuple[Found, ...]
    own: Sequence[When | None]
    vague: Sequence[bool]
    speaking: Sequence[Speaking]
    frames: Frames


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
        for order, i in enumerate(self._body):
            if self._days[i] is None and not vague[i]:
                self._days[i] = self._inherited(i, self._body[order - 1]) if order else lead_day
            before = _is_perfect(i, self._told.frames) or (
                order > 0 and self._hangs_on_perfect(i, self._body[order - 1])
            )
            aside = before and self._days[i] is None and (not vague[i] or self._for_months(i))
            if speaking[i].key is not None and not aside:
                self._occasions[speaking[i].key] = None if vague[i] else self._days[i]
        for i, item in enumerate(self._told.found):
            if item.headline and self._days[i] is None:
                self._days[i] = self._of_headline(i)
        return tuple(self._days)

    def _inherited(self, i: int, previous: int) -> When | None:
        item, who = self._told.found[i], self._told.speaking[i]
        if _is_perfect(i, self._told.frames):
            return _carry(self._later_in_sentence(i))
        if self._hangs_on_perfect(i, previous):
            return None
        if item.cue is None and item.mention is None:
            return _carry(self._days[previous])
        if who.key is not None and who.key in self._occasions:
            return _carry(self._occasions[who.key])
        if _is_shared(i, self._told.frames):
            return _carry(self._days[previous])
        return self._of_opening(who)

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
        """As in "Has for months accused them of theft, threatening to leave"."""
        perfect = self._days[previous] is None and _is_perfect(previous, self._told.frames)
        frame = self._told.frames.frame(i)
        if not perfect or frame is None or not self._is_one_sentence(previous, i):
            return False
        return frame.text[frame.cue.start : frame.cue.end].split(" ")[0].endswith("ing")

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


def _are_one(one: Speaking, other: Speaking) -> bool:
    return one.key == other.key or (bool(one.side) and one.side == other.side)


def _is_perfect(i: int, frames: Frames) -> bool:
    """As in "Has urged", "have denied": some time before, on no day the passage tells."""
    frame = frames.frame(i)
    if frame is None:
        return False
    return _PERFECT.search(frame.text[max(frame.span.start, frame.cue.start - 24) : frame.cue.start]) is not None


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
