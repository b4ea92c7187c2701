"""The statements of an answer beside those of the fast pass, named and dated in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.press.dates import When
from safeconduct.press.endpoint.answer import Answer, Chosen
from safeconduct.press.endpoint.request import settings_sha256
from safeconduct.press.extraction import Attributed, Extraction, Pass
from safeconduct.press.languages import rules_for
from safeconduct.press.speakers import Entities, Parties, who_and_when
from safeconduct.press.speakers.chosen import speaker_of
from safeconduct.press.speakers.model import How
from safeconduct.press.topics import Candidate, Topic, rank_topics

NAME = "endpoint"
VERSION = "1"


def with_answer(
    found: Extraction, entities: Entities, topics: Sequence[Topic], answer: Answer, model: str
) -> Extraction:
    """The same with what a model added, behind it. Nothing that was found before changes."""
    ran = Pass(NAME, VERSION, model, settings_sha256(), answer.dropped or {})
    by, text = len(found.passes), found.source.text
    rules, _ = rules_for(text.language)
    before = tuple(one.found for one in found.statements)
    everything = before + tuple(one.found for one in answer.chosen)
    if found.published is None:
        whens: tuple[When | None, ...] = (None,) * len(everything)
        parties = rules.parties(text, everything, entities).parties(whens)
    else:
        parties, whens = who_and_when(rules.dates(text, everything, found.published), entities, rules.parties)
    added = []
    for n, one in enumerate(answer.chosen, len(before)):
        who = _parties(one, parties[n], entities, text.text, whens[n])
        ranked = rank_topics(text, one.found, topics)
        added.append(Attributed(one.found, who, whens[n], _with_topic(one.topic, ranked, topics), by))
    return replace(found, statements=(*found.statements, *added), passes=(*found.passes, ran))


def failed_pass(found: Extraction, model: str, problem: str) -> Extraction:
    """The same with a note that a model was asked and gave nothing."""
    return replace(found, passes=(*found.passes, Pass(NAME, VERSION, model, settings_sha256(), {}, problem)))


def _parties(one: Chosen, resolved: Parties, entities: Entities, text: str, when: When | None) -> Parties:
    """The speakers that were chosen; else whom the words of the text name here, and nobody if they name nobody."""
    how: How = "implicit" if one.found.mention is None else "named"
    if one.speakers:
        chosen = tuple(speaker_of(id_, entities, text, when, how) for id_ in one.speakers)
        return replace(resolved, speakers=chosen)
    return replace(resolved, speakers=()) if one.found.mention is None else resolved


def _with_topic(topic: str, ranked: tuple[Candidate, ...], topics: Sequence[Topic]) -> tuple[Candidate, ...]:
    """A chosen topic goes before those that a word list proposes."""
    listed = next((one for one in ranked if one.topic == topic), None)
    if listed is not None:
        return (listed, *(one for one in ranked if one.topic != topic))
    first = tuple(Candidate(one.id, one.clauses, 0, ()) for one in topics if one.id == topic)
    return first[:1] + ranked
