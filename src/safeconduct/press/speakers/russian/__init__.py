"""Speakers of reports in Russian: names in all cases, by declension tables of our own."""

from __future__ import annotations

from safeconduct.press.speakers.russian.reader import RussianPartyReader

__all__ = ["RussianPartyReader"]
