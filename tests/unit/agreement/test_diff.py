from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from safeconduct.agreement.case import case_from_json
from safeconduct.agreement.cel import Codes
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.diff import Change, Difference, Matrix, diff_agreements
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.model import Agreement
from safeconduct.agreement.ruling import rulings
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement

LATER = instant_from_text("2023-02-01T00:00:00.000Z")


def _changed(*pairs: tuple[str, str]) -> Agreement:
    text = SAMPLE_AGREEMENT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return agreement_from_yaml(text, "new.yaml")


def _diff(*pairs: tuple[str, str]) -> Difference:
    return diff_agreements(sample_agreement(), _changed(*pairs))


def _rules_changed(change: Callable[[list[dict[str, Any]]], object]) -> Difference:
    document = json.loads(sample_agreement().document)
    change(document["rules"])
    return diff_agreements(sample_agreement(), agreement_from_yaml(json.dumps(document), "new.yaml"))


def _matrix(difference: Difference, question: str, reading: str, over: str = "regions") -> Matrix:
    (found,) = (
        one for one in difference.matrices if (one.question, one.reading, one.over) == (question, reading, over)
    )
    return found


def _only(difference: Difference) -> Change:
    (found,) = difference.changes
    return found


def test_an_agreement_is_the_same_as_itself() -> None:
    found = diff_agreements(sample_agreement(), sample_agreement())
    assert found.same
    assert found.changes == ()
    assert all(matrix.changed == 0 for matrix in found.matrices)
    assert {matrix.reading for matrix in found.matrices} == {"west", "east", "obs"}


def test_a_note_changes_the_file_and_no_verdict() -> None:
    found = _diff(("Which list of arms", "Whose list of arms"))
    assert _only(found).part == "open_questions.1"
    assert found.same_verdicts
    assert not found.same


def test_a_limit_changes_verdicts_with_counts_and_witnesses() -> None:
    found = _diff(("value: 120", "value: 150"))
    change = _only(found)
    assert (change.part, change.how) == ("limits.max_delay_min", "changed")
    assert change.old_line == change.new_line == sample_agreement().limits["max_delay_min"].line
    matrix = _matrix(found, "conduct", "west")
    assert set(matrix.counts) >= {("impeded", "kept"), ("kept", "kept")}
    assert matrix.changed == matrix.counts["impeded", "kept"] > 0
    witness = matrix.witnesses[0]
    assert (witness.old, witness.new, witness.old_rule, witness.new_rule) == ("impeded", "kept", "delay", "")
    assert "delay_min: 121 minute" in witness.words
    assert _matrix(found, "movement", "west").changed == 0


def test_every_witness_really_changed() -> None:
    new = _changed(("value: 120", "value: 150"), ('&& direction == "inbound"', ""), ("then: prohibited", "then: hold"))
    found = diff_agreements(sample_agreement(), new)
    shown = [(matrix, witness) for matrix in found.matrices for witness in matrix.witnesses]
    assert len(shown) >= 6
    for matrix, witness in shown:
        for agreement, verdict in ((sample_agreement(), witness.old), (new, witness.new)):
            facts = case_from_json(agreement, witness.movement).views["all"]
            ruled = rulings(agreement, matrix.question, agreement.readings[matrix.reading])
            assert decide_at(ruled, facts).verdict == verdict


def test_the_nearest_witnesses_differ_from_the_ordinary_in_the_fewest_facts() -> None:
    matrix = _matrix(_rules_changed(lambda rules: rules[0].update(then="hold")), "movement", "obs")
    assert len(matrix.witnesses) == 3
    assert "cargo: hs:93" in matrix.witnesses[0].words
    assert "not armed" in matrix.witnesses[0].words
    assert "not convoy" in matrix.witnesses[0].words


def test_rules_added_removed_and_moved() -> None:
    moved = _rules_changed(lambda rules: rules.insert(0, rules.pop(1)))
    assert [change.how for change in moved.changes] == ["moved to place 1 of 8"]
    assert moved.same_verdicts
    gone = _rules_changed(lambda rules: rules.pop(1))
    assert [(change.part, change.how) for change in gone.changes] == [("rules.armed-persons", "removed")]
    assert gone.changes[0].new_line == 0
    assert not gone.same_verdicts
    back = _rules_changed(lambda rules: rules.insert(1, {**rules[1], "id": "again"}))
    assert [(change.part, change.how) for change in back.changes] == [("rules.again", "added")]


def test_a_change_names_the_amendment_that_explains_it_and_who_recognises_it() -> None:
    found = _diff(('!("east" in checked_by) && carrier', '!("east" in checked_by || "obs" in checked_by) && carrier'))
    change = _only(found)
    assert (change.amendment, change.recognised_by) == ("east-checkpoint", ("east",))
    witness = _matrix(found, "movement", "east").witnesses[0]
    assert (witness.amendment, witness.recognised_by) == ("east-checkpoint", ("east",))
    assert _matrix(found, "movement", "west").changed == 0
    plain = _matrix(_diff(("value: 120", "value: 150")), "conduct", "west").witnesses[0]
    assert plain.to_json()["amendment"] == "none"


def test_verdicts_on_recorded_movements_are_counted_too() -> None:
    movements: list[Facts] = [
        {"at": LATER, "delay_min": 70, "checked_by": None},
        {"at": LATER, "delay_min": 20, "cargo": Codes(("hs:1001",))},
    ]
    new = _changed(("value: 60", "value: 80"))
    found = diff_agreements(sample_agreement(), new, movements)
    matrix = _matrix(found, "conduct", "west", "movements")
    assert sum(matrix.counts.values()) == 2
    assert matrix.changed == 1
    assert matrix.witnesses[0].movement == {"at": "2023-02-01T00:00:00.000Z", "delay_min": 70}


def test_a_fact_of_another_type_cannot_be_compared_and_this_is_said() -> None:
    found = _diff(
        ("convoy: {type: bool", "convoy: {type: enum, of: [none, small]"),
        ("when: convoy\n", "when: 'convoy == \"small\"'\n"),
    )
    assert not found.same_verdicts
    assert "convoy" in found.not_compared[0]


def test_too_many_combinations_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.agreement.region.table.REGION_CELLS_MAX", 2)
    found = diff_agreements(sample_agreement(), sample_agreement())
    assert found.not_compared
    assert not found.same


def test_a_difference_as_json() -> None:
    told = json.loads(json.dumps(_diff(("value: 120", "value: 150")).to_json()))
    assert set(told) == {"old", "new", "changes", "verdicts", "not_compared"}
    assert told["changes"][0]["keys"] == ["value"]
    assert all(set(row) == {"old", "new", "count"} for matrix in told["verdicts"] for row in matrix["counts"])
