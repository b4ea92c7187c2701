"""Sources beside each other: what several of them say on one question, and where they cannot all be right.

entries --told--> answers with speaker and source --questions--> those that differ. No verdict is reached: which of the
versions is right is not asked, and they stand in the order of the speakers' names.
"""

from __future__ import annotations

from safeconduct.assess.sources.questions import Question, disagreements, questions
from safeconduct.assess.sources.told import Version, told_in

__all__ = ["Question", "Version", "disagreements", "questions", "told_in"]
