"""The reference page of entries (docs/reference/entries.md), made from the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from safeconduct.entries.registry import KINDS, schema

_HEAD = """\
# Entries

<!-- written from the code by `safeconduct.entries.reference`; do not edit -->

Everything recorded is an entry in its author's own log: canonical JSON (RFC 8785 order and escapes; no floats, no
null), at most 65,535 bytes, kept exactly as signed.

| member | says |
|---|---|
| `at` | when it happened, as the author claims; `2022-08-31T09:14:05.000Z` |
| `body` | what the kind says; see below |
| `corridor` | id of the corridor, such as `black-sea-2022` |
| `kind` | one of the kinds below |
| `recorded` | the author's clock when the entry was appended |
| `refs` | other entries this one answers or rests on: `log`, `index`, `leaf`; left out when empty |
| `sealed` | name of a sealed field -> its commitment, 64 hex digits; left out when empty |
| `v` | 1 |

Readers keep members, fields and whole kinds that they do not know; nobody writes them. A field without a value is
left out. Texts of one line have at most 300 characters and no control characters. Clear text never holds what looks
like a plate, a telephone or a document number, and only ships are named: a log is public and cannot be erased.
"""


def entries_page() -> str:
    """The whole page as Markdown."""
    lines = [_HEAD.rstrip()]
    for kind in KINDS:
        lines += _section(kind)
    lines += ["", "## Source", "", *_described(schema("check")["$defs"]["Source"])]
    return "\n".join(lines) + "\n"


def _section(kind: str) -> Iterator[str]:
    types = schema(kind)["$defs"]
    top = KINDS[kind].type.__name__
    yield from ("", f"## {kind}", "", f"{KINDS[kind].says[:1].upper()}{KINDS[kind].says[1:]}.", "")
    yield from _table(types[top])
    for name in sorted(set(types) - {top, "Source"}):
        yield from ("", f"### {name}", "", *_described(types[name]))


def _described(struct: dict[str, Any]) -> Iterator[str]:
    yield from (" ".join(struct["description"].split()), "", *_table(struct))


def _table(struct: dict[str, Any]) -> Iterator[str]:
    yield "| field | type | needed | says |"
    yield "|---|---|---|---|"
    for name, field in struct["properties"].items():
        needed = "yes" if name in struct.get("required", ()) else ""
        yield f"| `{name}` | {_type(field)} | {needed} | {field.get('description', '')} |"


def _type(field: dict[str, Any]) -> str:
    """A JSON Schema type in a few words."""
    if "$ref" in field:
        return f"{field['$ref'].rsplit('/', 1)[1]}"
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"])
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if field.get("type") == "object":
        return f"mapping to {_type(field.get('additionalProperties') or {})}"
    return {"string": "text", "integer": "integer", "boolean": "true or false"}.get(field.get("type", ""), "any value")


if __name__ == "__main__":
    sys.stdout.write(entries_page())
