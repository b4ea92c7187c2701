"""The rules of one question under several readings, as bit sets over conditions.

Readings share most of their conditions. A sheet holds each condition once, one bit each in the order of the
file; a ruling is then two bit sets, and what it says of a case is a few operations on integers. So a case is
asked once, and every reading, every other position and every changed fact after that costs next to nothing.
The outcome is that of `logic.decide` (and of `logic.decide_at`, where the instant is not known).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import Literal, Node, fact_names, walk
from safeconduct.agreement.logic import Outcome, merged
from safeconduct.agreement.model import VERDICTS, Agreement, Question
from safeconduct.agreement.ruling import Ruling

Truth = Callable[[Facts], object]
"""Whether a condition holds: True, False, or None for unknown."""
Compiler = Callable[[Node], Truth]
_FOLDED_MAX = 65_536
_OUTCOMES_MAX = 4_096
DEFAULT = -1
"""The number of no rule: the default decides."""


def reference(tree: Node) -> Truth:
    """The truth of a condition by the reference evaluator."""
    return lambda facts: value_of(tree, facts)


class Variant(NamedTuple):
    """A reading, or the same with the position on one issue of another reading, or with one it does not state."""

    reading: str
    issue: str = ""
    other: str = ""
    position: str = ""


class Program(NamedTuple):
    """One ruling over the bits of a sheet. sure, unsure: its conditions; default: bit of its default verdict."""

    sure: int
    unsure: int
    default: int


Programs = tuple[Program, ...]
"""The ruling in force; several where the instant is not known, any one of which may be."""
Folded = tuple[int, int]
"""Bits of the verdicts that remain possible, and the number of the rule at which the walk ended."""


@dataclass(frozen=True, slots=True)
class _Slot:
    rule: int
    verdict: int
    tree: Node


class Sheet:
    """Conditions of some rulings, and the rulings over them.

    programs: variant of a reading -> its rulings. facts: those that conditions use, in the order of the file. trees:
    condition of each bit. uses: fact -> bits of the conditions that use it. rules: ids, by number. members: kept
    by `because`. ranks: texts that conditions mention, in the order in which they do.
    """

    def __init__(
        self,
        agreement: Agreement,
        question: Question,
        ruled: Mapping[Variant, Sequence[Ruling]],
        compiler: Compiler,
    ) -> None:
        self.question: Question = question
        self.verdicts = VERDICTS[question]
        self.rules = tuple(rule.id for rule in agreement.rules_for(question))
        self._number = {rule: number for number, rule in enumerate(self.rules)}
        slots = self._slots(ruled)
        places = {slot: place for place, slot in enumerate(slots)}
        self.trees = tuple(slot.tree for slot, _ in slots)
        self.programs: dict[Variant, Programs] = {
            key: tuple(self._program(ruling, places) for ruling in one) for key, one in ruled.items()
        }
        self._folded: dict[tuple[Programs, int, int], Folded] = {}
        self._outcomes: dict[tuple[Programs, int, int], Outcome] = {}
        self.members: dict[str, frozenset[str] | None] = {}
        self.ranks = _ranks(self.trees)
        self._rule_of = tuple(slot.rule for slot, _ in slots)
        self._verdict_masks = _masks(slot.verdict for slot, _ in slots)
        self.rule_masks = dict(_masks(slot.rule for slot, _ in slots))
        self._index(agreement, compiler)

    def _index(self, agreement: Agreement, compiler: Compiler) -> None:
        by_tree = {tree: compiler(tree) for tree in self.trees}
        self._truths = tuple((1 << place, by_tree[tree]) for place, tree in enumerate(self.trees))
        named = [set(fact_names(tree)) for tree in self.trees]
        self.facts = tuple(name for name in agreement.facts if any(name in names for names in named))
        places = {name: [place for place, names in enumerate(named) if name in names] for name in self.facts}
        self.uses = {name: sum(1 << place for place in found) for name, found in places.items()}
        self._asked = {
            name: (~self.uses[name], [self._truths[place] for place in found]) for name, found in places.items()
        }

    def marks(self, facts: Facts) -> tuple[int, int]:
        """The conditions that hold, and those that may: as bits."""
        true = open_ = 0
        for bit, truth in self._truths:
            value = truth(facts)
            if value:
                true |= bit
            elif value is None:
                open_ |= bit
        return true, open_

    def again(self, true: int, open_: int, facts: Facts, name: str) -> tuple[int, int]:
        """Marks after one fact has changed."""
        others, asked = self._asked[name]
        true &= others
        open_ &= others
        for bit, truth in asked:
            value = truth(facts)
            if value:
                true |= bit
            elif value is None:
                open_ |= bit
        return true, open_

    def holds(self, bit: int, facts: Facts) -> bool:
        """Whether the condition of a bit is known to hold."""
        return self._truths[bit.bit_length() - 1][1](facts) is True

    def fold(self, programs: Programs, true: int, open_: int) -> Folded:
        """What programs make of marks: the first condition that holds decides, unless an open one stands before it."""
        key = (programs, true, open_)
        found = self._folded.get(key)
        if found is None:
            if len(self._folded) >= _FOLDED_MAX:
                self._folded.clear()
            fold = self._fold_one if len(programs) == 1 else self._fold_any
            found = self._folded[key] = fold(programs, true, open_)
        return found

    def _fold_one(self, programs: Programs, true: int, open_: int) -> Folded:
        program = programs[0]
        held = true & program.sure
        first = held & -held
        walked = (open_ & program.sure | (true | open_) & program.unsure) & first - 1 | first
        possible = 0 if first else program.default
        for verdict, mask in self._verdict_masks:
            if walked & mask:
                possible |= 1 << verdict
        return possible, self._rule_of[first.bit_length() - 1] if first else DEFAULT

    def _fold_any(self, programs: Programs, true: int, open_: int) -> Folded:
        possible = 0
        rules: set[int] = set()
        for program in programs:
            one, rule = self.fold((program,), true, open_)
            possible |= one
            rules.add(rule)
        return possible, rules.pop() if len(rules) == 1 else DEFAULT

    def outcome(self, programs: Programs, true: int, open_: int) -> Outcome:
        """The same as an outcome, with all rules that hold or may."""
        key = (programs, true, open_)
        found = self._outcomes.get(key)
        if found is None:
            if len(self._outcomes) >= _OUTCOMES_MAX:
                self._outcomes.clear()
            found = self._outcomes[key] = self._outcome(programs, true, open_)
        return found

    def _outcome(self, programs: Programs, true: int, open_: int) -> Outcome:
        if len(programs) > 1:
            return merged([self._outcome((program,), true, open_) for program in programs])
        program = programs[0]
        possible, rule = self.fold(programs, true, open_)
        held, may = true & program.sure, open_ & program.sure | (true | open_) & program.unsure
        matched = self._rules_in(held)
        return Outcome(
            self.question,
            self.verdicts_in(possible),
            "" if rule == DEFAULT else self.rules[rule],
            matched,
            tuple(one for one in self._rules_in(may) if one not in matched) if may else (),
        )

    def verdicts_in(self, possible: int) -> tuple[str, ...]:
        """Verdicts of a bit set, mildest first."""
        return tuple(verdict for bit, verdict in enumerate(self.verdicts) if possible >> bit & 1)

    def up_to(self, programs: Programs, rule: int) -> int:
        """The conditions that can matter to a walk which ends at a rule: those of it and of the rules before it."""
        used = self.used(programs)
        if rule == DEFAULT:
            return used
        return used & (1 << self.rule_masks[rule].bit_length()) - 1

    def used(self, programs: Programs) -> int:
        """The conditions of some programs."""
        used = 0
        for program in programs:
            used |= program.sure | program.unsure
        return used

    def number(self, rule: str) -> int:
        """The number of a rule in its question; that of the default for an empty id."""
        return self._number.get(rule, DEFAULT)

    def _rules_in(self, bits: int) -> tuple[str, ...]:
        found: dict[str, None] = {}
        while bits:
            first = bits & -bits
            found[self.rules[self._rule_of[first.bit_length() - 1]]] = None
            bits ^= first
        return tuple(found)

    def _slots(self, ruled: Mapping[Variant, Sequence[Ruling]]) -> list[tuple[_Slot, int]]:
        """Every condition with its place among the steps of its rule, in the order in which rulings walk them."""
        found = dict.fromkeys(
            slot for rulings in ruled.values() for ruling in rulings for slot, _ in self._steps(ruling)
        )
        return sorted(found, key=lambda slot: (slot[0].rule, slot[1]))

    def _steps(self, ruling: Ruling) -> list[tuple[tuple[_Slot, int], bool]]:
        steps: list[tuple[tuple[_Slot, int], bool]] = []
        before: dict[str, int] = {}
        for step in ruling.steps:
            place = before[step.rule] = before.get(step.rule, -1) + 1
            verdict = self.verdicts.index(step.verdict)
            steps.append(((_Slot(self._number[step.rule], verdict, step.tree), place), step.sure))
        return steps

    def _program(self, ruling: Ruling, places: Mapping[tuple[_Slot, int], int]) -> Program:
        bits = {True: 0, False: 0}
        for slot, sure in self._steps(ruling):
            bits[sure] |= 1 << places[slot]
        return Program(bits[True], bits[False], 1 << self.verdicts.index(ruling.default))


def _masks(values: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """For each value, the bits of the places at which it stands."""
    masks: dict[int, int] = {}
    for place, value in enumerate(values):
        masks[value] = masks.get(value, 0) | 1 << place
    return tuple(sorted(masks.items()))


def _ranks(trees: Iterable[Node]) -> dict[str, int]:
    """The texts that some conditions mention, numbered as they first do: an order that favours no name."""
    literals = (node.value for tree in trees for node in walk(tree) if isinstance(node, Literal))
    return {text: place for place, text in enumerate(dict.fromkeys(one for one in literals if isinstance(one, str)))}
