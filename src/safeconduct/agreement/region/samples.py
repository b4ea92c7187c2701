"""Sample texts and codes: enough that every combination of answers that some tests can give is given by one.

Tests on a text are equality with a literal, membership in a list, and beginnings. Together they cut all texts
into regions: each literal by itself, and for each beginning what lies under it but under no longer one. One
sample from each region stands for all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from safeconduct.agreement.cel.tree import Listed, Literal, Node, StartsWith, walk
from safeconduct.agreement.cel.types import code_schemes, is_code

_DIGITS = "0123456789"
_PAIRS = tuple(first + second for first, second in product(_DIGITS, repeat=2))
_ORDINARY = ("own:other", "hs:99", "hs:00", "un_number:9999", "ml:ML99", "un_class:9")
_TAILS = {
    "hs": ("", *_DIGITS, *_PAIRS, "0000", "9999", "000", "00000"),
    "un_number": ("", *_DIGITS, *_PAIRS, "000", "999", "0000"),
    "un_class": ("", *_DIGITS, *(f".{digit}" for digit in _DIGITS)),
    "ml": ("", *_DIGITS, *(f".{letter}" for letter in "abcdefgh"), "ML1", "L1", "1.a"),
    "own": ("", "other", ".other", "0"),
}


def sample_codes(tests: Iterable[Node]) -> tuple[str, ...]:
    """Codes that tell some tests on a code apart as far as any code can; the most ordinary first."""
    literals, beginnings = mentioned(tests)
    exact = {text for text in literals if is_code(text)}
    schemes = {beginning.partition(":")[0] + ":" for beginning in beginnings if ":" in beginning}
    under = (
        _first_outside(_deeper(start, beginnings), codes_under(start), exact) for start in sorted(beginnings | schemes)
    )
    found = [_first_outside(beginnings, _ORDINARY, exact), *under]
    return tuple(dict.fromkeys([*(code for code in found if code is not None), *sorted(exact)]))


def sample_texts(tests: Iterable[Node]) -> tuple[str, ...]:
    """Texts that tell some tests on a text apart as far as any text can."""
    exact, beginnings = mentioned(tests)
    found = []
    for start in ["", *sorted(beginnings)]:
        under = (start, *(f"{start}other{number}" for number in range(len(exact) + len(beginnings) + 1)))
        found.append(_first_outside(_deeper(start, beginnings), under, exact))
    return tuple(dict.fromkeys([*(text for text in found if text is not None), *sorted(exact)]))


def codes_under(beginning: str) -> Iterator[str]:
    """Codes that begin so, the shortest of each scheme first; none if no code can."""
    scheme, colon, _ = beginning.partition(":")
    starts = [beginning] if colon else [f"{known}:" for known in code_schemes() if known.startswith(scheme)]
    tried = (start + tail for start in starts for tail in _TAILS.get(start.partition(":")[0], ()))
    return (code for code in tried if is_code(code))


def mentioned(tests: Iterable[Node]) -> tuple[set[str], set[str]]:
    """The texts that some tests compare with, and the beginnings they look for."""
    exact: set[str] = set()
    beginnings: set[str] = set()
    for node in (found for test in tests for found in walk(test)):
        match node:
            case Listed(_, codes):
                exact |= {*codes.exact}
                beginnings |= {*codes.prefixes}
            case StartsWith(_, prefix):
                beginnings.add(prefix)
            case Literal(_, str(value)):
                exact.add(value)
    return exact, beginnings


def _deeper(start: str, beginnings: set[str]) -> set[str]:
    return {other for other in beginnings if other != start and other.startswith(start)}


def _first_outside(beginnings: set[str], candidates: Iterable[str], exact: set[str]) -> str | None:
    """The first candidate that no literal names and that lies under none of some beginnings."""
    avoided = tuple(beginnings)
    return next((text for text in candidates if text not in exact and not text.startswith(avoided)), None)
