"""How good an extractor is: its drafts beside a gold file. PUBLIC_RECORD.md, section 9."""

from __future__ import annotations

from safeconduct.press.score.errors import ScoreError
from safeconduct.press.score.score import DRAWS, THRESHOLD, Scores, score
from safeconduct.press.score.show import scores_to_json, scores_to_text

__all__ = ["DRAWS", "THRESHOLD", "ScoreError", "Scores", "score", "scores_to_json", "scores_to_text"]
