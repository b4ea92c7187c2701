"""The typed tree of an expression: what every back-end reads, and nothing that a back-end need not know.

A tree is checked: types agree, no sum leaves its range, names are declared. It holds no places in the text,
so two conditions that say the same thing are equal, and an element predicate is recognised wherever it
occurs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast

from safeconduct.agreement.cel.types import CodeList, Kind


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. Instants and durations are microseconds."""

    kind: Kind
    value: bool | int | str


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of a declared fact of a scalar type."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Element:
    """The variable of the innermost macro."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Not:
    """``!operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class And:
    """``a && b && ...``."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """``a || b || ...``."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """``-operand`` of an int."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` with op one of ``+ - *``, on int, instant and duration alike."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` with op one of ``== != < <= > >=``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """``condition ? then : otherwise``, the branches of one scalar type."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Among:
    """``item in [a, b, ...]``."""

    item: Node
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """``item in list.NAME``, the item a code."""

    item: Node
    codes: CodeList


@dataclass(frozen=True, slots=True)
class StartsWith:
    """``text.startsWith("...")``."""

    text: Node
    prefix: str


@dataclass(frozen=True, slots=True)
class CodesFact:
    """A fact of type list(code)."""

    name: str


@dataclass(frozen=True, slots=True)
class PartiesFact:
    """A fact of type set(party). members: all parties, in the order of their bits."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """``[a, b, ...]``."""

    values: tuple[Literal, ...]


Collection = CodesFact | PartiesFact | ListLiteral


@dataclass(frozen=True, slots=True)
class Held:
    """``party in parties``."""

    party: Node
    parties: PartiesFact


@dataclass(frozen=True, slots=True)
class Size:
    """``size(of)``."""

    of: Collection


@dataclass(frozen=True, slots=True)
class Exists:
    """``over.exists(v, body)``; the body speaks of v alone."""

    over: Collection
    body: Node


@dataclass(frozen=True, slots=True)
class All:
    """``over.all(v, body)``; the body speaks of v alone."""

    over: Collection
    body: Node


Node = (
    Literal
    | Fact
    | Element
    | Not
    | And
    | Or
    | Negate
    | Arithmetic
    | Compare
    | Choice
    | Among
    | Listed
    | StartsWith
    | Held
    | Size
    | Exists
    | All
    | CodesFact
    | PartiesFact
    | ListLiteral
)


def children(node: Node) -> tuple[Node, ...]:  # noqa: C901, PLR0911 - one return per node
    """The nodes directly below a node, in order."""
    match node:
        case Literal() | Fact() | Element() | CodesFact() | PartiesFact():
            return ()
        case And(operands) | Or(operands):
            return operands
        case Not(operand) | Negate(operand):
            return (operand,)
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Choice(condition, then, otherwise):
            return (condition, then, otherwise)
        case Among(item, values):
            return (item, *values)
        case Listed(item, _) | StartsWith(item, _):
            return (item,)
        case Held(party, parties):
            return (party, parties)
        case Size(of):
            return (of,)
        case Exists(over, body) | All(over, body):
            return (over, body)
        case ListLiteral(values):
            return values


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it, parents first, from left to right."""
    yield node
    for child in children(node):
        yield from walk(child)


def fact_names(node: Node) -> tuple[str, ...]:
    """The declared facts that a tree uses, sorted."""
    facts = (found for found in walk(node) if isinstance(found, Fact | CodesFact | PartiesFact))
    return tuple(sorted({fact.name for fact in facts}))


def element_predicates(*trees: Node) -> tuple[Node, ...]:
    """The distinct bodies of macros over list(code) facts, in order of appearance: one bit each in SQL."""
    bodies: dict[Node, None] = {}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Exists | All) and isinstance(node.over, CodesFact):
                bodies[node.body] = None
    return tuple(bodies)


Tree = TypeVar("Tree", bound=Node)


def replaced(node: Tree, facts: Mapping[str, Node]) -> Tree:
    """A tree in which named facts are replaced by other trees of the same type."""
    if isinstance(node, Fact):
        return cast("Tree", facts.get(node.name, node))
    changed: Any = {field.name: _replaced_part(getattr(node, field.name), facts) for field in fields(node)}
    return cast("Tree", type(node)(**changed))


def _replaced_part(part: object, facts: Mapping[str, Node]) -> object:
    if isinstance(part, tuple):
        return tuple(_replaced_part(item, facts) for item in part)
    return replaced(part, facts) if isinstance(part, Node) else part
