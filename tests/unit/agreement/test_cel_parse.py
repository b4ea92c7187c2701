from __future__ import annotations

import pytest

from safeconduct.agreement.cel import ConditionError
from safeconduct.agreement.cel.parse import Syntax, parse
from safeconduct.agreement.cel.source import Source


def shape(text: str) -> str:
    """The expression with all its brackets written out."""
    return _shape(parse(Source(text)))


def _shape(syntax: Syntax) -> str:
    if not syntax.parts:
        return syntax.word or str(syntax.number)
    return f"({syntax.form}{syntax.word and ':' + syntax.word} {' '.join(map(_shape, syntax.parts))})"


def refused(text: str) -> ConditionError:
    with pytest.raises(ConditionError) as error:
        parse(Source(text))
    return error.value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a || b && c", "(|| a (&& b c))"),
        ("a && b || c && d", "(|| (&& a b) (&& c d))"),
        ("a && b && c", "(&& a b c)"),
        ("a - b - c", "(- (- a b) c)"),
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("a < b == c", "(== (< a b) c)"),
        ("a == b in c", "(in (== a b) c)"),
        ("!a && b", "(&& (! a) b)"),
        ("!!a", "(! (! a))"),
        ("-a.b(c)", "(negate (method:b a c))"),
        ("- 5", "-5"),
        ("--5", "(negate -5)"),
        ("-(5)", "(negate 5)"),
        ("3 -2", "(- 3 2)"),
        ("007", "7"),
        ("-0x1F", "-31"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"),
        ("a || b ? c : d", "(? (|| a b) c d)"),
        ("a.b.c == d", "(== (select:c (select:b a)) d)"),
        ("[1, 2,]", "(list 1 2)"),
        ("a in []", "(in a 0)"),
        ("1 in [1] && true", "(&& (in 1 (list 1)) 1)"),
    ],
)
def test_operators_bind_as_in_cel(text: str, wanted: str) -> None:
    assert shape(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("", "a b", "a &&", "(a", "a)", "a ? b", "a ? b ? c : d : e", "!-a", "-!a", "a.", "a.in", "a..b"),
        *("[,]", "[1,,2]", "f(a,)", "f(,)", "a !b", "'a' 'b'", "a in", "in", "package", "while == 1", "true()"),
        *("1 2", "a.1", "exists(", "a < > b", "<", "f'a'"),
    ],
)
def test_what_the_grammar_does_not_have_is_a_syntax_error(text: str) -> None:
    assert refused(text).code == "E01"


@pytest.mark.parametrize(
    "text",
    [
        *("null", "{}", "{'a': 1}", "a[0]", "a{b: 1}", "1.5", ".5", "1e3", "7u", "0x7U", "b'a'", "bR'a'"),
        *(".a", ".", "a / b", "a % b", "a.`b`", "true && null"),
    ],
)
def test_what_cel_has_and_the_profile_has_not_is_named_as_such(text: str) -> None:
    assert refused(text).code == "E04"


@pytest.mark.parametrize("text", ["9223372036854775808", "-(9223372036854775808)", "0x8000000000000000"])
def test_a_number_beyond_64_bits_is_out_of_range(text: str) -> None:
    assert refused(text).code == "E06"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a and b", "Write && for and"),
        ("a or b", "Write || for or"),
        ("not a", "Write ! for not"),
        ("a is b", "Write == for is"),
        ("a <> b", "Write !="),
        ("a == null", "declare a fact"),
    ],
)
def test_other_languages_are_answered_with_what_to_write(text: str, hint: str) -> None:
    assert hint in refused(text).next_step


@pytest.mark.parametrize("depth", [32, 60])
def test_brackets_nest_deep_enough(depth: int) -> None:
    assert shape("(" * depth + "7" + ")" * depth) == "7"
    assert shape("1+(" * 32 + "7" + ")" * 32)


@pytest.mark.parametrize(
    "text",
    ["(" * 65 + "1" + ")" * 65, "!" * 70 + "a", "1" + "+1" * 70, "a?b:" * 70 + "c", "a" + ".b" * 70, "[" * 70],
)
def test_what_is_deeper_than_64_is_too_large(text: str) -> None:
    assert refused(text).code == "E11"


def test_a_long_row_of_ands_is_not_deep() -> None:
    assert parse(Source(" && ".join(["a"] * 500))).depth == 2
