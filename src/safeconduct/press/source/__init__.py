"""From the bytes of a report to its normalised text, its paragraphs, and what it says about itself."""

from __future__ import annotations

from safeconduct.press.errors import SourceError
from safeconduct.press.source.model import Byline, DateBasis, DocumentDate, Source
from safeconduct.press.source.read import read_source
from safeconduct.press.source.visible import shown

__all__ = ["Byline", "DateBasis", "DocumentDate", "Source", "SourceError", "read_source", "shown"]
