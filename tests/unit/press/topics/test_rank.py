"""Topics ranked by words."""

from __future__ import annotations

import pytest

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.base.yaml_file import YamlError, read_yaml
from safeconduct.intake.shipped import shipped_agreement
from safeconduct.press.model import Block, Found, Span, Text
from safeconduct.press.topics import rank_topics, shipped_topics, topics_from_yaml

CORRIDORS = ["black-sea-2022", "lachin-2020"]


def _ranked(said: str, corridor: str, around: str = "") -> list[str]:
    text = Text(said + around, (Block(Span(0, len(said + around)), "body"),))
    found = Found((Span(0, len(said)),), None, None, "indirect", "assertion")
    return [each.topic for each in rank_topics(text, found, shipped_topics(corridor))]


@pytest.mark.parametrize(
    ("said", "corridor", "topic"),
    [
        ("no checkpoint was set up at the bridge", "lachin-2020", "corridor.checkpoint"),
        ("patients wait for medical evacuation to a hospital", "lachin-2020", "humanitarian.medical"),
        ("the gas supply was cut again and there is a blackout", "lachin-2020", "humanitarian.energy"),
        ("the deal should be extended by 120 days", "black-sea-2022", "initiative.extension"),
        ("the backlog of vessels waiting for inspection grew", "black-sea-2022", "inspection.pace"),
        ("ammonia exports through the pipeline must resume", "black-sea-2022", "fertiliser.ammonia"),
        ("на мосту нет контрольно-пропускного пункта", "lachin-2020", "corridor.checkpoint"),
        ("гуманитарные грузы доставлены не были", "lachin-2020", "humanitarian.delivery"),
        ("сделку следует продлить на 120 дней", "black-sea-2022", "initiative.extension"),
        ("суда неделями ждут инспекции у Босфора", "black-sea-2022", "inspection.pace"),
    ],
)
def test_the_topic_with_most_of_its_words_comes_first(said: str, corridor: str, topic: str) -> None:
    assert _ranked(said, corridor)[0] == topic


def test_words_stand_in_the_text_and_begin_words() -> None:
    text = "the checkpoints and examined"  # "examined" is no mine
    found = Found((Span(0, len(text)),), None, None, "indirect", "assertion")
    ranked = rank_topics(Text(text, ()), found, shipped_topics("lachin-2020"))
    assert [text[span.start : span.end] for span in ranked[0].words] == ["checkpoints"]
    assert "corridor.prohibited_items" not in [each.topic for each in ranked]


def test_a_russian_stem_names_nothing_else() -> None:
    said = "министр и правительство встретятся через несколько минут в центре Минска"
    assert "corridor.prohibited_items" not in _ranked(said, "lachin-2020")
    assert _ranked(said, "black-sea-2022") == []


def test_a_content_that_says_nothing_is_read_with_its_paragraph() -> None:
    assert _ranked("the idea", "lachin-2020", " of a checkpoint on the road")[0] == "corridor.checkpoint"
    assert _ranked("the idea", "lachin-2020", " of dinner") == []


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_every_clause_is_one_of_the_agreement(corridor: str) -> None:
    name = f"{corridor}/agreement.yaml"
    agreement_from_yaml(shipped_agreement(corridor), name)
    sources = read_yaml(shipped_agreement(corridor), name).mapping()["sources"].mapping()
    known = set(sources)
    for id_, node in sources.items():
        clauses = node.mapping().get("clauses")
        known |= {f"{id_}/{clause}" for clause in clauses.mapping()} if clauses is not None else set()
    named = {clause for topic in shipped_topics(corridor) for clause in topic.clauses}
    assert named <= known


def test_a_corridor_without_topics_has_none() -> None:
    assert shipped_topics("mill-bridge") == ()
    assert shipped_topics("../black-sea-2022") == ()


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        ("{strong: []}", "no word that names it"),
        ("{strong: [Mine]}", "small letters"),
        ("{words: [x]}", "strong is missing"),
    ],
)
def test_a_mistake_is_refused(topic: str, says: str) -> None:
    with pytest.raises(YamlError, match=says):
        topics_from_yaml(f"format: safeconduct-topics/1\nid: x\ntopics:\n  a: {topic}\n", "t.yaml")
