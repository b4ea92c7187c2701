"""What the scorer counts, on a report of one line."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.press.score import ScoreError, score, scores_to_json, scores_to_text

TEXT = '"The road is open," Ada said. Bo said Ada told him the road was shut on Monday.'
#       01234567890123456789012345678901234567890123456789012345678901234567890123456789


def statement(id_: str, start: int, end: int, who: str, **more: Any) -> dict[str, Any]:
    given = {"id": id_, "doc": "a.txt", "content_spans": [[start, end]], "speaker": [who], "mode": "indirect"}
    return {**given, "type": "assertion", "party": ["North"], "date": None, **more}


def gold(**more: Any) -> dict[str, Any]:
    return {
        "schema": "safeconduct-press-gold/1",
        "documents": {"a.txt": {"characters": len(TEXT)}},
        "entities": {
            "Ada": {"kind": "person", "party": "North", "names": ["Ada", "Ada Nord"]},
            "Bo": {"kind": "person", "party": "South", "names": ["Bo"]},
            "North": {"kind": "state", "party": "North", "names": ["North"]},
        },
        "statements": [
            statement("s1", 1, 18, "Ada", mode="direct", date="2023-01", stance=["asserts:open"]),
            statement("s2", 38, 78, "Bo", party=["South"]),
            statement("s3", 51, 78, "Ada", nested_in="s2", stance=["denies:open"]),
        ],
        "events": [
            {"doc": "a.txt", "span": [51, 78], "date": "2023-01-02"},
            {"doc": "a.txt", "span": [1, 17], "date": "2023-01-03", "doubtful": True},
        ],
        **more,
    }


def documents(*statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"documents": [{"doc": "a.txt", "docdate": "2023-01-03", "statements": list(statements), **more}]}


FIRST = {"id": "s01", "spans": [[1, 17]], "speaker": ["Ada"], "party": ["n"], "mode": "direct", "date": "2023-01-02"}
SECOND = {"id": "s02", "spans": [[38, 78]], "speaker": "he", "mode": "indirect", "nested_in": None}
THIRD = {"id": "s03", "spans": [[51, 78]], "speaker": "Bo", "mode": "indirect", "nested_in": "s02"}


def test_documents_are_scored_field_by_field() -> None:
    found = score(documents(FIRST, SECOND, THIRD), gold(), {"a.txt": TEXT}, draws=20, parties={"n": "North"})
    one = found.all
    assert (one["gold"], one["predicted"], one["found"], one["false"]) == (3, 3, 3, 0)
    assert (one["speaker_right"], one["speaker_wrong"], one["speaker_unresolved"]) == (1, 1, 1)
    assert one["e2e_R"] == pytest.approx(1 / 3)
    assert one["exact_F1"] == 1, "the comma inside the marks is trimmed"
    assert (one["date_n"], one["date_acc"], one["date_compatible"], one["null_kept"]) == (1, 0, 1, 1)
    assert (one["party_n"], one["party_missing"]) == (3, 1)
    assert one["party_acc"] == pytest.approx(1 / 3), "given by id; unknown with the speaker; wrong with the speaker"
    assert found.per_mode["direct"]["F1"] == 1
    assert found.nested == {"gold": 1, "found": 1, "linked": 1, "R": 1, "linked_R": 1}
    assert found.stances is None
    assert found.events is None


def test_parties_by_id_have_the_names_of_the_entity_files() -> None:
    of_armenia = gold(statements=[statement("s1", 1, 18, "Ada", party=["Armenia"])])
    for party, right in (("am", 1), ("az", 0), ("Armenia", 1)):
        assert score(documents({**FIRST, "party": party}), of_armenia, {}, draws=0).all["party_acc"] == right


def test_a_nested_statement_may_be_found_and_not_linked() -> None:
    drafts = documents(SECOND, {**THIRD, "nested_in": None})
    assert score(drafts, gold(), {}, draws=0).nested["linked_R"] == 0
    by_position = documents(SECOND, {**THIRD, "nested_in": 0})
    assert score(by_position, gold(), {}, draws=0).nested["linked_R"] == 1


def test_a_repeat_is_false_and_a_further_part_is_not() -> None:
    repeated = score([{**FIRST, "doc": "a"}, {**FIRST, "doc": "a.txt"}], gold(), {}, draws=0)
    assert (repeated.all["found"], repeated.all["false"]) == (1, 1)
    parts = gold(statements=[statement("s1", 1, 18, "Ada", content_spans=[[1, 9], [38, 47]])])
    halves = [{"doc": "a.txt", "spans": [[1, 9]]}, {"doc": "a.txt", "spans": [[38, 47]]}]
    found = score(halves, parts, {}, draws=0)
    assert (found.all["P"], found.all["R"], found.all["exact_F1"]) == (1, 1, 1)
    assert not found.mode_precision


def test_stances_are_edges_of_the_statement_they_stand_at() -> None:
    drafts = documents({**FIRST, "stance": ["asserts:open"]}, {**SECOND, "stance": ["denies:open"]})
    found = score(drafts, gold(), {}, draws=0).stances
    assert found is not None
    assert (found["gold"], found["predicted"], found["found"]) == (2, 2, 1)
    assert found["F1"] == 0.5
    neutral = gold()
    neutral["statements"][1]["marginal"] = True
    found = score(drafts, neutral, {}, draws=0).stances
    assert found is not None
    assert found["P"] == 1, "an edge at a neutral statement is not punished"


def test_events_count_by_span_and_by_span_and_day() -> None:
    events: list[dict[str, Any]] = [
        {"span": [51, 78], "date": "2023-01-01"},
        {"span": [1, 17], "date": "2020"},
        {"spans": [[20, 28]]},
    ]
    found = score(documents(events=events), gold(), {}, draws=0).events
    assert found is not None
    assert (found["gold"], found["predicted"], found["found"]) == (1, 2, 1), "one is doubtful: it counts neither way"
    assert (found["P"], found["R"], found["dated_F1"]) == (0.5, 1, 0)
    events[0]["date"] = "2023-01-02/2023-01-02"
    found = score(documents(events=events), gold(), {}, draws=0).events
    assert found is not None
    assert found["dated_F1"] == pytest.approx(2 / 3)
    nothing = score(documents(events=[]), gold(), {}, draws=0).events
    assert nothing is not None
    assert nothing["F1"] == 0


def test_the_interval_lies_around_the_figure_and_is_repeated() -> None:
    once, again = (
        score(documents(FIRST, {**THIRD, "nested_in": None}), gold(), {}, draws=200).interval for _ in range(2)
    )
    assert once == again
    low, high = once["R"]
    assert low <= 2 / 3 <= high


def test_the_page_names_every_kind_of_figure() -> None:
    drafts = documents({**FIRST, "stance": []}, SECOND, THIRD, events=[{"span": [51, 78], "date": "2023-01-02"}])
    page = scores_to_text(score(drafts, gold(), {}, draws=20))
    for word in ("span, exact", "speaker, of found", "party", "undated", "nested", "stances", "events with day"):
        assert word in page
    assert "no texts: ends not trimmed" in page
    assert "a.txt" in page
    bare = scores_to_text(score([], gold(), {}, draws=0))
    assert "events" not in bare
    assert "0 found, 0 false" in bare


def test_as_json_what_was_not_given_is_absent() -> None:
    found = scores_to_json(score([], gold(), {}, draws=0))
    assert found["all"]["F1"] == 0
    assert not {"stances", "events"} & set(found)


@pytest.mark.parametrize(
    ("drafts", "where"),
    [
        ("text", "drafts"),
        ({}, "drafts.statements"),
        ({"documents": {}}, "drafts.documents"),
        ({"documents": [{"doc": "a.txt"}]}, "drafts.documents[0].statements"),
        ([1], "drafts.statements[0]"),
        ([{"doc": "b.txt", "spans": [[0, 1]]}], "drafts.statements[0].doc"),
        ([{"doc": "a", "spans": []}], "drafts.statements[0].spans"),
        ([{"doc": "a", "spans": [[0, 1, 2]]}], "drafts.statements[0].spans[0]"),
        ([{"doc": "a", "spans": [[0, True]]}], "drafts.statements[0].spans[0]"),
        ([{"doc": "a", "spans": [[0, 99]]}], "drafts.statements[0].spans[0]"),
        ([{"doc": "a", "spans": [[3, 3]]}], "drafts.statements[0].spans[0]"),
        ([{"doc": "a", "spans": [[0, 1]], "speaker": ["x", 1]}], "drafts.statements[0].speaker[1]"),
        ([{"doc": "a", "spans": [[0, 1]], "date": 2023}], "drafts.statements[0].date"),
        ([{"doc": "a", "spans": [[0, 1]], "nested_in": "s9"}], "drafts.statements[0].nested_in"),
        (documents(events=[{"date": "2023"}]), "drafts.documents[0].events[0].spans[0]"),
    ],
)
def test_bad_drafts_are_refused_with_their_place(drafts: object, where: str) -> None:
    with pytest.raises(ScoreError) as caught:
        score(drafts, gold(), {}, draws=0)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"schema": "other/2"}, "gold.schema"),
        ({"documents": []}, "gold.documents"),
        ({"statements": None}, "gold.statements"),
        ({"statements": [{"doc": "b"}]}, "gold.statements[0].doc"),
        ({"statements": [statement("s1", 1, 2, "Ada", nested_in="s7")]}, "gold.statements[0].nested_in"),
        ({"events": [{"doc": "a.txt", "span": [1]}]}, "gold.events[0].span"),
        ({"entities": {"Ada": []}}, "gold.entities[Ada]"),
    ],
)
def test_a_bad_gold_file_is_refused_with_its_place(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(ScoreError) as caught:
        score([], gold(**wrong), {}, draws=0)
    assert caught.value.where == where
