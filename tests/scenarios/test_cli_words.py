"""What a person types and reads: options anywhere, data apart from talk, every mistake told with a way out."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.scenarios.cli_process import PROGRAM, Shell
from tests.unit.node.road import CLAIMS, CORRIDOR, MAP, TABLE

BAD_CLAIMS = CLAIMS.replace('where: commodity == "Flour"', 'where: comodity == "Flour"')


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A node `n` with a corridor, its table and its claims."""
    folder = tmp_path_factory.mktemp("words")
    texts = {"road.yaml": CORRIDOR, "map.yaml": MAP, "trucks.csv": TABLE, "claims.yaml": CLAIMS, "bad.yaml": BAD_CLAIMS}
    for name, text in texts.items():
        (folder / name).write_text(text)
    shell = Shell(folder)
    for command in (
        ("init", "--node", "n", "--corridor", "road.yaml", "--organisation", "road.example", "--name", "hq"),
        ("import", "trucks.csv", "--map", "map.yaml", "--node", "n"),
        ("claim", "add", "claims.yaml", "--node", "n"),
    ):
        done = shell.run(*command)
        assert done.code == 0, done.err
    return shell


@pytest.mark.parametrize(
    "words",
    [
        ("--node", "n", "--json", "claim", "list"),
        ("claim", "--node", "n", "--json", "list"),
        ("claim", "list", "--node", "n", "--json"),
        ("--json", "claim", "--node=n", "list"),
    ],
)
def test_shared_options_are_taken_at_any_position(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell.run(*words)
    assert (done.code, done.err) == (0, "")
    assert [claim["id"] for claim in done.json()["claims"]] == ["march-trucks", "march-flour"]


def test_the_last_word_on_the_node_counts_and_the_variable_is_the_first(shell: Shell) -> None:
    variable = {"SAFECONDUCT_NODE": "n"}
    assert shell.run("claim", "list", more=variable).code == 0
    assert shell.run("claim", "list", "--node", "other", more=variable).code == 1
    assert shell.run("--node", "other", "claim", "list", "--node", "n").code == 0


def test_claims_with_a_problem_are_told_apart_from_the_answers(shell: Shell) -> None:
    done = shell.run("claim", "check", "--file", "bad.yaml", "--node", "n", "--json")
    assert done.code == 1
    value = done.json()
    assert [claim["id"] for claim in value["claims"]] == ["march-trucks"]
    assert value["errors"][0]["where"].startswith("bad.yaml:27")
    assert "Did you mean 'commodity'?" in done.err
    strict = shell.run("claim", "check", "--file", "bad.yaml", "--node", "n", "--strict")
    assert (strict.code, strict.out) == (1, "")


def test_data_and_talk_do_not_mix(shell: Shell) -> None:
    done = shell.run("log", "show", "--node", "n", "--from", "0", "--json")
    assert len(done.out.splitlines()) == 11
    few = shell.run("log", "show", "--node", "n", "--until", "2")
    assert [line.split()[2] for line in few.out.splitlines()] == ["charter", "document"]
    quiet = shell.run("claim", "check", "--bundle", "b.scz", "--node", "n", "--quiet")
    assert quiet.err == ""


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("status", "--node", "nowhere"), 1, "there is no node in this folder"),
        (("status", "hihg-road", "--node", "n"), 1, "Did you mean high-road?"),
        (("claim", "show", "march-truck", "--node", "n"), 1, "Did you mean march-trucks"),
        (("claim", "check", "--file", "no.yaml", "--node", "n"), 1, "No such file"),
        (("claim", "check", "--file", "n", "--node", "n"), 1, "this is a folder"),
        (("claim", "check", "--file", "trucks.csv", "--node", "n"), 1, "trucks.csv"),
        (("verify", "trucks.csv"), 1, "this is not a bundle"),
        (("verify", "no.scz"), 1, "No such file"),
        (("log", "show", "--entry", "99", "--node", "n"), 1, "99"),
        (("log", "show", "--kind", "pasage", "--node", "n"), 1, "Did you mean passage?"),
        (("schema", "clam"), 1, "Did you mean claim?"),
        (("demo", "black-sea", "--node", "x"), 1, "black-sea-2022"),
        (("init", "--node", "n"), 1, "there is a node in this folder already"),
        (("init", "--node", "y", "--organisation", "a b"), 1, "cannot stand in the name"),
        (("claim", "chek"), 2, "Did you mean 'check'?"),
        (("claim", "check", "--filed", "x"), 2, "--file"),
        (("serve", "--port", "seventy"), 2, "seventy"),
    ],
)
def test_every_mistake_is_told_with_a_way_out(shell: Shell, words: tuple[str, ...], code: int, says: str) -> None:
    done = shell.run(*words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert done.err.startswith("error SC-")
    assert "Traceback" not in done.err


def test_a_mistaken_demo_or_init_leaves_no_folder(shell: Shell) -> None:
    shell.run("demo", "black-sea", "--node", "x")
    shell.run("init", "--node", "y", "--organisation", "a b")
    assert not (shell.folder / "x").exists()
    assert not (shell.folder / "y").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(shell: Shell) -> None:
    secret = shell.folder / "secret.yaml"
    secret.write_text(CLAIMS)
    secret.chmod(0)
    done = shell.run("claim", "check", "--file", "secret.yaml", "--node", "n")
    assert done.code == 1
    assert "Check who may read it." in done.err


def test_a_reader_who_has_seen_enough_hears_no_complaint(shell: Shell) -> None:
    command = f"'{PROGRAM}' log show --node n --from 0 --json | head -c 10"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=shell.folder,
        env=shell.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == '{"index":0'


def test_a_full_disk_is_an_error(shell: Shell) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, "claim", "list", "--node", "n"],
            cwd=shell.folder,
            env=shell.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "error SC-CLI-03: the system says: No space left on device\n"


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_are_for_terminals_and_no_color_is_obeyed(shell: Shell, no_color: str, coloured: bool) -> None:
    leader, follower = pty.openpty()
    more = {"NO_COLOR": no_color, "TERM": "xterm"}
    with subprocess.Popen(
        [PROGRAM, "claim", "check", "--node", "n"],
        cwd=shell.folder,
        env=shell.environment(more),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.DEVNULL,
    ) as running:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65_536)
            except OSError:  # Linux tells the end of a terminal this way
                break
            if not part:
                break
            shown += part
        running.wait()
    os.close(leader)
    assert b"march-flour" in shown
    assert (b"\x1b[" in shown) is coloured
    assert b"\x1b[" not in shell.run("claim", "check", "--node", "n").out.encode()


def test_a_copy_of_the_log_is_checked_elsewhere_with_its_key(shell: Shell) -> None:
    done = shell.run("log", "export", "copy", "--node", "n", "--json").json()
    assert shell.run("verify", "copy", "--key", done["vkey"]).code == 0
    assert shell.run("verify", "copy").code == 1
    checkpoint = shell.folder / "copy" / "checkpoint"
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b"\n11\n", b"\n10\n"))
    assert shell.run("verify", "copy", "--key", done["vkey"]).code == 3


def test_with_a_lost_sign_once_store_the_log_is_refused_to_be_continued(shell: Shell) -> None:
    (shell.folder / "n" / "signonce" / "signonce.sqlite").rename(shell.folder / "kept")
    try:
        done = shell.run("import", "trucks.csv", "--map", "map.yaml", "--node", "n")
        assert done.code == 5
        assert "can be read" in done.err
        assert shell.run("status", "--node", "n").code == 0
    finally:
        (shell.folder / "kept").rename(shell.folder / "n" / "signonce" / "signonce.sqlite")
