"""Days carried from one statement to the next: an undated sentence takes the day of its occasion.

An occasion is what one speaker says on one day. It lasts until the same speaker is dated anew, or speaks "earlier"
or "repeatedly", when nobody knows the day any more. Another speaker's sentence does not inherit it, unless it says
so ("for his part", "at the same briefing"). A report that opens with a government and goes on with its ministry
tells of one occasion.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from safeconduct.press.dates.frames import Frames
from safeconduct.press.dates.model import Published, When
from safeconduct.press.model import Found, Span

_SHARED = re.compile(
    r"\b(?:(?:for|on) (?:his|her|its|their) part|in (?:his|her|its|their) turn"
    r"|(?:at|during|in) the same (?:press |joint |news )*(?:conference|briefing|meeting|event|interview|session|call))\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(r"\b(?:has|have|had|’ve|'ve|’d)(?: \w+ly| also| now| since| already| long| not| never)* $")
HEADLINE_REACH = 4  # a headline tells of one of the first few statements


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks, as far as it matters for days: equal keys are one speaker; an empty key is nobody known.

    side: the government or party spoken for; empty if none is known. is_side: it speaks itself, as a whole.
    """

    key: Hashable = None
    side: str = ""
    is_side: bool = False


def carried(
    found: tuple[Found, ...],
    own: Sequence[When | None],
    vague: Sequence[bool],
    speaking: Sequence[Speaking],
    frames: Frames,
    published: Published,
    opening: When | None,
) -> tuple[When | None, ...]:
    """The days of all statements, in their order; nested statements and headlines inherit by rules of their own."""
    days: list[When | None] = list(own)
    occasions: dict[Hashable, When | None] = {}
    body = [i for i, item in enumerate(found) if not item.headline and frames.depth(i) == 0]
    body.sort(key=lambda i: _place(found[i]))
    lead = body[0] if body else None
    for order, i in enumerate(body):
        who, previous = speaking[i], body[order - 1] if order else None
        if days[i] is None and not vague[i]:
            days[i] = _inherited(i, previous, lead, found, days, occasions, speaking, frames)
        if i == lead and days[i] is None and not vague[i]:
            days[i] = opening or When(published.edtf, "docdate")
        if who.key is not None:
            occasions[who.key] = None if vague[i] else days[i]
    for i, day in _headline_days(found, body, days, speaking):
        days[i] = day
    return tuple(days)


def _inherited(
    i: int,
    previous: int | None,
    lead: int | None,
    found: tuple[Found, ...],
    days: Sequence[When | None],
    occasions: dict[Hashable, When | None],
    speaking: Sequence[Speaking],
    frames: Frames,
) -> When | None:
    who = speaking[i]
    if previous is None or _is_perfect(i, frames):
        return None
    if found[i].cue is None and found[i].mention is None:
        return _carry(days[previous])
    if who.key is not None and who.key in occasions:
        return _carry(occasions[who.key])
    if _is_shared(i, frames):
        return _carry(days[previous])
    opening = speaking[lead] if lead is not None else Speaking()
    if lead is not None and who.key is not None and opening.is_side and opening.side == who.side and not who.is_side:
        return _carry(days[lead])
    return None


def _is_perfect(i: int, frames: Frames) -> bool:
    """As in "Has urged", "have denied": some time before, on no day the passage tells."""
    frame = frames.frame(i)
    if frame is None:
        return False
    return _PERFECT.search(frame.text[max(frame.span.start, frame.cue.start - 24) : frame.cue.start]) is not None


def _is_shared(i: int, frames: Frames) -> bool:
    frame = frames.frame(i)
    return frame is not None and _SHARED.search(frame.text, frame.span.start, frame.span.end) is not None


def _carry(day: When | None) -> When | None:
    if day is None or day.basis == "docdate":
        return day
    return replace(day, basis="carried")


def _headline_days(
    found: tuple[Found, ...], body: Sequence[int], days: Sequence[When | None], speaking: Sequence[Speaking]
) -> Iterator[tuple[int, When | None]]:
    """The day of a headline is that of the statement it sums up: the same speaker, or the same side."""
    early = body[:HEADLINE_REACH]
    for i, item in enumerate(found):
        if not item.headline or days[i] is not None:
            continue
        who = speaking[i]
        dated = [j for j in early if days[j] is not None]
        same = [j for j in dated if who.key is not None and speaking[j].key == who.key]
        side = [j for j in dated if who.side and speaking[j].side == who.side]
        agreed = len({day.edtf for j in dated if (day := days[j]) is not None}) == 1
        unnamed = dated[:1] if who.key is None and agreed else []
        chosen = next(iter([*same, *side, *unnamed]), None)
        yield i, _carry(days[chosen]) if chosen is not None else None


def _place(item: Found) -> Span:
    return item.cue or item.mention or min(item.spans, default=Span(0, 0))
