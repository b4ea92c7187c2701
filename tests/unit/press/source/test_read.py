"""Bytes of a report become a source: digests, text, encoding; what is not read is refused with a next step."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from pathlib import Path

import pytest

from safeconduct.base import limits
from safeconduct.press.source import Source, SourceError, read_source

REPORT = """\
Road to be opened, ministry says

By Ada Placeholder

EXAMPLETOWN (AA) - The ministry said on Wednesday that the road will open.

"We will continue," a spokesperson said, according to TASS.

Be the first to comment
"""


def uses(source: Source) -> list[tuple[str, str]]:
    return [(block.use, source.text.text[block.span.start : block.span.end]) for block in source.text.blocks]


def test_a_report_says_what_it_is() -> None:
    source = read_source(REPORT.encode(), "report.txt")
    assert source.source_sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    assert source.text_sha256 == hashlib.sha256(source.text.text.encode()).hexdigest()
    assert (source.normaliser, source.encoding, source.replaced, source.media) == ("text-1", "utf-8", 0, "text/plain")
    assert (source.outlet, source.place, source.byline, source.text.language) == ("aa", "EXAMPLETOWN", "reporter", "en")
    assert source.compiled_from == ("tass",)
    assert source.title == "Road to be opened, ministry says"
    assert [use for use, _ in uses(source)] == ["headline", "furniture", "body", "body", "furniture"]


def test_the_name_of_a_reporter_goes_nowhere_but_the_text() -> None:
    source = read_source(REPORT.encode(), "report.txt")
    rest = dataclasses.replace(source, text=dataclasses.replace(source.text, text=""))
    assert "Placeholder" in source.text.text
    assert "Placeholder" not in repr(rest)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"\xef\xbb\xbfa\r\nb\n", "a\nb\n", "utf-8"),
        ("e\u0301".encode(), "\u00e9", "utf-8"),
        ("road".encode("utf-16"), "road", "utf-16-le"),
        ("a longer line of text".encode("utf-16-be"), "a longer line of text", "utf-16-be"),
        (b"lone\rreturns\r\nstay", "lone\rreturns\nstay", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_the_first_normaliser_changes_nothing_else(data: bytes, text: str, encoding: str) -> None:
    source = read_source(data, "a.txt")
    assert (source.text.text, source.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The ministry’s spokesman said on Wednesday that the “situation” would be settled soon."),
        ("cp1251", "Представитель министерства заявил в среду, что дорога скоро откроется. «Мы ждём», — сказал он."),
        ("koi8-r", "Представитель министерства заявил в среду, что ожидает скорого открытия дороги для грузов."),
        ("cp1254", "Bakanlık sözcüsü yolun açılacağını söyledi ve bir açıklama için toplantı yapıldığını bildirdi."),
        ("cp1256", "قال متحدث باسم الوزارة يوم الأربعاء إنه يتوقع فتح الطريق قريبا، وأضاف أن المحادثات مستمرة."),
    ],
)
def test_other_encodings_keep_their_letters(encoding: str, text: str) -> None:
    source = read_source(text.encode(encoding), "a.txt")
    assert source.text.text == text
    assert source.replaced == 0
    again = read_source(text.encode(encoding), "a.txt", encoding=source.encoding)
    assert again.text_sha256 == source.text_sha256


def test_bytes_of_no_character_become_marks_that_are_counted() -> None:
    source = read_source("Дорога открыта. ".encode() * 20 + b"\xff\xfe\xfd", "a.txt")
    assert source.encoding == "utf-8"
    assert source.replaced == source.text.text.count("\ufffd") == 3


def test_too_many_bytes_are_refused_with_a_next_step() -> None:
    with pytest.raises(SourceError, match="at most 8,388,608 are read") as caught:
        read_source(b"a" * (limits.PRESS_SOURCE_BYTES_MAX + 1), "big.txt")
    assert caught.value.where == "big.txt"


@pytest.mark.parametrize("media", ["image/png", "application/zip", "application/json", "video/mp4"])
def test_types_that_are_not_read_are_refused(media: str) -> None:
    with pytest.raises(SourceError, match="are not read"):
        read_source(b"bytes", "a", media)


@pytest.mark.parametrize(
    ("data", "name", "media", "expected"),
    [
        (b"<!DOCTYPE html><p>x", "a", None, "text/html"),
        (b"\xef\xbb\xbf \n<html><p>x", "a", "", "text/html"),
        (b"words", "a.html", None, "text/html"),
        (b"<p>not marked as a page", "a.txt", None, "text/plain"),
        (b"<html>", "a", "text/plain; charset=utf-8", "text/plain"),
        (b"x", "a.txt", "TEXT/HTML; charset=utf-8", "text/html"),
        (b"x", "a", "application/octet-stream", "text/plain"),
        (b"x", "a", "text/markdown", "text/plain"),
    ],
)
def test_the_kind_of_file_is_stated_or_found(data: bytes, name: str, media: str | None, expected: str) -> None:
    assert read_source(data, name, media).media == expected


def test_a_declared_encoding_that_hides_markup_is_not_believed() -> None:
    data = b"+ADw-script+AD4-alert(1)+ADw-/script+AD4- \xff and a longer line of plain words in the same report"
    assert "<script>" not in read_source(data, "a.txt", "text/plain; charset=utf-7").text.text


@pytest.mark.parametrize(
    "declared", ["base64", "rot13", "idna", "no-such", "zlib", "x" * 60, "undefined", "unicode_escape"]
)
def test_a_declared_encoding_that_is_none_does_no_harm(declared: str) -> None:
    assert read_source(b"caf\xe9", "a.txt", f"text/plain; charset={declared}").text.text


def test_the_same_bytes_give_the_same_source() -> None:
    assert read_source(REPORT.encode(), "a") == read_source(REPORT.encode(), "a")


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"a " * 2_500_000,
        "й".encode() * 2_500_000,
        b"\n" * 5_000_000,
        ("a" + "\u0315\u0300" * 1_000_000).encode(),
        b'"' * 5_000_000,
        b"By " * 1_600_000,
        b"1/1/2023 " * 550_000,
        b"according to the the " * 240_000,
        b"Tass reported " * 350_000,
        b"x\n" * 400_000,
    ],
)
def test_five_megabytes_of_anything_are_read_in_seconds(data: bytes) -> None:
    start = time.perf_counter()
    read_source(data, "big.txt")
    assert time.perf_counter() - start < 20


@pytest.mark.shared
def test_the_reports_of_the_development_set(shared: Path) -> None:
    folder = shared / "data/press"
    gold = json.loads((folder / "gold_seeds.json").read_bytes())
    compiled = {"001": ("tass", "azatutyun", "panarmenian"), "003": ("vedomosti",), "004": ("aa",)}
    for name, said in gold["documents"].items():
        source = read_source((folder / name).read_bytes(), name)
        assert source.source_sha256 == said["sha256"] == source.text_sha256
        assert source.place == (said["dateline_place"] or "")
        assert source.compiled_from == compiled.get(name[:3], ())
        assert [day.edtf for day in source.dates] == (["2023-06-23"] if name.startswith("002") else [])
        for statement in gold["statements"]:
            if statement["doc"] == name:
                start, end = statement["content_spans"][0]
                (use,) = [each.use for each in source.text.blocks if each.span.start <= start < each.span.end]
                assert use == ("headline" if statement.get("headline") else "body")
                assert source.text.text[start:end] in statement["content_text"][0]
