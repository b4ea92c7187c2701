"""The fast pass over a report: who is said to have said what, by words and marks alone."""

from __future__ import annotations

from safeconduct.press.extract.find import find_statements

__all__ = ["find_statements"]
