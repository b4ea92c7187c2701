"""SQL for the lanes of one number in one view: the marks and the walk through them; and for a reading's lanes in force.

Lanes and marks are as module `steps` lays them out. Columns are texts ``expression AS name``, for a query around
the one that has the columns of the method before. In a CASE only the first number states its type: a database
takes longer to read a CAST than to work out the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import or_

from safeconduct.agreement.back.certain import Certain
from safeconduct.agreement.back.steps import Lanes, Slot
from safeconduct.agreement.cel.tree import Node


class Marks:
    """Writes the columns. name: what tells them from those of other numbers and views."""

    def __init__(self, lanes: Lanes, name: str, certain: Certain) -> None:
        self._lanes = lanes
        self._name = name
        self._certain = certain
        bits = lanes.width * lanes.count
        self._type = "SMALLINT" if bits < 16 else "INTEGER" if bits < 32 else "BIGINT"

    def conditions(self) -> Iterator[str]:
        """What each condition comes to."""
        for number, slot in enumerate(self._lanes.slots):
            for place, (tree, bits) in enumerate(slot.conditions.items()):
                yield f"{self._mark(slot, tree, bits)} AS c_{self._name}_{number}_{place}"

    def runs(self) -> Iterator[str]:
        """What each run of slots with one verdict comes to: in a run the order does not matter."""
        for place, (_, numbers) in enumerate(self._runs()):
            yield f"{self._conditions(numbers)} AS r_{self._name}_{place}"

    def rules(self) -> Iterator[str]:
        """What each rule comes to."""
        for rule, numbers in self._by_rule():
            yield f"{self._conditions(numbers)} AS {self._rule(rule)}"

    def walk(self) -> str:
        """What remains possible in all lanes: from the last run to the first, each adds its bits.

        One that holds in a lane clears all other bits there.
        """
        # Never by subtracting: databases check each difference for overflow, row by row.
        text = str(self._lanes.every(self._lanes.default))
        for place, (verdict, numbers) in reversed([*enumerate(self._runs())]):
            run = f"r_{self._name}_{place}"
            text = f"({text} | {run})"
            may_set = reduce(or_, (self._lanes.slots[number].bits for number in numbers))
            if others := may_set & ~self._lanes.every(verdict):
                text = f"({text} & ~({run} & {others}))"
        return f"{text} AS walk_{self._name}"

    def in_force(self, instant: str, starts: Sequence[int], lanes: Sequence[int | None]) -> str:
        """The bits of the lane in force at an instant; where it is unknown, of all lanes that may be.

        starts: of the periods after the first. lanes: period by period; None for one that another number holds.
        """
        bits = [0 if lane is None else self._lanes.lane(lane) for lane in lanes]
        later = [
            f"WHEN {instant} >= {start} THEN {self._typed(one)}" for start, one in zip(starts, bits[1:], strict=True)
        ]
        if not later:
            return str(bits[0])
        first = f"WHEN {instant} < {starts[0]} THEN {bits[0]}"
        return f"CASE {' '.join([*reversed(later), first])} ELSE {reduce(or_, bits)} END"

    def possible(self, in_force: str, lanes: Iterable[int | None]) -> str:
        """The verdicts that remain possible in the lanes in force, which are among those given."""
        walked = f"(walk_{self._name} & {in_force})"
        distances = dict.fromkeys(lane * self._lanes.width for lane in lanes if lane is not None)
        moved = (f"({walked} >> {distance})" if distance else walked for distance in distances)
        return f"(({' | '.join(moved)}) & {self._lanes.lane(0)})"

    def holds(self, rule: int, in_force: str) -> str:
        """Whether a rule holds in every lane in force."""
        return f"({self._rule(rule)} & {in_force}) = {in_force}"

    def holds_somewhere(self, rule: int, in_force: str) -> str:
        """Whether a rule holds in some lane in force: only then does it set bits of verdicts that are not its own."""
        own = {slot.verdict for slot in self._lanes.slots if slot.rule == rule}
        others = sum(self._lanes.every(verdict) for verdict in range(self._lanes.width) if verdict not in own)
        return f"({self._rule(rule)} & {in_force} & {others}) <> 0"

    def may_hold(self, rule: int, in_force: str) -> str:
        """Whether a rule may hold in some lane in force."""
        return f"({self._rule(rule)} & {in_force}) <> 0"

    def _mark(self, slot: Slot, tree: Node, bits: int) -> str:
        marks = {False: 0, True: bits, None: bits & self._lanes.every(slot.verdict)}
        tests, otherwise = self._certain.cases(tree)
        (first, value), *more = tests
        whens = [
            f"WHEN {first} THEN {self._typed(marks[value])}",
            *(f"WHEN {test} THEN {marks[one]}" for test, one in more),
        ]
        return f"CASE {' '.join(whens)} ELSE {marks[otherwise]} END"

    def _runs(self) -> list[tuple[int, list[int]]]:
        """Verdict and slots of each run."""
        runs = groupby(range(len(self._lanes.slots)), key=lambda number: self._lanes.slots[number].verdict)
        return [(verdict, list(numbers)) for verdict, numbers in runs]

    def _by_rule(self) -> list[tuple[int, list[int]]]:
        """Rule and slots of each rule."""
        rules = groupby(range(len(self._lanes.slots)), key=lambda number: self._lanes.slots[number].rule)
        return [(rule, list(numbers)) for rule, numbers in rules]

    def _conditions(self, slots: Iterable[int]) -> str:
        """The marks of the conditions of some slots, each in its own lanes."""
        return " | ".join(
            f"c_{self._name}_{slot}_{place}"
            for slot in slots
            for place in range(len(self._lanes.slots[slot].conditions))
        )

    def _rule(self, rule: int) -> str:
        """The column of a rule; nothing if no lane has it."""
        return f"s_{self._name}_{rule}" if any(slot.rule == rule for slot in self._lanes.slots) else "0"

    def _typed(self, value: int) -> str:
        return f"CAST({value} AS {self._type})"
