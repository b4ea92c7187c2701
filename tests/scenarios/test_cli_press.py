"""Reports on the command line: files, a pipe, an address, and the score of what was found."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.scenarios.cli_process import PROGRAM, Shell

pytestmark = pytest.mark.slow
REPORT = """\
Road may open soon, ministry says

NORTHTOWN, March 3, 2031 (Example Wire) - The Armenian foreign ministry said on Monday that the road would open soon.

"The Lachin corridor is blocked," the ministry added.
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00 no report \x00\xd8 at all")
    return Shell(tmp_path)


def test_statements_are_printed_with_speaker_and_day(shell: Shell) -> None:
    found = shell.run("press", "extract", "a.txt")
    assert found.code == 0, found.err
    assert "Armenian Foreign Ministry" in found.out
    assert "2031-03-03 (weekday)" in found.out
    assert "nothing was signed" in found.err


def test_the_object_has_the_documents_with_exact_characters(shell: Shell) -> None:
    (one,) = shell.run("press", "extract", "a.txt", "--json").json()["documents"]
    assert one["doc"] == "a.txt"
    assert one["docdate"] == "2031-03-03"
    for said in one["statements"]:
        assert [REPORT[start:end] for start, end in said["spans"]] == said["text"]
    assert shell.run("press", "extract", "a.txt", "--json").out == shell.run("press", "extract", "a.txt", "--json").out


def test_a_report_that_is_piped_in_is_read(shell: Shell) -> None:
    done = subprocess.run(
        [PROGRAM, "press", "extract", "-", "--json"],
        input=REPORT.encode(),
        capture_output=True,
        env=shell.environment(),
        check=True,
    )
    assert len(json.loads(done.stdout)["documents"][0]["statements"]) >= 2


def test_what_cannot_be_read_is_named_and_the_rest_is_read(shell: Shell) -> None:
    found = shell.run("press", "extract", "a.txt", "b.txt", "missing.txt", "--json")
    assert found.code == 4
    value = found.json()
    assert [one["doc"] for one in value["documents"]] == ["a.txt", "b.txt"]
    assert [one["doc"] for one in value["failed"]] == ["missing.txt"]
    assert value["failed"][0]["next"]


def test_days_are_given_once_or_for_each_report(shell: Shell) -> None:
    both = ("press", "extract", "a.txt", "b.txt", "--json", "--published")
    value = shell.run(*both, "2031-03-04", "--published", "2031-04", "--basis", "inferred").json()
    assert [one["docdate"] for one in value["documents"]] == ["2031-03-04", "2031-04"]
    assert {one["docdate_basis"] for one in value["documents"]} == {"inferred"}
    assert shell.run("press", "extract", "a.txt", "--published", "2031-3-4").code == 1
    wrong = shell.run("press", "extract", "a.txt", "--published", "2031-03-04", "--published", "2031-03-05")
    assert wrong.code == 2


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http://0x7f.1/"]
)
def test_an_address_that_is_not_public_is_not_asked(shell: Shell, address: str) -> None:
    found = shell.run("press", "extract", address)
    assert found.code == 4
    assert "error" in found.err


def test_the_score_is_that_of_the_definition(shell: Shell, shared: Path) -> None:
    gold = shared / "data/press/gold_seeds.json"
    reports = sorted((shared / "data/press").glob("*.txt"))
    days = [json.loads(gold.read_text("utf-8"))["documents"][path.name]["docdate"] for path in reports]
    asked = [part for day in days for part in ("--published", day)]
    done = shell.run("press", "extract", *reports, *asked, "--json")
    assert done.code == 0, done.err
    (shell.folder / "drafts.json").write_text(done.out, "utf-8")
    scored = shell.run("press", "score", "drafts.json", gold, "--texts", shared / "data/press")
    assert scored.code == 0, scored.err
    value = shell.run("press", "score", "drafts.json", gold, "--texts", shared / "data/press", "--json").json()
    assert value["all"]["F1"] >= 0.90
    assert value["all"]["e2e_R"] >= 0.85
    assert value["all"]["date_acc"] >= 0.90
