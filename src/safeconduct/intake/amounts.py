"""Whole and decimal numbers as tables print them, exactly, by separators that the mapping states.

Without stated separators only ``-?(0|[1-9][0-9]*)`` and that with a decimal point are numbers; anything
else gets a suggestion and is never read silently: `1.234,5` is 1234.5 in one country and a slip in another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from safeconduct.base import limits
from safeconduct.intake.problem import BadValueError

KG_PER_UNIT: Final[dict[str, Fraction]] = {
    "g": Fraction(1, 1000),
    "kg": Fraction(1),
    "t": Fraction(1000),
    "kt": Fraction(1_000_000),
    "Mt": Fraction(1_000_000_000),
    "lb": Fraction(45359237, 100_000_000),
}
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?", re.ASCII)
_SEPARATORS = " \u00a0\u202f'’"
_UNIT_TAIL = re.compile(r"(.*?[0-9])\s*([^\W\d_][\w.]{0,11})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Separators:
    """How a column prints numbers: an optional thousands separator, and the decimal mark."""

    thousands: str = ""
    decimal: str = "."

    def number(self, text: str) -> Decimal:
        """The exact number. Raises BadValueError with a suggestion."""
        found = self.plain(text)
        if found is None:
            raise BadValueError("is not a number", suggestion(text))
        return Decimal(found)

    def plain(self, text: str) -> str | None:
        """The number in plain form, or None; groups of thousands must have three digits each."""
        plain = text
        if self.thousands and self.thousands in text:
            whole, mark, rest = text.partition(self.decimal)
            groups = whole.lstrip("-").split(self.thousands)
            if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
                return None
            plain = whole.replace(self.thousands, "") + mark + rest
        if self.decimal != ".":
            if "." in plain:
                return None
            plain = plain.replace(self.decimal, ".")
        return plain if _PLAIN.fullmatch(plain) else None


def whole(number: Decimal) -> int:
    """The number as an integer. Raises BadValueError for a fraction or one out of range."""
    if number != number.to_integral_value():
        raise BadValueError("is not a whole number")
    return in_range(int(number))


def kilograms(number: Decimal, factor: Fraction) -> int:
    """A quantity in kg. Raises BadValueError if it is negative, out of range, or not a whole number of kg."""
    mass = Fraction(number) * factor
    if mass.denominator != 1:
        raise BadValueError("is not a whole number of kg", "the record keeps whole kilograms")
    if mass < 0:
        raise BadValueError("is negative")
    return in_range(int(mass))


def in_range(value: int) -> int:
    """The number. Raises BadValueError if canonical JSON cannot hold it."""
    if abs(value) > limits.INTEGER_MAX:
        raise BadValueError("is too large")
    return value


def suggestion(text: str) -> str:
    """What number was perhaps meant, or an empty text.

    >>> suggestion("1.234,5")
    "perhaps 1234.5; state thousands '.' and decimal ',' in the mapping"
    """
    western = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    tail = _UNIT_TAIL.fullmatch(western)
    number, how = _guess(tail[1] if tail else western)
    if not number:
        return ""
    if tail:
        unit = tail[2].lower().rstrip(".s")
        near = next((known for known in KG_PER_UNIT if known.lower() == unit), tail[2])
        how = f"did you mean {near!r}? The unit stands in the mapping, not in cells"
    return f"perhaps {number}{'; ' + how if how else ''}"


def _guess(text: str) -> tuple[str, str]:
    """A plain number that the text may mean, and what to state in the mapping for it; or empty texts."""
    bare = text.strip().lstrip("+")
    spaced = "".join(" " if char in _SEPARATORS else char for char in bare)
    for thousands, decimal in ((",", "."), (".", ","), (" ", "."), (" ", ",")):
        candidate = spaced if thousands == " " else bare
        found = Separators(thousands, decimal).plain(candidate)
        if found is not None:
            marks = (thousands if thousands in candidate else "", decimal if decimal in candidate else "")
            return found, _how(*marks)
    digits = bare.isascii() and bare.isdigit()
    return (bare.lstrip("0") or "0", "") if digits else ("", "")


def _how(thousands: str, decimal: str) -> str:
    parts = [f"thousands {thousands!r}"] if thousands else []
    parts += [f"decimal {decimal!r}"] if decimal not in {"", "."} else []
    return f"state {' and '.join(parts)} in the mapping" if parts else ""
