"""From the shape of an expression to a typed tree: names, types, ranges, and the edges of the profile.

Whatever this module lets through evaluates to a value or to unknown in every back-end, and never fails.
"""

from __future__ import annotations

from dataclasses import replace

from safeconduct.agreement.cel import operators
from safeconduct.agreement.cel.checked import (
    SCALAR_KINDS,
    TEXT_KINDS,
    Checked,
    agreed,
    bad_code,
    constant,
    did_you_mean,
    no_member,
)
from safeconduct.agreement.cel.errors import ConditionError
from safeconduct.agreement.cel.literal import duration_us, instant_us
from safeconduct.agreement.cel.parse import Syntax
from safeconduct.agreement.cel.scope import Scope, code_list, dotted, name_or_field
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    CodesFact,
    Collection,
    Compare,
    Element,
    Exists,
    Fact,
    Held,
    Listed,
    ListLiteral,
    Literal,
    PartiesFact,
    Size,
    StartsWith,
)
from safeconduct.agreement.cel.types import (
    CODES_HIGH,
    Kind,
    may_begin_code,
)

_MACROS = frozenset({"exists", "all"})
_METHODS = frozenset({"startsWith", *_MACROS})
_FUNCTIONS = frozenset({"size", "timestamp", "duration"})
_RECORDED = "recorded."


def check(scope: Scope, syntax: Syntax) -> Checked:  # noqa: PLR0911 - one return per form
    """A typed tree with what is known of its value. Raises ConditionError E02 to E09."""
    match syntax.form:
        case "int":
            return constant(Kind.INT, syntax.number, syntax.at)
        case "bool":
            return constant(Kind.BOOL, bool(syntax.number), syntax.at)
        case "text":
            return constant(Kind.STRING, syntax.word, syntax.at)
        case "name" | "select":
            return name_or_field(scope, syntax)
        case "list":
            return _list(scope, syntax)
        case "call":
            return _call(scope, syntax)
        case "method":
            return _method(scope, syntax)
        case "in":
            return _membership(scope, syntax)
    return _operator(scope, syntax)


def _operator(scope: Scope, syntax: Syntax) -> Checked:
    source = scope.source
    operands = [check(scope, part) for part in syntax.parts]
    match syntax.form, operands:
        case "negate", [operand]:
            return operators.negation(source, syntax, operand)
        case "?", [condition, then, otherwise]:
            return operators.choice(source, syntax, condition, then, otherwise)
        case form, [left, right] if form in operators.ARITHMETIC:
            return operators.arithmetic(source, syntax, left, right)
        case form, [left, right] if form in operators.COMPARISONS:
            return operators.comparison(source, syntax, left, right)
    return operators.logic(source, syntax, operands)


def _list(scope: Scope, syntax: Syntax) -> Checked:
    """``[a, b]``: literals of one scalar type."""
    values: list[Literal] = []
    shared: Checked | None = None
    for part in syntax.parts:
        value = check(scope, part)
        if not isinstance(value.node, Literal) or value.kind not in SCALAR_KINDS or part.form in {"name", "select"}:
            raise scope.error(
                "E04", part, "a list holds literals only", "Compare with each value instead: x == a || ..."
            )
        shared = agreed(scope.source, part.at, shared, value) if shared else value
        values.append(value.node)
    node = ListLiteral(tuple(values))
    if shared is None:
        return Checked(node, Kind.LIST, syntax.at)
    return Checked(node, Kind.LIST, syntax.at, shared.low, shared.high, shared.members)


def _call(scope: Scope, syntax: Syntax) -> Checked:
    if syntax.word == "has":
        return _has(scope, syntax)
    if syntax.word not in _FUNCTIONS:
        next_step = did_you_mean(syntax.word, _FUNCTIONS) or "The profile has size, timestamp and duration."
        raise scope.error("E04", syntax, f"the function {syntax.word}() is outside the profile", next_step)
    if len(syntax.parts) != 1:
        raise scope.error("E03", syntax, f"{syntax.word}() takes one argument")
    argument = syntax.parts[0]
    return _size(scope, syntax, argument) if syntax.word == "size" else _time(scope, syntax, argument)


def _has(scope: Scope, syntax: Syntax) -> Checked:
    """``has(name)``, where the caller allows it: the bool fact ``recorded.name``, which is always known."""
    name = dotted(syntax.parts[0]) if len(syntax.parts) == 1 else ""
    if name in scope.recorded and scope.variable is None:
        return Checked(Fact(Kind.BOOL, _RECORDED + name), Kind.BOOL, syntax.at)
    if scope.recorded and name not in scope.vocabulary.facts:
        next_step = did_you_mean(name, scope.recorded) or f"Possible are {', '.join(sorted(scope.recorded))}."
        raise scope.error("E02", syntax, f"has() of {name!r}, which is not declared", next_step)
    next_step = "Where absence matters, declare a fact for it, such as `notified: bool`."
    what = "has() is outside the profile here: forgetting could change an answer"
    raise scope.error("E04", syntax, what, next_step)


def _time(scope: Scope, syntax: Syntax, argument: Syntax) -> Checked:
    """``timestamp("...")`` and ``duration("...")``."""
    kind, read, example = (
        (Kind.INSTANT, instant_us, '"2022-08-31T09:14:05Z"')
        if syntax.word == "timestamp"
        else (Kind.DURATION, duration_us, '"36h" or "1h30m"')
    )
    if argument.form != "text":
        next_step = f"Write {syntax.word}({example}), or declare a fact of that type."
        raise scope.error("E04", argument, f"{syntax.word}() of anything but a literal text is outside", next_step)
    try:
        return constant(kind, read(argument.word), syntax.at)
    except ValueError as error:
        raise scope.error("E06", argument, str(error), f"Write it as {example}.") from error


def _size(scope: Scope, syntax: Syntax, argument: Syntax) -> Checked:
    of = _collection(scope, argument)
    match of.node:
        case ListLiteral(values):
            low, high = len(values), len(values)
        case PartiesFact(_, members):
            low, high = 0, len(members)
        case _:
            low, high = 0, CODES_HIGH
    return Checked(Size(_as_collection(of)), Kind.INT, syntax.at, low, high)


def _collection(scope: Scope, syntax: Syntax) -> Checked:
    """A checked list or set. Raises E04 for the size of a text, E03 for anything else."""
    found = check(scope, syntax)
    if isinstance(found.node, Collection):
        return found
    if found.kind in TEXT_KINDS:
        raise scope.error("E04", syntax, "the parts of a text are outside the profile", "Use a list or a set.")
    raise scope.error("E03", syntax, f"{found.kind.value} is no list or set")


def _as_collection(found: Checked) -> Collection:
    assert isinstance(found.node, Collection)
    return found.node


def _method(scope: Scope, syntax: Syntax) -> Checked:
    if syntax.word not in _METHODS:
        next_step = did_you_mean(syntax.word, _METHODS) or "The profile has startsWith, exists and all."
        if syntax.word == "size":
            next_step = "Write size(xs)."
        raise scope.error("E04", syntax, f"the function .{syntax.word}() is outside the profile", next_step)
    if syntax.word in _MACROS:
        return _macro(scope, syntax)
    return _starts_with(scope, syntax)


def _starts_with(scope: Scope, syntax: Syntax) -> Checked:
    target, *arguments = syntax.parts
    if len(arguments) != 1 or arguments[0].form != "text":
        raise scope.error("E04", syntax, "startsWith() takes one literal text", 'Write x.startsWith("hs:93").')
    text, prefix = check(scope, target), arguments[0].word
    if text.kind not in TEXT_KINDS:
        raise scope.error("E03", syntax, f"{text.kind.value} is no text, so it starts with nothing")
    if text.kind is Kind.CODE and not may_begin_code(prefix):
        raise bad_code(scope.source, arguments[0].at, prefix)
    if text.kind in {Kind.ENUM, Kind.PARTY} and not any(value.startswith(prefix) for value in text.members):
        raise no_member(scope.source, arguments[0].at, prefix, text.members)
    return Checked(StartsWith(text.node, prefix), Kind.BOOL, syntax.at)


def _membership(scope: Scope, syntax: Syntax) -> Checked:
    """``x in [..]``, ``x in list.NAME``, ``x in a_list_fact``, ``x in a_set_fact``."""
    left, right = syntax.parts
    item = check(scope, left)
    if item.kind not in SCALAR_KINDS:
        raise scope.error("E04", left, f"{item.kind.value} inside a list is outside the profile")
    name = dotted(right)
    if name.startswith("list.") and scope.name != "list" and name not in scope.vocabulary.facts:
        codes = code_list(scope, right, name.removeprefix("list."))
        _code_item(scope, item)
        return Checked(Listed(item.node, codes), Kind.BOOL, syntax.at)
    within = check(scope, right)
    match within.node:
        case ListLiteral(values):
            for part, value in zip(right.parts, values, strict=True):
                agreed(scope.source, part.at, item, constant(value.kind, value.value, part.at))
            return Checked(Among(item.node, values), Kind.BOOL, syntax.at)
        case CodesFact():
            return _in_codes(scope, syntax, item, within.node)
        case PartiesFact():
            _party_item(scope, item, within)
            return Checked(Held(item.node, within.node), Kind.BOOL, syntax.at)
    raise scope.error("E03", right, f"{within.kind.value} is no list or set", "Write x in [a, b], or x == a.")


def _code_item(scope: Scope, item: Checked) -> None:
    code = Checked(item.node, Kind.CODE, item.at)
    if item.kind is not Kind.CODE:
        agreed(scope.source, item.at, code, item)


def _in_codes(scope: Scope, syntax: Syntax, item: Checked, codes: CodesFact) -> Checked:
    """A literal code in a list fact: the same as asking whether one of its codes equals it."""
    _code_item(scope, item)
    if not isinstance(item.node, Literal):
        what = "looking for a varying code in a list fact is outside the profile"
        raise scope.error("E04", syntax, what, "Look for a literal code, or compare inside xs.exists(v, ...).")
    return Checked(Exists(codes, Compare("==", Element(Kind.CODE), item.node)), Kind.BOOL, syntax.at)


def _party_item(scope: Scope, item: Checked, parties: Checked) -> None:
    if item.kind is not Kind.PARTY:
        agreed(scope.source, item.at, replace(parties, kind=Kind.PARTY), item)


def _macro(scope: Scope, syntax: Syntax) -> Checked:
    """``xs.exists(v, P)`` and ``xs.all(v, P)``."""
    target, *arguments = syntax.parts
    if scope.macros > 1:
        raise scope.error("E04", syntax, "macros inside macros inside macros are outside the profile")
    if len(arguments) != 2:
        raise scope.error("E04", syntax, f"{syntax.word}() takes a name and a condition", "Write xs.exists(v, v == a).")
    variable, body = arguments
    if variable.form != "name":
        raise scope.error("E01", variable, "the first argument of a macro is a plain name", "Write xs.exists(v, ...).")
    over = _collection(scope, target)
    node = operators.wanted_bool(scope.source, _body(scope, over, variable.word, body))
    macro = Exists if syntax.word == "exists" else All
    return Checked(macro(_as_collection(over), node), Kind.BOOL, syntax.at)


def _body(scope: Scope, over: Checked, name: str, body: Syntax) -> Checked:
    """The checked condition of a macro; over an empty list, with the first element type that fits it."""
    kinds = _element_kinds(over)
    outer = scope.outer | ({scope.name} if scope.name else set())
    inner = replace(scope, name=name, outer=frozenset(outer - {name}), macros=scope.macros + 1)
    failure: ConditionError | None = None
    for kind in kinds:
        variable = Checked(Element(kind), kind, body.at, over.low, over.high, _element_members(over, kind))
        try:
            return check(replace(inner, variable=variable), body)
        except ConditionError as error:
            failure = failure or error
    assert failure is not None
    raise failure


def _element_kinds(over: Checked) -> tuple[Kind, ...]:
    match over.node:
        case CodesFact():
            return (Kind.CODE,)
        case PartiesFact():
            return (Kind.PARTY,)
        case ListLiteral(values) if values:
            return (values[0].kind,)
    return (Kind.INT, Kind.STRING, Kind.BOOL, Kind.INSTANT, Kind.DURATION)


def _element_members(over: Checked, kind: Kind) -> tuple[str, ...]:
    return over.members if kind is Kind.PARTY else ()
