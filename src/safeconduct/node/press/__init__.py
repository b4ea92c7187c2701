"""Reports in a node: the work store of review, and the way of what was signed for into the log."""

from __future__ import annotations

from safeconduct.node.press.append import Appended, append_reviewed
from safeconduct.node.press.reading import read_confined
from safeconduct.node.press.work import WorkStore, open_work

__all__ = ["Appended", "WorkStore", "append_reviewed", "open_work", "read_confined"]
