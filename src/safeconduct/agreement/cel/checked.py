"""A typed node while it is being checked: its type, the values it can take, its place in the text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from safeconduct.agreement.cel.source import Source
from safeconduct.agreement.cel.tree import Literal, Node
from safeconduct.agreement.cel.types import Kind, code_schemes, is_code, type_range
from safeconduct.base.suggest import nearest

TEXT_KINDS = frozenset({Kind.STRING, Kind.ENUM, Kind.PARTY, Kind.CODE})
ORDERED_KINDS = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})
SCALAR_KINDS = TEXT_KINDS | ORDERED_KINDS | {Kind.BOOL}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known about a node without any fact.

    at: offset into the condition. low, high: bounds of an int, instant or duration.
    members: the values of an enum, party or set(party); of a text made of literals, these literals.
    fixed: a text made of literals only; it takes the type of what it is compared with.
    """

    node: Node
    kind: Kind
    at: int
    low: int = 0
    high: int = 0
    members: tuple[str, ...] = ()
    fixed: bool = False


def constant(kind: Kind, value: bool | int | str, at: int) -> Checked:
    """A literal as a checked node."""
    node = Literal(kind, value)
    if isinstance(value, str):
        return Checked(node, kind, at, members=(value,), fixed=True)
    return Checked(node, kind, at, low=int(value), high=int(value))


def in_range(source: Source, checked: Checked) -> Checked:
    """The node itself. Raises E05 if a value could leave the range of its type."""
    least, greatest = type_range(checked.kind)
    if least <= checked.low and checked.high <= greatest:
        return checked
    bounds = f"between {checked.low} and {checked.high}"
    what = f"this {checked.kind.value} may lie {bounds}, beyond what CEL can hold"
    raise source.error("E05", checked.at, what, "Declare narrower bounds for its facts, or use smaller numbers.")


def agreed(source: Source, at: int, left: Checked, right: Checked) -> Checked:
    """The type that two scalars share, as if either could be the value. Raises E03, E07 or E08."""
    if left.fixed and not right.fixed:
        left, right = right, left
    if right.fixed and left.kind in TEXT_KINDS:
        _fits(source, right, left)
    elif left.kind is not right.kind or left.kind not in SCALAR_KINDS:
        raise mismatch(source, at, left, right)
    elif left.kind is Kind.ENUM and set(left.members) != set(right.members):
        what = f"the values {_some(left.members)} are compared with {_some(right.members)}"
        raise source.error("E03", at, what, "Compare facts that take the same values.")
    low, high = min(left.low, right.low), max(left.high, right.high)
    members = tuple(dict.fromkeys(left.members + right.members))
    return Checked(left.node, left.kind, at, low, high, members, left.fixed and right.fixed)


def mismatch(source: Source, at: int, left: Checked, right: Checked) -> Exception:
    """The E03 for two operands that do not go together."""
    what = f"{left.kind.value} and {right.kind.value} do not go together here"
    return source.error("E03", at, what, "There is no implicit conversion: compare values of one type.")


def _fits(source: Source, fixed: Checked, declared: Checked) -> None:
    """Whether every literal is a value that the other side can take."""
    for value in fixed.members:
        if declared.kind is Kind.CODE and not is_code(value):
            raise bad_code(source, fixed.at, value)
        if declared.kind in {Kind.ENUM, Kind.PARTY} and value not in declared.members:
            raise no_member(source, fixed.at, value, declared.members)


def bad_code(source: Source, at: int, value: str) -> Exception:
    """The E07 for a text that is no code."""
    schemes = ", ".join(code_schemes())
    return source.error("E07", at, f"{value!r} is not a code", f"Write scheme:code, such as hs:310210 ({schemes}).")


def no_member(source: Source, at: int, value: str, members: tuple[str, ...]) -> Exception:
    """The E08 for a value that a name cannot take."""
    what = f"{value!r} is none of the values that can stand here"
    return source.error("E08", at, what, did_you_mean(value, members) or f"Possible are {_some(members)}.")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A suggestion, or nothing when no known word is close."""
    close = nearest(word, known)
    return f"Did you mean {close[0]!r}?" if close else ""


def _some(members: tuple[str, ...]) -> str:
    shown = ", ".join(repr(member) for member in members[:6])
    return shown + (", ..." if len(members) > 6 else "")
