"""Every frame and every trap of the press design, on invented paragraphs (`cases.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.press.extract import find_statements
from safeconduct.press.model import Found, Span, Text

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
PLAIN = ("mode", "type", "within", "hedged", "headline")
WORDS = {"by": "mention", "cue": "cue", "to": "addressee", "via": "via"}


def shown(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def seen(text: str, found: Found, wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of a finding that a case looks at."""
    said = [text[span.start : span.end] for span in found.spans]
    fields: dict[str, Any] = {"said": said if isinstance(wanted["said"], list) else "|".join(said)}
    for key in wanted.keys() - {"said"}:
        value = getattr(found, WORDS.get(key, key))
        fields[key] = value if key in PLAIN else shown(text, value)
    return fields


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_statements_of_the_case_are_found(name: str, text_of: Any) -> None:
    case = CASES[name]
    text: Text = text_of(case["text"], "headline" if case.get("headline") else "body")
    found, wanted = find_statements(text), case.get("found", [])
    got = [seen(text.text, one, want) for one, want in zip(found, wanted, strict=False)]
    extra = [[shown(text.text, span) for span in one.spans] for one in found[len(wanted) :]]
    assert (got, extra) == (wanted, [])


def test_furniture_yields_nothing(text_of: Any) -> None:
    assert find_statements(text_of("Korda said that the road is open.", "furniture")) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.permutations([name for name in CASES if not CASES[name].get("headline")]))
def test_paragraphs_do_not_change_each_other(text_of: Any, order: list[str]) -> None:
    texts = [CASES[name]["text"] for name in order[:6]]
    alone = [len(find_statements(text_of(text))) for text in texts]
    assert len(find_statements(text_of("\n\nNo news.\n\n".join(texts)))) == sum(alone)
