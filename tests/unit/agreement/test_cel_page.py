"""What docs/reference/conditions.md shows is what loading does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safeconduct.agreement.cel import (
    CodeList,
    ConditionError,
    Constant,
    FactType,
    Kind,
    Vocabulary,
    load_condition,
)
from safeconduct.base import limits

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "conditions.md").read_text("utf-8")


def rows(mark: str) -> list[list[str]]:
    """The cells of the table that follows a mark, without its head, code quotes taken off."""
    table = PAGE.split(f"<!-- {mark} -->\n")[1].split("\n\n")[0].splitlines()[2:]
    return [[_cell(cell) for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table]


def _cell(text: str) -> str:
    return text.strip().strip("`").replace("\\|", "|")


def vocabulary() -> Vocabulary:
    facts = {name: _fact_type(text) for name, text in rows("names") if "from the agreement" not in text}
    lists = {"munitions": CodeList(prefixes=("hs:93",))}
    return Vocabulary(facts, lists, {"delay_min": Constant(Kind.INT, 120)})


def _fact_type(text: str) -> FactType:
    if bounds := re.fullmatch(r"int (\d+) to (\d+)", text):
        return FactType(Kind.INT, low=int(bounds[1]), high=int(bounds[2]))
    kind, _, members = text.partition(" ")
    return FactType(Kind(kind), tuple(members.split(", ")) if members else ())


@pytest.mark.parametrize("text", [row[0] for row in rows("accepted")])
def test_what_the_page_shows_as_possible_loads(text: str) -> None:
    load_condition(text, vocabulary())


@pytest.mark.parametrize(("text", "code"), [(row[0], row[1]) for row in rows("refused")])
def test_what_the_page_shows_as_refused_is_refused_with_that_code(text: str, code: str) -> None:
    with pytest.raises(ConditionError) as error:
        load_condition(text, vocabulary())
    assert error.value.code == code


def test_every_code_is_explained_and_shown() -> None:
    explained = set(re.findall(r"^\| (E\d\d) \|", PAGE, re.MULTILINE))
    assert explained == {f"E{number:02}" for number in range(1, 12)}
    assert {row[1] for row in rows("refused")} == explained - {"E11"}


def test_the_page_gives_the_limits_in_force() -> None:
    sizes = (limits.CONDITION_CHARS_MAX, limits.CONDITION_NODES_MAX, limits.CONDITION_DEPTH_MAX)
    elements = limits.CONDITION_ELEMENT_PREDICATES_MAX
    wanted = "too large: {} characters, {} parts, {} of them inside each other, {} kinds of element"
    assert wanted.format(*sizes, elements) in PAGE
