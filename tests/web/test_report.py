"""Situation reports and allegations as pages, objects and files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from safeconduct.assess.public import Naming
from safeconduct.web import create_app
from safeconduct.web.reporting import Wanted, report_html, report_typst
from safeconduct.web.views.allegation_rows import cases_shown
from safeconduct.web.views.naming import Spoken
from tests.web.fixture_pages import BLACK_SEA, CORRIDORS, SCRIPT, TWO_BANKS, FixturePages, agreed_fixture
from tests.web.fixture_report import ALLEGED, DENIED, sample_report

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from safeconduct.web.site import Site
    from tests.web.conftest import Get

BASE = f"/c/{TWO_BANKS}"
DAY = "2031-06-28"
SECTIONS = range(1, 11)


@pytest.fixture(scope="module")
def site() -> Site:
    app: Starlette = create_app(FixturePages(), hosts=["localhost"], version="0.1.0")
    found: Site = app.state.site
    return found


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_ten_sections_stand_in_their_order(get: Get) -> None:
    text = get(f"{BASE}/reports/{DAY}").text
    places = [text.index(f'id="s{number}"') for number in SECTIONS]
    assert places == sorted(places)
    titles = re.findall(r"<h2>(\d+) · ([^<]+)", text)
    assert [int(number) for number, _ in titles] == [*range(2, 11)]
    assert [title.strip() for _, title in titles][-2:] == ["What this report does not know", "How to check this report"]


def test_page_object_and_file_say_the_same(get: Get, site: Site) -> None:
    page, value = get(f"{BASE}/reports/{DAY}").text, json.loads(get(f"{BASE}/reports/{DAY}.json").text)
    file = get(f"{BASE}/reports/{DAY}.html").text
    body = page.split('<article class="report card">')[1].split("</article>")[0]
    found = file.split('<main class="report">')[1].split("</main>")[0]
    without_addresses = [plain(part).replace("http://localhost", "") for part in (body, found)]
    assert without_addresses[0] == without_addresses[1]
    week = value["checked"]["week"]
    assert f"({week['checked']:,} of {week['of']:,})" in plain(body)
    for one in value["vehicles"]:
        assert one["change"] == one["vehicles"] - one["week_before"]
        assert f"<td>{one['vehicles']}</td>" in body
    assert value["situation"]["sentence"].split(",")[0] in plain(body)
    assert value["number"] == 120


def test_the_status_page_and_the_report_have_the_same_figures(get: Get) -> None:
    status = plain(get(f"{BASE}?asof={DAY}").text)
    report = plain(get(f"{BASE}/reports/{DAY}").text)
    value = json.loads(get(f"{BASE}/reports/{DAY}.json").text)["checked"]["week"]
    share = f"{value['checked']:,} of {value['of']:,}"
    assert share in status
    assert share in report
    days = json.loads(get(f"{BASE}/days.json?asof={DAY}").text)["days"]
    newest = {row["direction"]: row["vehicles"] for row in days if row["day"] == DAY}
    sent = json.loads(get(f"{BASE}/reports/{DAY}.json").text)["vehicles"]
    assert {one["direction"]: one["vehicles"] for one in sent} == newest


def test_gaps_are_named(get: Get) -> None:
    gaps = plain(get(f"{BASE}/reports/{DAY}").text.split('id="s9"')[1].split('id="s10"')[0])
    assert "B2: silent; blind for 1 hour of the day; its log has not arrived." in gaps
    assert "E1: kept from watching" in gaps
    assert "How far clocks were wrong is not recorded." in gaps
    assert "Inbound voyages are not recorded." in gaps
    earlier = plain(get(f"{BASE}/reports/2031-04-12").text.split('id="s9"')[1])
    assert "3 days of the last 14 without a record" in earlier


def test_clauses_stand_under_each_reading_and_since_when_they_are_judged_is_said(get: Get) -> None:
    part = plain(get(f"{BASE}/reports/{DAY}").text.split('id="s8"')[1].split('id="s9"')[0])
    assert "Clause as read by East as read by Observers as read by West" in part
    assert "Of this large record only the newest days are judged, from" in part


def test_every_part_says_that_it_is_simulated(get: Get) -> None:
    file = get(f"{BASE}/reports/{DAY}.html").text
    assert '<p class="every-page">SIMULATED DATA' in file
    for number in (2, 3, 5, 6, 7):
        part = file.split(f'id="s{number}"')[1].split(f'id="s{number + 1}"')[0]
        assert '<span class="tag">simulated</span>' in part, number


def test_the_permanent_link_keeps_day_and_states(get: Get) -> None:
    text = get(f"{BASE}/reports").text
    link = re.search(rf'href="({BASE}/reports/{DAY}\?cp=[^"]+)"', text)
    assert link is not None
    kept = get(link[1].replace("&amp;", "&"))
    assert kept.status == 200
    assert plain(kept.text.split('id="s2"')[1]) == plain(text.split('id="s2"')[1])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{BASE}/reports/2031-06-29", 404),
        (f"{BASE}/reports/2030-01-01", 404),
        (f"{BASE}/reports/yesterday", 404),
        (f"{BASE}/reports/{DAY}?cp=x:1", 400),
        (f"/c/{BLACK_SEA}/reports", 404),
        (f"/c/{BLACK_SEA}/allegations", 404),
        (f"{BASE}/allegations/nobody", 404),
    ],
)
def test_addresses_that_name_nothing_are_told_what_is_near(get: Get, address: str, status: int) -> None:
    answered = get(address)
    assert answered.status == status
    assert 'href="/c/' in answered.text


def test_the_file_needs_no_other_file(get: Get) -> None:
    answered = get(f"{BASE}/reports/{DAY}.html")
    assert not re.search(r"<link|<script|@import|url\((?!#)", answered.text)
    assert answered.headers["content-disposition"] == f'attachment; filename="{TWO_BANKS}-report-{DAY}.html"'


def test_texts_of_others_stay_texts(get: Get, site: Site) -> None:
    for address in (f"{BASE}/reports/2031-03-22.html", f"{BASE}/reports/2031-03-22", f"{BASE}/allegations"):
        assert "<script>alert" not in get(address).text
        assert "&lt;script&gt;" in get(address).text
    corridor = CORRIDORS[3]
    report = sample_report(TWO_BANKS, corridor.logs[0].origin, days=22, who=SCRIPT + '#raw("x") \\')
    source = report_typst(site, "en", Wanted(corridor, report, ""))
    assert "<script>alert('x')" in source
    assert '#raw(\\"x\\") \\\\' in source


@pytest.mark.parametrize("code", ["ru", "ar"])
def test_other_languages_are_written_too(site: Site, code: str) -> None:
    corridor = CORRIDORS[3]
    html = report_html(site, code, Wanted(corridor, sample_report(TWO_BANKS, corridor.logs[0].origin), ""))
    assert f'<html lang="{code}"' in html


def test_the_typst_source_holds_every_figure_of_the_file(site: Site) -> None:
    corridor = CORRIDORS[3]
    wanted = Wanted(corridor, sample_report(TWO_BANKS, corridor.logs[0].origin), "")
    html, source = report_html(site, "en", wanted), report_typst(site, "en", wanted)
    body = re.sub(r"(?s)<svg.*?</svg>|<caption>.*?</caption>|<td class=\"b .*?</td>", " ", html.split("<main")[1])
    written = re.findall(r'"((?:[^"\\]|\\.)*)"', source)
    joined = " ".join(written)
    for number in re.findall(r"\d[\d,.]*\d|\d", plain(body)):
        assert number in joined, number
    assert 'header: text(8pt, weight: "bold", "SIMULATED DATA' in source


def test_an_allegation_and_its_denial_stand_side_by_side(get: Get) -> None:
    text = plain(get(f"{BASE}/allegations").text)
    for part in (
        "Office of the west",
        "No mines passed.",
        "The record is compatible with 0 and sets no upper bound",
        "They happened nowhere.",
        "no bound: choice not random",
        "at most 1, with 95 %",
        "begins after the allegation was made",
        "assumed, no source is given",
    ):
        assert part in text, part
    assert "2 days without a record" in text


def test_allegation_and_denial_have_one_address_each_and_one_answer(get: Get) -> None:
    one, other = (json.loads(get(f"{BASE}/allegations/{name}.json").text) for name in (ALLEGED, DENIED))
    assert one["allegations"] == other["allegations"]
    assert one["simulated"] is True
    case = one["allegations"][0]
    assert [row["bound"] for row in case["rows"]] == [None, 1]
    assert get(f"{BASE}/allegations/{DENIED}").status == 200


def test_the_table_of_bounds_is_a_file_with_its_definition(get: Get) -> None:
    rows = list(csv.DictReader(io.StringIO(get(f"{BASE}/allegations.csv").text)))
    assert [row["at_most"] for row in rows] == ["", "1"]
    assert [row["no_bound_because"] for row in rows] == ["choice not random", ""]
    assert {row["evidence"] for row in rows} == {"simulated"}
    assert rows[1]["gaps"] == "2 days without a record"
    assert all("exact bound" in row["definition"] for row in rows)


def test_before_anybody_said_it_there_is_nothing_to_answer(get: Get) -> None:
    text = get(f"{BASE}/allegations?asof=2031-03-10").text
    assert "No statement on record, up to this day, says or denies that goods were carried." in text


def test_the_card_of_the_status_page_says_who_denied_it_and_that_nothing_is_decided(site: Site) -> None:
    corridor = CORRIDORS[3]
    (shown,) = cases_shown(sample_report(TWO_BANKS, corridor.logs[0].origin).carried)
    text = (
        '{% import "_allegation.html" as allegations with context %}{{ allegations.card(shown, base, state, 900000) }}'
    )
    card = (
        site.environments["en"]
        .from_string(text)
        .render(shown=shown, base=BASE, state={"asof": DAY}, spoken=Spoken(Naming(), site.words["en"]))
    )
    assert "Office of the west · denial: No mines passed." in plain(card)
    assert "no bound: choice not random" in card
    assert "fewer than 90 % of the vehicles were checked and no entry says how they were chosen" in card
    assert "Goods of this kind found" in card
    assert re.search(r"vehicles with such goods: at most \d+, with 95 % confidence", card)
    assert "No verdict on a real speaker follows." in card
    assert f'href="{BASE}/allegations?asof={DAY}"' in card


def test_a_small_record_is_judged_clause_by_clause_under_each_reading(site: Site) -> None:
    corridor, agreed = CORRIDORS[3], agreed_fixture(TWO_BANKS)
    assert agreed is not None
    report = replace(sample_report(TWO_BANKS, corridor.logs[0].origin), conformance=agreed.conformance)
    part = report_html(site, "en", Wanted(corridor, report, "")).split('id="s8"')[1].split('id="s9"')[0]
    readings = len(agreed.agreement.readings)
    heads = re.findall(r"<thead><tr>(.*?)</tr></thead>", part, re.DOTALL)
    assert heads
    assert all(head.count("<th") == readings + 1 for head in heads)
    assert "in every movement" in part
    assert "nothing is averaged" in part
