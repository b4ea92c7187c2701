"""Loading: the only way from an author's text to something that can be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from safeconduct.agreement.cel.check import check
from safeconduct.agreement.cel.checked import Checked
from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.parse import parse
from safeconduct.agreement.cel.scope import Scope
from safeconduct.agreement.cel.source import Source
from safeconduct.agreement.cel.sql import sql_of, weight
from safeconduct.agreement.cel.tree import CodesFact, Node, PartiesFact, element_predicates, fact_names
from safeconduct.agreement.cel.types import Kind, Result, Vocabulary
from safeconduct.base.limits import CONDITION_ELEMENT_PREDICATES_MAX, CONDITION_SQL_OPERATORS_MAX


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression of the profile.

    text: as written. kind: type of its value. tree: what back-ends read. names: facts it uses, sorted.
    """

    text: str
    kind: Kind
    tree: Node
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition(Expression):
    """An expression whose value is a bool."""


def load_condition(
    text: str, vocabulary: Vocabulary, *, where: str = "", recorded: AbstractSet[str] = frozenset()
) -> Condition:
    """Read a condition.

    where: file and line for messages. recorded: names for which ``has(name)`` may be asked; it becomes the
    bool fact ``recorded.NAME``, for which the caller gives a value or a column.
    Raises ConditionError, E01 to E11, for anything outside the profile.
    """
    source = Source(text, where)
    checked = _checked(source, vocabulary, recorded)
    if checked.kind is not Kind.BOOL:
        what = f"the result is {checked.kind.value}, not true or false"
        raise source.error("E10", checked.at, what, "Compare it with something.")
    return Condition(text, Kind.BOOL, checked.node, fact_names(checked.node))


def load_expression(
    text: str, vocabulary: Vocabulary, *, where: str = "", recorded: AbstractSet[str] = frozenset()
) -> Expression:
    """Read an expression of any scalar type, or a list literal. Otherwise as `load_condition`."""
    source = Source(text, where)
    checked = _checked(source, vocabulary, recorded)
    if isinstance(checked.node, CodesFact | PartiesFact):
        raise source.error("E04", checked.at, f"a {checked.kind.value} stands alone", "Ask for its size or members.")
    return Expression(text, checked.kind, checked.node, fact_names(checked.node))


def _checked(source: Source, vocabulary: Vocabulary, recorded: AbstractSet[str]) -> Checked:
    checked = check(Scope(source, vocabulary, recorded), parse(source))
    if weight(checked.node) > CONDITION_SQL_OPERATORS_MAX:
        raise source.error(
            "E11", 0, "the condition grows too large when it is written out", "Split the condition into several."
        )
    if len(element_predicates(checked.node)) > CONDITION_ELEMENT_PREDICATES_MAX:
        what = f"the condition asks for more than {CONDITION_ELEMENT_PREDICATES_MAX} kinds of element"
        raise source.error("E11", 0, what, "Split it into several, or make a list of the codes.")
    return checked


def evaluate(condition: Condition, facts: Facts) -> bool | None:
    """True, False, or None for unknown. Facts not given are unknown; see `types` for the form of values."""
    value = value_of(condition.tree, facts)
    assert value is None or isinstance(value, bool)
    return value


def evaluate_expression(expression: Expression, facts: Facts) -> Result:
    """The value of an expression, None for unknown, a tuple for a list."""
    return value_of(expression.tree, facts)


def names(condition: Expression) -> tuple[str, ...]:
    """The declared facts that a condition uses, sorted."""
    return condition.names


def element_bits(*conditions: Expression) -> dict[Node, int]:
    """A bit for each distinct element predicate of some conditions, in order of appearance."""
    predicates = element_predicates(*(condition.tree for condition in conditions))
    return {predicate: bit for bit, predicate in enumerate(predicates)}


def to_sql(condition: Expression, columns: Mapping[str, str], bits: Mapping[Node, int] | None = None) -> str:
    """An SQL expression that is TRUE, FALSE or NULL as `evaluate` is True, False or None.

    columns: fact name -> SQL expression of its column (module `sql` says which, for lists and sets).
    bits: element predicate -> bit, from `element_bits` over all conditions that share columns; left out, of
    this condition alone.
    Raises ConditionError E02 for a fact without column, E04 for a list as result.
    """
    return sql_of(condition.tree, columns, element_bits(condition) if bits is None else bits)
