"""When each statement of a report was said."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import cast

from safeconduct.press.dates.edtf import Edtf, Point, edtf_of_set
from safeconduct.press.dates.expressions import Expression, expressions_in
from safeconduct.press.dates.frames import COVER, Frame, Frames
from safeconduct.press.dates.model import Basis, Published, When
from safeconduct.press.dates.occasions import Speaking, Told, carried
from safeconduct.press.dates.own import Own, basis_of, own_expressions
from safeconduct.press.dates.reckon import reckoned
from safeconduct.press.model import Block, Found, Span, Text

_DATELINE = re.compile(r"[^\na-z]{3,60}(?:\([^)\n]{2,40}\))?[ ,.–—-]*")
_OCCASION = re.compile(
    r"\b(?:met|meets|meeting|talks|visit(?:ed|ing|s)?|session|briefing|conference|summit|hearing|arrived|convened"
    r"|gathered|hosted|interview|addressed|speech|phoned|phone|telephone|consultations?|chaired|conversation"
    r"|forum|spoke (?:with|by))\b"
)
_MADE = re.compile(
    r"\b(?:(?:made|makes|making) (?:the|these|those|his|her|its|their|this|such) (?:\w+ )?"
    r"(?:remarks?|comments?|statements?|announcements?|appeals?)"
    r"|(?:remarks?|comments?|statement|announcement) (?:came|(?:was|were) (?:made|issued|posted|published)))\b"
)
_NOT_YET = re.compile(
    r"\b(?:will|would|to|due|planned|expected|since|until|till|scheduled|from|by|before|after|which|who)\b"
)
_LEAD_REACH = 400
_DOES = re.compile(r" (?:[a-z]+ed|held|met|began|took|gave|told|said|put|set|sent|shut|cut|left) ")
_MEETS = re.compile(r"\b(?:met|agreed|talks|meeting|summit|conversation|phone|signed|session|visit)\b")
_PARTS_OF_DAY = ("same day", "the day", "in the day", "evening", "morning", "afternoon")
_PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we", "who"})
_NO_HEAD = re.compile(r"[^\w]+$")


def resolve_dates(
    text: Text, found: tuple[Found, ...], published: Published, speaking: Sequence[Speaking] | None = None
) -> tuple[When | None, ...]:
    """The day of every statement, in the order of `found`; None where the text gives none.

    speaking: who speaks, one for each statement, when that is known; otherwise the words of the mentions decide
    which statements have one speaker.
    """
    return DateReader(text, found, published).days(speaking)


class DateReader:
    """One report with its expressions of time, sorted, and the frames of its statements."""

    occasion_words = _OCCASION

    def __init__(self, text: Text, found: tuple[Found, ...], published: Published) -> None:
        self.text = text
        self.found = found
        self.published = published
        self._expressions = self._expressions_of(text)
        self._starts = [item.span.start for item in self._expressions]
        dateline = self._in_dateline()
        self._dating = tuple(item for item in self._expressions if item is not dateline)
        self._dating_starts = [item.span.start for item in self._dating]
        self._block_starts = [block.span.start for block in text.blocks]
        self.frames = Frames(text, found)
        self._cues = sorted((item.cue.start, _words(text.text, item.mention)) for item in found if item.cue)
        self._told = self._own_days()
        self._opening = self._occasion() or self._event_of_lead() or self._dateline()
        self._met, self._made = self._told_of(_OCCASION), self._told_of(_MADE)

    def expressions_between(self, start: int, end: int) -> tuple[Expression, ...]:
        """The expressions of time that begin between two positions, in order."""
        return self._expressions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _expressions_of(self, text: Text) -> tuple[Expression, ...]:
        return expressions_in(text.text)

    def days(self, speaking: Sequence[Speaking] | None = None) -> tuple[When | None, ...]:
        """As `resolve_dates`; what the sentences themselves tell is read once, however often this is asked."""
        who = speaking if speaking is not None else _speaking_by_words(self.text, self.found)
        own, vague = self._told
        told = Told(self.found, own, vague, who, self.frames, self._met, self._made)
        return carried(told, self._opening, self.published)

    def _own_days(self) -> tuple[list[When | None], list[bool]]:
        """The day each statement's own sentence names, and whether it names one that cannot be resolved."""
        days: list[When | None] = [None] * len(self.found)
        vague = [False] * len(self.found)
        order = sorted(range(len(self.found)), key=self._place)
        anchor: dt.date | None = None
        for i in order:
            frame = self.frames.frame(i)
            own = Own(()) if frame is None else self._own(i, frame)
            days[i] = self._when(own, self._anchor(frame, anchor, _same_occasion(own)))
            vague[i] = own.vague or bool(own.expressions and days[i] is None)
            if days[i] is None and not vague[i] and self.frames.depth(i) == 0:
                days[i] = self._of_entry(self._place(i))
            day = days[i]
            if day is not None and self.frames.depth(i) == 0:
                anchor = day.edtf.day or anchor
        return days, vague

    def _occasion(self) -> When | None:
        """The day of the occasion the report opens with ("The ministers met on Monday."), before anybody speaks."""
        body = [i for i, item in enumerate(self.found) if not item.headline and self.frames.depth(i) == 0]
        first = min((self._place(i) for i in body), default=0)
        headlines = {block.span.start for block in self.text.blocks if block.use != "body"}
        days: list[When] = []
        for sentence in self.frames.sentences:
            if sentence.end > first:
                break
            match = self.occasion_words.search(self.frames.covered, sentence.start, sentence.end)
            if match is None or sentence.start in headlines:
                continue
            day = self._when(self._own_of(Frame(self.frames.covered, sentence, Span(*match.span()))), None)
            days += [When(day.edtf, "carried", day.evidence)] if day is not None and day.edtf.day else []
        return days[-1] if days and len({day.edtf for day in days}) == 1 else None

    def _event_of_lead(self) -> When | None:
        """As in "The service on Monday opened a post, it said", "The two met on Monday, he said": told that day."""
        body = [i for i, item in enumerate(self.found) if not item.headline and self.frames.depth(i) == 0]
        first = min(body, key=self._place, default=None)
        frame = None if first is None else self.frames.frame(first)
        if frame is None or self.found[first or 0].spans[0].start > frame.cue.start:
            return None
        text, span = self.text.text, frame.span
        near = self.expressions_between(span.start, min(span.end, span.start + _LEAD_REACH))
        days = [item for item in near if item.kind == "weekday" and not item.word]
        if len(days) != 1 or _NOT_YET.search(text, span.start, days[0].span.start) is not None:
            return None
        if _DOES.match(text, days[0].span.end) is None and _MEETS.search(text, span.start, frame.cue.start) is None:
            return None
        value = reckoned(days[0], self.published.edtf)
        return When(value, "carried", days[0].span) if value is not None else None

    def _of_entry(self, at: int) -> When | None:
        """The day that an entry of a chronology opens with ("12 May 2023: The road is closed.")."""
        start = self._block_start(at)
        for item in self.expressions_between(start, start + 1):
            if item.kind == "day" and self.text.text[item.span.end : item.span.end + 1] == ":":
                value = reckoned(item, self.published.edtf)
                return When(value, "carried", item.span) if value is not None else None
        return None

    def _told_of(self, pattern: re.Pattern[str]) -> list[tuple[Span, When]]:
        """The sentences in which nobody is quoted and that tell of something on a certain day: a call, a remark."""
        cues = [start for start, _ in self._cues if self.frames.covered[start : start + 1] != COVER]
        headlines = {block.span.start for block in self.text.blocks if block.use != "body"}
        met: list[tuple[Span, When]] = []
        for sentence in self.frames.sentences:
            if bisect_left(cues, sentence.start) < bisect_left(cues, sentence.end) or sentence.start in headlines:
                continue
            match = pattern.search(self.frames.covered, sentence.start, sentence.end)
            if match is None:
                continue
            day = self._when(self._own_of(Frame(self.frames.covered, sentence, Span(*match.span()))), None)
            if day is not None and day.edtf.day:
                met.append((sentence, day))
        return met

    def _own_of(self, frame: Frame) -> Own:
        return self._own_at(frame, [])

    def _dateline(self) -> When | None:
        """The day in the dateline, which stands for the lead that names none."""
        item = self._in_dateline()
        value = reckoned(item, self.published.edtf) if item is not None else None
        return When(value, "explicit", item.span) if value is not None and item is not None else None

    def _in_dateline(self) -> Expression | None:
        """The expression in the dateline ("BAKU, February 28 -")."""
        first = next((block for block in self.text.blocks if block.use == "body"), None)
        if first is None:
            return None
        low = bisect_left(self._starts, first.span.start)
        for item in self._expressions[low : low + 1]:
            if item.kind == "day" and self._opens(first, item):
                return item
        return None

    def _opens(self, block: Block, item: Expression) -> bool:
        head = self.text.text[block.span.start : min(item.span.start, block.span.start + 100)]
        return len(head) < 100 and _DATELINE.fullmatch(head) is not None

    def _place(self, i: int) -> int:
        item = self.found[i]
        place = item.cue or item.mention or min(item.spans, default=Span(0, 0))
        return place.start

    def _own(self, i: int, frame: Frame) -> Own:
        """What the frame says, without the dates behind another speaker's cue."""
        mine = _words(self.text.text, self.found[i].mention)
        low = bisect_left(self._cues, (frame.span.start, ""))
        high = bisect_left(self._cues, (frame.span.end, ""))
        near = self._cues[low : min(high, low + 64)]
        others = [start for start, words in near if words and words != mine and start != frame.cue.start]
        others = [start for start in others if not frame.is_covered(start)]
        return self._own_at(frame, others)

    def _own_at(self, frame: Frame, others: list[int]) -> Own:
        return own_expressions(frame, self._dating, self._dating_starts, others)

    def _anchor(self, frame: Frame | None, last: dt.date | None, same_occasion: bool) -> dt.date | None:
        """The day of the event before: the last one named in this paragraph, else the last statement's.

        same_occasion: "during that call" may mean one that the paragraph before tells of.
        """
        if frame is None:
            return last
        start = self._block_start(frame.span.start)
        if same_occasion:
            start = self._block_start(max(0, start - 2))
        high = bisect_left(self._starts, frame.span.start)
        for item in reversed(self._expressions[max(0, high - 8) : high]):
            if item.span.start < start:
                break
            value = reckoned(item, self.published.edtf)
            if value is not None and value.day is not None:
                return value.day
        return last

    def _block_start(self, position: int) -> int:
        index = bisect_right(self._block_starts, position) - 1
        return self._block_starts[index] if index >= 0 else 0

    def _when(self, own: Own, anchor: dt.date | None) -> When | None:
        if anchor is None and any(item.word.endswith("in the day") for item in own.expressions):
            anchor = self.published.edtf.day  # "earlier in the day", before any day is told
        values = [(item, reckoned(item, self.published.edtf, anchor)) for item in own.expressions]
        known = [(item, value) for item, value in values if value is not None]
        if not known or len(known) < len(values):
            return None
        item = known[0][0]
        evidence = Span(item.span.start, known[-1][0].span.end)
        return When(_joined([value for _, value in known]), cast("Basis", basis_of(item)), evidence)


def _same_occasion(own: Own) -> bool:
    return any(item.kind == "same" and not item.word.endswith(_PARTS_OF_DAY) for item in own.expressions)


def _joined(values: list[Edtf]) -> Edtf:
    """One value, or the set of several single ones."""
    points: list[Point] = [point for value in values for point in value.points if point is not None]
    if len(values) == 1 or any(value.shape != "single" for value in values):
        return values[0]
    return edtf_of_set(points)


def _speaking_by_words(text: Text, found: tuple[Found, ...]) -> list[Speaking]:
    """One speaker for mentions that end in the same word; a pronoun is the speaker before it."""
    keys: list[Speaking] = []
    last = Speaking()
    for item in found:
        words = _words(text.text, item.mention)
        if words and words not in _PRONOUNS:
            last = Speaking(words.rsplit(" ", 1)[-1].removesuffix("'s"))
        keys.append(last)
    return keys


def _words(text: str, span: Span | None) -> str:
    if span is None:
        return ""
    return (
        _NO_HEAD.sub("", " ".join(text[span.start : min(span.end, span.start + 300)].split())).replace("’", "'").lower()
    )
