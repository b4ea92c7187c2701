"""The runner of the benchmarks: what it runs, what it keeps, and that every benchmark still runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import __main__ as runner


def test_an_unknown_name_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["speed"]) == 2
    assert "agreement, append, check, claims, decide, facts, live, merkle, plan, press" in capsys.readouterr().err


def test_every_benchmark_has_a_quick_form() -> None:
    assert list(runner.QUICK) == runner.names()


def test_the_page_shows_each_row_and_the_machine() -> None:
    row: runner.Row = {"name": "x", "value": 1234.5, "unit": "rows/s", "ratio": 0.9123, "peer": "y", "peak_mb": 7}
    report = {"date": "2026-01-02T03:04+00:00", "machine": {"cores": 2}, "versions": {"duckdb": "1"}, "rows": [row]}
    page = runner.as_markdown(report)
    assert "| x | 1,234 rows/s | 0.912 | y |  | 7 |" in page
    assert "- cores: 2\n- duckdb: 1\n" in page


@pytest.mark.slow
def test_a_quick_run_of_everything_is_written(tmp_path: Path) -> None:
    assert runner.main(["--quick", "--into", str(tmp_path)]) == 0
    (written,) = tmp_path.glob("*.json")
    report = json.loads(written.read_text(encoding="utf-8"))
    assert {row["bench"] for row in report["rows"]} == set(runner.names())
    assert written.with_suffix(".md").exists()
    assert report["quick"] is True
