"""Two answers side by side: where they say different things."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

_SHOWN_CHARS_MAX = 80
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the answer in a bundle and the one computed again differ.

    path: such as `claims[d-aug15].verdict`. stated, computed: both values in short, `nothing` if there is none.
    """

    path: str
    stated: str
    computed: str

    def __str__(self) -> str:
        return f"{self.path or 'the whole'}: the bundle says {self.stated}, its entries give {self.computed}"


def differences(stated: object, computed: object, path: str = "") -> Iterator[Difference]:
    """Where two JSON values differ, deepest first, in the order of the second. They never go deeper than it does."""
    if isinstance(stated, dict) and isinstance(computed, dict):
        for key in (*computed, *(key for key in stated if key not in computed)):
            place = f"{path}.{key}" if path else str(key)
            yield from differences(stated.get(key, _NOTHING), computed.get(key, _NOTHING), place)
    elif isinstance(stated, list) and isinstance(computed, list):
        for index in range(max(len(stated), len(computed))):
            left = stated[index] if index < len(stated) else _NOTHING
            right = computed[index] if index < len(computed) else _NOTHING
            yield from differences(left, right, f"{path}[{_label(left if right is _NOTHING else right, index)}]")
    elif _shown(stated) != _shown(computed):
        yield Difference(path, _short(stated), _short(computed))


def _label(item: object, index: int) -> str:
    """The name of a member of a list: its id or speaker if it has one, else its position."""
    if isinstance(item, dict):
        return str(item.get("id", item.get("speaker", index)))[:_SHOWN_CHARS_MAX]
    return str(index)


def _shown(value: object) -> str:
    """A value as JSON, which tells 1 from 1.0 and from true."""
    return "nothing" if value is _NOTHING else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _short(value: object) -> str:
    text = _shown(value)
    return text if len(text) <= _SHOWN_CHARS_MAX else f"{text[: _SHOWN_CHARS_MAX - 1]}…"
