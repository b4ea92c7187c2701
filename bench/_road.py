"""A synthetic corridor of any size: its table, and claims of which the generator knows what is true.

The same number of rows gives the same bytes. Rows stand in the order of their dates, as a register does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from safeconduct.base.canonical import JsonValue, canonical_bytes
from safeconduct.base.instant import day_from_text, day_to_text

FOLDER = Path(__file__).with_name("road")
FIRST_DAY = day_from_text("2023-01-01")
DAYS = 731
POSTS = ("East Gate", "Harbour", "Hill Post", "North Gate", "Rail Yard", "River Bridge", "South Gate", "West Gate")
DIRECTIONS = ("inbound", "outbound")
CATEGORIES = ("truck", "ambulance", "bus", "convoy")
WHERE = 'category == "truck" && direction == "inbound"'
WEIGHED_IN_KG = 20  # the step of a weighbridge for trucks
SAME_IN_SQL = "category = 'truck' AND direction = 'inbound'"

_SEED = 2
_CHUNK = 100_000
_HEADER = "number,date,post,direction,category,load_kg\n"
_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Truth:
    """Inbound trucks by day: how many, and their loads in kg."""

    rows: _Ints
    load_kg: _Ints

    def between(self, first: int, last: int, *, loads: bool) -> int:
        """Count, or load, over days counted from the first one: first <= day < last."""
        return int((self.load_kg if loads else self.rows)[first:last].sum())


def write_table(path: Path, rows: int) -> Truth:
    """Write the table as CSV; what is true of it."""
    random = np.random.default_rng(_SEED)
    truth = Truth(np.zeros(DAYS, dtype=np.int64), np.zeros(DAYS, dtype=np.int64))
    days = [day_to_text(FIRST_DAY + day) for day in range(DAYS)]
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADER)
        for start in range(0, rows, _CHUNK):
            number = np.arange(start, min(start + _CHUNK, rows))
            size = len(number)
            day = number * DAYS // rows
            post, direction, category = (random.integers(0, len(of), size) for of in (POSTS, DIRECTIONS, CATEGORIES))
            load = random.integers(25, 1_400, size) * WEIGHED_IN_KG
            counted = (direction == 0) & (category == 0)
            np.add.at(truth.rows, day[counted], 1)
            np.add.at(truth.load_kg, day[counted], load[counted])
            columns = (number + 1, day, post, direction, category, load)
            file.write(
                "".join(
                    f"{n},{days[d]},{POSTS[p]},{DIRECTIONS[r]},{CATEGORIES[c]},{kg}\n"
                    for n, d, p, r, c, kg in zip(*(column.tolist() for column in columns), strict=True)
                )
            )
    return truth


def claims_file(name: str, truth: Truth, months: list[tuple[int, int]], *, shift: int, loads: bool) -> bytes:
    """Claims of one speaker, one for each period: what was true of the period with its end `shift` days later."""
    listed: list[JsonValue] = [
        {
            "id": f"{name}-{first}",
            "statement": f"{name}-{first}",
            "speaker": "Road Authority",
            "said_on": "2025-01-01",
            "source": "https://road.example/",
            "wording": f"{name} of inbound trucks",
            "claim": _claim(truth, first, last, shift=shift, loads=loads),
        }
        for first, last in months
    ]
    return canonical_bytes({"claims": listed, "version": 1})


def _claim(truth: Truth, first: int, last: int, *, shift: int, loads: bool) -> dict[str, JsonValue]:
    days = {"from": day_to_text(FIRST_DAY + first), "until": day_to_text(FIRST_DAY + last)}
    summed: dict[str, JsonValue] = {"measure": "sum", "column": "load_kg", "unit": "kg"}
    return {
        **(summed if loads else {"measure": "count"}),
        "table": "passage",
        "where": WHERE,
        "over": {"column": "passed_on", **days},
        "comparator": "exactly",
        "value": truth.between(first, last + shift, loads=loads),
    }
