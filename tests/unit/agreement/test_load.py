"""An agreement file that loads: every part of the model says what the file says."""

from __future__ import annotations

from hashlib import sha256

import pytest

from safeconduct.agreement.cel import CodeList, Kind
from safeconduct.agreement.load import BLOCKS, COMMON, agreement_from_yaml
from safeconduct.agreement.model import Consent, Holder, LimitRow
from safeconduct.agreement.timeline import Span
from safeconduct.base.canonical import value_from_canonical
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement


def at(text: str) -> int:
    return instant_from_text(f"{text}T00:00:00.000Z")


def test_plain_text_is_english_and_a_mapping_gives_each_language() -> None:
    agreement = sample_agreement()
    assert agreement.title == {"en": "The sample road", "ru": "Учебная дорога", "ar": "الطريق التدريبي"}
    assert agreement.rule("delay").says == {"en": "Traffic is not held up beyond a reasonable time."}


def test_a_clause_knows_its_source_and_why_it_has_no_rule() -> None:
    clause = sample_agreement().sources["DEAL"].clauses["5"]
    assert (clause.id, clause.no_rule) == ("DEAL/5", "Nobody records repairs here.")


def test_facts_of_parties_take_the_parties_in_alphabetical_order_and_nobody_only_for_one() -> None:
    facts = sample_agreement().facts
    assert facts["carrier"].type.members == ("east", "obs", "west", "none")
    assert facts["checked_by"].type.members == ("east", "obs", "west")
    assert facts["flow.asked"].per == "window"
    assert (facts["cargo"].source, facts["cargo"].otherwise) == ("check.cargo", "notification.cargo")


def test_a_list_has_a_version_for_every_instant_from_its_first() -> None:
    fuel = sample_agreement().lists["fuel"].versions
    assert fuel.at(at("2022-06-30")) is None
    assert fuel.at(at("2022-07-01")) == CodeList((), ("hs:2710",))
    assert fuel.at(at("2023-01-01")) == CodeList(("un_number:1203",), ("hs:2710", "hs:2711"))


def test_a_prefix_of_a_scheme_with_dots_reaches_what_is_below_it_and_nothing_else() -> None:
    arms = sample_agreement().lists["arms"].versions.at(at("2022-07-01"))
    assert arms is not None
    assert arms.holds("un_class:1")
    assert arms.holds("un_class:1.1D")
    assert arms.holds("hs:930200")
    munitions = SAMPLE_AGREEMENT.replace('scheme: un_class, prefix: ["1"]', "scheme: ml, prefix: [ML1]")
    ml = agreement_from_yaml(munitions, "x").lists["arms"].versions.at(at("2022-07-01"))
    assert ml is not None
    assert ml.holds("ml:ML1.a")
    assert not ml.holds("ml:ML10")


def test_a_list_may_contain_another_and_changes_with_it() -> None:
    text = SAMPLE_AGREEMENT.replace('{scheme: un_class, prefix: ["1"]}', "{list: fuel}")
    arms = agreement_from_yaml(text, "x").lists["arms"].versions
    assert arms.at(at("2022-08-01")) == CodeList((), ("hs:2710", "hs:93"))
    assert arms.at(at("2023-08-01")) == CodeList(("un_number:1203",), ("hs:2710", "hs:2711", "hs:93"))


def test_a_version_of_a_list_may_end_before_the_next_begins() -> None:
    text = SAMPLE_AGREEMENT.replace(
        '{from: 2022-07-01, any_of: [{scheme: hs, prefix: ["2710"]}]}',
        '{from: 2022-07-01, until: 2022-08-01, any_of: [{scheme: hs, prefix: ["2710"]}]}',
    )
    agreement = agreement_from_yaml(text, "x")
    assert agreement.lists["fuel"].versions.at(at("2022-08-01")) is None
    assert agreement.rule("fuel-waits").condition.at(at("2022-08-01")) is None


def test_a_condition_has_a_tree_for_each_version_of_the_lists_it_uses_and_one_otherwise() -> None:
    agreement = sample_agreement()
    assert agreement.rule("fuel-waits").condition.starts() == (at("2022-07-01"), at("2023-01-01"))
    assert agreement.rule("fuel-waits").condition.at(at("2022-06-01")) is None
    assert agreement.rule("arms").condition.starts() == (at("2022-07-01"),)
    assert agreement.rule("delay").condition.starts() == ()


def test_the_word_list_inside_a_text_of_a_condition_is_no_list() -> None:
    text = SAMPLE_AGREEMENT.replace("of: [inbound, outbound]", "of: [inbound, outbound, list.fuel]")
    text = text.replace('direction == "inbound"\'', 'direction == "list.fuel"\'')
    assert agreement_from_yaml(text, "x").rule("unchecked").condition.starts() == ()


def test_the_vocabulary_holds_limits_as_facts_with_the_range_of_their_rows() -> None:
    vocabulary = sample_agreement().vocabulary
    limit = vocabulary.at(0).facts["limit.max_delay_min"]
    assert (limit.kind, limit.low, limit.high) == (Kind.INT, 60, 120)
    assert "status" not in vocabulary.at(0).facts
    assert sorted(vocabulary.at(0).lists) == []
    assert sorted(vocabulary.at(at("2022-07-01")).lists) == ["arms", "fuel"]


def test_rows_of_a_limit_keep_their_order_basis_and_positions() -> None:
    rows = sample_agreement().limits["max_delay_min"].rows
    assert rows[0] == LimitRow(at("2022-07-01"), 120, "assumed", "minute", line=rows[0].line)
    assert [dict(row.under) for row in rows[1:]] == [{"control": ("observers",)}, {"control": ("owner",)}]


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        ("2022-08-31", Kind.INSTANT, at("2022-08-31")),
        ("2022-08-31T00:00:00Z", Kind.INSTANT, at("2022-08-31")),
        ('"2022-08-31T00:00:00.000Z"', Kind.INSTANT, at("2022-08-31")),
        ("PT15M", Kind.DURATION, 900_000_000),
        ("P1DT1S", Kind.DURATION, 86_401_000_000),
    ],
)
def test_a_limit_may_be_an_instant_or_a_duration(value: str, kind: Kind, number: int) -> None:
    text = SAMPLE_AGREEMENT.replace(
        "limits:\n", f"limits:\n  other: [{{from: 2022-07-01, value: {value}, basis: assumed}}]\n"
    )
    other = agreement_from_yaml(text, "x").limits["other"]
    assert (other.kind, other.rows[0].value) == (kind, number)


def test_a_reading_takes_a_position_on_every_issue_dated_silent_or_plain() -> None:
    readings = sample_agreement().readings
    assert readings["east"].positions["control"].at(at("2022-08-31")) == "observers"
    assert readings["east"].positions["control"].at(at("2022-09-01")) == "owner"
    assert readings["obs"].positions["fuel_rule"].at(0) is None
    assert readings["west"].party == "west"


def test_a_reading_of_nobodys_has_no_party_and_one_may_name_its_party() -> None:
    text = SAMPLE_AGREEMENT.replace(
        "  obs: {control: observers, fuel_rule: silent}",
        "  cautious: {control: observers, fuel_rule: silent}\n"
        "  second: {control: owner, fuel_rule: passes, party: east}",
    )
    readings = agreement_from_yaml(text, "x").readings
    assert (readings["cautious"].party, readings["second"].party) == ("", "east")


def test_an_issue_called_party_is_a_position_and_no_party() -> None:
    text = SAMPLE_AGREEMENT.replace("fuel_rule", "party")
    readings = agreement_from_yaml(text, "x").readings
    assert readings["west"].positions["party"].at(0) == "waits"
    assert readings["west"].party == "west"


def test_consents_are_read_from_the_declared_facts() -> None:
    assert sample_agreement().rule("convoy-consent").consent == Consent(
        ("east", "west"), "consents", "hold", "prohibited", "refusals"
    )


def test_without_a_fact_for_refusals_a_refusal_is_never_seen() -> None:
    text = SAMPLE_AGREEMENT.replace("  refusals: {type: set(party), open: true, from: consent.refused}\n", "")
    consent = agreement_from_yaml(text, "x").rule("convoy-consent").consent
    assert consent is not None
    assert consent.refused_fact == ""


def test_a_position_may_be_held_from_a_date() -> None:
    position = sample_agreement().issues["control"].positions["owner"]
    assert position.holders == (Holder("east", Span(at("2022-09-01"))),)


def test_an_obligation_may_ask_for_the_state_of_the_road() -> None:
    duty = sample_agreement().obligations[0]
    assert duty.condition is not None
    assert duty.condition.at(0) is not None
    assert (duty.met_when, duty.share_permille) == ('status == "open"', 1000)


def test_amendments_name_parts_by_path() -> None:
    amendment = sample_agreement().amendments[0]
    assert amendment.adds == ("rules.east-check-first", "route.posts.E1")
    assert amendment.contested_by == ("west",)


def test_parts_carry_their_line() -> None:
    lines = SAMPLE_AGREEMENT.splitlines()
    agreement = sample_agreement()
    for line, text in [
        (agreement.rule("delay").line, "  - id: delay"),
        (agreement.obligations[0].line, "  - id: open-road"),
        (agreement.amendments[0].line, "  - id: east-checkpoint"),
        (agreement.limits["max_delay_min"].rows[0].line, "    - {from: 2022-07-01, value: 120"),
    ]:
        assert lines[line - 1].startswith(text)


def test_remarks_may_stand_on_any_mapping_also_on_one_of_ids() -> None:
    text = SAMPLE_AGREEMENT.replace("\nparties:\n", "\nparties:\n  note: three of them\n  unconfirmed: true\n")
    text = text.replace("{east: ", "{note: x, east: ").replace("max_delay_min:\n", "max_delay_min:\n", 1)
    assert set(agreement_from_yaml(text, "x").parties) == {"east", "west", "obs"}


def test_the_document_is_the_canonical_form_of_the_file_and_the_digest_its_sha256() -> None:
    agreement = sample_agreement()
    document = value_from_canonical(agreement.document)
    assert isinstance(document, dict)
    assert document["id"] == "sample-road"
    assert agreement.digest == sha256(agreement.document).hexdigest()


def test_bytes_and_text_load_alike_and_the_name_is_kept() -> None:
    first, second = (agreement_from_yaml(data, "a.yaml") for data in (SAMPLE_AGREEMENT, SAMPLE_AGREEMENT.encode()))
    assert first == second
    assert first.file == "a.yaml"


def test_every_key_of_every_block_says_what_it_is_for() -> None:
    assert len({block.name for block in BLOCKS}) == len(BLOCKS)
    for block in BLOCKS:
        assert not set(block.required) & set(block.optional)
        assert not (set(block.required) | set(block.optional)) & set(COMMON)
        assert all(block.all().values())
