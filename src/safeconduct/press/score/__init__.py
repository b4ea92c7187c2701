"""How good an extractor is: its drafts beside a gold file (docs/concepts/public-record.md, "How well it works")."""

from __future__ import annotations

from safeconduct.press.score.errors import ScoreError
from safeconduct.press.score.score import DRAWS, THRESHOLD, Scores, score
from safeconduct.press.score.show import scores_to_json, scores_to_text

__all__ = ["DRAWS", "THRESHOLD", "ScoreError", "Scores", "score", "scores_to_json", "scores_to_text"]
