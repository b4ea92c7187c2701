"""The items of an answer, read strictly: JSON without repeated names, of the form asked for, within bounds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from safeconduct.base import limits

_Words = Annotated[str, Meta(min_length=1)]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement as the model gives it; nothing of it is verified yet."""

    quotes: Annotated[tuple[_Words, ...], Meta(min_length=1)]
    type: str
    cue: str | None = None
    mention: str | None = None
    speakers: tuple[str, ...] = ()
    topic: str | None = None


def items_of(data: bytes, dropped: Counter[str]) -> list[Item]:
    """The items of the bytes that an endpoint answered with; what has not the form is counted in `dropped`."""
    try:
        listed = _statements(_json(_content(_json(data.decode("utf-8")))))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        dropped["answer"] += 1
        return []
    most = limits.PRESS_ENDPOINT_STATEMENTS_MAX
    dropped["too_many"] += max(0, len(listed) - most)
    return [item for value in listed[:most] if (item := _item(value, dropped)) is not None]


def _content(envelope: Any) -> str:
    """The words of the model, where the OpenAI chat format has them."""
    content = envelope["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise TypeError("no text")
    return content


def _statements(answer: Any) -> list[Any]:
    if not isinstance(answer, dict) or set(answer) != {"statements"} or not isinstance(answer["statements"], list):
        raise ValueError("not the object asked for")
    return answer["statements"]


def _item(value: Any, dropped: Counter[str]) -> Item | None:
    try:
        item = msgspec.convert(value, Item)
    except (msgspec.ValidationError, ValueError, RecursionError):
        dropped["malformed"] += 1
        return None
    longest = max(map(len, (*item.quotes, item.cue or "", item.mention or "")))
    parts = max(len(item.quotes), len(item.speakers))
    if longest > limits.PRESS_ENDPOINT_PART_CHARS_MAX or parts > limits.PRESS_ENDPOINT_PARTS_MAX:
        dropped["too_long"] += 1
        return None
    return item


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
