"""The group `agreement` as a lawyer and an analyst use it: files, exit codes, text and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from safeconduct.intake.shipped import shipped_agreement, shipped_agreements
from safeconduct.testing.agreements import SAMPLE_AGREEMENT
from tests.scenarios.cli_process import Shell

CASE = {
    "at": "2023-05-02T08:14:00.000Z",
    "direction": "inbound",
    "carrier": "none",
    "category": "truck",
    "armed": False,
    "cargo": ["hs:1001"],
    "notified": True,
    "checked_by": ["az"],
    "stopped_by": "none",
    "delay_min": 200,
    "patient": False,
    "mission": "none",
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder with agreement files, the facts of a movement, and a node `n` with the Black Sea corridor."""
    folder = tmp_path_factory.mktemp("agreements")
    text = shipped_agreement("lachin-2020").decode()
    files = {
        "facts.json": json.dumps(CASE),
        "less.json": json.dumps({name: value for name, value in CASE.items() if name != "armed"}),
        "wrong.json": json.dumps({**CASE, "armd": True, "carrier": "xx"}),
        "longer.yaml": text.replace("value: 120,", "value: 300,", 1),
        "bad.yaml": text.replace("for: movement", "for: movment", 1),
        "sample.yaml": SAMPLE_AGREEMENT,
    }
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    shell = Shell(folder)
    done = shell.run("demo", "black-sea-2022", "--node", "n", "--no-serve", "--quiet")
    assert done.code == 0, done.err
    return shell


@pytest.mark.parametrize("corridor", shipped_agreements())
def test_each_agreement_that_ships_passes_its_checks_or_explains_the_finding(shell: Shell, corridor: str) -> None:
    done = shell.run("agreement", "check", corridor, "--json")
    report = done.json()
    assert (done.code, report["complete"]) == (0, True), done.out
    assert all(finding["explained"]["en"] for finding in report["findings"])


def test_findings_are_told_with_line_witness_and_mend(shell: Shell) -> None:
    done = shell.run("agreement", "check", "sample.yaml")
    assert done.code == 1
    assert "error R07: sample.yaml:" in done.out
    assert "  do " in done.out


def test_a_file_that_does_not_load_names_line_rule_and_mend(shell: Shell) -> None:
    done = shell.run("agreement", "check", "bad.yaml", "--json")
    assert done.code == 2
    (problem,) = done.json()["problems"]
    assert problem["where"].startswith("bad.yaml:")
    assert "rule" in problem["what"]
    assert "movement" in problem["next"]


def test_the_case_of_the_design_is_decided_and_explained(shell: Shell) -> None:
    done = shell.run("agreement", "decide", "lachin-2020", "--facts", "facts.json", "--json")
    assert done.code == 3  # one reading leaves it open
    movement, conduct = done.json()["questions"]
    assert {cell["verdict"] for cell in movement["cells"]} == {"permitted"}
    assert conduct["split"] == "interpretation"
    verdicts = {cell["reading"]: cell["verdict"] for cell in conduct["cells"]}
    assert verdicts == {"am": "breach", "az": "indeterminate", "ru": "breach"}
    only = shell.run("agreement", "decide", "lachin-2020", "--facts", "facts.json", "--question", "movement")
    assert (only.code, "permitted" in only.out) == (0, True)


def test_an_unknown_fact_leaves_it_open_under_every_reading(shell: Shell) -> None:
    arguments = ("agreement", "decide", "lachin-2020", "--facts", "less.json", "--question", "movement", "--json")
    done = shell.run(*arguments)
    (movement,) = done.json()["questions"]
    assert done.code == 3
    assert {tuple(cell["possible"]) for cell in movement["cells"]} == {("permitted", "prohibited")}
    assert {tuple(cell["needs"]) for cell in movement["cells"]} == {("armed",)}


@pytest.mark.parametrize(("lang", "verdict"), [("en", "breach"), ("ru", "Азербайджан"), ("ar", "أذربيجان")])
def test_the_explanation_is_told_in_three_languages(shell: Shell, lang: str, verdict: str) -> None:
    arguments = ("--facts", "facts.json", "--question", "conduct", "--text", "--lang", lang)
    done = shell.run("agreement", "explain", "lachin-2020", *arguments)
    assert done.code == 0
    assert verdict in done.out
    assert "200" in done.out.splitlines()[0]  # common ground first


def test_every_problem_of_the_facts_is_told(shell: Shell) -> None:
    done = shell.run("agreement", "decide", "lachin-2020", "--facts", "wrong.json")
    assert done.code == 1
    assert "armd" in done.err
    assert "Did you mean 'armed'?" in done.err
    assert "carrier" in done.err


def test_a_recorded_movement_is_explained_with_its_entries(shell: Shell) -> None:
    done = shell.run("agreement", "explain", "--entry", ":700", "--node", "n", "--question", "conduct")
    (found,) = done.json()["explanations"]
    assert done.code == 0
    assert found["movement"]["index"] == 700
    assert {cell["reading"] for cell in found["cells"]} == {"ru", "tr", "ua", "un"}
    (late,) = found["common_ground"]
    (days,) = late["because"]
    assert (late["rule"], days["fact"], days["value"]) == ("long-wait", "wait_days", 16)
    assert [entry["index"] for entry in days["entries"]] == [699, 700]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("explain",), 2, "either --facts or --entry is needed"),
        (("explain", "--facts", "facts.json"), 2, "--facts goes with an agreement FILE"),
        (("explain", "--entry", "x", "--node", "n"), 2, "names no entry"),
        (("explain", "--entry", ":0", "--node", "n"), 1, "is about no movement"),
        (("explain", "--entry", ":99999999", "--node", "n"), 1, "none is number 99999999"),
        (("explain", "--entry", "other/log:1", "--node", "n"), 1, "no log other/log"),
        (("decide", "lachin-2020"), 2, "--facts is missing"),
        (("check", "nowhere.yaml"), 1, "nowhere.yaml"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_a_way_out(
    shell: Shell, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = shell.run("agreement", *arguments)
    assert done.code == code, done.err
    assert told in done.err


def test_two_versions_are_compared_in_text_and_verdicts(shell: Shell) -> None:
    done = shell.run("agreement", "diff", "lachin-2020", "longer.yaml", "--json")
    found = done.json()
    assert done.code == 1
    assert [change["part"] for change in found["changes"]] == ["limits.max_delay_min"]
    changed = {matrix["reading"] for matrix in found["verdicts"] if matrix["changed"]}
    assert changed == {"am", "az", "ru"}
    assert all(1 <= len(matrix["witnesses"]) <= 3 for matrix in found["verdicts"] if matrix["changed"])
    same = shell.run("agreement", "diff", "lachin-2020", "lachin-2020")
    assert (same.code, "No verdict changes." in same.out) == (0, True)


def test_the_record_is_counted_too(shell: Shell) -> None:
    arguments = ("agreement", "diff", "black-sea-2022", "black-sea-2022", "--record", "--node", "n", "--json")
    found = shell.run(*arguments).json()
    recorded = [matrix for matrix in found["verdicts"] if matrix["over"] == "movements"]
    assert {sum(row["count"] for row in matrix["counts"]) for matrix in recorded} == {825}


def test_the_rule_table_is_text_csv_and_a_page(shell: Shell) -> None:
    text = shell.run("agreement", "table", "mill-bridge")
    rows = list(csv.DictReader(io.StringIO(shell.run("agreement", "table", "mill-bridge", "--csv").out)))
    page = shell.run("agreement", "table", "mill-bridge", "--html", "--lang", "ar")
    rules = {row["rule"] for row in rows}
    assert (text.code, page.code) == (0, 0)
    assert all(rule in text.out for rule in rules)
    assert 'dir="rtl"' in page.out
    assert len(shell.run("agreement", "table", "mill-bridge", "--json").json()["rules"]) == len(rules)


def test_conformance_stands_side_by_side_and_says_what_the_rows_cannot_show(shell: Shell) -> None:
    found = shell.run("agreement", "conformance", "--node", "n", "--json").json()
    text = shell.run("agreement", "conformance", "--node", "n")
    assert (found["movements"], text.code) == (825, 0)
    inspection = next(clause for clause in found["clauses"] if clause["clause"] == "INI/inspection")
    counts = {cell["reading"]: cell["counts"] for cell in inspection["cells"] if cell["question"] == "conduct"}
    assert counts["ua"] == {"kept": 210, "impeded": 588, "indeterminate": 27}
    assert "Which team inspected is not in the published file." in text.out


def test_a_charter_names_its_agreement_and_another_file_is_noticed(shell: Shell) -> None:
    kept = shell.folder / "n" / "corridors" / "black-sea-2022" / "agreement.yaml"
    before = kept.read_bytes()
    try:
        kept.write_bytes(before.replace(b"value: 5,", b"value: 6,", 1))
        done = shell.run("agreement", "explain", "--entry", ":5", "--node", "n")
    finally:
        kept.write_bytes(before)
    assert done.code == 1
    assert "this is not the agreement that the charter names" in done.err


def test_a_corridor_is_set_up_with_its_agreement(shell: Shell, tmp_path: Path) -> None:
    made = shell.run(
        "init", "--corridor", "black-sea-2022", "--agreement", "mill-bridge", "--node", str(tmp_path / "m")
    )
    assert made.code == 0, made.err
    shown = shell.run("log", "show", "--entry", "0", "--node", str(tmp_path / "m"), "--json")
    checked = shell.run("agreement", "check", "mill-bridge", "--json").json()
    assert checked["digest"].removeprefix("sha256:") in shown.out
    alone = shell.run("init", "--agreement", "mill-bridge", "--node", str(tmp_path / "o"))
    assert (alone.code, "--agreement goes with --corridor" in alone.err) == (2, True)
