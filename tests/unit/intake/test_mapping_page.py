"""The page about mapping files names every key and every type, and its example can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safeconduct.intake import map_columns, map_file, table_check
from safeconduct.intake.amounts import KG_PER_UNIT
from safeconduct.intake.dates import _TOKENS
from safeconduct.intake.map_file import map_from_yaml

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "mapping.md").read_text(encoding="utf-8")


def test_the_example_is_a_mapping() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    assert map_from_yaml(example[1], "mapping.md").dataset == "convoys"


@pytest.mark.parametrize(
    "word",
    [
        *map_columns._TYPES,
        *(key for keys, _ in map_columns._TYPES.values() for key in keys),
        *map_columns._COMMON,
        *map_file._IMPORTABLE,
        *map_file._DOCUMENT_FACTS,
        *KG_PER_UNIT,
        *_TOKENS,
        *("corridor", "dataset", "complete", "may_shrink", "document", "input", "columns", "group", "entries"),
        *("kind", "at", "values", "extra", "lines", "part", "each_row", "delimiter", "sheet", "name", "media"),
    ],
)
def test_every_word_of_the_format_is_explained(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_bounds_on_the_page_are_those_of_the_code() -> None:
    assert f"{table_check.ROWS_IN_MEMORY_MAX:,} rows" in PAGE
