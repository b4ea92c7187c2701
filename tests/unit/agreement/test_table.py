from __future__ import annotations

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from safeconduct.agreement.back.phrases import LANGS, Lang
from safeconduct.agreement.model import INDETERMINATE, VERDICTS, Agreement
from safeconduct.agreement.table import Effect, RuleRow, clause_text, rule_table
from safeconduct.agreement.table_page import page
from safeconduct.agreement.table_words import TABLE_WORDS
from safeconduct.agreement.timeline import Span
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import US_PER_DAY, day_from_text
from safeconduct.testing.agreements import sample_agreement

SEPTEMBER = day_from_text("2022-09-01") * US_PER_DAY
VOID = {"meta", "br", "link", "img", "hr"}


def _row(rule: str) -> RuleRow:
    return next(row for row in rule_table(sample_agreement()).rows if row.rule == rule)


def _with_says(text: str) -> Agreement:
    one = sample_agreement()
    first = replace(one.rules[0], says={"en": text})
    return replace(one, rules=(first, *one.rules[1:]), title={"en": text})


class _Page(HTMLParser):
    """The tags of a page, each closed in order, and what it says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_rule_has_a_row_in_the_order_in_which_it_is_read() -> None:
    one = sample_agreement()
    rows = [row.rule for row in rule_table(one).rows]
    assert rows == [rule.id for question in ("movement", "conduct") for rule in one.rules_for(question)]


def test_a_rule_shows_what_follows_under_each_reading_and_when() -> None:
    effects = _row("east-check-first").effects
    assert effects["west"] == (Effect(Span(), ()),)
    assert effects["east"] == (Effect(Span(None, SEPTEMBER), ()), Effect(Span(SEPTEMBER), ("hold",)))
    assert effects["obs"][1] == Effect(Span(SEPTEMBER), ("hold",), sure=False)


def test_a_reading_that_says_nothing_leaves_open_whether_the_rule_applies() -> None:
    effects = _row("fuel-waits").effects
    assert (effects["west"][0].verdicts, effects["east"][0].verdicts) == (("hold",), ())
    assert effects["obs"] == (Effect(Span(), ("hold",), sure=False),)
    assert "not known whether" in rule_table(sample_agreement()).effect(effects["obs"][0])


def test_a_condition_with_a_list_that_changed_is_said_for_each_period() -> None:
    spans = [span for span, _ in _row("fuel-waits").conditions]
    texts = [text for _, text in _row("fuel-waits").conditions]
    assert [span.start is None for span in spans] == [False, False]
    assert spans[0].end == spans[1].start
    assert "“fuel” of 1 July 2022" in texts[0]
    assert "“fuel” of 1 January 2023" in texts[1]


def test_every_rule_says_when_it_applies() -> None:
    assert all(row.conditions for row in rule_table(sample_agreement()).rows)
    assert _row("armed-persons").conditions == ((Span(), "armed and carrier is not Observers"),)


def test_a_consent_is_said_with_what_follows_without_it() -> None:
    row = _row("convoy-consent")
    assert row.consent.startswith("Needs the consent of East, West. If one is missing: held")
    assert row.effects["west"][0].verdicts == ("prohibited", "hold")


def test_whom_a_rule_binds_comes_from_the_texts_it_rests_on() -> None:
    assert _row("arms").binds == ("east", "west")
    assert _row("east-check-first").binds == ()


def test_a_clause_is_shown_with_what_it_says_or_what_its_text_is() -> None:
    one = sample_agreement()
    assert clause_text(one, "DEAL/1").says == {"en": "Food may pass in both directions."}
    assert clause_text(one, "DEAL").says == {"en": "Agreement on the road"}
    assert clause_text(one, "LOST/1").says == {}


def test_the_text_says_aloud_what_is_assumed_and_never_wraps_wider_than_asked() -> None:
    text = rule_table(sample_agreement()).to_text(width=72)
    assert "assumed: no source gives this" in text
    wrapped = [line for line in text.splitlines() if line.startswith("  ")]
    assert max(len(line) for line in wrapped) <= 72
    assert sample_agreement().digest in text


def test_csv_has_a_row_for_each_rule_reading_and_period() -> None:
    table = rule_table(sample_agreement())
    rows = list(csv.DictReader(io.StringIO(table.to_csv().decode(), newline="")))
    assert len(rows) == sum(len(effects) for row in table.rows for effects in row.effects.values())
    east = [row for row in rows if row["rule"] == "east-check-first" and row["reading"] == "east"]
    assert [(row["from"], row["until"]) for row in east] == [
        ("", "2022-09-01T00:00:00.000Z"),
        ("2022-09-01T00:00:00.000Z", ""),
    ]
    assert {row["digest"] for row in rows} == {sample_agreement().digest}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    table = rule_table(_with_says(f"{start}1+1"))
    rows = list(csv.DictReader(io.StringIO(table.to_csv().decode(), newline="")))
    assert not rows[0]["says"].startswith(start)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_well_formed_and_says_its_language_and_direction(lang: Lang) -> None:
    read = _Page(page(rule_table(sample_agreement(), lang)))
    assert read.named("html") == [{"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}]
    assert all(head["scope"] in {"col", "colgroup", "row", "rowgroup"} for head in read.named("th"))
    assert len(read.named("caption")) == len(read.named("table")) == 6
    assert sample_agreement().digest in read.said
    assert TABLE_WORDS[lang]["assumed"] in read.said


def test_every_row_of_the_rules_has_a_cell_under_every_head() -> None:
    rules = page(rule_table(sample_agreement())).split("<tbody>")[1].split("</tbody>")[0]
    readings = len(sample_agreement().readings)
    assert all(row.count("<td>") + row.count("<th ") == 5 + readings for row in rules.split("</tr>")[:-1])


def test_the_page_shows_each_position_with_who_holds_it_and_where_that_is_written() -> None:
    said = " ".join(_Page(page(rule_table(sample_agreement()))).said.split())
    assert "from 1 September 2022: East" in said
    assert "EAST1Statement of the east (2022-09-01)" in said
    assert "No position found: before 1 July 2022: East." in said
    assert "only where “Who may check vehicles on the road?” is answered “owner”" in said


def test_the_page_shows_a_text_without_translation_as_english() -> None:
    text = page(rule_table(sample_agreement(), "ar"))
    assert '<span lang="en" dir="ltr">Only the observers carry arms.</span>' in text
    assert "لا يجوز مرور السلاح." in text


def test_the_page_escapes_what_a_file_says_and_fetches_nothing() -> None:
    text = page(rule_table(_with_says('<script src="https://x.example">{{ 1 }}</script>')))
    read = _Page(text)
    assert not read.named("script")
    assert not read.named("link")
    assert '<script src="https://x.example">{{ 1 }}</script>' in read.said


def test_the_page_says_when_there_is_no_rule() -> None:
    bare = replace(sample_agreement(), rules=(), limits={}, issues={}, open_questions=())
    assert "There is no rule for this question. If no rule applies: permitted." in page(rule_table(bare))


def test_the_languages_have_the_same_phrases() -> None:
    assert TABLE_WORDS["en"].keys() == TABLE_WORDS["ru"].keys() == TABLE_WORDS["ar"].keys()
    for key, english in TABLE_WORDS["en"].items():
        for lang in LANGS:
            assert all((part in english) == (part in TABLE_WORDS[lang][key]) for part in ("{a}", "{b}", "{c}", "{n}"))


def test_the_words_that_conditions_use_are_explained() -> None:
    one = sample_agreement()
    delay = replace(one.facts["delay_min"], says={"en": "how long it was held; stops to rest left out"})
    table = rule_table(replace(one, facts={**one.facts, "delay_min": delay}))
    word = next(word for word in table.words if word.fact == "delay_min")
    assert (word.word, word.unit) == ("delay min", "minutes")
    assert "flow.asked" not in {word.fact for word in table.words}
    assert "  delay min (delay_min): how long it was held; stops to rest left out, in minutes" in table.to_text()
    assert "how long it was held; stops to rest left out (in minutes)" in _Page(page(table)).said


def test_every_verdict_can_be_said_and_indeterminate_is_none() -> None:
    verdicts = {verdict for held in VERDICTS.values() for verdict in held}
    assert verdicts <= TABLE_WORDS["en"].keys()
    assert INDETERMINATE not in verdicts


def test_the_table_has_a_canonical_form() -> None:
    assert canonical_bytes(rule_table(sample_agreement()).to_json())
