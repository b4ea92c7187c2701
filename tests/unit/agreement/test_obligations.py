from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement, Obligation
from safeconduct.agreement.obligations import (
    DurationError,
    DutyReport,
    DutyState,
    Tally,
    ViewRecord,
    Window,
    duration_from_text,
    obligation_states,
    score_of,
)
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import US_PER_DAY, day_from_text, day_to_text
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement

DUTIES = """\
obligations:
  - {id: checks, by: [obs], clause: [DEAL/2], basis: agreed, kind: continuous, from: 2022-07-01, met_when: '"obs" in checked_by',
     share_permille: 500, share_basis: assumed, suspended: [{by: east, from: 2022-10-01, until: 2022-10-11, recognised_by: [east], cites: [EAST1]}]}
  - {id: quick, by: [obs], clause: [DEAL/1], basis: agreed, kind: continuous, from: 2022-07-01, met_when: delay_min <= limit.max_delay_min}
  - {id: fuel, by: [west], clause: [DEAL/4], basis: stated, kind: continuous, from: 2022-07-01, met_when: convoy, under: {fuel_rule: [waits]}}
  - {id: plan, by: [east], clause: [DEAL/3], basis: agreed, kind: once, from: 2022-07-01, due: 2022-12-31, met_when: convoy}
  - {id: undated, by: [east], clause: [DEAL/3], basis: agreed, kind: once, met_when: convoy}
  - {id: repair, by: [east], clause: [DEAL/5], basis: agreed, kind: once, due: 2022-12-31, scored_by_person: true}
  - {id: term, by: [east, west], clause: [DEAL/1], basis: agreed, kind: term, from: 2022-07-01, until: 2022-10-29, renews: P120D,
     unless: {notice_by: [east, west], before_end: P30D, seen_in: armed}}
  - {id: by-limit, by: [east, west], clause: [DEAL/1], basis: agreed, kind: term, from: 2022-07-01, until: limit.term_end, renews: P120D}
"""  # noqa: E501 - as a file writes it
TERM_END = """\
  term_end:
    - {from: 2022-07-01, value: "2022-10-29T00:00:00Z", clause: [DEAL/1], basis: agreed}
    - {from: 2022-10-28, value: "2022-12-28T00:00:00Z", clause: [WEST1], basis: stated, under: {control: [observers]}}
    - {from: 2022-10-28, value: "2023-02-26T00:00:00Z", clause: [EAST1], basis: stated, under: {control: [owner]}}
"""


def _agreement() -> Agreement:
    head, _, rest = SAMPLE_AGREEMENT.partition("obligations:\n")
    text = head + TERM_END + DUTIES + rest[rest.index("status:\n") :]
    return agreement_from_yaml(text, "duties.yaml")


AGREEMENT = _agreement()


def _at(day: str) -> int:
    return day_from_text(day) * US_PER_DAY


def _windows(first: str, *facts: Facts | None) -> tuple[Window, ...]:
    start = _at(first)
    return tuple(
        Window(start + day * US_PER_DAY, told or {}, covered=told is not None) for day, told in enumerate(facts)
    )


def _states(as_of: str, agreement: Agreement = AGREEMENT, **views: ViewRecord) -> dict[str, DutyState]:
    return {one.obligation: one for one in obligation_states(agreement, views or {"all": ViewRecord()}, _at(as_of))}


def _cells(duty: DutyState) -> dict[str, tuple[str, str]]:
    return {cell.reading: (cell.state, cell.reason) for cell in duty.cells}


def _set(**yes: bool) -> Facts:
    from safeconduct.agreement.cel import Parties

    inside = frozenset(party for party, held in yes.items() if held)
    return {"checked_by": Parties(inside, frozenset(yes) - inside)}


def _duty(name: str) -> Obligation:
    return next(one for one in AGREEMENT.obligations if one.id == name)


def test_a_duty_that_has_not_begun_is_pending() -> None:
    assert _cells(_states("2022-06-30")["checks"]) == dict.fromkeys(AGREEMENT.readings, ("pending", "not_begun"))


@pytest.mark.parametrize(
    ("told", "state", "reason"),
    [
        ((True, True, False), "met", "share_met"),
        ((True, False, False), "overdue", "share_not_met"),
        ((True, True, None, None), "met", "share_met"),
        ((True, False, False, None), "unknown", "windows_untold"),
        ((False, False, False, None), "overdue", "share_not_met"),
        ((None, None), "unknown", "not_covered"),
    ],
)
def test_a_continuous_duty_is_judged_by_all_its_windows(told: tuple[bool | None, ...], state: str, reason: str) -> None:
    windows = _windows("2022-07-01", *(None if one is None else _set(obs=one) for one in told))
    duty = _states("2022-08-01", all=ViewRecord({"checks": windows}))["checks"]
    assert set(_cells(duty).values()) == {(state, reason)}
    assert duty.state == state


def test_a_window_with_a_missing_fact_is_neither_met_nor_failed() -> None:
    windows = _windows("2022-07-01", _set(obs=True), {})
    tally = _states("2022-08-01", all=ViewRecord({"checks": windows}))["checks"].cells[0].tally
    assert tally == Tally(covered=2, met=1, failed=0)


def test_windows_that_begin_at_or_after_the_instant_asked_for_do_not_count() -> None:
    windows = _windows("2022-07-30", _set(obs=True), _set(obs=True), _set(obs=False))
    tally = _states("2022-08-01", all=ViewRecord({"checks": windows}))["checks"].cells[0].tally
    assert tally == Tally(covered=2, met=2, failed=0)


def test_windows_before_the_duty_began_do_not_count() -> None:
    windows = _windows("2022-06-29", *[_set(obs=False)] * 2, _set(obs=True))
    tally = _states("2022-08-01", all=ViewRecord({"checks": windows}))["checks"].cells[0].tally
    assert tally == Tally(covered=1, met=1, failed=0)


def test_a_suspension_counts_only_for_those_who_recognise_it() -> None:
    windows = _windows("2022-09-30", *[_set(obs=True)] * 2, *[_set(obs=False)] * 9)
    duty = _states("2022-10-05", all=ViewRecord({"checks": windows}))["checks"]
    assert duty.state == "contested"
    east = next(cell for cell in duty.cells if cell.reading == "east")
    assert (east.state, east.recognised_by, east.cites) == ("suspended", ("east",), ("EAST1",))
    after = _states("2022-10-11", all=ViewRecord({"checks": windows}))["checks"]
    by_reading = {cell.reading: cell.tally for cell in after.cells}
    assert by_reading["east"] == Tally(covered=1, met=1, failed=0, suspended=10)
    assert by_reading["west"] == Tally(covered=11, met=2, failed=9)
    assert _cells(after)["east"] == ("met", "share_met")
    assert _cells(after)["west"] == ("overdue", "share_not_met")


def test_a_limit_that_depends_on_the_reading_is_taken_from_it() -> None:
    windows = _windows("2022-12-05", {"delay_min": 80})
    duty = _states("2022-12-31", all=ViewRecord({"quick": windows}))["quick"]
    assert {reading: state for reading, (state, _) in _cells(duty).items()} == {
        "east": "met",
        "west": "overdue",
        "obs": "overdue",
    }
    assert duty.state == "contested"


def test_a_duty_of_one_position_is_absent_or_unknown_elsewhere() -> None:
    duty = _states("2022-08-01", all=ViewRecord({"fuel": _windows("2022-07-01", {"convoy": True})}))["fuel"]
    assert _cells(duty) == {
        "east": ("absent", "not_held"),
        "obs": ("unknown", "windows_untold"),
        "west": ("met", "share_met"),
    }


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"flow.asked": 4, "flow.passed": 4}, "met"),
        ({"flow.asked": 4, "flow.passed": 0}, "overdue"),
        ({"flow.asked": 4}, "unknown"),
        ({"flow.asked": 4, "flow.passed": 0, "status": "open"}, "met"),
        ({"flow.asked": 4, "flow.passed": 4, "status": None}, "unknown"),
    ],
)
def test_a_duty_to_keep_the_road_open_follows_from_the_status_table(facts: Facts, state: str) -> None:
    record = ViewRecord({"open-road": _windows("2022-07-01", facts)})
    assert _states("2022-08-01", sample_agreement(), all=record)["open-road"].state == state


def test_views_that_differ_make_a_duty_contested() -> None:
    good, bad = (ViewRecord({"checks": _windows("2022-07-01", _set(obs=told))}) for told in (True, False))
    duty = _states("2022-08-01", east=good, west=bad)["checks"]
    assert duty.state == "contested"
    assert [(cell.view, cell.state) for cell in duty.cells if cell.reading == "obs"] == [
        ("east", "met"),
        ("west", "overdue"),
    ]


def test_counts_made_elsewhere_are_used_as_they_are() -> None:
    counted = Tally(covered=10, met=1, failed=5, total=12)
    record = ViewRecord({}, {("checks", "west"): counted})
    cells = {cell.reading: cell for cell in _states("2022-08-01", all=record)["checks"].cells}
    assert cells["west"].tally is counted
    assert cells["east"].state == "unknown"
    assert cells["west"].to_json()["windows"] == {"covered": 10, "met": 1, "not_met": 5, "windows": 12}


@pytest.mark.parametrize(
    ("day", "convoy", "state"),
    [
        ("2022-08-01", False, "pending"),
        ("2022-08-01", None, "pending"),
        ("2022-12-31", False, "pending"),
        ("2023-01-01", False, "overdue"),
        ("2023-01-01", None, "unknown"),
        ("2022-08-01", True, "met"),
    ],
)
def test_a_duty_with_a_due_date(day: str, convoy: bool | None, state: str) -> None:
    assert _states(day, all=ViewRecord(facts={"convoy": convoy}))["plan"].state == state


def test_a_duty_without_a_due_date_never_becomes_overdue() -> None:
    assert _states("2030-01-01")["undated"].cells[0].reason == "no_due_date"


def test_a_duty_scored_by_a_person_waits_for_a_report() -> None:
    assert _states("2022-12-01")["repair"].state == "pending"
    assert _states("2023-02-01")["repair"].cells[0].reason == "waits_for_report"
    reports = tuple(
        DutyReport("Observer A. B.", _at(day), state, score, ("P1:7",))
        for day, state, score in (("2023-01-05", "overdue", 1), ("2023-01-20", "met", 3), ("2023-03-01", "overdue", 0))
    )
    duty = _states("2023-02-01", all=ViewRecord(reports={"repair": reports}))["repair"]
    assert duty.state == "met"
    told = duty.cells[0].to_json()
    assert told["score"] == 3
    assert told["report"] == {
        "by": "Observer A. B.",
        "at": "2023-01-20T00:00:00.000Z",
        "state": "met",
        "score": 3,
        "evidence": ["P1:7"],
    }


def _term(day: str, notice: bool | None = False, name: str = "term") -> DutyState:
    return _states(day, all=ViewRecord(facts={"armed": notice}))[name]


@pytest.mark.parametrize(
    ("day", "notice", "state", "reason"),
    [
        ("2022-10-28", None, "pending", "runs"),
        ("2022-10-29", False, "pending", "renewed"),
        ("2022-10-29", None, "unknown", "renewal_unknown"),
        ("2022-10-29", True, "unknown", "notice_undated"),
        ("2024-01-01", False, "pending", "renewed"),
    ],
)
def test_a_term_renews_itself_unless_notice_is_given(day: str, notice: bool | None, state: str, reason: str) -> None:
    assert set(_cells(_term(day, notice)).values()) == {(state, reason)}


def test_a_term_says_when_it_ends_and_until_when_notice_can_be_given() -> None:
    term = _term("2022-11-01").cells[0].to_json()["term"]
    assert term == {
        "renewals": 1,
        "end": "2023-02-26T00:00:00.000Z",
        "notice_until": "2023-01-27T00:00:00.000Z",
        "would_renew_to": "2023-06-26T00:00:00.000Z",
    }


@pytest.mark.parametrize(
    ("notice", "day", "reason", "end"),
    [
        ("2022-09-29", "2022-11-01", "ended_by_notice", "2022-10-29"),
        ("2022-09-30", "2022-11-01", "renewed", "2023-02-26"),
        ("2022-09-30", "2023-03-01", "ended_by_notice", "2023-02-26"),
    ],
)
def test_a_notice_with_a_date_ends_the_term_for_which_it_came_in_time(
    notice: str, day: str, reason: str, end: str
) -> None:
    record = ViewRecord(facts={"armed": _at(notice)})
    term = _states(day, all=record)["term"].cells[0].term
    assert term is not None
    assert term.end is not None
    assert (term.reason, day_to_text(term.end // US_PER_DAY)) == (reason, end)


def test_a_term_that_ends_at_a_limit_ends_when_the_limit_says() -> None:
    assert _term("2022-10-27", name="by-limit").state == "pending"
    disputed = _term("2022-11-15", name="by-limit")
    assert disputed.state == "contested"
    assert {cell.state for cell in disputed.cells} == {"pending"}
    late = _term("2023-01-15", name="by-limit")
    assert _cells(late) == {"east": ("pending", "runs"), "obs": ("met", "ended"), "west": ("met", "ended")}


def test_an_amendment_that_takes_a_duty_away_suspends_it_for_those_who_recognise_it() -> None:
    amended = replace(AGREEMENT.amendments[0], adds=(), removes=("obligations.plan",))
    duty = _states("2022-09-02", replace(AGREEMENT, amendments=(amended,)))["plan"]
    assert _cells(duty) == {
        "east": ("suspended", "amendment east-checkpoint"),
        "obs": ("unknown", "reading_silent"),
        "west": ("pending", "not_yet_due"),
    }


@pytest.mark.parametrize(
    ("met", "covered", "score"), [(0, 10, 0), (99, 1000, 0), (100, 1000, 1), (499, 1000, 1), (500, 1000, 2),
                                  (949, 1000, 2), (950, 1000, 3), (7, 7, 3)]
)  # fmt: skip
def test_scores_have_four_steps(met: int, covered: int, score: int) -> None:
    found = score_of(Tally(covered, met, covered - met))
    assert found is not None
    assert found.to_json() == score


def test_a_score_with_windows_untold_is_a_range_and_without_any_is_none() -> None:
    found = score_of(Tally(covered=10, met=4, failed=2))
    assert found is not None
    assert found.to_json() == {"low": 1, "high": 2}
    assert score_of(Tally(covered=0, met=0, failed=0, total=5)) is None


def test_every_state_has_a_canonical_form() -> None:
    windows = _windows("2022-07-01", _set(obs=True), {})
    for one in obligation_states(
        sample_agreement(), {"all": ViewRecord({"observers-check": windows})}, _at("2023-01-01")
    ):
        assert canonical_bytes(one.to_json())
    assert _duty("checks").share_permille == 500


@pytest.mark.parametrize(
    ("text", "start", "times", "end"),
    [
        ("P5Y", "2020-11-10", 1, "2025-11-10"),
        ("P6M", "2025-11-10", -1, "2025-05-10"),
        ("P1M", "2023-01-31", 1, "2023-02-28"),
        ("P1M", "2023-01-31", 3, "2023-04-30"),
        ("P1Y", "2024-02-29", 1, "2025-02-28"),
        ("P120D", "2022-07-22", 2, "2023-03-19"),
        ("P2W", "2022-07-22", 1, "2022-08-05"),
        ("P1M1D", "2023-01-31", 1, "2023-03-01"),
        ("PT36H", "2022-07-22", 2, "2022-07-25"),
    ],
)
def test_durations_follow_the_calendar(text: str, start: str, times: int, end: str) -> None:
    assert day_to_text(duration_from_text(text).after(_at(start), times) // US_PER_DAY) == end


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "5Y", "P-1D", "P1.5D", "p1d", "P٣D", "P0D", "P1D ", "P1H", "PT1D"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DurationError):
        duration_from_text(text)


def test_a_date_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(DurationError, match="beyond the year 9999"):
        duration_from_text("P9999Y").after(0)
    with pytest.raises(DurationError):
        duration_from_text("P9999Y").after(0, -1)
