"""The tables of docs/concepts/status.md, made from the counts that tools/status_calibration.py keeps.

A table stands between `<!-- calibration: NAME -->` and `<!-- end of NAME -->`; everything else on the page was
written by people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Study: TypeAlias = Mapping[str, Any]
PART = re.compile(r"<!-- calibration: (\w+) -->\n.*?<!-- end of \1 -->", re.DOTALL)


def update(page: str, result: Study) -> str:
    """The page with every table brought up to date. Raises KeyError for a table that nobody makes."""

    def part(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- calibration: {name} -->\n{TABLES[name](result)}\n<!-- end of {name} -->"

    return PART.sub(part, page)


def errors_table(result: Study) -> str:
    """False alarms by flow, beside those of the control."""
    alike = {row["level"]: row for row in result["alike"]}
    return _table(
        [
            "journeys a day",
            "days judged",
            "false alarms a day",
            "of these called closed",
            "the same, no weekdays",
            "control: below half the mean",
        ],
        [
            [
                row["level"],
                f"{row['judged']:,}",
                _rate(row["alarms"], row["judged"]),
                row["closed"],
                _rate(alike[row["level"]]["alarms"], alike[row["level"]]["judged"]),
                _rate(row["half_mean_alarms"], row["judged"]),
            ]
            for row in result["steady"]
        ],
    )


def events_table(result: Study) -> str:
    """How soon a closure or a cut is noticed."""
    return _table(
        [
            "what happens",
            "journeys a day",
            "noticed within 1, 2, 4, 7 days, %",
            "called closed within 1, 2, 4, 7, %",
            "open on day 1, 2, 4, 7 after, %",
            "control within 1, 7, %",
        ],
        [
            [
                row["kind"],
                row["level"],
                _percents(row["noticed"], row["roads"]),
                _percents(row["called_closed"], row["roads"]),
                _percents(row["open_on_day"], row["roads"]),
                _percents([row["half_mean_noticed"][0], row["half_mean_noticed"][-1]], row["roads"]),
            ]
            for row in result["events"]
        ],
    )


def coverage_table(result: Study) -> str:
    """How often the 95 % interval of the share holds the true share, over one day and over seven."""
    rows = {(row["level"], row["kind"]): row for row in result["coverage"]}
    levels, kinds = (list(dict.fromkeys(row[key] for row in result["coverage"])) for key in ("level", "kind"))
    return _table(
        ["journeys a day", *kinds], [[level, *(_covered(rows[level, kind]) for kind in kinds)] for level in levels]
    )


def power_table(result: Study) -> str:
    """The chance that is printed with every status, and how often half the flow was noticed on its first day."""
    return _table(
        ["journeys a day", "printed, %", "happened, %"],
        [
            [row["level"], f"{row['stated_half_ppm'] / 1e4:.1f}", _percents([row["low_first_day"]], row["roads"])]
            for row in result["events"]
            if row["kind"] == "cut by 50 %"
        ],
    )


def silence_table(result: Study) -> str:
    """What silent days are called."""
    return _table(
        ["journeys a day", "silent days", "called open", "called unknown"],
        [[row["level"], row["silent_days"], row["silent_open"], row["silent_unknown"]] for row in result["silence"]],
    )


def anchoring_table(result: Study) -> str:
    """A restriction of 200 days with an anchored baseline, and with one that moves on."""
    return _table(
        ["journeys a day, before and during", "baseline", "of the first 56 days open, %", "of the later days open, %"],
        [
            [
                f"{row['before']} and {row['during']}",
                "anchored" if row["anchored"] else "moves on",
                _percents([row["first_weeks_open"]], row["first_weeks"]),
                _percents([row["later_open"]], row["later"]),
            ]
            for row in result["anchoring"]
        ],
    )


def runs_table(result: Study) -> str:
    """False alarms where good and bad days come in runs."""
    return _table(
        ["correlation of neighbouring days", "journeys a day", "days judged", "false alarms a day"],
        [
            [
                f".{row['persistence_percent']:02}",
                row["level"],
                f"{row['judged']:,}",
                _rate(row["alarms"], row["judged"]),
            ]
            for row in result["runs"]
        ],
    )


def whole_table(result: Study) -> str:
    """False alarms of a road whose categories share the budget, and of one whose categories do not."""
    rows = {(row["level"], row["shared"]): row for row in result["whole"]}
    levels = list(dict.fromkeys(row["level"] for row in result["whole"]))
    return _table(
        ["journeys a day", "days judged", "false alarms a day, budget shared", "each with the whole budget"],
        [
            [
                level,
                f"{rows[level, True]['judged']:,}",
                *(_rate(rows[level, shared]["alarms"], rows[level, shared]["judged"]) for shared in (True, False)),
            ]
            for level in levels
        ],
    )


def short_table(result: Study) -> str:
    """False alarms and power by the number of usable days."""
    levels = list(dict.fromkeys(row["level"] for row in result["short"]))
    rows = {(row["level"], row["usable"]): row for row in result["short"]}
    usable = list(dict.fromkeys(row["usable"] for row in result["short"]))
    return _table(
        ["usable days", *(f"{level} a day: false alarms; half the flow seen in a day, %" for level in levels)],
        [
            [
                number,
                *(
                    f"{_rate(row['alarms'], row['judged'])}; {row['half_ppm'] / 1e4:.1f}"
                    for row in (rows[level, number] for level in levels)
                ),
            ]
            for number in usable
        ],
    )


def made_with(result: Study) -> str:
    """Seed and versions."""
    versions = ", ".join(f"{name} {number}" for name, number in result["made_with"].items())
    return f"Seed {result['seed']}; {versions}."


TABLES: dict[str, Callable[[Study], str]] = {
    "errors": errors_table,
    "events": events_table,
    "coverage": coverage_table,
    "power": power_table,
    "silence": silence_table,
    "anchoring": anchoring_table,
    "runs": runs_table,
    "whole": whole_table,
    "short": short_table,
    "made": made_with,
}


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


def _rate(count: int, of: int) -> str:
    return f"{count / of:.4f}".removeprefix("0")


def _percents(counts: Sequence[int], of: int) -> str:
    return ", ".join(f"{100 * count / of:.0f}" for count in counts)


def _covered(row: Mapping[str, Any]) -> str:
    return f"{100 * row['covered_one_day'] / row['roads']:.1f}, {100 * row['covered_week'] / row['roads']:.1f}"
