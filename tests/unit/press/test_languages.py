"""Which rules read which report, and that everybody is told."""

from __future__ import annotations

from safeconduct.cli.press import LANGUAGES as OFFERED
from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.drafting import drafts_of
from safeconduct.press.extraction import Extraction, extract, extraction_to_json
from safeconduct.press.languages import LANGUAGES, read_as, rules_for
from safeconduct.press.source import read_source
from safeconduct.press.speakers import shipped_entities

RUSSIAN = "Президент Армении заявил во вторник, что мост закрыт и что колонны на нём стоят."
GERMAN = "Der Minister sagte am Dienstag, dass die Brücke für die Fahrzeuge mit den Gütern nicht offen ist."
ENGLISH = "The minister said on Tuesday that the bridge is closed and that the convoys of the city wait on it."


def read(raw: str, language: str | None = None) -> Extraction:
    source = read_as(read_source(raw.encode(), "report.txt"), language)
    return extract(source, shipped_entities(), Published(edtf_from_text("2031-03-04")))


def test_a_report_is_read_by_the_rules_of_its_language() -> None:
    for raw, name, version in ((RUSSIAN, "fast-ru", "1"), (ENGLISH, "fast", "2")):
        found = extraction_to_json(read(raw))
        assert found["passes"] == [{"name": name, "version": version}]
        assert found["extractor"]["name"] == name
        assert [one["pass"] for one in found["statements"]] == [name]


def test_a_language_that_somebody_names_is_taken() -> None:
    assert len(read(RUSSIAN, "ru").statements) == 1
    assert read(RUSSIAN, "en").statements == ()


def test_a_language_without_rules_is_read_as_english_and_says_so() -> None:
    found = read(GERMAN)
    assert found.source.text.language == "de"
    (note,) = (one["note"] for one in extraction_to_json(found)["passes"])
    assert "'de'" in note
    assert "en and ru" in note
    assert "not recognised" in rules_for("und")[1]


def test_a_draft_says_which_pass_proposed_it() -> None:
    (draft,) = drafts_of(read(RUSSIAN), "0" * 64)
    assert draft.extractor.name == "fast-ru"
    assert draft.proposal.speakers[0].office == "president"
    assert draft.proposal.said is not None
    assert draft.proposal.said.edtf == "2031-03-04"


def test_the_command_offers_every_language_with_rules() -> None:
    assert set(OFFERED) == LANGUAGES.keys()


def test_a_report_without_a_day_is_read_too() -> None:
    source = read_source(RUSSIAN.encode(), "report.txt")
    found = extract(source, shipped_entities())
    assert [one.when for one in found.statements] == [None]
