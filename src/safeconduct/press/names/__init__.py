"""Names of ids in languages other than that of the entity files, for people to read; nothing is recognised by them."""

from __future__ import annotations

from safeconduct.press.names.load import FORMAT, names_from_yaml, shipped_names
from safeconduct.press.names.model import Named, Names

__all__ = ["FORMAT", "Named", "Names", "names_from_yaml", "shipped_names"]
