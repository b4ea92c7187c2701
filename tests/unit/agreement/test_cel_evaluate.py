from __future__ import annotations

from typing import cast

import pytest

from safeconduct.agreement.cel import (
    Codes,
    Parties,
    Vocabulary,
    evaluate,
    evaluate_expression,
    load_condition,
    load_expression,
)
from safeconduct.agreement.cel.types import Value

T, F, U = True, False, None
AND = {(T, T): T, (T, F): F, (T, U): U, (F, F): F, (F, U): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, F): F, (F, U): U, (U, U): U}


def answer(text: str, words: Vocabulary, **facts: Value | None) -> bool | None:
    return evaluate(load_condition(text, words), facts)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("operator", "table"), [("&&", AND), ("||", OR)])
def test_and_and_or_are_kleenes(
    operator: str, table: dict[tuple[bool | None, bool | None], bool | None], swapped: bool, words: Vocabulary
) -> None:
    for (left, right), wanted in table.items():
        armed, ok = (right, left) if swapped else (left, right)
        assert answer(f"armed {operator} ok", words, armed=armed, ok=ok) is wanted


@pytest.mark.parametrize(("value", "wanted"), [(T, F), (F, T), (U, U)])
def test_not_of_unknown_is_unknown(value: bool | None, wanted: bool | None, words: Vocabulary) -> None:
    assert answer("!armed", words, armed=value) is wanted


@pytest.mark.parametrize(
    "text",
    [
        *("delay == 1", "delay != delay", "delay < 2", "delay * 0 == 0", "-delay == 1", "delay in [1]"),
        *("delay in []", "note.startsWith('')", "goods in list.arms", "carrier in checked_by"),
        *("'az' in checked_by", "cargo.exists(c, true)", "cargo.all(c, true)", "size(cargo) >= 0"),
        *("at + wait > at", "armed ? true : false", "(armed ? 1 : delay) == 1"),
    ],
)
def test_what_asks_an_unknown_fact_is_unknown(text: str, words: Vocabulary) -> None:
    assert answer(text, words) is None


def test_a_choice_on_an_unknown_condition_is_known_if_its_branches_are_equal(words: Vocabulary) -> None:
    assert answer("(armed ? 1 : 1) == 1", words) is True
    assert answer("(armed ? delay : 1) == 1", words, delay=1) is True
    assert answer("armed ? false : false", words) is False
    assert answer("(armed ? delay : delay) == 1", words) is None


@pytest.mark.parametrize(
    ("text", "unknown", "known"),
    [
        ("cargo.exists(c, c == 'hs:10')", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("!cargo.all(c, c == 'hs:11')", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("'hs:10' in cargo", Codes(open=True), Codes()),
        ("size(cargo) >= 2", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("2 <= size(cargo)", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("!(size(cargo) != 2)", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("size(cargo) > 1", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("!(size(cargo) <= 1)", Codes(("hs:11",), open=True), Codes(("hs:11",))),
        ("size(cargo) + 0 > 1", Codes(("hs:11",), open=True), Codes(("hs:11",))),
    ],
)
def test_an_open_list_leaves_open_what_a_closed_one_denies(
    text: str, unknown: Codes, known: Codes, words: Vocabulary
) -> None:
    assert answer(text, words, cargo=unknown) is None
    assert answer(text, words, cargo=known) is False


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cargo.exists(c, c in list.arms)", True),
        ("cargo.all(c, c in list.arms)", False),
        ("size(cargo) >= 2", True),
        ("size(cargo) < 2", False),
        ("size(cargo) == 1", False),
        ("size(cargo) != 1", True),
    ],
)
def test_known_members_of_an_open_list_can_decide(text: str, wanted: bool, words: Vocabulary) -> None:
    assert answer(text, words, cargo=Codes(("hs:9301", "hs:1001"), open=True)) is wanted


def test_a_party_is_in_a_set_out_of_it_or_unknown(words: Vocabulary) -> None:
    some = Parties(frozenset({"az"}), frozenset({"am"}))
    for party, wanted in (("az", True), ("am", False), ("rpkf", None)):
        assert answer(f"'{party}' in checked_by", words, checked_by=some) is wanted
        assert answer("carrier in checked_by", words, checked_by=some, carrier=party) is wanted
        assert answer(f"checked_by.exists(p, p == '{party}')", words, checked_by=some) is wanted
    assert answer("carrier in checked_by", words, checked_by=some, carrier="none") is False
    assert answer("checked_by.all(p, p != 'am')", words, checked_by=some) is True
    assert answer("checked_by.all(p, p == 'az')", words, checked_by=some) is None
    assert answer("size(checked_by) <= 2", words, checked_by=some) is True
    assert answer("size(checked_by) == 2", words, checked_by=some) is None


def test_a_size_without_comparison_is_known_only_when_closed(words: Vocabulary) -> None:
    size = load_expression("size(cargo) * 2", words)
    assert evaluate_expression(size, {"cargo": Codes(("hs:10",))}) == 2
    assert evaluate_expression(size, {"cargo": Codes(("hs:10",), open=True)}) is None


def test_an_instant_is_microseconds(words: Vocabulary) -> None:
    text = "at < timestamp('1970-01-01T00:00:01Z')"
    assert answer(text, words, at=999_999) is True
    assert answer(text, words, at=1_000_000) is False


def test_a_limit_is_its_value(words: Vocabulary) -> None:
    assert answer("delay > limit.delay", words, delay=121) is True
    assert answer("delay > limit.delay", words, delay=120) is False


def test_a_value_of_the_wrong_form_is_the_callers_mistake(words: Vocabulary) -> None:
    for text in ("cargo.exists(c, true)", "'az' in checked_by", "armed"):
        wrong = {"cargo": 1, "checked_by": Codes(), "armed": Parties()}
        with pytest.raises(TypeError):
            evaluate(load_condition(text, words), cast("dict[str, Value | None]", wrong))


def test_a_list_literal_is_a_tuple(words: Vocabulary) -> None:
    assert evaluate_expression(load_expression("['a', 'b',]", words), {}) == ("a", "b")
