"""Journeys, incidents and supplies of a road: pages, facets, twins, what is missing, what is made up."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest

from tests.web.conftest import Get
from tests.web.fixture_journeys import COUNT, SCRIPT, journey_id
from tests.web.fixture_pages import BLACK_SEA, EMPTY, TWO_BANKS

BASE = f"/c/{TWO_BANKS}"
ONE = f"{BASE}/passages/{journey_id(7)}"
PAGES = (f"{BASE}/passages", ONE, f"{BASE}/incidents", f"{BASE}/supplies")
TWINS = (
    *(f"{BASE}/passages.csv", f"{BASE}/incidents.csv", f"{BASE}/supplies.csv"),
    *(f"{BASE}/supplies/inputs.csv", f"{BASE}/supplies/services.csv"),
)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def said(html: str) -> str:
    """What a reader sees of the main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_pages_of_a_road_are_answered_in_every_language(get: Get, address: str, language: str) -> None:
    answered = get(address, accept_language=language)
    assert answered.status == 200
    assert answered.text.count("<h1") == 1
    assert SCRIPT not in answered.text
    assert 'href="javascript' not in answered.text


@pytest.mark.parametrize("address", PAGES)
def test_the_bar_offers_the_pages_of_a_road_where_there_is_one(get: Get, address: str) -> None:
    bar = get(address).text.split("<main")[0]
    places = [
        bar.index(f'href="{BASE}/{page}"') for page in ("passages", "incidents", "claims", "agreement", "supplies")
    ]
    assert places == sorted(places)
    assert 'aria-current="page"' in bar
    assert "/passages" not in get(f"/c/{BLACK_SEA}/claims").text


@pytest.mark.parametrize("page", ["passages", "passages/x", "incidents", "supplies", "passages.csv", "supplies.json"])
def test_a_corridor_without_a_road_has_none_of_them(get: Get, page: str) -> None:
    assert get(f"/c/{EMPTY}/{page}").status == 404


def test_the_list_is_paged_with_the_newest_first(get: Get) -> None:
    first, third = get(f"{BASE}/passages").text, get(f"{BASE}/passages?page=3").text
    assert f"Journeys 1 to 100 of {COUNT}" in said(first)
    assert f"Journeys 201 to {COUNT} of {COUNT}" in said(third)
    assert first.count('role="rowheader"') == 100
    days = [value[:16] for value in re.findall(r'<time datetime="([^"]+)"', first)]
    assert days == sorted(days, reverse=True)
    assert get(f"{BASE}/passages?page=4").status == 404


@pytest.mark.parametrize(
    "query",
    [
        "direction=sideways", "category=tank", "match=maybe", "post=P9", "checked=1", "found=all",
        "from=2031-13-01", "to=yesterday", "page=0", "asof=now", "cp=1234:5",
    ],
)  # fmt: skip
def test_what_no_link_writes_is_refused(get: Get, query: str) -> None:
    assert get(f"{BASE}/passages?{query}").status == 400


@pytest.mark.parametrize(
    ("query", "column", "values"),
    [
        ("direction=eastwards", "direction", {"eastwards"}),
        ("direction=-", "direction", {""}),
        ("category=truck", "category", {"truck"}),
        ("match=late", "match", {"late"}),
        ("from=2031-03-05&to=2031-03-06", "day", {"2031-03-05", "2031-03-06"}),
        ("checked=no", "checks_recorded", {"0"}),
        ("found=yes", "checks_that_found_something", {"1"}),
        ("found=no", "checks_that_found_something", {"0"}),
    ],
)
def test_every_facet_chooses_rows_and_stays_in_links(get: Get, query: str, column: str, values: set[str]) -> None:
    rows = table(get(f"{BASE}/passages.csv?{query}").text)
    assert {row[column] for row in rows} == values
    assert 0 < len(rows) < COUNT
    page = get(f"{BASE}/passages?{query}").text
    assert f"of {len(rows)}, newest first" in said(page)
    assert f'passages.csv?{query.replace("&", "&amp;")}"' in page


def test_the_state_of_an_address_stays_in_every_link(get: Get) -> None:
    state = "asof=2031-05-01"
    for address in PAGES:
        page = get(f"{address}?{state}").text
        assert "You are looking at 1 May 2031." in said(page)
        twins = re.findall(r'href="([^"]+\.(?:csv|json|parquet|geojson)[^"]*)"', page)
        assert twins
        assert all(state in link for link in twins)
    form = get(f"{BASE}/passages?{state}").text
    assert '<input type="hidden" name="asof" value="2031-05-01">' in form
    assert re.search(r'/passages/[0-9a-f]{32}\?asof=2031-05-01"', form)


def test_the_permanent_link_names_the_day_and_the_signed_state(get: Get) -> None:
    page = get(f"{BASE}/passages?checked=yes").text
    (link,) = re.findall(r'href="([^"]+)">Permanent link', page)
    link = link.replace("&amp;", "&")
    assert "checked=yes" in link
    assert "asof=2031-06-28" in link
    assert re.search(r"cp=[0-9a-f]{8}%3A300", link)
    assert get(link).status == 200


def test_what_is_not_on_record_is_not_a_zero(get: Get) -> None:
    rows = {row["journey"]: row for row in table(get(f"{BASE}/passages.csv").text)}
    unknown, unseen = rows[journey_id(0)], rows[journey_id(2)]
    assert (unknown["direction"], unknown["wait_seconds"], unknown["movement"]) == ("", "", "")
    assert (unseen["from_post"], unseen["checks_that_found_something"]) == ("", "")
    assert unseen["gaps"] == "no passage recorded"
    text = said(get(f"{BASE}/passages?match=open").text)
    assert "no passage on record" in text
    assert "not stated" in text


def test_a_journey_shows_its_entries_in_order_with_links_and_states(get: Get) -> None:
    page = get(ONE).text
    entries = page[page.index('id="entries"') :]
    assert [int(index) for index in re.findall(r"/record/[0-9a-f]{16}/(\d+)", entries)] == [3, 4, 5, 9, 6, 7, 8, 10]
    text = said(page)
    for words in (
        "by eye : not in order ; &lt;script&gt;alert(1)&lt;/script&gt;, arms", "nothing found",
        "turn back the rules suggested: let through as corrected by a later entry the later entry",
        "says again what an earlier entry says", "withdrawn by a later entry", "7 minutes", "post not named",
    ):  # fmt: skip
        assert words.replace(" :", ":").replace(" ;", ";") in text.replace(" :", ":").replace(" ;", ";"), words


def test_a_journey_says_which_posts_did_not_see_it(get: Get) -> None:
    missing = said(get(ONE).text).split("What is missing")[1].split("entries, in order")[0]
    assert "B2" in missing
    assert "between the posts that saw it; no sign of life from it at that time" in missing
    assert "beyond the posts that saw it; its log shows it watching then" in missing
    assert "whether it turned back, is not on record" in said(get(f"{BASE}/passages/{journey_id(1)}").text)


def test_one_journey_as_an_object(get: Get) -> None:
    found: dict[str, Any] = json.loads(get(f"{ONE}.json").body)
    assert found["journey"]["journey"] == journey_id(7)
    assert [entry["entry"]["index"] for entry in found["entries"]] == [3, 4, 5, 6, 7, 8, 10]
    assert [entry["found"] for entry in found["entries"]][1:4] == [[SCRIPT, "arms"], [], None]
    assert found["posts"][2]["checks_that_found_something"] is None
    assert [post["watch"] for post in found["no_record_from"]] == ["blind", "watched"]


def test_a_journey_that_is_not_there_offers_the_list(get: Get) -> None:
    answered = get(f"{BASE}/passages/{'0' * 31}f0")
    assert answered.status == 404
    assert f'href="{BASE}/passages"' in answered.text


def test_the_file_of_journeys_has_a_bound(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    from safeconduct.web.routes import passages

    monkeypatch.setattr(passages, "JOURNEYS_FILE_MAX", COUNT - 1)
    assert get(f"{BASE}/passages.csv").status == 400
    assert get(f"{BASE}/passages.json?direction=eastwards").status == 200


@pytest.mark.parametrize("address", TWINS)
def test_rows_of_files_say_what_is_made_up_and_what_they_are_from(get: Get, address: str) -> None:
    answered = get(address)
    rows = table(answered.text)
    assert {row["evidence"] for row in rows} > {"simulated"}
    for row in rows:
        assert row["corridor"] == TWO_BANKS
        assert row["definition"]
        assert row["as_of"] == "2031-06-28"
        assert ":300" in row["logs"] or "@300" in row["logs"]
    assert answered.headers["content-disposition"].endswith('-2031-06-28.csv"')


@pytest.mark.parametrize("page", ["passages", "supplies", "supplies/inputs"])
def test_there_is_a_parquet_file(get: Get, page: str) -> None:
    answered = get(f"{BASE}/{page}.parquet")
    assert answered.body.startswith(b"PAR1")
    assert b"'evidence': 'VARCHAR'" in answered.body


@pytest.mark.parametrize("address", PAGES)
def test_pages_mark_what_is_simulated(get: Get, address: str) -> None:
    assert '<span class="tag">simulated</span>' in get(address).text


def test_incidents_say_who_says_so_what_was_closed_and_where_to_read_it(get: Get) -> None:
    page = get(f"{BASE}/incidents").text
    text = said(page)
    assert "5 incidents on record" in text
    assert "closed: both directions, all traffic" in text
    assert "said to have been done by: Persons from the valley" in text
    assert '<a href="https://news.example/c" rel="noreferrer">source 2</a>' in page
    assert "radio bulletin of that evening" in text
    assert "javascript:alert(1)" in text
    assert [row["id"] for row in table(get(f"{BASE}/incidents.csv?kind=convoy").text)] == ["i-1"]


def test_where_sources_differ_every_version_stands_with_its_entry(get: Get) -> None:
    differ = get(f"{BASE}/incidents").text.split('id="differ"')[1]
    text = said("<main" + differ)
    for words in ("closure length", "12 days", "at least 20 days", "East office", "West office", "as of 10 April 2031"):
        assert words in text, words
    assert [int(index) for index in re.findall(r"/record/[0-9a-f]{16}/(\d+)", differ)][:4] == [21, 22, 23, 24]
    found = json.loads(get(f"{BASE}/incidents.json").body)
    assert [one["topic"] for one in found["where_sources_differ"]] == ["closure-length", "closure-place"]


def test_incidents_stand_on_the_map_where_the_place_is_known(get: Get) -> None:
    answered = get(f"{BASE}/incidents.geojson")
    assert answered.headers["content-type"] == "application/geo+json"
    found = json.loads(answered.body)
    assert {feature["geometry"]["coordinates"][0] for feature in found["features"]} == {12.3}
    assert found["features"][0]["properties"]["place_approximate"] is True
    assert found["features"][0]["properties"]["closes"] == "/=closed"


def test_supplies_are_ranges_with_their_inputs(get: Get) -> None:
    text = said(get(f"{BASE}/supplies").text)
    for words in (
        "Last count", "Relief", "as the newest counts show it; nobody stated it", "not known before a second count",
        "counts outside the range", "Delivered, and never counted on record", "seed",
        "Without it for at least 11 days, at most 20 days", "1 cut is not known to have ended", "240 minutes a day",
    ):  # fmt: skip
        assert words in text, words


def test_the_files_of_supplies_hold_what_the_drawing_shows(get: Get) -> None:
    rows = table(get(f"{BASE}/supplies.csv").text)
    flour = [row for row in rows if row["commodity"] == "flour"]
    assert len(flour) == 120
    assert {row["gaps"] for row in flour} == {"", "not counted on this day"}
    assert sum(1 for row in flour if row["counted_kg"]) == 14
    assert any(row["finding"] for row in flour)
    assert any(row["delivered_weighed_kg"] == "" for row in flour)
    assert {row["days_high"] for row in rows if row["commodity"] == "medicine"} == {""}
    found = json.loads(get(f"{BASE}/supplies.json").body)
    assert [one["commodity"] for one in found["supplies"]] == ["flour", "medicine"]
    assert found["supplies"][1]["use_a_day"] is None
    gas = next(one for one in found["services"] if one["service"] == "gas")
    assert (gas["days_without_at_least"], gas["days_without_at_most"]) == (11, 20)


def test_an_earlier_day_shows_fewer_inputs(get: Get) -> None:
    early = table(get(f"{BASE}/supplies/inputs.csv?asof=2031-03-20").text)
    assert 0 < len(early) < len(table(get(f"{BASE}/supplies/inputs.csv").text))
    assert {row["as_of"] for row in early} == {"2031-03-20"}
