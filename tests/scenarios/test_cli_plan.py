"""`safeconduct plan` as somebody uses it who keeps a post: files, text, JSON, exit codes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from safeconduct.plan import calibration_to_json
from tests.scenarios.cli_process import Shell
from tests.unit.plan.plans import record, text

FROM_RECORD = (("{per_day: 120, from: 06:00, until: 18:00}", "from_record"), ("{mean: 18, spread: 9}", "from_record"))
MORE = """\
closure: {from: day 1 06:00, until: day 2 12:00}
what_if: {lanes: [2, 4], checked_permille: [100, 1000], of: [truck]}
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    folder = tmp_path_factory.mktemp("plans")
    files = {
        "post.yaml": text(),
        "more.yaml": text(*FROM_RECORD, more=MORE),
        "long.yaml": text(*FROM_RECORD, ("days: 3", "days: 100"), more=MORE),
        "recorded.yaml": text(*FROM_RECORD),
        "wrong.yaml": text(("check: full", "check: fll")),
        "hopeless.yaml": text(("{mean: 18, spread: 9}", "{mean: 10000, spread: 0}"), ("days: 3", "days: 90")),
    }
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    (folder / "record.json").write_bytes(calibration_to_json(record()))
    (folder / "wrong.json").write_text('{"format": "safeconduct-plan-record/1", "source": "x", "days": []}')
    return Shell(folder)


def test_a_plan_is_answered_in_words(shell: Shell) -> None:
    done = shell.run("plan", "post.yaml")
    assert (done.code, done.err) == (0, "")
    assert "A bridge, inbound: 3 days, 20 runs from seed 7" in done.out
    assert "check full             18:00 min on average  ASSUMED" in done.out
    for part in ("ambulance", "9 of 10", "Work for the lanes", "Vehicles waiting over the day", "23:00"):
        assert part in done.out
    assert "After the closure" not in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_closure_comparison_and_record_are_told(shell: Shell) -> None:
    done = shell.run("plan", "more.yaml", "--record", "record.json")
    assert (done.code, done.err) == (0, "")
    assert "arrivals of truck      40 a day              from the record, 40 days" in done.out
    assert "source: a log of the post, one party" in done.out
    assert "wait when the post opens again" in done.out
    assert "The share checked is that of truck." in done.out
    narrow = shell.run("plan", "more.yaml", "--record", "record.json", more={"COLUMNS": "70"})
    assert "(" not in narrow.out.partition("9 of 10")[2].partition("Work for")[0]


def test_the_answer_as_json_says_the_same(shell: Shell) -> None:
    answer = shell.run("plan", "more.yaml", "--record", "record.json", "--json").json()["plan"]
    assert [one["basis"] for one in answer["inputs"]] == ["assumed", "recorded", "assumed", "assumed", "recorded"]
    assert [one["name"] for one in answer["as_planned"]["waits"]] == ["ambulance", "truck", "car", "all"]
    assert [(one["lanes"], one["checked_permille"]) for one in answer["cases"]] == [
        (2, 100),
        (4, 100),
        (2, 1000),
        (4, 1000),
    ]
    assert shell.run("--json", "plan", "more.yaml", "--record", "record.json").json()["plan"] == answer


@pytest.mark.slow
def test_without_numba_the_answer_is_the_same(shell: Shell) -> None:
    """A million vehicles, so many that it is compiled where it can be."""
    hidden = shell.folder / "hidden"
    hidden.mkdir()
    (hidden / "numba.py").write_text("raise ImportError('hidden by the test')\n")
    wanted = shell.run("plan", "long.yaml", "--record", "record.json", "--json")
    found = shell.run("plan", "long.yaml", "--record", "record.json", "--json", more={"PYTHONPATH": str(hidden)})
    assert (found.code, found.out) == (0, wanted.out)


def test_a_prediction_is_put_beside_what_is_on_record(shell: Shell) -> None:
    done = shell.run("plan", "recorded.yaml", "--record", "record.json", "--back-test", "10")
    assert done.code == 0, done.err
    assert "Waits of 10 days, 2022-02-07 to 2022-02-16, predicted from the 30 days before." in done.out
    assert "outside the range" in done.out
    assert "No wait is on record for: ambulance, car." in done.out
    answer = shell.run("plan", "recorded.yaml", "--record", "record.json", "--back-test", "10", "--json").json()
    assert answer["back_test"]["held_back"] == {"first": "2022-02-07", "last": "2022-02-16", "days": 10}
    assert [one["recorded_s"] for one in answer["back_test"]["errors"]] == [2070, 2040, 2280]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("wrong.yaml",), 1, ("SC-YML-01", "wrong.yaml:7:", "Did you mean full?")),
        (("recorded.yaml",), 1, ("SC-PLN-01", "recorded.yaml:7:21", "--record")),
        (("hopeless.yaml",), 1, ("SC-PLN-01", "hopeless.yaml", "Open more lanes")),
        (("post.yaml", "--record", "wrong.json"), 1, ("SC-PLN-03", "wrong.json, $.days", "")),
        (("none.yaml",), 1, ("SC-", "none.yaml", "Check the name")),
        (("post.yaml", "--back-test", "3"), 2, ("SC-CLI-02", "", "Name the record")),
        (("post.yaml", "--back-test", "0"), 2, ("SC-CLI-02", "", "--help")),
        (("recorded.yaml", "--record", "record.json", "--back-test", "40"), 1, ("SC-PLN-01", "one party", "Hold back")),
    ],
)
def test_each_mistake_is_told_with_place_and_mend(
    shell: Shell, arguments: tuple[str, ...], code: int, told: tuple[str, str, str]
) -> None:
    done = shell.run("plan", *arguments, "--json")
    found = done.json()["error"]
    assert done.code == code
    for part, expected in zip(("code", "where", "next"), told, strict=True):
        assert expected in found.get(part, "")


def test_help_needs_neither_numpy_nor_scipy_nor_numba(tmp_path: Path) -> None:
    code = "import sys; from safeconduct.cli.main import run; run(['plan', '--help']); print([*sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "FILE" in done.stdout
    assert not {"numpy", "scipy", "numba"} & set(ast.literal_eval(done.stdout.splitlines()[-1]))
