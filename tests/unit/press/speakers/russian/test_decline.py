"""Russian names in all cases, and back to the nominative."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.press.speakers.russian.decline import Gender, declined, nominatives, phrase_forms
from safeconduct.press.speakers.russian.fullnames import FullNames

NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("word", "gender", "forms"),
    [
        ("Корда", "he", "корда корды корде корду кордой корде"),
        ("Петров", "he", "петров петрова петрову петрова петровым петрове"),
        ("Петрова", "she", "петрова петровой петровой петрову петровой петровой"),
        ("Ланг", "she", "ланг ланг ланг ланг ланг ланг"),
        ("Сергей", "he", "сергей сергея сергею сергея сергеем сергее"),
        ("Юрий", "he", "юрий юрия юрию юрия юрием юрии"),
        ("Вышинский", "he", "вышинский вышинского вышинскому вышинского вышинским вышинском"),
        ("Норландия", "", "норландия норландии норландии норландию норландией норландии"),
        ("Баку", "", "баку баку баку баку баку баку"),
        ("ведомство", "", "ведомство ведомства ведомству ведомство ведомством ведомстве"),
        ("посол", "", "посол посла послу посла послом после"),
    ],
)
def test_a_word_has_six_forms(word: str, gender: Gender, forms: str) -> None:
    assert declined(word, gender) == tuple(forms.split())


def test_of_a_title_only_its_noun_and_what_agrees_with_it_decline() -> None:
    assert "официального представителя" in phrase_forms("официальный представитель")
    assert "министру иностранных дел" in phrase_forms("министр иностранных дел")
    assert phrase_forms("министр обороны")["министра обороны"] == {"g", "a"}


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        (["Яна Корды", "Ян Корда"], "Ян Корда"),
        (["Анны Петровой", "Анна Петрова"], "Анна Петрова"),
        (["Ивана Сарнова", "Иван Сарнов", "Ивану Сарнову"], "Иван Сарнов"),
    ],
)
def test_the_form_that_explains_the_others_is_the_name(forms: list[str], wanted: str) -> None:
    names = FullNames([(form, NOBODY) for form in forms], [])
    assert {names.nominative(form) for form in forms} == {wanted}


def test_a_title_in_another_case_tells_that_a_name_is_changed() -> None:
    assert FullNames([("Петру Сарно", frozenset("d"))], []).nominative("Петру Сарно") == "Петр Сарно"
    assert FullNames([("Анри Дюран", NOBODY)], []).nominative("Анри Дюран") == "Анри Дюран"


def test_a_surname_alone_tells_the_gender() -> None:
    assert FullNames([("Панаса Кормоса", frozenset("g"))], ["Кормос"]).nominative("Панаса Кормоса") == "Панас Кормос"


@given(st.lists(st.text(st.sampled_from("абвгиноруейя"), min_size=1, max_size=9), min_size=1, max_size=3))
def test_any_words_have_forms(words: list[str]) -> None:
    for gender in ("he", "she", ""):
        assert all(len(declined(word, gender)) == 6 for word in words)
    assert all(len(name.split()) == len(words) for name, _ in nominatives(" ".join(words)))
