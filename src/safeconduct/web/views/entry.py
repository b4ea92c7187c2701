"""Entries as people read them: the envelope's parts by name, the body as a flat list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safeconduct.base.canonical import CanonicalError, JsonValue, value_from_canonical
from safeconduct.base.ident import is_hex
from safeconduct.web.source import Entry

FIELDS_MAX = 400
SUMMARY_PARTS_MAX = 5
_ID_DIGITS = (32, 64)


@dataclass(frozen=True, slots=True)
class Source:
    """The file that an imported entry came from: its SHA-256 and the rows."""

    sha256: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry taken apart. readable: False if its bytes are not the JSON we know; then only bytes show.

    at, recorded: instants as text. day_only: only the day is known, and `at` is its start where it happened.
    fields: (path, value) of the body, at most `FIELDS_MAX`. refs: (origin, index) of entries it points at.
    """

    entry: Entry
    readable: bool
    kind: str = ""
    at: str = ""
    day_only: bool = False
    recorded: str = ""
    summary: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    refs: tuple[tuple[str, int], ...] = ()
    source: Source | None = None


def read_entry(entry: Entry) -> ReadEntry:
    """Take an entry apart; what is missing or of another type is left out, never guessed."""
    try:
        value = value_from_canonical(entry.data)
    except CanonicalError:
        return ReadEntry(entry, readable=False)
    if not isinstance(value, dict) or not isinstance(body := value.get("body"), dict):
        return ReadEntry(entry, readable=False)
    fields = []
    for field in _flat("", body):
        fields.append(field)
        if len(fields) == FIELDS_MAX:
            break
    return ReadEntry(
        entry,
        readable=True,
        kind=_text(value.get("kind")),
        at=_text(value.get("at")),
        day_only=body.get("precision") == "day",
        recorded=_text(value.get("recorded")),
        summary=_summary(body),
        fields=tuple(fields),
        refs=_refs(value.get("refs")),
        source=_source(body.get("source")),
    )


def _text(value: JsonValue | None) -> str:
    return value if isinstance(value, str) else ""


def _flat(path: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _flat(f"{path}.{name}" if path else name, item)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _flat(f"{path}[{at}]", item)
    else:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def _summary(body: Mapping[str, JsonValue]) -> str:
    """The first few telling values of a body: words and numbers, not ids and not what every entry has."""
    parts = []
    for name, value in body.items():
        telling = isinstance(value, (str, int)) and not isinstance(value, bool) and name != "precision"
        if telling and not any(is_hex(str(value), digits) for digits in _ID_DIGITS):
            parts.append(f"{name} {value}"[:90])
    return " · ".join(parts[:SUMMARY_PARTS_MAX])


def _refs(value: JsonValue | None) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, list):
        return ()
    found = []
    for ref in value:
        if isinstance(ref, dict):
            log, index = ref.get("log"), ref.get("index")
            if isinstance(log, str) and isinstance(index, int):
                found.append((log, index))
    return tuple(found)


def _source(value: JsonValue | None) -> Source | None:
    if not isinstance(value, dict) or not isinstance(sha256 := value.get("sha256"), str):
        return None
    rows = value.get("rows")
    listed = rows if isinstance(rows, list) else []
    return Source(sha256, tuple(row for row in listed if isinstance(row, int)))
