"""Days in Russian: what stands there, what it means, and whether it dates what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.dates.reckon import reckoned
from safeconduct.press.dates.russian import RussianDateReader, russian_expressions
from safeconduct.press.extract.russian import find_russian
from safeconduct.press.model import Block, Span, Text

DAY = edtf_from_text("2023-03-15")  # a Wednesday


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("14 марта", "2023-03-14"),
        ("14 марта 2022 года", "2022-03-14"),
        ("20 декабря", "2022-12-20"),
        ("во вторник, 14 марта", "2023-03-14"),
        ("14–16 февраля", "2023-02-14/2023-02-16"),
        ("14.03.2023", "2023-03-14"),
        ("2023-03-14", "2023-03-14"),
        ("в среду", "2023-03-15"),
        ("в прошлую среду", "2023-03-08"),
        ("во вторник", "2023-03-14"),
        ("в минувшую пятницу", "2023-03-10"),
        ("сегодня", "2023-03-15"),
        ("Вчера", "2023-03-14"),
        ("накануне", "2023-03-14"),
        ("два дня назад", "2023-03-13"),
        ("неделю назад", "2023-03-08"),
        ("на прошлой неделе", "2023-03-06/2023-03-12"),
        ("в прошлом месяце", "2023-02"),
        ("в феврале", "2023-02"),
        ("в феврале 2021 года", "2021-02"),
        ("в конце мая 2021 года", "2021-05"),
        ("в 2020 году", "2020"),
        ("две недели назад", None),
        ("ранее", None),
        ("31 февраля", None),
    ],
)
def test_an_expression_means_its_days(words: str, wanted: str | None) -> None:
    value = next((reckoned(item, DAY) for item in russian_expressions(f"это было {words}.")), None)
    assert (None if value is None else str(value)) == wanted


def test_words_that_only_look_like_days_are_none() -> None:
    assert russian_expressions("охрана среду обитания, 14 мартышек, марта, цена 14.5") == ()


def said_on(raw: str) -> list[str | None]:
    text = Text(raw, (Block(Span(0, len(raw)), "body"),), "ru")
    found = find_russian(text)
    days = RussianDateReader(text, found, Published(DAY)).days()
    return [None if day is None else f"{day.edtf} {day.basis}" for day in days]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Во вторник Корда заявил, что мост закрыт.", "2023-03-14 weekday"),
        ("Корда заявил во вторник, что мост закрыт.", "2023-03-14 weekday"),
        ("Накануне Корда заявил, что мост закрыт.", "2023-03-14 relative"),
        ("Корда заявил 10 марта, что мост закрыт.", "2023-03-10 explicit"),
        ("«Мост закрыт», — сказал Корда 10 марта на брифинге.", "2023-03-10 explicit"),
        ("САРН, 14 марта. Корда заявил, что мост закрыт.", "2023-03-14 explicit"),
        ("Корда заявил, что мост закрыт с 10 марта.", "2023-03-15 docdate"),
        ("Корда заявил, что 10 марта мост закрыли.", "2023-03-15 docdate"),
        ("Ранее Корда заявил, что мост закрыт.", None),
        ("Корда, который прибыл 10 марта, заявил, что мост закрыт.", "2023-03-15 docdate"),
        ("После встречи от 10 марта Корда заявил, что мост закрыт.", "2023-03-15 docdate"),
    ],
)
def test_the_day_of_a_statement(words: str, wanted: str | None) -> None:
    assert said_on(words) == [wanted]


def test_an_occasion_carries_its_day() -> None:
    assert said_on("Во вторник Корда заявил, что мост закрыт. Корда добавил, что он ждёт.") == [
        "2023-03-14 weekday",
        "2023-03-14 carried",
    ]


@given(st.text(st.sampled_from("0123456789. марта вчерсегодняпонльк-"), max_size=60))
def test_any_digits_and_letters_are_read(raw: str) -> None:
    for item in russian_expressions(raw):
        assert 0 <= item.span.start < item.span.end <= len(raw)
        reckoned(item, DAY)
