"""The identity of an agreement: what the file says, however it is laid out; and the model depends on nothing else."""

from __future__ import annotations

import random
import re
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.agreement.errors import AgreementFileError
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.base.yaml_file import read_yaml
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement

PLAIN = read_yaml(SAMPLE_AGREEMENT, "sample.yaml").plain()


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same content with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [shuffled(one, chance) for one in value]
    return value


def without_lines(agreement: Agreement) -> str:
    """All of the model, in its order, but for the lines of the file."""
    return re.sub(r"\bline=\d+", "line=0", repr(agreement))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.booleans(), st.integers(40, 200), st.integers(2, 8))
def test_order_of_keys_style_and_indentation_change_neither_digest_nor_model(
    seed: int, flow: bool, width: int, indent: int
) -> None:
    text = yaml.safe_dump(
        shuffled(PLAIN, random.Random(seed)),
        default_flow_style=flow,
        width=width,
        indent=indent,
        sort_keys=False,
        allow_unicode=True,
    )
    again = agreement_from_yaml(text, "sample.yaml")
    assert again.digest == sample_agreement().digest
    assert without_lines(again) == without_lines(sample_agreement())


@settings(max_examples=20, deadline=None)
@given(st.text("abc #:'\"{}[]", max_size=30), st.integers(0, SAMPLE_AGREEMENT.count("\n") - 1))
def test_comments_and_empty_lines_change_nothing(comment: str, line: int) -> None:
    lines = SAMPLE_AGREEMENT.splitlines()
    lines[line:line] = ["", f"  # {comment}"]
    assert agreement_from_yaml("\n".join(lines), "sample.yaml").digest == sample_agreement().digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 120", "value: 121"),
        ("says: Fuel waits", "says: Petrol waits"),
        ("under: {fuel_rule: [waits]}", "under: {fuel_rule: [passes]}"),
        ("- Which list", "- What list"),
        ("    basis: inferred\n    when: armed", "    basis: inferred\n    note: x\n    when: armed"),
    ],
)
def test_whatever_the_file_says_changes_the_digest(old: str, new: str) -> None:
    assert old in SAMPLE_AGREEMENT
    assert agreement_from_yaml(SAMPLE_AGREEMENT.replace(old, new), "x").digest != sample_agreement().digest


def test_the_order_of_rules_is_part_of_what_the_file_says() -> None:
    first, second = (f"  - id: {name}\n" for name in ("arms", "armed-persons"))
    swapped = SAMPLE_AGREEMENT.replace(first, "@").replace(second, first).replace("@", second)
    assert agreement_from_yaml(swapped, "x").digest != sample_agreement().digest


@pytest.mark.parametrize("corridor", ["lachin-2020", "black-sea-2022", "mill-bridge"])
def test_an_agreement_read_from_its_own_document_is_the_same(corridor: str) -> None:
    data = files("safeconduct.corridors").joinpath(corridor).joinpath("agreement.yaml").read_bytes()
    agreement = agreement_from_yaml(data, "agreement.yaml")
    again = agreement_from_yaml(agreement.document, "agreement.yaml")
    assert again.digest == agreement.digest
    assert without_lines(again) == without_lines(agreement)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in paths(one, (*path, key)))]


def with_value(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """A document in which one value is another, or gone where that is None."""
    if not path:
        return new
    key, *rest = path
    if isinstance(value, dict):
        changed = {one: with_value(old, tuple(rest), new) if one == key else old for one, old in value.items()}
        return {one: old for one, old in changed.items() if old is not None}
    return [with_value(old, tuple(rest), new) if at == key else old for at, old in enumerate(value) if old is not None]


PATHS = [path for path in paths(PLAIN) if path]
SHAPES = [
    None,
    {},
    [],
    3,
    True,
    "x",
    "silent",
    "none",
    "2022-09-09",
    "limit.x",
    ["x"],
    {"x": "y"},
    [{"from": "2020-01-01"}],
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATHS), st.sampled_from(SHAPES))
def test_whatever_stands_where_it_does_not_belong_is_a_problem_with_place_and_mend(
    path: tuple[str | int, ...], shape: Any
) -> None:
    document = with_value(PLAIN, path, shape)
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True).replace("null", "''")
    try:
        agreement_from_yaml(text, "odd.yaml")
    except AgreementFileError as error:
        for problem in error.problems:
            assert problem.where.startswith("odd.yaml")
            assert problem.next_step
