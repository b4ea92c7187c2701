"""What the pages say, and that every link on them leads somewhere."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.web.fixture_pages import BLACK_SEA, CLAIMS, EMPTY, EXERCISE

if TYPE_CHECKING:
    from tests.web.conftest import Get

_LINK = re.compile(r'(?:href|src|action)="([^"#][^"]*)"')
_LOADED = ("lied", "fake", "truth score", "immutable", "blockchain", "regime", "blockade")


def _links(text: str) -> set[str]:
    return {unescape(link).split("#")[0] for link in _LINK.findall(text) if link.startswith("/")}


def _without_choices(address: str) -> str:
    return re.sub(r"[?&](lang|theme)=\w+", "", address).replace("claims&", "claims?")


def test_every_link_inside_leads_to_a_page_or_a_file(get: Get) -> None:
    seen: set[str] = set()
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        answered = get(address)
        assert answered.status == 200, address
        if "html" in answered.headers["content-type"]:
            for link in sorted({_without_choices(link) for link in _links(answered.text)} - seen):
                seen.add(link)
                entry = re.fullmatch(r"/record/\w+/(\d+)(\.\S+)?", link)
                if entry is None or int(entry[1]) % 50 < 3:
                    waiting.append(link)
    assert len(seen) > 400
    for suffix in (".json", ".csv", ".scz", ".tlog-proof", ".css", ".svg"):
        assert any(link.split("?")[0].endswith(suffix) for link in seen), suffix


def test_the_bar_has_the_same_items_in_the_same_order_on_every_page_of_a_corridor(get: Get) -> None:
    bars = {
        tuple(re.findall(r"<a[^>]*>([^<]+)</a>", get(address).text.split('<nav class="main"')[1].split("</nav>")[0]))
        for address in (
            f"/c/{BLACK_SEA}", f"/c/{BLACK_SEA}/claims", f"/c/{BLACK_SEA}/claims/d-aug15-corn",
            f"/record?corridor={BLACK_SEA}", "/record/c827c6a3274eead2", "/record/c827c6a3274eead2/3",
            f"/c/{BLACK_SEA}/downloads", f"/c/{BLACK_SEA}/agreement", f"/c/{BLACK_SEA}/agreement/rules",
            f"/c/{BLACK_SEA}/conformance", f"/c/{BLACK_SEA}/movements",
        )
    }  # fmt: skip
    assert bars == {
        ("Overview", "Movements", "Statements", "Claims", "Agreement", "Conformance", "Record", "Downloads")
    }
    without = get(f"/c/{EMPTY}").text.split('<nav class="main"')[1].split("</nav>")[0]
    assert re.findall(r"<a[^>]*>([^<]+)</a>", without) == ["Overview", "Statements", "Claims", "Record", "Downloads"]


def test_the_overview_says_what_the_record_holds(get: Get) -> None:
    text = get(f"/c/{BLACK_SEA}").text
    assert "825 voyages on record, 31 July 2022 to 17 March 2023" in text
    assert "25,012,238 <small>tonnes</small>" in text
    assert "17 supported" in text
    assert "safeconduct verify d-aug15-vessels.scz" in text


def test_no_record_is_never_shown_as_zero(get: Get) -> None:
    empty = get(f"/c/{EMPTY}").text
    assert "Nothing recorded yet" in empty
    assert re.search(r'<p class="big">no record</p>', empty)
    table = get(f"/c/{BLACK_SEA}").text.split('<details class="twin">')[1]
    assert re.search(r"2023-01-30</bdi></th><td class=\"n\">no record</td>", table)


def test_a_claim_shows_its_words_answer_arithmetic_and_evidence(get: Get) -> None:
    text = get(f"/c/{BLACK_SEA}/claims/d-aug15-tonnes").text
    assert "The record contradicts this claim as stated." in text
    assert "Claimed: exactly 563,317 t. The record holds: 554,206 t." in text
    assert "554,206 + 9,111 (PROPUS) = 563,317 t" in text
    assert "counting PROPUS (voyage 24) in, near an end of the period" in text
    assert "in 2 of 1000 such searches" in text
    assert 'href="/record/c827c6a3274eead2/61"' in text
    assert f'href="/c/{BLACK_SEA}/claims/d-aug15-tonnes.scz"' in text
    assert ">default</span>" in text


def test_an_undecided_claim_says_why_and_what_cannot_be_known(get: Get) -> None:
    text = get(f"/c/{BLACK_SEA}/claims/d-oct06-inspections").text
    assert "The record cannot decide this claim." in text
    assert "268 to 10,000 inspections" in text
    assert "Only outbound is recorded for direction; inbound is not." in text
    assert "What cannot be known from this record" in text


def test_the_answer_is_told_in_the_language_of_the_reader(get: Get) -> None:
    address = f"/c/{BLACK_SEA}/claims/d-aug15-tonnes"
    russian = get(address, accept_language="ru").text
    assert "Реестр противоречит этому утверждению" in russian
    assert "ровно 563\u00a0317 т" in russian
    arabic = get(address, accept_language="ar").text
    assert "السجل يناقض هذا الادعاء" in arabic
    assert '<bdi lang="en" dir="ltr">not in any catalogue' in arabic


def test_claims_can_be_chosen_and_ordered(get: Get) -> None:
    kept = get(f"/c/{BLACK_SEA}/claims?verdict=undecidable&sort=id").text
    expected = [one.id for one in CLAIMS[BLACK_SEA] if one.answer.verdict == "undecidable"]
    shown = re.findall(rf'<td role="cell" class="said"><a href="/c/{BLACK_SEA}/claims/([\w-]+)"', kept)
    assert shown == sorted(expected)
    assert "No claim fits this choice" in get(f"/c/{EXERCISE}/claims?verdict=supported").text


def test_long_lists_come_in_pages(get: Get) -> None:
    first, second = get(f"/c/{BLACK_SEA}/claims").text, get(f"/c/{BLACK_SEA}/claims?page=2").text
    assert "Claims 1 to 50 of 65" in first
    assert "Claims 51 to 65 of 65" in second
    assert "Entries 900 to 981 of 982, counted from 0" in get("/record/c827c6a3274eead2?page=10").text


def test_an_entry_shows_its_bytes_its_source_and_its_proof(get: Get) -> None:
    text = get("/record/c827c6a3274eead2/8").text
    assert "Rows in that file" in text
    assert '<bdi dir="ltr">9, 10</bdi>' in text
    assert text.count('<code class="hash">') == 13
    assert "{&#34;at&#34;:&#34;2022-08-15T21:00:00.000Z&#34;" in text
    assert get("/record/c827c6a3274eead2/8.tlog-proof").body.startswith(b"c2sp.org/tlog-proof@v1\n")


def test_bytes_that_are_no_entry_are_shown_all_the_same(get: Get) -> None:
    text = get("/record/0deb6e9e39f33529/7").text
    assert "not an entry that this version can read" in text
    assert "\\xff" in text


def test_a_simulated_log_is_marked_on_every_page_of_its_corridor(get: Get) -> None:
    for address in (f"/c/{EXERCISE}", f"/c/{EXERCISE}/claims", f"/c/{EXERCISE}/claims/x-1", "/record/0deb6e9e39f33529"):
        assert "<strong>Simulated.</strong>" in get(address).text
    assert "Simulated." not in get(f"/c/{BLACK_SEA}").text


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_pages_are_quiet_and_carry_no_style_or_script_of_their_own(get: Get, language: str) -> None:
    for address in (
        "/",
        f"/c/{BLACK_SEA}",
        f"/c/{BLACK_SEA}/claims",
        f"/c/{BLACK_SEA}/claims/d-aug15-tonnes",
        "/record",
    ):
        text = get(address, accept_language=language).text
        assert " style=" not in text
        assert "<style" not in text
        assert "<script" not in text
        assert not re.search(r"<[^>]*\son\w+=", text)
        assert not [word for word in _LOADED if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
