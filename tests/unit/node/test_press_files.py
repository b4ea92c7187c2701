"""The texts that a score compares ends with: those that are annotated, bounded, read where nothing can be reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safeconduct.base import limits
from safeconduct.node import press_files
from safeconduct.node.errors import InputFileError
from safeconduct.node.press import reading
from safeconduct.node.press_files import scored
from safeconduct.press.errors import PressError
from safeconduct.press.source import Source

TEXT = "EASTPORT - The harbour office said that the pier would open.\n"
GOLD = {
    "schema": "safeconduct-press-gold/1",
    "documents": {"a.txt": {"characters": len(TEXT)}},
    "statements": [
        {"id": "a1", "doc": "a.txt", "content_spans": [[39, 59]], "speaker": "Harbour Office", "type": "promise"}
    ],
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "gold.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "drafts.json").write_text("[]", "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def score(files: Path) -> Any:
    return scored(files / "drafts.json", files / "gold.json", files / "texts")


def test_only_annotated_texts_are_read_and_in_a_process_of_their_own(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    confined = reading.read_confined

    def watched(data: bytes, name: str, *more: Any, **named: Any) -> Source:
        read.append(name)
        return confined(data, name, *more, **named)

    monkeypatch.setattr(reading, "read_confined", watched)
    (files / "texts" / "b.txt").write_bytes(b"\x00" * (limits.PRESS_SOURCE_BYTES_MAX + 1))
    assert score(files).trimmed
    assert read == ["a.txt"]


def test_a_text_that_is_too_large_is_refused(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_files, "PRESS_SOURCE_BYTES_MAX", len(TEXT) - 1)
    with pytest.raises(InputFileError):
        score(files)


@pytest.mark.parametrize("gold", ["[]", "{", '{"documents": 3}'])
def test_a_gold_file_of_another_form_is_refused(files: Path, gold: str) -> None:
    (files / "gold.json").write_text(gold, "utf-8")
    with pytest.raises(PressError):
        score(files)
