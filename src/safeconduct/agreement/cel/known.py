"""Generated Python from a typed tree whose facts are known: the two-valued half of the closure back-end.

The source is made of our own names and operators alone. Whatever an author wrote (texts, numbers, names of
facts) is bound to a name in the function's namespace and never becomes part of the source.

A list(code) is asked through bits: each code is tested once against every element predicate of the function
and the result kept, so that a macro costs one look-up a code.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    Arithmetic,
    Choice,
    CodesFact,
    Collection,
    Compare,
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

CODES_KEPT = 8192
_LONG = 400  # characters; a longer part gets a line of its own, so that brackets never nest too deep to compile


class _Bits(dict[str, int]):
    """Code -> a bit for each element predicate that holds for it. plain: the codes found to have no bit.

    Emptied when it holds too many, so it is bounded; a code is then tested again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._predicates: dict[Node, int] = {}
        self.plain: set[str] = set()

    def bit(self, predicate: Node) -> int:
        """The bit of a predicate; all of them are asked for before the first code is."""
        return self._predicates.setdefault(predicate, 1 << len(self._predicates))

    def __missing__(self, code: str) -> int:
        if len(self) >= CODES_KEPT:
            self.clear()
            self.plain.clear()
        found = sum(bit for predicate, bit in self._predicates.items() if value_of(predicate, {}, code))
        self[code] = found
        if not found:
            self.plain.add(code)
        return found


class KnownWriter:
    """Writes one function of known facts, statement by statement.

    `write` gives the code of a tree, having put down what must stand before it: a fact is read, and tested to
    be known, right before the first statement that needs it.
    otherwise: what answers in its place when a fact is not known well enough; without it, the answer is None.
    """

    def __init__(self, otherwise: Callable[[Facts], object] | None = None) -> None:
        self._lines: list[str] = []
        self._indent = ""
        self._namespace: dict[str, Any] = {"__builtins__": {}, "len": len, "KeyError": KeyError}
        self._constants: dict[tuple[type, Hashable], str] = {}
        self._facts: dict[str, str] = {}
        self._bits: dict[str, _Bits] = {}
        self._prepared: set[str] = set()
        self._temporaries = 0
        self.give_up = "return None" if otherwise is None else f"return {self.bound(otherwise)}(facts)"

    def line(self, text: str) -> None:
        """Put down a statement."""
        self._lines.append(self._indent + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Put down statements below a head such as ``if x:``; what they read is not known to be read after."""
        self.line(head)
        outside = self._indent, self._facts, self._prepared
        self._indent, self._facts, self._prepared = f"{self._indent}    ", {**self._facts}, {*self._prepared}
        yield
        self._indent, self._facts, self._prepared = outside

    def temporary(self) -> str:
        """A new local name."""
        self._temporaries += 1
        return f"t{self._temporaries}"

    def constant(self, value: Hashable) -> str:
        """The name of a constant."""
        return self._constants.setdefault((type(value), value), self.bound(value))

    def bound(self, value: object) -> str:
        """A new name for something that the function needs."""
        name = f"k{len(self._namespace)}"
        self._namespace[name] = value
        return name

    def source(self) -> str:
        """The function as Python source."""
        body = "".join(f"        {line}\n" for line in self._lines)
        return f"def closure(facts):\n    try:\n{body}    except KeyError:\n        {self.give_up}\n"

    def function(self) -> Callable[[Facts], Any]:
        """The function, compiled."""
        made: dict[str, Any] = {}
        exec(compile(self.source(), "<closure>", "exec"), self._namespace, made)  # noqa: S102 - see the module's text
        function: Callable[[Facts], Any] = made["closure"]
        return function

    def write(self, node: Node) -> str:  # noqa: C901, PLR0911 - one return per node
        """The code of a tree's value."""
        match node:
            case Literal(_, value):
                return str(value) if isinstance(value, bool) else self.constant(value)
            case ListLiteral(values):
                return self.constant(tuple(literal.value for literal in values))
            case Fact(_, name):
                return self._fact(name)
            case Not(operand):
                return self._strict("(not {0})", operand)
            case And(operands):
                return self._and(operands)
            case Or(operands):
                return self._or(operands)
            case Negate(operand):
                return self._strict("(-{0})", operand)
            case Arithmetic(operator, left, right):
                return self._strict(f"({{0}} {operator} {{1}})", left, right)
            case Compare():
                return self._compare(node)
            case Choice():
                return self._choice(node)
        return self._membership(node)

    def _membership(self, node: Node) -> str:  # noqa: PLR0911 - one return per node
        match node:
            case Among(item, values):
                chosen = self.constant(frozenset(literal.value for literal in values))
                return self._strict(f"({{0}} in {chosen})", item)
            case Listed(item, codes):
                return self._strict(f"{self.bound(codes.holds)}({{0}})", item)
            case StartsWith(text, prefix):
                return self._strict(f"{{0}}.startswith({self.constant(prefix)})", text)
            case Held(party, parties):
                return self._held(party, parties)
            case Size(of):
                return self._size(of)
            case Exists(over, body):
                return self._macro(over, body, found="True", none="False")
            case All(over, body):
                return self._macro(over, Not(body), found="False", none="True")
        raise AssertionError(node)

    def _part(self, node: Node) -> str:
        """The code of an operand."""
        code = self.write(node)
        if len(code) <= _LONG:
            return code
        name = self.temporary()
        self.line(f"{name} = {code}")
        return name

    def _macro(self, over: Collection, body: Node, *, found: str, none: str) -> str:
        """`found` if some member satisfies the body, `none` if none does."""
        match over:
            case ListLiteral(values):
                return found if any(value_of(body, {}, literal.value) for literal in values) else none
            case PartiesFact(_, members):
                chosen = frozenset(member for member in members if value_of(body, {}, member))
                return self._parties_macro(over, chosen, found, none)
            case CodesFact(name):
                return self._codes_macro(self._codes_bits(name), self._bits[name].bit(body), found, none)

    def _codes_bits(self, name: str) -> str:
        """The variable with all bits of the codes of a fact; what it needs is put down first."""
        fact = self._fact(name)
        variable = f"b{fact}"
        if variable not in self._prepared:
            self._prepared.add(variable)
            bits = self._bits.setdefault(name, _Bits())
            self._prepare_bits(fact, variable, self.bound(bits.plain), self.bound(bits))
        return variable

    # What follows is different where facts may be unknown.

    def _fact(self, name: str) -> str:
        if name not in self._facts:
            self._facts[name] = variable = f"v{len(self._facts)}"
            self.line(f"{variable} = facts[{self.constant(name)}]")
            self.line(f"if {variable} is None: {self.give_up}")
        return self._facts[name]

    def _codes(self, name: str) -> str:
        """A list(code) fact."""
        return self._once(self._fact(name), "{0}.open")

    def _parties(self, of: PartiesFact) -> str:
        """A set(party) fact."""
        return self._once(self._fact(of.name), f"len({{0}}.yes) + len({{0}}.no) < {self.constant(len(of.members))}")

    def _once(self, fact: str, unknown: str) -> str:
        if fact not in self._prepared:
            self._prepared.add(fact)
            self.line(f"if {unknown.format(fact)}: {self.give_up}")
        return fact

    def _strict(self, template: str, *operands: Node) -> str:
        """An operation that is unknown if an operand is."""
        return template.format(*map(self._part, operands))

    def _and(self, operands: tuple[Node, ...]) -> str:
        return f"({' and '.join(map(self._part, operands))})"

    def _or(self, operands: tuple[Node, ...]) -> str:
        return f"({' or '.join(map(self._part, operands))})"

    def _choice(self, node: Choice) -> str:
        condition, then, otherwise = map(self._part, (node.condition, node.then, node.otherwise))
        return f"({then} if {condition} else {otherwise})"

    def _compare(self, node: Compare) -> str:
        return self._strict(f"({{0}} {node.operator} {{1}})", node.left, node.right)

    def _size(self, of: Collection) -> str:
        match of:
            case ListLiteral(values):
                return self.constant(len(values))
            case CodesFact(name):
                return f"len({self._codes(name)}.known)"
            case PartiesFact():
                return f"len({self._parties(of)}.yes)"

    def _held(self, party: Node, parties: PartiesFact) -> str:
        if not isinstance(party, Literal):
            return f"({self._part(party)} in {self._parties(parties)}.yes)"
        fact, name = self._fact(parties.name), self.constant(party.value)
        variable = f"{fact}{name}"
        if variable not in self._prepared:
            self._prepared.add(variable)
            self.line(f"{variable} = {name} in {fact}.yes")
            self.line(f"if not {variable} and {name} not in {fact}.no: {self.give_up}")
        return variable

    def _prepare_bits(self, fact: str, variable: str, plain: str, bits: str) -> None:
        self._once(fact, "{0}.open")
        self.line(f"{variable} = 0")
        self._add_bits(fact, variable, plain, bits)

    def _add_bits(self, fact: str, variable: str, plain: str, bits: str) -> None:
        with self.block(f"if not {plain}.issuperset({fact}.known):"):
            self.line(f"for code in {fact}.known: {variable} |= {bits}[code]")

    def _codes_macro(self, bits: str, bit: int, found: str, none: str) -> str:
        return f"({found} if {bits} & {bit} else {none})"

    def _parties_macro(self, over: PartiesFact, chosen: frozenset[str], found: str, none: str) -> str:
        return f"({none} if {self.constant(chosen)}.isdisjoint({self._parties(over)}.yes) else {found})"
