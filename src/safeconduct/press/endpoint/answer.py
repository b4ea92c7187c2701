"""What of a model's answer is kept: words that the text has, and ids that were listed. The rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from safeconduct.press.endpoint.decode import Item, items_of
from safeconduct.press.endpoint.places import DroppedError, place_of, spans_of
from safeconduct.press.extract.modes import mode_at
from safeconduct.press.model import Block, Found, Span, Text, Type
from safeconduct.press.speakers import Entities
from safeconduct.press.topics import Topic

_TYPES = frozenset(get_args(Type))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A verified statement. speakers: ids of entities; empty if none was given that is listed. topic: id, or empty."""

    found: Found
    speakers: tuple[str, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is left of an answer, in the order of the text, and how much was dropped, by reason.

    answer: it is not the JSON asked for. malformed, too_many, too_long: statements without the form, or beyond the
    bounds. not_found, ambiguous, cuts_word, apart: statements whose words the text has not, or several times, or only
    as a part of a word, or in different paragraphs. type: of a type that does not exist. known: overlap what was found
    already. repeated: overlap another one of this answer. speaker, topic, cue, mention: only that was dropped.
    """

    chosen: tuple[Chosen, ...] = ()
    dropped: Mapping[str, int] | None = None


def answer_of(text: Text, held: Sequence[Found], entities: Entities, topics: Sequence[Topic], data: bytes) -> Answer:
    """Verify the bytes that an endpoint answered with. Never fails; the same bytes give the same.

    held: what the fast pass found; a statement may stand within one of these, with its reporting words, or apart.
    """
    dropped: Counter[str] = Counter()
    chosen: list[Chosen] = []
    known_topics = frozenset(topic.id for topic in topics)
    for item in items_of(data, dropped):
        try:
            one = _verified(text, item, entities, known_topics, dropped)
            one = replace(one, found=replace(one.found, within=_holder(one.found, held)))
            _check_new(one.found, chosen)
        except DroppedError as error:
            dropped[error.reason] += 1
            continue
        chosen.append(one)
    chosen.sort(key=lambda one: one.found.spans)
    return Answer(tuple(chosen), {name: count for name, count in sorted(dropped.items()) if count})


def _verified(text: Text, item: Item, entities: Entities, topics: Collection[str], dropped: Counter[str]) -> Chosen:
    block, spans = spans_of(text, item.quotes)
    if item.type not in _TYPES:
        raise DroppedError("type")
    cue, no_cue = _beside(block, text, spans, item.cue)
    mention, no_mention = _beside(block, text, spans, item.mention)
    dropped.update({"cue": no_cue, "mention": no_mention})
    speakers = tuple(dict.fromkeys(each for each in item.speakers if each in entities.entities))
    dropped["speaker"] += sum(each not in entities.entities for each in item.speakers)
    topic = item.topic if item.topic in topics else None
    dropped["topic"] += item.topic is not None and topic is None
    mode = mode_at(text, spans, cue)
    found = Found(spans, cue, mention, mode, cast("Type", item.type), headline=block.use == "headline")
    return Chosen(found, speakers, topic or "")


def _beside(block: Block, text: Text, spans: Sequence[Span], words: str | None) -> tuple[Span | None, int]:
    """Reporting words or a name in the paragraph of the statement, outside what was said; how many were not there."""
    if not words:
        return None, 0
    try:
        return place_of(text.text, [block.span], words, without=spans), 0
    except DroppedError:
        return None, 1


def _check_new(one: Found, chosen: Sequence[Chosen]) -> None:
    if any(_overlap(one, each.found) for each in chosen):
        raise DroppedError("repeated")


def _holder(one: Found, held: Sequence[Found]) -> int | None:
    """The smallest statement around this one and its reporting words, None if it stands apart from all of them."""
    near = [n for n, each in enumerate(held) if _overlap(one, each)]
    parts = (*one.spans, *((one.cue,) if one.cue is not None else ()))
    around = [n for n in near if any(all(_inside(part, span) for part in parts) for span in held[n].spans)]
    if one.cue is None or len(around) < len(near):
        if near:
            raise DroppedError("known")
        return None
    return min(around, key=lambda n: sum(span.end - span.start for span in held[n].spans), default=None)


def _inside(part: Span, whole: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _overlap(one: Found, other: Found) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.spans for b in other.spans)
