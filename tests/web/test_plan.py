"""The plan page, without a browser: a small plan worked out by the real simulation."""

from __future__ import annotations

import csv
import io
import json

from tests.web.conftest import Get
from tests.web.fixture_pages import BLACK_SEA, TWO_BANKS

BASE = f"/c/{TWO_BANKS}/plan"


def test_the_plan_shows_the_queue_and_what_lanes_and_checks_would_change(get: Get) -> None:
    page = get(BASE)
    assert page.status == 200
    assert "A bridge, inbound" in page.text
    assert page.text.count('<path class="share-edge"') == 1
    assert "Share checked and waiting time" in page.text
    assert "assumed" in page.text


def test_the_comparison_as_a_table_has_every_case_and_the_plan_first(get: Get) -> None:
    rows = [*csv.DictReader(io.StringIO(get(f"{BASE}.csv").text))]
    assert [(row["lanes"], row["checked_permille"]) for row in rows] == [
        ("", ""), ("1", "200"), ("2", "200"), ("1", "1000"), ("2", "1000"),
    ]  # fmt: skip
    waits = {(row["lanes"], row["checked_permille"]): int(row["mean_s_middle"]) for row in rows}
    assert waits["1", "200"] <= waits["1", "1000"]
    assert waits["2", "1000"] <= waits["1", "1000"]


def test_the_plan_as_an_object_is_what_the_command_prints(get: Get) -> None:
    found = json.loads(get(f"{BASE}.json").body)
    assert found["plan"]["title"] == "A bridge, inbound"
    assert len(found["plan"]["as_planned"]["queue_milli"]) == 96


def test_a_corridor_without_a_plan_says_so(get: Get) -> None:
    assert get(f"/c/{BLACK_SEA}/plan").status == 404
