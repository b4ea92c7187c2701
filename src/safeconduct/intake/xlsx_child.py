"""Read one sheet of an XLSX workbook in a process of its own, with nothing to lose. Run by `xlsx_rows`.

Standard input: the workbook. First argument: the limits and the sheet as JSON. Standard output: one JSON
list a row, at the end ``{"end": true}``; or ``{"error": ..., "where": ..., "next": ...}`` and exit code 1.

Bytes in, typed cells out: text, {"n": number}, {"d": day}, {"t": time}, {"b": bool}. Before the reader of
spreadsheets sees the file, every member is inflated once under a bound, whatever sizes its directory
claims, and the XML of the sheets is scanned (not parsed) for formulas, error cells, and more cells than
allowed. The limits of the operating system stand behind all this. This file imports nothing of ours, so
that little has to load.
"""

from __future__ import annotations

import codecs
import datetime as dt
import html
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?>|<(?:\w+:)?f[\s/>]|<(?:\w+:)?row\s[^>]*>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CHUNK = 1 << 16
_DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, OSError, KeyError)


class RefusedError(Exception):
    """The workbook is refused; the arguments are what, where, and the next step."""

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.answer = {"error": what, "where": where, "next": next_step}


def main() -> int:
    """Read the workbook from standard input and write its rows."""
    order = json.loads(sys.argv[1])
    import python_calamine

    data = sys.stdin.buffer.read(order["bytes"] + 1)
    codecs.lookup("cp437")  # names in a zip may need it, and no file can be opened once confined
    confine(order)
    try:
        for line in lines(data, order, python_calamine):
            sys.stdout.write(line)
        answer: dict[str, Any] = {"end": True}
    except RefusedError as error:
        answer = error.answer
    except (MemoryError, python_calamine.CalamineError, *_DAMAGED) as error:
        answer = unreadable(error)
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0 if "end" in answer else 1


def unreadable(error: Exception) -> dict[str, str]:
    """The answer where a workbook cannot be read. zlib tells that memory is lacking by its error -4 (Z_MEM_ERROR)."""
    if isinstance(error, MemoryError) or (isinstance(error, zlib.error) and str(error).startswith("Error -4 ")):
        return {"error": "the workbook needs more memory than is allowed", "where": "", "next": ""}
    return {"error": f"not readable as a workbook ({error})", "where": "", "next": "Save it again as .xlsx."}


def confine(order: dict[str, Any]) -> None:
    """Give up what is not needed: time, memory, new files and sockets, new processes."""
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def lines(data: bytes, order: dict[str, Any], calamine: Any) -> Iterator[str]:
    """The rows as lines of JSON. One long text can stand in every cell, so what goes back is bounded too."""
    size = 0
    for row in rows(data, order, calamine):
        line = json.dumps(row, ensure_ascii=True) + "\n"
        size += len(line)
        if size > order["answer"]:
            raise RefusedError("the sheet holds too much text", "", "Save it as CSV.")
        yield line


def rows(data: bytes, order: dict[str, Any], calamine: Any) -> Iterator[list[Any]]:
    """The rows of the sheet. Raises RefusedError and what the readers raise."""
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedError("not an XLSX workbook", "byte 0", "Save it as .xlsx, or set `format: csv`.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_members(archive, len(data), order)
        sheet, member = chosen_sheet(archive, order["sheet"])
        scan(archive.read(member), sheet, order["cells"])
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for cells in workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False):
        yield [plain(cell) for cell in cells]


def check_members(archive: zipfile.ZipFile, packed: int, order: dict[str, Any]) -> None:
    """Inflate every member once, counting; stop at the bounds."""
    members = archive.infolist()
    if len(members) > order["members"]:
        raise RefusedError(f"the workbook has {len(members)} parts; at most {order['members']} are read")
    if len({member.filename for member in members}) < len(members):
        raise RefusedError("two parts of the workbook have one name")
    total = 0
    for member in members:
        if member.flag_bits & 1:
            raise RefusedError("the workbook is encrypted", member.filename, "Save it without a password.")
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                too_dense = total > 1 << 20 and total > order["ratio"] * packed
                if total > order["unpacked"] or too_dense:
                    raise RefusedError(
                        f"the workbook unpacks from {packed} to more than {total - len(chunk)} bytes",
                        member.filename,
                    )


def chosen_sheet(archive: zipfile.ZipFile, wanted: str) -> tuple[str, str]:
    """Name and member of the sheet: the one asked for, or the only one."""
    book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    links = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        found = [attributes(tag) for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))]
        links = {each.get("Id", ""): each.get("Target", "") for each in found}
    sheets = {}
    for tag in _SHEET.findall(book):
        each = attributes(tag)
        target = next((links.get(value, "") for key, value in each.items() if key.endswith(":id")), "")
        sheets[each.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if not sheets:
        raise RefusedError("the workbook names no sheets", "xl/workbook.xml")
    listed = ", ".join(repr(name) for name in list(sheets)[:10])
    if wanted and wanted not in sheets:
        raise RefusedError(f"there is no sheet {wanted!r}", "", f"The sheets are {listed}.")
    if not wanted and len(sheets) > 1:
        raise RefusedError(f"the workbook has {len(sheets)} sheets", "", f"State in the mapping which: {listed}.")
    name = wanted or next(iter(sheets))
    if sheets[name] not in archive.namelist():
        raise RefusedError(f"the sheet {name!r} is missing from the workbook", sheets[name])
    return name, sheets[name]


def scan(xml: bytes, sheet: str, cells_max: int) -> None:
    """Refuse formulas, error cells, XML that we would not see through, and too many cells."""
    encoding = _ENCODING.search(xml[:200])
    odd = encoding is not None and encoding[1].lower() != b"utf-8"
    if odd or b"\0" in xml[:1000] or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise RefusedError("the sheet is not plain UTF-8 XML", f"sheet {sheet!r}")
    count, cell, width, height = 0, "", 0, 0
    for match in _CELL.finditer(xml):
        tag = match[0]
        if tag.rstrip(b" \t\r\n/>").endswith((b"<f", b":f")):
            raise RefusedError(
                "the cell holds a formula; its value is not a record of anything",
                f"sheet {sheet!r}, cell {cell}",
                "Replace formulas by their values (copy, paste special, values).",
            )
        found = attributes(tag)
        if b"row" in tag[:16]:
            height = max(height, _row(found.get("r", "")))
            continue
        count += 1
        cell = found.get("r", f"number {count}")
        width, height = (
            max(width, _column(cell)),
            max(height, _row(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))),
        )
        if found.get("t") == "e":
            raise RefusedError("the cell holds an error such as #DIV/0!", f"sheet {sheet!r}, cell {cell}")
        if count > cells_max:
            raise RefusedError(f"the sheet has more than {cells_max} cells", f"sheet {sheet!r}", "Save it as CSV.")
    if width * height > cells_max * 10:
        raise RefusedError(f"the sheet spans {width} columns and {height} rows", f"sheet {sheet!r}", "Save it as CSV.")


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag."""
    found = _ATTRIBUTE.findall(tag)
    return {key.decode(): html.unescape((one or two).decode("utf-8", "replace")) for key, one, two in found}


def plain(cell: object) -> object:
    """A cell as JSON that keeps its type. Numbers are the shortest decimal that gives the stored double."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return {"b": cell}
    if isinstance(cell, int | float):
        return {"n": repr(int(cell)) if cell == int(cell) else repr(cell)}
    if isinstance(cell, dt.datetime):
        return {"t": cell.isoformat()}
    return {"d": cell.isoformat()} if isinstance(cell, dt.date) else str(cell)


def _row(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def _column(cell: str) -> int:
    number = 0
    for char in cell[:4]:
        if not "A" <= char <= "Z":
            break
        number = number * 26 + ord(char) - 64
    return number


if __name__ == "__main__":
    sys.exit(main())
