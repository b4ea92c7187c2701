"""Reports are read in a process that can do nothing else, and come out as if read here."""

from __future__ import annotations

import json

import pytest

from safeconduct.base import limits
from safeconduct.node.confined import answer_of
from safeconduct.node.press import read_confined
from safeconduct.press.source import SourceError, read_source
from tests.unit.press.review.report import REPORT
from tests.unit.press.source.test_pdf import pdf_of

PAGE = "<html lang=en><meta name=date content=2023-06-23><h1>Road</h1><p>By Ada Placeholder<p>It is open, he said."


@pytest.mark.parametrize(
    ("data", "name", "media"),
    [
        (REPORT.encode(), "a.txt", None),
        (PAGE.encode(), "a.html", None),
        (PAGE.encode(), "a", "text/html; charset=utf-8"),
        ("Дорога открыта, заявил представитель министерства.".encode("cp1251"), "a.txt", None),
        ("Дорога открыта, заявил представитель.".encode("koi8-r"), "a.txt", "text/plain; charset=koi8-r"),
        ("<meta charset=iso-8859-7><p>Δρόμος".encode("iso8859-7"), "a.html", None),
        ("Yolun açılacağını söyledi ve bir açıklama için geldi.".encode("cp1254"), "a.txt", None),
        ("word".encode("utf-16"), "a.txt", None),
        (b"", "a.txt", None),
        (b"\xff\xfe\x00\x01\xf0", "a.txt", None),
    ],
)
def test_a_report_comes_out_as_if_read_here(data: bytes, name: str, media: str | None) -> None:
    assert read_confined(data, name, media, url="https://news.example.org/1") == read_source(
        data, name, media, url="https://news.example.org/1"
    )


def test_a_pdf_is_read_where_it_can_open_nothing() -> None:
    data = pdf_of("The ministry said that the road is open.")
    assert read_confined(data, "a.pdf") == read_source(data, "a.pdf")


def test_a_refusal_comes_out_with_its_place_and_next_step() -> None:
    for data, name, media in ((b"x", "a.png", "image/png"), (b"<" * 700_000, "a.html", None)):
        with pytest.raises(SourceError) as here:
            read_source(data, name, media)
        with pytest.raises(SourceError) as there:
            read_confined(data, name, media)
        assert there.value.to_json() == here.value.to_json()
    with pytest.raises(SourceError, match="are read"):
        read_confined(b"x" * (limits.PRESS_SOURCE_BYTES_MAX + 1), "a.txt")


def test_a_report_that_needs_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PRESS_READ_SECONDS_MAX", 1)
    with pytest.raises(SourceError, match="more time or memory"):
        read_confined(b"<b>" * 550_000, "a.html")


def test_a_confined_process_opens_nothing() -> None:
    order = {"seconds": 5, "memory": 1024**3}
    tries = (
        "open('/etc/hostname')",
        "__import__('socket').socket()",
        "__import__('os').pipe()",
    )
    for each in tries:
        module = (
            "safeconduct.node.press.read_child import confine, main; import json\n"
            f"confine({json.dumps(order)})\n"
            f"try:\n    {each}\nexcept OSError as error: print('refused', error.errno)\n"
            "sys.exit(0)\nfrom safeconduct.node.press.read_child"
        )
        assert answer_of(module, b"", seconds=10, bytes_max=100).startswith(b"refused")
