"""A live state in memory, and logs into it."""

from __future__ import annotations

import sqlite3

from safeconduct.facts.live.entries import apply
from safeconduct.facts.live.refresh import Dirty, refresh
from safeconduct.facts.live.schema import init
from safeconduct.testing.corridor import SampleLog


def empty_state() -> sqlite3.Connection:
    con = sqlite3.connect(":memory:", isolation_level=None)
    init(con)
    return con


def fed(con: sqlite3.Connection, *logs: SampleLog) -> Dirty:
    """Take in all entries of some logs and count them."""
    for log in logs:
        for leaf, data in enumerate(log.data):
            apply(con, log.origin, leaf, data)
    return refresh(con)
