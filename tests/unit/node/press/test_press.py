"""Reports under review: kept under their digests, decided durably, written once all who must have agreed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.log.errors import LogFileError
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press import WorkStore, append_reviewed, open_work
from safeconduct.node.press.claims import add_claim
from safeconduct.node.press.shipping import record_lines
from safeconduct.node.press.work import Forgotten
from safeconduct.node.reading import check
from safeconduct.node.recording import add_claims
from safeconduct.press.errors import QuoteError, ReviewError
from safeconduct.press.review import TakesStance, check_anchors, draft_sha256
from safeconduct.press.source import read_source
from safeconduct.testing import FakeClock
from tests.unit.node.road import claims, kinds
from tests.unit.press.review.report import KNOWN, PUBLISHED, REPORT, SOURCE, accept, draft, proposal, reject

LINE = {
    "at": "2031-03-05T12:00:00.000Z",
    "body": {"id": "claim-shut", "statement": "st-1", "wording": "The road is shut"},
    "kind": "claim",
}
DENIES = (TakesStance(claim="march-trucks", stance="denies"),)


@pytest.fixture
def work(node: Node) -> Iterator[WorkStore]:
    with open_work(node, "high-road") as store:
        store.add_report(SOURCE, REPORT.encode())
        yield store


def append(node: Node, log: OwnLog, work: WorkStore, **change: Any) -> Any:
    return append_reviewed(node, log, work, SOURCE.source_sha256, PUBLISHED, **{"entities": KNOWN, **change})


def test_a_report_comes_back_as_it_was_read(node: Node, work: WorkStore) -> None:
    assert work.source(SOURCE.source_sha256) == SOURCE
    assert (work.folder / "sources" / SOURCE.source_sha256).read_bytes() == REPORT.encode()
    assert work.add_report(SOURCE, REPORT.encode()) is False
    assert work.reports() == [SOURCE.source_sha256]
    with open_work(node, "high-road") as again:
        assert again.source(SOURCE.source_sha256) == SOURCE


def test_other_bytes_are_not_kept_as_this_report(work: WorkStore) -> None:
    with pytest.raises(NodeError, match="not the bytes"):
        work.add_report(SOURCE, b"other")


def test_nobody_else_may_read_what_is_kept(work: WorkStore) -> None:
    assert work.folder.stat().st_mode & 0o077 == 0
    for path in (work.folder / "sources").iterdir():
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("change", [b"", b"other words"])
def test_a_text_that_is_gone_or_changed_is_not_used(work: WorkStore, change: bytes) -> None:
    text = work.folder / "texts" / f"{SOURCE.text_sha256}.txt"
    text.write_bytes(change)
    with pytest.raises(NodeError, match="not held here, or not as it was"):
        work.source(SOURCE.source_sha256)
    with pytest.raises(NodeError):
        work.add_drafts([draft()])


def test_forgetting_takes_words_away_and_keeps_decisions(work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))
    assert work.forget(SOURCE.source_sha256) == Forgotten(data=True, text=True, same_text=())
    assert work.forget(SOURCE.source_sha256) == Forgotten(data=False, text=False, same_text=())
    assert not list((work.folder / "texts").iterdir())
    assert not list((work.folder / "sources").iterdir())
    assert len(work.case(draft_sha256(about)).decisions) == 1
    bare, is_held = work.look(SOURCE.source_sha256)
    assert (is_held, bare.text.text, bare.outlet, bare.title) == (False, "", SOURCE.outlet, SOURCE.title)
    work.add_report(SOURCE, REPORT.encode())
    assert work.source(SOURCE.source_sha256) == SOURCE


def test_a_text_of_two_reports_goes_with_the_last_of_them(work: WorkStore) -> None:
    other = REPORT.replace("\n", "\r\n").encode()
    twin = read_source(other, "twin.txt")
    assert twin.text_sha256 == SOURCE.text_sha256
    work.add_report(twin, other)
    first = work.forget(SOURCE.source_sha256)
    assert first == Forgotten(data=True, text=False, same_text=(twin.source_sha256,))
    assert work.look(SOURCE.source_sha256)[1]
    assert work.forget(twin.source_sha256) == Forgotten(data=True, text=True, same_text=())
    assert not list((work.folder / "texts").iterdir())


def test_only_what_is_there_can_be_forgotten(work: WorkStore) -> None:
    with pytest.raises(NodeError, match="no such report"):
        work.forget("0" * 64)


def test_drafts_are_kept_once_and_compared_with_the_text(work: WorkStore) -> None:
    assert work.add_drafts([draft(0), draft(1), draft(0)]) == 2
    assert work.add_drafts([draft(0)]) == 0
    assert [case.draft.number for case in work.cases()] == [0, 1]
    with pytest.raises(QuoteError):
        work.add_drafts([draft(2, quotes=("the road will open late",))])


def test_nothing_that_was_decided_can_be_changed(work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))
    for table in ("report", "draft", "decision"):
        for act in (f"DELETE FROM {table}", f"UPDATE {table} SET at = 0"):
            with pytest.raises(sqlite3.IntegrityError, match="it is kept"):
                work.database.execute(act)


def test_a_decision_outlives_the_process(node: Node, work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))
    with open_work(node, "high-road") as again:
        assert again.case(draft_sha256(about)).decisions == (accept(about),)
    (level,) = work.database.execute("PRAGMA synchronous").fetchone()
    assert level == 2


@pytest.mark.parametrize("account", ["Ada Placeholder", "", "a b", "ann\n", "x" * 200])
def test_names_are_no_accounts(work: WorkStore, account: str) -> None:
    about = draft()
    work.add_drafts([about])
    with pytest.raises(ReviewError, match="no account id"):
        work.decide(accept(about, account))


def test_a_decision_quotes_the_text(work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    with pytest.raises(QuoteError):
        work.decide(accept(about, quotes=("the road will open late",)))
    with pytest.raises(ReviewError, match="no such draft"):
        work.decide(accept(draft(7)))


def test_what_was_accepted_goes_into_the_log(node: Node, log: OwnLog, work: WorkStore, clock: FakeClock) -> None:
    plain, sharp, wrong = (
        draft(0),
        draft(1, spans=(proposal("will open").spans), quotes=("will open",), against=("b",)),
        draft(2),
    )
    work.add_drafts([plain, sharp, wrong])
    work.decide(accept(plain))
    work.decide(accept(sharp))
    work.decide(reject(wrong))
    signed = clock.now()
    clock.advance(60_000_000)
    done = append(node, log, work)
    assert (done.added, done.unchanged, done.waiting) == ({"document": 1, "statement": 1}, 0, 1)
    assert kinds(node, log) == ["charter", "document", "statement"]
    with node.signed(log) as reader:
        document, statement = [entry_from_bytes(data) for data in reader.entries(1, 3)]
        assert statement.refs[0].leaf == reader.leaf(1).hex()
    assert document.kind == "document"
    assert statement.at == signed < statement.recorded
    check_anchors(SOURCE.text.text, statement.body["target"])
    assert work.written(draft_sha256(plain)) == (log.origin, 2)
    assert b"nobody was turned back" not in (node.layout.log("high-road")).read_bytes()


def test_appending_again_adds_nothing_and_completes(node: Node, log: OwnLog, work: WorkStore) -> None:
    plain, sharp = draft(0), draft(1, against=("b",), spans=(proposal("will open").spans), quotes=("will open",))
    work.add_drafts([plain, sharp])
    work.decide(accept(plain))
    append(node, log, work)
    assert append(node, log, work).added == {}
    work.decide(accept(sharp))
    work.decide(accept(sharp, "ben"))
    done = append(node, log, work)
    assert (done.added, done.unchanged) == ({"statement": 1}, 2)
    assert kinds(node, log) == ["charter", "document", "statement", "statement"]


def test_after_a_crash_between_log_and_work_store_the_same_call_completes(
    node: Node, log: OwnLog, work: WorkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(WorkStore, "note_written", stop)
        with pytest.raises(KeyboardInterrupt):
            append(node, log, work)
    assert work.written(draft_sha256(about)) is None
    assert append(node, log, work).added == {}
    assert work.written(draft_sha256(about)) == (log.origin, 2)


@pytest.mark.parametrize("what", ["append", "claim", "lines"])
def test_what_a_crash_left_unsigned_is_signed_by_the_same_call(
    node: Node, log: OwnLog, work: WorkStore, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))
    lines = [{"format": "safeconduct-press/1", "corridor": "high-road"}, LINE]
    calls: dict[str, Callable[[], object]] = {
        "append": lambda: append(node, log, work),
        "claim": lambda: add_claim(node, log, "claim-shut", "st-1", "The road is shut"),
        "lines": lambda: record_lines(node, log, "\n".join(map(json.dumps, lines)).encode(), "press.jsonl"),
    }

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Node, "publish", stop)
        with pytest.raises(KeyboardInterrupt):
            calls[what]()
    with node.reader(log) as reader:
        size = reader.size
        assert reader.signed().size < size
    calls[what]()
    with node.reader(log) as reader:
        assert reader.size == reader.signed().size == size
    assert check(node, log) == []


def test_what_is_in_the_log_is_decided(node: Node, log: OwnLog, work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))
    append(node, log, work)
    with pytest.raises(ReviewError, match="in the log already"):
        work.decide(reject(about))


def test_a_stance_needs_its_claim_in_the_log(node: Node, log: OwnLog, work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about, "ann", stances=DENIES))
    work.decide(accept(about, "ben", stances=DENIES))
    with pytest.raises(NodeError, match="holds no claim"):
        append(node, log, work)
    assert kinds(node, log) == ["charter"]
    add_claims(node, log, claims())
    assert append(node, log, work).added == {"document": 1, "statement": 1, "stance": 1}
    with node.signed(log) as reader:
        stance = entry_from_bytes(reader.entry(reader.size - 1))
    assert stance.body["review"]["by"] == ["ann", "ben"]
    assert [ref.index for ref in stance.refs] == [5, 2]


def withdraw(node: Node, log: OwnLog, index: int, *, withdrawn: bool = True) -> None:
    """Correct an entry: it no longer counts, or counts again."""
    with node.writing(log) as writer:
        leaf = writer.reader().leaf(index).hex()
        target = {"index": index, "leaf": leaf, "log": log.origin}
        body = {"reason": "a test", "target": target, "withdrawn": withdrawn}
        now = node.world.clock.now()
        writer.append([entry_to_bytes(Envelope(now, body, "high-road", "correction", now))])
        node.publish(log, writer)


def test_a_stance_to_a_withdrawn_claim_is_refused(node: Node, log: OwnLog, work: WorkStore) -> None:
    add_claims(node, log, claims())
    assert kinds(node, log)[2] == "claim"
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about, "ann", stances=DENIES))
    work.decide(accept(about, "ben", stances=DENIES))
    withdraw(node, log, 2)
    before = kinds(node, log)
    with pytest.raises(NodeError, match="the claim 'march-trucks' was withdrawn") as refused:
        append(node, log, work)
    assert "again" in refused.value.next_step
    assert kinds(node, log) == before
    withdraw(node, log, 2, withdrawn=False)
    assert append(node, log, work).added == {"document": 1, "statement": 1, "stance": 1}
    withdraw(node, log, 2)
    assert append(node, log, work).added == {}


def test_a_withdrawn_claim_in_words_is_not_there_already(node: Node, log: OwnLog) -> None:
    assert add_claim(node, log, "claim-shut", "st-1", "The road is shut")
    assert not add_claim(node, log, "claim-shut", "st-1", "The road is shut")
    withdraw(node, log, 1)
    with pytest.raises(NodeError, match="was withdrawn"):
        add_claim(node, log, "claim-shut", "st-1", "The road is shut")


def test_a_text_that_is_gone_at_the_end_stops_the_append(node: Node, log: OwnLog, work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about])
    work.decide(accept(about))
    work.forget(SOURCE.source_sha256)
    with pytest.raises(NodeError, match="not held here"):
        append(node, log, work)
    assert kinds(node, log) == ["charter"]


def test_what_is_in_the_log_needs_its_text_no_more(node: Node, log: OwnLog, work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about, draft(1)])
    work.decide(accept(about))
    append(node, log, work)
    work.forget(SOURCE.source_sha256)
    done = append(node, log, work)
    assert (done.added, done.waiting) == ({}, 0)


def test_figures_count_by_version(work: WorkStore) -> None:
    about = draft()
    work.add_drafts([about, draft(1)])
    work.decide(accept(about, seconds=12, type="report"))
    (found,) = work.figures()
    assert (found.drafts, found.decided, found.edited, found.seconds, found.share_edited) == (2, 1, 1, 12, 1)


def test_a_database_of_another_kind_is_refused(node: Node, tmp_path: Path) -> None:
    with open_work(node, "high-road") as store:
        path = store.folder / "work.sqlite"
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(LogFileError), open_work(node, "high-road"):
        pass
