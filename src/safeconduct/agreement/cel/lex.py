"""From the text of a condition to tokens: the whole lexis of CEL, so that what is left out is named.

Source: cel-spec, doc/langdef.md, "Syntax" and "String and Bytes Values". Two places are stricter than the
document: a number must not run into a letter (``1in``), and escapes for half a surrogate pair are refused,
as by the C++ engine. Line ends inside a triple-quoted string become LF, as in that engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from safeconduct.agreement.cel.source import Source
from safeconduct.base.limits import CONDITION_CHARS_MAX


class Lexeme(Enum):
    """What sort of token it is. FLOAT, UINT and BYTES are recognised in order to be refused by name."""

    NAME = "name"
    INT = "integer"
    STRING = "text"
    OPERATOR = "operator"
    FLOAT = "decimal number"
    UINT = "unsigned number"
    BYTES = "bytes"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    text: as written; for STRING the value it stands for, for END a phrase.
    at, end: offsets into the condition, end exclusive.
    """

    lexeme: Lexeme
    text: str
    at: int
    end: int


_SKIP = re.compile(r"(?:[\t\n\f\r ]+|//[^\r\n]*)+")
_FLOAT = re.compile(r"[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+")
_INT = re.compile(r"(?:0x[0-9a-fA-F]+|[0-9]+)([uU]?)")
_NAME = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_OPERATOR = re.compile(r"[=!<>]=|&&|\|\||[-<>+*/%!?:.,()\[\]{}]")
_STRING = re.compile(
    r"""
    (?P<bytes>[bB])?
    (?: [rR] (?: \"{3}(?P<r1>.*?)\"{3} | '{3}(?P<r2>.*?)'{3} | "(?P<r3>[^"\r\n]*)" | '(?P<r4>[^'\r\n]*)' )
      | \"{3}(?P<p1>(?:[^\\]|\\.)*?)\"{3} | '{3}(?P<p2>(?:[^\\]|\\.)*?)'{3}
      | "(?P<p3>(?:[^"\\\r\n]|\\[^\r\n])*)" | '(?P<p4>(?:[^'\\\r\n]|\\[^\r\n])*)'
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\?\"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.?))",
    re.DOTALL,
)
_SHORT = dict(zip("abfnrtv\\?\"'`", "\a\b\f\n\r\t\v\\?\"'`", strict=True))
_LINE_END = re.compile(r"\r\n?")
_HINTS = {
    "=": "Write == to compare.",
    "&": "Write && for and.",
    "|": "Write || for or.",
    "“": 'Write straight quotes: "text".',
    "”": 'Write straight quotes: "text".',
    "‘": "Write straight quotes: 'text'.",
    "’": "Write straight quotes: 'text'.",
    '"': 'Close the text with "; write \\" for a quote inside it.',
    "'": "Close the text with '; write \\' for a quote inside it.",
    ";": "A condition is one expression: join parts with && or ||.",
}


def tokens(source: Source) -> list[Token]:
    """All tokens of a condition, an END at the last place. Raises ConditionError E01, E04 or E11."""
    text = source.text
    if len(text) > CONDITION_CHARS_MAX:
        next_step = f"Keep it within {CONDITION_CHARS_MAX} characters; split it into several rules."
        raise source.error("E11", 0, f"the condition has {len(text)} characters", next_step)
    found: list[Token] = []
    at = _after_space(text, 0)
    while at < len(text):
        token = _token(source, at)
        found.append(token)
        at = _after_space(text, token.end)
    found.append(Token(Lexeme.END, "the end of the condition", len(text), len(text)))
    return found


def _after_space(text: str, at: int) -> int:
    match = _SKIP.match(text, at)
    return match.end() if match else at


def _token(source: Source, at: int) -> Token:
    text = source.text
    if match := _STRING.match(text, at):
        return _string(source, match)
    if match := _FLOAT.match(text, at):
        return _number(source, Lexeme.FLOAT, match)
    if match := _INT.match(text, at):
        return _number(source, Lexeme.UINT if match[1] else Lexeme.INT, match)
    if match := _NAME.match(text, at):
        return Token(Lexeme.NAME, match[0], at, match.end())
    if match := _OPERATOR.match(text, at):
        return Token(Lexeme.OPERATOR, match[0], at, match.end())
    raise _stray(source, at)


def _stray(source: Source, at: int) -> Exception:
    char = source.text[at]
    if char == "`":
        return source.error("E04", at, "quoted field names are outside the profile", "Use declared names only.")
    shown = repr(char) if char.isprintable() else f"U+{ord(char):04X}"
    what = f"the character {shown} does not belong here" if char not in "\"'" else "this text does not end"
    return source.error("E01", at, what, _HINTS.get(char, ""))


def _number(source: Source, lexeme: Lexeme, match: re.Match[str]) -> Token:
    end = match.end()
    if _NAME.match(source.text, end) or source.text[end : end + 1].isdecimal():
        what = f"a number runs into a letter: {source.text[match.start() : end + 1]!r}"
        raise source.error("E01", match.start(), what, "Write digits only, or 0x and hexadecimal digits.")
    return Token(lexeme, match[0], match.start(), end)


def _string(source: Source, match: re.Match[str]) -> Token:
    raw, body = _body(match)
    if match["bytes"]:
        return Token(Lexeme.BYTES, match[0], match.start(), match.end())
    value = _LINE_END.sub("\n", body)
    if not raw:
        value = _ESCAPE.sub(lambda escape: _unescaped(source, match.start(), escape), value)
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise source.error("E01", match.start(), "a text holds half a surrogate pair", "Write the character itself.")
    return Token(Lexeme.STRING, value, match.start(), match.end())


def _body(match: re.Match[str]) -> tuple[bool, str]:
    """Whether the literal is raw, and what stands between its quotes."""
    for name in ("r1", "r2", "r3", "r4", "p1", "p2", "p3", "p4"):
        body = match[name]
        if body is not None:
            return name[0] == "r", body
    raise AssertionError(match)


def _unescaped(source: Source, at: int, escape: re.Match[str]) -> str:
    short, x, u, long_u, octal, unknown = escape.groups()
    if short is not None:
        return _SHORT[short]
    if unknown is not None:
        next_step = "Write \\\\ for a backslash, or r'...' for a text without escapes."
        raise source.error("E01", at, f"\\{unknown} is no escape of CEL", next_step)
    code = int(octal, 8) if octal else int(x or u or long_u, 16)
    if code > 0x10FFFF:
        raise source.error("E01", at, f"\\U{long_u} is no character", "The last one is \\U0010FFFF.")
    return chr(code)
