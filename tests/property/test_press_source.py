"""Laws of reading reports: any bytes give a source or a clear refusal, and every offset is right."""

from __future__ import annotations

import unicodedata

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safeconduct.press.source import Source, read_source
from safeconduct.press.source.normal import nfc, normalised

TAGS = ("p", "div", "article", "h1", "nav", "svg", "br", "li", "b", "script", "td", "table", "head", "body", "x-y")
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{name}>" for name in TAGS] + [f"</{name}>" for name in TAGS]),
        st.sampled_from(
            ["<p hidden>", "<!--", "-->", "&amp;", "&#x202e;", "<", ">", '"', "'", "Words.", "\u202eabc", "العربية"]
        ),
    ),
    max_size=60,
).map(" ".join)
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)
LINES = st.lists(
    st.one_of(TEXT, st.sampled_from(["", "240", "By A", "Source : AA", "\u202eRTL", "قال"])), max_size=12
).map("\n".join)


def check(source: Source) -> None:
    text = source.text.text
    assert unicodedata.is_normalized("NFC", text)
    end = 0
    for block in source.text.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        end = block.span.end
        part = text[block.span.start : end]
        assert part == part.strip()
    for day in source.dates:
        if day.span is not None:
            assert 0 <= day.span.start < day.span.end <= len(text)


@settings(deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["text/plain", "text/html"]))
def test_any_bytes_give_a_source(data: bytes, media: str) -> None:
    assume(b"%PDF-" not in data)
    source = read_source(data, "a", media)
    check(source)
    assert source == read_source(data, "a", media)
    again = read_source(data, "a", media, encoding=source.encoding)
    assert again.text_sha256 == source.text_sha256


@settings(deadline=None)
@given(LINES)
def test_no_letter_of_a_plain_text_is_lost(text: str) -> None:
    source = read_source(text.encode(), "a.txt", "text/plain")
    check(source)
    if not text.startswith("\ufeff") and "\0" not in text:
        assert source.text.text == unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    held = sum(block.span.end - block.span.start for block in source.text.blocks)
    assert held >= sum(char.isalnum() for char in source.text.text)


@settings(deadline=None)
@given(MARKUP)
def test_no_markup_gets_into_offsets(markup: str) -> None:
    source = read_source(markup.encode(), "a.html", "text/html")
    check(source)
    assert source.encoding == "utf-8"


@settings(deadline=None)
@given(st.text(alphabet="ae\u0301\u0315\u0323\u05b0\u0344\u0958\uac00\u11a8 .", max_size=300))
def test_marks_in_any_order_come_out_as_unicode_says(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)
    assert nfc(text * 3) == unicodedata.normalize("NFC", text * 3)
    assert normalised(nfc(text)) == nfc(text)
