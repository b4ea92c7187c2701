"""Laws of the closure back-end: whatever the condition and whatever is unknown, it says what the reference says."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.back.closure import all_readings, decider_of, deciders
from safeconduct.agreement.cel import compile_known_tree, compile_tree, evaluate
from safeconduct.agreement.cel.evaluate import value_of
from safeconduct.agreement.cel.tree import Fact, Node, fact_names, replaced
from safeconduct.agreement.cel.types import Kind
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.model import QUESTIONS, VERDICTS, Question
from safeconduct.agreement.ruling import UNKNOWN, Ruling, Step, rulings
from safeconduct.agreement.timeline import Since, Timeline, joined_timeline
from safeconduct.testing.agreements import sample_agreement
from safeconduct.testing.movements import random_movements
from tests.property.test_cel import VOCABULARY, Author, ranged, some_conditions, some_facts

CUTS = (10**11, 5 * 10**11, 9 * 10**11)  # within the range of the fact `at`


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_closure_answers_as_the_reference_does(seed: int) -> None:
    rng = random.Random(seed)
    rows = [some_facts(rng, known=rng.random() < 0.3) for _ in range(15)]
    for condition in some_conditions(rng, 15):
        closure = compile_tree(condition.tree)
        for facts in rows:
            assert closure(facts) is evaluate(condition, facts), (condition.text, facts)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_quick_closure_answers_right_or_not_at_all_and_always_when_all_is_known(seed: int) -> None:
    rng = random.Random(seed)
    for condition in some_conditions(rng, 15):
        closure = compile_known_tree(condition.tree)
        for _ in range(5):
            known = some_facts(rng, known=True)
            assert closure(known) is evaluate(condition, known) is not None, (condition.text, known)
            facts = some_facts(rng)
            assert closure(facts) in {None, evaluate(condition, facts)}, (condition.text, facts)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_number_from_a_closure_is_that_of_the_reference(seed: int) -> None:
    rng = random.Random(seed)
    author = Author(rng)
    for _ in range(20):
        checked = ranged(author.value(rng.choice([Kind.INT, Kind.INSTANT, Kind.DURATION]), 4))
        if checked is None:
            continue
        closure = compile_tree(checked.node)
        for _ in range(5):
            facts = some_facts(rng)
            assert closure(facts) == value_of(checked.node, facts), (checked.node, facts)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_decider_decides_as_the_reference_does(seed: int) -> None:
    rng = random.Random(seed)
    ruled = {name: some_rulings(rng, question, steps) for question, steps in [some_steps(rng)] for name in "abc"}
    together = all_readings(ruled)
    deciders = {name: decider_of(one) for name, one in ruled.items()}
    for _ in range(25):
        facts = some_facts(rng, known=rng.random() < 0.4)
        wanted = {name: decide_at(one, facts) for name, one in ruled.items()}
        assert together(facts) == wanted
        for name, decider in deciders.items():
            assert decider.decide(facts) == wanted[name]
            assert decider.verdict(facts) == wanted[name].verdict


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), blank=st.sampled_from([0.0, 0.05, 0.5]), question=st.sampled_from(QUESTIONS))
def test_the_deciders_of_an_agreement_decide_as_the_reference_does(seed: int, blank: float, question: Question) -> None:
    agreement = sample_agreement()
    ruled = {name: rulings(agreement, question, reading) for name, reading in agreement.readings.items()}
    made = deciders(agreement, question)
    for facts in random_movements(agreement, 40, seed=seed, blank=blank).facts():
        wanted = {name: decide_at(one, facts) for name, one in ruled.items()}
        assert made.decide_all(facts) == wanted
        for name, decider in made.by_reading.items():
            assert decider.decide(facts) == wanted[name]
            assert decider.verdict(facts) == wanted[name].verdict


def some_steps(rng: random.Random) -> tuple[Question, list[Step]]:
    """Steps to choose from: some not sure to apply, some that depend on a limit that is not known."""
    question = rng.choice(QUESTIONS)
    steps = [
        Step(f"r{rng.randint(0, 9)}", rng.choice(VERDICTS[question]), one.tree, rng.random() < 0.85)
        for one in some_conditions(rng, 10)
    ]
    unknown: dict[str, Node] = {"delay": Fact(Kind.INT, UNKNOWN)}
    steps += [Step(step.rule, step.verdict, replaced(step.tree, unknown)) for step in steps[:2]]
    return question, steps


def some_rulings(rng: random.Random, question: Question, steps: list[Step]) -> Timeline[Ruling]:
    starts = (None, *(cut for cut in CUTS if rng.random() < 0.5))
    return joined_timeline([Since(start, some_ruling(rng, question, steps)) for start in starts])


def some_ruling(rng: random.Random, question: Question, steps: list[Step]) -> Ruling:
    chosen = tuple(rng.sample(steps, rng.randint(0, 8)))
    used = {name for step in chosen for name in fact_names(step.tree)}
    facts = tuple(name for name in VOCABULARY.facts if name in used)
    return Ruling(question, rng.choice(VERDICTS[question]), chosen, facts)
