"""The study of error rates: what it promises, that its page shows it, and that a part of it can be repeated."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from safeconduct.assess.status import StatusRules
from tools.status_calibration import (
    PAGE,
    RESULT,
    STANDARD,
    anchoring,
    event,
    generator,
    half_mean,
    main,
    silence,
    steady,
    traffic,
)
from tools.status_tables import TABLES, update


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8"))
    return found


def test_the_page_shows_the_counts_that_are_kept(result: dict[str, Any]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert update(page, result) == page, "run python -m tools.status_calibration write"
    assert all(f"<!-- calibration: {name} -->" in page for name in TABLES)


def test_the_study_was_made_with_the_rules_in_use(result: dict[str, Any]) -> None:
    for name, value in result["rules"].items():
        used = getattr(StatusRules(), name)
        assert (list(used) if isinstance(used, tuple) else used) == value, f"{name}: run the study again"


def test_false_alarms_stay_within_one_and_a_half_times_the_budget(result: dict[str, Any]) -> None:
    for row in [*result["steady"], *result["alike"]]:
        assert row["alarms"] * 1_000_000 <= 1.5 * STANDARD.alarm_ppm * row["judged"], row


def test_no_silent_day_was_called_open(result: dict[str, Any]) -> None:
    for row in result["silence"]:
        assert row["silent_open"] == 0
        assert row["silent_unknown"] == row["silent_days"] > 0


def test_an_anchored_baseline_keeps_a_lasting_closure_from_reading_open(result: dict[str, Any]) -> None:
    later = {
        (row["before"], row["during"], row["anchored"]): row["later_open"] / row["later"] for row in result["anchoring"]
    }
    assert later[920, 17, True] == 0
    assert later[920, 17, False] > 0.9


def test_a_part_of_the_study_repeats(result: dict[str, Any]) -> None:
    kept = {(row["before"], row["anchored"]): row for row in result["anchoring"] if row["during"] == 5}
    roads = kept[10, True]["roads"]
    again = anchoring(10, 5, roads, anchored=True)
    assert again == kept[10, True], "numpy draws other numbers, or the method has changed: run the study again"


def test_a_short_study_says_the_same_every_time() -> None:
    assert steady(30, 1, 20) == steady(30, 1, 20)
    assert steady(30, 1, 20, persistence=0.6)["judged"] == 20


def test_a_closure_is_noticed_and_a_silence_is_not_called_open() -> None:
    assert event(100, "closed", 2)["noticed"] == [2, 2, 2, 2]
    assert silence(100, 2)["silent_open"] == 0


def test_the_traffic_has_the_mean_and_the_variation_it_is_said_to_have() -> None:
    for persistence in (0.0, 0.6):
        counts = traffic(generator(0), 400, [1.0] * 20_000, week=False, persistence=persistence)
        assert counts.mean() == pytest.approx(400, rel=0.02)
        assert counts.std() / counts.mean() == pytest.approx(np.sqrt(1 / 400 + 1 / 20), rel=0.05)


def test_the_command_knows_three_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert main(["runs"]) == 2
    assert "run|write|check" in capsys.readouterr().err


def test_intervals_hold_the_true_share_in_ninety_five_of_a_hundred_cases(result: dict[str, Any]) -> None:
    for row in result["coverage"]:
        assert row["covered_one_day"] >= 0.93 * row["roads"], row
        assert row["covered_week"] >= 0.93 * row["roads"], row


def test_the_control_is_half_the_mean_of_eight_weeks() -> None:
    counts = np.array([100] * 56 + [49, 51])
    assert half_mean(counts, 56)
    assert not half_mean(counts, 57)
