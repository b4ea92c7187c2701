"""The seam check sees every way out of a module below `node`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.seams import EXCEPTIONS, findings, reaches


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import time", "clock"),
        ("import datetime\ndatetime.datetime.now()", "clock"),
        ("import datetime as dt\ndt.datetime.utcnow()", "clock"),
        ("from datetime import datetime as D\nD.now()", "clock"),
        ("from datetime import date\ndate.today()", "clock"),
        ("import random", "randomness"),
        ("from secrets import token_bytes", "randomness"),
        ("import numpy as np\nnp.random.default_rng()", "randomness"),
        ("from os import urandom", "randomness"),
        ("import os\nos.environ['HOME']", "environment"),
        ("import socket", "network"),
        ("import urllib.request", "network"),
        ("open('file')", "disk"),
        ("from pathlib import Path", "disk"),
        ("def late():\n    import tempfile", "disk"),
        ("import subprocess", "process"),
    ],
)
def test_a_reach_is_seen(source: str, what: str) -> None:
    assert what in {kind for _, _, kind in reaches(source)}


@pytest.mark.parametrize(
    "source",
    [
        "def f(clock):\n    return clock.now()",
        "def f(random):\n    return random.random_bytes(16)",
        "import datetime as dt\ndt.date.fromisoformat('2022-08-01')",
        "import urllib.parse",
        "def f(member):\n    return member.open()",
        "from bundle import open\nopen('member')",
        "class Codes:\n    open: bool = False",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pathlib import Path",
    ],
)
def test_what_comes_as_an_argument_is_no_reach(source: str) -> None:
    assert reaches(source) == []


def test_only_code_below_node_is_held_to_it(tmp_path: Path) -> None:
    for name in ("base/clock.py", "node/clock.py", "cli/main.py", "web/app.py", "__main__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("import time\n")
    (found,) = findings(tmp_path, {})
    assert "base/clock.py:1: time reaches the clock" in found


def test_an_exception_covers_one_module_and_is_reported_when_stale(tmp_path: Path) -> None:
    (tmp_path / "store.py").write_text("import sqlite3\nimport time\n")
    (found,) = findings(tmp_path, {"store.py": {"disk": "it is the store"}})
    assert "time reaches the clock" in found
    stale = findings(tmp_path, {"store.py": {"disk": "", "clock": "", "network": ""}})
    assert stale == ["tools/seams.py: store.py no longer reaches the network; drop its exception"]


def test_every_exception_has_a_reason() -> None:
    assert all(reason for reasons in EXCEPTIONS.values() for reason in reasons.values())


def test_our_own_tree_reaches_for_nothing() -> None:
    assert findings(Path(__file__).parents[3] / "src" / "safeconduct", EXCEPTIONS) == []
