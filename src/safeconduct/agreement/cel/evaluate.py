"""The reference evaluator: slow, obvious, the oracle of every other back-end. Three values, never an error.

Unknown is None. A comparison, sum or membership with an unknown operand is unknown; and, or, not are
Kleene's; a choice on an unknown condition is unknown unless both branches are equal. A fact that is not
given is unknown. Values must be of the declared type and within the declared range: what was parsed at the
edge is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    Arithmetic,
    Choice,
    CodesFact,
    Compare,
    Element,
    Exists,
    Fact,
    Held,
    Listed,
    ListLiteral,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    PartiesFact,
    Size,
    StartsWith,
)
from safeconduct.agreement.cel.types import Codes, Parties, Result, Value

Facts = Mapping[str, Value | None]
Scalar = bool | int | str | None
Bounds = tuple[int, int | None]
"""Least and greatest value; None for a greatest value that is not bounded."""


def value_of(node: Node, facts: Facts, element: Scalar = None) -> Result:
    """The value of a tree, None if unknown, a tuple for a list literal. element: the macro variable."""
    if isinstance(node, ListLiteral):
        return tuple(value.value for value in node.values)
    return _scalar(node, facts, element)


def _scalar(node: Node, facts: Facts, element: Scalar) -> Scalar:  # noqa: PLR0911 - one return per node
    match node:
        case Literal(_, value):
            return value
        case Fact(_, name):
            return _fact(facts.get(name), name)
        case Element():
            return element
        case Negate(operand):
            number = _number(operand, facts, element)
            return None if number is None else -number
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, _number(left, facts, element), _number(right, facts, element))
        case Choice():
            return _choice(node, facts, element)
        case Size(of):
            low, high = _size(of, facts) or (0, None)
            return low if low == high else None
    return _truth(node, facts, element)


def _fact(value: Value | None, name: str) -> Scalar:
    if isinstance(value, Codes | Parties):
        raise TypeError(f"the fact {name} is declared as a single value")
    return value


def _truth(  # noqa: C901, PLR0911 - one return per node
    node: Node, facts: Facts, element: Scalar
) -> bool | None:
    match node:
        case Not(operand):
            return negated(_bool(operand, facts, element))
        case And(operands):
            return conjunction(_bool(operand, facts, element) for operand in operands)
        case Or(operands):
            return disjunction(_bool(operand, facts, element) for operand in operands)
        case Compare():
            return _compare(node, facts, element)
        case Among(item, values):
            value = _scalar(item, facts, element)
            return None if value is None else value in [literal.value for literal in values]
        case Listed(item, codes):
            code = _text(item, facts, element)
            return None if code is None else codes.holds(code)
        case StartsWith(text, prefix):
            found = _text(text, facts, element)
            return None if found is None else found.startswith(prefix)
        case Held(party, parties):
            return _held(_text(party, facts, element), parties, facts)
        case Exists(over, body):
            return _exists(over, body, facts)
        case All(over, body):
            return negated(_exists(over, Not(body), facts))
    raise AssertionError(node)


def negated(value: bool | None) -> bool | None:
    """Kleene's not."""
    return None if value is None else not value


def conjunction(values: Iterable[bool | None]) -> bool | None:
    """Kleene's and."""
    seen = set(values)
    return False if False in seen else None if None in seen else True


def disjunction(values: Iterable[bool | None]) -> bool | None:
    """Kleene's or."""
    seen = set(values)
    return True if True in seen else None if None in seen else False


def _bool(node: Node, facts: Facts, element: Scalar) -> bool | None:
    value = _scalar(node, facts, element)
    assert value is None or isinstance(value, bool)
    return value


def _number(node: Node, facts: Facts, element: Scalar) -> int | None:
    value = _scalar(node, facts, element)
    assert value is None or isinstance(value, int)
    return value


def _text(node: Node, facts: Facts, element: Scalar) -> str | None:
    value = _scalar(node, facts, element)
    assert value is None or isinstance(value, str)
    return value


def _arithmetic(operator: str, left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
    return left * right


def _choice(node: Choice, facts: Facts, element: Scalar) -> Scalar:
    condition = _bool(node.condition, facts, element)
    then = _scalar(node.then, facts, element)
    otherwise = _scalar(node.otherwise, facts, element)
    if condition is None:
        return then if then == otherwise else None
    return then if condition else otherwise


def _compare(node: Compare, facts: Facts, element: Scalar) -> bool | None:
    if isinstance(node.left, Size) or isinstance(node.right, Size):
        return _compare_sizes(node, facts, element)
    left, right = _scalar(node.left, facts, element), _scalar(node.right, facts, element)
    if left is None or right is None:
        return None
    if node.operator in {"==", "!="}:
        return (left == right) is (node.operator == "==")
    assert isinstance(left, int)
    assert isinstance(right, int)
    return _in_order(node.operator, (left, left), (right, right))


def _compare_sizes(node: Compare, facts: Facts, element: Scalar) -> bool | None:
    """A comparison with a size, which for an open list is known only from below."""
    left, right = _bounds(node.left, facts, element), _bounds(node.right, facts, element)
    if left is None or right is None:
        return None
    if node.operator in {"==", "!="}:
        equal = conjunction([_in_order("<=", left, right), _in_order(">=", left, right)])
        return equal if node.operator == "==" else negated(equal)
    return _in_order(node.operator, left, right)


def _bounds(node: Node, facts: Facts, element: Scalar) -> Bounds | None:
    if isinstance(node, Size):
        return _size(node.of, facts)
    value = _number(node, facts, element)
    return None if value is None else (value, value)


def _in_order(operator: str, left: Bounds, right: Bounds) -> bool | None:
    """Whether every, no, or some of the possible values stand in this order."""
    match operator:
        case ">":
            return _in_order("<", right, left)
        case ">=":
            return negated(_in_order("<", left, right))
        case "<=":
            return negated(_in_order("<", right, left))
    if left[1] is not None and left[1] < right[0]:
        return True
    if right[1] is not None and left[0] >= right[1]:
        return False
    return None


def _size(of: CodesFact | PartiesFact | ListLiteral, facts: Facts) -> Bounds | None:
    if isinstance(of, ListLiteral):
        return len(of.values), len(of.values)
    value = facts.get(of.name)
    if value is None:
        return None
    if isinstance(of, CodesFact):
        codes = _codes(value, of.name)
        return len(codes.known), None if codes.open else len(codes.known)
    parties = _parties(value, of.name)
    return len(parties.yes), len(of.members) - len(parties.no)


def _codes(value: Value, name: str) -> Codes:
    if isinstance(value, Codes):
        return value
    raise TypeError(f"the fact {name} takes Codes")


def _parties(value: Value, name: str) -> Parties:
    if isinstance(value, Parties):
        return value
    raise TypeError(f"the fact {name} takes Parties")


def _held(party: str | None, of: PartiesFact, facts: Facts) -> bool | None:
    value = facts.get(of.name)
    if party is None or value is None:
        return None
    parties = _parties(value, of.name)
    if party in parties.yes:
        return True
    return False if party in parties.no or party not in of.members else None


def _exists(over: CodesFact | PartiesFact | ListLiteral, body: Node, facts: Facts) -> bool | None:
    """T if a known member satisfies the body, F if none does and none can be missing, else unknown."""
    known, possible = _members(over, facts)
    if any(_bool(body, facts, member) for member in known):
        return True
    if possible is None:
        return None
    return None if any(_bool(body, facts, member) for member in possible) else False


def _members(
    over: CodesFact | PartiesFact | ListLiteral, facts: Facts
) -> tuple[Iterable[Scalar], Iterable[Scalar] | None]:
    """The known members, and those that may be members besides; None where these cannot be named."""
    if isinstance(over, ListLiteral):
        return [literal.value for literal in over.values], ()
    value = facts.get(over.name)
    if value is None:
        return (), None
    if isinstance(over, CodesFact):
        codes = _codes(value, over.name)
        return codes.known, None if codes.open else ()
    parties = _parties(value, over.name)
    rest = [member for member in over.members if member not in parties.yes | parties.no]
    return [member for member in over.members if member in parties.yes], rest
