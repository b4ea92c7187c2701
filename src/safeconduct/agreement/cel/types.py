"""What a condition may speak of: the types of facts, the constants, and the values that facts take.

Values in `evaluate`: bool as bool; int, instant (µs since 1970 UTC) and duration (µs) as int; string, enum,
party and code as str; list(code) as `Codes`; set(party) as `Parties`; unknown as None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from safeconduct.agreement.cel.errors import ConditionError
from safeconduct.base.instant import US_PER_DAY, day_from_text
from safeconduct.base.limits import INTEGER_MAX

INT_LOW, INT_HIGH = -(2**63), 2**63 - 1
INSTANT_LOW, INSTANT_HIGH = -62_135_596_800_000_000, 253_402_300_799_999_999  # years 1 to 9999
DURATION_HIGH = (2**63 - 1) // 1000  # CEL engines count nanoseconds in 64 bits: about 292 years
PARTIES_MAX = 62  # one bit each in a BIGINT
CODES_HIGH = 2**31 - 1
_RECORD_END = (day_from_text("2099-12-31") + 1) * US_PER_DAY - 1


class Kind(Enum):
    """The types of the profile. LIST is the type of a list literal; no fact has it."""

    BOOL = "bool"
    INT = "int"
    STRING = "string"
    ENUM = "enum"
    PARTY = "party"
    CODE = "code"
    INSTANT = "instant"
    DURATION = "duration"
    CODES = "list(code)"
    PARTIES = "set(party)"
    LIST = "list"


_DEFAULT_RANGE = {
    Kind.INT: (-INTEGER_MAX, INTEGER_MAX),
    Kind.INSTANT: (0, _RECORD_END),
    Kind.DURATION: (-_RECORD_END, _RECORD_END),
}
_TYPE_RANGE = {
    Kind.INT: (INT_LOW, INT_HIGH),
    Kind.INSTANT: (INSTANT_LOW, INSTANT_HIGH),
    Kind.DURATION: (-DURATION_HIGH, DURATION_HIGH),
}
_WITH_MEMBERS = frozenset({Kind.ENUM, Kind.PARTY, Kind.PARTIES})


def type_range(kind: Kind) -> tuple[int, int]:
    """The least and greatest value that CEL can hold for int, instant or duration."""
    return _TYPE_RANGE[kind]


@dataclass(frozen=True, slots=True)
class FactType:
    """The declared type of one fact. Raises ConditionError for a declaration that no condition could use.

    members: the values of an enum, the parties of a party or set(party), in a fixed order.
    low, high: least and greatest value, both possible, of an int, instant or duration; where left out, what
        entries can hold: +-(2**53 - 1) for an int, the years 1970 to 2099 for an instant.
    open: whether the value may be unknown; carried for the callers, unknown is handled either way.
    """

    kind: Kind
    members: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    open: bool = True

    def __post_init__(self) -> None:
        if self.kind is Kind.LIST:
            raise ConditionError("E04", "a fact cannot be a list of plain values", next_step="Use list(code).")
        if bool(self.members) is not (self.kind in _WITH_MEMBERS) or len(set(self.members)) < len(self.members):
            raise ConditionError("E03", f"a fact of type {self.kind.value} has the values {self.members}")
        if self.kind is Kind.PARTIES and len(self.members) > PARTIES_MAX:
            raise ConditionError("E11", f"a set of {len(self.members)} parties has more than {PARTIES_MAX}")
        self._check_range()

    def _check_range(self) -> None:
        if self.kind not in _TYPE_RANGE:
            if self.low is not None or self.high is not None:
                raise ConditionError("E03", f"a fact of type {self.kind.value} has no least or greatest value")
            return
        least, greatest = _TYPE_RANGE[self.kind]
        low, high = self.range()
        if not least <= low <= high <= greatest:
            raise ConditionError("E05", f"{low} to {high} is no range of {self.kind.value}")

    def range(self) -> tuple[int, int]:
        """Least and greatest value of an int, instant or duration fact."""
        low, high = _DEFAULT_RANGE[self.kind]
        return (low if self.low is None else self.low, high if self.high is None else self.high)


_CODE_FORMS = {
    "hs": re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}"),
    "un_number": re.compile(r"[0-9]{4}"),
    "un_class": re.compile(r"[1-9](?:\.[1-9][A-Z]?)?"),
    "ml": re.compile(r"ML[1-9][0-9]?(?:\.[a-z](?:\.[0-9]{1,2})?)*"),
    "own": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
}


def code_schemes() -> tuple[str, ...]:
    """The schemes a code can be written in, as ``scheme:value``."""
    return tuple(sorted(_CODE_FORMS))


def is_code(text: str) -> bool:
    """Whether a text is a code of a known scheme, such as ``hs:310210``."""
    scheme, _, value = text.partition(":")
    return scheme in _CODE_FORMS and _CODE_FORMS[scheme].fullmatch(value) is not None


def may_begin_code(prefix: str) -> bool:
    """Whether some scheme's codes could begin like this."""
    scheme, colon, _ = prefix.partition(":")
    return scheme in _CODE_FORMS if colon else any(known.startswith(scheme) for known in _CODE_FORMS)


@dataclass(frozen=True, slots=True)
class CodeList:
    """One version of a list of codes: whole codes, and beginnings of codes, each as ``scheme:value``."""

    exact: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def holds(self, code: str) -> bool:
        """Whether a code is on the list."""
        return code in self.exact or code.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed number, instant (µs) or duration (µs), such as ``limit.max_delay_min``."""

    kind: Kind
    value: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The only names that conditions may use. Dotted names are names; words that CEL reserves win over them.

    facts: declared facts by name. A limit that changes over time can be declared as a fact ``limit.NAME``.
    lists: lists by NAME, used as ``list.NAME``. limits: constants by NAME, used as ``limit.NAME``.
    """

    facts: Mapping[str, FactType] = field(default_factory=dict)
    lists: Mapping[str, CodeList] = field(default_factory=dict)
    limits: Mapping[str, Constant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Codes:
    """The value of a list(code): the known codes, and whether there may be more."""

    known: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """The value of a set(party): who is known to be in it, who is known not to be. The rest is unknown."""

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()


Value = bool | int | str | Codes | Parties
Result = bool | int | str | tuple[bool | int | str, ...] | None
