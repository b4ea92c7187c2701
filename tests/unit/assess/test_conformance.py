"""The agreement put to small records: counted by clause and reading, and never decided by what nobody recorded."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.agreement.model import Question
from safeconduct.assess.conformance.clauses import ClauseCell
from safeconduct.assess.conformance.periods import Standing
from safeconduct.assess.conformance.report import Conformance, conformance
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import day_from_text, day_start, instant_from_text
from safeconduct.facts.agreed.views import kept_logs
from safeconduct.testing.corridor import SampleLog, SampleVoyage
from tests.unit.facts.agreed_lane import LANE, NORTH, SOUTH, lane_agreement, lane_facts, lane_log, with_body

VOYAGES = [
    SampleVoyage(1, "2022-08-01", "2022-08-03"),
    SampleVoyage(2, "2022-08-02", "2022-08-09"),
    SampleVoyage(3, "2022-08-06"),
]


def asked(*logs: SampleLog, text: str = LANE, as_of: int | None = None) -> Conformance:
    return conformance(lane_facts(*logs), lane_agreement(text), as_of, logs=kept_logs(logs))


def north(voyages: list[SampleVoyage] | None = None, **charter: Any) -> SampleLog:
    return lane_log(NORTH, "north", VOYAGES if voyages is None else voyages, **charter)


def cell(found: Conformance, clause: str, reading: str, question: Question, view: str = "all") -> ClauseCell:
    cells = found.clause(clause).cells
    return next(one for one in cells if (one.reading, one.question, one.view) == (reading, question, view))


def test_readings_stand_side_by_side() -> None:
    found = asked(north())
    assert found.clause("DEAL/term").readings_differ
    assert cell(found, "DEAL/term", "north", "movement").state == "kept"
    south = cell(found, "DEAL/term", "south", "movement")
    assert (south.state, south.score and south.score.low) == ("not_kept", 2)
    assert not found.clause("DEAL/check").readings_differ


def test_a_day_that_holds_the_end_of_a_term_is_undecided() -> None:
    """The term ends at 00:00 UTC of 2 August, three hours into that day on the lane: nobody knows on which side."""
    south = cell(asked(north()), "DEAL/term", "south", "movement")
    assert south.counts == {"permitted": 1, "prohibited": 1, "indeterminate": 1}
    terms = {one.reading: one for one in asked(north()).terms}
    assert terms["south"].counts == {"all": (1, 1, 1)}
    assert terms["north"].counts == {"all": (3, 0, 0)}


def test_movements_that_depart_from_a_clause_are_shown_with_their_entries() -> None:
    found = cell(asked(north()), "DEAL/check", "north", "conduct")
    assert found.counts == {"kept": 1, "impeded": 1, "coverage_gap": 1}
    assert [(row.label, row.says) for row in found.evidence] == [
        ("SHIP 2 (2)", "impeded: long-wait"),
        ("SHIP 3 (3)", "coverage_gap: unchecked"),
    ]
    assert [entry.index for entry in found.evidence[0].entries] == [6, 5]
    assert (found.tally.met, found.tally.failed, found.score and found.score.high) == (1, 2, 1)


def test_goods_without_codes_decide_nothing() -> None:
    found = cell(asked(north()), "DEAL/goods", "north", "movement")
    assert (found.state, found.counts, found.score, found.missing) == (
        "unknown",
        {"indeterminate": 3},
        None,
        ("cargo",),
    )
    assert asked(north()).goods.with_code == 0


def test_goods_with_codes_do() -> None:
    lines = [{"line": 1, "commodity": "Wheat", "load_kg": 5, "hs": "1001"}]
    found = cell(asked(with_body(north(), "notification", lines=lines)), "DEAL/goods", "north", "movement")
    assert (found.state, found.counts) == ("kept", {"permitted": 3})


def test_a_clause_without_rule_says_why() -> None:
    found = asked(north()).clause("DEAL/repair")
    assert (found.no_rule, found.cells, found.rules) == ("Nobody records it.", (), ())


def test_a_rule_of_one_reading_is_not_held_by_the_other() -> None:
    text = LANE.replace("then: coverage_gap\n", "then: coverage_gap\n    under: {length: [long]}\n")
    text = text.replace(
        "long-wait\n    for: conduct\n    clause: [DEAL/check]", "long-wait\n    for: conduct\n    clause: [S1]"
    )
    found = asked(north([VOYAGES[2]]), text=text)
    assert cell(found, "DEAL/check", "north", "conduct").state == "not_kept"
    south = cell(found, "DEAL/check", "south", "conduct")
    assert (south.state, south.counts, south.score) == ("not_held", {}, None)
    assert cell(found, "S1", "south", "conduct").state == "unknown"


def test_what_may_still_be_done_is_neither_met_nor_failed() -> None:
    """An empty date means "not yet" on this lane, so the third ship keeps the duty open."""
    charter: dict[str, Any] = {
        "empty": [{"table": "check", "column": "inspected_on", "means": "not_yet", "says": "Waiting."}]
    }
    (duty,) = asked(north(**charter)).duties
    tally = duty.cells[0].tally
    assert tally is not None
    assert (duty.state, tally.met, tally.failed, tally.covered, tally.total) == ("unknown", 2, 0, 2, 3)
    (over,) = asked(north(empty=[])).duties
    assert (over.state, over.cells[0].tally and over.cells[0].tally.failed) == ("overdue", 1)


def test_waits_are_told_apart_from_waits_that_go_on() -> None:
    (waits,) = asked(north(), as_of=day_start(day_from_text("2022-08-13"), 180)).waits
    assert (waits.checked, waits.not_checked, waits.unknown) == (2, 1, 0)
    assert (waits.days, waits.waiting) == ({2: 1, 7: 1}, {6: 1})
    against = waits.against[0]
    assert (against.within, against.over, against.still_over) == (1, 1, 1)
    assert against.rows[0].basis == "assumed"
    assert waits.who == 0
    assert (waits.quantile(500), waits.quantile(900)) == (2, 7)


def test_a_suspension_shows_what_went_on_in_it_and_who_recognises_it() -> None:
    (found,) = asked(north()).suspensions
    assert found.readings == {
        "north": Standing(recognises=False, applies=False),
        "south": Standing(recognises=True, applies=True),
    }
    inside = found.departures["all"]
    assert (inside.certain, inside.possible, inside.covered) == (1, 0, "all")
    assert inside.days == {day_from_text("2022-08-06"): (1, 0)}


def test_what_the_record_does_not_reach_is_not_counted_as_nothing() -> None:
    (found,) = asked(north(), as_of=day_start(day_from_text("2022-08-04"), 180)).suspensions
    assert found.departures["all"].covered == "none"


def test_views_that_differ_make_it_a_dispute_over_facts() -> None:
    south = lane_log(SOUTH, "south", [SampleVoyage(2, "2022-08-02", "2022-08-03")], coverage=[])
    found = asked(north([VOYAGES[1]]), south)
    assert [view.name for view in found.views] == ["all", "north", "south"]
    conduct = next(question for question in found.questions if question.question == "conduct")
    assert conduct.splits == {"facts": 1}
    said = {view: cell(found, "DEAL/check", "north", "conduct", view).counts for view in ("all", "north", "south")}
    assert said == {"all": {"indeterminate": 1}, "north": {"impeded": 1}, "south": {"kept": 1}}


def test_common_ground_is_what_holds_in_every_cell() -> None:
    conduct = asked(north()).questions[1]
    assert conduct.ground == {"long-wait": 1, "unchecked": 1}
    assert conduct.splits == {"settled": 3}


def test_the_answer_is_canonical_and_the_same_each_time() -> None:
    south = lane_log(SOUTH, "south", VOYAGES[:1])
    first, second = asked(north(), south), asked(south, north())
    assert canonical_bytes(first.to_json()) == canonical_bytes(second.to_json())


def test_swapped_parties_swap_the_answer() -> None:
    """The same lane with the two sides exchanged in every name gives the same figures under the other's reading."""
    swapped = LANE.replace("{length: long}", "{length: X}").replace("{length: short}", "{length: long}")
    swapped = swapped.replace("{length: X}", "{length: short}")
    swapped = swapped.replace(
        "held_by: [south], basis: stated, cites: [S1]", "held_by: [Y], basis: stated, cites: [S1]"
    )
    swapped = swapped.replace("held_by: [north]", "held_by: [south]").replace("held_by: [Y]", "held_by: [north]")
    one, other = asked(north()), asked(north(), text=swapped)
    for reading, mirrored in (("north", "south"), ("south", "north")):
        for clause in ("DEAL/term", "DEAL/goods"):
            ours, theirs = (
                cell(found, clause, name, "movement") for found, name in ((one, reading), (other, mirrored))
            )
            assert (ours.state, ours.counts) == (theirs.state, theirs.counts)


def test_nothing_recorded_keeps_nothing() -> None:
    found = asked(north([], coverage=[]), as_of=instant_from_text("2022-09-01T00:00:00.000Z"))
    assert found.movements == 0
    assert all(one.cells == () for one in found.clauses)


@pytest.mark.parametrize("evidence", ["simulated", "observed"])
def test_simulated_entries_are_said_to_be_so(evidence: str) -> None:
    assert asked(north(evidence=evidence)).to_json().get("simulated", False) is (evidence == "simulated")
