"""Rows of one sheet of an XLSX workbook, read by a confined process (`xlsx_child`).

A workbook is a zip of XML made by anyone: a few hundred kilobytes can unfold to gigabytes. So it is small
(8 MiB), it is read elsewhere, under limits of time, memory, cells and bytes that the operating system
enforces, and only typed cells come back, over a pipe that is bounded too.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import as_file, files
from typing import IO, Any

from safeconduct.base import limits
from safeconduct.intake.columns import Cell
from safeconduct.intake.errors import TableError

_ANSWER_BYTES_MAX = 2 * limits.SPREADSHEET_UNPACKED_BYTES_MAX


def workbook_bytes(stream: IO[bytes]) -> bytes:
    """The whole file. Raises TableError if it is larger than a workbook may be."""
    data = stream.read(limits.SPREADSHEET_BYTES_MAX + 1)
    if len(data) > limits.SPREADSHEET_BYTES_MAX:
        raise TableError(
            f"the workbook has more than {limits.SPREADSHEET_BYTES_MAX} bytes",
            next_step="Save it as CSV (UTF-8).",
        )
    return data


def xlsx_rows(data: bytes, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
    """(row number, cells) of every row that is not blank. Raises TableError, naming the cell."""
    answer = _ask_child(data, sheet)
    lines = answer.splitlines()
    last = _object(lines[-1]) if lines else {}
    if "end" not in last:
        raise TableError(
            str(last.get("error", "reading the workbook took more time or memory than is allowed")),
            where=str(last.get("where", "")),
            next_step=str(last.get("next", "Save it as CSV (UTF-8).")),
        )
    for number, line in enumerate(lines[:-1], start=1):
        cells = [_cell(item) for item in json.loads(line)]
        if any(cell != "" for cell in cells):
            yield number, cells


def _ask_child(data: bytes, sheet: str) -> bytes:
    order = {
        "sheet": sheet,
        "bytes": limits.SPREADSHEET_BYTES_MAX,
        "unpacked": limits.SPREADSHEET_UNPACKED_BYTES_MAX,
        "ratio": limits.SPREADSHEET_RATIO_MAX,
        "members": limits.SPREADSHEET_MEMBERS_MAX,
        "cells": limits.SPREADSHEET_CELLS_MAX,
        "seconds": limits.SPREADSHEET_SECONDS_MAX,
        "answer": _ANSWER_BYTES_MAX,
        "memory": limits.SPREADSHEET_MEMORY_BYTES_MAX,
    }
    with as_file(files("safeconduct.intake").joinpath("xlsx_child.py")) as program:
        # -I: no environment, no user site, no folder of ours on the path.
        command = [sys.executable, "-I", str(program), json.dumps(order)]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program of ours, no shell
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=limits.SPREADSHEET_SECONDS_MAX * 4,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TableError("reading the workbook took too long", next_step="Save it as CSV (UTF-8).") from error
    return done.stdout


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _cell(item: Any) -> Cell:
    if isinstance(item, str):
        return item
    ((kind, value),) = item.items()
    if kind == "n":
        return Decimal(value)
    if kind == "b":
        return bool(value)
    return dt.datetime.fromisoformat(value) if kind == "t" else dt.date.fromisoformat(value)
