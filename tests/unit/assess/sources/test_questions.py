"""Answers of several sources: which exclude each other, and that no side of it is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from safeconduct.assess.claims.answer import EntryRef
from safeconduct.assess.sources import Version, disagreements, questions, told_in
from safeconduct.assess.sources.questions import can_both_hold
from safeconduct.base.instant import day_from_text, instant_from_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import build_facts
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.testing.corridor import CORRIDOR, SampleLog, sample_charter

DAY = day_from_text("2024-03-02")
NOW = instant_from_text("2024-06-01T00:00:00.000Z")
ORIGIN = "sample.example/lane/e1"
BASE = Version("load", "361", "North", DAY, EntryRef(ORIGIN, 1), "published", unit="t")


def version(value: str, speaker: str = "North", **changes: Any) -> Version:
    return replace(BASE, value=value, speaker=speaker, **changes)


def statement(name: str, speaker: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "speaker": speaker, "said_on": "2024-03-02", "source": "https://example.org", **fields}


def told(*entries: tuple[str, dict[str, Any]], evidence: str = "published") -> tuple[Version, ...]:
    data = [written("charter", sample_charter(evidence=evidence))]
    data += [written(kind, body) for kind, body in entries]
    return told_in(build_facts([SampleLog(ORIGIN, data)]))


def written(kind: str, body: dict[str, Any], at: str = "2024-03-02T05:40:00.000Z") -> bytes:
    return entry_to_bytes(Envelope(instant_from_text(at), body, CORRIDOR, kind, NOW))


def test_a_statement_answers_its_question_with_its_value() -> None:
    body = statement(
        "s1", "North", topic="load", value="40", unit="t", party="north", as_of="2024-03-01", wording="40 t."
    )
    body |= {"extra": {"part_trucks": 36, "part_cars": 4, "part_note": "cars too", "comparator": "about"}}
    (found,) = told(("statement", body), ("statement", statement("s2", "South", topic="load")))
    assert found == Version(
        topic="load",
        value="40",
        speaker="North",
        said_on=DAY,
        entry=EntryRef(ORIGIN, 1),
        evidence="published",
        unit="t",
        comparator="about",
        party="north",
        as_of=DAY - 1,
        wording="40 t.",
        source="https://example.org",
        id="s1",
        parts=40,
    )
    assert found.to_json() == {
        "value": "40",
        "comparator": "about",
        "speaker": "North",
        "party": "north",
        "wording": "40 t.",
        "source": "https://example.org",
        "id": "s1",
        "said_on": "2024-03-02",
        "as_of": "2024-03-01",
        "evidence": "published",
        "entry": {"log": ORIGIN, "index": 1},
        "parts_sum": 40,
    }


@pytest.mark.parametrize(
    ("topic", "value"), [("fire-place", "Gate"), ("fire-date", "2024-03-02"), ("fire-time", "08:40"), ("fire", None)]
)
def test_an_incident_answers_with_its_place_its_local_day_or_its_local_time(topic: str, value: str | None) -> None:
    body = {"id": "i1", "class": "fire", "says": "A fire.", "said_by": "Gate office", "cites": ["x"], "place": "Gate"}
    found = told(("incident", {**body, "topic": topic}))
    assert [one.value for one in found] == ([] if value is None else [value])


def test_an_incident_of_which_only_the_day_is_known_has_no_time() -> None:
    body = {
        "id": "i1",
        "class": "fire",
        "says": "A fire.",
        "said_by": "Gate office",
        "cites": ["x"],
        "precision": "day",
    }
    data = [written("charter", sample_charter())]
    data.append(written("incident", {**body, "topic": "fire-time"}, "2024-03-01T21:00:00.000Z"))
    assert told_in(build_facts([SampleLog(ORIGIN, data)])) == ()


def test_who_says_it_in_a_statement_and_of_an_incident_says_it_once() -> None:
    incident = {
        "id": "i1",
        "class": "fire",
        "says": "A fire.",
        "said_by": "North",
        "cites": ["x"],
        "topic": "fire-time",
    }
    said = statement("s1", "North", topic="fire-time", value="08:40")
    (found,) = told(("incident", incident), ("statement", said))
    assert (found.id, found.source) == ("s1", "https://example.org")


def test_a_corrected_statement_answers_as_corrected_and_a_withdrawn_one_not_at_all() -> None:
    data = [written("charter", sample_charter())]
    data += [written("statement", statement(f"s{n}", f"Office {n}", topic="load", value="40")) for n in (1, 2)]
    first, second = ({"log": ORIGIN, "index": n, "leaf": leaf_hash(data[n]).hex()} for n in (1, 2))
    data.append(written("correction", {"target": first, "reason": "misread", "set": {"value": "41"}}))
    data.append(written("correction", {"target": second, "reason": "not said", "withdrawn": True}))
    found = told_in(build_facts([SampleLog(ORIGIN, data)]))
    assert [(one.speaker, one.value, one.entry.index) for one in found] == [("Office 1", "41", 1)]


def test_a_version_says_what_kind_of_log_it_stands_in() -> None:
    said = statement("s1", "North", topic="load", value="1")
    incident = {"id": "i1", "class": "fire", "says": "A fire.", "said_by": "East", "cites": ["x"], "topic": "fire-date"}
    assert [one.evidence for one in told(("statement", said), ("incident", incident))] == ["published"] * 2
    assert [one.evidence for one in told(("statement", said), evidence="simulated")] == ["simulated"]
    made_up = {"extra": {"simulated": 1}}
    found = told(("statement", {**said, **made_up}), ("incident", {**incident, **made_up}))
    assert [one.evidence for one in found] == ["simulated"] * 2


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("400", ""), ("400", ""), True),
        (("400", ""), ("400.0", ""), True),
        (("400", ""), ("361", ""), False),
        (("2500", "more_than"), ("2558", ""), True),
        (("2500", "more_than"), ("2500", ""), False),
        (("2500", "at_least"), ("2500", ""), True),
        (("2500", "less_than"), ("2500", ""), False),
        (("2500", "at_most"), ("2500", ""), True),
        (("10", "more_than"), ("5", "less_than"), False),
        (("10", "more_than"), ("5", "more_than"), True),
        (("10", "less_than"), ("5", "at_most"), True),
        (("10", "at_least"), ("10", "at_most"), True),
        (("10", "at_least"), ("10", "less_than"), False),
        (("At the  gate", ""), ("at the gate", ""), True),
        (("at the gate", ""), ("on the road", ""), False),
        (("2022-12", ""), ("2023-04-23", ""), False),
    ],
)
def test_two_answers_hold_together_or_not_in_either_order(
    one: tuple[str, str], other: tuple[str, str], both: bool
) -> None:
    first, second = (version(value, comparator=how) for value, how in (one, other))
    assert can_both_hold(first, second) is both
    assert can_both_hold(second, first) is both


def test_versions_stand_in_the_order_of_the_speakers_names() -> None:
    versions = [version("400", "South"), version("361", "East"), version("361", "North")]
    (found,) = disagreements(versions)
    assert (found.topic, found.unit, found.differ) == ("load", "t", True)
    assert [one.speaker for one in found.versions] == ["East", "North", "South"]
    assert disagreements(reversed(versions)) == (found,)
    assert found.to_json()["versions"] == [one.to_json() for one in found.versions]


def test_when_two_speakers_change_names_their_versions_change_places_and_nothing_else() -> None:
    names = {"North": "South", "South": "North"}
    versions = [version("400", "South", id="a"), version("361", "North", id="b"), version("400", "East", id="c")]
    swapped = [replace(one, speaker=names.get(one.speaker, one.speaker)) for one in versions]
    (before,), (after,) = disagreements(versions), disagreements(swapped)
    assert {(names.get(one.speaker, one.speaker), one.value, one.id) for one in before.versions} == {
        (one.speaker, one.value, one.id) for one in after.versions
    }
    assert [one.speaker for one in after.versions] == [one.speaker for one in before.versions]


def test_what_all_agree_on_is_a_question_and_no_disagreement() -> None:
    (found,) = questions([version("19", "North"), version("19", "South")])
    assert not found.differ
    assert disagreements(found.versions) == ()


def test_one_speaker_alone_is_no_question_even_if_he_changes_his_figure() -> None:
    assert questions([version("19"), version("22")]) == ()


def test_figures_of_different_days_are_not_held_against_each_other() -> None:
    early, late = version("655", "North", as_of=DAY), version("800", "South", as_of=DAY + 1)
    assert disagreements([early, late]) == ()
    other = version("700", "East", as_of=DAY)
    (found,) = disagreements([early, late, other])
    assert [one.speaker for one in found.versions] == ["East", "North"]


def test_figures_in_different_units_are_different_questions() -> None:
    assert disagreements([version("400", "North"), version("19", "South", unit="trucks")]) == ()
