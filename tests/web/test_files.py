"""The twins of pages: deterministic, complete, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.web.views.files import csv_bytes, file_name, json_bytes
from tests.web.fixture_pages import BLACK_SEA, CLAIMS, EXERCISE

if TYPE_CHECKING:
    from tests.web.conftest import Get

TWINS = (
    "/corridors", f"/c/{BLACK_SEA}", f"/c/{BLACK_SEA}/weeks", f"/c/{BLACK_SEA}/claims",
    f"/c/{BLACK_SEA}/claims/d-aug15-tonnes", f"/c/{EXERCISE}/claims", f"/c/{EXERCISE}/claims/x-2", "/record",
    "/record/c827c6a3274eead2", "/record/0deb6e9e39f33529",
)  # fmt: skip


def _rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


@pytest.mark.parametrize("address", TWINS)
def test_every_list_has_both_twins_and_they_are_the_same_twice(get: Get, address: str) -> None:
    assert json.loads(get(f"{address}.json").body)
    assert _rows(get(f"{address}.csv").body)
    assert get(f"{address}.json").body == get(f"{address}.json").body
    assert get(f"{address}.csv").headers["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize("address", TWINS)
def test_no_cell_is_a_formula(get: Get, address: str) -> None:
    for row in _rows(get(f"{address}.csv").body):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit()


def test_a_twin_holds_the_engines_own_object(get: Get) -> None:
    value = json.loads(get(f"/c/{BLACK_SEA}/claims.json").body)
    assert [claim["id"] for claim in value["claims"]][:1] == ["d-aug15-vessels"]
    assert value["claims"][0]["recorded"] == {"high": None}
    assert value["logs"][0]["size"] == 982
    assert value["conventions"][0] == {"speaker": "Joint Coordination Centre"}


def test_a_filter_holds_for_the_twin(get: Get) -> None:
    rows = _rows(get(f"/c/{BLACK_SEA}/claims.csv?verdict=undecidable").body)
    assert {row["verdict"] for row in rows} == {"undecidable"}
    assert len(rows) == sum(one.answer.verdict == "undecidable" for one in CLAIMS[BLACK_SEA])


def test_every_row_says_what_it_is_about_what_it_means_and_what_is_missing(get: Get) -> None:
    for address in (f"/c/{BLACK_SEA}", f"/c/{BLACK_SEA}/weeks", f"/c/{BLACK_SEA}/claims",
                    f"/c/{BLACK_SEA}/claims/d-oct06-inspections"):  # fmt: skip
        for row in _rows(get(f"{address}.csv").body):
            assert row["corridor"] == BLACK_SEA
            assert row["logs"].startswith("black-sea-2022.example/log/2026@982:")
            assert row["computed_by"] == "safeconduct 0.1.0"
            assert row["definition"]
            assert "gaps" in row


def test_a_week_without_a_record_is_a_gap_and_not_a_zero(get: Get) -> None:
    rows = {row["monday"]: row for row in _rows(get(f"/c/{BLACK_SEA}/weeks.csv").body)}
    assert (rows["2023-01-30"]["value"], rows["2023-01-30"]["gaps"]) == ("", "no record")
    weeks = json.loads(get(f"/c/{BLACK_SEA}/weeks.json").body)["series"][0]["weeks"]
    assert {"monday": "2023-01-30", "value": None} in weeks


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_texts_come_back_from_csv_with_at_most_an_apostrophe_in_front(cells: list[str]) -> None:
    columns = [f"c{at}" for at in range(len(cells))]
    found = _rows(csv_bytes(columns, [cells]))[0]
    for name, cell in zip(columns, cells, strict=True):
        assert found[name] in {cell, f"'{cell}"}


def test_exact_numbers_are_numbers_in_json() -> None:
    value = {"b": Fraction(87, 10), "a": Fraction(4, 2), "c": Fraction(1, 3), "d": None, "e": [Fraction(-1, 3)]}
    assert json_bytes(value) == b'{\n "a": 2,\n "b": 8.7,\n "c": 0.333333,\n "d": null,\n "e": [\n  -0.333333\n ]\n}\n'


@given(st.text(), st.text())
def test_a_file_name_has_harmless_characters_only(first: str, second: str) -> None:
    name = file_name(first, second, "csv")
    assert name.isascii()
    assert not set(name) & set('/\\"\r\n;: ')
