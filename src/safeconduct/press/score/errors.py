"""What can be wrong with the files that a score is made of."""

from __future__ import annotations

from safeconduct.press.errors import PressError


class ScoreError(PressError):
    """Drafts or a gold file that cannot be scored; `where` names the place in the file."""

    code = "SC-PRS-21"
