"""Where the answer of a comparison of numbers can change: the cuts of each fact's range.

A cut is the least value of a class; between two cuts all values of a fact give the same answers. For a
comparison in which one fact occurs, as ``a * x + b``, the cuts are exact. Where several occur, no product of
classes is exact: neighbours of the border at values of the others are taken instead, and the fact is named
as inexact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from safeconduct.agreement.cel.tree import (
    Among,
    Arithmetic,
    Choice,
    CodesFact,
    Compare,
    Fact,
    ListLiteral,
    Literal,
    Negate,
    Node,
    PartiesFact,
    Size,
    walk,
)
from safeconduct.agreement.cel.types import Kind
from safeconduct.agreement.ruling import UNKNOWN

SIZE = "size of "
"""What a size is called where numbers are named by their facts."""
_ORDERED = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})
_FORMS_MAX = 64
_VALUES_TRIED = 6
_JOINT_MAX = 4  # facts in one sum; longer ones get no neighbours


@dataclass(frozen=True, slots=True)
class Form:
    """A number as a sum: some facts, each times a whole number, and a constant."""

    factors: Mapping[str, int]
    constant: int = 0


@dataclass(slots=True)
class Cuts:
    """What the comparisons of some trees say of each number.

    at: name -> least values of its classes, the lowest class left out. inexact: names for which classes do
    not tell everything. joint: comparisons of several numbers: their difference, compared with nothing.
    """

    at: dict[str, set[int]] = field(default_factory=dict)
    inexact: set[str] = field(default_factory=set)
    joint: list[Form] = field(default_factory=list)


def cuts_of(trees: Iterable[Node]) -> Cuts:
    """The cuts that the comparisons of some trees make."""
    cuts = Cuts()
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Compare):
                _compare(cuts, node.operator, node.left, node.right)
            elif isinstance(node, Among):
                for value in node.values:
                    _compare(cuts, "==", node.item, value)
    return cuts


def add_neighbours(cuts: Cuts, ranges: Mapping[str, tuple[int, int]]) -> None:
    """For comparisons of several numbers, cut each where the border lies at corners and cuts of the others."""
    tried = {name: _tried(cuts, name, bounds) for name, bounds in ranges.items()}
    for form in (form for form in cuts.joint if len(form.factors) <= _JOINT_MAX):
        for name, factor in form.factors.items():
            others = [other for other in form.factors if other != name]
            if not all(other in tried for other in others):
                continue
            for values in product(*(tried[other] for other in others)):
                rest = sum(form.factors[other] * value for other, value in zip(others, values, strict=True))
                cuts.at.setdefault(name, set()).update(_border("==", factor, form.constant + rest))


def _tried(cuts: Cuts, name: str, bounds: tuple[int, int]) -> Sequence[int]:
    low, high = bounds
    inside = sorted(cut for cut in cuts.at.get(name, ()) if low < cut <= high)
    return sorted({low, *inside[: _VALUES_TRIED - 2], high})


def _compare(cuts: Cuts, operator: str, left: Node, right: Node) -> None:
    lefts, rights = _forms(left), _forms(right)
    if lefts is None or rights is None:
        cuts.inexact |= _numbers(left) | _numbers(right)
        return
    for one, other in product(lefts, rights):
        form = _sum(one, other, -1)
        if UNKNOWN in form.factors:  # whatever the others are, the answer is unknown
            continue
        if len(form.factors) == 1:
            ((name, factor),) = form.factors.items()
            cuts.at.setdefault(name, set()).update(_border(operator, factor, form.constant))
        elif form.factors:
            cuts.inexact |= {*form.factors}
            cuts.joint.append(form)


def _border(operator: str, factor: int, constant: int) -> set[int]:
    """The least x above a change of ``factor * x + constant op 0``."""
    if factor < 0:
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        operator, factor, constant = mirrored.get(operator, operator), -factor, -constant
    reached, passed = -(constant // factor), -constant // factor + 1
    if operator in {"<", ">="}:
        return {reached}
    return {passed} if operator in {"<=", ">"} else {reached, passed}


def _forms(node: Node) -> list[Form] | None:  # noqa: PLR0911 - one return per node
    """What a number can be, a form for each way its choices may fall; None for what is no such sum."""
    match node:
        case Literal(kind, int(value)) if kind in _ORDERED:
            return [Form({}, value)]
        case Fact(kind, name) if kind in _ORDERED:
            return [Form({name: 1})]
        case Size(CodesFact(name) | PartiesFact(name, _)):
            return [Form({SIZE + name: 1})]
        case Size(ListLiteral(values)):
            return [Form({}, len(values))]
        case Negate(operand):
            return _scaled(_forms(operand), -1)
        case Choice(_, then, otherwise):
            one, other = _forms(then), _forms(otherwise)
            return None if one is None or other is None else _few([*one, *other])
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, _forms(left), _forms(right))
    return None


def _arithmetic(operator: str, left: list[Form] | None, right: list[Form] | None) -> list[Form] | None:
    if left is None or right is None:
        return None
    if operator != "*":
        sign = 1 if operator == "+" else -1
        return _few([_sum(one, other, sign) for one, other in product(left, right)])
    if all(not form.factors for form in left):
        left, right = right, left
    if any(form.factors for form in right):
        return None
    return _few([scaled for form in right for scaled in _scaled(left, form.constant) or ()])


def _few(forms: list[Form]) -> list[Form] | None:
    return forms if len(forms) <= _FORMS_MAX else None


def _scaled(forms: list[Form] | None, by: int) -> list[Form] | None:
    return None if forms is None else [_sum(Form({}), form, by) for form in forms]


def _sum(one: Form, other: Form, sign: int) -> Form:
    names = dict.fromkeys([*one.factors, *other.factors])
    factors = {name: one.factors.get(name, 0) + sign * other.factors.get(name, 0) for name in names}
    return Form({name: factor for name, factor in factors.items() if factor}, one.constant + sign * other.constant)


def _numbers(node: Node) -> set[str]:
    """The facts and sizes that a number is made of."""
    match node:
        case Fact(kind, name) if kind in _ORDERED:
            return {name}
        case Size(CodesFact(name) | PartiesFact(name, _)):
            return {SIZE + name}
        case Negate(operand):
            return _numbers(operand)
        case Choice(_, left, right) | Arithmetic(_, left, right):
            return _numbers(left) | _numbers(right)
    return set()
