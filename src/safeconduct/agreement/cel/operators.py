"""Types and ranges of the operators, on operands already checked. Each function may raise E03 to E08."""

from __future__ import annotations

from safeconduct.agreement.cel.checked import ORDERED_KINDS, Checked, agreed, in_range, mismatch
from safeconduct.agreement.cel.parse import Syntax
from safeconduct.agreement.cel.source import Source
from safeconduct.agreement.cel.tree import And, Arithmetic, Choice, Compare, Negate, Node, Not, Or
from safeconduct.agreement.cel.types import Kind

ARITHMETIC = frozenset({"+", "-", "*"})
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_COLLECTIONS = frozenset({Kind.CODES, Kind.PARTIES, Kind.LIST})
_SUMS = {
    ("+", Kind.INT, Kind.INT): Kind.INT,
    ("-", Kind.INT, Kind.INT): Kind.INT,
    ("*", Kind.INT, Kind.INT): Kind.INT,
    ("+", Kind.DURATION, Kind.DURATION): Kind.DURATION,
    ("-", Kind.DURATION, Kind.DURATION): Kind.DURATION,
    ("+", Kind.INSTANT, Kind.DURATION): Kind.INSTANT,
    ("+", Kind.DURATION, Kind.INSTANT): Kind.INSTANT,
    ("-", Kind.INSTANT, Kind.DURATION): Kind.INSTANT,
    ("-", Kind.INSTANT, Kind.INSTANT): Kind.DURATION,
}


def wanted_bool(source: Source, checked: Checked) -> Node:
    """The node of an operand that must be a bool."""
    if checked.kind is Kind.BOOL:
        return checked.node
    what = f"{checked.kind.value} stands where a bool is needed"
    raise source.error("E03", checked.at, what, "Compare it with something, or declare a bool fact.")


def logic(source: Source, syntax: Syntax, operands: list[Checked]) -> Checked:
    """``&&``, ``||`` and ``!``."""
    nodes = tuple(wanted_bool(source, operand) for operand in operands)
    if syntax.form == "!":
        return Checked(Not(nodes[0]), Kind.BOOL, syntax.at)
    return Checked(And(nodes) if syntax.form == "&&" else Or(nodes), Kind.BOOL, syntax.at)


def negation(source: Source, syntax: Syntax, operand: Checked) -> Checked:
    """``-x``."""
    if operand.kind is not Kind.INT:
        raise source.error("E03", syntax.at, f"{operand.kind.value} has no negative", "Only an int can be negated.")
    return in_range(source, Checked(Negate(operand.node), Kind.INT, syntax.at, -operand.high, -operand.low))


def arithmetic(source: Source, syntax: Syntax, left: Checked, right: Checked) -> Checked:
    """``+``, ``-``, ``*``, with the range of the result."""
    kind = _SUMS.get((syntax.form, left.kind, right.kind))
    if kind is None:
        if left.kind is right.kind and left.kind not in ORDERED_KINDS | {Kind.BOOL}:
            what = f"{syntax.form!r} on {left.kind.value} is outside the profile"
            raise source.error("E04", syntax.at, what, "Declare a fact for the joined value.")
        raise mismatch(source, syntax.at, left, right)
    low, high = _bounds(syntax.form, left, right)
    node = Arithmetic(syntax.form, left.node, right.node)
    return in_range(source, Checked(node, kind, syntax.at, low, high))


def _bounds(operator: str, left: Checked, right: Checked) -> tuple[int, int]:
    if operator == "+":
        return left.low + right.low, left.high + right.high
    if operator == "-":
        return left.low - right.high, left.high - right.low
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return min(corners), max(corners)


def comparison(source: Source, syntax: Syntax, left: Checked, right: Checked) -> Checked:
    """``==`` and ``!=`` on equal scalar types, the others on int, instant and duration."""
    for side in (left, right):
        if side.kind in _COLLECTIONS:
            what = f"comparing a {side.kind.value} as a whole is outside the profile"
            raise source.error("E04", syntax.at, what, "Write size(xs), x in xs, xs.exists(v, ...) or xs.all(v, ...).")
    shared = agreed(source, syntax.at, left, right)
    if syntax.form not in {"==", "!="} and shared.kind not in ORDERED_KINDS:
        what = f"the order of {shared.kind.value} values is outside the profile"
        raise source.error("E04", syntax.at, what, "Use == or !=, or `in` with the values meant.")
    return Checked(Compare(syntax.form, left.node, right.node), Kind.BOOL, syntax.at)


def choice(source: Source, syntax: Syntax, condition: Checked, then: Checked, otherwise: Checked) -> Checked:
    """``c ? a : b`` with branches of one scalar type."""
    test = wanted_bool(source, condition)
    for branch in (then, otherwise):
        if branch.kind in _COLLECTIONS:
            what = f"choosing between values of type {branch.kind.value} is outside the profile"
            raise source.error("E04", branch.at, what, "Put the choice outside: c ? x in a : x in b.")
    shared = agreed(source, syntax.at, then, otherwise)
    node = Choice(test, then.node, otherwise.node)
    return Checked(node, shared.kind, syntax.at, shared.low, shared.high, shared.members, shared.fixed)
