"""Laws of sentences: two different conditions are two different sentences, in every language."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.back.phrases import LANGS
from safeconduct.agreement.back.prose import prose
from safeconduct.agreement.back.words import END_ISOLATE, ISOLATE
from safeconduct.agreement.cel import Kind
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    Arithmetic,
    Choice,
    CodesFact,
    Compare,
    Element,
    Exists,
    Fact,
    Held,
    Listed,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    PartiesFact,
    Size,
    StartsWith,
)
from safeconduct.testing.agreements import sample_agreement

AGREEMENT = sample_agreement()
MEMBERS = AGREEMENT.facts["checked_by"].type.members
LISTS = [piece.value for named in AGREEMENT.lists.values() for piece in named.versions.pieces if piece.value]


def _literals(kind: Kind, *values: int | str) -> st.SearchStrategy[Node]:
    return st.sampled_from([Literal(kind, value) for value in values])


PARTIES = _literals(Kind.PARTY, *MEMBERS, "none")
CARRIER = st.one_of(st.just(Fact(Kind.PARTY, "carrier")), PARTIES)
CODES = _literals(Kind.CODE, "hs:1001", "own:tent")
INSTANTS = _literals(Kind.INSTANT, 0, 10**15, 10**15 + 1, 1_640_995_200_000_000)
TIMES = st.one_of(st.just(Fact(Kind.INSTANT, "at")), INSTANTS)
OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
EQUALITY = st.sampled_from(["==", "!="])
TRUTHS = st.sampled_from([Fact(Kind.BOOL, "armed"), Fact(Kind.BOOL, "convoy"), Fact(Kind.BOOL, "unknown")])
INT_FACTS = ("delay_min", "flow.asked", "flow.passed", "limit.max_delay_min")
BASE_NUMBERS = st.one_of(
    _literals(Kind.INT, 0, 1, -1, 5, 120),
    st.sampled_from([Fact(Kind.INT, name) for name in INT_FACTS]),
    st.sampled_from([Size(CodesFact("cargo")), Size(PartiesFact("checked_by", MEMBERS))]),
)
BODIES = st.recursive(
    st.one_of(
        st.sampled_from([Listed(Element(Kind.CODE), codes) for codes in LISTS]),
        st.sampled_from([StartsWith(Element(Kind.CODE), prefix) for prefix in ("hs:93", "hs:9", "a“b", "a”b")]),
        st.builds(Compare, EQUALITY, st.just(Element(Kind.CODE)), CODES),
        st.builds(Compare, EQUALITY, CODES, st.just(Element(Kind.CODE))),
    ),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.tuples(inner, inner)),
        st.builds(Or, st.tuples(inner, inner)),
    ),
    max_leaves=3,
)


def _numbers(truths: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        BASE_NUMBERS,
        lambda inner: st.one_of(
            st.builds(Negate, inner),
            st.builds(Arithmetic, st.sampled_from(["+", "-", "*"]), inner, inner),
            st.builds(Choice, truths, inner, inner),
        ),
        max_leaves=3,
    )


ATOMS: st.SearchStrategy[Node] = st.one_of(
    TRUTHS,
    st.sampled_from([Literal(Kind.BOOL, value=True), Literal(Kind.BOOL, value=False)]),
    st.builds(Compare, EQUALITY, CARRIER, CARRIER),
    st.builds(Compare, OPERATORS, TIMES, TIMES),
    st.builds(Among, CARRIER, st.lists(PARTIES, min_size=1, max_size=3).map(tuple)),
    st.builds(Held, CARRIER, st.sampled_from([PartiesFact(name, MEMBERS) for name in ("checked_by", "consents")])),
    st.builds(Exists, st.just(CodesFact("cargo")), BODIES),
    st.builds(All, st.just(CodesFact("cargo")), BODIES),
)
CONDITIONS: st.SearchStrategy[Node] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Compare, EQUALITY, inner, inner),
        st.builds(Choice, inner, inner, inner),
        st.builds(Compare, OPERATORS, _numbers(inner), _numbers(inner)),
    ),
    max_leaves=5,
)
SEEN: dict[tuple[str, str], Node] = {}


@given(CONDITIONS)
@settings(max_examples=400, deadline=None)
def test_a_sentence_belongs_to_one_condition_only(tree: Node) -> None:
    for lang in LANGS:
        assert SEEN.setdefault((lang, prose(tree, lang, AGREEMENT)), tree) == tree


def _joined(parts: list[Node]) -> list[Node]:
    pairs = list(itertools.product(parts, repeat=2))
    compared: list[Node] = [Compare(operator, *pair) for operator in ("==", "!=") for pair in pairs]
    return [*(Not(part) for part in parts), *map(And, pairs), *map(Or, pairs), *compared]


def test_all_small_conditions_have_sentences_of_their_own() -> None:
    atoms: list[Node] = [Fact(Kind.BOOL, "armed"), Literal(Kind.BOOL, value=True)]
    atoms.append(Held(Literal(Kind.PARTY, "obs"), PartiesFact("checked_by", MEMBERS)))
    inner = [*atoms[:2], *_joined(atoms[:2])]
    trees = {*atoms, *_joined(atoms), *_joined(inner)}
    for lang in LANGS:
        assert len({prose(tree, lang, AGREEMENT) for tree in trees}) == len(trees) > 1500


@given(CONDITIONS, CONDITIONS)
@settings(max_examples=100, deadline=None)
def test_and_never_reads_like_or(left: Node, right: Node) -> None:
    for lang in LANGS:
        both = {prose(node, lang, AGREEMENT) for node in (And((left, right)), Or((left, right)))}
        assert len(both) == 2


@given(CONDITIONS)
@settings(max_examples=100, deadline=None)
def test_brackets_and_isolates_close(tree: Node) -> None:
    for lang in LANGS:
        said = prose(tree, lang, AGREEMENT)
        assert said.count("(") == said.count(")")
        assert said.count(ISOLATE) == said.count(END_ISOLATE)
        assert (ISOLATE in said) <= (lang == "ar")
