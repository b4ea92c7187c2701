"""The five development reports with their hand-made spans: who spoke and when. Tuned on; says nothing of others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from safeconduct.press.dates import DateReader, Published, When, edtf_from_text, equal
from safeconduct.press.model import Block, Found, Span, Text
from safeconduct.press.speakers import Parties, shipped_entities, who_and_when

Judged = tuple[dict[str, Any], Parties, When | None]


@pytest.fixture(scope="module")
def judged(shared: Path) -> list[Judged]:
    folder = shared / "data" / "press"
    if not folder.is_dir():
        pytest.skip("the press development set is not beside this checkout")
    gold = json.loads((folder / "gold_seeds.json").read_text(encoding="utf-8"))
    judged: list[Judged] = []
    for name, document in gold["documents"].items():
        rows = [row for row in gold["statements"] if row["doc"] == name]
        text = (folder / name).read_bytes().decode("utf-8")
        blocks = tuple(Block(Span(*match.span()), "body") for match in re.finditer(r"[^\n]+", text))
        published = Published(edtf_from_text(document["docdate"]), document["docdate_basis"])
        parties, whens = who_and_when(DateReader(Text(text, blocks), _found(rows), published), shipped_entities())
        judged += [row for row in zip(rows, parties, whens, strict=True) if not row[0]["marginal"]]
    return judged


def _found(rows: list[dict[str, Any]]) -> tuple[Found, ...]:
    places = {row["id"]: n for n, row in enumerate(rows)}

    def span(pair: list[int] | None) -> Span | None:
        return Span(*pair) if pair else None

    return tuple(
        Found(
            tuple(Span(*pair) for pair in row["content_spans"]),
            span(row["cue_span"]),
            span(row["source_span"]),
            row["mode"],
            row["type"],
            within=places.get(row["nested_in"]),
            headline=bool(row["headline"]),
        )
        for row in rows
    )


@pytest.mark.shared
def test_speakers_are_right_and_hardly_ever_wrong(judged: list[Judged]) -> None:
    said = [(row, {speaker.name for speaker in party.speakers}) for row, party, _ in judged]
    right = [row for row, names in said if names and names <= {*row["speaker"], *row["speaker_accept"]}]
    unresolved = [row for row, names in said if not names]
    assert len(right) >= 0.95 * len(judged)
    assert len(judged) - len(right) - len(unresolved) <= 0.03 * len(judged)


@pytest.mark.shared
def test_days_are_right_and_undated_statements_stay_undated(judged: list[Judged]) -> None:
    dated = [(row, when) for row, _, when in judged if row["date"] and "date" not in row["doubtful_fields"]]
    right = [row for row, when in dated if when is not None and equal(when.edtf, edtf_from_text(row["date"]))]
    undated = [when for row, _, when in judged if not row["date"]]
    assert len(right) >= 0.95 * len(dated)
    assert sum(when is None for when in undated) >= 0.95 * len(undated)
