"""Fetching one page from an address that a person named, in a process of its own that reaches nothing private."""

from __future__ import annotations

from safeconduct.node.fetching.fetched import Fetched, fetch

__all__ = ["Fetched", "fetch"]
