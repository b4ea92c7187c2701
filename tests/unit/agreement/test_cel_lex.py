from __future__ import annotations

import pytest

from safeconduct.agreement.cel import ConditionError
from safeconduct.agreement.cel.lex import Lexeme, tokens
from safeconduct.agreement.cel.source import Source


def texts(text: str) -> list[str]:
    return [token.text for token in tokens(Source(text))[:-1]]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'it\\'s'", "it's"),
        ('"\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\"\\\'\\`"', "\a\b\f\n\r\t\v\\?\"'`"),
        (r"'\x4a\X4B\u00e9\U0001F431\101\377'", "JK\u00e9\U0001f431A\u00ff"),
        (r"r'\n\x4a'", r"\n\x4a"),
        ('R"a\\"', "a\\"),
        ("'''it's ''fine'''", "it's ''fine"),
        ('"""a"b"""', 'a"b'),
        ("'''a\r\nb\rc\nd'''", "a\nb\nc\nd"),
        ("'''a\\r\\nb'''", "a\r\nb"),
        ("''", ""),
        ('r""""""', ""),
    ],
)
def test_a_text_stands_for_what_cel_says(written: str, value: str) -> None:
    token, end = tokens(Source(written))
    assert (token.lexeme, token.text, end.lexeme) == (Lexeme.STRING, value, Lexeme.END)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("'open", 1),
        ("a == 'two\nlines'", 6),
        (r"'\q'", 1),
        (r"'\400'", 1),
        (r"'\ud83d\ude00'", 1),
        (r"'\U00110000'", 1),
        (r"'\x4'", 1),
        ("'\ud800'", 1),
        ("a = b", 3),
        ("a & b", 3),
        ("1in [1]", 1),
        ("0x", 1),
        ("1_000", 1),
        ("1٢", 1),
        ("a\u00a0== b", 2),
        ("\ufefftrue", 1),
        ("a # b", 3),
    ],
)
def test_what_is_no_token_is_a_syntax_error_at_its_place(text: str, column: int) -> None:
    with pytest.raises(ConditionError) as error:
        tokens(Source(text))
    assert (error.value.code, error.value.column) == ("E01", column)


def test_curly_quotes_are_explained() -> None:
    with pytest.raises(ConditionError, match="straight quotes"):
        tokens(Source("port == \u201cOdesa\u201d"))


def test_the_longest_operator_wins_and_comments_end_with_the_line() -> None:
    assert texts("a<=b// c\n&&!d!=e") == ["a", "<=", "b", "&&", "!", "d", "!=", "e"]


def test_a_letter_before_a_quote_is_a_prefix_only_where_cel_has_one() -> None:
    assert [token.lexeme for token in tokens(Source("br'a'"))] == [Lexeme.BYTES, Lexeme.END]
    assert texts("rb'a'") == ["rb", "a"]


@pytest.mark.parametrize(("text", "place"), [("a\r\n= b", (2, 1)), ("a\n\n  #", (3, 3)), ("a\r=", (2, 1))])
def test_lines_and_columns_count_from_one(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(ConditionError) as error:
        tokens(Source(text, "claims.yaml:7"))
    assert (error.value.line, error.value.column) == place
    assert error.value.where == f"claims.yaml:7, line {place[0]}, column {place[1]}"


def test_a_long_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(ConditionError) as error:
        tokens(Source("#" * 4097))
    assert error.value.code == "E11"
