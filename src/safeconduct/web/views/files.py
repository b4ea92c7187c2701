"""The ``.json`` and ``.csv`` twins of pages.

JSON: sorted keys, whole numbers as integers, null = no record. CSV: RFC 4180 with a header, UTF-8
without a byte-order mark, days as ``2022-08-31``. A text cell that a spreadsheet would run as a formula gets
an apostrophe in front. Every row repeats what it is about (corridor, logs with size and root, version,
definition, gaps), because rows get separated from their file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction

import msgspec

from safeconduct.base.csv_cell import text_cell
from safeconduct.web.source import Corridor, LogState, Overview, Series

Cell = str | int | Fraction | None
_ENCODER = msgspec.json.Encoder(order="sorted")
_DIGITS = 1_000_000
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def json_bytes(value: object) -> bytes:
    """A value as indented JSON with sorted keys."""
    return msgspec.json.format(_ENCODER.encode(_json(value)), indent=1) + b"\n"


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    r"""A table as CSV.

    >>> csv_bytes(["text", "n"], [["=1+1", -1]])
    b"text,n\r\n'=1+1,-1\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def file_name(*parts: str) -> str:
    """A name for a download made of harmless characters only.

    >>> file_name("black-sea-2022", 'a"b/c', "csv")
    'black-sea-2022-a_b_c.csv'
    """
    *stem, suffix = [_NOT_IN_NAMES.sub("_", part).lstrip(".") for part in parts]
    return "-".join(stem) + "." + suffix


def logs_value(logs: Sequence[LogState]) -> list[dict[str, object]]:
    """The states of logs, as in the answer JSON."""
    return [{"origin": log.origin, "size": log.size, "root": log.root} for log in logs]


def log_value(log: LogState) -> dict[str, object]:
    """All we know about one log."""
    return asdict(log)


def overview_value(overview: Overview) -> dict[str, object]:
    """Figures and series of a corridor."""
    return {
        "corridor": overview.corridor.id,
        "titles": dict(overview.corridor.titles),
        "logs": logs_value(overview.corridor.logs),
        "first": overview.first or None,
        "last": overview.last or None,
        "figures": [{**asdict(figure), "gaps": figure.gaps or None} for figure in overview.figures],
        "series": [series_value(series) for series in overview.series],
        "cannot_know": list(overview.cannot_know),
    }


def series_value(series: Series) -> dict[str, object]:
    """One series; a week without a record has no value."""
    return {
        "key": series.key,
        "unit": series.unit,
        "definition": series.definition,
        "weeks": [{"monday": week.monday, "value": week.value} for week in series.weeks],
    }


def stamp(corridor: Corridor, version: str) -> dict[str, str]:
    """The columns that every row of a corridor's CSV carries."""
    return {
        "corridor": corridor.id,
        "logs": " ".join(f"{log.origin}@{log.size}:{log.root}" for log in corridor.logs),
        "computed_by": f"safeconduct {version}",
    }


def _json(value: object) -> object:
    """Exact numbers become numbers of JSON, cut to six decimals; the rest stays, null included."""
    if isinstance(value, Mapping):
        return {name: _json(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else int(value * _DIGITS) / _DIGITS
    return value


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return text_cell(cell)
    return str(_json(cell))
