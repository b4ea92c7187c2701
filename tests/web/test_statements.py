"""Statements and speakers: pages, facets, search, files, feed, what is hostile stays inert."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from safeconduct.assess.public import Names, Naming
from safeconduct.web.language import LANGUAGES, catalogue
from safeconduct.web.views.naming import Spoken
from safeconduct.web.views.words import Words
from tests.web.conftest import Get
from tests.web.fixture_pages import BLACK_SEA, EMPTY, EXERCISE, TWO_BANKS
from tests.web.fixture_public import CLOSED, MASTHEADS, NAMING, ODD_ID, SCRIPT, hostile_public, sample_record

BASE = f"/c/{TWO_BANKS}"
LIST, ONE, SPEAKER = f"{BASE}/statements", f"{BASE}/statements/closed-0", f"{BASE}/speakers/minister-b"
PAIRS = f"{BASE}/contradictions"
TOTAL = 78
ATOM = "{http://www.w3.org/2005/Atom}"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def said(html: str) -> str:
    """What a reader sees of the main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :])).replace(" ,", ",")


@pytest.mark.parametrize(
    "address",
    [LIST, ONE, SPEAKER, PAIRS, f"/c/{BLACK_SEA}/statements", f"/c/{EMPTY}/statements", f"/c/{EXERCISE}/statements"],
)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_pages_are_answered_in_every_language_also_without_a_road(get: Get, address: str, language: str) -> None:
    answered = get(address, accept_language=language)
    assert answered.status == 200
    assert answered.text.count("<h1") == 1
    bar = answered.text.split("<main")[0]
    assert bar.count("/statements") >= 1
    assert 'aria-current="page"' in bar


def test_the_list_is_paged_with_the_newest_first(get: Get) -> None:
    first, second = said(get(LIST).text), said(get(f"{LIST}?page=2").text)
    assert f"{TOTAL} statements on record" in first
    assert f"Statements 1 to 50 of {TOTAL}" in first
    assert f"Statements 51 to {TOTAL} of {TOTAL}" in second
    assert get(f"{LIST}?page=3").status == 404
    days = [row["said_on"] for row in table(get(f"{LIST}.csv").text)]
    assert days == sorted(days, reverse=True)
    assert len(days) == TOTAL


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=VEHICLE+stopped", {"open"}),
        ("q=%D9%88%D8%B2%D8%A7%D8%B1%D8%A9+%D8%A7%D9%84%D9%86%D9%82%D9%84", {"arabic"}),
        ("q=%D0%91%D1%80%D0%B0%D0%BD%D0%B4", {"open", "open-later", "outer"}),
        ("q=foreign+minister+brand", {"open", "open-later", "outer"}),
        ("speaker=minister-b", {"open", "open-later", "outer"}),
        ("speaker=minister-b&topic=road-state", {"open", "open-later"}),
        ("party=west&type=denial", {"open", "denial"}),
        ("type=warning&mode=direct", {f"closed-{at}" for at in range(6)}),
        ("mode=indirect", {"open"}),
        ("clause=A%2F2&type=acceptance", {"open-later"}),
        ("from=2031-04-20&to=2031-04-30", {"open-later"}),
        ("to=2031-03-10", {*(f"closed-{at}" for at in range(6)), "open"}),
        ("q=no+such+words", set()),
    ],
)
def test_every_facet_chooses_and_stays_in_links(get: Get, query: str, ids: set[str]) -> None:
    rows = table(get(f"{LIST}.csv?{query}").text)
    assert {row["id"] for row in rows} == ids
    page = get(f"{LIST}?{query}")
    assert page.status == 200
    for suffix in ("csv", "json", "jsonld", "atom"):
        (link,) = set(re.findall(rf'<a href="([^"]+/statements\.{suffix}(?:\?[^"]*)?)"', page.text))
        assert get(link.replace("&amp;", "&")).status == 200
        assert query.split("&", maxsplit=1)[0].split("=", maxsplit=1)[0] + "=" in link


@pytest.mark.parametrize(
    "query",
    ["speaker=nobody", "party=north", "type=lie", "topic=x", "clause=9", "mode=loud", "from=2031-13-01", "to=soon",
     f"q={'x' * 201}", "page=0", "asof=now", "cp=1234:5"],
)  # fmt: skip
def test_what_no_link_writes_is_refused(get: Get, query: str) -> None:
    assert get(f"{LIST}?{query}").status == 400


def test_the_state_of_an_address_stays_in_every_link(get: Get) -> None:
    state = "asof=2031-04-10"
    for address in (LIST, ONE, SPEAKER):
        page = get(f"{address}?{state}").text
        assert "You are looking at 10 April 2031." in said(page)
        links = re.findall(r'href="(/c/[^"]*/(?:statements|speakers)[^"]*)"', page.split("<main")[1])
        links = [link for link in links if "lang=" not in link and "theme=" not in link]
        inside = [link for link in links if link not in {address, LIST}]
        assert inside
        assert all(state in link for link in inside), [link for link in inside if state not in link]
    assert f'name="asof" value="{state[5:]}"' in get(f"{LIST}?{state}").text
    assert "open-later" not in {row["id"] for row in table(get(f"{LIST}.csv?{state}").text)}
    assert get(f"{LIST}/open-later?{state}").status == 404


def test_the_permanent_link_names_the_signed_state(get: Get) -> None:
    page = get(f"{LIST}?speaker=minister-b").text
    (link,) = re.findall(r'href="([^"]+)">Permanent link', page)
    link = link.replace("&amp;", "&")
    assert "speaker=minister-b" in link
    assert re.search(r"cp=[0-9a-f]{8}%3A300", link)
    assert get(link).status == 200


def test_a_statement_shows_its_words_with_their_place_and_what_it_rests_on(get: Get) -> None:
    text = said(get(ONE).text)
    for words in (
        "Minister Adams", "assertion, warning · 8 March 2031", CLOSED[:19], "and then the minister said:",
        "Characters 100 to 152 of the text", "The text is not held here.", "in quotation marks",
        "The report names the weekday", "foreign minister, Ministry of the East", "Example Agency", "2031-03-09",
        "the text itself says so", "State of the road", "Accuses", "2 accounts signed for it", "A program proposed it",
        "asserts it", "No vehicle was ever stopped",
    ):  # fmt: skip
        assert words in text, words
    page = get(ONE).text
    assert re.search(r'href="/record/[0-9a-f]{16}/7"', page)
    assert ".tlog-proof" in page


def test_six_mastheads_are_one_origin(get: Get) -> None:
    text = said(get(f"{BASE}/statements/closed-3").text)
    assert "says it carries words of Example Agency" in text
    assert "First holder of the words, as far as the record tells: Example Agency" in text
    assert "Asserted: 2 speakers, 2 independent origins" in text
    assert len(MASTHEADS) == 6


def test_what_is_known_through_another_party_says_so(get: Get) -> None:
    text = said(get(f"{BASE}/statements/inner").text)
    assert "Known through Minister Brand, of another party than the speaker." in text
    assert "Entered by a reviewer. The passage says before the meeting." in text
    assert "by 1 April 2031 at the latest" in text
    assert "Its middle is not quoted here; it ends:" in text
    assert "Stands within" in text
    assert "The East told us that mines were carried." in text
    outer = said(get(f"{BASE}/statements/outer").text)
    assert "Holds" in outer


def test_a_wording_of_ours_stands_plainly_and_only_quoted_words_in_quotation_marks(get: Get) -> None:
    ours = get(f"{BASE}/statements/inner").text
    card = ours[ours.index('id="words"') : ours.index('id="chain"')]
    assert '<p class="told"><bdi>Mines were carried.</bdi></p>' in card
    assert "In the words of whoever wrote this entry" in card
    assert "Mines were carried." not in "".join(re.findall(r"<blockquote.*?</blockquote>|<q\b.*?</q>", ours, re.DOTALL))
    quoted = get(ONE).text
    assert 'class="told"' not in quoted
    assert re.search(r"<blockquote[^>]*>.*?<strong>", quoted, re.DOTALL)
    assert "<q " in get(f"{LIST}?q=closed").text
    graph = {node["@id"].rpartition("/")[2]: node for node in json.loads(get(f"{LIST}.jsonld").text)["@graph"]}
    assert graph["inner"]["abstract"] == "Mines were carried."
    assert "text" not in graph["inner"]
    assert graph["closed-0"]["text"]


def test_contradictions_stand_side_by_side_once(get: Get) -> None:
    page = get(f"{BASE}/statements/open").text
    against = page[page.index('id="against"') : page.index('id="when"')]
    assert against.count('role="rowheader"') == 7
    assert "Their answers to one question cannot both be right." in said("<main" + against)
    assert "They take opposite stances on one claim." in said("<main" + against)
    assert "One denies the other." in said(get(f"{BASE}/statements/denial").text)


def test_entries_of_one_name_that_differ_have_pages_of_their_own(get: Get) -> None:
    first = get(f"{BASE}/statements/twice").text
    assert "These entries say the same and count once." in first
    (link,) = set(re.findall(r'href="([^"]+/statements/twice\?entry=[^"]+)"', first))
    second = get(link.replace("&amp;", "&"))
    assert second.status == 200
    assert "Another wording under the same name." in said(second.text)
    assert link.split("?")[1] in second.text
    assert get(f"{BASE}/statements/twice?entry=00000000:1").status == 404


def test_a_withdrawn_statement_leads_to_its_entries(get: Get) -> None:
    answered = get(f"{BASE}/statements/gone")
    assert answered.status == 404
    assert "This statement was withdrawn by a later entry" in answered.text
    assert len(re.findall(r'href="/record/[0-9a-f]{16}/9[78]"', answered.text)) == 2
    near = get(f"{BASE}/statements/close-0")
    assert near.status == 404
    assert "closed-0" in near.text


def test_the_page_of_a_speaker_tells_what_changed_and_when(get: Get) -> None:
    text = said(get(SPEAKER).text)
    assert "foreign minister, Ministry of the West" in text
    assert "changed after 10 March 2031 to 12 March 2031, by 20 April 2031" in text
    assert "Question: State of the road 1 change" in text
    assert "Claim: The road is closed. 1 change" in text
    rows = table(get(f"{SPEAKER}.csv").text)
    changed = [
        (row["matter"], row["changed_from"], row["position"], row["order_known"]) for row in rows if row["changed_from"]
    ]
    assert changed == [("claim", "denies", "asserts", "yes"), ("question", "open", "closed", "yes")]
    assert get(f"{BASE}/speakers/nobody").status == 404


NAMED = {
    "ru": ("министр Бранд", "министр Адамс", "Агентство Пример", "министр иностранных дел", "Состояние дороги"),
    "ar": ("الوزير براند", "الوزير آدامز", "وكالة المثال", "وزير الخارجية", "حالة الطريق"),
}
ENGLISH_NAMES = ("Minister Brand", "Minister Adams", "Example Agency", "foreign minister", "State of the road")


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"{LIST}?to=2031-04-20", (0, 1, 4)),
        (ONE, (1, 2, 3, 4)),
        (SPEAKER, (0, 3, 4)),
        (PAIRS, (0, 1, 2, 4)),
    ],
)
def test_names_stand_in_the_language_of_the_reader(
    get: Get, address: str, shown: tuple[int, ...], language: str
) -> None:
    page = get(address, accept_language=language).text
    names = NAMED.get(language, ENGLISH_NAMES)
    others = [name for code, told in {"en": ENGLISH_NAMES, **NAMED}.items() if code != language for name in told]
    assert not [names[at] for at in shown if names[at] not in page]
    assert not [name for name in others if name in page]


def test_what_has_no_name_in_a_language_stands_in_english_and_a_speaker_without_an_id_as_entered(get: Get) -> None:
    page = get(SPEAKER, accept_language="ar").text
    assert "<bdi>Ministry of the West</bdi>" in page
    page = get(f"{BASE}/statements/inner", accept_language="ru").text
    assert '<bdi lang="en" dir="ltr">mines</bdi>' in page
    assert "A government source" in get(f"{BASE}/statements/undated", accept_language="ru").text


@pytest.mark.parametrize("name", [f"{LIST}.csv", f"{LIST}.json", f"{LIST}.jsonld", f"{LIST}.atom", f"{SPEAKER}.csv"])
def test_files_are_the_same_in_every_language(get: Get, name: str) -> None:
    files = {get(f"{name}?q=%D0%91%D1%80%D0%B0%D0%BD%D0%B4", accept_language=code).body for code in ("en", "ru", "ar")}
    (only,) = files
    assert b"Minister Brand" in only
    assert "Бранд".encode() not in only.replace(b"q=%D0%91%D1%80%D0%B0%D0%BD%D0%B4", b"").replace(
        '"q": "Бранд"'.encode(), b""
    )


def test_the_statements_of_the_status_page_are_named_in_the_language_where_the_speaker_has_an_id(get: Get) -> None:
    pages = {code: get(BASE, accept_language=code).text for code in ("en", "ru")}
    assert "<title>Office 4: " in pages["en"]
    assert "<title>министр Адамс: " in pages["ru"]
    assert "· министр Адамс ·" in pages["ru"]
    assert "Office 4" not in pages["ru"]
    assert "Office 3" in pages["ru"]


def test_speakers_and_topics_are_chosen_by_name_in_alphabetical_order(get: Get) -> None:
    for code, first, second in (("ru", "министр Адамс", "министр Бранд"), ("ar", "الوزير آدامز", "الوزير براند")):
        page = get(LIST, accept_language=code).text
        listed = re.findall(r"<option[^>]*>([^<]+) \(\d+\)</option>", page)
        assert listed.index(first) < listed.index(second)
        assert NAMED[code][4] in listed


def test_names_swapped_are_swapped_on_the_page_and_nothing_else() -> None:
    plain, other = (sample_naming(*names) for names in (("Алдорра", "Белмарк"), ("Белмарк", "Алдорра")))
    words = Words(LANGUAGES["ru"], catalogue(LANGUAGES["ru"]))
    record = sample_record("log.example")
    for one in record.statements:
        told = [Spoken(naming, words).speaker(one) for naming in (plain, other)]
        assert told[0] == told[1].replace("Белмарк", "\0").replace("Алдорра", "Белмарк").replace("\0", "Алдорра")


def sample_naming(east: str, west: str) -> Naming:
    return replace(NAMING, shown={"ru": Names({"minister-a": east, "minister-b": west})})


def test_the_claim_page_shows_who_asserts_and_from_how_many_origins(get: Get) -> None:
    text = said(get(f"/c/{BLACK_SEA}/claims/d-aug15-tonnes").text)
    assert "Who asserts it, who denies it Asserted 1 statement · 1 speaker · 1 independent origin" in text
    assert "Who asserts it" not in said(get(f"/c/{BLACK_SEA}/claims/d-aug15-corn").text)


def test_json_says_what_the_page_says(get: Get) -> None:
    value = json.loads(get(f"{ONE}.json").body)
    (one,) = value["statements"]
    assert one["quotes"] == [
        {"start": 100, "end": 100 + len(CLOSED), "exact": CLOSED, "prefix": "and then the minister said: “",
         "suffix": "” before leaving"}
    ]  # fmt: skip
    assert one["origins"] == ["aa-news"]
    assert one["days"] == {"first": "2031-03-08", "last": "2031-03-08"}
    assert one["speakers"][0]["office_name"] == "foreign minister"
    assert "Nothing" not in value["definition"]
    assert json.loads(get(f"{SPEAKER}.json").body)["positions"]


def test_json_ld_uses_words_that_others_define(get: Get) -> None:
    answered = get(f"{LIST}.jsonld")
    assert answered.headers["content-type"].startswith("application/ld+json")
    nodes: dict[str, dict[str, Any]] = {node["@id"]: node for node in json.loads(answered.body)["@graph"]}
    quotation = nodes[f"http://localhost{ONE}"]
    assert quotation["@type"] == "Quotation"
    assert quotation["spokenByCharacter"] == [{"@id": f"http://localhost{BASE}/speakers/minister-a"}]
    anchor = nodes[f"http://localhost{ONE}#anchor"]
    place, words = anchor["oa:hasTarget"][0]["oa:hasSelector"]
    assert (place["@type"], place["oa:start"]) == ("oa:TextPositionSelector", 100)
    assert words["oa:exact"] == CLOSED
    inner = nodes[f"http://localhost{BASE}/statements/inner"]
    assert [part.rsplit("/", 1)[1] for part in inner["sc:via"]] == ["aa-news", "minister-b"]
    ranged = nodes[f"http://localhost{BASE}/statements/inner#anchor"]["oa:hasTarget"][0]["oa:hasSelector"][1]
    assert ranged["@type"] == "oa:RangeSelector"
    claim = nodes[f"http://localhost{BASE}/claims/road-closed"]
    assert claim["@type"] == "Claim"
    assert claim["sc:denies"] == [{"@id": f"http://localhost{BASE}/statements/open"}]
    assert claim["firstAppearance"] == {"@id": f"http://localhost{ONE}"}
    report = nodes[quotation["prov:wasQuotedFrom"][0]]
    assert report["url"] == "https://aa-news.example/report"


@pytest.mark.parametrize("corridor", [TWO_BANKS, EXERCISE, EMPTY])
def test_the_feed_is_well_formed_and_stable(get: Get, corridor: str) -> None:
    answered = get(f"/c/{corridor}/statements.atom")
    assert answered.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answered.body)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == {TWO_BANKS: 50, EXERCISE: 4, EMPTY: 0}[corridor]
    updated = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    ids = {entry.findtext(f"{ATOM}id", "") for entry in entries}
    assert len(ids) == len(entries)
    assert all(name.startswith("urn:uuid:") for name in ids)
    assert get(f"/c/{corridor}/statements.atom").body == answered.body


ODD = [
    f"/c/{EXERCISE}/statements",
    *(f"/c/{EXERCISE}/statements/x-{at}" for at in (1, 2, 3)),
    f"/c/{EXERCISE}/claims/x-1",
]


class _Live(HTMLParser):
    """Collects what could run: attributes of events, styles, scripts of the page itself, odd addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [name for name in named if name.startswith("on") or name in {"style", "srcdoc", "formaction"}]
        if tag in {"script", "iframe", "object", "embed", "img", "base"}:
            self.found.append(tag)
        address = (named.get("href") or named.get("src") or "").strip().casefold()
        if address and not address.startswith(("/", "#", "http://", "https://")):
            self.found.append(address)


def live_parts(html: str) -> list[str]:
    parser = _Live()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("address", [*ODD, f"/c/{EXERCISE}/statements?q=%3Cscript%3Ealert%28%27x%27%29%22%3E"])
def test_hostile_markup_is_inert_in_every_field(get: Get, address: str) -> None:
    page = get(address).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert live_parts(page) == []
    assert 'href="javascript' not in page
    assert not re.search(r'(?:href|src)="data:', page)
    assert "\u202e" not in page


def test_hostile_speakers_have_inert_pages_and_files(get: Get) -> None:
    for one in hostile_public("any.example/log").statements[1:]:
        key = one.agents[0].key
        page = get(f"/c/{EXERCISE}/speakers/{quote(key, safe='')}")
        assert page.status == 200
        assert "<script>alert" not in page.text
    rows = table(get(f"/c/{EXERCISE}/statements.csv").text)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    for suffix in ("json", "jsonld", "csv", "atom"):
        answered = get(f"/c/{EXERCISE}/statements.{suffix}")
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answered.headers["content-type"]
    assert SCRIPT not in get(f"/c/{EXERCISE}/statements.atom").text


def test_a_claim_without_a_definition_has_a_page_with_its_sides_and_cannot_be_decided(get: Get) -> None:
    text = said(get(f"{BASE}/claims/road-closed").text)
    assert "Definition missing" in text
    assert "cannot be decided" in text
    assert "Who asserts it, who denies it" in text
    assert f'href="{BASE}/claims/road-closed"' in get(f"{BASE}/claims").text
    assert f'href="{BASE}/claims/road-closed"' in get(ONE).text
    (value,) = json.loads(get(f"{BASE}/claims/road-closed.json").text)["claims"]
    assert value["verdict"] == "undecidable"
    assert {side["stance"] for side in value["sides"]} >= {"asserts"}
    assert get(f"{BASE}/claims/nothing-of-the-kind").status == 404
    assert get(f"{BASE}/claims/road-closed.csv").status == 404


def test_json_ld_keeps_statements_apart_that_differ_under_one_name(get: Get) -> None:
    nodes = json.loads(get(f"{LIST}.jsonld").body)["@graph"]
    twice = [node for node in nodes if node.get("identifier") == "twice"]
    assert {node.get("text") or node.get("abstract") for node in twice} == {
        "One wording.", "Another wording under the same name.",
    }  # fmt: skip
    assert len({node["@id"] for node in twice}) == 2
    for node in twice:
        assert get(node["@id"].removeprefix("http://localhost")).status == 200


def test_what_cannot_stand_side_by_side_is_laid_side_by_side(get: Get) -> None:
    text = said(get(f"{PAIRS}?ground=wanted").text)
    assert "Pairs 1 to 1 of 1" in text
    assert text.index("only wanted then") < text.index("It has stood there since January.")
    assert "Which is right is not decided here." in text
    assert get(f"{PAIRS}?ground=hearsay").status == 400


def test_the_pairs_are_the_same_in_every_form_and_on_the_page_of_each_statement(get: Get) -> None:
    value = json.loads(get(f"{PAIRS}.json").text)
    rows = table(get(f"{PAIRS}.csv").text)
    assert value["total"] == len(value["contradictions"]) == len(rows) > 1
    ids = [tuple(one["id"] for one in pair["statements"]) for pair in value["contradictions"]]
    assert ids == [(row["first_id"], row["second_id"]) for row in rows]
    assert ("wish", "set-up") in ids
    assert "To one it was done before the days" in said(get(f"{BASE}/statements/wish").text)
    assert json.loads(get(f"{BASE}/statements/wish.json").text)["statements"][0]["happening"] == {
        "kind": "checkpoint",
        "edtf": "2031-03-20",
        "days": {"first": "2031-03-20", "last": "2031-03-20"},
        "wanted": True,
    }


def test_a_record_without_contradictions_says_so(get: Get) -> None:
    assert "No two statements on record contradict each other." in said(get(f"/c/{EMPTY}/contradictions").text)


@pytest.mark.parametrize("family", ["statements", "speakers"])
def test_an_id_stands_quoted_in_every_address(get: Get, family: str) -> None:
    base, name = f"/c/{EXERCISE}/{family}", quote(ODD_ID, safe="")
    page = get(f"{base}/{name}")
    assert page.status == 200
    links = [unescape(one) for one in re.findall(r'(?:href|action)="([^"]*)"', page.text)]
    own = [one for one in links if one.startswith((f"{base}/a", f"http://127.0.0.1{base}/a"))]
    assert len(own) >= 3
    assert all(one.removeprefix(f"{base}/").startswith(name) for one in own)
    for one in own:
        assert get(one).status == 200


def test_near_ids_stand_quoted_too(get: Get) -> None:
    missing = get(f"/c/{EXERCISE}/statements/{quote(ODD_ID[:-1], safe='')}")
    assert missing.status == 404
    assert f'href="/c/{EXERCISE}/statements/{quote(ODD_ID, safe="")}"' in missing.text
