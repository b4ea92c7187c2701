"""A paragraph that tells who said what the paragraph before ends with."""

from __future__ import annotations

from safeconduct.press.extract import find_statements
from safeconduct.press.model import Block, Span, Text

FIRST = "The bridge stays open to all who need to cross it this winter."
SECOND = "Ilma Brenn, the mayor of Sarn, said this while opening a depot."


def _text(*paragraphs: str) -> Text:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Span(at, at + len(paragraph)), "body"))
        at += len(paragraph) + 1
    return Text("\n".join(paragraphs), tuple(blocks))


def test_who_said_the_paragraph_before() -> None:
    text = _text(FIRST, SECOND)
    (found,) = find_statements(text)
    assert text.text[found.spans[0].start : found.spans[0].end] == FIRST[:-1]
    assert found.mention is not None
    assert found.cue is not None
    assert text.text[found.mention.start : found.mention.end] == "Ilma Brenn"
    assert text.text[found.cue.start : found.cue.end] == "said"


def test_a_few_words_before_are_no_statement() -> None:
    assert find_statements(_text("No news.", SECOND)) == ()


def test_what_was_reported_already_is_not_reported_twice() -> None:
    assert len(find_statements(_text(f"Korda said: “{FIRST}”", SECOND))) == 1
