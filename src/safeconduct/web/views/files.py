"""The ``.json`` and ``.csv`` twins of pages.

JSON: sorted keys, whole numbers as integers, a missing value left out. CSV: RFC 4180 with a header, UTF-8
without a byte-order mark, days as ``2022-08-31``. A text cell that a spreadsheet would run as a formula gets
an apostrophe in front. Every row repeats what it is about (corridor, logs with size and root, version,
definition, gaps), because rows get separated from their file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal

import msgspec

from safeconduct.web.source import (
    Claim,
    Convention,
    Corridor,
    LogState,
    Number,
    Overview,
    Reconciliation,
    Series,
)

Cell = str | int | Decimal | None
_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="number")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def json_bytes(value: object) -> bytes:
    """A value as indented JSON with sorted keys."""
    return msgspec.json.format(_ENCODER.encode(_without_none(value)), indent=1) + b"\n"


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


def claim_value(claim: Claim) -> dict[str, object]:
    """A claim with its answer, in the shape of the answer JSON."""
    answer = claim.answer
    return {
        "id": claim.id,
        "statement": claim.statement,
        "speaker": claim.speaker,
        "said_on": claim.said_on,
        "as_of": claim.as_of or None,
        "source": claim.source,
        "wording": claim.wording,
        "note": claim.note or None,
        "entry": asdict(claim.entry) if claim.entry else None,
        "verdict": answer.verdict,
        "claimed": asdict(answer.claimed),
        "recorded": asdict(answer.recorded),
        "reason": answer.reason.text,
        "reason_code": answer.reason.code,
        "definition": [asdict(part) for part in answer.definition],
        "reconciliations": [_reconciliation_value(change) for change in answer.reconciliations],
        "evidence": {
            "rows": answer.evidence.rows,
            "columns": list(answer.evidence.columns),
            "entries": [{**asdict(row.entry), "cells": list(row.cells)} for row in answer.evidence.entries],
        },
        "cannot_know": list(answer.cannot_know),
    }


def conventions_value(conventions: Sequence[Convention]) -> list[dict[str, object]]:
    """Conventions, as in the answer JSON with the alternatives beside them."""
    return [asdict(convention) for convention in conventions]


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


def _reconciliation_value(change: Reconciliation) -> dict[str, object]:
    rows = [{**asdict(row.entry), "cells": list(row.cells)} for row in change.rows]
    return {
        "kind": change.kind,
        "change": change.change,
        "value": change.value,
        "residual": change.residual,
        "exact": change.exact,
        "arithmetic": change.arithmetic,
        "chance_permille": change.chance_permille,
        "rows": rows,
    }


def _without_none(value: object) -> object:
    """Leave out what is missing; whole decimals become integers."""
    if isinstance(value, dict):
        return {name: _without_none(item) for name, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_none(item) for item in value]
    return _whole(value) if isinstance(value, Decimal) else value


def _whole(value: Number) -> Number:
    return int(value) if value == int(value) else value


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return str(_whole(cell))
