"""An import is killed in the middle, stopped by hand, given bad rows; the record is never half of a table."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.scenarios.cli_process import Shell
from tests.unit.node.road import CLAIMS, CORRIDOR, MAP, TABLE

ROWS = 60_000
SECONDS_MAX = 120


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A node with a corridor, a mapping, a table and claims beside it."""
    for name, text in (("road.yaml", CORRIDOR), ("map.yaml", MAP), ("trucks.csv", TABLE), ("claims.yaml", CLAIMS)):
        (tmp_path / name).write_text(text)
    shell = Shell(tmp_path)
    assert shell.run("init", "--corridor", "road.yaml").code == 0
    return shell


def large_table(folder: Path) -> None:
    """A table that takes several transactions."""
    rows = (f"{n},Flour,20,2024-03-{n % 30 + 1:02}\n" for n in range(1, ROWS + 1))
    (folder / "large.csv").write_text("trip,goods,tonnes,left\n" + "".join(rows))


def wait_for(note: Path, running: subprocess.Popen[str]) -> None:
    """Until the import has begun to write."""
    end = time.monotonic() + SECONDS_MAX
    while not note.exists():
        assert running.poll() is None, "the import ended before it could be stopped"
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_import_that_was_stopped_is_completed_by_the_same_command(shell: Shell, how: signal.Signals) -> None:
    large_table(shell.folder)
    command = ("import", "large.csv", "--map", "map.yaml")
    running = shell.start(*command)
    wait_for(shell.folder / "safeconduct-node" / "corridors" / "high-road" / "importing.json", running)
    running.send_signal(how)
    _, err = running.communicate(timeout=SECONDS_MAX)
    if how is signal.SIGINT:
        assert running.returncode == 130
        assert "it goes on where it stopped" in err
    half = shell.run("status", "--json")
    assert half.code == 4
    assert half.json()["logs"][0]["size"] == 1
    assert half.json()["gaps"]
    refused = shell.run("claim", "add", "claims.yaml")
    assert refused.code == 1
    assert "was cut short" in refused.err
    assert shell.run(*command).code == 0
    whole = shell.run("status", "--json").json()
    assert whole["logs"][0] | {"root": "", "vkey": "", "origin": ""} == {
        "origin": "",
        "vkey": "",
        "size": 2 + 2 * ROWS,
        "root": "",
        "evidence": "observed",
        "not_signed": 0,
    }
    assert shell.run("log", "check").code == 0
    assert "nothing: all of it is on record" in shell.run(*command).out


def test_bad_rows_are_reported_and_the_rest_is_imported(shell: Shell) -> None:
    (shell.folder / "bad.csv").write_text(TABLE.replace("12,", "12 kh,"))
    done = shell.run("import", "bad.csv", "--map", "map.yaml")
    assert done.code == 4
    assert "sound     2 movements; 1 left out" in done.out
    assert "row 3, column tonnes" in done.err
    assert "row 3" not in done.out


def test_strict_imports_nothing_then(shell: Shell) -> None:
    (shell.folder / "bad.csv").write_text(TABLE.replace("12,", "12 kh,"))
    done = shell.run("import", "bad.csv", "--map", "map.yaml", "--strict", "--json")
    assert done.code == 1
    assert done.json()["error"]["where"].startswith("bad.csv")
    assert shell.run("status", "--json").json()["logs"][0]["size"] == 1


def test_a_dry_run_tells_what_would_be_added(shell: Shell) -> None:
    done = shell.run("import", "trucks.csv", "--map", "map.yaml", "--dry-run")
    assert done.code == 0
    assert "would add 6 new" in done.out
    assert shell.run("status", "--json").json()["logs"][0]["size"] == 1


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("no.csv", "No such file"),
        (".", "this is a folder"),
        ("utf16.csv", "UTF-16"),
        ("nul.csv", "NUL"),
        ("wrong.csv", "there is no column"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_imported(shell: Shell, file: str, says: str) -> None:
    (shell.folder / "utf16.csv").write_bytes(TABLE.encode("utf-16"))
    (shell.folder / "nul.csv").write_bytes(TABLE.encode() + b"\0\n")
    (shell.folder / "wrong.csv").write_text(TABLE.replace("goods", "good"))
    done = shell.run("import", file, "--map", "map.yaml")
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert f"where: {file}" in done.err
    assert "Traceback" not in done.err
    assert shell.run("status", "--json").json()["logs"][0]["size"] == 1


def test_a_corridor_without_a_shipped_mapping_needs_one(shell: Shell) -> None:
    done = shell.run("import", "trucks.csv")
    assert done.code == 1
    assert "high-road" in done.err
