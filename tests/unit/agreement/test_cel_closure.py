from __future__ import annotations

from collections.abc import Callable

import pytest

from safeconduct.agreement.cel import (
    Codes,
    Parties,
    Vocabulary,
    compile_known_tree,
    compile_tree,
    evaluate_expression,
    known,
    load_expression,
)
from safeconduct.agreement.cel.closure import KleeneWriter
from safeconduct.agreement.cel.known import KnownWriter
from safeconduct.agreement.cel.tree import Node
from safeconduct.agreement.cel.types import Value

Facts = dict[str, Value | None]

KNOWN: Facts = {
    "armed": True,
    "ok": False,
    "delay": 30,
    "note": "it's",
    "direction": "inbound",
    "carrier": "az",
    "goods": "hs:9301",
    "at": 5,
    "wait": 7,
    "cargo": Codes(("hs:9301", "hs:1001")),
    "checked_by": Parties(frozenset({"az"}), frozenset({"am", "rpkf"})),
}
PARTLY: list[Facts] = [
    {},
    {"cargo": Codes(("hs:1001",), open=True), "checked_by": Parties(frozenset({"az"}), frozenset())},
    {"cargo": Codes(("hs:9301",), open=True), "checked_by": Parties(frozenset(), frozenset({"am"}))},
    {"cargo": Codes(), "checked_by": Parties(frozenset(), frozenset({"am", "az", "rpkf"})), "armed": False},
    {"armed": None, "ok": True, "delay": 0, "carrier": "none"},
    {"carrier": "none", "checked_by": Parties(frozenset({"az"}), frozenset())},
]
TEXTS = [
    *("armed && !ok", "armed || ok || delay > 3", "!(armed || ok)", "armed == ok", "-delay + 2 * delay - 3 < delay"),
    *("delay in [1, 30]", "delay in []", "note.startsWith('it')", "goods in list.arms", "goods == 'hs:9301'"),
    *("carrier in checked_by", "'az' in checked_by", "'am' in checked_by", "(armed ? carrier : 'az') in checked_by"),
    *("cargo.exists(c, c in list.arms)", "cargo.all(c, c in list.arms)", "cargo.exists(c, true)", "'hs:1' in ['x']"),
    *("checked_by.exists(p, p != 'am')", "checked_by.all(p, p == 'az')", "checked_by.exists(p, false)"),
    *("size(cargo) >= 2", "size(cargo) < 2", "2 == size(cargo)", "size(cargo) != delay", "size(cargo) <= 0"),
    *("size(checked_by) > 1", "size(checked_by) <= size(cargo)", "size(checked_by) == 1", "size([1, 2]) == 2"),
    *("size(cargo)", "size(cargo) * 2 == 4", "size(checked_by)", "delay * 2", "[1, 2]", "['a']", "[true]"),
    *("armed ? ok : false", "(armed ? delay : 30) == 30", "armed ? delay : 30", "at + wait > at", "at - at < wait"),
    *("[1, 2].exists(n, n > 1)", "[1, 2].all(n, n > 1)", "[].all(n, n > 1)", "true", "!true", "true || armed"),
]


def tree(text: str, words: Vocabulary) -> Node:
    return load_expression(text, words).tree


@pytest.mark.parametrize("text", TEXTS)
def test_a_closure_answers_as_the_reference_whatever_is_unknown(text: str, words: Vocabulary) -> None:
    expression = load_expression(text, words)
    closure = compile_tree(expression.tree)
    for facts in [KNOWN, *PARTLY]:
        wanted = evaluate_expression(expression, facts)
        found = closure(facts)
        assert (type(found), found) == (type(wanted), wanted), facts


@pytest.mark.parametrize("text", TEXTS)
def test_the_quick_closure_answers_when_all_is_known_and_says_nothing_else(text: str, words: Vocabulary) -> None:
    expression = load_expression(text, words)
    closure = compile_known_tree(expression.tree)
    wanted = evaluate_expression(expression, KNOWN)
    assert (type(closure(KNOWN)), closure(KNOWN)) == (type(wanted), wanted)
    for facts in PARTLY:
        assert closure(facts) in {None, evaluate_expression(expression, facts)}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("armed || ok", {"armed": True}),
        ("armed || ok", {"armed": True, "ok": None}),
        ("cargo.exists(c, true)", {"cargo": Codes(("hs:1001",), open=True)}),
        ("size(cargo) > 0", {"cargo": Codes(("hs:1001",), open=True)}),
        ("'az' in checked_by || 'am' in checked_by", {"checked_by": Parties(frozenset({"az"}), frozenset({"rpkf"}))}),
        ("(armed ? 'az' : 'am') in checked_by", {"armed": True, "checked_by": Parties(frozenset({"az"}), frozenset())}),
        ("checked_by.exists(p, true)", {"checked_by": Parties(frozenset({"az"}), frozenset({"am"}))}),
    ],
)
def test_the_quick_closure_gives_up_over_one_fact_that_is_not_fully_known(
    text: str, facts: Facts, words: Vocabulary
) -> None:
    assert compile_known_tree(tree(text, words))(facts) is None
    assert compile_tree(tree(text, words))(facts) is True


@pytest.mark.parametrize("writer", [KleeneWriter, KnownWriter])
def test_nothing_an_author_wrote_reaches_the_source(writer: Callable[[], KnownWriter], words: Vocabulary) -> None:
    text = r"""note == "'; boom() #\n\"\"\"" || delay == 987654 || note.startsWith('{0}') || 'hs:4242' in cargo"""
    made = writer()
    made.line(f"return {made.write(tree(text, words))}")
    for written in ("boom", "987654", "4242", "note", "delay", "cargo", '"', "'"):
        assert written not in made.source()
    assert made.function()({"note": '\'; boom() #\n"""', "delay": 0, "cargo": Codes()}) is True


def test_a_function_reaches_no_builtins(words: Vocabulary) -> None:
    made = KleeneWriter()
    made.line("return open('/')")
    with pytest.raises(NameError):
        made.function()({})


@pytest.mark.parametrize(
    ("head", "middle", "tail"),
    [
        ("!(", "armed", ")"),
        ("(armed && ", "ok", ")"),
        ("(armed ? ok : ", "ok", ")"),
        ("(delay == 1 || ", "ok", ")"),
    ],
)
def test_conditions_as_deep_as_the_profile_allows_compile(head: str, middle: str, tail: str, words: Vocabulary) -> None:
    expression = load_expression(head * 30 + middle + tail * 30, words)
    for facts in [KNOWN, *PARTLY]:
        assert compile_tree(expression.tree)(facts) is evaluate_expression(expression, facts)
    assert compile_known_tree(expression.tree)(KNOWN) is evaluate_expression(expression, KNOWN)


def test_a_condition_as_wide_as_the_profile_allows_compiles(words: Vocabulary) -> None:
    expression = load_expression(" || ".join(["!armed"] * 300), words)
    assert compile_tree(expression.tree)({"armed": True}) is False
    assert compile_known_tree(expression.tree)({"armed": False}) is True


def test_what_is_kept_of_codes_is_bounded(words: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "CODES_KEPT", 3)
    made = KnownWriter()
    made.line(f"return {made.write(tree('cargo.exists(c, c in list.arms)', words))}")
    function = made.function()
    for _ in range(2):
        for number in range(9300, 9320):
            assert function({"cargo": Codes(("hs:1001", f"hs:{number}"))}) is True
            assert function({"cargo": Codes((f"hs:{number - 2000}",))}) is False
    (bits,) = made._bits.values()
    assert len(bits) <= 3
    assert bits.plain <= bits.keys()
