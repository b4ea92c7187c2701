"""From a report to signed entries on the command line: add, review with two accounts, append, export; and the desk."""

from __future__ import annotations

import json
import re
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.scenarios.cli_process import Shell
from tests.web.fixture_desk import CORRIDOR, REPORT, lachin_node

pytestmark = pytest.mark.slow
NODE = ("--node", "node")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    lachin_node(tmp_path)
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    return Shell(tmp_path)


def draft_of(shell: Shell, words: str) -> str:
    """The first open draft with these words, by going through them."""
    added = shell.run("press", "review", *NODE, "--json").json()
    for _ in range(20):
        if words in added["fields"]["words"]:
            return str(added["draft"])
        shell.run("press", "review", *NODE, "--id", added["draft"], "--reject", "not needed")
        added = shell.run("press", "review", *NODE, "--json").json()
    raise AssertionError(words)


def test_a_denial_enters_the_log_when_two_accounts_signed_for_it(shell: Shell) -> None:
    assert shell.run("press", "add", "a.txt", "--published", "2031-03-04", *NODE).code == 0
    again = shell.run("press", "add", "a.txt", "--published", "2031-03-04", *NODE, "--json").json()
    assert (again["reports"][0]["new"], again["reports"][0]["drafts_new"]) == (False, 0)
    assert again["corridor"] == CORRIDOR
    draft = draft_of(shell, "was blocked")
    wording = ("--wording", "The road is blocked")
    assert shell.run("press", "claim", "claim-blocked", *wording, "--of", draft[:12], *NODE).code == 0
    asked = ("press", "review", *NODE, "--id", draft[:12], "--json")
    first = shell.run(*asked, "--as", "first", "--set", "stances=claim-blocked=denies", "--seconds", "20").json()
    assert (first["state"], first["why_two"]) == ("second", ["it denies or disputes a claim"])
    waiting = shell.run("press", "append", *NODE)
    assert waiting.code == 4
    assert "1 for a second person" in waiting.out
    seen = shell.run(*asked, "--as", "second").json()
    assert (seen["decisions"], seen["fields"]["stances"]) == ([], "")
    both = shell.run(*asked, "--as", "second", "--set", "stances=claim-blocked=denies").json()
    assert both["state"] == "accepted"
    done = shell.run("press", "append", *NODE, "--json").json()["reports"][0]
    assert done["added"] == {"document": 1, "stance": 1, "statement": 1}
    assert shell.run("press", "append", *NODE, "--json").json()["reports"][0]["added"] == {}
    assert shell.run("log", "check", *NODE).code == 0
    kinds = [json.loads(line).get("kind") for line in shell.run("press", "export", *NODE).out.splitlines()]
    assert kinds == [None, "document", "claim", "statement", "stance"]
    listed = shell.run("press", "list", *NODE, "--json").json()
    assert listed["reports"][0]["in_log"] == 1
    assert listed["figures"][0]["seconds"] is not None


def test_a_report_is_forgotten_and_its_statements_stay(shell: Shell) -> None:
    shell.run("press", "add", "a.txt", "--published", "2031-03-04", *NODE)
    draft = draft_of(shell, "is blocked")
    shell.run("press", "review", *NODE, "--id", draft, "--accept")
    shell.run("press", "append", *NODE)
    (row,) = shell.run("press", "list", *NODE, "--json").json()["reports"]
    assert row["held"] is True
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["kept"])
    unknown = shell.run("press", "forget", "0" * 12, *NODE)
    assert unknown.code == 1
    assert "press list" in unknown.err
    done = shell.run("press", "forget", row["report"][:12], *NODE)
    assert done.code == 0
    assert "bytes and text taken away" in done.out
    assert "1 of them in the log" in done.out
    again = shell.run("press", "forget", row["report"], *NODE, "--json").json()
    assert (again["removed"], again["held"], again["in_log"]) == ([], False, 1)
    assert not list((shell.folder / "node").rglob("press/texts/*"))
    assert "not held" in shell.run("press", "list", *NODE).out
    seen = shell.run("press", "review", *NODE, "--id", draft)
    assert "in the log as entry" in seen.out
    assert shell.run("press", "review", *NODE, "--id", draft, "--json").json()["held"] is False
    assert shell.run("press", "append", *NODE).code == 0
    assert shell.run("log", "check", *NODE).code == 0


def test_copies_are_shown_and_decided(shell: Shell) -> None:
    (shell.folder / "b.txt").write_text(REPORT.replace("Road may", "Road might"), "utf-8")
    shell.run("press", "add", "a.txt", "b.txt", "--published", "2031-03-04", *NODE)
    one, two = (row["report"] for row in shell.run("press", "list", *NODE, "--json").json()["reports"])
    (found,) = shell.run("press", "copies", one[:8], *NODE, "--json").json()["copies"]
    assert (found["report"], found["same"]) == (two, None)
    assert found["runs"]["shared"] <= min(found["runs"]["here"], found["runs"]["there"])
    assert "open" in shell.run("press", "copies", one, *NODE).out
    done = shell.run("press", "copies", one, "--same", two[:8], "--as", "anna", *NODE)
    assert "same, says anna" in done.out
    assert shell.run("press", "copies", one, "--same", two, "--different", two, *NODE).code == 2
    assert shell.run("press", "copies", one, "--different", "0" * 64, *NODE).code == 1


def test_what_is_asked_wrongly_is_told(shell: Shell) -> None:
    shell.run("press", "add", "a.txt", *NODE)
    assert shell.run("press", "review", *NODE, "--accept").code == 2
    assert shell.run("press", "review", *NODE, "--next", "--id", "00").code == 2
    assert shell.run("press", "review", *NODE, "--id", "zz", "--accept").code == 1
    assert shell.run("press", "add", "missing.txt", *NODE).code == 4
    assert shell.run("press", "append", *NODE, "--report", "zz").code == 2
    assert shell.run("press", "desk", *NODE, "--host", "0.0.0.0").code == 2


def test_the_desk_listens_on_this_machine_alone(shell: Shell) -> None:
    shell.run("press", "add", "a.txt", "--published", "2031-03-04", *NODE)
    process = shell.start("press", "desk", "--port", "0", "--as", "first", *NODE)
    assert process.stderr is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
        assert found is not None
        with urllib.request.urlopen(f"{found[0]}next", timeout=20) as page:
            assert "What you sign for" in page.read().decode()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{found[0]}drafts/{'0' * 64}", data=b"action=accept", timeout=20)
        assert refused.value.code == 403
        refused.value.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
