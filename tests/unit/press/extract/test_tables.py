"""The data files: every cue readable, broad enough, and with the forms English gives it."""

from __future__ import annotations

from typing import get_args

import pytest

from safeconduct.base.yaml_file import YamlError, read_yaml
from safeconduct.press.extract import cues
from safeconduct.press.extract.cues import cue_table
from safeconduct.press.extract.kinds import signs
from safeconduct.press.extract.lexicon import lexicon
from safeconduct.press.model import Type


def test_the_table_is_broad() -> None:
    names = {form.cue.name for forms in cue_table("en").verbs.values() for form in forms}
    assert len(names) >= 150
    assert len(cue_table("en").nouns) >= 50


@pytest.mark.parametrize(
    ("word", "name", "tense"),
    [
        ("said", "say", "past"),
        ("denies", "deny", "present"),
        ("urging", "urge", "ing"),
        ("labeled", "label", "past"),
        ("agreed", "agree", "past"),
        ("stresses", "stress", "present"),
        ("shown", "show", "past"),
    ],
)
def test_forms(word: str, name: str, tense: str) -> None:
    assert (name, tense) in [(form.cue.name, form.tense) for form in cue_table("en").verbs[word]]


def test_longer_cues_come_first() -> None:
    rests = [len(form.rest) for form in cue_table("en").verbs["called"]]
    assert rests == sorted(rests, reverse=True)
    assert rests[0] == 1


@pytest.mark.parametrize("row", ["gossip, that", "assertion, thta"])
def test_a_wrong_row_is_refused_with_its_place(row: str) -> None:
    node = read_yaml(f"say: {row}\n", "cues.xx.yaml").mapping()["say"]
    with pytest.raises(YamlError, match=r"cues\.xx\.yaml:1"):
        cues._cue("say", node, cues._FRAMES)


def test_signs_name_types() -> None:
    rows = [row for table in (signs().starts, signs().inside) for rows in table.values() for row in rows]
    assert {kind for _, kind in rows} <= set(get_args(Type))


def test_verbs_and_adverbs() -> None:
    words = lexicon("en")
    assert words.is_verb("he's")
    assert words.is_verb("don't")
    assert not words.is_verb("norland's")
    assert words.is_adverb("strongly")
    assert not words.is_adverb("italy")
