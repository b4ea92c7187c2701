"""SQL tests for a condition: those that show that it holds, and those that show that it fails.

Where none of either is TRUE the condition is unknown. Databases are fast at tests that follow one another in a
CASE: they narrow the rows test by test and never write truth values out. So negation is carried down to the
facts, what joins alternatives becomes one test each, and a list or set is asked by its bits alone. An AND or OR
within a test costs as much as several tests; where earlier tests leave it no choice, IS NULL stands instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safeconduct.agreement.cel.sql import sql_of
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    CodesFact,
    Compare,
    Exists,
    Fact,
    Held,
    Literal,
    Node,
    Not,
    Or,
    Size,
    fact_names,
    walk,
)

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Certain:
    """Writes tests. columns, bits: as `cel.sql` takes them."""

    def __init__(self, columns: Mapping[str, str], bits: Mapping[Node, int]) -> None:
        self._columns = columns
        self._bits = bits

    def cases(self, node: Node) -> tuple[list[tuple[str, bool | None]], bool | None]:
        """Tests to put one after the other, each with the value that it shows; and the value if none is TRUE."""
        match node:
            case And(operands) | Or(operands):
                return self._joined(node, operands)
            case Exists(CodesFact(name), body):
                return [(self._meets(name, "in", body), True), (self._complete(name), False)], None
            case All(CodesFact(name), body):
                return [(self._meets(name, "out", body), False), (self._complete(name), True)], None
        return [(test, value) for value in (False, True) for test in self.tests(node, value=value)], None

    def _joined(self, node: Node, operands: Sequence[Node]) -> tuple[list[tuple[str, bool | None]], bool | None]:
        """First what decides by itself. If nothing does, facts that are known leave an operand no choice."""
        decides = isinstance(node, Or)
        cases: list[tuple[str, bool | None]] = [(test, decides) for test in self.tests(node, value=decides)]
        strict = [operand for operand in operands if _strict(operand)]
        names = dict.fromkeys(name for operand in strict for name in fact_names(operand))
        cases += [(f"{self._columns[name]} IS NULL", None) for name in names]
        others = [self._test(operand, value=not decides) for operand in operands if operand not in strict]
        return ([*cases, (" AND ".join(others), not decides)], None) if others else (cases, not decides)

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
                return f"(({column} & {1 << parties.members.index(str(party))}) <> 0)"
            case Exists(CodesFact(name), body):
                return self._codes(name, "in", body, met=value)
            case All(CodesFact(name), body):
                return self._codes(name, "out", body, met=not value)
        text = self._sql(node)
        return text if value else f"(NOT {text})"

    def _sql(self, node: Node) -> str:
        return sql_of(node, self._columns, self._bits)

    def _codes(self, name: str, side: str, body: Node, *, met: bool) -> str:
        bits = self._bits_met(name, side, body)
        return f"({bits} <> 0)" if met else f"({bits} = 0 AND {self._complete(name)})"

    def _meets(self, name: str, side: str, body: Node) -> str:
        return f"{self._bits_met(name, side, body)} <> 0"

    def _bits_met(self, name: str, side: str, body: Node) -> str:
        return f"({self._columns[f'{name}.{side}']} & {1 << self._bits[body]})"

    def _complete(self, name: str) -> str:
        return f"NOT {self._columns[f'{name}.open']}"


def _strict(node: Node) -> bool:
    """Whether a condition is known as soon as all its facts are."""
    return all(isinstance(part, Literal | Fact | Compare | Among | Not) for part in walk(node))
