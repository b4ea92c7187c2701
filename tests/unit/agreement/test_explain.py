"""Explanations: who reads a movement how, on what facts that rests, and what would change it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from safeconduct.agreement.case import Case, case_from_json
from safeconduct.agreement.errors import AgreementError
from safeconduct.agreement.explain import Cell, Explainer, explain, explanation_text, suggestion
from safeconduct.agreement.explain.sheet import reference
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.model import Agreement
from safeconduct.agreement.ruling import rulings
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement

AT = "2022-12-02T08:14:00.000Z"


@pytest.fixture(scope="module")
def lachin() -> Agreement:
    file = files("safeconduct.corridors") / "lachin-2020" / "agreement.yaml"
    return agreement_from_yaml(file.read_bytes(), "agreement.yaml")


@pytest.fixture(scope="module")
def truck(lachin: Agreement) -> Case:
    """A civilian truck with food that Azerbaijan checked, held 200 minutes on 2 May 2023."""
    return case_from_json(
        lachin,
        {
            "movement": {"log": "P1", "index": 48213},
            "views": {
                "all": {
                    "at": "2023-05-02T08:14:00.000Z",
                    "direction": "inbound",
                    "carrier": "none",
                    "category": "truck",
                    "armed": False,
                    "cargo": ["hs:1001"],
                    "notified": True,
                    "checked_by": {
                        "value": ["az"],
                        "entries": [{"log": "AZ1", "index": 977}],
                        "attested_by": ["az", "rpkf"],
                    },
                    "stopped_by": "none",
                    "delay_min": 200,
                    "patient": False,
                    "mission": "none",
                }
            },
        },
    )


def sample(question: str, facts: dict[str, object], reading: str = "west") -> Cell:
    agreement = sample_agreement()
    case = case_from_json(agreement, {"at": AT, **facts})
    assert question in {"movement", "conduct"}
    explained = explain(agreement, "movement" if question == "movement" else "conduct", case)
    return explained.cell("all", reading)


def changed(old: str, new: str) -> Agreement:
    assert SAMPLE_AGREEMENT.count(old) == 1
    return agreement_from_yaml(SAMPLE_AGREEMENT.replace(old, new), "changed.yaml")


# The case of AGREEMENT.md §5.


def test_the_truck_at_the_disputed_checkpoint(lachin: Agreement, truck: Case) -> None:
    answer = explain(lachin, "conduct", truck).to_json()
    cells = answer.pop("cells")
    assert isinstance(cells, list)
    assert answer == {
        "agreement": f"sha256:{lachin.digest}",
        "movement": {"log": "P1", "index": 48213},
        "question": "conduct",
        "method": "exact",
        "common_ground": [
            {
                "rule": "delay",
                "says": "Traffic is not held up beyond a reasonable time.",
                "because": [{"fact": "delay_min", "value": 200}],
                "limits": [{"limit": "max_delay_min", "value": 120, "unit": "minute", "basis": "assumed"}],
            }
        ],
        "split": "interpretation",
        "issues": ["control", "mandate"],
        "facts": [],
    }
    checked = {
        "fact": "checked_by",
        "has": "az",
        "entries": [{"log": "AZ1", "index": 977}],
        "attested_by": ["az", "rpkf"],
    }
    breach = {
        "view": "all",
        "verdict": "breach",
        "by": "az",
        "rule": "party-checkpoint",
        "clauses": [*lachin.rule("party-checkpoint").clauses],
        "basis": "stated",
        "also": ["unchecked", "delay"],
        "because": [checked],
        "would_change_if": [
            {"change": {"checked_by": []}, "then": "coverage_gap"},
            {"change": {"checked_by": ["rpkf"]}, "then": "impeded"},
        ],
    }
    open_cell = {
        "view": "all",
        "reading": "az",
        "verdict": "indeterminate",
        "possible": ["impeded", "coverage_gap"],
        "needs": ["position of az on mandate"],
        "also": ["delay"],
    }
    assert cells == [{**breach, "reading": "am"}, open_cell, {**breach, "reading": "ru"}]


# Facts.


def test_members_of_a_list_are_named_one_by_one() -> None:
    cell = sample("movement", {"cargo": ["hs:1001", "hs:9301"], "armed": False})
    assert [one.to_json() for one in cell.because] == [{"fact": "cargo", "has": "hs:9301"}]
    assert cell.verdict == "prohibited"


def test_a_permission_rests_on_the_whole_list() -> None:
    facts = {"cargo": ["hs:1001"], "armed": False, "convoy": False, "checked_by": ["obs"]}
    cell = sample("movement", facts)
    assert cell.verdict == "permitted"
    assert not cell.rule
    assert {"fact": "cargo", "value": ["hs:1001"]} in [one.to_json() for one in cell.because]


def test_the_reason_supports_the_rule_that_is_named() -> None:
    facts = {"cargo": ["hs:9301"], "armed": True, "carrier": "none"}
    cell = sample("movement", facts)
    assert cell.rule == "arms"
    assert [one.fact for one in cell.because] == ["cargo"]


def test_if_one_change_is_not_enough_two_are_tried() -> None:
    cell = sample("movement", {"cargo": ["hs:9301"], "armed": True, "carrier": "none", "convoy": False})
    assert [sorted(one.change) for one in cell.would_change_if][:1] == [["armed", "cargo"]]
    assert all(len(one.change) == 2 for one in cell.would_change_if)


def test_the_instant_is_never_changed() -> None:
    cell = sample("conduct", {"delay_min": 100, "checked_by": ["obs"], "direction": "inbound"})
    assert cell.verdict == "impeded"
    assert all("at" not in one.change for one in cell.would_change_if)
    assert [one.to_json() for one in cell.would_change_if if set(one.change) == {"delay_min"}] == [
        {"change": {"delay_min": 60}, "then": "kept"}
    ]


# Who is responsible.


@pytest.mark.parametrize(
    ("checked_by", "by"), [(["east", "obs"], ("east",)), (["east", "west"], ("east", "west")), (["west"], ("west",))]
)
def test_only_parties_that_make_the_rule_hold_are_responsible(checked_by: list[str], by: tuple[str, ...]) -> None:
    assert sample("conduct", {"checked_by": checked_by, "direction": "inbound"}).by == by


def test_a_party_is_unknown_where_the_fact_that_names_it_is_contested() -> None:
    agreement = changed("breach_by: [checked_by]", "breach_by: [carrier]")
    contested = {"contested": [{"value": "east", "attested_by": ["west"]}, {"value": "west", "attested_by": ["east"]}]}
    case = case_from_json(agreement, {"at": AT, "checked_by": ["east"], "carrier": contested})
    assert explain(agreement, "conduct", case).cell("all", "west").by == ("unknown",)


# What is missing.


def test_a_missing_consent_is_named() -> None:
    facts = {"convoy": True, "consents": ["west"], "refusals": [], "armed": False, "cargo": []}
    cell = sample("movement", facts)
    assert (cell.verdict, cell.rule) == ("hold", "convoy-consent")
    assert [str(need) for need in cell.needs] == ["consent of east"]


def test_a_consent_that_is_not_known_is_asked_for() -> None:
    facts = {"convoy": True, "consents": {"yes": ["west"], "no": []}, "refusals": [], "armed": False, "cargo": []}
    cell = sample("movement", {**facts, "checked_by": ["obs", "east"]})
    assert cell.verdict == "indeterminate"
    assert [(str(need), need.settles) for need in cell.needs] == [("consent of east", True)]


def test_contested_values_stay_with_what_is_needed() -> None:
    given = [{"value": 20, "attested_by": ["east"]}, {"value": 200, "attested_by": ["west"]}]
    cell = sample("conduct", {"checked_by": ["obs"], "direction": "inbound", "delay_min": {"contested": given}})
    assert cell.to_json()["contested"] == {"delay_min": given}


def test_unknown_facts_that_hang_together_are_gone_through() -> None:
    """Of `armed` and `!armed` one holds: the walk cannot see that, the completions do."""
    agreement = changed('armed && carrier != "obs"', "armed || !armed")
    case = case_from_json(agreement, {"at": AT, "cargo": [], "convoy": False, "checked_by": ["obs"]})
    explained = explain(agreement, "movement", case)
    assert explained.method == "exact"
    assert {cell.verdict for cell in explained.cells} == {"prohibited"}
    assert {cell.because for cell in explained.cells} == {()}
    ruled = rulings(agreement, "movement", agreement.readings["west"])
    assert decide_at(ruled, case.views["all"]).verdict == "indeterminate"


# Views.


def test_views_that_differ_name_the_fact() -> None:
    agreement = sample_agreement()
    common = {"at": AT, "checked_by": ["obs"], "direction": "inbound"}
    views = {"views": {"east": {**common, "delay_min": 20}, "west": {**common, "delay_min": 200}}}
    explained = explain(agreement, "conduct", case_from_json(agreement, views))
    assert (explained.split, explained.facts, explained.issues) == ("facts", ("delay_min",), ())


def test_common_ground_that_rests_on_different_values_names_the_views() -> None:
    agreement = sample_agreement()
    common = {"at": AT, "checked_by": ["obs"], "direction": "inbound"}
    views = {"views": {"east": {**common, "delay_min": 130}, "west": {**common, "delay_min": 200}}}
    explained = explain(agreement, "conduct", case_from_json(agreement, views))
    (finding,) = explained.common_ground
    assert [(one.view, one.value) for one in finding.because] == [("east", 130), ("west", 200)]
    assert [(one.value, one.basis) for one in finding.limits] == [(90, "stated"), (60, "stated")]
    assert explanation_text(explained, agreement).startswith(
        "In every view and under every reading delay is 130 minutes"
    )


def test_readings_that_differ_by_recognition_name_the_issue_of_the_amendment() -> None:
    agreement = sample_agreement()
    facts = {"at": AT, "checked_by": ["obs"], "cargo": [], "armed": False, "convoy": False, "carrier": "none"}
    explained = explain(agreement, "movement", case_from_json(agreement, facts))
    assert [cell.verdict for cell in explained.cells] == ["hold", "indeterminate", "permitted"]
    assert explained.issues == ("control",)


def test_an_unknown_instant_leaves_every_period_possible() -> None:
    agreement = sample_agreement()
    case = case_from_json(agreement, {"delay_min": 100, "checked_by": ["obs"], "direction": "inbound"})
    explained = explain(agreement, "conduct", case)
    assert explained.method == "fast"
    for cell in explained.cells:
        ruled = rulings(agreement, "conduct", agreement.readings[cell.reading])
        assert cell.outcome == decide_at(ruled, case.views["all"])


# One answer, however it is computed.


def test_the_reference_evaluator_gives_the_same_bytes(lachin: Agreement, truck: Case) -> None:
    as_of = instant_from_text("2023-06-01T00:00:00.000Z")
    for question in ("movement", "conduct"):
        fast = Explainer(lachin, question).explain(truck, as_of=as_of).to_json()
        slow = Explainer(lachin, question, reference).explain(truck, as_of=as_of).to_json()
        assert canonical_bytes(fast) == canonical_bytes(slow)
        assert fast["as_of"] == "2023-06-01T00:00:00.000Z"


# At a post.


@pytest.mark.parametrize(
    ("facts", "outcome", "reading", "ask", "agreed"),
    [
        ({"cargo": ["hs:9301"]}, "turn_back", "east", None, True),
        (
            {"cargo": [], "armed": False, "convoy": False, "checked_by": ["obs", "east"]},
            "let_through",
            "east",
            None,
            True,
        ),
        ({"cargo": [], "armed": False, "convoy": False, "checked_by": ["obs"]}, "hold", "east", "carrier", False),
        (
            {"cargo": [], "convoy": False, "checked_by": ["obs", "east"], "carrier": "none"},
            "hold",
            "east",
            "armed",
            True,
        ),
    ],
)
def test_the_most_cautious_reading_decides_and_is_named(
    facts: dict[str, object], outcome: str, reading: str, ask: str | None, agreed: bool
) -> None:
    agreement = sample_agreement()
    explained = explain(agreement, "movement", case_from_json(agreement, {"at": AT, **facts}))
    found = suggestion(explained)
    asked = None if found.ask is None else str(found.ask)
    assert (found.outcome, found.reading, asked, found.agreed) == (outcome, reading, ask, agreed)


def test_the_operating_reading_decides_if_there_is_one() -> None:
    agreement = sample_agreement()
    facts = {"at": AT, "cargo": [], "armed": False, "convoy": False, "checked_by": ["obs"], "carrier": "none"}
    explained = explain(agreement, "movement", case_from_json(agreement, facts))
    assert suggestion(explained).to_json() == {
        "outcome": "hold",
        "reading": "east",
        "readings": ["east", "obs"],
        "agreed": False,
        "rule": "east-check-first",
        "clauses": ["EAST1"],
    }
    assert suggestion(explained, "west").outcome == "let_through"
    with pytest.raises(AgreementError, match="Did you mean 'west'"):
        suggestion(explained, "wst")
    with pytest.raises(AgreementError, match="'movement'"):
        suggestion(explain(agreement, "conduct", case_from_json(agreement, facts)))
