"""Values of facts: their JSON, and what a fact of each type may be."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from safeconduct.agreement.cel.types import Codes, FactType, Kind, Parties, Value, code_schemes, is_code
from safeconduct.agreement.load.values import fixed_duration
from safeconduct.base import limits
from safeconduct.base.canonical import JsonValue
from safeconduct.base.instant import InstantError, instant_from_text, instant_to_text

_SECOND = 1_000_000
_SECONDS = re.compile(r"(-?)PT(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,6}))?S", re.ASCII)
ONE_OF = "Write one of {}."
_CODE_FORM = f"Write codes as hs:310210; the schemes are {', '.join(code_schemes())}."


def value_to_json(type_: FactType, value: Value) -> JsonValue:
    """The value of a fact as cases and explanations write it."""
    if isinstance(value, Codes):
        return {"known": [*value.known], "open": True} if value.open else [*value.known]
    if isinstance(value, Parties):
        yes, no = ([member for member in type_.members if member in some] for some in (value.yes, value.no))
        return [*yes] if len(yes) + len(no) == len(type_.members) else {"yes": [*yes], "no": [*no]}
    if type_.kind is Kind.INSTANT:
        return instant_to_text(int(value))
    return _duration_text(int(value)) if type_.kind is Kind.DURATION else value


def value_from_json(type_: FactType, data: object) -> Value:
    """The value of a fact. Raises ValueError, saying what is wrong with it as the end of a sentence."""
    match type_.kind:
        case Kind.CODES:
            return _codes(data)
        case Kind.PARTIES:
            return _parties(type_, data)
        case Kind.BOOL if isinstance(data, bool):
            return data
        case Kind.INT if isinstance(data, int) and not isinstance(data, bool):
            return _in_range(type_, data)
        case Kind.INSTANT | Kind.DURATION | Kind.STRING | Kind.CODE | Kind.ENUM | Kind.PARTY if isinstance(data, str):
            return _from_text(type_, data)
    raise ValueError(f"cannot be {shown(data)}")


def allowed(type_: FactType) -> str:  # noqa: PLR0911 - one return per type
    """What a fact of a type may be, as a sentence for whoever writes a case."""
    low, high = type_.range() if type_.kind in {Kind.INT, Kind.INSTANT, Kind.DURATION} else (0, 0)
    match type_.kind:
        case Kind.BOOL:
            return "Write true or false."
        case Kind.INT:
            return f"Write a whole number from {low} to {high}."
        case Kind.INSTANT:
            return f"Write an instant from {instant_to_text(low)} to {instant_to_text(high)}."
        case Kind.DURATION:
            return f"Write a duration such as PT90M, from {_duration_text(low)} to {_duration_text(high)}."
        case Kind.ENUM | Kind.PARTY:
            return ONE_OF.format(", ".join(type_.members))
        case Kind.PARTIES:
            return f'Write a list of {", ".join(type_.members)}; or {{"yes": [...], "no": [...]}} if part is unknown.'
        case Kind.CODES:
            return f'{_CODE_FORM} Write {{"known": [...], "open": true}} if there may be more.'
        case Kind.CODE:
            return _CODE_FORM
    return f"Write a text of at most {limits.JSON_STRING_CHARS_MAX} characters."


def shown(value: object) -> str:
    """A value as the writer of a case would recognise it, cut short."""
    try:
        text = json.dumps(value, ensure_ascii=True)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."


def _from_text(type_: FactType, text: str) -> Value:
    match type_.kind:
        case Kind.INSTANT:
            return _in_range(type_, _instant(text))
        case Kind.DURATION:
            return _in_range(type_, _duration(text))
        case Kind.CODE if not is_code(text):
            raise ValueError(f"cannot be {shown(text)}, which is no code")
        case Kind.ENUM | Kind.PARTY if text not in type_.members:
            raise ValueError(f"cannot be {shown(text)}")
        case Kind.STRING if len(text) > limits.JSON_STRING_CHARS_MAX:
            raise ValueError("is too long")
    return text


def _codes(data: object) -> Codes:
    given, is_open = data, False
    if isinstance(data, dict) and data.keys() == {"known", "open"} and isinstance(data["open"], bool):
        given, is_open = data["known"], data["open"]
    if not isinstance(given, list) or len(given) > limits.JSON_MEMBERS_MAX:
        raise ValueError(f"cannot be {shown(data)}")
    for code in given:
        if not isinstance(code, str) or not is_code(code):
            raise ValueError(f"holds {shown(code)}, which is no code")
    if len(set(given)) < len(given):
        raise ValueError("holds a code twice")
    return Codes(tuple(given), is_open)


def _parties(type_: FactType, data: object) -> Parties:
    if isinstance(data, dict) and data.keys() == {"yes", "no"}:
        yes, no = (frozenset(members_of(data[side], type_.members)) for side in ("yes", "no"))
        if yes & no:
            raise ValueError(f"says both yes and no of {min(yes & no)}")
        return Parties(yes, no)
    yes = frozenset(members_of(data, type_.members))
    return Parties(yes, frozenset(type_.members) - yes)


def members_of(data: object, members: Sequence[str]) -> tuple[str, ...]:
    """A list of some members, each once. Raises ValueError, as `value_from_json`."""
    if not isinstance(data, list):
        raise ValueError(f"cannot be {shown(data)}")  # noqa: TRY004 - one kind of error for whoever reads the case
    for one in data:
        if one not in members:
            raise ValueError(f"holds {shown(one)}, which is none of its values")
        if data.count(one) > 1:
            raise ValueError(f"holds {shown(one)} twice")
    return tuple(data)


def _in_range(type_: FactType, number: int) -> int:
    low, high = type_.range()
    if not low <= number <= high:
        raise ValueError("is out of range")
    return number


def _instant(text: str) -> int:
    try:
        return instant_from_text(text)
    except InstantError as error:
        raise ValueError(f"cannot be {shown(text)}, which is no instant like 2022-08-31T09:14:05.000Z") from error


def _duration(text: str) -> int:
    match = _SECONDS.fullmatch(text)
    if match is None:
        fixed = fixed_duration(text)
        if fixed is None:
            raise ValueError(f"cannot be {shown(text)}, which is no duration of fixed length")
        return fixed
    size = int(match[2]) * _SECOND + int((match[3] or "").ljust(6, "0"))
    return -size if match[1] else size


def _duration_text(micros: int) -> str:
    seconds, rest = divmod(abs(micros), _SECOND)
    fraction = f".{rest:06}".rstrip("0") if rest else ""
    return f"{'-' if micros < 0 else ''}PT{seconds}{fraction}S"
