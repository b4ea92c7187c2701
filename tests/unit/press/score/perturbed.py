"""Drafts made from a gold file by changes from a seed: an extractor wrong in every way that is scored."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[list[Row], Any, random.Random], list[Row]]

DATES = (
    "2023-01",
    "2023",
    "",
    None,
    "soon",
    "2023-01-18?",
    "{2022-10,2023-05}",
    "../2023-02-01",
    "2020-23",
    "2023-00-05",
)
WHO: tuple[str | list[str] | None, ...] = (
    "he",
    "the ministry",
    None,
    [],
    "Russia's Lavrov",
    "Moscow",
    ["Kremlin", "he"],
    "Erdogan’s office",
    ["Armenia", "Baku"],
)


def as_drafts(gold: Any) -> list[Row]:
    """Every gold statement, as a perfect extractor would give it."""
    kept = {
        "doc": "doc",
        "spans": "content_spans",
        "speaker": "speaker",
        "date": "date",
        "mode": "mode",
        "type": "type",
    }
    return [{name: each[field] for name, field in kept.items()} for each in gold["statements"]]


def nothing(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """No statement at all."""
    return []


def shifted(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Ends moved, by little or much."""

    def moved(row: Row) -> Row:
        size = gold["documents"][row["doc"]]["characters"]
        spans = []
        for start, end in row["spans"]:
            first = min(max(0, start + chance.choice([0, 0, -1, 1, -2, 2, -30, 40])), size - 2)
            last = max(first + 1, min(size, end + chance.choice([0, 0, -1, 1, 2, -40, 60])))
            spans.append([first, last])
        return row | {"spans": spans}

    return [moved(row) for row in rows]


def dropped(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """A third left out."""
    return [row for row in rows if chance.random() > 0.33]


def doubled(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Some given twice, and in another order."""
    more = rows + [dict(row) for row in rows if chance.random() < 0.3]
    return chance.sample(more, len(more))


def cut(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Some contents given in two parts, as statements of their own or as two spans that overlap."""
    made: list[Row] = []
    for row in rows:
        start, end = row["spans"][0]
        middle = (start + end) // 2
        if end - start < 4 or chance.random() < 0.5:
            made.append(row)
        elif chance.random() < 0.5:
            made += [row | {"spans": [[start, middle + 3]]}, row | {"spans": [[middle + 3, end]]}]
        else:
            made.append(row | {"spans": [[middle - 1, end], [start, middle]]})
    return made


def misnamed(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Wrong speakers, pronouns and spellings."""
    who = [*gold["entities"], *WHO]
    return [row | {"speaker": chance.choice(who)} if chance.random() < 0.6 else row for row in rows]


def misdated(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Other dates, and texts that are none."""
    return [row | {"date": chance.choice(DATES)} if chance.random() < 0.6 else row for row in rows]


def mislabelled(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Other types and modes; some left out."""

    def changed(row: Row) -> Row:
        new = row | {"type": chance.choice(gold["types"]), "mode": chance.choice(["direct", "mixed", "indirect"])}
        return {
            name: new[name] for name in new if name not in chance.choice([(), ("type",), ("mode",), ("type", "date")])
        }

    return [changed(row) if chance.random() < 0.5 else row for row in rows]


def modeless(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """No modes, and documents named by path without their ending."""
    return [{name: row[name] for name in row if name != "mode"} | {"doc": f"x/{row['doc'][:-4]}"} for row in rows]


def invented(rows: list[Row], gold: Any, chance: random.Random) -> list[Row]:
    """Statements that are none."""
    docs = list(gold["documents"])
    made = [{"doc": chance.choice(docs), "spans": [[at, at + 60]], "speaker": "Armenia"} for at in range(0, 1800, 90)]
    return rows + made


CASES: dict[str, tuple[Change, ...]] = {
    "perfect": (),
    "nothing": (nothing,),
    "shifted": (shifted,),
    "dropped": (dropped,),
    "doubled": (doubled,),
    "cut": (cut,),
    "misnamed": (misnamed,),
    "misdated": (misdated,),
    "mislabelled": (mislabelled,),
    "modeless": (shifted, modeless),
    "invented": (invented,),
    "all": (cut, shifted, doubled, dropped, misnamed, misdated, mislabelled, invented),
}


def perturbed(gold: Any, name: str, seed: int) -> list[Row]:
    """The drafts of a case."""
    rows, chance = as_drafts(gold), random.Random(f"{name}-{seed}")
    for change in CASES[name]:
        rows = change(rows, gold, chance)
    return rows
