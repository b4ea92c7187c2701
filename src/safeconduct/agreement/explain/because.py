"""The smallest set of facts that decides: forget one fact after the other, as long as the answer stays.

Unknown facts can only widen what is possible, so one pass in the order of the file is enough: what is kept
decides alone, and no part of it does. Of a set or list only those members are kept that are needed; of members
that would do as well, the one that the rules mention first, so that no name is favoured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import Held, Literal, PartiesFact, walk
from safeconduct.agreement.cel.types import Codes, Parties, Value
from safeconduct.agreement.explain.sheet import Sheet

_LAST = 1_000_000
Decides = Callable[[int, int, Facts], bool]
"""Whether some marks, and the facts they come from, still give the answer."""


@dataclass(slots=True)
class _Search:
    sheet: Sheet
    scratch: dict[str, Value | None]
    true: int
    open: int
    decides: Decides

    def forgets(self, name: str, value: Value | None) -> bool:
        """Put less in the place of a fact, if the answer stays."""
        before = self.scratch[name]
        self.scratch[name] = value
        true, open_ = self.sheet.again(self.true, self.open, self.scratch, name)
        if self.decides(true, open_, self.scratch):
            self.true, self.open = true, open_
            return True
        self.scratch[name] = before
        return False


class Without(dict[str, tuple[int, int]]):
    """The marks of a case with one fact forgotten, kept for all readings that ask."""

    def __init__(self, sheet: Sheet, facts: Facts, marks: tuple[int, int]) -> None:
        super().__init__()
        self.sheet = sheet
        self.facts = facts
        self.marks = marks
        self._scratch = dict(facts)

    def __missing__(self, name: str) -> tuple[int, int]:
        self._scratch[name] = None
        found = self[name] = self.sheet.again(*self.marks, self._scratch, name)
        self._scratch[name] = self.facts.get(name)
        return found


def smallest(without: Without, matters: int, decides: Decides, *, by_marks: bool = True) -> dict[str, Value]:
    """The facts that decide, each as little known as can be.

    matters: bits of the conditions that can matter. by_marks: whether `decides` looks at marks alone. Then what
    already goes with one fact alone need not be tried with others gone too.
    """
    sheet, facts = without.sheet, without.facts
    search = _Search(sheet, dict(facts), *without.marks, decides)
    uses = sheet.uses
    kept: dict[str, Value] = {}
    for name in sheet.facts:
        value = facts.get(name)
        if value is None:
            continue
        if not uses[name] & matters:
            search.scratch[name] = None
        elif (by_marks and not decides(*without[name], facts)) or not search.forgets(name, None):
            kept[name] = _weakened(search, name, value) if isinstance(value, Codes | Parties) else value
    return kept


def _weakened(search: _Search, name: str, value: Codes | Parties) -> Value:
    if isinstance(value, Codes):
        return _fewer_codes(search, name, value)
    needed = named_members(search.sheet, name)
    if needed is not None:
        value = Parties(value.yes & needed, value.no & needed)
        search.scratch[name] = value
    ranks = search.sheet.ranks
    for member in sorted(value.yes | value.no, key=lambda member: (ranks.get(member, _LAST), member), reverse=True):
        less = Parties(value.yes - {member}, value.no - {member})
        if search.forgets(name, less):
            value = less
    return value


def _fewer_codes(search: _Search, name: str, value: Codes) -> Codes:
    """If there might be more codes and the answer stays, those that are needed; else the list as it is."""
    if not value.open:
        opened = replace(value, open=True)
        if not search.forgets(name, opened):
            return value
        value = opened
    for code in value.known:
        less = Codes(tuple(other for other in value.known if other != code), open=True)
        if search.forgets(name, less):
            value = less
    return value


def named_members(sheet: Sheet, name: str) -> frozenset[str] | None:
    """The members of a set(party) that conditions ask for; None if they ask for more than named members."""
    if name not in sheet.members:
        sheet.members[name] = _members(sheet, name)
    return sheet.members[name]


def _members(sheet: Sheet, name: str) -> frozenset[str] | None:
    found: set[str] = set()
    asked = times = 0
    for node in _nodes(sheet):
        if isinstance(node, PartiesFact) and node.name == name:
            times += 1
        elif isinstance(node, Held) and node.parties.name == name and isinstance(node.party, Literal):
            asked += 1
            found.add(str(node.party.value))
    return frozenset(found) if asked == times else None


def _nodes(sheet: Sheet) -> Iterator[object]:
    for tree in sheet.trees:
        yield from walk(tree)
