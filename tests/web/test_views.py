"""Numbers and words in three languages, the geometry of charts, pages of lists, entries as people read them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assess.claims.phrases import Phrase, plain_number
from safeconduct.base.canonical import canonical_bytes
from safeconduct.web.language import LANGUAGES, catalogue
from safeconduct.web.source import Claimed, Entry, Recorded, Series, Week
from safeconduct.web.views.axis import round_ticks
from safeconduct.web.views.chart import LANES_MAX, LEFT, RIGHT, STACK_MAX, WEEKS_MAX, chart
from safeconduct.web.views.entry import FIELDS_MAX, read_entry
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.words import Words, said, shown, whole_hash
from tests.web.fixture_pages import BLACK_SEA, CLAIMS, FixturePages

EN, RU, AR = (Words(LANGUAGES[code], catalogue(LANGUAGES[code])) for code in ("en", "ru", "ar"))


def test_numbers_follow_the_language() -> None:
    assert str(EN.number(25_012_238)) == "25,012,238"
    assert str(RU.number(25_012_238)) == "25\u00a0012\u00a0238"
    assert str(AR.number(-1_234)) == '<bdi dir="ltr">\u22121,234</bdi>'
    assert str(RU.number(Fraction(-87, 10))) == "\u22128,7"
    assert str(EN.number(Fraction(1, 3))) == "0.333"


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_english_numbers_are_those_of_the_command_line(value: Fraction) -> None:
    ours = str(EN.number(value)).replace("\u2212", "-")
    assert ours == plain_number(value) or plain_number(value) == "0"


@pytest.mark.parametrize(
    ("count", "russian"), [(1, "1 запись"), (2, "2 записи"), (5, "5 записей"), (11, "11 записей"), (21, "21 запись")]
)
def test_plurals_follow_the_language(count: int, russian: str) -> None:
    assert str(RU.amount(count, "entries")) == russian
    assert str(EN.amount(1, "entries")) == "1 entry"


@pytest.mark.parametrize(
    ("count", "arabic"), [(0, "قيد"), (1, "قيد"), (2, "قيدان"), (3, "قيود"), (11, "قيدًا"), (100, "قيد"), (103, "قيود")]
)
def test_arabic_has_six_forms(count: int, arabic: str) -> None:
    assert str(AR.amount(count, "entries")).endswith(f" {arabic}")


def test_fractions_take_the_form_that_suits_them() -> None:
    assert str(RU.amount(Fraction(87, 10), "days")) == "8,7 дня"
    assert str(EN.amount(Fraction(1, 2), "days")) == "0.5 days"


def test_what_the_record_holds_is_said_without_a_dash() -> None:
    assert str(EN.recorded(Recorded(1, 3, "t"))) == "1 to 3 t"
    assert str(EN.recorded(Recorded(3, 3, "voyages"))) == "3 voyages"
    assert str(EN.recorded(Recorded(3, None, "voyages"))) == "at least 3 voyages"
    assert str(EN.recorded(Recorded(None, 3, "voyages"))) == "at most 3 voyages"
    assert str(EN.recorded(Recorded(None, None, "voyages"))) == "no record"
    assert str(EN.claimed(Claimed("between", 1, "t", 3))) == "1 to 3 t"
    assert str(EN.claimed(Claimed("about", 3, "furlongs"))) == "about 3 furlongs"


def test_days_are_written_out() -> None:
    assert str(EN.day("2022-07-31")) == "31 July 2022"
    assert str(RU.day("2022-07-31")) == "31 июля 2022"
    assert str(EN.day("2022-02-30")) == '<bdi dir="ltr">2022-02-30</bdi>'


def test_sentences_of_the_engine_are_translated_with_their_values_safe() -> None:
    sentence = Phrase("the period ends {span} earlier", {"span": Phrase("two days")})
    assert str(EN.phrase(sentence)) == "the period ends two days earlier"
    assert str(RU.phrase(sentence)) == "период заканчивается на два дня раньше"
    odd = Phrase("counting {rows} in, near an end of the period", {"rows": "<b>{x}%(y)s"})
    assert "&lt;b&gt;{x}%(y)s" in str(AR.phrase(odd))
    assert '<bdi dir="ltr">&lt;b' in str(AR.phrase(odd))
    unknown = Phrase("nobody translated {n}", {"n": 1234})
    assert str(RU.phrase(unknown)) == '<bdi lang="en" dir="ltr">nobody translated 1,234</bdi>'


def test_what_people_said_keeps_the_order_of_ranges_and_signs() -> None:
    assert str(said("1-15 <b> of 2022-08-01, -5 and K-118")) == (
        '<bdi dir="ltr">1-15</bdi> &lt;b&gt; of <bdi dir="ltr">2022-08-01</bdi>, <bdi dir="ltr">-5</bdi> and K-118'
    )


def test_controls_become_visible() -> None:
    assert shown("a\u202eb\x00\u2066\nc") == "a[U+202E]b[U+0000][U+2066]\nc"
    assert shown(7) == 7


def test_a_whole_hash_copies_without_spaces() -> None:
    text = str(whole_hash("0123456789abcdef"))
    assert text == '<bdi dir="ltr"><code class="hash">01234567<wbr>89abcdef</code></bdi>'


@given(st.integers(min_value=1, max_value=10**9))
def test_ticks_are_few_round_and_reach_the_top(top: int) -> None:
    ticks = round_ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert 2 <= len(ticks) <= 7


def _series(counts: list[int | None]) -> Series:
    return Series("x", "X", "voyages", "", tuple(Week(f"2022-{1 + at // 4:02}-03", c) for at, c in enumerate(counts)))


def test_bars_stay_inside_and_gaps_are_not_bars() -> None:
    overview = FixturePages().overview(BLACK_SEA)
    assert overview is not None
    made = chart(overview.series[0], CLAIMS[BLACK_SEA])
    assert made is not None
    assert [bar.known for bar in made.bars].count(False) == 2
    for bar in made.bars:
        assert bar.x >= LEFT
        assert bar.x + bar.width <= RIGHT
        assert made.top <= bar.y <= made.base
        assert bar.y + bar.height == pytest.approx(made.base, abs=0.2)
    assert [month.month for month in made.months] == [7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert [month.year for month in made.months if month.named and month.year] == [2022, 2023]


def test_marks_of_one_day_stand_on_each_other_and_many_are_counted() -> None:
    overview = FixturePages().overview(BLACK_SEA)
    assert overview is not None
    many = [replace(CLAIMS[BLACK_SEA][0], said_on="2022-08-17") for _ in range(20)]
    speakers = [replace(many[0], speaker=f"speaker {at}") for at in range(30)]
    made = chart(overview.series[0], [*many, *speakers])
    assert made is not None
    assert len(made.lanes) == LANES_MAX
    marks = made.lanes[0].marks
    assert len(marks) == STACK_MAX
    assert len({mark.y for mark in marks}) == STACK_MAX
    assert marks[-1].more == 20 - STACK_MAX


def test_claims_outside_the_axis_or_without_a_day_have_no_mark() -> None:
    overview = FixturePages().overview(BLACK_SEA)
    assert overview is not None
    outside = [replace(CLAIMS[BLACK_SEA][0], said_on=day) for day in ("2021-01-01", "2030-01-01", "in summer")]
    made = chart(overview.series[0], outside)
    assert made is not None
    assert made.lanes == ()
    assert chart(replace(overview.series[0], weeks=()), outside) is None


def test_a_chart_is_bounded() -> None:
    from safeconduct.base.instant import day_from_text, day_to_text

    first = day_from_text("1990-01-01")
    weeks = tuple(Week(day_to_text(first + 7 * at), at % 9) for at in range(2000))
    made = chart(Series("x", "X", "voyages", "", weeks), ())
    assert made is not None
    assert len(made.bars) == WEEKS_MAX


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_pages_cover_a_list_once(total: int, length: int) -> None:
    pages = Paging(1, length, total).pages
    spans = [(Paging(at, length, total).start, Paging(at, length, total).stop) for at in range(1, pages + 1)]
    assert spans[0][0] == 0
    assert spans[-1][1] == total
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_near_pages_are_few() -> None:
    assert Paging(50, 1, 100).near == [1, 0, 48, 49, 50, 51, 52, 0, 100]
    assert Paging(1, 1, 1).near == [1]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read_as_an_entry(data: bytes) -> None:
    assert read_entry(Entry(0, data, "")).entry.data == data


def test_an_entry_is_taken_apart_without_guessing() -> None:
    body = {"precision": "day", "source": {"sha256": "ab", "rows": [3, "x"]}, "vehicle": "RAZONI", "movement": "0" * 32}
    entry = {"at": 5, "body": body, "kind": "passage", "refs": [{"log": "l", "index": 1}, {"log": 2}, 3]}
    read = read_entry(Entry(0, canonical_bytes(entry), ""))
    assert (read.kind, read.at, read.day_only) == ("passage", "", True)
    assert read.source is not None
    assert read.source.rows == (3,)
    assert read.refs == (("l", 1),)
    assert read.summary == "vehicle RAZONI"


def test_a_large_entry_is_cut_for_the_page_only() -> None:
    entry = {"body": {"x": list(range(2000))}}
    assert len(read_entry(Entry(0, canonical_bytes(entry), "")).fields) == FIELDS_MAX
