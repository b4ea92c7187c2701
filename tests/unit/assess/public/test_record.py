"""Statements as values: days, corrections, withdrawals, doubles, names; what contradicts what; positions."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from safeconduct.assess.public import (
    Days,
    PublicEntry,
    Reason,
    contradictions,
    contradictions_of,
    days_of,
    entries_in,
    positions_of,
    record_of,
)
from safeconduct.assess.public.read import links_in, speaker_key
from safeconduct.assess.situation.model import At
from safeconduct.base.instant import day_from_text
from tests.unit.assess.public.bodies import LOG, claim, document, entries, record, said, stance
from tests.unit.assess.situation.world import PUBLIC, World, facts_of, noon

OTHER = "b.example/road/e1"


def days(first: str, last: str) -> Days:
    return Days(day_from_text(first) if first else None, day_from_text(last) if last else None)


@pytest.mark.parametrize(
    ("wording", "verbatim"), [("", True), ("Yes", True), ("The office agrees", False), ("Yes, it agrees", False)]
)
def test_words_are_the_reports_only_where_they_are_what_is_quoted(wording: str, *, verbatim: bool) -> None:
    found = record(said("s", "2023-01-18", "aa", "text", mode="direct", **({"wording": wording} if wording else {})))
    (one,) = found.statements
    assert (one.words, one.verbatim) == (wording or "Yes", verbatim)


def test_a_wording_beside_two_ends_is_ours_and_without_quotation_nothing_is_the_reports() -> None:
    kind, body = said("s", "2023-01-18", "aa", "text", wording="Yes")
    ends = {"start": {"exact": "Yes"}, "end": {"exact": "no"}, "sha256": "0" * 64}
    body["target"]["spans"] = [{"position": {"start": 0, "end": 90}, "range": ends}]
    found = record((kind, body), said("t", "2023-01-19", wording="Yes"))
    assert [one.verbatim for one in found.statements] == [False, False]


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2023-02-20", "2023-02-20", "2023-02-20"),
        ("2023-02-20?", "2023-02-20", "2023-02-20"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2022-24", "2022-12-01", "2023-02-28"),
        ("2022-21", "2022-03-01", "2022-05-31"),
        ("2023-02-20/2023-02-26", "2023-02-20", "2023-02-26"),
        ("../2023-01-18", "", "2023-01-18"),
        ("2022-12-12/..", "2022-12-12", ""),
        ("{2022-10,2023-05}", "2022-10-01", "2023-05-31"),
        ("9999-12", "", ""),
        ("2099", "2099-01-01", "2099-12-31"),
        ("1945/2023-01-18", "", "2023-01-18"),
        ("0000", "", ""),
    ],
)
def test_the_days_of_an_edtf_text(edtf: str, first: str, last: str) -> None:
    assert days_of(edtf) == days(first, last)


def test_the_days_agree_with_those_of_the_extractor() -> None:
    from safeconduct.press.dates.edtf import edtf_from_text

    for text in ("2023-02-20/2023-02", "2022-24", "2022-24/2023-21", "[2021,2023-05-02]", "1999~", "2098-12"):
        value = edtf_from_text(text) if text[0] != "[" else edtf_from_text("[2021,2023-05-02]")
        assert value.earliest is not None
        assert value.latest is not None
        assert days_of(text) == days(value.earliest.isoformat(), value.latest.isoformat())


def test_a_day_that_nobody_stated_stays_open_at_its_beginning() -> None:
    kind, body = said("s", "2023-01-20", "az-mfa", "text")
    del body["said"]
    (one,) = record((kind, body)).statements
    assert (one.days, one.basis) == (Days(None, day_from_text("2023-01-20")), "")


def test_entries_that_say_the_same_are_one_statement_and_others_stay_apart() -> None:
    kind, body = said("s", "2023-01-18", wording="One.")
    same = {**body, "review": {"by": ["r-1"], "outcome": "accepted"}}
    other = {**body, "wording": "Two."}
    first, second = entries([(kind, body), (kind, other)]), entries([(kind, same)], OTHER)
    found = record_of([*second, *first]).named("s")
    assert [(one.version, one.wording, len(one.entries), one.reviewed) for one in found] == [
        (0, "One.", 2, 1),
        (1, "Two.", 1, 0),
    ]


def test_a_stance_is_about_the_statement_of_its_own_log() -> None:
    shadow = entries([said("s", "2023-01-01", wording="Forged.")], "0.example/e1")
    own = entries([said("s", "2023-01-18", wording="Real."), claim("c", "s"), stance("s", "c", "denies")], LOG)
    found = record_of([*shadow, *own])
    from safeconduct.assess.public import claims_told

    assert [one.statement.wording for one in claims_told(found)[0].side("denies").taken] == ["Real."]


def test_what_was_said_later_than_the_day_asked_for_does_not_count() -> None:
    told = entries([said("s", "2023-01-18"), said("t", "2023-01-20"), claim("c", "t"), stance("t", "c", "asserts")])
    found = record_of(told, until=day_from_text("2023-01-19"))
    assert [one.id for one in found.statements] == ["s"]
    assert (found.claims, found.stances) == ((), ())


def test_corrections_and_withdrawals_apply_as_of_any_size() -> None:
    def at(leaf: int) -> dict[str, Any]:
        return {"target": {"log": PUBLIC, "index": leaf, "leaf": "00" * 32}, "reason": "Misread."}

    _, first = said("s", "2031-03-03", wording="Wrong.")
    _, second = said("t", "2031-03-04")
    told = ((noon(1), "statement", first), (noon(2), "statement", second),
            (noon(3), "correction", {**at(1), "set": {"wording": "Right."}}),
            (noon(4), "correction", {**at(2), "withdrawn": True}))  # fmt: skip
    facts = facts_of(World(days=6, told=told))
    with closing(facts.con):
        now = record_of(entries_in(facts))
        (one,) = now.statements
        assert (one.wording, one.entries, one.corrected_by) == ("Right.", (At(PUBLIC, 1),), At(PUBLIC, 3))
        assert one.recorded_us == noon(1)
        assert now.withdrawn == {"t": (At(PUBLIC, 2), At(PUBLIC, 4))}
        earlier = facts.as_of({PUBLIC: 3})
        with closing(earlier.con):
            before = record_of(entries_in(earlier))
        assert [(each.id, each.wording) for each in before.statements] == [("s", "Wrong."), ("t", "")]


def test_only_addresses_of_the_web_become_links() -> None:
    text = "javascript:alert(1) https://a.example/x, http://b.example/<y> ftp://c.example data:text/html,x"
    assert links_in(text) == ("https://a.example/x", "http://b.example/")


def test_a_speaker_without_an_id_has_a_key_that_is_no_id() -> None:
    assert speaker_key("  The\u00a0Ministry ") == speaker_key("the ministry")
    assert speaker_key("x").startswith("~")


def test_three_grounds_make_statements_stand_against_each_other() -> None:
    found = record(
        said("one", "2023-01-01", "a", topic="t", value="5"),
        said("two", "2023-01-02", "b", topic="t", value="7"),
        said("same", "2023-01-02", "b", topic="t", value="5"),
        said("own", "2023-01-03", "a", topic="t", value="6"),
        said("no", "2023-01-04", "c", denies="one"),
        claim("c", "one"),
        stance("no", "c", "disputes"),
    )
    pairs = [(pair.one.id, pair.other.id, *(why.ground for why in pair.reasons)) for pair in contradictions(found)]
    assert pairs == [
        ("one", "two", "answer"),
        ("one", "no", "claim", "denied"),
        ("same", "own", "answer"),
        ("two", "own", "answer"),
    ]
    one = found.named("one")[0]
    assert [pair for pair in contradictions(found) if one in (pair.one, pair.other)] == [*contradictions_of(found, one)]


def _told(kind: str, edtf: str, *, wanted: bool = False) -> dict[str, object]:
    return {"kind": kind, "edtf": edtf, **({"wanted": True} if wanted else {})}


def test_what_is_done_to_one_and_still_only_wanted_to_another_stands_side_by_side_without_being_told() -> None:
    found = record(
        said("done", "2023-09-13", "paper", happening=_told("checkpoint", "2022-12")),
        said("wish", "2023-02-26", "ministry", happening=_told("checkpoint", "2023-02-20/2023-02-26", wanted=True)),
        said("earlier-wish", "2022-12-20", "ministry", happening=_told("checkpoint", "2022-12-20", wanted=True)),
        said("own", "2023-03-01", "paper", happening=_told("checkpoint", "2023-03-01", wanted=True)),
        said("other", "2023-03-01", "ministry", happening=_told("delivery", "2023-03-01", wanted=True)),
    )
    (pair,) = contradictions(found)
    assert (pair.one.id, pair.other.id, pair.reasons) == ("wish", "done", (Reason("wanted", "checkpoint"),))


def test_two_days_for_the_beginning_of_what_lasts_stand_side_by_side() -> None:
    found = record(
        said("a", "2023-03-01", "x", happening=_told("blockade", "2022-12-12/..")),
        said("b", "2023-03-02", "y", happening=_told("blockade", "2022-12-12")),
        said("c", "2023-03-03", "z", happening=_told("blockade", "2022-12-13/..")),
        said("d", "2023-03-04", "x", happening=_told("delivery", "2023-01-01")),
        said("e", "2023-03-05", "y", happening=_told("delivery", "2023-01-02")),
        said("f", "2023-03-06", "v", happening=_told("blockade", "2022")),
    )
    pairs = [(pair.one.id, pair.other.id, pair.reasons) for pair in contradictions(found)]
    assert pairs == [("a", "c", (Reason("begun", "blockade"),)), ("b", "c", (Reason("begun", "blockade"),))]


def test_positions_tell_what_changed_and_when() -> None:
    found = record(
        said("a", "2023-01-01", "x", topic="road", value="closed"),
        said("b", "2023-01-09", "x", topic="road", value="closed"),
        said("c", "2023-02-01", "x", topic="road", value="open"),
        said("d", "2023-02-05", "y", topic="road", value="never"),
        said("e", "2023-02-05", "x", topic="other", type="demand"),
    )
    question, topic = positions_of(found, "x")
    assert [(held.word, held.first.id, held.last.id) for held in question.held] == [
        ("closed", "a", "b"),
        ("open", "c", "c"),
    ]
    assert [(change.before.last.id, change.later.first.id, change.known) for change in question.changes] == [
        ("b", "c", True)
    ]
    assert (topic.matter, topic.held[0].word, topic.changes) == ("topic", "demand", ())


def test_the_order_of_positions_whose_days_overlap_is_not_known() -> None:
    vague: dict[str, Any] = {"said": {"edtf": "2023-01", "basis": "docdate"}}
    found = record(
        said("a", "2023-01-09", "x", topic="t", value="1"), said("b", "2023-01-31", "x", topic="t", value="2", **vague)
    )
    assert [change.known for change in positions_of(found, "x")[0].changes] == [False]


def test_made_up_statements_say_so_in_every_entry_or_none() -> None:
    _, body = said("s", "2023-01-18", extra={"simulated": 1})
    (entry,) = entries([("statement", body)])
    assert record_of([entry]).statements[0].evidence == "simulated"
    published = replace(entry, evidence="published")
    assert isinstance(published, PublicEntry)
    assert record_of([published]).statements[0].evidence == "simulated"


def test_documents_that_are_no_reports_are_left_out() -> None:
    table = {"sha256": "ab" * 32, "name": "t.csv", "media": "text/csv", "bytes": 1}
    assert record(("document", table), document("a", "x")).reports[0].outlet == "a"
