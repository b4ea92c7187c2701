"""SQL tests for a condition: those that show that it holds, and those that show that it fails.

Where none of either is TRUE the condition is unknown. Databases are fast at tests that follow one another in a
CASE: they narrow the rows test by test and never write truth values out. So negation is carried down to the
facts, what joins alternatives becomes one test each, and a list or set is asked by its bits alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.agreement.cel.sql import literal, sql_of
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    CodesFact,
    Compare,
    Exists,
    Held,
    Literal,
    Node,
    Not,
    Or,
    Size,
)

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Certain:
    """Writes tests. columns, bits: as `cel.sql` takes them."""

    def __init__(self, columns: Mapping[str, str], bits: Mapping[Node, int]) -> None:
        self._columns = columns
        self._bits = bits

    def tests(self, node: Node, *, value: bool) -> list[str]:
        """Tests of which one is TRUE if and only if a condition is known to have a value."""
        match node:
            case Not(operand):
                return self.tests(operand, value=not value)
            case And(operands) | Or(operands) if isinstance(node, Or) is value:
                return [test for operand in operands for test in self.tests(operand, value=value)]
        return [self._test(node, value=value)]

    def _test(self, node: Node, *, value: bool) -> str:  # noqa: PLR0911 - one return per node
        """One test that is TRUE if and only if a condition is known to have a value."""
        match node:
            case Not(operand):
                return self._test(operand, value=not value)
            case And(operands) | Or(operands):
                joined = " AND " if isinstance(node, And) is value else " OR "
                return f"({joined.join(self._test(operand, value=value) for operand in operands)})"
            case Compare(_, left, right) if not isinstance(left, Size) and not isinstance(right, Size):
                return self._sql(node if value else Compare(_OPPOSITE[node.operator], left, right))
            case Among(item, values) if values and not value:
                differs = (self._sql(Compare("!=", item, one)) for one in values)
                return f"({' AND '.join(differs)})"
            case Held(Literal(_, party), parties):
                column = self._columns[f"{parties.name}.{'yes' if value else 'no'}"]
                return f"(({column} & {literal(1 << parties.members.index(str(party)))}) <> 0)"
            case Exists(CodesFact(name), body):
                return self._codes(name, "in", body, met=value)
            case All(CodesFact(name), body):
                return self._codes(name, "out", body, met=not value)
        text = self._sql(node)
        return text if value else f"(NOT {text})"

    def _sql(self, node: Node) -> str:
        return sql_of(node, self._columns, self._bits)

    def _codes(self, name: str, side: str, body: Node, *, met: bool) -> str:
        meets = f"({self._columns[f'{name}.{side}']} & {literal(1 << self._bits[body])})"
        return f"({meets} <> 0)" if met else f"({meets} = 0 AND NOT {self._columns[f'{name}.open']})"
