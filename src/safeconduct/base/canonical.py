"""Canonical JSON: the one byte form of a value (RFC 8785, less floats and null).

Objects have sorted keys and no spaces; integers lie within ±(2^53-1); strings are UTF-8 with the escapes of
RFC 8785 §3.2.2.2. Floats and null do not exist. The reader accepts only what the writer would have written,
so that two readers can never disagree about one byte.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue]"

_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder()


class CanonicalError(SafeconductError):
    """The bytes are not the canonical form of any value, or the value has none."""

    code = "SC-CAN-01"


def canonical_bytes(value: object) -> bytes:
    r"""The canonical bytes of a value made of bool, int, str, list and dict.

    Raises CanonicalError for floats, null, other types, numbers out of range, and anything over the limits.

    >>> canonical_bytes({"b": [1, True], "a": "x\n"})
    b'{"a":"x\\n","b":[1,true]}'
    """
    if not _check(value, 0):
        return _encode_utf16_order(value).encode()
    return _ENCODER.encode(value)


def value_from_canonical(data: bytes) -> JsonValue:
    r"""Read canonical bytes. Raises CanonicalError for anything `canonical_bytes` would not have written.

    >>> value_from_canonical(b'{"a":1}')
    {'a': 1}
    """
    try:
        value = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError(f"not JSON: {error}") from error
    if canonical_bytes(value) != data:
        raise CanonicalError("JSON that is not in canonical form (order, spaces, escapes or repeated keys)")
    return value  # type: ignore[no-any-return]


def _check(value: object, depth: int) -> bool:
    """Check types and limits; return whether plain byte order of keys is already the order of RFC 8785."""
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return _check_string(value)
    if isinstance(value, int):
        if abs(value) > limits.INTEGER_MAX:
            raise CanonicalError(f"the number {value} is outside ±(2^53-1)")
        return True
    if depth >= limits.JSON_DEPTH_MAX:
        raise CanonicalError(f"nested deeper than {limits.JSON_DEPTH_MAX} levels")
    if isinstance(value, list):
        if len(value) > limits.JSON_MEMBERS_MAX:
            raise CanonicalError(f"a list of more than {limits.JSON_MEMBERS_MAX} members")
        checked = [_check(item, depth + 1) for item in value]
        return all(checked)
    if isinstance(value, dict):
        return _check_object(value, depth)
    kind = "null" if value is None else type(value).__name__
    raise CanonicalError(f"a value of type {kind} has no canonical form")


def _check_string(value: str) -> bool:
    if len(value) > limits.JSON_STRING_CHARS_MAX:
        raise CanonicalError(f"a string of more than {limits.JSON_STRING_CHARS_MAX} characters")
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise CanonicalError("a string holds half of a surrogate pair")
    return True


def _check_object(value: dict[object, object], depth: int) -> bool:
    if len(value) > limits.JSON_MEMBERS_MAX:
        raise CanonicalError(f"an object of more than {limits.JSON_MEMBERS_MAX} members")
    plain = True
    for key, item in value.items():
        if not isinstance(key, str):
            raise CanonicalError("an object key is not a string")
        _check_string(key)
        plain = _check(item, depth + 1) and plain and max(key, default="") < "\ud800"
    return plain


def _encode_utf16_order(value: object) -> str:
    """Encode with keys in UTF-16 order; it differs from byte order only beyond U+D7FF (RFC 8785 §3.2.3)."""
    if isinstance(value, list):
        return "[" + ",".join(_encode_utf16_order(item) for item in value) + "]"
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_encode_utf16_order(k)}:{_encode_utf16_order(v)}" for k, v in pairs) + "}"
    return _ENCODER.encode(value).decode()
