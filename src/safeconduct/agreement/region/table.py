"""The region table: what some rulings say of every combination of the values that matter.

Truth is -1 for false, 0 for unknown, 1 for true, so Kleene's and, or, not are least, greatest, negative. A
single test is put to the reference evaluator once for each combination of its own facts, and spread over the
table by numpy. Verdicts are bits, in the order of `model.VERDICTS`, as in SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import And, Node, Not, Or, children, fact_names
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.logic import Outcome, in_order
from safeconduct.agreement.model import VERDICTS, Question
from safeconduct.agreement.region.domain import Domain
from safeconduct.agreement.ruling import Ruling
from safeconduct.base.limits import REGION_CELLS_MAX, REGION_TEST_CELLS_MAX

Truth: TypeAlias = npt.NDArray[np.int8]
Bits: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]
_AXES_MAX = 64  # of an array in numpy
_CODE = {False: -1, None: 0, True: 1}


@dataclass(frozen=True, slots=True)
class Ruled:
    """What one ruling says of every cell of a grid.

    possible: the verdicts that remain possible, as bits. decider: the step at which the walk ended, the number
    of steps for the default. reached: for each step, whether it adds its verdict anywhere.
    """

    possible: Bits
    decider: npt.NDArray[np.uint8]
    reached: tuple[bool, ...]


class Grid:
    """Every combination of the values of some facts. A cell has one index for each fact."""

    def __init__(self, domain: Domain) -> None:
        self.facts = tuple(domain)
        self.values: tuple[tuple[Value | None, ...], ...] = tuple(domain[name] for name in self.facts)
        self.shape = tuple(len(values) for values in self.values)
        self._tests: dict[Node, Truth] = {}

    @property
    def cells(self) -> int:
        """The number of cells."""
        return prod(self.shape)

    @property
    def fits(self) -> bool:
        """Whether the table is small enough to be made."""
        return self.cells <= REGION_CELLS_MAX and len(self.shape) <= _AXES_MAX

    def can_rule(self, ruling: Ruling) -> bool:
        """Whether the table is small enough, and so is that of every single test, which Python goes through."""
        sizes = dict(zip(self.facts, self.shape, strict=True))
        tests = (fact_names(test) for step in ruling.steps for test in _tests(step.tree))
        return self.fits and all(
            prod(sizes[name] for name in names if name in sizes) <= REGION_TEST_CELLS_MAX for names in tests
        )

    def movement(self, cell: Sequence[int]) -> Facts:
        """The facts of a cell."""
        return {name: values[index] for name, values, index in zip(self.facts, self.values, cell, strict=True)}

    def movement_at(self, flat: int) -> Facts:
        """The facts of a cell by its place in the table."""
        return self.movement([int(index) for index in np.unravel_index(flat, self.shape)])

    def truth(self, tree: Node) -> Truth:
        """The truth of a condition, with an axis of length 1 for each fact it does not use."""
        match tree:
            case Not(operand):
                return np.negative(self.truth(operand))
            case And(operands):
                return reduce(np.minimum, (self.truth(operand) for operand in operands))
            case Or(operands):
                return reduce(np.maximum, (self.truth(operand) for operand in operands))
        if tree not in self._tests:
            self._tests[tree] = self._test(tree)
        return self._tests[tree]

    def _test(self, tree: Node) -> Truth:
        names = fact_names(tree)
        axes = [axis for axis, name in enumerate(self.facts) if name in names]
        answers = [
            _CODE[_truth(tree, {self.facts[axis]: value for axis, value in zip(axes, values, strict=True)})]
            for values in product(*(self.values[axis] for axis in axes))
        ]
        shape = [len(self.values[axis]) if axis in axes else 1 for axis in range(len(self.facts))]
        return np.array(answers, dtype=np.int8).reshape(shape)

    def ruled(self, ruling: Ruling) -> Ruled:
        """What a ruling says of every cell."""
        bit = {verdict: 1 << order for order, verdict in enumerate(VERDICTS[ruling.question])}
        possible = np.zeros(self.shape, np.uint8)
        decider = np.full(self.shape, len(ruling.steps), np.uint8)
        walking = np.ones(self.shape, np.bool_)
        reached = []
        for number, step in enumerate(ruling.steps):
            truth = self.truth(step.tree)
            if not step.sure:
                truth = np.minimum(truth, 0)
            adds = walking & (truth >= 0)
            reached.append(bool(adds.any()))
            if reached[-1]:
                np.bitwise_or(possible, bit[step.verdict], out=possible, where=adds)
                stops = walking & (truth > 0)
                np.copyto(decider, np.uint8(number), where=stops)
                walking &= ~stops
        np.bitwise_or(possible, bit[ruling.default], out=possible, where=walking)
        return Ruled(possible, decider, tuple(reached))


def _tests(tree: Node) -> Iterator[Node]:
    """The parts of a condition that and, or, not join."""
    if isinstance(tree, Not | And | Or):
        for part in children(tree):
            yield from _tests(part)
    else:
        yield tree


def first_of(mask: Mask) -> int | None:
    """The place of the first cell for which a mask is true, the most ordinary one; None if there is none."""
    flat = mask.reshape(-1)
    place = int(flat.argmax())
    return place if flat[place] else None


def nearest(grid: Grid, mask: Mask, count: int) -> list[int]:
    """The places of the cells for which a mask is true that differ from the ordinary in the fewest facts."""
    places = np.flatnonzero(mask.reshape(-1))
    if not len(places):
        return []
    apart = sum(((index > 0).astype(np.uint8) for index in np.unravel_index(places, grid.shape)), np.zeros(len(places)))
    return [int(place) for place in places[np.argsort(apart, kind="stable")[:count]]]


def verdicts_of(question: Question, bits: int) -> tuple[str, ...]:
    """The verdicts of some bits, mildest first."""
    return tuple(verdict for order, verdict in enumerate(VERDICTS[question]) if bits >> order & 1)


def outcome_of(ruling: Ruling, ruled: Ruled, grid: Grid, flat: int) -> Outcome:
    """The outcome in one cell, as `logic.decide` gives it."""
    index = np.unravel_index(flat, grid.shape)
    held = [(step, _in_cell(grid.truth(step.tree), index, sure=step.sure)) for step in ruling.steps]
    matched = tuple(dict.fromkeys(step.rule for step, truth in held if truth > 0))
    opened = tuple(dict.fromkeys(step.rule for step, truth in held if truth == 0 and step.rule not in matched))
    decider = int(ruled.decider[index])
    rule = ruling.steps[decider].rule if decider < len(ruling.steps) else ""
    possible = verdicts_of(ruling.question, int(ruled.possible[index]))
    return Outcome(ruling.question, in_order(ruling.question, possible), rule, matched, opened)


def _in_cell(truth: Truth, index: Sequence[np.intp], *, sure: bool) -> int:
    found = int(truth[tuple(0 if length == 1 else place for length, place in zip(truth.shape, index, strict=True))])
    return found if sure else min(found, 0)


def _truth(tree: Node, facts: Mapping[str, Value | None]) -> bool | None:
    value = value_of(tree, facts)
    assert value is None or isinstance(value, bool)
    return value
