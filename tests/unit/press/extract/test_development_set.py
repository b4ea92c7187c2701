"""The five annotated reports: a floor under the score. Skipped where the data folder is not beside the checkout."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from safeconduct.press.extract import find_statements
from safeconduct.press.model import Found, Text
from safeconduct.press.source import read_source

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "press"


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_press", shared / "tools" / "score_press.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reports(folder: Path) -> dict[str, Text]:
    return {path.name: read_source(path.read_bytes(), path.name).text for path in sorted(folder.glob("0*.txt"))}


def row(name: str, text: str, one: Found) -> dict[str, Any]:
    return {
        "doc": name,
        "spans": [[span.start, span.end] for span in one.spans],
        "speaker": text[one.mention.start : one.mention.end] if one.mention else None,
        "mode": one.mode,
        "type": one.type,
    }


def test_the_score_keeps_its_floor(folder: Path, scorer: ModuleType, reports: dict[str, Text]) -> None:
    gold = json.loads((folder / "gold_seeds.json").read_text(encoding="utf-8"))
    rows = [row(name, text.text, one) for name, text in reports.items() for one in find_statements(text)]
    score = scorer.run(rows, gold, texts_dir=str(folder), boot=0)["all"]
    assert score["F1"] >= 0.93
    assert score["P"] >= 0.93
    assert score["exact_F1"] >= 0.90
    assert score["mode_acc"] >= 0.97
    assert score["type_acc"] >= 0.80


def test_the_words_that_name_the_speaker(folder: Path, reports: dict[str, Text]) -> None:
    gold = json.loads((folder / "gold_seeds.json").read_text(encoding="utf-8"))["statements"]
    named = {(one["doc"], *one["content_spans"][0]): one["source_text"] for one in gold if not one["marginal"]}
    right = [
        named[name, one.spans[0].start, one.spans[0].end] == (text.text[one.mention.start : one.mention.end])
        for name, text in reports.items()
        for one in find_statements(text)
        if one.mention and (name, one.spans[0].start, one.spans[0].end) in named
    ]
    assert sum(right) >= 0.95 * len(right)
    assert len(right) >= 40
