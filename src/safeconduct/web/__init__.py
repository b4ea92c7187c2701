"""Pages for people: server-rendered, readable without scripts, in English, Russian and Arabic."""

from __future__ import annotations

from safeconduct.web.app import create_app
from safeconduct.web.source import Pages

__all__ = ["Pages", "create_app"]
