"""The agreements that ship: they load, say on what each part rests, and favour nobody by their form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from typing import Any

import pytest

from safeconduct.agreement.back.phrases import LANGS
from safeconduct.agreement.back.prose import fact_prose, is_called
from safeconduct.agreement.cel import Kind
from safeconduct.agreement.cel.tree import Among, And, Literal, Node, Or
from safeconduct.agreement.check import check_agreement
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.load.block import LANGUAGES
from safeconduct.agreement.model import QUESTIONS, Agreement, Rule, Words
from safeconduct.agreement.ruling import rulings

SHIPPED = ("lachin-2020", "black-sea-2022", "mill-bridge")
OPPOSED = {"lachin-2020": ("am", "az"), "black-sea-2022": ("ua", "ru"), "mill-bridge": ("alder", "birch")}
LOADED_WORDS = re.compile(
    r"blockade|occup|separatis|terroris|regime|aggress|invad|invasion|illegal|so-called|propagand|puppet|liberat",
    re.IGNORECASE,
)


def text_of(corridor: str, name: str = "agreement.yaml") -> str:
    return files("safeconduct.corridors").joinpath(corridor).joinpath(name).read_text("utf-8")


@pytest.fixture(params=SHIPPED)
def agreement(request: pytest.FixtureRequest) -> Agreement:
    return agreement_from_yaml(text_of(request.param), f"{request.param}/agreement.yaml")


def test_it_is_called_like_its_folder_and_has_both_questions(agreement: Agreement) -> None:
    assert agreement.id in SHIPPED
    assert all(agreement.rules_for(question) for question in QUESTIONS)
    assert text_of(agreement.id, "PROVENANCE.md").startswith("# ")


def test_every_rule_has_a_clause_a_basis_and_words_in_three_languages(agreement: Agreement) -> None:
    for rule in agreement.rules:
        assert rule.clauses, rule.id
        assert in_three(rule.says), rule.id
    assert in_three(agreement.title)
    for issue in agreement.issues.values():
        assert in_three(issue.asks), issue.id
        assert all(in_three(position.says) for position in issue.positions.values()), issue.id


def in_three(words: Words) -> bool:
    return set(words) == set(LANGUAGES) and len(set(words.values())) == 3


def test_every_clause_is_applied_or_says_why_not(agreement: Agreement) -> None:
    applied = {clause for rule in agreement.rules for clause in rule.clauses}
    applied |= {clause for duty in agreement.obligations for clause in duty.clauses}
    for source in agreement.sources.values():
        for clause in source.clauses.values():
            assert bool(clause.no_rule) != (clause.id in applied), clause.id


def test_every_source_is_used_somewhere(agreement: Agreement) -> None:
    text = text_of(agreement.id)
    for source in agreement.sources:
        assert len(re.findall(rf"\b{source}\b", text)) > 1, source


def test_every_declared_fact_is_used_in_a_condition_or_table(agreement: Agreement) -> None:
    used = {name for rule in agreement.rules for one in rule.condition.values() if one for name in one.names}
    used |= {
        name
        for duty in agreement.obligations
        if duty.condition
        for one in duty.condition.values()
        if one
        for name in one.names
    }
    used |= {name for duty in agreement.obligations for name in duty.per}
    used |= {duty.unless.seen_in for duty in agreement.obligations if duty.unless}
    used |= {name for rule in agreement.rules for name in rule.breach_by}
    used |= {
        name for rule in agreement.rules if rule.consent for name in (rule.consent.fact, rule.consent.refused_fact)
    }
    if agreement.status:
        used |= {
            name for line in agreement.status.lines for one in line.condition.values() if one for name in one.names
        }
        used |= set(agreement.status.per)
    assert set(agreement.facts) - used <= {"at"}


def test_every_fact_has_a_name_of_its_own_that_can_stand_in_a_sentence_of_each_language(agreement: Agreement) -> None:
    for lang in LANGS:
        names = {fact_prose(name, lang, agreement) for name in agreement.facts if is_called(name, lang, agreement)}
        assert len(names) == len(agreement.facts)
    for fact in agreement.facts.values():
        assert in_three(fact.says), fact.name
        assert fact.says["en"].startswith("whether ") == (fact.type.kind is Kind.BOOL), fact.name


def test_every_finding_of_the_checks_is_explained_and_every_explanation_is_needed(agreement: Agreement) -> None:
    found = check_agreement(agreement).findings
    assert [one.part for one in found if not one.why] == []
    parts = {(one.code, one.part.replace("'", "")) for one in found}
    assert parts == {(one.code, part) for one in agreement.explained for part in one.parts}
    assert all(in_three(one.why) for one in agreement.explained)


def test_every_reading_rules_at_every_time(agreement: Agreement) -> None:
    for question in QUESTIONS:
        for reading in agreement.readings.values():
            assert rulings(agreement, question, reading).pieces


def test_each_opposed_party_has_a_reading_and_a_cited_position_of_its_own(agreement: Agreement) -> None:
    for party in OPPOSED[agreement.id]:
        assert agreement.readings[party].party == party
        held = [
            position
            for issue in agreement.issues.values()
            for position in issue.positions.values()
            if party in {holder.party for holder in position.holders}
        ]
        assert held
        assert all(position.cites for position in held)


def test_a_rule_that_names_an_opposed_party_names_the_other_alike_or_gives_the_clause(agreement: Agreement) -> None:
    for rule in agreement.rules:
        if not rule.asymmetric:
            assert shape(rule, {}) == shape(rule, swap(agreement)), rule.id


def test_the_swap_sees_a_one_sided_rule() -> None:
    lachin = agreement_from_yaml(text_of("lachin-2020"), "x")
    one_sided = lachin.rule("border-formalities")
    assert shape(one_sided, {}) != shape(one_sided, swap(lachin))


def test_a_duty_of_one_opposed_party_alone_gives_the_clause(agreement: Agreement) -> None:
    opposed = set(OPPOSED[agreement.id])
    for duty in agreement.obligations:
        if len(opposed & set(duty.by)) == 1:
            assert duty.asymmetric, duty.id


def test_words_take_no_side_and_nothing_is_quoted(agreement: Agreement) -> None:
    text = text_of(agreement.id)
    assert not LOADED_WORDS.findall(text)
    assert not re.findall("[“”«»„]", text)


def test_what_is_mentioned_as_a_file_lies_beside_it(agreement: Agreement) -> None:
    assert not re.findall(r"[\w-]+\.csv|press/\d|\.\./|/work", text_of(agreement.id))


def swap(agreement: Agreement) -> Mapping[str, str]:
    first, second = OPPOSED[agreement.id]
    return {first: second, second: first}


def shape(rule: Rule, names: Mapping[str, str]) -> tuple[object, ...]:
    """What a rule says with parties renamed; the order in && , || and lists does not matter."""
    consent = rule.consent and sorted(names.get(party, party) for party in rule.consent.of)
    trees = [one and canonical(one.tree, names) for one in rule.condition.values()]
    return consent, trees, sorted(names.get(name, name) for name in rule.breach_by)


def canonical(node: Node, names: Mapping[str, str]) -> Node:
    if isinstance(node, Literal):
        renamed = node.kind in {Kind.PARTY, Kind.STRING}
        return replace(node, value=names.get(str(node.value), node.value)) if renamed else node
    changed = {field.name: part(getattr(node, field.name), names) for field in fields(node)}
    found: Node = type(node)(**changed)
    match found:
        case And(operands) | Or(operands):
            return replace(found, operands=tuple(sorted(operands, key=repr)))
        case Among(_, values):
            return replace(found, values=tuple(sorted(values, key=repr)))
    return found


def part(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(part(one, names) for one in value)
    return canonical(value, names) if is_dataclass(value) and isinstance(value, Node) else value
