"""Claims on record that a statement may take a stance on, ranked by shared words and topic. The reviewer picks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.entries.kinds.stance import StanceWord
from safeconduct.press.model import Block, Found, Span, Text
from safeconduct.press.review.model import Proposal
from safeconduct.press.topics import Topic, rank_topics

WORDS_MIN = 2
_OWN_WORD, _SHARED_WORD, _SAME_TOPIC = 2, 1, 3
_STEM_CHARS = 6
_WORDS_FEW = 12  # "rejected the idea": what it is about stands before it
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = """
about after against also because been before being between both could does from have into made more most must
only other over said same should some such than that their them then there these they this those through under
until were what when where which while will with would your
"""
_NOT_TELLING = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """A claim proposed for a statement. stance: what its type suggests.

    score: two for a word of the statement that no other claim has, one for others, three for the same topic.
    """

    claim: str
    stance: StanceWord
    score: int


def rank_claims(
    text: Text, proposal: Proposal, claims: Mapping[str, str], topics: Sequence[Topic]
) -> tuple[ClaimCandidate, ...]:
    """The claims, by id with their wording, that share two words, or half of theirs, with a statement, best first.

    Ties stand in the order given.

    Of a denial or rejection, and of few words, the paragraph and the one before it are read as well.
    """
    said = " ".join(proposal.quotes)
    if {"denial", "rejection"} & {proposal.type, *proposal.types_also} or len(said.split()) < _WORDS_FEW:
        said = f"{said} {_around(text, proposal.spans[0])}"
    words, stems = _stems(said), {id_: _stems(wording) for id_, wording in claims.items()}
    held_by = Counter(stem for each in stems.values() for stem in each)
    found = []
    for number, (id_, wording) in enumerate(claims.items()):
        common = words & stems[id_]
        if not common or len(common) < min(WORDS_MIN, len(stems[id_]) / 2):
            continue
        score = sum(_OWN_WORD if held_by[stem] == 1 else _SHARED_WORD for stem in common)
        score += _SAME_TOPIC if proposal.topic and proposal.topic == _topic(wording, topics) else 0
        found.append((-score, number, id_))
    return tuple(ClaimCandidate(id_, stance_of(proposal), -score) for score, _, id_ in sorted(found))


def stance_of(proposal: Proposal) -> StanceWord:
    """The stance that the type of a statement suggests.

    >>> from safeconduct.press.model import Span
    >>> stance_of(Proposal(spans=(Span(0, 1),), quotes=("a",), mode="direct", type="denial"))
    'denies'
    """
    types = {proposal.type, *proposal.types_also}
    if "denial" in types:
        return "denies"
    return "disputes" if "rejection" in types else "asserts"


def _topic(wording: str, topics: Sequence[Topic]) -> str:
    whole = Span(0, len(wording))
    ranked = rank_topics(
        Text(wording, (Block(whole, "body"),)), Found((whole,), None, None, "indirect", "report"), topics
    )
    return ranked[0].topic if ranked else ""


def _around(text: Text, span: Span) -> str:
    """The words of the paragraph of a place, and of the one before it."""
    blocks = [block.span for block in text.blocks if block.span.start <= span.start and block.use != "furniture"][-2:]
    return " ".join(text.text[one.start : one.end] for one in blocks)


def _stems(words: str) -> set[str]:
    return {word[:_STEM_CHARS] for word in _WORD.findall(words.casefold()) if word not in _NOT_TELLING}
