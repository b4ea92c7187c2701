"""From a statement to the topics of an agreement, ranked; proposed only, a person chooses."""

from __future__ import annotations

from safeconduct.press.topics.load import FORMAT, shipped_topics, topics_from_yaml
from safeconduct.press.topics.model import Candidate, Topic
from safeconduct.press.topics.rank import rank_topics

__all__ = ["FORMAT", "Candidate", "Topic", "rank_topics", "shipped_topics", "topics_from_yaml"]
