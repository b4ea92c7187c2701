"""The benchmark of reports: what it reads where nothing is annotated, and what it makes of a peer's quotations."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench import press


def test_without_the_shared_folder_an_invented_report_gives_the_speed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "SHARED", tmp_path / "absent")
    monkeypatch.setattr(press, "_parser", lambda: None)
    (row,) = press.run(turns=1)
    assert float(row["value"]) > 0
    assert "found" not in row


@dataclass
class Words:
    start_char: int
    end_char: int


def test_quotations_of_a_paragraph_stand_where_the_paragraph_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Triple:
        content: Words
        speaker: tuple[Any, ...] = ()

    class Rules:
        @staticmethod
        def direct_quotations(doc: str) -> list[Triple]:
            if doc.count('"') % 2:
                raise ValueError(doc)
            at = doc.find('"')
            return [Triple(Words(at, doc.rfind('"') + 1))] if at >= 0 else []

    monkeypatch.setitem(sys.modules, "textacy.extract.triples", Rules)
    (report,) = press._reports(None)
    text = report.source.text.text
    found = press.by_paragraph(lambda part: part)(report)
    spans = [span for each in found for span in each["spans"]]
    assert [text[start:end] for start, end in spans] == ['"We expect no delay,"']
    assert press.whole(lambda part: part + '"')(report) == [], "it gives up on an odd mark"
