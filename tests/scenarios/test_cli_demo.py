"""The demonstration, end to end: set up once, answered, proved to a stranger, served, stopped."""

from __future__ import annotations

import re
import shutil
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.scenarios.cli_process import Done, Shell

NODE = ("--node", "node")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder for the whole story."""
    return Shell(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def demo(shell: Shell) -> Done:
    """The first run."""
    return shell.run("demo", "black-sea-2022", *NODE, "--no-serve")


def test_the_first_run_sets_the_corridor_up_and_prints_the_verdicts(demo: Done) -> None:
    assert demo.code == 0, demo.err
    first = demo.out.splitlines()[0]
    assert first == "black-sea-2022: 825 voyages, 936 cargo lines, 25,012,238 t verified against the log"
    assert "d-aug15-tonnes" in demo.out
    assert re.search(r"^45 claims: \d+ supported, \d+ contradicted, \d+ cannot be decided\.$", demo.out, re.MULTILINE)
    assert "One change for many claims:" in demo.out
    assert max(map(len, demo.out.splitlines())) <= 100


@pytest.mark.usefixtures("demo")
def test_a_second_run_adds_no_entry_and_answers_the_same(shell: Shell) -> None:
    before = shell.run("log", "check", *NODE, "--json").json()["logs"]
    again = shell.run("demo", "black-sea-2022", *NODE, "--no-serve", "--json").json()
    assert (again["entries_added"], again["verified"]["tonnes"]) == (0, 25_012_238)
    assert shell.run("log", "check", *NODE, "--json").json()["logs"] == before


@pytest.mark.usefixtures("demo")
def test_a_claims_file_is_answered_as_one_json_object(shell: Shell) -> None:
    claims = Path(__file__).parents[2] / "src" / "safeconduct" / "corridors" / "black-sea-2022" / "claims.yaml"
    shutil.copy(claims, shell.folder / "some.yaml")
    done = shell.run("claim", "check", "--file", "some.yaml", "--corridor", "black-sea-2022", "--json", *NODE)
    assert (done.code, done.err) == (0, "")
    value = done.json()
    assert value.keys() == {"corridor", "logs", "claims", "conventions"}
    assert value["logs"][0].keys() == {"origin", "size", "root"}
    parts = {"id", "verdict", "claimed", "recorded", "reason", "reconciliations", "evidence"}
    assert all(parts <= claim.keys() for claim in value["claims"])
    assert {claim["verdict"] for claim in value["claims"]} == {"supported", "contradicted", "undecidable"}
    recorded = shell.run("claim", "check", "--json", *NODE).json()
    assert recorded["claims"] == value["claims"]


@pytest.mark.usefixtures("demo")
def test_a_bundle_convinces_a_stranger_and_a_changed_byte_does_not(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("claim", "check", "d-aug15-tonnes", "--bundle", "a.scz", *NODE)
    assert done.code == 0
    assert done.out.startswith("d-aug15-tonnes: contradicted\n")
    stranger = Shell(tmp_path)
    shutil.copy(shell.folder / "a.scz", tmp_path)
    good = stranger.run("verify", "a.scz")
    assert (good.code, good.err) == (0, "")
    assert "result    everything matches" in good.out
    data = bytearray((tmp_path / "a.scz").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "a.scz").write_bytes(data)
    bad = stranger.run("verify", "a.scz", "--json")
    assert bad.code == 3
    assert bad.json()["ok"] is False
    assert bad.json()["findings"][0]["member"]


@pytest.mark.usefixtures("demo")
def test_the_pages_are_served_until_ctrl_c_and_the_folder_stays_usable(shell: Shell) -> None:
    server = shell.start("serve", *NODE, "--port", 0)
    try:
        assert server.stderr is not None
        address = next(line for line in server.stderr if line.startswith("Serving on ")).split()[2]
        with urllib.request.urlopen(f"{address}c/black-sea-2022/claims/d-aug15-tonnes") as page:
            assert page.status == 200
            assert "563,317" in page.read().decode()
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=60)
    finally:
        server.kill()
        server.wait()
    assert (server.returncode, out) == (130, "")
    assert "Stopped. The node in node is as it was." in err
    assert shell.run("log", "check", *NODE).code == 0


@pytest.mark.usefixtures("demo")
def test_a_taken_port_is_told_with_what_to_do(shell: Shell) -> None:
    first = shell.start("serve", *NODE, "--port", 0)
    try:
        assert first.stderr is not None
        address = next(line for line in first.stderr if line.startswith("Serving on ")).split()[2]
        done = shell.run("serve", *NODE, "--port", address.rstrip("/").rpartition(":")[2])
    finally:
        first.kill()
        first.communicate()
    assert done.code == 1
    assert "cannot listen there" in done.err
    assert "--port" in done.err
