"""Cards, map and axis of the status page: one period for all figures, since when, who stated what, labels apart."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import safeconduct
from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.situation.model import STATUSES, PlaceOnRoad, Road, Situation, Standing, StatusWord, Way
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.web.language import LANGUAGES, catalogue
from safeconduct.web.views.letters import Box
from safeconduct.web.views.naming import names_of
from safeconduct.web.views.status_parts import StatusParts, for_whom, stated_last, whom_alike
from safeconduct.web.views.strip import WIDTH, Strip, strip
from safeconduct.web.views.timeline import timeline
from safeconduct.web.views.words import Words
from tests.web.conftest import Get
from tests.web.fixture_pages import TWO_BANKS
from tests.web.fixture_road import FIRST, post, sample_situation, way

BASE = f"/c/{TWO_BANKS}"
SPEAKERS = {code: Words(language, catalogue(language)) for code, language in LANGUAGES.items()}
EN = SPEAKERS["en"]
CORRIDOR_FILE = Path(safeconduct.__file__).parent / "corridors" / "lachin-2020" / "corridor.yaml"


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def way_of(words: str, *, recorded: str = "") -> Way:
    """A way whose days have the statuses of these letters: o, r, c, u. recorded: days with a record, r or -."""
    full: dict[str, StatusWord] = {"o": "open", "r": "restricted", "c": "closed", "u": "unknown"}
    base = way("eastwards", {"en": "East"}, forward=True, simulated=False, days=len(words))
    status = tuple(replace(one, status=full[letter]) for one, letter in zip(base.status, words, strict=True))
    flow = tuple(
        replace(one, vehicles=None if mark == "-" else {})
        for one, mark in zip(base.flow, recorded or "r" * len(words), strict=True)
    )
    return replace(base, status=status, flow=flow)


@pytest.mark.parametrize(
    ("words", "recorded", "standing"),
    [
        ("oorr", "rrrr", Standing(FIRST + 2)),
        ("orrur", "rrr-r", Standing(FIRST + 1, 1, 1)),
        ("oruurur", "rr-rr-r", Standing(FIRST + 1, 3, 2)),
        ("ruor", "r-rr", Standing(FIRST + 3)),
        ("uur", "--r", Standing(FIRST + 2)),
        ("ruu", "r--", Standing(FIRST + 1)),
    ],
)
def test_a_status_stands_across_unknown_days_and_no_others(words: str, recorded: str, standing: Standing) -> None:
    assert way_of(words, recorded=recorded).standing == standing


@settings(deadline=None)  # the machine may be busy
@given(st.text("orcu", min_size=1, max_size=30))
def test_since_then_there_is_no_other_status(words: str) -> None:
    shown = way_of(words)
    since = [one.status for one in shown.status if one.day >= shown.standing.first]
    assert since[0] == since[-1] == shown.now.status
    assert set(since) <= {shown.now.status, "unknown"}
    if shown.now.status != "unknown":
        assert since.count("unknown") == shown.standing.unknown
    assert sum(shown.tally(FIRST).values()) == len(words)


def test_since_when_is_said_with_what_is_not_known() -> None:
    say = StatusParts(EN)
    assert say.since(way_of("or")) == "since 2 March 2031"
    assert say.since(way_of("rur", recorded="r-r")) == "since 1 March 2031, with 1 day without record in between"
    assert say.since(way_of("ruur", recorded="r-rr")) == "since 1 March 2031, with 2 days unknown in between"


def test_card_and_table_name_one_period_and_its_figures(get: Get) -> None:
    text = get(BASE).text
    card = plain(text.split('<section class="card figure">')[1])
    table = plain(text.split('id="certain"')[1].split("</table>")[0])
    assert "with a chance of 87 %. Independent sources: 2." in card
    assert (
        "Days compared 2 days up to 28 June 2031 Journeys recorded in them 41 Usual in as many days about 118" in table
    )
    assert "25 to 41 %" in table
    assert "less than 0.1 %" in card
    assert "less than 0.1 %" in table
    assert text.index('id="certain"') < text.index("The road on this day")


def test_what_an_upper_end_is_compared_with_is_said() -> None:
    now = replace(way_of("r").now, why=Phrase("x {share_high}"), share_low_ppm=10_000)
    assert StatusParts(EN).share(now) == "at most 41 %"
    assert StatusParts(EN).share(replace(now, why=Phrase("{share_low} {share_high}"))) == "1 to 41 %"
    said = Phrase("Open by one source only. {seen}", {"seen": Phrase("{half}", {"half": 3})})
    assert "cut by half" not in StatusParts(EN).certainty(replace(now, why=said))
    assert StatusParts(EN).certainty(replace(now, chance_ppm=None)).startswith("Nothing could be compared.")


def test_for_whom_stands_in_the_cards_and_under_the_sentence_only_where_directions_are_alike(get: Get) -> None:
    card = plain(get(BASE).text.split('<section class="card figure">')[1])
    assert "restricted : trucks open : ambulances" in card.replace(": ", " : ").replace("  ", " ")
    assert "In each direction:" not in get(BASE).text
    now = replace(way_of("r").now, for_whom=(("bus", "closed"), ("car", "closed"), ("military", "open")))
    assert for_whom(now) == (("closed", ("bus", "car")), ("open", ("military",)))
    alike = replace(way_of("r"), status=(now,))
    assert whom_alike((alike, alike)) == now
    assert whom_alike((alike, way_of("o"))) is None


def test_what_was_last_stated_stands_with_its_day_and_its_entry(get: Get) -> None:
    text = get(BASE).text
    told = text.split('<p class="as-stated">')[1].split("</p>")[0]
    assert "West, 2 April 2031: closed (since 21 March 2031)" in plain(told)
    assert "No statement on this day." in told
    assert told.count("/record/") >= 2
    early = get(f"{BASE}?asof=2031-03-02").text
    assert "no statement about the status on record" in early


def test_a_statement_about_both_directions_ends_earlier_ones_of_its_speaker() -> None:
    shown = sample_situation("x", "log")
    one = shown.said[0]
    both: tuple[str, StatusWord, int] = ("", "closed", one.day)
    one_way: tuple[str, StatusWord, int] = ("eastwards", "open", one.day)
    said = [replace(one, party="west", day=one.day + at, road=road) for at, road in enumerate((one_way, both, one_way))]
    parties = {"east": "East", "west": "West"}
    found = stated_last(replace(shown, said=tuple(said), day=one.day + 2), parties)
    assert [(held.direction, held.status) for held in found.told] == [("", "closed"), ("eastwards", "open")]
    assert (found.silent, found.on_the_day) == (("East",), True)
    swapped = [replace(held, party="east") for held in said]
    assert stated_last(replace(shown, said=tuple(swapped)), parties).silent == ("West",)


def lachin(language: str, *, later: bool) -> Strip:
    """The map of the Lachin corridor. later: with the checkpoint that stands from April 2023 on."""
    route = corridor_from_yaml(CORRIDOR_FILE.read_bytes(), "corridor.yaml").charter["route"]
    places = tuple(PlaceOnRoad(one["id"], one["name"], one["km"], "", "", near=False) for one in route["places"])
    posts = tuple(
        replace(post(one["id"], one["place"], one["km"], one["kept_by"]), in_force=later or "from" not in one)
        for one in route["posts"]
    )
    ways = tuple(
        replace(way(one["direction"], one["name"], forward=not number, simulated=True, days=1))
        for number, one in enumerate(route["directions"])
    )
    road = Road(route["length_km"], approximate=True, places=places, posts=posts)
    return drawn(replace(sample_situation("x", "log", days=1), ways=ways, road=road), language)


def drawn(situation: Situation, language: str) -> Strip:
    words = SPEAKERS[language]
    names = names_of(situation, words)
    texts = {
        one.direction: f"→ {words.filled('TO_PLACE', 'restricted', place=names[one.direction]).striptags()}"
        for one in situation.ways
    }
    return strip(situation, names, texts)


def boxes(road: Strip) -> list[Box]:
    return [*map(road.label, road.stops), *map(road.lane_label, road.lanes)]


# The drawing is one view box, scaled as a whole: what is apart at 1440 units is apart at 390 too.
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("shown_at", [1376, 860])
def test_labels_of_the_lachin_road_stay_apart_and_no_line_runs_through_one(
    language: str, later: bool, shown_at: int
) -> None:
    road = lachin(language, later=later)
    scale = shown_at / road.width
    scaled = [Box(*(side * scale for side in (one.left, one.top, one.right, one.bottom))) for one in boxes(road)]
    assert not any(one.meets(other) for one, other in combinations(scaled, 2))
    for stop in road.stops:
        others = [*(road.label(one) for one in road.stops if one != stop), *map(road.lane_label, road.lanes)]
        assert not any(road.line(stop).meets(one) for one in others), stop.name
    assert all(
        one.left >= 0 and one.right <= WIDTH and one.top >= 0 and one.bottom <= road.height for one in boxes(road)
    )


def test_the_legend_of_the_map_names_what_is_drawn_and_nothing_else(get: Get) -> None:
    head = get(BASE).text.split("The road on this day")[1].split("</ul>")[0]
    for told in ("neutral post", "checkpoint of a party", "observation only", "place without a post", "outside the"):
        assert told in head
    early = get(f"{BASE}?asof=2031-03-05").text.split("The road on this day")[1].split("</ul>")[0]
    assert "checkpoint of a party" not in early


def test_the_axis_names_its_ends_the_days_of_events_and_what_it_draws(get: Get) -> None:
    text = get(BASE).text.split('id="axis"')[1]
    assert "31 Mar: road obstructed" in text
    for told in ("1 March 2031", "28 June 2031", "Vehicles, from the middle line outwards"):
        assert told in text
    shown = sample_situation("x", "log")
    made = timeline(shown, [], StatusParts(EN).event_labels)
    assert made.statuses == STATUSES
    assert ("proposal", ("demand", "proposal", "order")) in made.said_types
    quiet = timeline(replace(shown, said=()), [], StatusParts(EN).event_labels)
    assert quiet.said_types == ()


def test_clauses_that_no_reading_shows_anything_of_stand_in_one_line(get: Get) -> None:
    part = get(BASE).text.split('id="clauses"')[1].split("</section>")[0]
    assert "as read by" in part
    questions = part.split("<h3>")[1:]
    assert len(questions) == 2
    for question in questions:
        table, _, line = question.partition("Clauses of which no reading shows anything")
        told, untold = (re.findall(r"agreement#clause-([^\"]+)", text) for text in (table, line))
        assert told
        assert not {*told} & {*untold}
        assert all("not shown" not in row or "in every" in row or "not in every" in row for row in table.split("<tr>"))


def test_the_banner_counts_and_the_foot_leads_to_the_other_logs(get: Get) -> None:
    from tests.web.fixture_pages import EXERCISE

    assert "made up for a demonstration: 1 of 1." in get(f"/c/{EXERCISE}").text
    assert "more log" not in get(BASE).text.split("<footer")[1]


def test_names_in_backticks_are_code_and_stay_escaped() -> None:
    assert str(EN.phrase("the log `a<b` is")) == 'the log <code dir="ltr">a&lt;b</code> is'


def test_lists_take_the_comma_of_the_language() -> None:
    assert str(EN.listed(["a", "<b>", "c"])) == "a, &lt;b&gt;, c"
    assert str(SPEAKERS["ar"].listed(["a", "b"])) == "a، b"
