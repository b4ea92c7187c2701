from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.agreement.cel import Kind, Parties
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import Compare, Fact, Literal
from safeconduct.agreement.logic import decide, decide_at
from safeconduct.agreement.model import Agreement, LimitRow
from safeconduct.agreement.ruling import (
    Ruling,
    amendment_holds,
    limit_value,
    part_holds,
    positions_at,
    rulings,
    under_holds,
)
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import sample_agreement


def us(day: str) -> int:
    return instant_from_text(f"{day}T00:00:00.000Z")


JULY, SEPTEMBER, DECEMBER = us("2022-07-15"), us("2022-09-15"), us("2022-12-15")


@pytest.fixture
def sample() -> Agreement:
    return sample_agreement()


def ruling(sample: Agreement, question: str, reading: str, at: int) -> Ruling:
    assert question in {"movement", "conduct"}
    held = rulings(sample, "movement" if question == "movement" else "conduct", sample.readings[reading])
    return held.at(at)


def rules(found: Ruling) -> list[tuple[str, bool]]:
    return [(step.rule, step.sure) for step in found.steps]


def test_a_rule_restricted_to_a_position_is_left_out_kept_or_unsure(sample: Agreement) -> None:
    kept = [name for name, _ in rules(ruling(sample, "movement", "west", JULY))]
    assert kept == ["arms", "armed-persons", "convoy-consent", "convoy-consent", "fuel-waits"]
    assert "fuel-waits" not in [name for name, _ in rules(ruling(sample, "movement", "east", JULY))]
    assert ("fuel-waits", False) in rules(ruling(sample, "movement", "obs", JULY))  # silent on the issue


def test_a_position_that_changes_with_time_changes_the_rules(sample: Agreement) -> None:
    assert "party-check" in [name for name, _ in rules(ruling(sample, "conduct", "east", JULY))]
    assert "party-check" not in [name for name, _ in rules(ruling(sample, "conduct", "east", SEPTEMBER))]
    assert positions_at(sample.readings["east"], JULY)["control"] == "observers"
    assert positions_at(sample.readings["east"], SEPTEMBER)["control"] == "owner"


def test_an_amendment_holds_where_it_is_recognised_and_is_unknown_where_nobody_said(sample: Agreement) -> None:
    (amendment,) = sample.amendments
    held = {name: amendment_holds(amendment, reading, SEPTEMBER) for name, reading in sample.readings.items()}
    assert held == {"east": True, "west": False, "obs": None}
    assert amendment_holds(amendment, sample.readings["east"], JULY) is False
    assert amendment_holds(amendment, sample.readings["east"], None) is False
    path = "rules.east-check-first"
    assert [part_holds(sample, path, sample.readings[name], SEPTEMBER) for name in ("east", "west", "obs")] == [
        True,
        False,
        None,
    ]
    assert part_holds(sample, "rules.arms", sample.readings["west"], SEPTEMBER) is True


def test_a_part_that_an_amendment_removes_or_replaces_stands_without_it_only(sample: Agreement) -> None:
    (amendment,) = sample.amendments
    removing = replace(sample, amendments=(replace(amendment, adds=(), removes=("rules.arms",)),))
    swapping = replace(sample, amendments=(replace(amendment, adds=(), replaces={"rules.arms": "rules.delay"}),))
    for changed in (removing, swapping):
        assert part_holds(changed, "rules.arms", changed.readings["east"], SEPTEMBER) is False
        assert part_holds(changed, "rules.arms", changed.readings["east"], JULY) is True
    assert part_holds(swapping, "rules.delay", swapping.readings["east"], SEPTEMBER) is True
    assert part_holds(swapping, "rules.delay", swapping.readings["east"], JULY) is False


def test_a_limit_is_the_latest_row_that_applies(sample: Agreement) -> None:
    limit = sample.limits["max_delay_min"]
    by_reading = {
        name: [limit_value(limit, positions_at(reading, at), at) for at in (us("2022-06-01"), JULY, DECEMBER)]
        for name, reading in sample.readings.items()
    }
    assert by_reading == {"west": [None, 120, 60], "east": [None, 120, 90], "obs": [None, 120, 60]}
    silent = {"control": None}
    assert limit_value(limit, silent, DECEMBER) is None  # 60, 90 or 120: not known
    same = replace(limit, rows=(limit.rows[0], LimitRow(DECEMBER, 120, "stated", under={"control": ("owner",)})))
    assert limit_value(same, silent, DECEMBER) == 120  # either row says the same


def test_limits_are_written_into_the_conditions(sample: Agreement) -> None:
    (step,) = [one for one in ruling(sample, "conduct", "west", DECEMBER).steps if one.rule == "delay"]
    assert step.tree == Compare(">", Fact(Kind.INT, "delay_min"), Literal(Kind.INT, 60))


def test_consents_become_a_refusal_and_a_missing_consent(sample: Agreement) -> None:
    found = ruling(sample, "movement", "west", JULY)
    steps = [step for step in found.steps if step.rule == "convoy-consent"]
    assert [step.verdict for step in steps] == ["prohibited", "hold"]

    def verdict(consents: Parties, refusals: Parties) -> tuple[str, ...]:
        facts: Facts = {"convoy": True, "consents": consents, "refusals": refusals}
        return decide(replace(found, steps=tuple(steps)), facts).possible

    both, none = frozenset({"east", "west"}), Parties(no=frozenset({"east", "west", "obs"}))
    east, west = frozenset({"east"}), frozenset({"west"})
    assert verdict(Parties(both), none) == ("permitted",)
    assert verdict(Parties(east, west), none) == ("hold",)
    assert verdict(Parties(east, west), Parties(yes=west)) == ("prohibited",)
    assert verdict(Parties(east), none) == ("permitted", "hold")
    assert verdict(Parties(east, west), Parties()) == ("hold", "prohibited")
    assert verdict(Parties(both), Parties(no=east)) == ("permitted", "prohibited")


def test_under_several_issues_all_must_be_held() -> None:
    positions = {"a": "x", "b": "y", "c": None}
    assert under_holds({}, positions) is True
    assert under_holds({"a": ("x",), "b": ("y", "z")}, positions) is True
    assert under_holds({"a": ("x",), "c": ("y",)}, positions) is None
    assert under_holds({"a": ("w",), "c": ("y",)}, positions) is False


def test_facts_of_a_ruling_are_those_its_steps_use_in_the_order_of_the_agreement(sample: Agreement) -> None:
    assert ruling(sample, "conduct", "east", SEPTEMBER).facts == ("checked_by", "delay_min", "direction")


def test_an_unknown_instant_leaves_open_what_differs_between_periods(sample: Agreement) -> None:
    held = rulings(sample, "movement", sample.readings["east"])
    facts: Facts = {"armed": False, "convoy": False, "cargo": None, "checked_by": Parties(no=frozenset({"east"}))}
    known: Facts = {**facts, "carrier": "none"}
    assert decide_at(held, {**known, "at": SEPTEMBER}).possible == ("hold", "prohibited")
    assert decide_at(held, {**known, "at": JULY}).possible == ("permitted", "prohibited")
    assert decide_at(held, known).possible == ("permitted", "hold", "prohibited")
    assert decide_at(held, known).matched == ()
