"""The pages on an agreement: what they say, whom they favour (nobody), and that their files say the same."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.facts.agreed import known, told
from safeconduct.web import create_app
from safeconduct.web.language import LANGUAGES, catalogue
from safeconduct.web.views.agreement_words import AgreementWords
from safeconduct.web.views.words import Words
from tests.web.conftest import ask_app
from tests.web.fixture_agreement import AgreedFixture, agreement_text, movement_id, record_under
from tests.web.fixture_pages import BLACK_SEA, EMPTY, EXERCISE, TWO_BANKS, FixturePages, agreed_fixture

if TYPE_CHECKING:
    from tests.web.conftest import Get

PAGES = (
    *("agreement", "agreement/rules", "conformance", "movements", "movements?question=conduct"),
    *(f"movements/{movement_id(number)}" for number in (4, 8, 9, 12)),
)
_TAG = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
_BLAME = ("violat", "guilt", "lied", "blockade", "regime", "occupied", "fault")


def shown(text: str) -> str:
    """What a reader sees of the main part of a page."""
    inline = re.sub(r"</?(bdi|span|a|strong|code)\b[^>]*>", "", text.split("<main", 1)[1])
    return " ".join(unescape(_TAG.sub(" ", inline)).split())


def cells(text: str) -> list[str]:
    """The texts of all table cells, list items, headings and definitions, in no order."""
    found = re.findall(r"<(t[dh]|h[1-3]|dd|dt|li|option)\b[^>]*>(.*?)</\1>", text.split("<main", 1)[1], re.DOTALL)
    return sorted(" ".join(unescape(_TAG.sub(" ", inner)).split()) for _, inner in found)


class OnePages(FixturePages):
    """The fixture with another agreement for one corridor."""

    def __init__(self, fixture: AgreedFixture) -> None:
        self._fixture = fixture

    def agreement(self, corridor: str) -> Any:
        return self._fixture.agreement

    def conformance(self, corridor: str) -> Any:
        return self._fixture.conformance

    def movements(self, corridor: str) -> Any:
        return self._fixture.record.movements()

    def movement(self, corridor: str, movement: str) -> Any:
        return self._fixture.record.movement(movement)


@cache
def app_with(east: str, west: str) -> Any:
    agreement = agreement_from_yaml(agreement_text(east=east, west=west), "sample.yaml")
    record = record_under(agreement, "obs.example/log", TWO_BANKS, keepers=("obs", "east", "west"))
    return create_app(OnePages(record), hosts=["localhost"], version="0")


@pytest.mark.parametrize("address", PAGES)
def test_names_of_parties_swapped_in_the_file_are_swapped_on_the_page_and_nothing_else(address: str) -> None:
    plain = app_with("{en: Aldorra}", "{en: Belmark}")
    other = app_with("{en: Belmark}", "{en: Aldorra}")
    one, two = (ask_app(app, f"/c/{TWO_BANKS}/{address}").text for app in (plain, other))
    swapped = two.replace("Belmark", "\0").replace("Aldorra", "Belmark").replace("\0", "Aldorra")
    assert "Aldorra" in one or "Belmark" in one
    assert in_any_order(one) == in_any_order(swapped)


def in_any_order(text: str) -> list[str]:
    """Words of every cell in any order, digests left out: parties stand in the order of their names."""
    return sorted(" ".join(sorted(re.sub(r"\b[0-9a-f]{4,}\b|…", "", cell).split())) for cell in cells(text))


def test_parties_stand_in_the_alphabetical_order_of_the_reader(get: Get) -> None:
    agreed = agreed_fixture(BLACK_SEA)
    assert agreed is not None
    for code, expected in (("en", ["east", "obs", "west"]), ("ru", ["east", "west", "obs"])):
        words = AgreementWords(Words(LANGUAGES[code], catalogue(LANGUAGES[code])), agreed.agreement)
        assert words.readings() == expected
        text = get(f"/c/{BLACK_SEA}/agreement/rules", accept_language=code).text
        names = [str(words.reading(one)) for one in expected]
        assert [name for name in re.findall(r"<bdi>[^<]+</bdi>", text) if name in names][:3] == names


def test_letters_with_marks_stand_beside_those_without() -> None:
    names = agreement_text(east="{en: Zed, ar: أمانة, ru: Ёлка}", west="{en: Ümit, ar: الاتحاد, ru: Ива}")
    agreement = agreement_from_yaml(names, "sample.yaml")
    for code, expected in (("ar", ["west", "east"]), ("ru", ["east", "west"]), ("en", ["west", "east"])):
        words = AgreementWords(Words(LANGUAGES[code], catalogue(LANGUAGES[code])), agreement)
        assert [one for one in words.readings() if one != "obs"] == expected


def test_the_agreement_page_says_what_is_agreed_disputed_assumed_and_open(get: Get) -> None:
    text = shown(get(f"/c/{BLACK_SEA}/agreement").text)
    for said in (
        "Who may check vehicles on the road?", "from 1 September 2022: East", "no position found",
        "Copies first, second differ in 2:", "SHA-256 7f3a 19c2 e0b4", "fingerprint not yet taken",
        "No rule: Nobody records repairs here.", "Which list of arms do the sides use?",
        "What is on the list “arms”", "Limit “max delay min”: 120 minutes", "950 of 1000 assumed",
        "Recognised by East", "Contested by West", "hs:2710*",
    ):  # fmt: skip
        assert said in text, said


def test_texts_are_given_in_the_language_of_the_reader_and_else_marked_as_english(get: Get) -> None:
    russian = get(f"/c/{BLACK_SEA}/agreement", accept_language="ru").text
    assert "Кто может проверять машины на дороге?" in russian
    assert '<bdi lang="en" dir="ltr">Food may pass in both directions.</bdi>' in russian
    assert "<strong>русский</strong>" in russian
    arabic = get(f"/c/{BLACK_SEA}/agreement/rules", accept_language="ar").text
    assert "لا يجوز مرور السلاح." in arabic
    assert "U+2066" not in arabic


def test_the_rules_stand_with_clause_condition_and_every_reading(get: Get) -> None:
    text = shown(get(f"/c/{BLACK_SEA}/agreement/rules").text)
    assert "armed and carrier is not Observers" in text
    assert "Needs the consent of East, West." in text
    assert "it is not known whether this reading applies the rule; if so: held until settled" in text
    assert text.count("not a rule under this reading") >= 3


def test_conformance_puts_readings_side_by_side_and_says_what_rows_cannot_show(get: Get) -> None:
    text = shown(get(f"/c/{BLACK_SEA}/conformance").text)
    assert "nothing is averaged" in text
    assert "carrier: not known of 10 movements. No entry says so." in text
    assert re.search(r"DEAL/4: Fuel waits until the observers have seen it. readings differ", text)
    assert "not a rule under this reading" in text
    assert "not decided for want of: checked by, cargo" in text
    assert "The road is kept open. not known" in text
    found = json.loads(get(f"/c/{BLACK_SEA}/conformance.json").text)
    score = next(one for one in found["clauses"] if one["clause"] == "DEAL/1")["cells"][0]["score"]
    assert f"{score} of 3" in text


def test_a_movement_shows_common_ground_before_the_dispute_and_reasons_with_entries(get: Get) -> None:
    text = shown(get(f"/c/{BLACK_SEA}/movements/{movement_id(9)}").text)
    conduct = text[text.index("Did those who control the road act as agreed?") :]
    assert conduct.index("Traffic is not held up") < conduct.index("The readings of the text differ")
    assert conduct.index("The readings of the text differ") < conduct.index("It would be otherwise if")
    assert "delay min: 200 minutes attested by Observers · entry" in conduct
    assert "assumed" in conduct
    assert "Who may check vehicles on the road?" in conduct
    assert "What the rows cannot show" in text


def test_readings_that_come_to_the_same_share_a_row_and_each_is_named(get: Get) -> None:
    text = shown(get(f"/c/{BLACK_SEA}/conformance").text)
    clause = text[text.index("DEAL/4: Fuel") : text.index("DEAL/5")]
    assert "not a rule under this reading" in clause
    assert "Observers, West" in clause
    assert "recognises the suspension" in text
    assert "a time that no row covers" in text
    assert "half within" in text


def test_where_logs_differ_both_values_stand_with_who_attests_them(get: Get) -> None:
    text = shown(get(f"/c/{TWO_BANKS}/movements/{movement_id(8)}").text)
    assert "contested: 40 minutes (Observers) / 20 minutes (West)" in text
    assert "Evidence: all logs together" in text
    assert text.index("Evidence: all logs together") < text.index("Evidence: East") < text.index("Evidence: West")


def test_a_movement_of_which_only_the_day_is_known_says_so(get: Get) -> None:
    assert "only the day is recorded" in shown(get(f"/c/{BLACK_SEA}/movements/{movement_id(5)}").text)
    assert "only the day is recorded" not in shown(get(f"/c/{BLACK_SEA}/movements/{movement_id(4)}").text)


@pytest.mark.parametrize("question", ["movement", "conduct"])
def test_facets_keep_exactly_the_movements_they_name(get: Get, question: str) -> None:
    every = FixturePages().movements(TWO_BANKS)
    counted: dict[tuple[str, str], set[str]] = {}
    for one in every:
        for (view, reading), outcome in one.cells[question].items():  # type: ignore[index]  # both are questions
            if view == "west":
                counted.setdefault((reading, outcome.verdict), set()).add(one.id)
    for (reading, verdict), ids in counted.items():
        query = f"question={question}&view=west&reading={reading}&verdict={verdict}"
        found = json.loads(get(f"/c/{TWO_BANKS}/movements.json?{query}").text)
        assert {one["id"] for one in found["movements"]} == ids
    for split in ("settled", "mixed"):
        found = json.loads(get(f"/c/{TWO_BANKS}/movements.json?question={question}&split={split}").text)
        assert all(one["questions"][question]["split"] == split for one in found["movements"])


def test_the_list_and_the_explanation_of_a_movement_agree() -> None:
    pages = FixturePages()
    for judged in pages.movements(TWO_BANKS):
        explained = pages.movement(TWO_BANKS, judged.id)
        assert explained is not None
        for explanation in explained.explanations:
            for cell in explanation.cells:
                broad = judged.cells[explanation.question][cell.view, cell.reading]
                assert set(cell.outcome.possible) <= set(broad.possible)


@pytest.mark.parametrize("page", ["agreement", "agreement/rules", "conformance", "movements"])
def test_twins_name_the_agreement_the_logs_and_the_program(get: Get, page: str) -> None:
    agreed = agreed_fixture(BLACK_SEA)
    assert agreed is not None
    value = json.loads(get(f"/c/{BLACK_SEA}/{page}.json").text)
    assert value["computed_by"] == "safeconduct 0.1.0"
    assert agreed.agreement.digest in json.dumps(value)
    rows = list(csv.reader(io.StringIO(get(f"/c/{BLACK_SEA}/{page}.csv").text)))
    assert len(rows) > 3
    assert all(agreed.agreement.digest in row for row in rows[1:])
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_twin_of_a_movement_is_the_explanation_itself(get: Get) -> None:
    address = f"/c/{BLACK_SEA}/movements/{movement_id(9)}"
    value = json.loads(get(f"{address}.json").text)
    found = FixturePages().movement(BLACK_SEA, movement_id(9))
    assert found is not None
    assert value["explanations"] == [json.loads(json.dumps(one.to_json())) for one in found.explanations]
    assert value["facts"]["all"]["delay_min"]["attested"][0]["by"] == ["obs"]
    rows = list(csv.DictReader(io.StringIO(get(f"{address}.csv").text)))
    assert len(rows) == 2 * 3
    assert {row["reading"] for row in rows} == {"east", "obs", "west"}


def test_a_corridor_without_an_agreement_has_no_such_items_and_says_so(get: Get) -> None:
    bar = get(f"/c/{EMPTY}").text.split('<nav class="main"')[1].split("</nav>")[0]
    assert "Agreement" not in bar
    assert "Movements" not in bar
    for page in ("agreement", "agreement/rules.csv", "conformance.json", "movements", f"movements/{movement_id(1)}"):
        assert get(f"/c/{EMPTY}/{page}").status == 404
    assert "names no agreement" in get(f"/c/{EMPTY}/agreement").text


def test_what_is_not_there_is_refused_in_words(get: Get) -> None:
    assert get(f"/c/{BLACK_SEA}/movements/{'0' * 32}").status == 404
    for query in ("question=both", "reading=nobody", "verdict=maybe", "split=half", "view=north", "page=0"):
        assert get(f"/c/{BLACK_SEA}/movements?{query}").status == 400, query
    assert get(f"/c/{BLACK_SEA}/movements?page=9").status == 404


@pytest.mark.parametrize("page", [*PAGES[:4], f"movements/{movement_id(8)}"])
def test_texts_of_others_are_never_markup_and_simulated_data_is_marked(get: Get, page: str) -> None:
    for language in LANGUAGES:
        text = get(f"/c/{EXERCISE}/{page}", accept_language=language).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert '<aside class="notice"' in text
    cells_in_file = csv.reader(io.StringIO(get(f"/c/{EXERCISE}/{page}.csv").text))
    assert not [cell for row in cells_in_file for cell in row if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("page", PAGES)
def test_pages_use_no_loaded_word_and_no_style_or_script_of_their_own(get: Get, page: str) -> None:
    text = get(f"/c/{BLACK_SEA}/{page}").text
    assert " style=" not in text
    assert "<script" not in text
    assert not [word for word in _BLAME if re.search(rf"\b{word}", shown(text), re.IGNORECASE)]


def test_sentences_of_the_record_are_in_the_catalogues() -> None:
    for code in ("ru", "ar"):
        messages = catalogue(LANGUAGES[code])
        for sentence in (known.NOTHING_RECORDED, known.CONTESTED, told.NO_CODE):
            assert messages.gettext(sentence) != sentence
