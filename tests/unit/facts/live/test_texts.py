"""Texts of tables by their named parts: all that the live state uses is there, and what is not is refused."""

from __future__ import annotations

import pytest

from safeconduct.facts.build import DERIVED
from safeconduct.facts.errors import FactsError
from safeconduct.facts.live import texts


def test_a_part_is_replaced_and_the_rest_stands() -> None:
    query = texts.query_of("flow_day", {"part": "SELECT 7 AS seven"})
    assert "part AS (\nSELECT 7 AS seven\n)" in query
    assert query.endswith(texts.parts_of("flow_day")[1])


def test_a_part_alone_can_be_asked_for() -> None:
    assert texts.query_of("checked_hour", {}, part="looked").endswith("SELECT * FROM looked")


@pytest.mark.parametrize(("given", "part"), [({"none": "SELECT 1"}, ""), ({}, "none")])
def test_a_part_that_is_not_there_is_refused(given: dict[str, str], part: str) -> None:
    with pytest.raises(FactsError, match="has no part 'none'"):
        texts.query_of("flow_day", given, part=part)


def test_a_text_without_parts_is_refused() -> None:
    with pytest.raises(FactsError, match="not written as parts"):
        texts.parts_of("passage")


def test_no_text_that_is_used_divides_but_whole_numbers() -> None:
    for table in ("watch", "tally", "checked_hour", "coverage_hour", "flow_day"):
        assert table in DERIVED
        assert "FLOOR" not in texts.for_sqlite(table)
