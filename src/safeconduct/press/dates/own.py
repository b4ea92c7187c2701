"""The day a statement's own sentence names.

A date counts if it belongs to the reporting: beside the cue ("said on Wednesday"), at the head of the sentence ("On
June 8, ..."), at its end, or on the occasion ("during an April 4 telephone call"). A date that belongs to
something else in the sentence ("in a letter of 3 April", "who took office in May") does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace

from safeconduct.press.dates.expressions import Expression
from safeconduct.press.dates.frames import COVER, Frame
from safeconduct.press.model import Span

_AWAY = re.compile(
    r"\b(?:since|until|till|by|before|after|from|of|for|between|through|dated|than|expires?|expiring|scheduled|due"
    r"|ahead of)\s+(?:(?:the|last|late|early|in|on|at|mid)[\s-]+)*$|\b(?:the|its|his|her|their)\s+$",
    re.IGNORECASE,
)
_OCCASION = (
    r"(?:(?:tele)?phone |video |joint |news |press |regular |weekly |daily |online |live |written |public |official "
    r"|television |TV |radio |emergency |special |separate |short |brief )*"
    r"(?:calls?|conversation|meeting|talks|briefing|conference|interview|statement|speech|address|session|letter"
    r"|appearance|remarks|comments?|tweet|post|message|summit|visit|hearing|release|communique|communiqué|note)"
)
_OCCASION_AFTER = re.compile(rf"\s+{_OCCASION}\b", re.IGNORECASE)
_OCCASION_BEFORE = re.compile(
    rf"\b{_OCCASION}\s+(?:held |given |made |issued |published |released |posted )?"
    r"(?:dated|of|from|on)\s+(?:late |early )?$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"[\s-]+(?!(?:said|told|added|that|to|in|at|on|by|and|as|when|where|but|during|after|before|following"
    r"|with|for|of|from|while|amid|called|urged|warned|denied|stated|announced|accused|rejected"
    r"|welcomed|condemned|he|she|it|they|the|a|an|his|her|its|their)\b)[a-zà-ÿ]{3,}"
)
_ASIDE = re.compile(
    r"\b(?:who|whom|whose|which|where|when|commenting on|referring to|reacting to|responding to|in response to"
    r"|following|after|appointed|elected|established|adopted|agreed|reached|signed|launched|issued by|scheduled"
    r"|set for)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"[’']s\s+$")
_SINCE = re.compile(r"\bsince\b[^,;.]*$", re.IGNORECASE)  # "since the start of the march on May 3"
_SINCE_REACH = 80
_REACH = 4000  # characters, covered ones included
_DATES_MAX = 32
_RELATIVE = frozenset({"today", "offset", "period", "same", "beside"})


@dataclass(frozen=True, slots=True)
class Own:
    """What a frame says about the day: expressions that date it, in order, or that the day is unclear."""

    expressions: tuple[Expression, ...]
    vague: bool = False


def own_expressions(
    frame: Frame,
    expressions: tuple[Expression, ...],
    starts: list[int],
    others: list[int],
    dates: Callable[[Frame, Expression, list[int]], bool] | None = None,
) -> Own:
    """The expressions that date a statement.

    expressions: all of the text, with their `starts`. others: starts of the cues of other speakers in this
    sentence, in order; a date behind one of them is theirs. dates: whether an expression belongs to the reporting;
    by the rules for English if left out.
    """
    dates = dates or _dates_the_saying
    frame = _near(frame)
    low, high = bisect_left(starts, frame.span.start), bisect_left(starts, frame.span.end)
    inside = [item for item in expressions[low:high] if not frame.is_covered(item.span.start)][:_DATES_MAX]
    dated = [item for item in inside if item.kind != "vague" and dates(frame, item, others)]
    if dated:
        return Own(_together(frame, _nearest_first(frame, dated)))
    vague = any(item.kind == "vague" and item.word != "later" and _is_vague(frame, item, others) for item in inside)
    return Own((), vague)


def _near(frame: Frame) -> Frame:
    """The part of a frame that a reader would still connect with the cue; bounds the work on endless sentences."""
    start, end = max(frame.span.start, frame.cue.start - _REACH), min(frame.span.end, frame.cue.end + _REACH)
    return frame if Span(start, end) == frame.span else replace(frame, span=Span(start, end))


def _dates_the_saying(frame: Frame, item: Expression, others: list[int]) -> bool:
    before = frame.text[frame.span.start : item.span.start]
    after = frame.text[item.span.end : frame.span.end]
    if behind_another(frame, item, others):
        return False
    if _OCCASION_AFTER.match(after):
        return _AWAY_FROM_OCCASION.search(before) is None and not _is_relative(frame, item)
    if _OCCASION_BEFORE.search(before):
        return _REACTION.search(before) is None and not _is_relative(frame, item)
    away = _AWAY.search(before) or _SINCE.search(before[-_SINCE_REACH:])
    if item.kind == "year" or (away and item.kind not in {"beside", "same"}):
        return False
    behind = item.span.start > frame.cue.start and not _names_part_of_day(after)
    if _NOUN_AFTER.match(after) and (behind or _OWNED.search(before)):
        return False
    return not _in_an_aside(frame, item)


_AWAY_FROM_OCCASION = re.compile(
    r"\b(?:commenting on|reacting to|response to|referring to|since|before|ahead of|after)\s+"
    r"(?:the|a|an|last|his|her|its|their)?\s*$",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r"\b(?:commenting|reacting|response|responding|referring|reply|regarding|concerning)\b", re.IGNORECASE
)


def _is_relative(frame: Frame, item: Expression) -> bool:
    """Whether the date stands in a "which" or "who" clause that does not hold the cue."""
    start = max(frame.text.rfind(",", frame.span.start, item.span.start), frame.span.start)
    clause = frame.text[start : item.span.start]
    return re.search(r"\b(?:who|which|whose)\b", clause) is not None and not start <= frame.cue.start < item.span.start


def _names_part_of_day(after: str) -> bool:
    return re.match(r"\s+(?:morning|afternoon|evening|night|noon|local|this|last)\b", after) is not None


def behind_another(frame: Frame, item: Expression, others: list[int]) -> bool:
    """Whether another speaker's cue stands between the date and this cue; a date at the head is everybody's."""
    low, high = sorted((frame.cue.start, item.span.start))
    crossed = bisect_left(others, low + 1) < bisect_left(others, high)
    return crossed and item.span.start - frame.span.start > 12


def _in_an_aside(frame: Frame, item: Expression) -> bool:
    """Whether the date stands in a clause of its own, away from the cue."""
    text, start, stop = frame.text, frame.span.start, item.span.start
    opening = max(text.rfind(mark, start, stop) for mark in ",;–—(") + 1 or start
    closing = min(
        (place for mark in ",;–—)" if (place := text.find(mark, item.span.end, frame.span.end)) >= 0),
        default=frame.span.end,
    )
    if opening <= frame.cue.start < closing:
        between = text[min(frame.cue.end, stop) : stop] if frame.cue.start < stop else ""
        return _ASIDE_HARD.search(between) is not None
    if COVER in text[opening:stop]:
        return True
    return _ASIDE.search(text, opening, stop) is not None and not _opens_sentence(text, start, opening)


_ASIDE_HARD = re.compile(
    r"\b(?:who|which|whose|where|appointed|elected|established|adopted|signed|issued|reached)\b", re.IGNORECASE
)


def _opens_sentence(text: str, start: int, opening: int) -> bool:
    """As in "After talks in Baku on Tuesday, Lavrov said": the clause at the head sets the occasion."""
    return not text[start:opening].strip("\"'“‘ \n" + COVER)


def _is_vague(frame: Frame, item: Expression, others: list[int]) -> bool:
    """Whether "earlier" or "repeatedly" stands with this cue: next to it, or at the head of the sentence."""
    if behind_another(frame, item, others):
        return False
    head = frame.text[frame.span.start : item.span.start].strip("\"'“‘ \n" + COVER)
    if not head or head.lower() in {"as", "but", "and"}:
        return True
    if item.span.end <= frame.cue.start:
        gap = frame.text[item.span.end : frame.cue.start]
    else:
        gap = frame.text[frame.cue.end : item.span.start]
    return len(gap) <= 24 and COVER not in gap and "," not in gap


def _nearest_first(frame: Frame, dated: list[Expression]) -> list[Expression]:
    def distance(item: Expression) -> tuple[int, int]:
        low, high = sorted((frame.cue.start, item.span.start))
        return high - low - frame.text.count(COVER, low, high), item.span.start

    return sorted(dated, key=distance)


def _together(frame: Frame, nearest: list[Expression]) -> tuple[Expression, ...]:
    """The nearest expression, with those joined to it by "and": "in April 2019 and June 2020"."""
    chosen = [nearest[0]]
    for item in sorted(nearest[1:], key=lambda each: each.span):
        for known in chosen:
            low, high = sorted((known.span, item.span))
            if (
                re.fullmatch(r",? (?:and (?:in |on )?)|, ", frame.text[low.end : high.start])
                and item.kind == known.kind
            ):
                chosen.append(item)
                break
    return tuple(sorted(chosen, key=lambda each: each.span))


def basis_of(item: Expression) -> str:
    """Which basis a kind of expression gives."""
    return "relative" if item.kind in _RELATIVE else "weekday" if item.kind == "weekday" else "explicit"
