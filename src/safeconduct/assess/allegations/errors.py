"""Errors of allegations and sampling.

AllegationError             an argument that cannot be, or a wanted chance that no number of checks reaches
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class AllegationError(SafeconductError):
    """A count or share that cannot be, or a wanted chance that no number of checks reaches; `where` names it."""

    code = "SC-ALG-01"
