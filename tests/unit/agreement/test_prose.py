# ruff: noqa: RUF001 - Cyrillic words
from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.agreement.back.phrases import AR, EN, LANGS, RU, UNITS, Lang
from safeconduct.agreement.back.prose import fact_prose, is_called, party_prose, prose
from safeconduct.agreement.back.words import END_ISOLATE, ISOLATE, WORDING
from safeconduct.agreement.cel import CodeList, FactType, Kind, load_condition
from safeconduct.agreement.cel.tree import Fact, Listed, Literal, Negate, Not
from safeconduct.agreement.cel.types import code_schemes
from safeconduct.agreement.model import Agreement, DeclaredFact, Party
from safeconduct.testing.agreements import sample_agreement


def _said(text: str, lang: Lang = "en", agreement: Agreement | None = None) -> str:
    one = agreement or sample_agreement()
    vocabulary = sample_agreement().vocabulary.pieces[-1].value
    return prose(load_condition(text, vocabulary).tree, lang, one)


def test_the_example_of_the_design_reads_as_it_says() -> None:
    assert _said('armed && carrier != "obs"') == "armed and carrier is not Observers"
    assert _said('armed && carrier != "obs"', "ru") == "armed и carrier — это не Наблюдатели"


def test_in_arabic_what_is_written_from_left_to_right_is_isolated() -> None:
    said = _said('armed && carrier != "obs" && delay_min > 120', "ar")
    assert said.startswith(f"{ISOLATE}armed{END_ISOLATE} وكذلك {ISOLATE}carrier{END_ISOLATE}: غير (المراقبون)")
    assert said.endswith(f"{ISOLATE}120{END_ISOLATE} دقيقة")
    assert said.count(ISOLATE) == said.count(END_ISOLATE) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('carrier == "none"', "carrier is none of the parties named here"),
        ('carrier in ["obs", "west"]', "carrier is one of (Observers, West)"),
        ('!(carrier in ["obs", "west"])', "carrier is none of (Observers, West)"),
        ('direction == "inbound"', "direction is “inbound”"),
        ('!("obs" in checked_by)', "Observers is not among “checked by”"),
        ("cargo.exists(c, c in list.arms)", "at least one item of “cargo” is on the list “arms”"),
        ('cargo.all(c, c == "hs:1001")', "every item of “cargo” is HS 1001"),
        (
            "cargo.all(c, !(c in list.arms))",
            "for every item of “cargo”: (the item is not on the list “arms”)",
        ),
        (
            "cargo.exists(c, c in list.fuel)",
            "at least one item of “cargo” is on the list “fuel” of 1 January 2023",
        ),
        ("size(checked_by) >= 2", "the number of parties in “checked by” is at least 2"),
        (
            'at >= timestamp("2023-04-23T08:00:00Z")',
            "the time of the movement is not earlier than 23 April 2023, 08:00 UTC",
        ),
        (
            'at - timestamp("2022-07-01T00:00:00Z") < duration("36h")',
            "the time of the movement minus 1 July 2022, 00:00 UTC is less than 1 day 12 hours",
        ),
        ("flow.passed * 2 < flow.asked", "flow passed times 2 is less than flow asked"),
        ("flow.passed + -1 > -1500", "flow passed plus −1 is more than −1,500"),
        ("delay_min <= 1", "delay min is at most 1 minute"),
        ("delay_min in [30, 60]", "delay min is one of (30 minutes, 60 minutes)"),
        ("delay_min > limit.max_delay_min", "delay min is more than the limit “max delay min”"),
        ("armed == true", "armed is true"),
        ("true", "in every case"),
        ("(armed ? delay_min : 0) > 30", "(if (armed): delay min; otherwise: 0) is more than 30"),
        ("convoy && (armed || convoy)", "convoy and (armed or convoy)"),
        ("convoy && armed || convoy", "(convoy and armed) or convoy"),
        ("!(armed && convoy)", "it is not so that (armed and convoy)"),
        ("!armed", "not armed"),
    ],
)
def test_each_form_has_its_sentence(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize("lang", LANGS)
def test_every_form_can_be_said_in_every_language(lang: Lang) -> None:
    forms = ('carrier == "none"', "size(cargo) > 1", 'cargo.exists(c, c.startsWith("hs:93"))', "!(armed || convoy)")
    said = {_said(form, lang) for form in forms}
    assert len(said) == len(forms)
    assert all("{" not in one for one in said)


def test_the_languages_have_the_same_phrases_with_the_same_parts() -> None:
    for key, english in EN.items():
        for other in (RU[key], AR[key]):
            assert {part for part in "abcdmy" if f"{{{part}}}" in other} == {
                part for part in "abcdmy" if f"{{{part}}}" in english
            }
    assert EN.keys() == RU.keys() == AR.keys()


def test_a_limit_with_one_value_is_said_with_its_value_unit_and_basis() -> None:
    one = sample_agreement()
    limit = one.limits["max_delay_min"]
    fixed = replace(one, limits={"max_delay_min": replace(limit, rows=limit.rows[:1])})
    text = "delay_min > limit.max_delay_min"
    assert _said(text, agreement=fixed) == "delay min is more than the limit “max delay min” (120 minutes, assumed)"
    assert "120 мин, принято условно" in _said(text, "ru", fixed)


def test_facts_are_called_what_the_agreement_calls_them() -> None:
    one = sample_agreement()
    armed = DeclaredFact("armed", FactType(Kind.BOOL), says={"en": "arms on board", "ru": "оружие на борту"})
    named = replace(one, facts={**one.facts, "armed": armed})
    assert _said("armed", agreement=named) == "arms on board"
    assert _said("armed", "ru", named) == "оружие на борту"
    assert _said("!armed", agreement=named) == "it is not so that (arms on board)"


def test_whether_a_thing_is_so_is_said_as_that_it_is_so() -> None:
    one = sample_agreement()
    armed = DeclaredFact("armed", FactType(Kind.BOOL), says={"en": "whether arms were seen"})
    assert _said("armed", agreement=replace(one, facts={**one.facts, "armed": armed})) == "arms were seen"


@pytest.mark.parametrize("says", ["arms and men", "arms; none if none is seen", "1000 x arms", ""])
def test_a_fact_whose_explanation_is_no_name_is_called_by_its_name(says: str) -> None:
    one = sample_agreement()
    armed = DeclaredFact("armed", FactType(Kind.BOOL), says={"en": says})
    assert _said("armed && convoy", agreement=replace(one, facts={**one.facts, "armed": armed})) == "armed and convoy"


def test_a_name_that_could_be_misread_is_put_in_quotation_marks() -> None:
    one = sample_agreement()
    parties = {**one.parties, "obs": Party("obs", {"en": "Union of East and West"}, "neutral_controller")}
    said = _said('carrier == "obs" && convoy', agreement=replace(one, parties=parties))
    assert said == "carrier is “Union of East and West” and convoy"


def test_two_things_with_one_name_are_told_apart() -> None:
    one = sample_agreement()
    same = {party.id: replace(party, name={"en": "Army"}) for party in one.parties.values()}
    said = {_said(f'carrier == "{party}"', agreement=replace(one, parties=same)) for party in same}
    assert said == {f"carrier is “Army [{party}]”" for party in same}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("hs:1001", ("HS 1001", "HS 1001", f"رمز النظام المنسق {ISOLATE}1001{END_ISOLATE}")),
        ("un_class:1.4S", ("UN class 1.4S", "класс ООН 1.4S", f"صنف الأمم المتحدة {ISOLATE}1.4S{END_ISOLATE}")),
        ("own:flour", ("own code “flour”", "собственный код «flour»", f"رمز خاص «{ISOLATE}flour{END_ISOLATE}»")),
        ("hs:", ("hs:", "hs:", f"{ISOLATE}hs:{END_ISOLATE}")),
        ("imo:9", ("imo:9", "imo:9", f"{ISOLATE}imo:9{END_ISOLATE}")),
    ],
)
def test_codes_are_shown_with_their_scheme(code: str, said: tuple[str, str, str]) -> None:
    assert tuple(WORDING[lang].code(code) for lang in LANGS) == said


def test_every_scheme_of_codes_has_words_in_every_language() -> None:
    for lang in LANGS:
        said = {WORDING[lang].code(f"{scheme}:1") for scheme in code_schemes()}
        assert len(said) == len(code_schemes())
        assert not any("_" in one or ":" in one for one in said)


@pytest.mark.parametrize("lang", LANGS)
def test_whether_the_agreement_itself_names_a_fact(lang: Lang) -> None:
    one = sample_agreement()
    armed = DeclaredFact("armed", FactType(Kind.BOOL), says={"en": "whether arms were seen", "ru": "оружие или люди"})
    named = replace(one, facts={**one.facts, "armed": armed})
    assert is_called("armed", lang, named) == (lang == "en")
    assert fact_prose("armed", lang, named).strip(ISOLATE + END_ISOLATE) == (
        "arms were seen" if lang == "en" else "armed"
    )
    assert not is_called("convoys", lang, named)


def test_nobody_is_a_word_of_its_own() -> None:
    one = sample_agreement()
    assert [party_prose("none", lang, one) for lang in LANGS] == ["nobody", "никто", "لا أحد"]
    parties = {**one.parties, "obs": Party("obs", {"en": "Nobody"}, "neutral_controller")}
    said = _said('carrier in ["obs", "none"]', agreement=replace(one, parties=parties))
    assert said == "carrier is one of (“Nobody”, nobody)"


def test_controls_in_a_name_are_made_visible() -> None:
    one = sample_agreement()
    tricky = {**one.parties, "obs": Party("obs", {"en": "Ob\u202eservers"}, "neutral_controller")}
    assert "[U+202E]" in party_prose("obs", "en", replace(one, parties=tricky))


def test_what_no_file_declares_still_has_words() -> None:
    one = sample_agreement()
    assert prose(Fact(Kind.BOOL, "unknown"), "en", one) == "a value that is not set at that time"
    assert prose(Not(Fact(Kind.BOOL, "recorded.cargo")), "en", one) == "it is not so that (cargo is recorded)"
    codes = CodeList(("hs:1001",), ("hs:93",))
    listed = Listed(Literal(Kind.CODE, "hs:9301"), codes)
    assert prose(listed, "en", one) == "HS 9301 is on the list of (HS 1001, HS 93 and all below it)"
    assert prose(Negate(Fact(Kind.INT, "delay_min")), "en", one) == "minus delay min"


@pytest.mark.parametrize(
    ("value", "said"), [(1, "دقيقة واحدة"), (2, "دقيقتين"), (5, "دقائق"), (11, "دقيقة"), (120, "دقيقة")]
)
def test_arabic_counts_have_their_forms(value: int, said: str) -> None:
    assert WORDING["ar"].amount(value, "minute").endswith(said)


@pytest.mark.parametrize(
    ("value", "said"), [(1, "миля"), (3, "мили"), (5, "миль"), (11, "миль"), (22, "мили"), (101, "миля"), (0, "миль")]
)
def test_russian_counts_have_their_forms(value: int, said: str) -> None:
    assert WORDING["ru"].amount(value, "nautical_mile") == f"{value} мор. {said}"
    assert WORDING["ru"].amount(value, "minute") == f"{value} мин"


def test_units_without_a_word_stand_as_they_are() -> None:
    assert WORDING["en"].amount(3, "crate_of_tea") == "3 crate of tea"
    assert WORDING["en"].amount(3, "hours") == "3 hours"
    assert all(len(arabic) == 4 for _, _, arabic in UNITS.values())


@pytest.mark.parametrize(
    ("micros", "said"),
    [
        (0, "0 seconds"),
        (1_500_000, "1.5 seconds"),
        (3_600_000_000, "1 hour"),
        (90_061_000_000, "1 day 1 hour 1 minute 1 second"),
        (-60_000_000, "minus (1 minute)"),
    ],
)
def test_durations_are_exact(micros: int, said: str) -> None:
    assert WORDING["en"].duration(micros) == said


def test_instants_show_seconds_only_where_there_are_any() -> None:
    assert WORDING["en"].moment(1_000_000) == "1 January 1970, 00:00:01 UTC"
    assert WORDING["en"].moment(1_500_000) == "1 January 1970, 00:00:01.5 UTC"
    assert WORDING["ru"].date(0) == "1 января 1970 г."
