"""Workbooks are read by a confined process: typed cells back, everything hostile refused with its place."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from safeconduct.base import limits
from safeconduct.intake.errors import TableError
from safeconduct.intake.xlsx_child import unreadable
from safeconduct.intake.xlsx_rows import workbook_bytes, xlsx_rows

xlsxwriter: Any = pytest.importorskip("xlsxwriter")

SHEET = b'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>%b</sheetData></worksheet>'
BOOK = '<workbook><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINKS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def book(fill: Callable[[Any, Any], object], *names: str) -> bytes:
    """A workbook that xlsxwriter makes; `fill` gets it and its first sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheets = [workbook.add_worksheet(name) for name in names or ("Sheet1",)]
        fill(workbook, sheets[0])
    return out.getvalue()


def packed(**members: bytes | str) -> bytes:
    """A zip with these members; `__` in a name is a slash and `_D` a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_D", "."), data)
    return out.getvalue()


def raw(cells: bytes) -> bytes:
    """A workbook whose one sheet holds this XML."""
    return packed(
        xl__workbook_Dxml=BOOK, xl___rels__workbook_Dxml_Drels=LINKS, xl__worksheets__sheet1_Dxml=SHEET % cells
    )


def refusal(data: bytes, sheet: str = "") -> str:
    with pytest.raises(TableError) as error:
        list(xlsx_rows(data, sheet))
    return str(error.value)


def test_cells_come_back_typed_and_rows_numbered_as_in_the_sheet() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(1, 0, ["port", "t", "left", "at", "ok"])
        sheet.write_row(3, 0, ["Türkiye", 0.1])
        sheet.write_datetime(3, 2, dt.datetime(2022, 8, 1), day)  # noqa: DTZ001
        sheet.write_datetime(3, 3, dt.datetime(2022, 8, 1, 10, 30), time)  # noqa: DTZ001
        sheet.write(3, 4, True)  # noqa: FBT003
        sheet.write_string(4, 0, "=not a formula")
        sheet.write(4, 1, 25000)
        sheet.write_string(4, 2, "0012")

    assert list(xlsx_rows(book(fill), "")) == [
        (2, ["port", "t", "left", "at", "ok"]),
        (4, ["Türkiye", Decimal("0.1"), dt.date(2022, 8, 1), dt.datetime(2022, 8, 1, 10, 30), True]),  # noqa: DTZ001
        (5, ["=not a formula", Decimal(25000), "0012", "", ""]),
    ]


def test_a_sheet_is_chosen_by_name_and_guessed_only_if_there_is_one() -> None:
    data = book(lambda _, sheet: sheet.write(0, 0, "a"), "Voyages & more", "Notes")
    assert list(xlsx_rows(data, "Voyages & more")) == [(1, ["a"])]
    assert "2 sheets. State in the mapping which: 'Voyages & more', 'Notes'" in refusal(data)
    assert "there is no sheet 'Voyage'. The sheets are 'Voyages & more', 'Notes'" in refusal(data, "Voyage")


def test_a_formula_is_refused_with_its_cell() -> None:
    data = book(lambda _, sheet: [sheet.write(0, 0, "a"), sheet.write_formula(6, 28, "=A1*2", value=3054)])
    assert "sheet 'Sheet1', cell AC7: the cell holds a formula" in refusal(data)
    hidden = raw(b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><x:f t="shared" si="0"/><v>2</v></c></row>')
    assert "cell B1: the cell holds a formula" in refusal(hidden)


def test_a_formula_on_another_sheet_does_not_matter() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, "a")
        workbook.get_worksheet_by_name("Sums").write_formula(0, 0, "=1+1", value=2)

    assert list(xlsx_rows(book(fill, "Data", "Sums"), "Data")) == [(1, ["a"])]


def test_an_error_cell_is_refused_rather_than_read_as_empty() -> None:
    data = raw(b'<row r="4"><c r="C4" t="e"><v>#DIV/0!</v></c></row>')
    assert "sheet 'Sheet1', cell C4: the cell holds an error" in refusal(data)


def test_what_is_no_workbook_is_refused() -> None:
    whole = book(lambda _, sheet: sheet.write(0, 0, "a"))
    for data in (b"", b"PK", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" + bytes(600)):
        assert "not an XLSX workbook" in refusal(data)
    for data in (whole[: len(whole) // 2], whole[:-30], b"PK\x03\x04" + bytes(100)):
        assert "not readable as a workbook" in refusal(data)
    assert "names no sheets" in refusal(packed(a="b"))
    assert "is missing" in refusal(packed(xl__workbook_Dxml=BOOK, xl___rels__workbook_Dxml_Drels=LINKS))


def test_a_damaged_member_is_refused() -> None:
    whole = bytearray(raw(b'<row r="1"><c r="A1"><v>1</v></c></row>'))
    for at in range(60, len(whole) - 200, 37):
        changed = bytes(whole[:at]) + bytes([whole[at] ^ 0xFF]) + bytes(whole[at + 1 :])
        try:
            list(xlsx_rows(changed, ""))
        except TableError:
            continue


def test_bombs_are_refused_by_what_they_unpack_to_not_by_what_they_say() -> None:
    assert "unpacks from" in refusal(packed(bomb="x" * 80_000_000))
    assert "parts; at most 2000" in refusal(packed(**{f"m{number}": b"" for number in range(2_001)}))
    members = packed(one="x" * 50_000)
    assert "two parts of the workbook have one name" in refusal(_twice(members))


def test_a_sheet_that_spans_too_much_is_refused_before_it_is_built() -> None:
    corners = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert "spans 16384 columns and 1048576 rows" in refusal(raw(corners))


def test_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SPREADSHEET_CELLS_MAX", 20)
    cells = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 22))
    assert "more than 20 cells" in refusal(raw(cells))


def test_declarations_and_other_encodings_are_refused() -> None:
    for start in (b"<!DOCTYPE x>", b'<!ENTITY a "b">'):
        assert "not plain UTF-8 XML" in refusal(raw(start + b'<row r="1"/>'))
    data = packed(
        xl__workbook_Dxml=BOOK,
        xl___rels__workbook_Dxml_Drels=LINKS,
        xl__worksheets__sheet1_Dxml='<?xml version="1.0" encoding="utf-16"?><worksheet/>'.encode("utf-16"),
    )
    assert "not plain UTF-8 XML" in refusal(data)


def test_one_long_text_in_every_cell_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.intake.xlsx_rows._ANSWER_BYTES_MAX", 10_000)
    data = book(lambda _, sheet: [sheet.write(row, 0, "x" * 1000) for row in range(20)])
    assert "holds too much text" in refusal(data)


def test_too_little_memory_or_time_ends_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book(lambda _, sheet: [sheet.write_row(row, 0, range(100)) for row in range(1_000)])
    monkeypatch.setattr(limits, "SPREADSHEET_MEMORY_BYTES_MAX", 1 << 20)
    assert "memory" in refusal(data)


@pytest.mark.parametrize("error", [MemoryError(), zlib.error("Error -4 while decompressing data")])
def test_lack_of_memory_is_told_as_such_wherever_it_shows(error: Exception) -> None:
    assert "memory" in unreadable(error)["error"]
    assert "memory" not in unreadable(zlib.error("Error -3 while decompressing data"))["error"]


def test_the_file_itself_is_bounded() -> None:
    assert workbook_bytes(io.BytesIO(b"x")) == b"x"
    with pytest.raises(TableError, match="more than 8388608 bytes"):
        workbook_bytes(io.BytesIO(bytes(limits.SPREADSHEET_BYTES_MAX + 1)))


def _twice(data: bytes) -> bytes:
    """The same workbook with its one member listed twice."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("one", b"y")
    return out.getvalue()
