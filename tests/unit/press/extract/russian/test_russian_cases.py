"""Every frame of the Russian pass on invented paragraphs (`cases.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from safeconduct.press.extract.russian import find_russian
from safeconduct.press.model import Found, Span, Text

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
PLAIN = ("mode", "type", "within", "headline")
WORDS = {"by": "mention", "cue": "cue", "to": "addressee", "via": "via"}


def shown(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def seen(text: str, found: Found, wanted: dict[str, Any]) -> dict[str, Any]:
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
    found, wanted = find_russian(text), case.get("found", [])
    got = [seen(text.text, one, want) for one, want in zip(found, wanted, strict=False)]
    extra = [[shown(text.text, span) for span in one.spans] for one in found[len(wanted) :]]
    assert (got, extra) == (wanted, [])


def test_furniture_yields_nothing(text_of: Any) -> None:
    assert find_russian(text_of("Корда сказал, что мост открыт.", "furniture")) == ()


def test_the_letter_yo_may_be_printed_without_its_dots(text_of: Any) -> None:
    for verb in ("передаёт", "передает"):
        (one,) = find_russian(text_of(f"Мост открыт, {verb} агентство «Вести»."))
        assert one.mention is not None
