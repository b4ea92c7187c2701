"""SQL for the lanes of one number in one view: the marks, the walk through them, the outcome of each lane.

Lanes and marks are as module `steps` lays them out. Columns are texts ``expression AS name``, for a query around
the one that has the columns of the method before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import groupby
from operator import or_

from safeconduct.agreement.back.certain import Certain
from safeconduct.agreement.back.steps import Lanes, Slot
from safeconduct.agreement.cel.sql import literal
from safeconduct.agreement.cel.tree import Node

NO_RULE = "CAST(-1 AS SMALLINT)"


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

    def slots(self) -> Iterator[str]:
        """What each slot comes to, and each run of slots with one verdict: in a run the order does not matter."""
        for number in range(len(self._lanes.slots)):
            yield f"{self._conditions(number)} AS {self._slot(number)}"
        for place, (_, numbers) in enumerate(self._runs()):
            yield f"{' | '.join(map(self._conditions, numbers))} AS r_{self._name}_{place}"

    def walk(self) -> str:
        """What remains possible in all lanes: from the last run to the first, each adds its bits.

        One that holds in a lane clears all other bits there.
        """
        text = self._number(self._lanes.every(self._lanes.default))
        for place, (verdict, numbers) in reversed([*enumerate(self._runs())]):
            run = f"r_{self._name}_{place}"
            text = f"({text} | {run})"
            may_set = reduce(or_, (self._lanes.slots[number].bits for number in numbers))
            if others := may_set & ~self._lanes.every(verdict):
                text = f"({text} - ({run} & {self._number(others)}))"
        return f"{text} AS walk_{self._name}"

    def outcomes(self) -> Iterator[str]:
        """The columns of each lane. `seen` are the rules that hold or may hold."""
        for lane in range(self._lanes.count):
            yield f"{self._possible(lane)} AS {self.column('possible', lane)}"
            yield f"{self._rule(lane)} AS {self.column('rule', lane)}"
            yield f"{self._rules(lane, surely=True)} AS {self.column('matched', lane)}"
            yield f"{self._rules(lane, surely=False)} AS {self.column('seen', lane)}"

    def column(self, part: str, lane: int) -> str:
        """The name of a column of a lane."""
        return f"{part}_{self._name}_{lane}"

    def _mark(self, slot: Slot, tree: Node, bits: int) -> str:
        cases = [(test, 0) for test in self._certain.tests(tree, value=False)]
        cases += [(test, bits) for test in self._certain.tests(tree, value=True)]
        whens = (f"WHEN {test} THEN {self._number(mark)}" for test, mark in cases)
        return f"CASE {' '.join(whens)} ELSE {self._number(bits & self._lanes.every(slot.verdict))} END"

    def _possible(self, lane: int) -> str:
        walked = f"walk_{self._name}"
        moved = f"({walked} >> {self._number(lane * self._lanes.width)})" if lane else walked
        return f"CAST({moved} & {self._number(self._lanes.lane(0))} AS SMALLINT)"

    def _rule(self, lane: int) -> str:
        """The index of the first rule that holds, -1 for none."""
        whens = (f"WHEN {test} THEN CAST({rule} AS SMALLINT)" for rule, test in self._tests(lane, surely=True))
        cases = " ".join(whens)
        return f"CASE {cases} ELSE {NO_RULE} END" if cases else NO_RULE

    def _rules(self, lane: int, *, surely: bool) -> str:
        """The bits of the rules that hold, or of all that may."""
        tests: dict[int, list[str]] = {}
        for rule, test in self._tests(lane, surely=surely):
            tests.setdefault(rule, []).append(test)
        terms = (
            f"CASE WHEN {' OR '.join(of_rule)} THEN {literal(1 << rule)} ELSE {literal(0)} END"
            for rule, of_rule in tests.items()
        )
        return " + ".join(terms) or literal(0)

    def _tests(self, lane: int, *, surely: bool) -> Iterator[tuple[int, str]]:
        """Rule by rule, a test that says whether it holds (whether it may hold) in a lane."""
        whole = self._lanes.lane(lane)
        for number, slot in enumerate(self._lanes.slots):
            masked = f"({self._slot(number)} & {self._number(whole)})"
            if surely and slot.bits & whole == whole:
                yield slot.rule, f"{masked} = {self._number(whole)}"
            elif not surely and slot.bits & whole:
                yield slot.rule, f"{masked} <> 0"

    def _runs(self) -> list[tuple[int, list[int]]]:
        """Verdict and slots of each run."""
        runs = groupby(range(len(self._lanes.slots)), key=lambda number: self._lanes.slots[number].verdict)
        return [(verdict, list(numbers)) for verdict, numbers in runs]

    def _conditions(self, slot: int) -> str:
        """The marks of a slot's conditions, each in its own lanes."""
        return " | ".join(f"c_{self._name}_{slot}_{place}" for place in range(len(self._lanes.slots[slot].conditions)))

    def _slot(self, number: int) -> str:
        return f"s_{self._name}_{number}"

    def _number(self, value: int) -> str:
        return f"CAST({value} AS {self._type})"
