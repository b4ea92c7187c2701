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
    """Where two JSON values differ, in the order of the second; never deeper than the second goes.

    Members of lists are matched by their `id`, `speaker` or `reading` if all have one, else by position.
    """
    if isinstance(stated, list) and isinstance(computed, list):
        yield from _in_lists(stated, computed, path)
    elif isinstance(stated, dict) and isinstance(computed, dict):
        yield from _in_objects(stated, computed, f"{path}." if path else "", "")
    elif _shown(stated) != _shown(computed):
        yield Difference(path, _short(stated), _short(computed))


def _in_lists(stated: list[object], computed: list[object], path: str) -> Iterator[Difference]:
    left, right = _by_name(stated), _by_name(computed)
    if left is None or right is None:
        left = {str(index): item for index, item in enumerate(stated)}
        right = {str(index): item for index, item in enumerate(computed)}
    yield from _in_objects(left, right, f"{path}[", "]")


def _in_objects(
    stated: dict[str, object], computed: dict[str, object], before: str, after: str
) -> Iterator[Difference]:
    for key in (*computed, *(key for key in stated if key not in computed)):
        place = f"{before}{_printable(key[:_SHOWN_CHARS_MAX])}{after}"
        yield from differences(stated.get(key, _NOTHING), computed.get(key, _NOTHING), place)


def _by_name(items: list[object]) -> dict[str, object] | None:
    """The members of a list by their names; None if one has none or shares it."""
    named = {_name(item): item for item in items}
    return None if "" in named or len(named) < len(items) else named


def _name(item: object) -> str:
    names = [item[key] for key in ("id", "speaker", "reading") if key in item] if isinstance(item, dict) else []
    return names[0] if names and isinstance(names[0], str) else ""


def _shown(value: object) -> str:
    """A value as JSON, which tells 1 from 1.0 and from true."""
    if value is _NOTHING:
        return "nothing"
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except RecursionError:
        return "something nested too deeply to show"


def _short(value: object) -> str:
    text = _shown(value)
    return _printable(text if len(text) <= _SHOWN_CHARS_MAX else f"{text[: _SHOWN_CHARS_MAX - 1]}…")


def _printable(text: str) -> str:
    """Text from a bundle as a terminal may show it: no escape sequences, no invisible marks, no half characters."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
