"""What a mention names on its own: persons with titles, offices on their day, ministries, capitals, roles, nobody."""

from __future__ import annotations

import pytest

from safeconduct.press.dates import When, edtf_from_text
from safeconduct.press.model import Block, Found, Span, Text
from safeconduct.press.speakers import Speaker, resolve_parties, shipped_entities


def _speakers(mention: str, day: str = "2023-01-18") -> tuple[Speaker, ...]:
    text = f"{mention} said that."
    said = Span(len(mention) + 6, len(text) - 1)
    found = Found((said,), Span(len(mention) + 1, len(mention) + 5), Span(0, len(mention)), "indirect", "assertion")
    whole = Text(text, (Block(Span(0, len(text)), "body"),))
    return resolve_parties(whole, (found,), [When(edtf_from_text(day), "explicit")], shipped_entities())[0].speakers


def _names(mention: str, day: str = "2023-01-18") -> list[str]:
    return [speaker.name for speaker in _speakers(mention, day)]


@pytest.mark.parametrize(
    ("mention", "names"),
    [
        ("Foreign Minister Lavrov", ["Sergey Lavrov"]),
        ("Sergueï Lavrov", ["Sergey Lavrov"]),
        ("Mr. Lavrov", ["Sergey Lavrov"]),
        ("Turkish President Recep Tayyip Erdoğan", ["Recep Tayyip Erdogan"]),
        ("President Zelenskiy", ["Volodymyr Zelenskyy"]),
        ("the spokesman of the Russian President Dmitry Peskov", ["Dmitry Peskov"]),
        ("Russian President Vladimir Putin's spokesman Dmitry Peskov", ["Dmitry Peskov"]),
        ("President [Vladimir] Putin of Russia", ["Vladimir Putin"]),
        ("the President of the European Council Charles Michel", ["Charles Michel"]),
        ("Stéphane Dujarric, spokesman for the UN Secretary-General,", ["Stephane Dujarric"]),
        ("Lavrov and Bayramov", ["Sergey Lavrov", "Jeyhun Bayramov"]),
        ("ANKARA (AA) - The Russian foreign minister", ["Sergey Lavrov"]),
        ("the presidents of Russia and Turkey", ["Vladimir Putin", "Recep Tayyip Erdogan"]),
        ("The UN chief", ["Antonio Guterres"]),
    ],
)
def test_a_person_is_named_in_full(mention: str, names: list[str]) -> None:
    assert _names(mention) == names


@pytest.mark.parametrize(
    ("mention", "names"),
    [
        ("Moscow", ["Russia"]),
        ("official Baku", ["Azerbaijan"]),
        ("Both Yerevan and Stepanakert", ["Armenia", "Nagorno-Karabakh authorities"]),
        ("Azerbaijani", ["Azerbaijan"]),
        ("The Armenian side", ["Armenia"]),
        ("Türkiye’s government", ["Türkiye"]),
        ("Ukraine, Türkiye and the United Nations", ["Ukraine", "Türkiye", "United Nations"]),
        ("the Ministry of Foreign Affairs of the Republic of Armenia", ["Armenian Foreign Ministry"]),
        ("Russia’s Ministry of Defense", ["Russian Defence Ministry"]),
        ("The Azerbaijani Defense Ministry", ["Azerbaijani Defense Ministry"]),
        (
            "The Russian Defence Ministry and the Foreign Ministry",
            ["Russian Defence Ministry", "Russian Foreign Ministry"],
        ),
        ("the US State Department", ["US State Department"]),
        ("a statement by the Azerbaijani Foreign Ministry", ["Azerbaijani Foreign Ministry"]),
        ("reacting to the remarks of the US State Department", ["US State Department"]),
        ("the ICRC", ["International Committee of the Red Cross"]),
        ("The Kremlin", ["Kremlin"]),
    ],
)
def test_a_capital_a_side_or_a_ministry_is_the_government_or_the_ministry(mention: str, names: list[str]) -> None:
    assert _names(mention) == names


@pytest.mark.parametrize(
    ("mention", "day", "name"),
    [
        ("The Armenian foreign minister", "2020-10-01", "Zohrab Mnatsakanyan"),
        ("The Armenian foreign minister", "2021-02-01", "Ara Aivazian"),
        ("The Armenian foreign minister", "2023-01-20", "Ararat Mirzoyan"),
        ("Artsakh's president", "2023-08-01", "Arayik Harutyunyan"),
        ("Artsakh's president", "2023-09-15", "Samvel Shahramanyan"),
        ("The Turkish foreign minister", "2023-05-01", "Mevlut Cavusoglu"),
        ("The Turkish foreign minister", "2023-07-01", "Hakan Fidan"),
    ],
)
def test_the_holder_of_an_office_depends_on_the_day(mention: str, day: str, name: str) -> None:
    assert _names(mention, day) == [name]


@pytest.mark.parametrize(
    "mention",
    [
        "a Russian official",
        "Turkish diplomatic sources",
        "a Kremlin source",
        "A U.N. spokesperson",
        "a spokesperson for UN Secretary-General Antonio Guterres",
        "Russia's envoy to the UN",
        "a Yerevan-based analyst",
    ],
)
def test_an_unnamed_official_is_a_role(mention: str) -> None:
    (speaker,) = _speakers(mention)
    assert (speaker.kind, speaker.entity) == ("role", "")


@pytest.mark.parametrize("mention", ["Azerbaijani government-backed protesters", "Western officials", "valley rebels"])
def test_a_group_without_a_name_stays_in_the_words_of_the_text_and_of_no_party(mention: str) -> None:
    (speaker,) = _speakers(mention)
    assert (speaker.name, speaker.kind, speaker.entity, speaker.party) == (mention, "role", "", "")


@pytest.mark.parametrize(
    "mention",
    [
        "Azerbaijani media",
        "Ukraine's grain traders union",
        "Lavrov's deputy",
        "the ministry",
        "He",
        "the parties",
        *("", "…", "the", "and and and"),
    ],
)
def test_nobody_is_guessed(mention: str) -> None:
    assert _speakers(mention) == ()


def test_a_stranger_in_office_is_named_as_written_without_an_entity() -> None:
    (speaker,) = _speakers("US Ambassador to Armenia Alda Merrin")
    assert (speaker.name, speaker.entity, speaker.office, speaker.side) == ("Alda Merrin", "", "ambassador", "us")


def test_a_private_person_is_never_named() -> None:
    (speaker,) = _speakers("Alda Merrin, a driver from the region,")
    assert (speaker.name, speaker.kind) == ("driver", "role")


def test_a_known_surname_with_another_first_name_is_another_person() -> None:
    assert _names("Alda Lavrov, head of the port,") == ["Alda Lavrov"]


def test_an_organisation_no_file_lists_is_written_as_the_report_writes_it() -> None:
    (speaker,) = _speakers("Ukraine’s Ministry of Communities, Territories and Infrastructure Development")
    assert (speaker.name, speaker.side) == ("Ministry of Communities, Territories and Infrastructure Development", "ua")
