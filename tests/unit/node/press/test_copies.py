"""Copies of one report: proposed, decided, named in the document whenever it enters the log, counted as one origin."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.assess.public import PublicRecord, origin_count, origins_of
from safeconduct.assess.situation.model import Pinned
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.node.errors import NodeError
from safeconduct.node.press import open_work
from safeconduct.node.press.desk import ReviewDesk
from safeconduct.node.public_record import naming_of, record_from
from safeconduct.node.reading import check
from safeconduct.node.tables import open_tables
from safeconduct.press.errors import ReviewError
from safeconduct.press.source import read_source
from tests.web.fixture_desk import CORRIDOR, PUBLISHED, REPORT, desk_of, lachin_node

TWIN = REPORT.replace("Road may open soon", "Opening near").replace("Example Wire", "Other Wire")
ELSE = """\
Ferry stays shut

EASTPORT, March 4, 2031 (Example Wire) - The harbour office said on Tuesday that the ferry would not sail before the
inspection ends, and that no date was known for it. A council member told reporters that nobody had asked for one.
"""


@pytest.fixture
def desk(tmp_path: Path) -> ReviewDesk:
    desk = desk_of(lachin_node(tmp_path), "first")
    for name, text, outlet in (("a", REPORT, "wire-a"), ("b", TWIN, "wire-b"), ("c", ELSE, "wire-c")):
        source = replace(read_source(text.encode(), f"{name}.txt"), outlet=outlet)
        desk.add(source, text.encode(), PUBLISHED)
    return desk


def digests(desk: ReviewDesk) -> list[str]:
    return [row.source_sha256 for row in desk.reports()]


def accepted(desk: ReviewDesk, report: str) -> None:
    """Accept the first statement of a report, and put it into the log."""
    desk.accept(desk.report(report)[1][1].draft, {}, 1)
    desk.append(report)


def entries(desk: ReviewDesk) -> list[Envelope]:
    with desk.node.signed(desk.log) as reader:
        return [entry_from_bytes(data) for data in reader.entries()]


def public(desk: ReviewDesk) -> PublicRecord:
    with open_tables(desk.node, desk.log) as facts:
        return record_from(facts, Pinned(), naming_of(CORRIDOR))


def alike(desk: ReviewDesk) -> dict[str, tuple[str, ...]]:
    """By outlet, the outlets whose reports have the same words, as the record has it now."""
    record = public(desk)
    return {one.outlet: tuple(each.outlet for each in record.families[one.sha256]) for one in record.reports}


def origins(desk: ReviewDesk) -> int:
    record = public(desk)
    return origin_count([origins_of(record, one) for one in record.statements])


def test_near_copies_are_proposed_and_others_are_not(desk: ReviewDesk) -> None:
    one, twin, other = digests(desk)
    (found,) = desk.copies(one)
    assert (found.source.source_sha256, found.same, found.by) == (twin, None, "")
    assert found.shares is not None
    assert found.shares.near
    (back,) = desk.copies(twin)
    assert back.shares is not None
    assert (back.shares.one, back.shares.other) == (found.shares.other, found.shares.one)
    assert desk.copies(other) == []


def test_what_is_the_same_text_by_digest_needs_no_decision(desk: ReviewDesk) -> None:
    data = REPORT.replace("\n", "\r\n").encode()
    desk.add(read_source(data, "d.txt"), data, PUBLISHED)
    one, twin, *_ = digests(desk)
    assert [each.source.source_sha256 for each in desk.copies(one)] == [twin]


def test_reports_called_the_same_before_they_enter_the_log_are_one_origin(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    desk.decide_copy(one, twin, same=True)
    (found,) = desk.copies(twin)
    assert (found.same, found.by) == (True, "first")
    accepted(desk, one)
    accepted(desk, twin)
    bodies = [entry.body for entry in entries(desk) if entry.kind == "document"]
    assert [body["same_text_as"] for body in bodies] == [[twin], [one]]
    assert alike(desk)["wire-a"] == ("wire-a", "wire-b")
    assert origins(desk) == 1
    assert check(desk.node, desk.log) == []


def test_reports_called_different_or_nothing_stay_two_origins(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    desk.decide_copy(one, twin, same=False)
    assert desk.copies(one)[0].same is False
    accepted(desk, one)
    accepted(desk, twin)
    assert all("same_text_as" not in entry.body for entry in entries(desk))
    assert origins(desk) == 2


def test_a_decision_after_the_entry_corrects_it_and_can_be_taken_back(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    accepted(desk, one)
    accepted(desk, twin)
    assert origins(desk) == 2
    desk.decide_copy(twin, one, same=True)
    assert desk.append(one).added == {"correction": 1}
    assert origins(desk) == 1
    assert desk.append(one).added == {}
    assert desk.append(twin).added == {"correction": 1}
    desk.decide_copy(one, twin, same=False)
    assert [desk.append(each).added for each in (one, twin)] == [{"correction": 1}] * 2
    assert origins(desk) == 2
    assert [desk.append(each).added for each in (one, twin)] == [{}, {}]
    assert check(desk.node, desk.log) == []


def test_what_others_wrote_about_a_document_stays(desk: ReviewDesk) -> None:
    one, twin, other = digests(desk)
    desk.decide_copy(one, other, same=True)
    accepted(desk, one)
    with open_work(desk.node, CORRIDOR) as work:
        work.database.execute("DROP TABLE copy")  # as if another node had decided that one
    desk.decide_copy(one, twin, same=True)
    desk.append(one)
    assert entries(desk)[-1].body["set"] == {"same_text_as": sorted([twin, other])}


def test_a_decision_outlives_the_texts_and_reaches_the_log(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    accepted(desk, one)
    accepted(desk, twin)
    desk.decide_copy(one, twin, same=True)
    for digest in (one, twin):
        desk.forget(digest)
    (found,) = desk.copies(one)
    assert (found.same, found.shares, found.source.outlet) == (True, None, "wire-b")
    assert desk.append(one).added == {"correction": 1}
    assert origins(desk) == 1


def test_without_a_text_nothing_is_proposed(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    desk.forget(twin)
    assert desk.copies(one) == []
    assert desk.copies(twin) == []


def test_only_two_reports_of_the_store_can_be_decided_about(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    with pytest.raises(NodeError, match="no such report"):
        desk.decide_copy(one, "0" * 64, same=True)
    with pytest.raises(ReviewError, match="itself"):
        desk.decide_copy(one, one, same=True)
    with pytest.raises(ReviewError, match="account"):
        desk_of(desk.node, "Ada Placeholder").decide_copy(one, twin, same=True)
    assert desk.copies(one)[0].same is None


def test_a_store_of_an_earlier_version_gets_the_table_and_keeps_its_rows(desk: ReviewDesk) -> None:
    one, twin, _ = digests(desk)
    with open_work(desk.node, CORRIDOR) as work:
        work.database.execute("DROP TABLE copy")
    desk.decide_copy(one, twin, same=True)
    with open_work(desk.node, CORRIDOR) as work:
        for act in ("DELETE FROM copy", "UPDATE copy SET same = 0"):
            with pytest.raises(sqlite3.IntegrityError, match="it is kept"):
                work.database.execute(act)
    assert digests(desk)[:2] == [one, twin]
