"""Cases of the same classes are explained alike, so one outline serves them all, and nothing of it is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest

from safeconduct.agreement.case import Case, EntryRef, Provenance
from safeconduct.agreement.case.model import Attested
from safeconduct.agreement.cel import Codes, Kind, Parties
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import FactType, Value
from safeconduct.agreement.explain import Explainer, Explanation
from safeconduct.agreement.explain.classes import Classes
from safeconduct.agreement.explain.kept import Kept
from safeconduct.agreement.explain.outline import Outline
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement, Question
from safeconduct.base.canonical import canonical_bytes
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement
from safeconduct.testing.movements import random_movements

AT = 1_669_968_840_000_000
CARRIED: dict[str, Value | None] = {"at": AT, "armed": False, "convoy": False, "carrier": "none"}
OBSERVERS = "role: neutral_controller}\n"
MORE_PARTIES = OBSERVERS + "".join(f"  {one}: {{name: {{en: {one}}}, role: humanitarian}}\n" for one in ("aid", "farm"))
DELAY = "when: delay_min > limit.max_delay_min\n    then: impeded"
CONDITIONS = (
    'size(cargo) > 2 && carrier == "east"',
    "carrier in checked_by",
    "delay_min + size(checked_by) > 100",
    'checked_by.exists(p, p.startsWith("e"))',
    'carrier.startsWith("e")',
    "delay_min > 10 && delay_min < 30 || delay_min == 77",
    'cargo.all(c, c.startsWith("hs:27"))',
    'carrier != "farm" && delay_min > 9',
    '(armed ? delay_min : 50) > 40 && "aid" in checked_by',
)


def corridor(name: str) -> Agreement:
    file = files("safeconduct.corridors") / name / "agreement.yaml"
    return agreement_from_yaml(file.read_bytes(), "agreement.yaml")


def with_condition(when: str, blamed: str) -> Agreement:
    assert (SAMPLE_AGREEMENT.count(OBSERVERS), SAMPLE_AGREEMENT.count(DELAY)) == (1, 1)
    rule = f"when: '{when}'\n    then: breach\n    asymmetric: DEAL/1\n    breach_by: [{blamed}]"
    return agreement_from_yaml(SAMPLE_AGREEMENT.replace(OBSERVERS, MORE_PARTIES).replace(DELAY, rule), "changed.yaml")


def cases(agreement: Agreement, count: int, seed: int) -> list[Case]:
    """Random movements, of which some say where their facts come from, and what contested ones could be."""
    found = []
    for number, facts in enumerate(random_movements(agreement, count, seed=seed, blank=0.1).facts()):
        types = {name: agreement.facts[name].type for name in facts}
        for name, value in facts.items():
            if value is not None and types[name].kind is Kind.INT and number % 3 == 0:
                facts[name] = number % 140
        sources = {name: _source(types[name], value, number) for name, value in facts.items()}
        found.append(Case({"all": facts}, {"all": sources} if number % 2 else {}, EntryRef("P1", number)))
    return found


def _source(type_: FactType, value: Value | None, number: int) -> Provenance:
    if value is None and type_.kind is Kind.BOOL:
        return Provenance(contested=(Attested(value=True, attested_by=(f"p{number}",)),))
    return Provenance((EntryRef("P1", number),), ("obs",))


def differing(agreement: Agreement, question: Question, asked: list[Case]) -> list[Case]:
    """The cases whose explanation depends on what was explained before."""
    kept, anew = Explainer(agreement, question), Explainer(agreement, question, kept=0)
    return [
        case
        for number, case in enumerate(asked)
        if canonical_bytes(kept.explain(case, as_of=number).to_json())
        != canonical_bytes(anew.explain(case, as_of=number).to_json())
        or kept.explain(case) != anew.explain(case)
    ]


@pytest.mark.parametrize("question", ["movement", "conduct"])
@pytest.mark.parametrize("name", ["lachin-2020", "black-sea-2022", "mill-bridge"])
def test_an_explanation_does_not_depend_on_what_was_explained_before(name: str, question: Question) -> None:
    agreement = corridor(name)
    assert not differing(agreement, question, cases(agreement, 80, seed=11))


@pytest.mark.parametrize("blamed", ["checked_by", "carrier"])
@pytest.mark.parametrize("when", CONDITIONS)
def test_whatever_conditions_ask_classes_tell_apart(when: str, blamed: str) -> None:
    agreement = with_condition(when, blamed)
    assert not differing(agreement, "conduct", cases(agreement, 100, seed=12))


def test_cases_of_one_class_share_an_outline_and_keep_their_own_values(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Facts] = []
    initial = Outline.__init__

    def counted(self: Outline, explained: Explanation, classes: Classes, facts: Facts) -> None:
        made.append(facts)
        initial(self, explained, classes, facts)

    monkeypatch.setattr(Outline, "__init__", counted)
    explainer = Explainer(sample_agreement(), "conduct")
    facts: dict[str, Value | None] = {**CARRIED, "direction": "inbound"}
    found = [explainer.explain(Case({"all": {**facts, "delay_min": minutes}})) for minutes in (200, 300, 400)]
    values = [next(one.value for one in each.common_ground[-1].because) for each in found]
    assert (values, len(made)) == ([200, 300, 400], 1)


def test_a_code_is_that_of_the_case() -> None:
    explainer = Explainer(sample_agreement(), "movement")
    for code in ("hs:9301", "hs:9305"):
        explained = explainer.explain(Case({"all": {**CARRIED, "cargo": Codes(("hs:1001", code))}}))
        assert [one.value for one in explained.cell("all", "west").because] == [code]


def test_a_list_that_names_a_code_twice_is_explained_as_it_is() -> None:
    cargo = Codes(("hs:9301", "hs:1001", "hs:9302", "hs:9301"))
    assert not differing(sample_agreement(), "movement", [Case({"all": {**CARRIED, "cargo": cargo}})] * 2)


def test_a_value_that_equals_the_other_branch_of_a_choice_is_told_apart() -> None:
    agreement = with_condition(CONDITIONS[-1], "checked_by")
    facts: dict[str, Value | None] = {"at": AT, "direction": "outbound", "checked_by": Parties(frozenset({"aid"}))}
    asked = [Case({"all": {**facts, "delay_min": minutes}}) for minutes in (51, 50, 52)]
    assert not differing(agreement, "conduct", asked)


def test_what_is_kept_is_bounded_and_what_is_asked_for_stays() -> None:
    kept: Kept[int, str] = Kept(8)
    for number in range(100):
        kept.keep(number, str(number))
        assert kept.get(0) == "0"
        assert len(kept) <= 8
    assert kept.get(50) is None


def test_threads_get_the_explanations_of_their_own_cases() -> None:
    agreement = sample_agreement()
    asked = cases(agreement, 60, seed=13)
    explainer, anew = Explainer(agreement, "conduct", kept=16), Explainer(agreement, "conduct", kept=0)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(explainer.explain, asked * 3))
    assert found == [anew.explain(case) for case in asked] * 3
