"""Laws of explanations: they follow from the rules, rest on as little as possible, and favour nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.case import Case, case_from_json, case_to_json
from safeconduct.agreement.cel import Codes, FactType, Kind, Parties
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.explain import Because, Cell, Explainer, Explanation, explanation_text
from safeconduct.agreement.explain.sheet import reference
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.logic import Outcome, decide, decide_at
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, Agreement, Question
from safeconduct.agreement.region import decide_exact, domain
from safeconduct.agreement.ruling import Ruling, rulings
from safeconduct.agreement.timeline import Timeline
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement

Facts = dict[str, Value | None]
AGREEMENT = sample_agreement()
INSTANTS = [
    instant_from_text(f"{day}T12:00:00.000Z")
    for day in ("2022-06-01", "2022-07-15", "2022-09-15", "2022-12-02", "2023-02-01")
]
CODES = ["hs:1001", "hs:9301", "hs:2710", "hs:2711", "un_number:1203", "un_class:1.1", "own:x"]


def values(name: str, type_: FactType) -> st.SearchStrategy[Value]:
    match type_.kind:
        case Kind.BOOL:
            return st.booleans()
        case Kind.INT:
            return st.sampled_from([0, 60, 61, 90, 91, 120, 121, 200])
        case Kind.INSTANT:
            return st.sampled_from(INSTANTS)
        case Kind.CODES:
            return st.builds(Codes, st.lists(st.sampled_from(CODES), unique=True, max_size=3).map(tuple), st.booleans())
        case Kind.PARTIES:
            return st.lists(st.sampled_from(["yes", "no", "open"]), min_size=3, max_size=3).map(
                lambda said: Parties(
                    frozenset(p for p, one in zip(type_.members, said, strict=True) if one == "yes"),
                    frozenset(p for p, one in zip(type_.members, said, strict=True) if one == "no"),
                )
            )
    return st.sampled_from(type_.members)


MOVEMENT_FACTS = {name: fact.type for name, fact in AGREEMENT.facts.items() if fact.per == "movement"}
ALL_FACTS = st.fixed_dictionaries({name: values(name, type_) for name, type_ in MOVEMENT_FACTS.items()})
SOME_FACTS = st.fixed_dictionaries(
    {"at": st.sampled_from(INSTANTS)},
    optional={name: values(name, type_) for name, type_ in MOVEMENT_FACTS.items() if name != "at"},
)
ASKED = st.sampled_from(QUESTIONS)
FEW = settings(max_examples=60, deadline=None)


@cache
def explainer(question: Question) -> Explainer:
    return Explainer(AGREEMENT, question)


@cache
def ruled(question: Question, reading: str) -> Timeline[Ruling]:
    return rulings(AGREEMENT, question, AGREEMENT.readings[reading])


def explained(question: Question, facts: Mapping[str, Value | None]) -> Explanation:
    return explainer(question).explain(Case({"all": facts}))


def by_rules(question: Question, reading: str, at: object, facts: Facts) -> Outcome:
    """The outcome under the rules in force at an instant, whether or not the facts name it."""
    assert isinstance(at, int)
    return decide(ruled(question, reading).at(at), facts)


def recorded(because: Iterable[Because]) -> Facts:
    """The facts that an answer says it rests on, and nothing else."""
    facts: Facts = {}
    for one in because:
        if one.form == "value":
            facts[one.fact] = one.value
        elif one.type.kind is Kind.CODES:
            before = facts.get(one.fact)
            known = before.known if isinstance(before, Codes) else ()
            facts[one.fact] = Codes((*known, str(one.value)), open=True)
        else:
            held = facts.get(one.fact)
            parties = held if isinstance(held, Parties) else Parties()
            member = frozenset({str(one.value)})
            has = one.form == "has"
            facts[one.fact] = Parties(
                parties.yes | member if has else parties.yes, parties.no if has else parties.no | member
            )
    return facts


def decided(explanation: Explanation, question: Question, facts: Facts) -> list[Cell]:
    """The cells that the first-match walk decides by itself, without going through completions."""
    return [
        cell
        for cell in explanation.cells
        if len(decide_at(ruled(question, cell.reading), facts).possible) == 1 and facts.get(INSTANT_FACT) is not None
    ]


@given(ASKED, SOME_FACTS)
@FEW
def test_outcomes_are_those_of_the_reference_and_of_all_completions(question: Question, facts: Facts) -> None:
    for cell in explained(question, facts).cells:
        fast = decide_at(ruled(question, cell.reading), facts)
        trees = [step.tree for one in ruled(question, cell.reading).values() for step in one.steps]
        exact = decide_exact(ruled(question, cell.reading), facts, domain(AGREEMENT, trees))
        assert set(cell.outcome.possible) <= set(fast.possible)
        if exact is not None:
            assert set(exact.possible) == set(cell.outcome.possible)
        assert (cell.outcome.matched, cell.outcome.open_rules) == (fast.matched, fast.open_rules)
        if cell.outcome.possible == fast.possible:
            assert cell.outcome == fast


@given(ASKED, ALL_FACTS)
@FEW
def test_the_reason_decides_alone_and_no_part_of_it_does(question: Question, facts: Facts) -> None:
    for cell in decided(explained(question, facts), question, facts):
        answer = (cell.outcome.possible, cell.rule)
        found = by_rules(question, cell.reading, facts["at"], recorded(cell.because))
        assert (found.possible, found.rule) == answer
        sizes = range(len(cell.because)) if len(cell.because) <= 5 else [len(cell.because) - 1]
        for part in (part for size in sizes for part in combinations(cell.because, size)):
            less = by_rules(question, cell.reading, facts["at"], recorded(part))
            assert (less.possible, less.rule) != answer


@given(ASKED, ALL_FACTS)
@FEW
def test_every_change_leads_where_it_says(question: Question, facts: Facts) -> None:
    for cell in explained(question, facts).cells:
        assert len(cell.would_change_if) <= 3
        assert len({len(one.change) for one in cell.would_change_if}) <= 1
        for one in cell.would_change_if:
            found = decide_at(ruled(question, cell.reading), {**facts, **one.change})
            assert found.possible == (one.then,) != cell.outcome.possible
            assert found.rule == one.rule
            assert "at" not in one.change


@given(ASKED, ALL_FACTS, st.sets(st.sampled_from(sorted(MOVEMENT_FACTS))))
@FEW
def test_learning_a_fact_only_shrinks_what_is_possible(question: Question, facts: Facts, forgotten: set[str]) -> None:
    less: Facts = {name: value for name, value in facts.items() if name not in forgotten}
    before, after = explained(question, less), explained(question, facts)
    for cell in after.cells:
        assert set(cell.outcome.possible) <= set(before.cell("all", cell.reading).outcome.possible)
    assert {one.rule for one in before.common_ground} <= {one.rule for one in after.common_ground}


@given(ASKED, SOME_FACTS)
@FEW
def test_what_is_asked_for_narrows_and_an_undecided_answer_asks(question: Question, facts: Facts) -> None:
    in_force = facts["at"] != INSTANTS[0]  # before that, a rule with a list is unknown whatever the cargo is
    for cell in explained(question, facts).cells:
        assert cell.needs or len(cell.outcome.possible) == 1 or not in_force
        for need in cell.needs:
            assert need.kind != "fact" or not isinstance(facts.get(need.name), bool | int | str)


@given(ASKED, SOME_FACTS)
@FEW
def test_the_bytes_do_not_depend_on_the_evaluator_or_on_what_was_asked_before(question: Question, facts: Facts) -> None:
    warm = canonical_bytes(explained(question, facts).to_json())
    fresh = Explainer(AGREEMENT, question, reference).explain(Case({"all": facts}))
    assert canonical_bytes(fresh.to_json()) == warm
    for lang in ("en", "ru", "ar"):
        assert explanation_text(fresh, AGREEMENT, lang)


# Fairness: names exchanged in the agreement and in the facts are exchanged in the answer, and nothing else is.


def exchanged(text: str, one: str, other: str) -> str:
    names = {one: other, other: one}
    return re.sub(rf"\b({one}|{other})\b(?!_|: west_to_east)", lambda found: names[found[0]], text)


@cache
def swapped_agreement(one: str, other: str) -> Agreement:
    return agreement_from_yaml(exchanged(SAMPLE_AGREEMENT, one, other), "swapped.yaml")


@cache
def swapped_explainer(question: Question, one: str, other: str) -> Explainer:
    return Explainer(swapped_agreement(one, other), question)


def essence(explanation: Explanation, one: str = "", other: str = "") -> object:
    """All that must not depend on names, with two names exchanged."""

    def named(said: object) -> str:
        if isinstance(said, dict):
            return str(sorted((key, named(value)) for key, value in said.items()))
        if isinstance(said, list):
            return str(sorted(map(named, said)))
        return exchanged(str(said), one, other) if one else str(said)

    cells = {
        (
            named(cell.reading),
            cell.outcome.possible,
            named(cell.rule),
            frozenset(map(named, cell.by)),
            frozenset(map(named, cell.also)),
            frozenset(map(named, cell.needs)),
            frozenset(named(because.to_json()) for because in cell.because),
            frozenset(named(change.to_json()) for change in cell.would_change_if),
        )
        for cell in explanation.cells
    }
    ground = {named(finding.rule) for finding in explanation.common_ground}
    return cells, ground, explanation.split, set(map(named, explanation.issues)), explanation.method


def swapped(question: Question, facts: Facts, one: str, other: str) -> Explanation:
    """The explanation of the movement with two names exchanged, under the agreement with the same exchange."""
    data = case_to_json(AGREEMENT, Case({"all": facts}))
    named = {name: _renamed(value, {one: other, other: one}) for name, value in data.items()}
    return swapped_explainer(question, one, other).explain(case_from_json(swapped_agreement(one, other), named))


def _renamed(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


@given(ASKED, SOME_FACTS)
@FEW
def test_exchanging_two_parties_exchanges_them_in_the_answer(question: Question, facts: Facts) -> None:
    assert essence(explained(question, facts)) == essence(swapped(question, facts, "east", "west"), "east", "west")


@given(ASKED, SOME_FACTS)
@FEW
def test_exchanging_the_directions_exchanges_them_in_the_answer(question: Question, facts: Facts) -> None:
    found = swapped(question, facts, "inbound", "outbound")
    assert essence(explained(question, facts)) == essence(found, "inbound", "outbound")
