"""Portable SQL text from a typed tree: TRUE, FALSE or NULL exactly as the reference evaluator says.

Instants and durations are BIGINT microseconds, ints BIGINT, texts VARCHAR, bools BOOLEAN; unknown is NULL.
SQL's own AND, OR and NOT are Kleene's. The text is built from the tree alone; of the author's text only
literals reach it, quoted.

Lists and sets never reach SQL as such. A list(code) fact NAME is read from the columns

    NAME.in, NAME.out   BIGINT: bit i is set if some known code satisfies, or fails, element predicate i
    NAME.open           BOOLEAN: there may be more codes; NULL counts as open
    NAME.count          BIGINT: number of known codes

and a set(party) fact from NAME.yes and NAME.no: bit i for party i of its declaration. An unknown list or
set has NULL in all of them. `codes_row` and `parties_row` make the values; `load.element_bits` numbers the
predicates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from safeconduct.agreement.cel.errors import ConditionError
from safeconduct.agreement.cel.evaluate import value_of
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    And,
    Arithmetic,
    Choice,
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
    Negate,
    Node,
    Not,
    Or,
    PartiesFact,
    Size,
    StartsWith,
    children,
)
from safeconduct.agreement.cel.types import CodeList, Codes, Parties

_SAFE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*|\"[^\"]+\"")
_SPECIAL = re.compile(r"([\x00-\x1f\x7f])")
_OPERATORS = {"==": "=", "!=": "<>"}


def sql_of(tree: Node, columns: Mapping[str, str], bits: Mapping[Node, int]) -> str:
    """SQL for a tree. columns: SQL of each fact, or part of a list or set. bits: of element predicates."""
    return _Writer(columns, bits).write(tree)


def weight(node: Node) -> int:
    """About how many operators the SQL of a tree has; a choice is written out once per branch."""
    # Each part is weighed once: weighing a part twice would take exponential time in choices within choices.
    match node:
        case Choice():
            branches, conditions = _branches(node)
            return (len(branches) + 2) * sum(map(weight, branches + conditions))
        case Exists(ListLiteral(values), body) | All(ListLiteral(values), body):
            return 1 + len(values) * weight(body)
        case Held(party, PartiesFact(_, members)):
            return 1 + len(members) * (weight(party) + 5)
        case Listed(item, codes):
            return 1 + (len(codes.prefixes) + 1) * weight(item) + len(codes.exact)
        case PartiesFact(_, members):
            return 4 * len(members)
    below = 1 + sum(map(weight, children(node)))
    return 8 * below if _compares_size(node) else below


def _compares_size(node: Node) -> bool:
    return isinstance(node, Compare) and (isinstance(node.left, Size) or isinstance(node.right, Size))


def _branches(node: Choice) -> tuple[list[Node], list[Node]]:
    """The values that nested choices choose from, and all their conditions."""
    branches: list[Node] = []
    conditions = [node.condition]
    for branch in (node.then, node.otherwise):
        if isinstance(branch, Choice):
            inner_branches, inner_conditions = _branches(branch)
            branches += inner_branches
            conditions += inner_conditions
        else:
            branches.append(branch)
    return branches, conditions


def text_literal(text: str) -> str:
    """A VARCHAR literal. Control characters are spelled as chr(n): NUL would end the statement's text.

    >>> text_literal("it's")
    "'it''s'"
    """
    parts = [part for part in _SPECIAL.split(text) if part]
    spelled = [f"chr({ord(part)})" if _SPECIAL.fullmatch(part) else _quoted(part) for part in parts]
    if not spelled:
        return "''"
    return spelled[0] if len(spelled) == 1 else f"({' || '.join(spelled)})"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def literal(value: bool | int | str) -> str:
    """A literal of the column type. A bare number would be a 32-bit INTEGER in DuckDB and could overflow."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return text_literal(value) if isinstance(value, str) else f"CAST({value} AS BIGINT)"


def codes_row(
    codes: Codes | None, predicates: Sequence[Node]
) -> tuple[int | None, int | None, bool | None, int | None]:
    """The columns in, out, open, count of one list(code) value; bit i belongs to predicates[i]."""
    if codes is None:
        return None, None, None, None
    inside = outside = 0
    for bit, predicate in enumerate(predicates):
        for code in codes.known:
            if value_of(predicate, {}, code):
                inside |= 1 << bit
            else:
                outside |= 1 << bit
    return inside, outside, codes.open, len(codes.known)


def parties_row(parties: Parties | None, members: Sequence[str]) -> tuple[int | None, int | None]:
    """The columns yes, no of one set(party) value."""
    if parties is None:
        return None, None
    return _mask(members, parties.yes), _mask(members, parties.no)


def _mask(members: Sequence[str], chosen: frozenset[str]) -> int:
    return sum(1 << bit for bit, member in enumerate(members) if member in chosen)


class _Writer:
    """Writes one tree. element: SQL of the macro variable, for the body of a macro over a list literal."""

    def __init__(self, columns: Mapping[str, str], bits: Mapping[Node, int], element: str = "") -> None:
        self._columns = columns
        self._bits = bits
        self._element = element

    def write(self, node: Node) -> str:  # noqa: PLR0911 - one return per node
        match node:
            case Literal(_, value):
                return literal(value)
            case Fact(_, name):
                return self._column(name)
            case Element():
                return self._element
            case Not(operand):
                return f"(NOT {self.write(operand)})"
            case And(operands):
                return self._joined(" AND ", operands)
            case Or(operands):
                return self._joined(" OR ", operands)
            case Negate(operand):
                return f"(- {self.write(operand)})"
            case Arithmetic(operator, left, right):
                return f"({self.write(left)} {operator} {self.write(right)})"
            case Choice():
                return self._choice(node)
        return self._predicate(node)

    def _predicate(self, node: Node) -> str:  # noqa: PLR0911 - one return per node
        match node:
            case Compare():
                return self._compare(node)
            case Among(item, values):
                return self._among(self.write(item), [literal(value.value) for value in values])
            case Listed(item, codes):
                return self._listed(self.write(item), codes)
            case StartsWith(text, prefix):
                return f"starts_with({self.write(text)}, {text_literal(prefix)})"
            case Held(party, parties):
                return self._held(party, parties)
            case Size(of):
                low, high = self._size(of)
                return low if low == high else f"(CASE WHEN {low} = {high} THEN {low} END)"
            case Exists(over, body):
                return self._exists(over, body)
            case All(over, body):
                return self._all(over, body)
        raise ConditionError("E04", "a list or set has no SQL form of its own", next_step="Ask for a condition on it.")

    def _column(self, name: str) -> str:
        expression = self._columns.get(name)
        if expression is None:
            raise ConditionError("E02", f"no column is given for {name!r}")
        return expression if _SAFE_NAME.fullmatch(expression) else f"({expression})"

    def _joined(self, operator: str, operands: Sequence[Node]) -> str:
        return f"({operator.join(map(self.write, operands))})"

    def _choice(self, node: Choice) -> str:
        """The value, if every branch that may still be chosen agrees on it.

        The candidate follows unknown conditions into their first branch; all others are tested against it.
        """
        candidate = self._candidate(node)
        return f"(CASE WHEN {self._agrees(node, candidate)} THEN {candidate} END)"

    def _candidate(self, node: Node) -> str:
        if not isinstance(node, Choice):
            return self.write(node)
        condition = f"COALESCE({self.write(node.condition)}, TRUE)"
        then, otherwise = self._candidate(node.then), self._candidate(node.otherwise)
        return f"(CASE WHEN {condition} THEN {then} ELSE {otherwise} END)"

    def _agrees(self, node: Node, candidate: str) -> str:
        if not isinstance(node, Choice):
            return f"({self.write(node)} = {candidate})"
        condition = self.write(node.condition)
        then, otherwise = self._agrees(node.then, candidate), self._agrees(node.otherwise, candidate)
        return f"((NOT COALESCE({condition}, TRUE) OR {then}) AND (COALESCE({condition}, FALSE) OR {otherwise}))"

    def _compare(self, node: Compare) -> str:
        if _compares_size(node):
            return self._compare_sizes(node)
        operator = _OPERATORS.get(node.operator, node.operator)
        return f"({self.write(node.left)} {operator} {self.write(node.right)})"

    def _compare_sizes(self, node: Compare) -> str:
        left, right = self._bounds(node.left), self._bounds(node.right)
        match node.operator:
            case "==" | "!=":
                equal = f"({_less_or_equal(left, right)} AND {_less_or_equal(right, left)})"
                return equal if node.operator == "==" else f"(NOT {equal})"
            case "<":
                return f"(NOT {_less_or_equal(right, left)})"
            case ">":
                return f"(NOT {_less_or_equal(left, right)})"
            case ">=":
                return _less_or_equal(right, left)
        return _less_or_equal(left, right)

    def _bounds(self, node: Node) -> tuple[str, str]:
        if isinstance(node, Size):
            return self._size(node.of)
        value = self.write(node)
        return value, value

    def _size(self, of: Collection) -> tuple[str, str]:
        """Least and greatest size; the greatest is NULL if not bounded, both if nothing is known."""
        match of:
            case ListLiteral(values):
                return literal(len(values)), literal(len(values))
            case CodesFact(name):
                count = self._column(f"{name}.count")
                return count, f"(CASE WHEN NOT {self._column(f'{name}.open')} THEN {count} END)"
            case PartiesFact(name, members):
                yes = _count_bits(self._column(f"{name}.yes"), len(members))
                no = _count_bits(self._column(f"{name}.no"), len(members))
                return yes, f"({literal(len(members))} - {no})"

    def _among(self, item: str, values: list[str]) -> str:
        if not values:
            return f"(CASE WHEN {item} IS NOT NULL THEN FALSE END)"
        return f"({item} IN ({', '.join(values)}))"

    def _listed(self, item: str, codes: CodeList) -> str:
        tests = [f"starts_with({item}, {text_literal(prefix)})" for prefix in codes.prefixes]
        if codes.exact:
            tests.append(self._among(item, [text_literal(code) for code in codes.exact]))
        return f"({' OR '.join(tests)})"

    def _held(self, party: Node, parties: PartiesFact) -> str:
        yes, no = self._column(f"{parties.name}.yes"), self._column(f"{parties.name}.no")
        if isinstance(party, Literal):
            return _bits_decide(yes, no, 1 << parties.members.index(str(party.value)))
        who = self.write(party)
        cases = [
            f"WHEN {who} = {text_literal(member)} THEN {_bits_decide(yes, no, 1 << bit)}"
            for bit, member in enumerate(parties.members)
        ]
        unknown = f"{who} IS NOT NULL AND {yes} IS NOT NULL"
        return f"(CASE {' '.join(cases)} WHEN {unknown} THEN FALSE END)"

    def _exists(self, over: Collection, body: Node) -> str:
        match over:
            case ListLiteral(values):
                return self._over_literals(" OR ", "FALSE", values, body)
            case CodesFact(name):
                return self._codes_decide(name, "in", body, found="TRUE", none="FALSE")
            case PartiesFact(name, members):
                wanted = _satisfying(members, body)
                yes, no = self._column(f"{name}.yes"), self._column(f"{name}.no")
                return _set_decides(yes, no, wanted, found="TRUE", none="FALSE")

    def _all(self, over: Collection, body: Node) -> str:
        match over:
            case ListLiteral(values):
                return self._over_literals(" AND ", "TRUE", values, body)
            case CodesFact(name):
                return self._codes_decide(name, "out", body, found="FALSE", none="TRUE")
            case PartiesFact(name, members):
                unwanted = _satisfying(members, Not(body))
                yes, no = self._column(f"{name}.yes"), self._column(f"{name}.no")
                return _set_decides(yes, no, unwanted, found="FALSE", none="TRUE")

    def _over_literals(self, operator: str, empty: str, values: Sequence[Literal], body: Node) -> str:
        written = [_Writer({}, {}, literal(value.value)).write(body) for value in values]
        return f"({operator.join(written)})" if written else empty

    def _codes_decide(self, name: str, side: str, body: Node, *, found: str, none: str) -> str:
        mask = literal(1 << self._bits[body])
        column, more = self._column(f"{name}.{side}"), self._column(f"{name}.open")
        return f"(CASE WHEN ({column} & {mask}) <> 0 THEN {found} WHEN NOT {more} THEN {none} END)"


def _less_or_equal(left: tuple[str, str], right: tuple[str, str]) -> str:
    """TRUE if all possible values stand in this order, FALSE if none do; a NULL bound decides nothing."""
    return f"(CASE WHEN {left[1]} <= {right[0]} THEN TRUE WHEN {left[0]} > {right[1]} THEN FALSE END)"


def _satisfying(members: Sequence[str], body: Node) -> int:
    """The bits of the parties for which a macro body holds: it speaks of nothing else, so it is known now."""
    return _mask(members, frozenset(member for member in members if value_of(body, {}, member)))


def _bits_decide(yes: str, no: str, bit: int) -> str:
    return _set_decides(yes, no, bit, found="TRUE", none="FALSE")


def _set_decides(yes: str, no: str, wanted: int, *, found: str, none: str) -> str:
    """`found` if a wanted party is in the set, `none` if all of them are known to be out."""
    mask = literal(wanted)
    return f"(CASE WHEN ({yes} & {mask}) <> 0 THEN {found} WHEN ({no} & {mask}) = {mask} THEN {none} END)"


def _count_bits(column: str, count: int) -> str:
    """How many of the first `count` bits are set: bit counts are not portable."""
    terms = [f"(CASE WHEN ({column} & {literal(1 << bit)}) <> 0 THEN 1 ELSE 0 END)" for bit in range(count)]
    return f"(CASE WHEN {column} IS NOT NULL THEN CAST({' + '.join(terms)} AS BIGINT) END)"
