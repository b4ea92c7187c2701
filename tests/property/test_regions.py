"""Laws of the region table: it agrees with the reference, no movement escapes it, and exact outcomes are exact."""

from __future__ import annotations

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.cel import CodeList, Codes, FactType, Kind, Parties, Vocabulary, load_condition
from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import Node, fact_names
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.logic import decide, decide_at
from safeconduct.agreement.model import QUESTIONS, VERDICTS, Question
from safeconduct.agreement.region import Grid, completions, decide_exact, domain, domain_of, outcome_of, with_instants
from safeconduct.agreement.ruling import Ruling, Step, rulings
from safeconduct.agreement.timeline import Since, Timeline, always
from safeconduct.testing.agreements import sample_agreement

PARTIES = ("am", "az", "ru", "un", "none")
LISTS = {
    "arms": CodeList(("un_class:1", "un_number:1203"), ("hs:93", "hs:3602", "un_class:1.")),
    "dual": CodeList(("hs:360200",), ("hs:36", "own:")),
}
TYPES = {
    "armed": FactType(Kind.BOOL),
    "notified": FactType(Kind.BOOL, open=False),
    "delay": FactType(Kind.INT, low=-5, high=60),
    "wait": FactType(Kind.DURATION, low=0, high=9_000_000),
    "at": FactType(Kind.INSTANT, low=0, high=9_000_000),
    "way": FactType(Kind.ENUM, ("inbound", "outbound", "local")),
    "carrier": FactType(Kind.PARTY, PARTIES),
    "stopper": FactType(Kind.PARTY, PARTIES),
    "goods": FactType(Kind.CODE),
    "note": FactType(Kind.STRING),
    "cargo": FactType(Kind.CODES),
    "checked": FactType(Kind.PARTIES, PARTIES[:4]),
}
CONDITIONS = (
    "armed",
    "!notified",
    "delay > 20",
    "delay * -3 + 1 >= 7",
    "delay in [3, 5]",
    "(armed ? delay : -delay) == 4",
    'wait >= duration("3s")',
    'at - timestamp("1970-01-01T00:00:02Z") > duration("1500ms")',
    'way == "inbound"',
    'way.startsWith("in")',
    'carrier == "az"',
    "carrier == stopper",
    'stopper in ["am", "none"]',
    "carrier in checked",
    '"am" in checked && !("un" in checked)',
    'checked.exists(p, p.startsWith("a"))',
    'checked.all(p, p != "ru")',
    "size(checked) >= 2",
    "goods in list.arms",
    'goods.startsWith("hs:3")',
    'note == "late" || note.startsWith("la")',
    "cargo.exists(c, c in list.arms)",
    "cargo.all(c, c in list.dual)",
    'cargo.exists(c, c == "hs:360200") && !cargo.exists(c, c in list.dual && !(c in list.arms))',
    "size(cargo) > 2",
    'size(cargo) == size(["a"])',
)
CODES = ("hs:93", "hs:930100", "hs:3602", "hs:360200", "hs:36", "un_class:1.4", "un_number:1203", "own:tent", "hs:10")
MOMENTS = tuple(range(0, 9_000_000, 500_000))


@cache
def _trees() -> tuple[Node, ...]:
    vocabulary = Vocabulary(TYPES, LISTS)
    return tuple(load_condition(text, vocabulary).tree for text in CONDITIONS)


def _value(luck: random.Random, name: str) -> Value:  # noqa: PLR0911 - one return per kind
    kind, members = TYPES[name].kind, TYPES[name].members
    match kind:
        case Kind.BOOL:
            return luck.random() < 0.5
        case Kind.INT:
            return luck.randint(*TYPES[name].range())
        case Kind.INSTANT | Kind.DURATION:
            return luck.choice(MOMENTS) + luck.choice((0, 0, 1, -1))
        case Kind.CODE:
            return luck.choice(CODES)
        case Kind.STRING:
            return luck.choice(("late", "lately", "la", "", "x"))
        case Kind.CODES:
            return Codes(tuple(luck.choices(CODES, k=luck.randrange(5))))
        case Kind.PARTIES:
            inside = frozenset(member for member in members if luck.random() < 0.4)
            return Parties(inside, frozenset(members) - inside)
    return luck.choice(members)


def _in_range(name: str, value: Value) -> Value:
    if TYPES[name].kind in {Kind.INSTANT, Kind.DURATION}:
        assert isinstance(value, int)
        low, high = TYPES[name].range()
        return min(max(value, low), high)
    return value


def _movement(luck: random.Random, names: tuple[str, ...]) -> dict[str, Value]:
    return {name: _in_range(name, _value(luck, name)) for name in names}


def _forgotten(luck: random.Random, value: Value) -> Value | None:
    """Part or all of a value forgotten."""
    if isinstance(value, Codes) and luck.random() < 0.6:
        return Codes(value.known[: luck.randrange(len(value.known) + 1)], open=True)
    if isinstance(value, Parties) and luck.random() < 0.6:
        keep = frozenset(member for member in value.yes | value.no if luck.random() < 0.5)
        return Parties(value.yes & keep, value.no & keep)
    return None


def _ruling(luck: random.Random, question: Question, count: int) -> Ruling:
    verdicts = VERDICTS[question]
    trees = luck.sample(_trees(), count)
    steps = [
        Step(f"r{number}", luck.choice(verdicts), tree, sure=luck.random() < 0.8) for number, tree in enumerate(trees)
    ]
    return Ruling(question, verdicts[0], tuple(steps), _names(trees))


def _names(trees: list[Node]) -> tuple[str, ...]:
    used = {name for tree in trees for name in fact_names(tree)}
    return tuple(name for name in TYPES if name in used)


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_table_says_of_every_cell_what_the_reference_says(seed: int) -> None:
    luck = random.Random(seed)
    ruling = _ruling(luck, luck.choice(QUESTIONS), 4)
    grid = Grid(domain_of(TYPES, [step.tree for step in ruling.steps]))
    if not grid.fits or grid.cells > 200_000:
        return
    ruled = grid.ruled(ruling)
    for flat in luck.sample(range(grid.cells), min(20, grid.cells)):
        assert outcome_of(ruling, ruled, grid, flat) == decide(ruling, grid.movement_at(flat))


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_no_movement_gives_answers_that_no_cell_gives(seed: int) -> None:
    luck = random.Random(seed)
    trees = luck.sample(_trees(), 3)
    found = domain_of(TYPES, trees).known()
    assert found.exact
    grid = Grid(found)
    movement = _movement(luck, _names(trees))
    answers = [value_of(tree, movement) for tree in trees]
    mask = None
    for tree, answer in zip(trees, answers, strict=True):
        agrees = grid.truth(tree) == (1 if answer else -1)
        mask = agrees if mask is None else mask & agrees
    assert mask is not None
    assert mask.any(), (movement, answers)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_an_exact_outcome_lies_within_the_fast_one_and_holds_every_true_one(seed: int) -> None:
    luck = random.Random(seed)
    first, second = _ruling(luck, "conduct", 3), _ruling(luck, "conduct", 3)
    ruled = luck.choice((always(first), Timeline((Since(None, first), Since(5_000_000, second)))))
    trees = [step.tree for ruling in ruled.values() for step in ruling.steps]
    found = domain_of(TYPES, trees)
    truth = _movement(luck, tuple(dict.fromkeys(("at", *_names(trees)))))
    facts: Facts = {name: _forgotten(luck, value) if luck.random() < 0.4 else value for name, value in truth.items()}
    exact = decide_exact(ruled, facts, found)
    if exact is None:
        return
    assert {*exact.possible} <= {*decide_at(ruled, facts).possible}
    assert {*decide_at(ruled, truth).possible} <= {*exact.possible}


def test_the_sample_is_exact_for_both_questions() -> None:
    agreement = sample_agreement()
    for question in QUESTIONS:
        trees = [
            step.tree
            for reading in agreement.readings.values()
            for ruling in rulings(agreement, question, reading).values()
            for step in ruling.steps
        ]
        found = domain(agreement, trees)
        assert found.exact, found.inexact
        assert Grid(found).fits


def test_an_unknown_instant_is_tried_in_every_period() -> None:
    ruled = always(_ruling(random.Random(1), "conduct", 2))
    trees = [step.tree for step in ruled.pieces[0].value.steps]
    found = domain_of(TYPES, trees)
    assert with_instants(found, ()) == found
    instants = with_instants(found, (5_000_000,))["at"]
    assert {4_999_999, 5_000_000} <= {*instants}
    assert len(completions({"at": None}, with_instants(found, (5_000_000,)))) >= 2
