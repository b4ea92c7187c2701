"""A model beside the fast pass on the command line: asked with all three settings, never otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from safeconduct.cli.main import run
from safeconduct.press.extraction import VERSION
from tests.unit.node.press.model_server import ModelServer, model_server
from tests.unit.node.press.test_endpoint import GOOD, REPORT
from tests.web.fixture_desk import lachin_node


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as found:
        found.says(GOOD, {"quotes": ["never written"], "type": "denial"})
        yield found


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    return tmp_path / "a.txt"


def three(server: ModelServer) -> tuple[str, ...]:
    return ("--endpoint", server.url, "--endpoint-model", "tiny", "--send-text")


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_object_says_which_passes_ran(
    server: ModelServer, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["press", "extract", str(report), *three(server), "--json"]) == 0
    (one,) = printed(capsys)["documents"]
    assert [each["name"] for each in one["passes"]] == ["fast", "endpoint"]
    assert one["passes"][1] == {"name": "endpoint", "version": "1", "model": "tiny", "dropped": {"not_found": 1}}
    assert [each["pass"] for each in one["statements"]].count("endpoint") == 1
    assert len(server.sent) == 1


@pytest.mark.parametrize("left_out", [(0, 2), (2, 4), (4, 5)])
@pytest.mark.parametrize("command", ["extract", "add"])
def test_without_one_of_the_three_nothing_is_sent(
    server: ModelServer, report: Path, capsys: pytest.CaptureFixture[str], command: str, left_out: tuple[int, int]
) -> None:
    lachin_node(report.parent)
    options = [*three(server)]
    missing = options[left_out[0]]
    del options[slice(*left_out)]
    assert run(["press", command, str(report), *options, "--node", str(report.parent / "node")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"missing: {missing}\n" in err
    assert server.sent == []


def test_nothing_is_sent_without_any(server: ModelServer, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["press", "extract", str(report), "--json"]) == 0
    (one,) = printed(capsys)["documents"]
    assert one["passes"] == [{"name": "fast", "version": VERSION}]
    assert server.sent == []


def test_trouble_with_the_endpoint_is_told_and_the_fast_pass_printed(
    server: ModelServer, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answer = (503, {}, b"busy")
    assert run(["press", "extract", str(report), *three(server)]) == 4
    out, err = capsys.readouterr()
    assert "Armenian Foreign Ministry" in out
    assert "tiny: the endpoint answered 503" in err


def test_reports_are_kept_with_both(
    server: ModelServer, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lachin_node(tmp_path)
    command = [
        "press",
        "add",
        str(report),
        "--published",
        "2031-03-04",
        *three(server),
        "--node",
        str(tmp_path / "node"),
    ]
    assert run([*command, "--json"]) == 0
    (one,) = printed(capsys)["reports"]
    assert [each["name"] for each in one["passes"]] == ["fast", "endpoint"]
    assert one["drafts"] == one["drafts_new"]


def test_the_list_and_the_review_say_which_passes_ran(
    server: ModelServer, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lachin_node(tmp_path)
    node = ("--node", str(tmp_path / "node"))
    add = ["press", "add", str(report), "--published", "2031-03-04", *three(server), *node]
    server.answer = (503, {}, b"busy")
    assert run(add) == 4
    capsys.readouterr()
    assert run(["press", "list", *node]) == 0
    assert "tiny: the endpoint answered 503" in capsys.readouterr().out
    server.says(GOOD, {"quotes": ["never written"], "type": "denial"})
    assert run(add) == 0
    capsys.readouterr()
    assert run(["press", "list", *node]) == 0
    assert "tiny: dropped: 1 not_found" in capsys.readouterr().out
    assert run(["press", "list", *node, "--json"]) == 0
    (one,) = printed(capsys)["reports"]
    assert one["passes"][1] == {"name": "endpoint", "version": "1", "model": "tiny", "dropped": {"not_found": 1}}
    assert run(["press", "review", *node, "--json"]) == 0
    first = printed(capsys)
    assert (first["proposed_by"]["pass"], first["proposed_by"]["version"]) == ("fast", VERSION)
    assert first["passes"] == one["passes"]
    while first["proposed_by"]["pass"] == "fast":
        run(["press", "review", *node, "--id", first["draft"], "--reject", "not needed"])
        capsys.readouterr()
        assert run(["press", "review", *node, "--json"]) == 0
        first = printed(capsys)
    by = first["proposed_by"]
    assert (by["pass"], by["model"], by["dropped"]) == ("endpoint", "tiny", {"not_found": 1})
    assert run(["press", "review", *node]) == 0
    assert "proposed by endpoint 1, model tiny" in capsys.readouterr().out
