"""Verdicts of many movements at once, beside other rule engines and beside SQL written by hand.

Eight rules, two readings, movements of twelve facts with none to six codes of goods. Every engine is asked the
same of the same rows, and every answer is compared, row by row, before anything is timed; peers that need
seconds for thousands of rows get fewer of them. Their input is made ready beforehand, as our columns are: a
movement's codes become bits once, when it is recorded. What a peer answers differs: Cedar says only allow or
deny, and none of them knows an unknown fact, so their rows are fully known. A peer that is not installed is
left out, and said so on standard error.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeAlias

import duckdb
import numpy as np

from bench._rules import (
    BY_HAND,
    DUAL_USE,
    HARMLESS,
    HEAD,
    LISTS,
    MASKS,
    MUNITIONS,
    OTHERWISE,
    PEERS,
    RULES,
    UNDER,
    Facts,
)
from safeconduct.agreement.back.coding import Coding, coding_of
from safeconduct.agreement.back.sql import batch_sql
from safeconduct.agreement.cel import Codes, Parties
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.model import Agreement
from safeconduct.agreement.ruling import rulings
from safeconduct.base.instant import instant_from_text
from safeconduct.testing.movements import Movements, another_view, blanked

Row: TypeAlias = dict[str, str | int | float]

ROWS = 1_000_000
PEER_ROWS = 5_000
TURNS = 7
BLANK = 0.05


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds for a number of rows: of the clock and of the processor, each the median of some turns."""

    rows: int
    wall: float
    cpu: float

    def times(self, peer: Taken) -> tuple[float, float]:
        """How often we are as fast as a peer, row for row: by the clock, and by the processor."""
        return peer.wall / peer.rows * self.rows / self.wall, peer.cpu / peer.rows * self.rows / self.cpu


def run(rows: int = ROWS, peer_rows: int = PEER_ROWS) -> list[Row]:
    """Measure all of it."""
    agreement = road()
    coding = coding_of(agreement)
    known = movements(coding, rows, seed=1)
    found = _against_peers(agreement, coding, known, min(rows, peer_rows))
    return [*found, *_against_sql(agreement, coding, known)]


def road() -> Agreement:
    """The agreement of this benchmark."""
    rules = [
        f"  - {{id: {name}, for: movement, clause: [DEAL/1], basis: agreed, when: {json.dumps(when)},"
        f" then: {then}, says: As it stands{', under: ' + UNDER[name] if name in UNDER else ''}}}\n"
        for name, (then, when) in RULES.items()
    ]
    return agreement_from_yaml(HEAD + "".join(rules), "bench.yaml")


def movements(coding: Coding, rows: int, *, seed: int) -> Movements:
    """Movements as a road sees them: most are harmless; every fact is known."""
    random = np.random.default_rng(seed)
    shares: dict[str, dict[Any, float]] = {
        "direction": {"inbound": 0.5, "outbound": 0.5},
        "vehicle": {"car": 0.45, "truck": 0.35, "bus": 0.1, "ambulance": 0.05, "military": 0.05},
        "carrier": {"north": 0.05, "south": 0.05, "obs": 0.1, "relief": 0.1, "none": 0.7},
        "armed": {False: 0.97, True: 0.03},
        "notified": {False: 0.3, True: 0.7},
        "stopped_by": {"none": 0.94, "north": 0.02, "south": 0.04},
        "patient": {False: 0.95, True: 0.05},
        "mission": {"none": 0.95, "un": 0.03, "other": 0.02},
        "cargo": _shares((MUNITIONS, 0.004), (DUAL_USE, 0.03), (HARMLESS, 0.966)),
    }
    start, hour = instant_from_text("2022-06-01T00:00:00.000Z"), 3_600_000_000
    values: dict[str, tuple[Any, ...]] = {name: tuple(each) for name, each in shares.items()}
    values |= {"at": tuple(range(start, start + 12_000 * hour, hour)), "delay_min": tuple(range(400))}
    values["checked_by"] = coding.facts["checked_by"].members
    picks = {
        name: random.choice(len(each), rows if name != "cargo" else (rows, 6), p=list(each.values())).astype(np.int32)
        for name, each in shares.items()
    }
    picks["cargo"][np.arange(6) >= random.integers(0, 7, rows)[:, None]] = -1
    picks["at"] = random.integers(0, 12_000, rows, dtype=np.int32)
    picks["delay_min"] = np.minimum(random.exponential(40, rows), 399).astype(np.int32)
    picks["checked_by"] = (random.random((rows, 4)) < [0.3, 0.8, 0.02, 0.5]).astype(np.int32)
    return Movements(coding.facts, values, picks, {"cargo": np.zeros(rows, np.int32)}, rows)


def _shares(*groups: tuple[Sequence[str], float]) -> dict[Any, float]:
    return {code: share / len(codes) for codes, share in groups for code in codes}


def _against_peers(agreement: Agreement, coding: Coding, known: Movements, peer_rows: int) -> list[Row]:
    """One reading with three truth values, beside engines that answer one movement after the other."""
    query = batch_sql(agreement, ("movement",), ("south",), coding=coding, reasons=False)
    facts = list(known.facts(0, peer_rows))
    timeline = rulings(agreement, "movement", agreement.readings["south"])
    answers = [decide_at(timeline, each).verdict for each in facts]
    found: list[Row] = []
    columns = {"movement": np.arange(known.count), **known.columns(coding)}
    with _table(columns, f"movement BIGINT, {coding.declared()}") as connection:
        rows = connection.execute(f"{query.text} ORDER BY movement LIMIT {peer_rows}").fetchall()
        assert answers == [query.answers(row)["movement"].cells["", "south"].verdict for row in rows]
        for name, make in PEERS.items():
            try:
                ask = make([_plain(each) for each in facts])
            except ImportError:
                print(f"bench: {name} is not installed: left out", file=sys.stderr, flush=True)
                continue
            assert _same(ask(), answers), f"{name} answers differently"
            peer, ours = _in_turns(
                ask, lambda: _summed(connection, query.text, query.columns[1:2]), peer_rows, known.count
            )
            found += _pair(ours, peer, name)
    return found


def _same(theirs: Sequence[str] | Sequence[bool], answers: Sequence[str]) -> bool:
    """Row by row; of an engine that says only allow or deny, whether it allows."""
    wanted = [verdict == OTHERWISE for verdict in answers] if isinstance(theirs[0], bool) else answers
    return list(theirs) == list(wanted)


def _pair(ours: Taken, peer: Taken, name: str) -> list[Row]:
    wall, cpu = ours.times(peer)
    what = f"one reading, unknowns kept, {ours.rows:,} movements"
    return [
        {
            "name": f"{what}, by the {clock}",
            "value": round(ours.rows / seconds),
            "unit": unit,
            "ratio": round(ratio, 1),
            "peer": f"{name} {version(name)}, {peer.rows:,} movements: {round(peer.rows / theirs):,} {unit}",
            "cpu_seconds": round(ours.cpu, 3),
        }
        for clock, unit, seconds, theirs, ratio in (
            ("clock", "verdicts/s", ours.wall, peer.wall, wall),
            ("processor", "verdicts/cpu-s", ours.cpu, peer.cpu, cpu),
        )
    ]


def _against_sql(agreement: Agreement, coding: Coding, known: Movements) -> list[Row]:
    """Two views by two readings, and masks, beside hand-written SQL over the same columns."""
    seen = blanked(known, seed=2, share=BLANK)
    others = blanked(movements(coding, known.count, seed=3), seed=4, share=BLANK)
    agreed = frozenset({"at", *(name for name, declared in coding.facts.items() if not declared.open)})
    found = [
        _four(agreement, coding, seen, others, shared=frozenset()),
        _four(agreement, coding, seen, others, shared=agreed),
        _four(agreement, coding, seen, others, shared=frozenset(), typed=True),
    ]
    columns = {**seen.columns(coding), "codes": np.array([*_lists(seen), None], dtype=object)[:-1]}
    with _table(columns) as connection:
        by_hand, by_list = (_asked_by_hand(connection, each) for each in (MASKS, LISTS))
        assert by_hand() == by_list()
        lists, masks = _in_turns(by_list, by_hand, known.count, known.count)
    return [
        *found,
        {
            "name": f"codes as masks, two-valued CASE by hand, {known.count:,} movements",
            "value": round(masks.rows / masks.wall),
            "unit": "movements/s",
            "ratio": round(masks.times(lists)[0], 2),
            "peer": f"the same with list_has_any: {round(lists.rows / lists.wall):,} movements/s",
            "cpu_seconds": round(masks.cpu, 3),
        },
    ]


def _four(
    agreement: Agreement,
    coding: Coding,
    seen: Movements,
    others: Movements,
    *,
    shared: frozenset[str],
    typed: bool = False,
) -> Row:
    """What is possible in two views by two readings, and the split, beside one verdict on one view by hand.

    Both read the same table. typed: what has members is an enumeration, not text. That makes both faster, SQL by
    hand more so, as reading texts was most of its work.
    """
    views = f"sharing {len(shared)} of {len(coding.facts)} facts" if shared else "each with all columns of its own"
    other = another_view(seen, others, seed=5, share=BLANK, same=shared)
    query = batch_sql(agreement, ("movement",), views=("a", "b"), coding=coding, keep=(), shared=shared, reasons=False)
    four = [name for name in query.columns if name.endswith(("possible", "split"))]
    columns = {**seen.columns(coding, "a", shared), **other.columns(coding, "b", shared)}
    declared = coding.declared(("", "a", "b"), shared) if typed else ""
    with _table({**seen.columns(coding), **columns}, declared) as connection:
        hand, ours = _in_turns(
            _asked_by_hand(connection, MASKS), lambda: _summed(connection, query.text, four), seen.count, seen.count
        )
    return {
        "name": f"two views by two readings and the split, {seen.count:,} movements, {views},"
        f" {'enumerations' if typed else 'texts'}, by the processor",
        "value": round(ours.rows / ours.cpu),
        "unit": "movements/cpu-s",
        "ratio": round(ours.times(hand)[1], 3),
        "peer": f"one two-valued CASE by hand: {hand.cpu:.3f} s, we {ours.cpu / hand.cpu:.2f} times that",
        "cpu_seconds": round(ours.cpu, 3),
    }


def _asked_by_hand(connection: duckdb.DuckDBPyConnection, codes: Mapping[str, str]) -> Callable[[], object]:
    text = f"SELECT {BY_HAND.format(**codes)} AS verdict FROM facts"
    return lambda: _summed(connection, text, ["verdict"])


def _lists(seen: Movements) -> Iterator[list[str]]:
    """The codes of each movement, an unknown list as none."""
    for each in seen.facts():
        codes = each["cargo"]
        yield list(codes.known) if isinstance(codes, Codes) else []


def _plain(facts: Mapping[str, Any]) -> Facts:
    """Facts as peers take them: lists of texts, numbers."""
    return {name: _plain_value(value) for name, value in facts.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Codes):
        return list(value.known)
    return sorted(value.yes) if isinstance(value, Parties) else value


@contextmanager
def _table(columns: Mapping[str, Any], declared: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """A table of some columns; unless their types are declared, as they come: what has members is text."""
    with closing(duckdb.connect(config={"threads": 2})) as connection:
        connection.register("given", columns)
        if declared:
            connection.execute(f"CREATE TABLE facts ({declared})")
            connection.execute("INSERT INTO facts BY NAME SELECT * FROM given")
        else:
            connection.execute("CREATE TABLE facts AS SELECT * FROM given")
        yield connection


def _summed(connection: duckdb.DuckDBPyConnection, text: str, columns: Sequence[str]) -> object:
    """Make the database work out every cell of some columns, without handing them all over."""
    sums = [f'SUM(STRLEN("{name}"))' if name.endswith("split") else f'SUM("{name}")' for name in columns]
    return connection.execute(f"SELECT {', '.join(sums)} FROM ({text}) AS answered").fetchall()


def _in_turns(peer: Callable[[], object], ours: Callable[[], object], peer_rows: int, rows: int) -> tuple[Taken, Taken]:
    """Time both, turn about, so that other work on the machine weighs on both; the median of each."""
    taken: tuple[list[tuple[float, float]], list[tuple[float, float]]] = [], []
    ours()
    for _ in range(TURNS):
        for question, times in zip((peer, ours), taken, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            question()
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
    first, second = (
        Taken(count, *map(statistics.median, zip(*times, strict=True)))
        for count, times in zip((peer_rows, rows), taken, strict=True)
    )
    return first, second


if __name__ == "__main__":
    for row in run(*map(int, sys.argv[1:])):
        print(json.dumps(row))
