"""However a command ends, one table says with which code and in which words."""

from __future__ import annotations

import importlib
import json
import pkgutil

import click
import pytest

import safeconduct
from safeconduct.base.errors import SafeconductError
from safeconduct.cli.exits import EXITS, Exit, ended
from safeconduct.cli.main import run
from safeconduct.cli.settings import Settings
from safeconduct.log.errors import RestoredError
from tools.pages import EXIT_CODES


def told(capsys: pytest.CaptureFixture[str], error: BaseException, *, json: bool = False) -> tuple[int, str, str]:
    code = ended(error, Settings(json=json))
    out, err = capsys.readouterr()
    return code, out, err


def codes(family: type[SafeconductError]) -> set[str]:
    return {family.code}.union(*(codes(below) for below in family.__subclasses__()))


def test_every_code_in_the_table_is_one_that_an_error_has() -> None:
    for module in pkgutil.walk_packages(safeconduct.__path__, "safeconduct."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert EXITS.keys() - codes(SafeconductError) == set()


def test_the_table_is_the_documented_one() -> None:
    assert {int(code) for code in Exit} == EXIT_CODES.keys()


def test_an_error_is_told_in_three_lines_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    error = SafeconductError("it is wrong", where="a.csv:3", next_step="Mend it.")
    assert told(capsys, error) == (1, "", "error SC-ERR-00: it is wrong\n  where: a.csv:3\n  do:    Mend it.\n")


def test_with_json_the_error_is_an_object_on_stdout_too(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, RestoredError("no", where="x", next_step="Y."), json=True)
    assert code == Exit.REFUSED
    assert json.loads(out) == {"error": {"code": "SC-LOG-09", "what": "no", "where": "x", "next": "Y."}}
    assert err.startswith("error SC-LOG-09: no\n")


def test_what_an_error_quotes_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = told(capsys, SafeconductError("bad \x1b[2J\u202e name"))
    assert "\x1b" not in err
    assert "\u202e" not in err


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (KeyboardInterrupt(), 130, "Stopped. Nothing was changed."),
        (click.Abort(), 130, "Stopped."),
        (click.UsageError("No such option"), 2, "error SC-CLI-02: No such option"),
        (OSError(28, "No space left on device", "/x/y"), 1, "No space left on device\n  where: /x/y"),
        (MemoryError(), 1, "more memory"),
        (ZeroDivisionError("a"), 1, "error SC-CLI-99: this should not have happened: ZeroDivisionError: a"),
    ],
)
def test_what_others_raise_is_told_in_our_words(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, says: str
) -> None:
    found, out, err = told(capsys, error)
    assert (found, out) == (code, "")
    assert says in err
    assert "Traceback" not in err


def test_the_trace_is_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    ended(ZeroDivisionError("a"), Settings(debug=True))
    assert "ZeroDivisionError: a" in capsys.readouterr().err.splitlines()[0]


def test_a_mistake_in_the_options_is_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claim", "check", "--jsn", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "SC-CLI-02"
