"""The record for a plan: read back as written, and refused where it is not what the writer writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from safeconduct.plan import Calibration, RecordError, calibration_from_json, calibration_to_json
from tests.unit.plan.plans import record


def test_what_is_written_is_read_back() -> None:
    given = record()
    data = calibration_to_json(given)
    assert calibration_from_json(data, "r.json") == given
    assert calibration_to_json(calibration_from_json(data, "r.json")) == data


def test_a_day_without_a_category_is_not_a_day_without_vehicles() -> None:
    first, second = record(2).days
    arrivals = {"truck": first.arrivals["truck"]}
    lacking = Calibration("x", (first, type(second)(second.day, arrivals, {}, {})))
    assert len(lacking.arrivals(["truck"])) == 2
    assert lacking.arrivals(["truck", "car"]) == (first,)
    assert lacking.check_seconds("full") == (600,) * 3
    assert lacking.wait_seconds("car") == ()


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"format": "safeconduct-plan-record/2"}, "r.json", "the format is"),
        ({"source": ""}, "r.json, $.source", "length >= 1"),
        ({"days": []}, "r.json, $.days", "length >= 1"),
        ({"more": 1}, "r.json", "unknown field `more`"),
        ({"days": [{"day": "2022-13-01"}]}, "r.json, $.days[0]", "2022-13-01"),
        ({"days": [{"day": "2022-12-02"}, {"day": "2022-12-02"}]}, "r.json", "does not come after"),
        ({"days": [{"day": "2022-12-02", "arrivals": {"truck": [1]}}]}, "r.json, $.days[0].arrivals[...]", ">= 24"),
        ({"days": [{"day": "2022-12-02", "check_seconds": {"x": [-1]}}]}, "r.json, $.days[0]", ">= 0"),
        ({"days": [{"day": "2022-12-02", "check_seconds": {"x": [1.5]}}]}, "r.json, $.days[0]", "Expected `int`"),
    ],
)
def test_every_mistake_has_its_path(change: dict[str, Any], where: str, what: str) -> None:
    sound = json.loads(calibration_to_json(record(2)))
    with pytest.raises(RecordError) as caught:
        calibration_from_json(json.dumps({**sound, **change}).encode(), "r.json")
    assert caught.value.where.startswith(where)
    assert what in caught.value.what


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": 1, "format": 1}'])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError, match="not JSON"):
        calibration_from_json(data, "r.json")
