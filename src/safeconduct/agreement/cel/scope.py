"""Names: what a name or a dotted chain of names stands for at one place of a condition."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from safeconduct.agreement.cel.checked import Checked, bad_code, constant, did_you_mean
from safeconduct.agreement.cel.errors import ConditionError
from safeconduct.agreement.cel.parse import Syntax
from safeconduct.agreement.cel.source import Source
from safeconduct.agreement.cel.tree import CodesFact, Fact, PartiesFact
from safeconduct.agreement.cel.types import CodeList, FactType, Kind, Vocabulary, is_code, may_begin_code

_RANGED = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    recorded: names for which ``has(name)`` may be asked.
    name, variable: the macro variable and what is known of it; empty outside macros.
    outer: variables of the macros around this one, which nothing inside may use. macros: how many are around.
    """

    source: Source
    vocabulary: Vocabulary
    recorded: AbstractSet[str] = frozenset()
    name: str = ""
    variable: Checked | None = None
    outer: frozenset[str] = frozenset()
    macros: int = 0

    def error(self, code: str, syntax: Syntax, what: str, next_step: str = "") -> ConditionError:
        """The error to raise for a fault in this part of the condition."""
        return self.source.error(code, syntax.at, what, next_step)


def dotted(syntax: Syntax) -> str:
    """The name that a chain of selections spells, or nothing."""
    if syntax.form == "name":
        return syntax.word
    if syntax.form == "select":
        front = dotted(syntax.parts[0])
        return f"{front}.{syntax.word}" if front else ""
    return ""


def name_or_field(scope: Scope, syntax: Syntax) -> Checked:
    """A declared name, a limit, or the macro variable. Raises E02, E04, E07 or E09."""
    name = dotted(syntax)
    first = name.split(".")[0]
    if not name or (first == scope.name and first != name):
        next_step = "A dotted name is one declared name; nothing has fields."
        raise scope.error("E04", syntax, "selecting a field is outside the profile", next_step)
    if scope.variable is not None:
        return _name_in_macro(scope, syntax, name)
    declared = scope.vocabulary.facts.get(name)
    if declared is not None:
        return _fact(name, declared, syntax.at)
    space, _, rest = name.partition(".")
    if space == "limit" and rest in scope.vocabulary.limits:
        limit = scope.vocabulary.limits[rest]
        return constant(limit.kind, limit.value, syntax.at)
    if space == "list":
        code_list(scope, syntax, rest)
        raise scope.error("E04", syntax, f"{name} stands alone", f"Write: code in {name}.")
    raise _undeclared(scope, syntax, name)


def _name_in_macro(scope: Scope, syntax: Syntax, name: str) -> Checked:
    if name == scope.name and scope.variable is not None:
        return replace(scope.variable, at=syntax.at)
    space, _, rest = name.partition(".")
    is_limit = space == "limit" and rest in scope.vocabulary.limits
    if name.partition(".")[0] in scope.outer or name in scope.vocabulary.facts or is_limit:
        next_step = f"The condition after {scope.name!r} may speak of {scope.name!r} alone; take {name!r} outside."
        raise scope.error("E09", syntax, f"{name!r} comes from outside the macro", next_step)
    raise _undeclared(scope, syntax, name)


def _undeclared(scope: Scope, syntax: Syntax, name: str) -> ConditionError:
    limits = [f"limit.{limit}" for limit in scope.vocabulary.limits]
    known = [scope.name] if scope.variable else [*scope.vocabulary.facts, *limits]
    next_step = _meant_value(scope, name) or did_you_mean(name, known) or "Use a declared name."
    return scope.error("E02", syntax, f"{name!r} is not declared", next_step)


def _meant_value(scope: Scope, name: str) -> str:
    """A suggestion for a word that is no name but a value: a text without quotes, or a bool in capitals."""
    if name.lower() in {"true", "false"}:
        return f"Write {name.lower()}."
    values = {value for declared in scope.vocabulary.facts.values() for value in declared.members}
    return f'Write it as a text: "{name}".' if name in values else ""


def _fact(name: str, declared: FactType, at: int) -> Checked:
    kind = declared.kind
    if kind is Kind.CODES:
        return Checked(CodesFact(name), kind, at)
    if kind is Kind.PARTIES:
        return Checked(PartiesFact(name, declared.members), kind, at, members=declared.members)
    low, high = declared.range() if kind in _RANGED else (0, 0)
    return Checked(Fact(kind, name), kind, at, low, high, declared.members)


def code_list(scope: Scope, syntax: Syntax, name: str) -> CodeList:
    """The list called ``list.NAME``."""
    lists = scope.vocabulary.lists
    if name not in lists:
        next_step = did_you_mean(name, lists) or "Declare the list."
        raise scope.error("E07", syntax, f"there is no list {name!r}", next_step)
    found = lists[name]
    if not found.exact and not found.prefixes:
        raise scope.error("E07", syntax, f"the list {name!r} is empty", "Give it at least one code.")
    for code in found.exact:
        if not is_code(code):
            raise bad_code(scope.source, syntax.at, code)
    for prefix in found.prefixes:
        if ":" not in prefix or not may_begin_code(prefix):
            raise bad_code(scope.source, syntax.at, prefix)
    return found
