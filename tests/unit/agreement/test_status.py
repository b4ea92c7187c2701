from __future__ import annotations

import pytest

from safeconduct.agreement.cel import CodeList, Codes, Condition, FactType, Kind, Parties, Vocabulary, load_condition
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.model import StatusTable
from safeconduct.agreement.status import limit_facts, missing_facts, status_of
from safeconduct.agreement.timeline import Since, Timeline
from safeconduct.base.instant import US_PER_DAY, day_from_text
from safeconduct.testing.agreements import sample_agreement

AT = day_from_text("2022-10-01") * US_PER_DAY


def _table() -> StatusTable:
    table = sample_agreement().status
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("facts", "state", "line"),
    [
        ({"flow.asked": 5, "flow.passed": 0}, "closed", 0),
        ({"flow.asked": 5, "flow.passed": 2}, "restricted", 1),
        ({"flow.asked": 5, "flow.passed": 3}, "open", 2),
    ],
)
def test_the_first_line_that_holds_gives_the_state(facts: Facts, state: str, line: int) -> None:
    outcome = status_of(_table(), facts, AT)
    assert (outcome.state, outcome.line, outcome.reason) == (state, line, "line")
    assert outcome.value() == state
    assert outcome.to_json() == {"state": state, "line": line, "reason": "line"}


def test_open_has_to_be_earned() -> None:
    outcome = status_of(_table(), {"flow.asked": 5, "flow.passed": None}, AT)
    assert outcome.to_json() == {"state": "unknown", "line": 0, "reason": "undecided", "missing": ["flow.passed"]}
    assert outcome.value() is None


def test_a_line_known_not_to_hold_is_passed_over_though_a_fact_is_missing() -> None:
    outcome = status_of(_table(), {"flow.passed": 3}, AT)
    assert (outcome.line, outcome.missing) == (1, ("flow.asked",))


def test_no_line_that_holds_is_unknown() -> None:
    outcome = status_of(_table(), {"flow.asked": 0, "flow.passed": 0}, AT)
    assert outcome.to_json() == {"state": "unknown", "reason": "no_line"}


def test_a_line_whose_list_has_no_version_yet_leaves_the_state_unknown() -> None:
    table = _table()
    first = table.lines[0]
    later: Timeline[Condition | None] = Timeline((Since(None, None), Since(AT + 1, first.condition.at(AT))))
    dated = StatusTable(table.window, table.per, (type(first)("closed", first.text, later), *table.lines[1:]))
    facts = {"flow.asked": 5, "flow.passed": 0}
    assert status_of(dated, facts, AT).to_json() == {"state": "unknown", "line": 0, "reason": "no_list"}
    assert status_of(dated, facts, AT + 1).state == "closed"


def test_limits_are_facts_of_a_reading_at_an_instant() -> None:
    one = sample_agreement()
    early, late = (day_from_text(day) * US_PER_DAY for day in ("2022-10-01", "2022-12-02"))
    at = {name: [limit_facts(one, reading, when)["limit.max_delay_min"] for when in (early, late)]
          for name, reading in one.readings.items()}  # fmt: skip
    assert at == {"east": [120, 90], "obs": [120, 60], "west": [120, 60]}
    assert limit_facts(one, one.readings["west"], 0) == {"limit.max_delay_min": None}


def test_a_fact_of_which_a_part_is_open_counts_as_missing() -> None:
    vocabulary = Vocabulary(
        {"cargo": FactType(Kind.CODES), "by": FactType(Kind.PARTIES, ("a", "b")), "ok": FactType(Kind.BOOL)},
        {"arms": CodeList(prefixes=("hs:93",))},
    )
    tree = load_condition('cargo.exists(c, c in list.arms) || "a" in by || ok', vocabulary).tree
    known: Facts = {"cargo": Codes(("hs:1001",)), "by": Parties(frozenset({"b"}), frozenset({"a"})), "ok": False}
    partly: Facts = {"cargo": Codes(open=True), "by": Parties(frozenset({"b"})), "ok": False}
    assert missing_facts(tree, known) == ()
    assert missing_facts(tree, partly) == ("by", "cargo")
