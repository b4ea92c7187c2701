"""The SQL texts keep to the portable subset: an unknown construct fails here before it differs on another engine."""

from __future__ import annotations

import pytest
import sqlglot

from safeconduct.facts.build import DERIVED, text_of
from safeconduct.facts.engines.subset import offences


@pytest.mark.parametrize("table", sorted(DERIVED))
def test_each_table_keeps_to_the_subset(table: str) -> None:
    assert offences(text_of(table)) == []


@pytest.mark.parametrize("table", sorted(DERIVED))
def test_each_table_can_be_written_for_the_other_engine(table: str) -> None:
    (statement,) = sqlglot.transpile(text_of(table), read="duckdb", write="spark")
    assert "CREATE TABLE" in statement.upper()


@pytest.mark.parametrize(
    "bad",
    [
        "SELECT MEDIAN(x) FROM t",
        "SELECT SUM(x) FROM t",
        "SELECT now()",
        "SELECT random()",
        "SELECT x // 2 FROM t",
        "SELECT x % 2 FROM t",
        "SELECT x / 2 FROM t",
        "SELECT CAST(FLOOR(x / y) AS BIGINT) FROM t",
        "SELECT FLOOR(x / 2) FROM t",
        "SELECT CAST(x AS BIGINT) FROM t",
        "SELECT CAST(SUM(x) AS DOUBLE) FROM t",
        "SELECT first(x) FROM t",
        "SELECT * FROM a ASOF JOIN b ON a.t >= b.t",
        "SELECT * FROM a JOIN b USING (t)",
        "SELECT * FROM a NATURAL JOIN b",
        "SELECT CAST(SUM(x) AS BIGINT) FROM t ORDER BY 1",
        "SELECT x FROM t ORDER BY x ASC NULLS FIRST",
        "SELECT x::DOUBLE / 3 FROM t",
        "SELECT ROW_NUMBER() OVER (PARTITION BY x) FROM t",
        "SELECT ROW_NUMBER() OVER (ORDER BY x) FROM t",
        "SELECT MAX(x) OVER (ORDER BY y ASC NULLS FIRST) FROM t",
        "SELECT LEAD(x) OVER (ORDER BY y ASC NULLS FIRST) FROM t",
        "SELECT x FROM t LIMIT 1",
        "SELECT [x] FROM t",
        "SELECT x FROM t WHERE x ~ 'a'",
    ],
)
def test_the_check_finds_what_is_forbidden(bad: str) -> None:
    assert offences(bad)
