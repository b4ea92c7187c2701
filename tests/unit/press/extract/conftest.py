from __future__ import annotations

from collections.abc import Callable

import pytest

from safeconduct.press.model import Block, Span, Text, Use

MakeText = Callable[..., Text]


def text_of(text: str, use: Use = "body") -> Text:
    """A text whose paragraphs are parted by line feeds, all of one use."""
    blocks, at = [], 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            blocks.append(Block(Span(at, at + len(paragraph)), use))
        at += len(paragraph) + 1
    return Text(text, tuple(blocks))


@pytest.fixture(name="text_of", scope="session")
def make_text() -> MakeText:
    return text_of
