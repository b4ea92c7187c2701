"""The scorer agrees with the shared one on every figure, to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from safeconduct.press.score import score, scores_to_json
from tests.unit.press.score.perturbed import CASES, perturbed

pytestmark = pytest.mark.shared
DRAWS = 40


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data/press"


@pytest.fixture(scope="module")
def gold(folder: Path) -> Any:
    return json.loads((folder / "gold_seeds.json").read_bytes())


@pytest.fixture(scope="module")
def texts(folder: Path, gold: Any) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in gold["documents"]}


def shared_figures(shared: Path, drafts: object, tmp_path: Path, *options: str) -> Any:
    given, out = tmp_path / "drafts.json", tmp_path / "out.json"
    given.write_text(json.dumps(drafts), encoding="utf-8")
    tool, gold = shared / "tools/score_press.py", shared / "data/press/gold_seeds.json"
    command = [sys.executable, str(tool), str(given), str(gold), "--json", str(out), *options]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return json.loads(out.read_bytes())


def same(ours: Any, theirs: Any, where: str = "") -> None:
    """Everything of theirs stands in ours, equal; ours may hold more."""
    if isinstance(theirs, dict):
        for name in theirs:
            same(ours[name], theirs[name], f"{where}.{name}")
    else:
        assert ours == theirs, where


@pytest.mark.parametrize("case", [(name, seed) for name in CASES for seed in (1, 2)], ids=str)
def test_every_figure_is_that_of_the_shared_tool(
    case: tuple[str, int], shared: Path, gold: Any, texts: dict[str, str], tmp_path: Path
) -> None:
    drafts = perturbed(gold, *case)
    theirs = shared_figures(shared, drafts, tmp_path, "--boot", str(DRAWS))
    ours = json.loads(json.dumps(scores_to_json(score(drafts, gold, texts, draws=DRAWS))))
    same(ours, theirs)


def test_other_options_too(shared: Path, gold: Any, texts: dict[str, str], tmp_path: Path) -> None:
    drafts = {"statements": perturbed(gold, "all", 3)}
    options = ["--boot", str(DRAWS), "--by-doc", "--drop-doubtful", "--iou", "0.3"]
    theirs = shared_figures(shared, drafts, tmp_path, *options)
    found = score(drafts, gold, texts, draws=DRAWS, by_doc=True, drop_doubtful=True, threshold=0.3)
    same(json.loads(json.dumps(scores_to_json(found))), theirs)


def test_without_texts_and_draws(shared: Path, gold: Any, tmp_path: Path) -> None:
    drafts = perturbed(gold, "all", 4)
    theirs = shared_figures(shared, drafts, tmp_path, "--boot", "0", "--texts", str(tmp_path))
    found = score(drafts, gold, {}, draws=0)
    assert (found.trimmed, found.interval) == (False, {})
    same(json.loads(json.dumps(scores_to_json(found))), theirs)


def test_the_gold_file_is_perfect_beside_itself(gold: Any, texts: dict[str, str]) -> None:
    rows = [
        {**row, "party": each["party"], "nested_in": each["nested_in"], "id": each["id"], "stance": each["stance"]}
        for row, each in zip(perturbed(gold, "perfect", 0), gold["statements"], strict=True)
    ]
    documents = [
        {
            "doc": doc,
            "statements": [row for row in rows if row["doc"] == doc],
            "events": [each for each in gold["events"] if each["doc"] == doc],
        }
        for doc in gold["documents"]
    ]
    found = score({"documents": documents}, gold, texts, draws=0)
    assert found.all["party_acc"] == 1
    assert found.nested["R"] == found.nested["linked_R"] == 1
    assert found.stances is not None
    assert found.stances["F1"] == 1
    assert found.events is not None
    assert found.events["F1"] == found.events["dated_F1"] == 1
