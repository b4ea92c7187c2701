"""Files of names: what is read, what a second file adds, where a mistake stands; nothing that ships lacks a name."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from safeconduct.base.yaml_file import YamlError, read_yaml
from safeconduct.press.names import Names, names_from_yaml, shipped_names
from safeconduct.press.speakers import entities_from_yaml, shipped_entities
from safeconduct.press.topics import shipped_topics

HEAD = "format: safeconduct-names/1\nid: test\n"
CORRIDORS = ("black-sea-2022", "lachin-2020")
KNOWN = entities_from_yaml(
    """
format: safeconduct-entities/1
id: test
states: {rt: {name: Ruritania}}
offices: {envoy: {nouns: [envoy]}}
bodies: {mail: {names: [Mail Office], nouns: [mail office]}}
""",
    "e.yaml",
)


def _read(body: str, base: Names | None = None) -> Names:
    return names_from_yaml(HEAD + body, "n.yaml", KNOWN, {"road.length"}, base)


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ("entity:\n  rt: {ru: а, ar: ب}\n", "n.yaml:3:1", "not known here"),
        ("entities:\n  rt: {ru: а}\n", "n.yaml:4:7", "ar is missing"),
        ("entities:\n  rt: {ru: а, ar: ب, en: a}\n", "n.yaml:4:22", "not known here"),
        ("entities:\n  rx: {ru: а, ar: ب}\n", "n.yaml:4:3", "no file lists 'rx'"),
        ("entities:\n  rt-post: {ru: а, ar: ب}\n", "n.yaml:4:3", "no file lists 'rt-post'"),
        ("entities:\n  rt: {ru: ' а', ar: ب}\n", "n.yaml:4:12", "1 to 200 characters"),
        ("entities:\n  rt: {ru: «», ar: ب}\n", "n.yaml:4:12", "1 to 200 characters"),
        ("offices:\n  rt: {ru: а, ar: ب}\n", "n.yaml:4:3", "no file lists 'rt'"),
        ("bodies:\n  envoy: {ru: а, ar: ب}\n", "n.yaml:4:3", "no file lists 'envoy'"),
        ("topics:\n  road.width: {en: a, ru: а, ar: ب}\n", "n.yaml:4:3", "Did you mean road.length?"),
        ("topics:\n  road.length: {ru: а, ar: ب}\n", "n.yaml:4:16", "en is missing"),
        ("questions:\n  q: [a]\n", "n.yaml:4:6", "a mapping"),
    ],
)
def test_a_mistake_is_refused_with_its_place(body: str, place: str, says: str) -> None:
    with pytest.raises(YamlError) as caught:
        _read(body)
    assert caught.value.where == place
    assert says in str(caught.value)


def test_another_format_is_refused() -> None:
    with pytest.raises(YamlError, match="is not one of"):
        names_from_yaml("format: safeconduct-names/2\nid: test\n", "n.yaml", KNOWN)


def test_a_file_names_entities_their_ministries_offices_topics_and_questions() -> None:
    names = _read(
        """
entities: {rt: {ru: Руритания, ar: روريتانيا}, rt-mail: {ru: Почта, ar: بريد}}
offices: {envoy: {ru: посланник, ar: مبعوث}}
bodies: {mail: {ru: Почтовое ведомство, ar: مكتب البريد}}
topics: {road.length: {en: Length of the road, ru: Длина дороги, ar: طول الطريق}}
questions: {bridge-age: {en: Age of the bridge, ru: Возраст моста, ar: عمر الجسر}}
"""
    )
    assert names.entities["rt-mail"]["ru"] == "Почта"
    assert names.offices["envoy"]["ar"] == "مبعوث"
    assert names.bodies["mail"]["ru"] == "Почтовое ведомство"
    assert [names.topics["road.length"]["en"], names.questions["bridge-age"]["en"]] == [
        "Length of the road",
        "Age of the bridge",
    ]


def test_a_second_file_adds_and_may_repeat_but_not_rename() -> None:
    first = _read("entities:\n  rt: {ru: а, ar: ب}\n")
    both = _read("entities:\n  rt: {ru: а, ar: ب}\noffices:\n  envoy: {ru: а, ar: ب}\n", first)
    assert [*both.entities, *both.offices] == ["rt", "envoy"]
    with pytest.raises(YamlError, match="other names in an earlier file"):
        _read("entities:\n  rt: {ru: б, ar: ب}\n", first)


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_everybody_in_the_entity_files_and_every_topic_has_a_name_in_every_language(corridor: str) -> None:
    known, names = shipped_entities(corridor), shipped_names(corridor)
    assert not known.entities.keys() - names.entities.keys()
    assert names.offices.keys() == known.offices.keys()
    assert names.bodies.keys() == known.bodies.keys()
    assert names.topics.keys() == {topic.id for topic in shipped_topics(corridor)}


def test_whatever_the_shipped_record_names_by_an_id_that_a_file_lists_has_a_name() -> None:
    known, names = shipped_entities("lachin-2020"), shipped_names("lachin-2020")
    folder = files("safeconduct.corridors").joinpath("lachin-2020")
    press = [
        json.loads(line).get("body", {}) for line in folder.joinpath("press.jsonl").read_text("utf-8").splitlines()
    ]
    record: Any = read_yaml(folder.joinpath("record.yaml").read_bytes(), "record.yaml").plain()
    ids = {id_ for body in press for id_ in _ids(body)}
    assert {id_ for id_ in ids if known.knows(id_)} - names.entities.keys() == set()
    assert len([id_ for id_ in ids if known.knows(id_)]) > 15
    offices = {one["office"] for body in press for one in body.get("speakers", ()) if "office" in one}
    assert not offices - names.offices.keys()
    topics = {body["topic"] for body in (*press, *record["entries"]) if "topic" in body}
    assert not topics - names.topics.keys() - names.questions.keys()
    assert not names.questions.keys() - topics


def _ids(body: dict[str, Any]) -> set[str]:
    lists = {id_ for key in ("addressee", "via", "compiled_from", "against") for id_ in body.get(key, ())}
    named = {one[key] for one in body.get("speakers", ()) for key in ("entity", "organisation", "party") if key in one}
    return lists | named | ({body["outlet"]} if "outlet" in body else set())


def test_who_stands_in_two_corridors_has_one_name() -> None:
    one, other = (shipped_names(corridor).entities for corridor in CORRIDORS)
    assert {id_ for id_ in one.keys() & other.keys() if one[id_] != other[id_]} == set()


def test_a_corridor_without_a_file_has_the_general_names() -> None:
    names = shipped_names("nowhere")
    assert names.entities["fr"] == {"ru": "Франция", "ar": "فرنسا"}
    assert not names.topics
