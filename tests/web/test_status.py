"""The status page of a road and its twins, without a browser."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.web.conftest import Get
from tests.web.fixture_pages import BLACK_SEA, TWO_BANKS
from tests.web.fixture_road import DAYS

BASE = f"/c/{TWO_BANKS}"


def test_the_page_says_first_in_which_direction_the_road_is_open(get: Get) -> None:
    page = get(BASE)
    assert page.status == 200
    heading = re.search(r"<h1>(.*?)</h1>", page.text, re.DOTALL)
    assert heading is not None
    assert heading[1] == "Restricted towards East Mill / Osttal, open towards West Bank"
    assert "Saturday, 28 June 2031" in page.text
    assert "Day 90 since the first interruption on record" in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Ист-Милл / Осталь"), ("ar", "طاحونة الشرق / أوستال")],
)
def test_places_are_named_in_the_language_of_the_reader(get: Get, language: str, words: str) -> None:
    assert words in get(f"{BASE}?lang={language}").text


def test_every_day_of_the_chart_stands_in_the_table_and_silence_is_no_zero(get: Get) -> None:
    text = get(BASE).text
    table = text[text.index('id="days-table"') :]
    rows = re.findall(r"<tr><th scope=\"row\" dir=\"ltr\">(2031-\d\d-\d\d)</th>(.*?)</tr>", table)
    assert len(rows) == DAYS
    silent = dict(rows)["2031-04-10"]
    assert silent.count("no record") == 4
    closed = dict(rows)["2031-04-01"]
    assert ">0<" in closed


def test_the_chart_is_drawn_without_a_script(get: Get) -> None:
    text = get(BASE).text
    assert '<svg class="chart timeline"' in text
    assert text.count('<path class="c c-military"') == 2
    assert "url(#tl-gap)" in text


def test_a_page_of_an_earlier_day_says_so_and_shows_nothing_later(get: Get) -> None:
    text = get(f"{BASE}?asof=2031-04-20").text
    assert "You are looking at 20 April 2031." in text
    assert "2031-04-21" not in text
    assert "Closed towards East Mill / Osttal" in text


def test_the_permanent_link_names_the_day_and_every_signed_state(get: Get) -> None:
    link = re.search(r'class="permanent" href="([^"]+)"', get(BASE).text)
    assert link is not None
    assert re.fullmatch(rf"{BASE}\?asof=2031-06-28&amp;cp=[0-9a-f]{{8}}%3A300%2C[0-9a-f]{{8}}%3A200", link[1])
    kept = get(link[1].replace("&amp;", "&"))
    assert kept.status == 200
    assert link[1] in kept.text


PAGES_OF_A_ROAD = ("", "/passages", "/incidents", "/supplies", "/allegations")


@pytest.mark.parametrize("page", PAGES_OF_A_ROAD)
def test_whose_logs_count_is_said_and_kept_in_links(get: Get, page: str) -> None:
    text = get(f"{BASE}{page}?view=west").text
    assert "Only the logs kept by <bdi>West</bdi> count here" in text or "Only the logs kept by West count here" in text
    links = [link for link in re.findall(r'href="([^"]+)"', text) if "asof=" in link and "cp=" in link]
    assert links
    assert all("view=west" in link for link in links)
    assert "Only the logs kept by" not in get(f"{BASE}{page}").text


@pytest.mark.parametrize("page", PAGES_OF_A_ROAD)
def test_the_way_back_to_now_keeps_whose_logs_count(get: Get, page: str) -> None:
    text = get(f"{BASE}{page}?asof=2031-04-20&view=west&reading=east").text
    (now,) = re.findall(r'<a href="([^"]+)">Now</a>', text)
    assert now == f"{BASE}{page}?view=west&amp;reading=east"


def test_a_reading_that_is_chosen_stands_alone_and_stays_in_links(get: Get) -> None:
    every, one = (get(f"{BASE}{query}").text.split('id="clauses"')[1] for query in ("", "?reading=west"))
    heads = [
        re.findall(r'<th scope="col">as read by (?:<bdi>)?(East|Observers|West)', text.split("</table>")[0])
        for text in (every, one)
    ]
    assert heads == [["East", "Observers", "West"], ["West"]]
    assert f"{BASE}/days.csv?reading=west" in get(f"{BASE}?reading=west").text
    assert get(f"{BASE}?reading=nobody").status == 400


@pytest.mark.parametrize(
    "query", ["asof=2031-6-1", "asof=1", "cp=00000000:1", "cp=x", "cp=00000000:01", "cp=:", "asof=2031-02-30"]
)
def test_a_state_that_our_links_never_write_is_refused(get: Get, query: str) -> None:
    assert get(f"{BASE}?{query}").status == 400


def test_a_state_beyond_what_is_held_is_refused(get: Get) -> None:
    link = re.search(r"cp=([0-9a-f]{8})%3A([0-9]+)", get(BASE).text)
    assert link is not None
    assert get(f"{BASE}?cp={link[1]}:{int(link[2]) + 1}").status == 400


def test_days_as_a_table_carry_definition_gaps_and_evidence(get: Get) -> None:
    rows = [*csv.DictReader(io.StringIO(get(f"{BASE}/days.csv").text))]
    assert len(rows) == 2 * DAYS
    silent = [row for row in rows if row["gaps"]]
    assert {row["vehicles"] for row in silent} == {""}
    assert {row["evidence"] for row in rows} == {"simulated"}
    assert all(row["definition"] and row["logs"] and row["as_of"] == "2031-06-28" for row in rows)
    assert sum(int(row["vehicles"]) for row in rows if row["vehicles"]) > 0


def test_days_as_an_object_hold_the_same_as_the_table(get: Get) -> None:
    table = [*csv.DictReader(io.StringIO(get(f"{BASE}/days.csv").text))]
    days = json.loads(get(f"{BASE}/days.json").body)["days"]
    assert [(row["day"], row["direction"], row["status"]) for row in table] == [
        (row["day"], row["direction"], row["status"]) for row in days
    ]
    assert [row["vehicles"] for row in table] == [
        "" if row["vehicles"] is None else str(row["vehicles"]) for row in days
    ]


def test_days_come_as_parquet_too(get: Get) -> None:
    found = get(f"{BASE}/days.parquet")
    assert found.headers["content-type"] == "application/vnd.apache.parquet"
    assert found.body[:4] == found.body[-4:] == b"PAR1"


def test_the_road_as_geojson_has_points_where_they_are_known(get: Get) -> None:
    found = get(f"{BASE}/road.geojson")
    assert found.headers["content-type"] == "application/geo+json"
    features = json.loads(found.body)["features"]
    by_id = {feature["properties"]["id"]: feature for feature in features}
    assert by_id["bridge"]["geometry"] == {"type": "Point", "coordinates": [12.3, 49.15]}
    assert by_id["bridge"]["properties"]["approximate"] is True
    assert by_id["east"]["geometry"] is None


def test_the_page_as_an_object_has_its_figures(get: Get) -> None:
    found = json.loads(get(f"{BASE}.json").body)
    assert found["sentence"].startswith("Restricted towards East Mill")
    assert found["simulated"] is True
    assert [way["status"] for way in found["directions"]] == ["restricted", "open"]
    assert found["checked_7_days"]["of"] > found["checked_7_days"]["checked"] > 0


def test_a_corridor_without_a_road_keeps_its_overview(get: Get) -> None:
    assert "voyages on record" in get(f"/c/{BLACK_SEA}").text
    missing = get(f"/c/{BLACK_SEA}/days.csv")
    assert missing.status == 404
    assert b"describes no road" in missing.body
