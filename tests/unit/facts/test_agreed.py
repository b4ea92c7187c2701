"""Facts of an agreement from entries: known, contested or unknown in each view, and by whose word."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.agreement.case import EntryRef
from safeconduct.agreement.cel import Codes, Parties
from safeconduct.agreement.explain import explain
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import day_from_text, day_start
from safeconduct.facts.agreed.cases import case_of
from safeconduct.facts.agreed.known import KnownFact
from safeconduct.facts.agreed.movements import AgreedFacts
from safeconduct.facts.agreed.sources import DATE_OF
from safeconduct.facts.agreed.typed import Names
from safeconduct.facts.agreed.views import View
from safeconduct.facts.columns import MOVEMENT_KINDS
from safeconduct.testing.corridor import SampleLog, SampleVoyage
from tests.unit.facts.agreed_lane import NORTH, SOUTH, lane_agreed, lane_agreement, lane_log, with_body

ONE = SampleVoyage(1, "2022-08-01", "2022-08-03")
TWO = SampleVoyage(2, "2022-08-02")


def fact(agreed: AgreedFacts, name: str, number: int = 1, view: str = "all") -> KnownFact:
    return agreed.facts_of(view, derived_id("sample", str(number)))[name]


def north(*voyages: SampleVoyage, **charter: Any) -> SampleLog:
    return lane_log(NORTH, "north", voyages or (ONE, TWO), **charter)


def test_every_kind_of_entry_about_a_movement_has_its_date_or_none() -> None:
    assert set(DATE_OF) == set(MOVEMENT_KINDS)


def test_what_one_log_says_is_known_with_its_entry_and_its_keeper() -> None:
    agreed = lane_agreed(north())
    assert [view.name for view in agreed.views] == ["all"]
    assert [movement.label for movement in agreed.movements] == ["SHIP 1 (1)", "SHIP 2 (2)"]
    found = fact(agreed, "wait_days")
    assert (found.status, found.value) == ("known", 2)
    assert found.attested[0].attested_by == ("north",)
    assert found.attested[0].entries == (EntryRef(NORTH, 2), EntryRef(NORTH, 3))
    assert fact(agreed, "at").value == day_start(day_from_text("2022-08-01"), 180)


def test_a_log_that_is_complete_says_that_there_was_no_check() -> None:
    found = fact(lane_agreed(north()), "checked", 2)
    assert (found.status, found.value) == ("known", False)
    assert found.attested[0].entries == ()
    assert fact(lane_agreed(north()), "checked", 1).value is True


def test_without_stated_coverage_no_entry_means_unknown() -> None:
    found = fact(lane_agreed(north(coverage=[])), "checked", 2)
    assert (found.status, found.value) == ("unknown", None)


def test_coverage_ends_where_the_charter_says() -> None:
    end = day_start(day_from_text("2023-01-01"), 180)
    assert fact(lane_agreed(north(), as_of=end), "checked", 2).value is False
    assert fact(lane_agreed(north(), as_of=end + 1), "checked", 2).value is None


def test_coverage_begins_where_the_charter_says() -> None:
    later = [{"table": "check", "column": "inspected_on", "from": "2022-08-02", "until": "2023-01-01", "says": "So."}]
    agreed = lane_agreed(north(SampleVoyage(1, "2022-08-01"), TWO, coverage=later))
    assert [fact(agreed, "checked", number).value for number in (1, 2)] == [None, False]


def test_entries_after_the_instant_asked_about_have_not_happened() -> None:
    before_check = day_start(day_from_text("2022-08-02"), 180)
    agreed = lane_agreed(north(), as_of=before_check)
    assert [movement.label for movement in agreed.movements] == ["SHIP 1 (1)"]
    assert fact(agreed, "checked").value is False
    assert fact(agreed, "wait_days").value is None


def two_logs() -> AgreedFacts:
    """The south dates the check of the first ship a day later and saw none of the others."""
    south = lane_log(SOUTH, "South", [SampleVoyage(1, "2022-08-01", "2022-08-04")], coverage=[])
    return lane_agreed(north(), south)


def test_each_party_that_keeps_a_log_has_a_view() -> None:
    assert two_logs().views == (View("all", (NORTH, SOUTH)), View("north", (NORTH,)), View("south", (SOUTH,)))


def test_logs_that_differ_leave_a_fact_contested_with_both_values_and_who_attests_them() -> None:
    agreed = two_logs()
    found = fact(agreed, "wait_days")
    assert (found.status, found.value) == ("contested", None)
    assert fact(agreed, "wait_days", view="north").value == 2
    assert fact(agreed, "wait_days", view="south").value == 3
    checks = agreed.checked_on("all", derived_id("sample", "1"))
    assert {(one.value, one.attested_by) for one in checks.attested} == {
        (day_from_text("2022-08-03"), ("north",)),
        (day_from_text("2022-08-04"), ("south",)),
    }
    both = fact(agreed, "checked")
    assert both.attested[0].attested_by == ("north", "south")


def test_a_complete_log_contests_a_check_that_another_log_holds() -> None:
    south = lane_log(SOUTH, "south", [SampleVoyage(2, "2022-08-02", "2022-08-03")])
    found = fact(lane_agreed(north(), south), "checked", 2)
    assert found.status == "contested"
    assert [(one.value, one.attested_by) for one in found.attested] == [(False, ("north",)), (True, ("south",))]


def test_a_movement_that_a_view_has_not_heard_of_is_unknown_there() -> None:
    assert fact(two_logs(), "at", 2, "south").status == "unknown"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("North", "north_quay"),
        ("UPPER  quay", "north_quay"),
        ("North/Upper Quay", "north_quay"),
        ("North/South", None),
        ("Elsewhere", None),
    ],
)
def test_a_place_is_known_by_any_of_its_names_and_never_guessed_to_be_another(place: str, value: str | None) -> None:
    found = fact(lane_agreed(with_body(north(), "notification", place=place)), "quay")
    assert found.value == value
    assert (value is not None) or place in found.why


def test_parties_are_named_in_any_language() -> None:
    names = Names(lane_agreement())
    assert [names.party(text) for text in ("north", "Север", "الجنوب", "none", "Joint Centre")] == [
        "north",
        "north",
        "south",
        "none",
        "",
    ]


def test_who_checked_is_whole_only_where_the_log_is_complete() -> None:
    assert fact(lane_agreed(with_body(north(), "check", by="North")), "checkers").value == Parties(
        frozenset({"north"}), frozenset({"south"})
    )
    partly = lane_agreed(with_body(north(coverage=[]), "check", by="North"))
    assert fact(partly, "checkers").value == Parties(frozenset({"north"}))
    stranger = fact(lane_agreed(with_body(north(), "check", by="Joint Centre")), "checkers")
    assert stranger.value is None
    assert "Joint Centre" in stranger.why


def test_logs_that_differ_on_one_member_leave_that_member_open() -> None:
    south = with_body(lane_log(SOUTH, "south", [ONE]), "check", by="South")
    found = fact(lane_agreed(with_body(north(ONE), "check", by="North"), south), "checkers")
    assert found.status == "contested"
    assert found.value == Parties()


def test_goods_without_a_code_are_not_given_one() -> None:
    found = fact(lane_agreed(north()), "cargo")
    assert found.value is None
    assert "no code" in found.why


@pytest.mark.parametrize(
    ("codes", "value"),
    [
        ([{"hs": "1001910000"}], Codes(("hs:100191",))),
        ([{"hs": "1001"}, {}], Codes(("hs:1001",), open=True)),
        ([{"hs": "281410", "un": "1005"}], Codes(("hs:281410", "un_number:1005"))),
        ([{"hs": "100"}], Codes(("hs:10",))),
    ],
)
def test_codes_are_those_of_the_lines(codes: list[dict[str, str]], value: Codes) -> None:
    lines = [{"line": i, "commodity": "Goods", "load_kg": 1, **code} for i, code in enumerate(codes, 1)]
    assert fact(lane_agreed(with_body(north(ONE), "notification", lines=lines)), "cargo").value == value


def test_a_field_is_looked_up_among_the_corridors_own_columns() -> None:
    agreed = lane_agreed(north(SampleVoyage(1, "2022-08-01", extra={"crew": 7, "armed": "true"}), TWO))
    assert [fact(agreed, name).value for name in ("crew", "armed")] == [7, True]
    too_many = lane_agreed(north(SampleVoyage(1, "2022-08-01", extra={"crew": 700})))
    assert "outside 0 to 100" in fact(too_many, "crew").why


def test_what_a_charter_declares_missing_is_unknown_whatever_the_entries_say() -> None:
    missing = [{"table": "check", "column": "team", "type": "text", "says": "No team is published."}]
    found = fact(lane_agreed(with_body(north(missing=missing), "check", by="North")), "checkers")
    assert (found.value, found.why) == (None, "No team is published.")


def test_what_the_rows_cannot_show_is_listed_with_its_reason() -> None:
    shown = {gap.fact: gap for gap in lane_agreed(north()).not_shown()}
    assert "incident.near" in shown["near"].why
    assert "does not say where" in shown["unbound"].why
    assert shown["wait_days"].movements == 1
    assert "quay" not in shown
    assert "flow.passed" not in shown


def test_a_day_without_a_time_may_be_any_instant_of_it() -> None:
    agreed = lane_agreed(north())
    start = day_start(day_from_text("2022-08-01"), 180)
    assert agreed.moments(start) == (start, start + 86_400_000_000 - 1)
    assert agreed.moments(start + 1) == (start + 1, start + 1)


def test_the_order_of_logs_changes_nothing() -> None:
    south = lane_log(SOUTH, "south", [SampleVoyage(1, "2022-08-01", "2022-08-04")])
    there, back = lane_agreed(north(), south), lane_agreed(south, north())
    for movement in there.movements:
        assert there.facts_of("all", movement.id) == back.facts_of("all", movement.id)


def test_a_recorded_movement_can_be_explained_from_its_entries() -> None:
    agreed = two_logs()
    case = case_of(agreed, derived_id("sample", "1"))
    assert case.movement == EntryRef(NORTH, 2)
    assert case.views["south"]["wait_days"] == 3
    assert "wait_days" not in case.views["all"]
    assert case.provenance["north"]["wait_days"].attested_by == ("north",)
    contested = case.provenance["all"]["wait_days"].contested
    assert {one.attested_by for one in contested} == {("north",), ("south",)}
    told = explain(lane_agreement(), "conduct", case).to_json()
    assert told["split"] == "facts"
