"""The fast pass for reports in Russian: quotation, tag, clause and source frames; no model."""

from __future__ import annotations

from safeconduct.press.extract.russian.find import find_russian

__all__ = ["find_russian"]
