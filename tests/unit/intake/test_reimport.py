"""The same file adds nothing; a corrected edition becomes corrections, and an older one takes them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.correction import Live, live_content
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.intake.errors import TableError
from safeconduct.intake.existing import Existing, Held, LogView
from safeconduct.intake.plan import ImportPlan

if TYPE_CHECKING:
    from safeconduct.log.append import LogWriter

Plan = Callable[..., ImportPlan]
Trips = Callable[..., str]

ROWS = [
    (1, 1, "A", 1, "2022-08-01", "2022-08-03"),
    (1, 2, "A", 2, "2022-08-01", "2022-08-03"),
    (2, 1, "B", 3, "2022-08-02", "2022-08-04"),
    (3, 1, "C", 4, "2022-08-03", ""),
]


class Ledger:
    """What the fixture `ledger` gives; see conftest."""

    writer: LogWriter

    @property
    def log(self) -> LogView:
        raise NotImplementedError

    def write(self, plan: ImportPlan) -> dict[str, int]:
        raise NotImplementedError

    def entries(self) -> list[Envelope]:
        raise NotImplementedError


def says(ledger: Ledger) -> list[tuple[str, Any, dict[str, Any]]]:
    """What the log says now, but for where it was read: kind, time, body of every entry that counts."""
    entries = ledger.entries()
    found = []
    for index, entry in enumerate(entries):
        if entry.kind in {"correction", "document"}:
            continue
        of_it = [e for e in entries if e.kind == "correction" and e.body["target"]["index"] == index]
        live = live_content(entry, of_it)
        if not live.withdrawn:
            body = {name: value for name, value in live.entry.body.items() if name != "source"}
            found.append((entry.kind, live.entry.at, body))
    return sorted(found, key=repr)


@pytest.fixture
def imported(plan: Plan, trips: Trips, ledger: Ledger) -> Ledger:
    assert ledger.write(plan(trips(*ROWS), log=ledger.log)) == {"document": 1, "new": 5}
    return ledger


def test_the_same_file_adds_nothing(plan: Plan, trips: Trips, imported: Ledger) -> None:
    again = plan(trips(*ROWS), log=imported.log)
    assert list(again.entries()) == []
    assert again.notes() == ["This file was imported before."]


def test_another_edition_that_says_the_same_adds_only_its_document(plan: Plan, trips: Trips, imported: Ledger) -> None:
    assert imported.write(plan(trips(*reversed(ROWS[2:]), *ROWS[:2]), log=imported.log)) == {"document": 1}


def test_a_changed_quantity_becomes_one_correction(plan: Plan, trips: Trips, imported: Ledger) -> None:
    changed = [*ROWS[:2], (2, 1, "B", 33, "2022-08-02", "2022-08-04"), ROWS[3]]
    made = plan(trips(*changed), log=imported.log)
    assert imported.write(made) == {"document": 1, "corrected": 1}
    correction = imported.entries()[-1]
    target = imported.entries()[3]
    assert target.body["number"] == 2
    assert correction.body == {
        "target": {"log": imported.log.origin, "index": 3, "leaf": imported.log.leaf(3).hex()},
        "set": {"lines": [{"commodity": "flour", "line": 1, "load_kg": 33_000}]},
        "reason": f"source file {made.file.sha256[:12]} row 4",
        "source": {"sha256": made.file.sha256, "rows": [4]},
    }


def test_a_changed_date_corrects_when_it_happened(plan: Plan, trips: Trips, imported: Ledger) -> None:
    changed = [*ROWS[:2], (2, 1, "B", 3, "2022-08-05", "2022-08-04"), ROWS[3]]
    assert imported.write(plan(trips(*changed), log=imported.log)) == {"document": 1, "corrected": 1}
    assert imported.entries()[-1].body["at"] == "2022-08-04T21:00:00.000Z"
    assert "set" not in imported.entries()[-1].body


def test_a_date_that_is_filled_in_adds_and_one_that_is_emptied_withdraws(
    plan: Plan, trips: Trips, imported: Ledger
) -> None:
    changed = [*ROWS[:2], (2, 1, "B", 3, "2022-08-02", ""), (3, 1, "C", 4, "2022-08-03", "2022-08-09")]
    assert imported.write(plan(trips(*changed), log=imported.log)) == {"document": 1, "withdrawn": 1, "new": 1}
    assert "no date" in imported.entries()[-2].body["reason"]


def test_a_row_that_vanished_is_withdrawn_only_if_the_file_is_complete(
    plan: Plan, trips: Trips, imported: Ledger, map_text: str
) -> None:
    fewer = trips(*ROWS[:3])
    partial = map_text.replace("complete: true", "complete: false")
    assert [planned.action for planned in plan(fewer, partial, log=imported.log).entries()] == ["document"]
    assert imported.write(plan(fewer, log=imported.log)) == {"document": 1, "withdrawn": 1}
    assert imported.entries()[-1].body["withdrawn"] is True
    assert "has no such row" in imported.entries()[-1].body["reason"]
    assert list(plan(fewer, log=imported.log).entries()) == []


def test_a_complete_file_that_lost_most_of_its_rows_is_refused(
    plan: Plan, trips: Trips, imported: Ledger, map_text: str
) -> None:
    with pytest.raises(TableError, match="the file has 1 rows, the edition before had 4"):
        plan(trips(ROWS[0]), log=imported.log)
    with pytest.raises(TableError, match="the file has 0 rows"):
        plan(trips(), log=imported.log)
    shrinks = map_text.replace("complete: true", "complete: true\nmay_shrink: true")
    assert imported.write(plan(trips(ROWS[0]), shrinks, log=imported.log))["withdrawn"] == 3
    assert imported.write(plan(trips(*ROWS), log=imported.log))["restored"] == 3


def test_every_edition_can_come_back_and_the_log_says_what_the_last_one_said(
    plan: Plan, trips: Trips, imported: Ledger, ledger: Ledger
) -> None:
    first = says(imported)
    other = trips(
        (1, 1, "A", 1.5, "2022-08-01", "2022-08-03"),
        (2, 1, "BB", 3, "2022-08-06", ""),
        (4, 1, "D", 4, "2022-08-03", "2022-08-03"),
    )
    tallies = []
    for edition in (other, trips(*ROWS), other, trips(*ROWS)):
        tallies.append(ledger.write(plan(edition, log=ledger.log)))
        assert list(plan(edition, log=ledger.log).entries()) == []
        if edition != other:
            assert says(ledger) == first
    assert tallies == [
        {"document": 1, "corrected": 2, "new": 2, "withdrawn": 2},
        {"corrected": 2, "restored": 2, "withdrawn": 2},
        {"corrected": 2, "restored": 2, "withdrawn": 2},
        {"corrected": 2, "restored": 2, "withdrawn": 2},
    ]


def test_an_entry_that_comes_back_changed_is_restored_and_corrected_at_once(
    plan: Plan, trips: Trips, imported: Ledger
) -> None:
    imported.write(plan(trips(*ROWS[:3]), log=imported.log))
    back = [*ROWS[:3], (3, 1, "C", 44, "2022-08-03", "")]
    assert imported.write(plan(trips(*back), log=imported.log)) == {"document": 1, "restored": 1}
    assert imported.entries()[-1].body["withdrawn"] is False
    assert imported.entries()[-1].body["set"]["lines"][0]["load_kg"] == 44_000


@pytest.mark.parametrize("kept", range(1, 6))
def test_an_import_that_broke_off_is_completed_by_the_next(plan: Plan, trips: Trips, ledger: Ledger, kept: int) -> None:
    entries = [planned.data for planned in plan(trips(*ROWS), log=ledger.log).entries()]
    ledger.writer.append(entries[:kept])
    assert ledger.write(plan(trips(*ROWS), log=ledger.log)) == {"new": len(entries) - kept}
    assert list(ledger.log.entries(0, ledger.log.size)) == entries


def test_a_movement_with_a_problem_is_neither_corrected_nor_withdrawn(
    plan: Plan, trips: Trips, imported: Ledger
) -> None:
    broken = [*ROWS[:2], (2, 1, "B", "many", "2022-08-02", ""), ROWS[3]]
    made = plan(trips(*broken), log=imported.log)
    assert imported.write(made) == {"document": 1}
    assert made.left_out == 1


def test_nothing_is_withdrawn_while_a_row_cannot_be_attributed(plan: Plan, trips: Trips, imported: Ledger) -> None:
    made = plan(trips(*ROWS[:2], ("x", 1, "B", 3, "2022-08-02", ""), ROWS[3]), log=imported.log)
    assert "withdrawn" not in imported.write(made)
    assert "So nothing was withdrawn, although the file is complete." in made.notes()


def test_other_datasets_and_other_peoples_corrections_do_not_matter(
    plan: Plan, trips: Trips, imported: Ledger, map_text: str
) -> None:
    other = map_text.replace("dataset: trips", "dataset: tours")
    assert imported.write(plan(trips(*ROWS[:2]), other, log=imported.log)) == {"document": 1, "new": 2}
    at = instant_from_text("2023-01-01T00:00:00.000Z")
    elsewhere = {"log": "other.example/log", "index": 1, "leaf": "00" * 32}
    body = {"target": elsewhere, "withdrawn": True, "reason": "not ours"}
    imported.writer.append([entry_to_bytes(Envelope(at, body, "lane", "correction", at))])
    assert list(plan(trips(*ROWS), log=imported.log).entries()) == []


def test_a_correction_made_by_hand_is_taken_back_by_the_next_edition(
    plan: Plan, trips: Trips, imported: Ledger
) -> None:
    at = instant_from_text("2023-01-01T00:00:00.000Z")
    target = {"log": imported.log.origin, "index": 1, "leaf": imported.log.leaf(1).hex()}
    body = {"target": target, "set": {"place": "South"}, "clear": ["vehicle"], "reason": "seen on the quay"}
    imported.writer.append([entry_to_bytes(Envelope(at, body, "lane", "correction", at))])
    assert imported.write(plan(trips(*ROWS), log=imported.log)) == {"corrected": 1}
    assert imported.entries()[-1].body["set"] == {"place": "North", "vehicle": "A"}


def test_rows_of_a_movement_are_told_apart_by_their_part(plan: Plan, ledger: Ledger) -> None:
    map_text = """\
format: safeconduct-map/1
corridor: lane
dataset: checks
input: {format: csv}
columns:
  trip: {type: text}
  round: {type: integer}
  on: {type: date, formats: [YYYY-MM-DD]}
  result: {type: choice, of: [passed, failed]}
group: [trip]
entries:
  - {kind: check, at: on, each_row: [round], columns: {result: result}, values: {method: visual}}
"""
    first = "trip,round,on,result\na,1,2022-08-01,failed\na,2,2022-08-02,passed\n"
    ledger.write(plan(first, map_text, log=ledger.log))
    reordered = "trip,round,on,result\na,2,2022-08-02,passed\na,1,2022-08-01,passed\n"
    made = plan(reordered, map_text, log=ledger.log)
    assert ledger.write(made) == {"document": 1, "corrected": 1}
    assert ledger.entries()[-1].body["target"]["index"] == 1
    assert ledger.entries()[-1].body["set"] == {"result": "passed"}


def test_what_the_log_holds_is_found_by_name_and_compared_whole(plan: Plan, trips: Trips, imported: Ledger) -> None:
    existing = Existing(imported.log, "trips")
    assert existing.count == 5
    note = imported.entries()[1]
    movement, body = note.body["movement"], note.body
    assert existing.same("notification", movement, "", note.at, body) is True
    changed = existing.same("notification", movement, "", note.at, {**body, "number": 7})
    assert changed == Held(1, Live(note))
    assert existing.same("notification", movement, "other", note.at, body) is None
    assert existing.held("check", "0" * 32, "") is None
    assert [held.index for held in existing.unseen()] == [2, 3, 4, 5]
    assert Existing(imported.log, "nothing").count == 0
