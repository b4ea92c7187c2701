"""The desk of an account: reports read in once, decisions by fields, claims in words, lines that ship and come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.intake.shipped import shipped_file
from safeconduct.node.answering import claims_on_record
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press.claims import add_claim
from safeconduct.node.press.desk import ReviewDesk
from safeconduct.node.press.shipping import exported, record_lines
from safeconduct.node.reading import check
from safeconduct.press.errors import ReviewError
from safeconduct.press.source import read_source
from safeconduct.testing import FakeClock
from tests.web.fixture_desk import CORRIDOR, PUBLISHED, REPORT, desk_of, draft_of, lachin_node, with_claim


@pytest.fixture
def desk(tmp_path: Path) -> ReviewDesk:
    return desk_of(lachin_node(tmp_path), "first", REPORT)


def kinds(node: Node) -> list[str]:
    with node.reader(node.log(CORRIDOR)) as reader:
        return [entry_from_bytes(data).kind for data in reader.entries()]


def test_a_report_is_read_in_once(desk: ReviewDesk) -> None:
    data = REPORT.encode()
    again = desk.add(read_source(data, "other-name.txt"), data, PUBLISHED)
    assert (again.new, again.drafts_new) == (False, 0)
    assert again.drafts == sum(desk.reports()[0].counts.values()) > 2


def test_the_next_one_goes_on_from_where_one_is_and_round(desk: ReviewDesk) -> None:
    order = [row.draft for row in desk.report(desk.reports()[0].source_sha256)[1]]
    assert desk.next() == order[0]
    assert desk.next(order[1]) == order[2]
    assert desk.next(order[-1]) == order[0]
    for draft in order:
        desk.reject(draft, "not needed", 1)
    assert desk.next() == ""


def test_seconds_on_the_command_line_run_from_when_it_was_shown(tmp_path: Path) -> None:
    clock = FakeClock("2031-03-05T12:00:00.000Z")
    desk = desk_of(lachin_node(tmp_path, clock), "first", REPORT)
    draft = desk.next()
    desk.shown(draft)
    clock.advance(12_400_000)
    assert desk.seconds_since_shown(draft) == 12
    assert desk.seconds_since_shown(desk.next(draft)) == 0
    assert desk_of(desk.node, "second").seconds_since_shown(draft) == 0


def test_what_a_second_person_sees_tells_nothing_of_the_first(desk: ReviewDesk) -> None:
    draft = with_claim(desk)
    desk.accept(draft, {"stances": "claim-blocked=denies", "against": "az"}, 5)
    second = desk_of(desk.node, "second")
    seen = second.see(draft)
    assert (seen.decisions, seen.why, seen.proposal) == ((), (), seen.case.draft.proposal)
    assert seen.waits
    second.accept(draft, {"against": "az", "stances": "claim-blocked=denies"}, 6)
    assert second.see(draft).stands.by == ("first", "second")


def test_a_third_person_is_not_told_that_two_differ(desk: ReviewDesk) -> None:
    draft = with_claim(desk)
    desk.accept(draft, {"stances": "claim-blocked=denies", "against": "az"}, 5)
    second, third = desk_of(desk.node, "second"), desk_of(desk.node, "third")
    second.reject(draft, "not said", 6)
    report = desk.reports()[0].source_sha256
    for who, state in ((desk, "differ"), (second, "differ"), (third, "second")):
        assert who.see(draft).stands.state == state
        assert [row.stands.state for row in who.report(report)[1] if row.draft == draft] == [state]
    assert third.see(draft).waits


def test_of_a_forgotten_report_nothing_waits_until_it_is_added_again(desk: ReviewDesk) -> None:
    row = desk.reports()[0]
    draft = draft_of(desk, "is blocked")
    assert desk.find_report(row.source_sha256[:8]) == row.source_sha256
    gone, left = desk.forget(row.source_sha256)
    assert (gone.data, gone.text, left.held, left.waits) == (True, True, False, 0)
    assert (left.source.title, left.kept, left.published) == (row.source.title, "2031-03-05", row.published)
    assert left.counts == row.counts
    assert desk.next() == ""
    seen = desk.see(draft)
    assert (seen.held, seen.waits, seen.topics) == (False, False, ())
    assert "is blocked" in " ".join(seen.proposal.quotes)
    with pytest.raises(NodeError, match="not held here"):
        desk.accept(draft, {}, 1)
    data = REPORT.encode()
    again = desk.add(read_source(data, "r.txt"), data, PUBLISHED)
    assert (again.new, again.drafts_new) == (False, 0)
    assert desk.see(draft).waits


@pytest.mark.parametrize("beginning", ["", "ab", "0" * 8, "0" * 64])
def test_a_report_is_named_by_a_beginning_that_is_its_own(desk: ReviewDesk, beginning: str) -> None:
    with pytest.raises(ReviewError) as refused:
        desk.find_report(beginning)
    assert "press list" in refused.value.next_step


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"speeker": "x"}, "speeker"),
        ({"type": "rumour"}, "type"),
        ({"types_also": "assertion"}, "types_also"),
        ({"clauses": "TS/99"}, "clauses"),
        ({"within": "0" * 64}, "within"),
        ({"stances": "claim-blocked=denies, claim-blocked=asserts"}, "stances"),
        ({"words": ""}, "words"),
    ],
)
def test_fields_that_do_not_fit_are_named(desk: ReviewDesk, fields: dict[str, str], where: str) -> None:
    draft = with_claim(desk)
    with pytest.raises(ReviewError) as refused:
        desk.edited(draft, fields)
    assert refused.value.where == where


def test_speakers_get_the_office_they_held_on_the_day(desk: ReviewDesk) -> None:
    draft = draft_of(desk, "is blocked")
    change = {"said": "2023-01-18", "reason": "a test", "speaker": "Sergei Lavrov; a government source"}
    lavrov, source = desk.edited(draft, change).speakers
    assert (lavrov.entity, lavrov.office, lavrov.party) == ("sergey-lavrov", "foreign-minister", "ru")
    assert (source.name, source.entity, source.person) == ("a government source", "", False)


def test_words_are_found_where_they_stand(desk: ReviewDesk) -> None:
    draft = draft_of(desk, "is blocked")
    edited = desk.edited(draft, {"words": "The Lachin [...] blocked"})
    assert edited.quotes == ("The Lachin", "blocked")
    assert all(REPORT[span.start : span.end] == words for span, words in zip(edited.spans, edited.quotes, strict=True))


def test_a_claim_in_words_is_recorded_once_and_no_record_decides_it(desk: ReviewDesk) -> None:
    draft = with_claim(desk)
    statement = desk.see(draft).statement
    assert add_claim(desk.node, desk.log, "claim-blocked", statement, "The road is blocked") is False
    with pytest.raises(NodeError, match="another claim"):
        add_claim(desk.node, desk.log, "claim-blocked", statement, "The road is open")
    found = claims_on_record(desk.node, desk.log)
    assert (found.claims, found.problems) == ((), ())
    assert "claim-blocked" in desk.known().claims


def test_what_is_exported_makes_the_same_log_elsewhere_and_once(desk: ReviewDesk, tmp_path: Path) -> None:
    draft = with_claim(desk)
    desk.accept(draft, {"stances": "claim-blocked=asserts"}, 5)
    desk.append(desk.reports()[0].source_sha256)
    lines = list(exported(desk.node, desk.log))
    data = "\n".join(json.dumps(line) for line in lines).encode()
    other = lachin_node(tmp_path / "elsewhere")
    log = other.log(CORRIDOR)
    assert record_lines(other, log, data, "press.jsonl") == 4
    assert record_lines(other, log, data, "press.jsonl") == 0
    assert kinds(other) == ["charter", "document", "claim", "statement", "stance"]
    assert list(exported(other, log)) == lines
    assert check(other, log) == []


def test_a_statement_is_exported_with_the_report_it_rests_on(desk: ReviewDesk) -> None:
    same_words = REPORT.replace("\n", "\r\n").encode()
    desk.add(read_source(same_words, "again.txt"), same_words, PUBLISHED)
    one, other = (row.source_sha256 for row in desk.reports())
    for report, number in ((one, 0), (other, 1), (one, 2)):
        row = desk.report(report)[1][number]
        desk.accept(row.draft, {}, 5)
        desk.append(report)
    with desk.node.signed(desk.log) as reader:
        entries = [entry_from_bytes(data) for data in reader.entries()]
    said = [entry for entry in entries if entry.kind == "statement"]
    rests_on = {entry.body["id"]: entries[entry.refs[0].index].body["sha256"] for entry in said}
    _, *lines = exported(desk.node, desk.log)
    told = {line["body"]["id"]: line["report"] for line in lines if line["kind"] == "statement"}
    assert told == rests_on
    assert set(told.values()) == {one, other}


@pytest.mark.parametrize("bad", ['{"format":"x"}', '{"corridor":"lachin-2020","format":"safeconduct-press/1"}\n{}'])
def test_lines_of_another_form_are_not_recorded(desk: ReviewDesk, bad: str) -> None:
    with pytest.raises(NodeError):
        record_lines(desk.node, desk.log, bad.encode(), "press.jsonl")
    assert kinds(desk.node) == ["charter"]


def test_the_reports_that_ship_can_be_recorded(tmp_path: Path) -> None:
    node = lachin_node(tmp_path)
    log = node.log(CORRIDOR)
    data = shipped_file(CORRIDOR, "press.jsonl")
    assert record_lines(node, log, data, "press.jsonl") == 92
    found = kinds(node)
    counts = {kind: found.count(kind) for kind in ("document", "statement", "claim", "stance")}
    assert counts == {"document": 5, "statement": 73, "claim": 3, "stance": 11}
    lines = [json.loads(line) for line in data.splitlines()[1:]]
    against = [one["body"] for one in lines if one["body"].get("against")]
    assert all(len(body["review"]["by"]) == 2 for body in against)
    words = [quote["exact"] for one in lines for quote in _quotes(one["body"])]
    assert max(map(len, words)) <= 280
    assert check(node, log) == []


def _quotes(body: dict[str, Any]) -> Iterator[dict[str, str]]:
    for span in body.get("target", {}).get("spans", ()):
        yield from [span["quote"]] if "quote" in span else [span["range"]["start"], span["range"]["end"]]
