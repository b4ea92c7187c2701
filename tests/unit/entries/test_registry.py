"""Every kind is found, described, exported as JSON Schema, and shown on the reference page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from safeconduct.entries.errors import UnknownKindError
from safeconduct.entries.reference import entries_page
from safeconduct.entries.registry import KINDS, field_names, kind_spec, schema

ROOT = Path(__file__).resolve().parents[3]


def test_the_kinds_of_this_version() -> None:
    assert list(KINDS) == [
        "charter", "check", "claim", "clearance", "correction", "count", "decision", "delivery", "document",
        "heartbeat", "incident", "notification", "outage", "passage", "stance", "statement", "stock",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_like_its_module_and_says_what_it_says(kind: str) -> None:
    spec = kind_spec(kind)
    assert spec.kind == kind
    assert spec.says
    assert spec.type.__module__.endswith(f".{kind}")
    assert "\n" not in spec.says


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_deterministic_json_with_described_fields(kind: str) -> None:
    exported = schema(kind)
    assert json.dumps(exported) == json.dumps(exported, sort_keys=True)
    own = exported["$defs"][kind_spec(kind).type.__name__]
    assert set(own["properties"]) == set(field_names(kind))
    undescribed = [name for name, field in own["properties"].items() if "description" not in field]
    assert undescribed == []


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_mean_the_same_to_other_validators(kind: str) -> None:
    """ECMAScript has neither \\Z nor possessive quantifiers; every pattern is anchored at both ends."""
    for pattern in _patterns(schema(kind)):
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert "\\Z" not in pattern
        assert re.search(pattern, "ends in a line feed\n") is None or "\\x0b" in pattern


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKindError, match="Did you mean passage"):
        kind_spec("pasage")


def test_the_reference_page_is_what_the_code_says() -> None:
    page = (ROOT / "docs" / "reference" / "entries.md").read_text(encoding="utf-8")
    assert page == entries_page(), "run: python -m safeconduct.entries.reference > docs/reference/entries.md"


def test_optional_fields_are_absent_rather_than_null() -> None:
    for spec in KINDS.values():
        optional = [field for field in msgspec.structs.fields(spec.type) if not field.required]
        assert all(field.default is msgspec.UNSET for field in optional)


def _patterns(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["pattern"]] if isinstance(value.get("pattern"), str) else []
        return own + [found for item in value.values() for found in _patterns(item)]
    return [found for item in value for found in _patterns(item)] if isinstance(value, list) else []
