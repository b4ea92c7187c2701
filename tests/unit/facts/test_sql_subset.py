"""The SQL texts keep to the portable subset: an unknown construct fails here before it differs on another engine."""

from __future__ import annotations

from importlib.resources import files

import pytest
import sqlglot
from sqlglot import exp

from safeconduct.facts.build import DERIVED

ALLOWED = {
    exp.Add, exp.Alias, exp.And, exp.Case, exp.Cast, exp.Coalesce, exp.Column, exp.Count, exp.Create, exp.CTE,
    exp.DataType, exp.EQ, exp.From, exp.Group, exp.Identifier, exp.If, exp.Is, exp.Join, exp.Literal, exp.Max,
    exp.Min, exp.Mul, exp.Not, exp.Null, exp.Or, exp.Paren, exp.Select, exp.Star, exp.Sum, exp.Table,
    exp.TableAlias, exp.Union, exp.Where, exp.With,
}  # fmt: skip


def offences(text: str) -> list[str]:
    """Node types of an SQL text that are not on the list, and sums that are not cast back to 64 bits."""
    found = []
    for statement in sqlglot.parse(text, read="duckdb"):
        assert statement is not None
        for node in statement.walk():
            if type(node) not in ALLOWED:
                found.append(type(node).__name__)
            if isinstance(node, exp.Sum) and not isinstance(node.parent, exp.Cast):
                found.append("Sum without a cast")
    return found


def text_of(table: str) -> str:
    return files("safeconduct.facts.tables").joinpath(f"{table}.sql").read_text("utf-8")


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
        "SELECT first(x) FROM t",
        "SELECT * FROM a ASOF JOIN b ON a.t >= b.t",
        "SELECT CAST(SUM(x) AS BIGINT) FROM t ORDER BY 1",
        "SELECT x::DOUBLE / 3 FROM t",
    ],
)
def test_the_check_finds_what_is_forbidden(bad: str) -> None:
    assert offences(bad)
