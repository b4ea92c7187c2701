"""Who opens the sentences between the statements: "she" may be the subject of the sentence before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from safeconduct.press.dates.frames import COVER, Frames
from safeconduct.press.model import Found, Span
from safeconduct.press.speakers.antecedents import Antecedents
from safeconduct.press.speakers.cast import Mention
from safeconduct.press.speakers.chain import Link

_OPENING = re.compile(r"\W*(?:After|In|At|During|On|Following|With|According|As|While|When|From|For)\b")
_LEADER = re.compile(r"[\w -]{2,40}['’]s [\w -]{3,50}(?:, )?")
"""`Norland's leader, ` before a name: the leader, not Norland, is the subject."""
_OPENING_CHARS, _TITLE_WORDS = 120, 6


def subjects_of(
    text: str, found: Sequence[Found], frames: Frames, mentions: Sequence[Mention], antecedents: Antecedents
) -> list[Link]:
    """Persons and organisations that open a sentence in which nobody is quoted, last first (a stack)."""
    cues = sorted({item.cue.start for item in found if item.cue is not None})
    named = sorted(item.mention for item in found if item.mention is not None)
    links: list[Link] = []
    position = cue = 0
    for sentence in frames.sentences:
        while position < len(mentions) and mentions[position].at < sentence.start:
            position += 1
        while cue < len(cues) and cues[cue] < sentence.start:
            cue += 1
        quiet = cue >= len(cues) or cues[cue] >= sentence.end
        subject = _subject(text, sentence, mentions[position : position + 3], frames.covered)
        if subject is not None and not quiet and _speaks(subject.at, sentence, named):
            continue
        link = antecedents.mentioned(subject, subject.at) if subject is not None else None
        links += [replace(link, spoke=False)] if link is not None else []
    return links[::-1]


def _speaks(at: int, sentence: Span, named: Sequence[Span]) -> bool:
    """Whether the head of a sentence with reporting words names one of its speakers, or the reporting comes first."""
    low = bisect_left(named, Span(sentence.start, 0))
    inside = [span for span in named[low : low + 8] if span.start < sentence.end]
    return not inside or any(span.start <= at < span.end for span in inside) or inside[0].start <= at


def _subject(text: str, sentence: Span, mentions: Sequence[Mention], covered: str) -> Mention | None:
    """The first mention of a sentence, if it stands at its head or behind one opening phrase."""
    for mention, behind in zip_longest(mentions, mentions[1:]):
        if mention.at >= sentence.end or covered[mention.at] == COVER:
            return None
        before = text[sentence.start : min(mention.at, sentence.start + 200)]
        opening, comma, rest = before.rpartition(",")
        if not comma and _OPENING.match(before):
            continue
        is_head = len(rest.split()) <= _TITLE_WORDS and len(opening) < _OPENING_CHARS
        is_owner = behind is not None and _LEADER.fullmatch(text, mention.at, behind.at) is not None
        chosen = behind if is_owner and behind.person is not None else mention
        return chosen if is_head else None
    return None
