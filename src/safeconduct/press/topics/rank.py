"""Rank the topics that a statement may be about. A word list proposes; the reviewer picks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from safeconduct.press.model import Found, Span, Text
from safeconduct.press.topics.model import Candidate, Topic

_STRONG, _WORD = 3, 1
CHARS_MAX = 4000


def rank_topics(text: Text, item: Found, topics: Sequence[Topic]) -> tuple[Candidate, ...]:
    """The topics whose words stand in what was said, best first; ties in the order of the file.

    Where nothing in the content speaks of any topic ("rejected the idea"), the paragraph is read instead.
    """
    found = _ranked(text.text, item.spans, topics)
    return found or _ranked(text.text, tuple(_around(text, span) for span in item.spans[:1]), topics)


def _around(text: Text, span: Span) -> Span:
    """The paragraph of a span."""
    return next((block.span for block in text.blocks if block.span.start <= span.start < block.span.end), span)


def _ranked(text: str, spans: Sequence[Span], topics: Sequence[Topic]) -> tuple[Candidate, ...]:
    scored = [_candidate(text, spans, topic) for topic in topics]
    order = sorted((-each.score, n) for n, each in enumerate(scored) if each.score)
    return tuple(scored[n] for _, n in order)


def _candidate(text: str, spans: Sequence[Span], topic: Topic) -> Candidate:
    """Each phrase counts once, wherever it stands; one that names the topic counts by its words, too."""
    score, places = 0, []
    any_phrase = _any_of((*topic.strong, *topic.words))
    if not any(any_phrase.search(text, span.start, _until(span)) for span in spans):
        return Candidate(topic.id, topic.clauses, 0, ())
    for weight, phrases in ((_STRONG, topic.strong), (_WORD, topic.words)):
        for phrase in phrases:
            place = _first(text, spans, phrase)
            if place is not None:
                score += weight + phrase.count(" ")
                places.append(place)
    return Candidate(topic.id, topic.clauses, score, tuple(sorted(places)))


def _first(text: str, spans: Sequence[Span], phrase: str) -> Span | None:
    for span in spans:
        match = _pattern(phrase).search(text, span.start, _until(span))
        if match is not None:
            return Span(*match.span())
    return None


def _until(span: Span) -> int:
    return min(span.end, span.start + CHARS_MAX)


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    return _any_of((phrase,))


@lru_cache(maxsize=256)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Phrases as the beginning of each of their words: "restor traffic" finds "restoring traffic"."""
    every = (r"\s+".join(re.escape(word) + r"\w*" for word in phrase.split()) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(every)})", re.IGNORECASE)
