"""Entity files: what is read, how two files are merged, and where a mistake stands."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from safeconduct.base.yaml_file import YamlError
from safeconduct.press.speakers import Entities, entities_from_yaml, general_entities, shipped_entities

HEAD = "format: safeconduct-entities/1\nid: test\n"
OFFICES = "offices:\n  envoy: {nouns: [envoy]}\n"


def _read(body: str, base: Entities | None = None) -> Entities:
    return entities_from_yaml(HEAD + body, "e.yaml", base)


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ("states:\n  rt: {nam: Ruritania}\n", "e.yaml:4:8", "not known here"),
        ("states:\n  rt: {name: ' '}\n", "e.yaml:4:14", "1 to 200 characters"),
        ("organisations:\n  x: {name: X, of: rt}\n", "e.yaml:4:20", "is not one of"),
        ("persons:\n  a: {name: A B, pronoun: it}\n", "e.yaml:4:27", "is not one of"),
        ("persons:\n  a: {name: A B, offices: [{office: king, of: a}]}\n", "e.yaml:4:37", "is not one of"),
        (OFFICES + "persons:\n  a: {name: A B, offices: [{office: envoy, of: b}]}\n", "e.yaml:6:48", "is not one of"),
        (
            OFFICES + "persons:\n  a: {name: A B, offices: [{office: envoy, of: a, from: 2020-02-30}]}\n",
            "e.yaml:6:57",
            "is not a day",
        ),
        (
            OFFICES
            + "persons:\n  a: {name: A, offices: [{office: envoy, of: a, from: 2021-01-02, until: 2021-01-01}]}\n",
            "e.yaml:6:74",
            "ends before it begins",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(body: str, place: str, says: str) -> None:
    with pytest.raises(YamlError) as caught:
        _read(body)
    assert caught.value.where == place
    assert says in caught.value.what


def test_two_files_join_spellings_and_terms_of_one_person() -> None:
    first = _read(
        OFFICES + "persons:\n  a: {name: A B, also: [A. B.], offices: [{office: envoy, of: a, from: 2020-01-01}]}\n"
    )
    both = _read("persons:\n  a: {name: A B, also: [Å B], pronoun: she, offices: [{office: envoy, of: a}]}\n", first)
    person = both.entities["a"]
    assert (person.also, person.pronoun, len(person.offices)) == (("A. B.", "Å B"), "she", 2)


def test_one_id_with_two_names_is_refused() -> None:
    first = _read("persons:\n  a: {name: A B}\n")
    with pytest.raises(YamlError, match="is known as 'A B'"):
        _read("persons:\n  a: {name: C D}\n", first)


def test_an_office_is_held_on_the_days_of_its_term() -> None:
    file = _read(
        OFFICES + "persons:\n  a: {name: A, offices: [{office: envoy, of: a, from: 2020-02-01, until: 2020-03-01}]}\n"
    )
    (term,) = file.entities["a"].offices
    days = [dt.date(2020, 1, 31), dt.date(2020, 2, 1), dt.date(2020, 3, 1), dt.date(2020, 3, 2)]
    assert [term.covers(day, day) for day in days] == [False, True, True, False]


def test_the_general_files_name_no_person() -> None:
    assert not [entity for entity in general_entities().entities.values() if entity.kind == "person"]


def test_every_state_has_a_name_and_most_an_adjective_and_a_capital() -> None:
    states = [entity for entity in general_entities().entities.values() if entity.kind == "state"]
    assert len(states) > 150
    assert sum(bool(state.adjectives and state.capitals) for state in states) > 140


@pytest.mark.parametrize("corridor", ["lachin-2020", "black-sea-2022"])
def test_a_shipped_file_names_holders_of_office_only(corridor: str) -> None:
    known = shipped_entities(corridor)
    people = [entity for entity in known.entities.values() if entity.kind == "person"]
    assert len(people) > 30
    assert not [person.id for person in people if not person.offices and not person.of]


def test_no_two_persons_held_one_unique_office_on_one_day() -> None:
    known = shipped_entities()
    held = sorted(
        (term.of, term.office, term.since, term.until or dt.date.max, entity.id)
        for entity in known.entities.values()
        for term in entity.offices
        if term.since is not None and term.office not in {"spokesperson", "head"}
    )
    clashes = [(a[4], b[4]) for a, b in pairwise(held) if a[:2] == b[:2] and a[4] != b[4] and b[2] < a[3]]
    assert clashes == []
