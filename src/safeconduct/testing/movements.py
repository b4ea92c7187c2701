"""Random movements for any agreement: as many as a test wants, so chosen that its rules come to decide.

A fact takes the constants that rules compare it with, the values beside them, and its members; cargo holds
codes of the lists and codes of none. One seed decides everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from safeconduct.agreement.back.coding import Coding, coding_of, column_name
from safeconduct.agreement.cel import Codes, FactType, Kind, Parties
from safeconduct.agreement.cel.tree import Listed, Literal, Node, StartsWith, walk
from safeconduct.agreement.cel.types import Value, is_code
from safeconduct.agreement.model import QUESTIONS, Agreement
from safeconduct.agreement.ruling import rulings

_Ints = npt.NDArray[np.int32]
_Array = npt.NDArray[Any]
_CODES_MAX = 6
_OTHER_CODES = ("hs:100199", "hs:300490", "hs:630120", "own:tent")
_TEXTS = ("", "it's", "other")
_ENDINGS = ("", "0", "01", "1", "10", "0001", "1.a", "x")
_NUMBERS = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})


@dataclass(frozen=True, slots=True)
class Movements:
    """Random movements, column by column.

    values: what each fact can be (of a list: its codes; of a set: its parties). picks: fact -> which of these,
    row by row, -1 for unknown; of a list six picks a row, -1 for none; of a set for each party 1 if in, 0 if
    out, -1 if unknown. more: list -> 0 if complete, 1 if there may be more codes, -1 if nothing is known.
    """

    types: Mapping[str, FactType]
    values: Mapping[str, tuple[Value, ...]]
    picks: Mapping[str, _Ints]
    more: Mapping[str, _Ints]
    count: int

    def facts(self, start: int = 0, end: int | None = None) -> Iterator[dict[str, Value | None]]:
        """The facts of each movement from `start` to before `end`, in turn."""
        rows = slice(start, self.count if end is None else end)
        columns = [self._values(name, declared.kind, rows) for name, declared in self.types.items()]
        return (dict(zip(self.types, row, strict=True)) for row in zip(*columns, strict=True))

    def columns(self, coding: Coding, view: str = "", shared: AbstractSet[str] = frozenset()) -> dict[str, _Array]:
        """The columns of a coding as arrays that DuckDB reads: masked numbers, texts as objects."""
        found: dict[str, _Array] = {}
        for name, declared in coding.facts.items():
            of = "" if name in shared else view
            found |= {column_name(of, name + part): cells for part, cells in self._coded(name, declared, coding)}
        return found

    def _values(self, name: str, kind: Kind, rows: slice) -> list[Any]:
        picks = self.picks[name][rows].tolist()
        if kind is Kind.CODES:
            codes = self.values[name]
            more = self.more[name][rows].tolist()
            return [_codes(codes, some, open_) for some, open_ in zip(picks, more, strict=True)]
        if kind is Kind.PARTIES:
            chosen = lru_cache(lambda some: _parties(self.types[name].members, some))
            return [chosen(tuple(some)) for some in picks]
        values = (*self.values[name], None)
        return [values[pick] for pick in picks]

    def _coded(self, name: str, declared: FactType, coding: Coding) -> Iterator[tuple[str, _Array]]:
        picks = self.picks[name]
        match declared.kind:
            case Kind.CODES:
                yield from self._coded_list(name, coding)
            case Kind.PARTIES:
                bits = 1 << np.arange(len(declared.members), dtype=np.int64)
                unknown = (picks == -1).all(axis=1)
                for part, side in ((".yes", 1), (".no", 0)):
                    yield part, _masked(((picks == side) * bits).sum(axis=1), unknown)
            case Kind.BOOL | Kind.INT | Kind.INSTANT | Kind.DURATION:
                numbers = np.array(self.values[name], dtype=bool if declared.kind is Kind.BOOL else np.int64)
                yield "", _masked(numbers[picks], picks == -1)
            case _:
                yield "", np.array([*self.values[name], None], dtype=object)[picks]

    def _coded_list(self, name: str, coding: Coding) -> Iterator[tuple[str, _Array]]:
        picks, more = self.picks[name], self.more[name]
        bits = np.array([*(coding.code_bits(str(code)) for code in self.values[name]), (0, 0)], dtype=np.int64)
        unknown = more == -1
        for part, side in ((".in", 0), (".out", 1)):
            yield part, _masked(np.bitwise_or.reduce(bits[:, side][picks], axis=1), unknown)
        yield ".open", _masked(more == 1, unknown)
        yield ".count", _masked((picks >= 0).sum(axis=1).astype(np.int64), unknown)


def random_movements(agreement: Agreement, count: int, *, seed: int, blank: float = 0.05) -> Movements:
    """Movements with every fact that the rules use.

    blank: the share of facts that are unknown; of lists and sets half of it is known in part.
    """
    random = np.random.default_rng(seed)
    coding = coding_of(agreement)
    trees = [
        step.tree
        for question in QUESTIONS
        for reading in agreement.readings.values()
        for ruling in rulings(agreement, question, reading).values()
        for step in ruling.steps
    ]
    instants = [
        start
        for question in QUESTIONS
        for reading in agreement.readings.values()
        for start in rulings(agreement, question, reading).starts()
    ]
    constants = [Literal(Kind.INSTANT, start) for start in instants]
    constants += [node for tree in trees for node in walk(tree) if isinstance(node, Literal)]
    values = {name: _possible(declared, constants, trees) for name, declared in coding.facts.items()}
    picks: dict[str, _Ints] = {}
    for name, declared in coding.facts.items():
        match declared.kind:
            case Kind.CODES:
                picks[name] = _some_codes(random, len(values[name]), count)
            case Kind.PARTIES:
                picks[name] = random.integers(0, 2, (count, len(declared.members)), dtype=np.int32)
            case _:
                picks[name] = random.integers(0, len(values[name]), count, dtype=np.int32)
    more = {name: np.zeros(count, np.int32) for name, one in coding.facts.items() if one.kind is Kind.CODES}
    return blanked(Movements(coding.facts, values, picks, more, count), seed=seed, share=blank)


def blanked(movements: Movements, *, seed: int, share: float) -> Movements:
    """The same movements, of which less is known: a share of each fact is unknown, half of it known in part."""
    random = np.random.default_rng([seed, 1])
    picks, more = dict(movements.picks), dict(movements.more)
    for name, own in movements.picks.items():
        chosen = random.random(movements.count)
        unknown = chosen < share
        if own.ndim > 1:
            rest = (chosen >= share / 2)[:, None] & (random.random(own.shape) < 0.5)
            picks[name] = np.where(unknown[:, None] & ~rest, np.int32(-1), own)
        else:
            picks[name] = np.where(unknown, np.int32(-1), own)
        if name in more:
            more[name] = np.where(unknown, np.where(chosen < share / 2, np.int32(-1), np.int32(1)), more[name])
    return replace(movements, picks=picks, more=more)


def another_view(
    seen: Movements, other: Movements, *, seed: int, share: float, same: AbstractSet[str] = frozenset()
) -> Movements:
    """What others saw of the same movements: in each fact a share of rows is as in `other`, of the same agreement.

    same: facts on which nobody differs.
    """
    random = np.random.default_rng(seed)
    picks, more = dict(seen.picks), dict(seen.more)
    for name, own in seen.picks.items():
        if name in same:
            continue
        differs = random.random(seen.count) < share
        picks[name] = np.where(differs if own.ndim == 1 else differs[:, None], other.picks[name], own)
        if name in more:
            more[name] = np.where(differs, other.more[name], more[name])
    return replace(seen, picks=picks, more=more)


def _possible(declared: FactType, constants: list[Literal], trees: list[Node]) -> tuple[Value, ...]:
    """The values worth trying for a fact, in a fixed order."""
    match declared.kind:
        case Kind.BOOL:
            return False, True
        case Kind.ENUM | Kind.PARTY | Kind.PARTIES:
            return declared.members
        case Kind.CODE | Kind.CODES:
            return _codes_tried(constants, trees)
        case Kind.STRING:
            return tuple(sorted({*_TEXTS, *(str(one.value) for one in constants if isinstance(one.value, str))}))
    low, high = declared.range()
    near = {int(one.value) + by for one in constants if one.kind in _NUMBERS for by in (-1, 0, 1)}
    inside = sorted(value for value in near if low <= value <= high and _same_sort(declared.kind, value))
    return tuple(inside) or (low, high)


def _same_sort(kind: Kind, value: int) -> bool:
    """Instants are far from all other numbers: a delay is no instant."""
    return (abs(value) > 10**14) is (kind is Kind.INSTANT)


def _codes_tried(constants: list[Literal], trees: list[Node]) -> tuple[str, ...]:
    found = {*_OTHER_CODES, *(str(one.value) for one in constants if is_code(str(one.value)))}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Listed):
                found |= {*node.codes.exact, *map(_beginning_with, node.codes.prefixes)}
            elif isinstance(node, StartsWith):
                found.add(_beginning_with(node.prefix))
    return tuple(sorted(code for code in found if is_code(code)))


def _beginning_with(prefix: str) -> str:
    return next((prefix + ending for ending in _ENDINGS if is_code(prefix + ending)), "")


def _some_codes(random: np.random.Generator, codes: int, count: int) -> _Ints:
    """None to six codes each, two on average, so that many loads are harmless."""
    number = random.binomial(_CODES_MAX, 1 / 3, count)
    picks = random.integers(0, codes, (count, _CODES_MAX), dtype=np.int32)
    return np.where(np.arange(_CODES_MAX) >= number[:, None], np.int32(-1), picks)


def _codes(codes: tuple[Value, ...], picks: list[int], more: int) -> Codes | None:
    return None if more < 0 else Codes(tuple(str(codes[pick]) for pick in picks if pick >= 0), bool(more))


def _parties(members: tuple[str, ...], picks: tuple[int, ...]) -> Parties | None:
    if all(pick < 0 for pick in picks):
        return None
    yes, no = (
        frozenset(member for member, pick in zip(members, picks, strict=True) if pick == side) for side in (1, 0)
    )
    return Parties(yes, no)


def _masked(cells: _Array, unknown: npt.NDArray[np.bool_]) -> _Array:
    return np.ma.masked_array(cells, mask=unknown)
