"""The review desk: pages on which a named person accepts, mends or rejects what was found in reports."""

from __future__ import annotations

from safeconduct.web.desk.app import create_desk

__all__ = ["create_desk"]
