"""Who speaks in invented Russian reports; the corridors' own names and invented ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.extraction import Extraction, extract
from safeconduct.press.languages import read_as
from safeconduct.press.source import read_source
from safeconduct.press.speakers import shipped_entities

DAY = Published(edtf_from_text("2023-03-14"))


def read(*paragraphs: str) -> Extraction:
    source = read_source("\n\n".join(paragraphs).encode("utf-8", "surrogatepass"), "report.txt", "text/plain")
    return extract(read_as(source, "ru"), shipped_entities(), DAY)


def names(found: Extraction) -> list[tuple[str, ...]]:
    return [tuple(speaker.name for speaker in one.parties.speakers) for one in found.statements]


LEAD = "Министр иностранных дел Армении Арарат Мирзоян заявил, что коридор закрыт."


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("По словам Мирзояна, дорога закрыта.", "Ararat Mirzoyan"),
        ("По словам Арарата Мирзояна, дорога закрыта.", "Ararat Mirzoyan"),
        ("По словам Марии Захаровой, дорога закрыта.", "Maria Zakharova"),
        ("Официальный представитель МИД РФ Мария Захарова отметила, что дорога закрыта.", "Maria Zakharova"),
        ("Мария Захарова, официальный представитель МИД, отметила, что дорога закрыта.", "Maria Zakharova"),
        ("Пресс-секретарь президента России Дмитрий Песков сказал, что дорога закрыта.", "Dmitry Peskov"),
        ("По словам пресс-секретаря президента России Дмитрия Пескова, дорога закрыта.", "Dmitry Peskov"),
        ("Помощник Никола Пашиняна Ян Корда сказал, что дорога закрыта.", "Ян Корда"),
        ("Президент Азербайджана Ильхам Алиев призвал открыть дорогу.", "Ilham Aliyev"),
        ("Сабина Алиева призвала открыть дорогу.", "Sabina Aliyeva"),
        ("Глава МИД Азербайджана Джейхун Байрамов призвал открыть дорогу.", "Jeyhun Bayramov"),
        ("Премьер-министр Армении призвал открыть дорогу.", "Nikol Pashinyan"),
        ("Кремль призвал открыть дорогу.", "Kremlin"),
        ("Москва призвала открыть дорогу.", "Russia"),
        ("Армянская сторона призвала открыть дорогу.", "Armenia"),
        ("Российские власти призвали открыть дорогу.", "Russia"),
        ("В МИД Азербайджана заявили, что дорога открыта.", "Azerbaijani Foreign Ministry"),
        ("Азербайджанское внешнеполитическое ведомство заявило, что дорога открыта.", "Azerbaijani Foreign Ministry"),
        ("По данным российских миротворцев, прошли три машины.", "Russian peacekeeping contingent"),
        ("В заявлении МИД Армении говорится, что дорога закрыта.", "Armenian Foreign Ministry"),
        ("Дорога открыта, сообщает ТАСС.", "TASS"),
        ("Дорога открыта, пишет газета «Известия».", "Izvestia"),
        ("Дорога открыта, пишет газета «Сарнский вестник».", "Сарнский вестник"),
        ("«Дорога открыта», — цитирует Мирзояна ТАСС.", "Ararat Mirzoyan"),
        ("Дорога открыта, пишет Сарн.ру.", "Сарн.ру"),
        ("Дорога открыта, пишет Sarn Herald.", "Sarn Herald"),
        ("Министр принял Никола Пашиняна, который заявил, что дорога закрыта.", "Nikol Pashinyan"),
        ("МККК сообщил о двух колоннах.", "International Committee of the Red Cross"),
        ("Водитель Иван Сарнов сказал, что дорога закрыта.", "водитель"),
        ("Источник в правительстве сообщил, что дорога закрыта.", "Источник"),
    ],
)
def test_a_mention_names_its_speaker(words: str, wanted: str) -> None:
    assert names(read(words))[0] == (wanted,)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Он добавил, что переговоры идут.", "Ararat Mirzoyan"),
        ("По его словам, переговоры идут.", "Ararat Mirzoyan"),
        ("Министр добавил, что переговоры идут.", "Ararat Mirzoyan"),
        ("Глава ведомства добавил, что переговоры идут.", "Ararat Mirzoyan"),
        ("Дипломат добавил, что переговоры идут.", "Ararat Mirzoyan"),
        ("По словам дипломата, переговоры идут.", "Ararat Mirzoyan"),
        ("Мирзоян добавил, что переговоры идут.", "Ararat Mirzoyan"),
        ("Также добавил, что переговоры идут.", "Ararat Mirzoyan"),
        ("«Мы ждём ответа уже неделю».", "Ararat Mirzoyan"),
    ],
)
def test_whoever_spoke_before_is_taken_up_again(words: str, wanted: str) -> None:
    assert names(read(LEAD, words))[1] == (wanted,)


def test_she_is_not_he() -> None:
    assert names(read(LEAD, "Мария Захарова возразила, что дорога открыта.", "Он добавил, что идут переговоры.")) == [
        ("Ararat Mirzoyan",),
        ("Maria Zakharova",),
        ("Ararat Mirzoyan",),
    ]


def test_the_ministry_is_the_last_one_named() -> None:
    found = read("Представитель МИД Азербайджана отверг обвинения.", "В ведомстве подчеркнули, что дорога открыта.")
    assert names(found)[1] == ("Azerbaijani Foreign Ministry",)


def test_two_speakers() -> None:
    assert names(read("Ереван и Баку заявили, что переговоры идут.")) == [("Armenia", "Azerbaijan")]


def test_a_stranger_has_one_name_in_all_cases() -> None:
    found = read(
        "По словам Ивана Сарнова, мост закрыт.",
        "Мэр Сарна Иван Сарнов заявил, что мост откроют.",
        "«Мы ждём», — сказал Сарнов.",
    )
    assert set(names(found)) == {("Иван Сарнов",)}


def test_the_head_of_an_unknown_body_is_whoever_the_report_gives_it() -> None:
    found = read(
        "Глава фонда «Мост» Иван Сарнов заявил, что дорога закрыта.",
        "Глава фонда «Путь» Ян Корда возразил, что она открыта.",
        "Глава «Моста» не согласился с этим. По словам главы «Путь», машины идут.",
    )
    assert names(found)[-1] == ("Ян Корда",)
    assert names(read("Глава «Луна» заявил, что дорога закрыта."))[0] != ("Ian",)


def test_offices_depend_on_the_day() -> None:
    source = read_source("Премьер-министр Армении заявил, что дорога закрыта.".encode(), "report.txt")
    before = extract(read_as(source, "ru"), shipped_entities(), Published(edtf_from_text("2015-01-01")))
    assert all(speaker.entity == "" for speaker in before.statements[0].parties.speakers)


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("АМБмирзоян Ерв «»—,.\nславм14т"), max_size=200))
def test_no_text_is_too_odd(raw: str) -> None:
    found = read(LEAD, raw, "Он добавил, что переговоры идут.")
    text = found.source.text.text
    for one in found.statements:
        spans: Any = (*one.found.spans, one.found.mention)
        assert all(span is None or text[span.start : span.end] for span in spans)
