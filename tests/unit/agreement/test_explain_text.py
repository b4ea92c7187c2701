# ruff: noqa: RUF001 - Cyrillic words
"""Explanations as text: the sentences about a shipped corridor in each language."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from safeconduct.agreement.back.phrases import LANGS, Lang
from safeconduct.agreement.case import Case, case_from_json
from safeconduct.agreement.explain import explain, explanation_text
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import QUESTIONS, Agreement, Question
from safeconduct.testing.agreements import SAMPLE_AGREEMENT

AT = "2022-12-02T08:14:00.000Z"
HELD = {
    "at": "2023-05-02T08:14:00.000Z",
    "direction": "inbound",
    "carrier": "none",
    "category": "truck",
    "armed": False,
    "cargo": ["hs:1001"],
    "notified": True,
    "checked_by": {"value": ["az"], "entries": [{"log": "AZ1", "index": 977}], "attested_by": ["az", "rpkf"]},
    "stopped_by": "none",
    "delay_min": 200,
    "patient": False,
    "mission": "none",
}


@pytest.fixture(scope="module")
def lachin() -> Agreement:
    file = files("safeconduct.corridors") / "lachin-2020" / "agreement.yaml"
    return agreement_from_yaml(file.read_bytes(), "agreement.yaml")


@pytest.fixture(scope="module")
def truck(lachin: Agreement) -> Case:
    """A civilian truck with food that Azerbaijan checked, held 200 minutes on 2 May 2023."""
    return case_from_json(lachin, HELD)


def changed(old: str, new: str) -> Agreement:
    assert SAMPLE_AGREEMENT.count(old) == 1
    return agreement_from_yaml(SAMPLE_AGREEMENT.replace(old, new), "changed.yaml")


def test_the_first_sentence_is_what_nobody_disputes(lachin: Agreement, truck: Case) -> None:
    explained = explain(lachin, "conduct", truck)
    first = {lang: explanation_text(explained, lachin, lang).partition("\n")[0] for lang in ("en", "ru", "ar")}
    held = "Under every reading the delay at the post is 200 minutes, longer than 120 minutes (assumed limit). "
    assert first["en"].startswith(held)
    assert first["ru"].startswith("При любом прочтении задержка у поста — 200 мин, дольше, чем 120 мин (предел, при")
    assert "التأخير عند النقطة" in first["ar"]
    assert "حد مفترض" in first["ar"]


def test_the_text_names_issues_positions_and_what_is_missing(lachin: Agreement, truck: Case) -> None:
    lines = explanation_text(explain(lachin, "conduct", truck), lachin).split("\n")
    assert lines[1] == "The facts are not disputed; the text is read in different ways."
    assert lines[2].startswith(lachin.issues["control"].asks["en"])
    assert lines[2].endswith(
        "? Armenia, Russian Federation: “Only the peacekeeping contingent”; Azerbaijan: “The state on whose territory"
        " the road lies controls entry and exit”."
    )
    assert "Azerbaijan: no position known" in lines[3]
    assert lines[4].startswith("Reading of Armenia, Russian Federation: breach. Responsible: Azerbaijan. ")
    assert lines[5].startswith(
        "Reading of Azerbaijan: not decided, impeded or coverage gap. To decide it: the position of"
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_sentence_about_a_shipped_corridor_has_an_id_or_doubled_punctuation(
    lachin: Agreement, truck: Case, question: Question, lang: Lang
) -> None:
    said = explanation_text(explain(lachin, question, truck), lachin, lang)
    assert not re.findall(r"\.\.|,,|;;|;\.|[a-z]_[a-z]|hs:", said)
    if lang != "en":  # what is quoted, codes and references stand in Latin letters
        assert not re.findall(r"[a-z]{3,}", re.sub("«[^»]*»", "", said))


def movement(lachin: Agreement, **facts: object) -> str:
    case = case_from_json(lachin, {"at": "2023-05-02T08:14:00.000Z", **facts})
    return explanation_text(explain(lachin, "movement", case), lachin)


def test_values_are_said_in_words(lachin: Agreement) -> None:
    known = {"carrier": "none", "cargo": ["hs:1001"], "mission": "none", "checked_by": ["az", "rpkf"]}
    said = movement(lachin, armed=False, notified=True, **known)
    assert (
        "Because the cargo is HS 1001, Azerbaijan is among the parties checking the vehicle, the outside mission is"
        " “none” and it is not so that somebody in the vehicle carries arms. "
    ) in said
    assert "If somebody in the vehicle carries arms, the answer would be: prohibited." in said
    assert "If only Russian peacekeeping contingent is among the parties checking the vehicle, " in said
    assert "To decide it: whether somebody in the vehicle carries arms" in movement(lachin, notified=True, **known)


def test_members_on_the_same_evidence_are_named_together() -> None:
    agreement = changed("of: [east, west], missing: hold", "of: [east, west, obs], missing: hold")
    facts = {"at": AT, "convoy": True, "consents": ["east", "west", "obs"], "armed": False, "cargo": []}
    case = case_from_json(agreement, {**facts, "refusals": [], "checked_by": ["obs", "east"]})
    said = explanation_text(explain(agreement, "movement", case), agreement)
    assert "East, Observers and West are among “consents”" in said
    unchecked = """'!("obs" in checked_by) && !("east" in checked_by)'"""
    agreement = changed('armed && carrier != "obs"', unchecked)
    case = case_from_json(agreement, {"at": AT, "cargo": [], "checked_by": ["west"]})
    said = explanation_text(explain(agreement, "movement", case), agreement)
    assert "East and Observers are not among “checked by”" in said
