"""The portable subset of SQL: what a text may hold so that DuckDB and Spark make the same table of it.

A walk over the parsed text with a list of what is allowed; what is not on it is an offence, so that a new construct
fails here before it differs somewhere. Needs sqlglot (extra `[spark]`), which nothing else at run time does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp

ALLOWED = frozenset({
    exp.Add, exp.Alias, exp.And, exp.Case, exp.Cast, exp.Coalesce, exp.Column, exp.Count, exp.Create, exp.CTE,
    exp.DataType, exp.Div, exp.EQ, exp.Floor, exp.From, exp.Group, exp.GT, exp.GTE, exp.Identifier, exp.If, exp.Is,
    exp.Join, exp.Literal, exp.LT, exp.LTE, exp.Max, exp.Min, exp.Mul, exp.NEQ, exp.Not, exp.Null, exp.Or, exp.Order,
    exp.Ordered, exp.Paren, exp.RowNumber, exp.Schema, exp.Select, exp.Star, exp.Sub, exp.Subquery, exp.Sum, exp.Table,
    exp.TableAlias, exp.Union, exp.Where, exp.Window, exp.WindowSpec, exp.With,
})  # fmt: skip
"""The node types of a text in the subset."""

_NULLS = re.compile(r"\bNULLS (?:FIRST|LAST)\b")
_OVER_ROWS = (exp.Min, exp.Max)
_TYPES = {exp.DataType.Type.BIGINT}


def offences(text: str) -> list[str]:
    """What an SQL text breaks of the subset, in words; empty if nothing. Raises sqlglot.ParseError if it is no SQL."""
    statements = [statement for statement in sqlglot.parse(text, read="duckdb") if statement is not None]
    nodes = [node for statement in statements for node in statement.walk()]
    found = [offence for node in nodes for offence in _of_node(node)]
    # The parser fills in where NULLs stand, so that the tree cannot tell whether the text says it.
    if len(_NULLS.findall(text)) < sum(isinstance(node, exp.Ordered) for node in nodes):
        found.append("an order that does not say where NULLs stand")
    return found


def _of_node(node: exp.Expr) -> Iterator[str]:
    if type(node) not in ALLOWED:
        yield f"{type(node).__name__} is not allowed"
    if isinstance(node, exp.Sum) and not isinstance(node.parent, exp.Cast):
        yield "a sum without a cast to BIGINT"
    if isinstance(node, exp.DataType) and node.this not in _TYPES:
        yield f"the type {node.sql()} is not allowed"
    if isinstance(node, exp.Div | exp.Floor | exp.Cast):
        yield from _of_division(node)
    if isinstance(node, exp.Join) and (node.method or node.args.get("using")):
        yield "a join other than ON or CROSS"
    if isinstance(node, exp.Order) and not isinstance(node.parent, exp.Window):
        yield "an order of stored rows"
    if isinstance(node, exp.Window):
        yield from _of_window(node)


def _of_division(node: exp.Expr) -> Iterator[str]:
    """Division and FLOOR only as CAST(FLOOR(t / constant) AS BIGINT), casts only of such and of sums."""
    if isinstance(node, exp.Cast) and not isinstance(node.this, exp.Floor | exp.Sum | exp.Null):
        yield "a cast of something else than FLOOR, SUM or NULL"
    if isinstance(node, exp.Floor) and not (isinstance(node.this, exp.Div) and isinstance(node.parent, exp.Cast)):
        yield "FLOOR outside CAST(FLOOR(t / constant) AS BIGINT)"
    if isinstance(node, exp.Div):
        if not isinstance(node.parent, exp.Floor):
            yield "a division outside CAST(FLOOR(t / constant) AS BIGINT)"
        if not isinstance(node.expression, exp.Literal):
            yield "a division by something else than a constant"


def _of_window(node: exp.Window) -> Iterator[str]:
    order, spec = node.args.get("order"), node.args.get("spec")
    if order is None:
        yield "a window without an order"
    if isinstance(node.this, _OVER_ROWS) and (spec is None or spec.args.get("kind") != "ROWS"):
        yield "an aggregate over a window without a ROWS frame"
    if not isinstance(node.this, (*_OVER_ROWS, exp.RowNumber)):
        yield f"{type(node.this).__name__} over a window"
