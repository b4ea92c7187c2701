"""Generated Python from a typed tree: for one decision at a time, where the reference would be too slow.

`compile_tree` answers as `evaluate.value_of` does for all facts, by Kleene's logic. `compile_known_tree` is
quicker and knows two truth values only: it gives None, without an answer, as soon as it meets a fact that is
not known well enough, and the first must be asked. As everywhere in this package, values of facts are of the
declared type.
"""

from __future__ import annotations

from collections.abc import Callable

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.known import KnownWriter
from safeconduct.agreement.cel.tree import (
    Choice,
    Collection,
    Compare,
    ListLiteral,
    Literal,
    Node,
    PartiesFact,
    Size,
)
from safeconduct.agreement.cel.types import Result

Closure = Callable[[Facts], Result]

_FAR = 2**64  # beyond every int of the profile: the size of a list that is not bounded


def compile_tree(tree: Node) -> Closure:
    """A function from facts to the value of a tree, None if unknown: equal to `evaluate.value_of`."""
    writer = KleeneWriter()
    writer.line(f"return {writer.write(tree)}")
    return writer.function()


def compile_known_tree(tree: Node) -> Closure:
    """A function from facts to the value of a tree; None as soon as a fact it uses is not known well enough."""
    writer = KnownWriter()
    writer.line(f"return {writer.write(tree)}")
    return writer.function()


class KleeneWriter(KnownWriter):
    """Writes one function of any facts: where one is missing or None, its value is unknown."""

    def source(self) -> str:
        """The function as Python source."""
        body = "".join(f"    {line}\n" for line in self._lines)
        return f"def closure(facts):\n    get = facts.get\n{body}"

    def _fact(self, name: str) -> str:
        if name not in self._facts:
            self._facts[name] = variable = f"v{len(self._facts)}"
            self.line(f"{variable} = get({self.constant(name)})")
        return self._facts[name]

    def _twice(self, node: Node) -> tuple[str, str]:
        """Code to stand where the value is used first, and where it is used again."""
        code = self._part(node)
        if code.isalnum():
            return code, code
        name = self.temporary()
        return f"({name} := {code})", name

    def _strict(self, template: str, *operands: Node) -> str:
        pairs = [self._twice(operand) for operand in operands]
        code = template.format(*(again for _, again in pairs))
        unknown = [f"{first} is None" for first, again in pairs if not _is_constant(again)]
        return f"(None if {' or '.join(unknown)} else {code})" if unknown else code

    def _and(self, operands: tuple[Node, ...]) -> str:
        return self._joined(operands, "False", "True")

    def _or(self, operands: tuple[Node, ...]) -> str:
        return self._joined(operands, "True", "False")

    def _joined(self, operands: tuple[Node, ...], deciding: str, otherwise: str) -> str:
        pairs = [self._twice(operand) for operand in operands]
        decided = " or ".join(f"{first} is {deciding}" for first, _ in pairs)
        unknown = " or ".join(f"{again} is None" for _, again in pairs)
        return f"({deciding} if {decided} else None if {unknown} else {otherwise})"

    def _choice(self, node: Choice) -> str:
        condition, asked = self._twice(node.condition)
        then, then_again = self._twice(node.then)
        otherwise, otherwise_again = self._twice(node.otherwise)
        chosen = f"None if {condition} is None else {then_again} if {asked} else {otherwise_again}"
        return f"({then_again} if {then} == {otherwise} else {chosen})"

    def _compare(self, node: Compare) -> str:
        if isinstance(node.left, Size) or isinstance(node.right, Size):
            return self._compare_sizes(node)
        return super()._compare(node)

    def _compare_sizes(self, node: Compare) -> str:
        """A comparison of sizes, each known within bounds."""
        (low, high), (other_low, other_high) = self._bounds(node.left), self._bounds(node.right)
        match node.operator:
            case "<" | ">=":
                surely, surely_not = f"{high} < {other_low}", f"{low} >= {other_high}"
            case ">" | "<=":
                surely, surely_not = f"{low} > {other_high}", f"{high} <= {other_low}"
            case _:
                surely = f"{low} >= {other_high} and {high} <= {other_low}"
                surely_not = f"{high} < {other_low} or {low} > {other_high}"
        yes, no = ("False", "True") if node.operator in {"<=", ">=", "!="} else ("True", "False")
        return f"({yes} if {surely} else {no} if {surely_not} else None)"

    def _bounds(self, node: Node) -> tuple[str, str]:
        """Names of the least and greatest value, ready; both far away if nothing is known."""
        if isinstance(node, Size):
            return self._size_bounds(node.of)
        value, low, high = self.temporary(), self.temporary(), self.temporary()
        self.line(f"{low} = {high} = {value} = {self.write(node)}")
        self.line(f"if {value} is None: {low}, {high} = {self._nowhere()}")
        return low, high

    def _nowhere(self) -> str:
        return self.constant((-_FAR, _FAR))

    def _size_bounds(self, of: Collection) -> tuple[str, str]:
        if isinstance(of, ListLiteral):
            return (self.constant(len(of.values)),) * 2
        fact = self._fact(of.name)
        low, high = f"l{fact}", f"h{fact}"
        if low not in self._prepared:
            self._prepared.add(low)
            far = self.constant(_FAR)
            greatest = f"{far} if {fact}.open else len({fact}.known)"
            bounds = f"len({fact}.known), {greatest}"
            if isinstance(of, PartiesFact):
                bounds = f"len({fact}.yes), {self.constant(len(of.members))} - len({fact}.no)"
            self.line(f"{low}, {high} = {self._nowhere()} if {fact} is None else ({bounds})")
        return low, high

    def _size(self, of: Collection) -> str:
        low, high = self._size_bounds(of)
        return low if low == high else f"({low} if {low} == {high} else None)"

    def _held(self, party: Node, parties: PartiesFact) -> str:
        fact = self._fact(parties.name)
        first, again = self._twice(party)
        unknown = f"{fact} is None" if _is_constant(again) else f"{fact} is None or {first} is None"
        out = f"{again} in {fact}.no"
        if not isinstance(party, Literal):
            out = f"{out} or {again} not in {self.constant(frozenset(parties.members))}"
        return f"(None if {unknown} else True if {again} in {fact}.yes else False if {out} else None)"

    def _prepare_bits(self, fact: str, variable: str, plain: str, bits: str) -> None:
        self.line(f"{variable} = 0")
        self.line(f"o{variable} = True")
        with self.block(f"if {fact} is not None:"):
            self.line(f"o{variable} = {fact}.open")
            self._add_bits(fact, variable, plain, bits)

    def _codes_macro(self, bits: str, bit: int, found: str, none: str) -> str:
        return f"({found} if {bits} & {bit} else None if o{bits} else {none})"

    def _parties_macro(self, over: PartiesFact, chosen: frozenset[str], found: str, none: str) -> str:
        fact, wanted = self._fact(over.name), self.constant(chosen)
        decided = f"{found} if not {wanted}.isdisjoint({fact}.yes) else {none} if {wanted} <= {fact}.no else None"
        return f"(None if {fact} is None else {decided})"


def _is_constant(name: str) -> bool:
    """Whether a name stands for something that is never unknown."""
    return name[0] in "kTF"
