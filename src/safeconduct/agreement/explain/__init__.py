"""Why a movement is judged as it is: for every view and every reading, and what nobody disputes first."""

from __future__ import annotations

from safeconduct.agreement.explain.answer import Because, Cell, Change, Explanation, Finding, LimitUsed, Need
from safeconduct.agreement.explain.explainer import Explainer, explain
from safeconduct.agreement.explain.post import Action, Suggestion, suggestion
from safeconduct.agreement.explain.text import explanation_text

__all__ = [
    "Action",
    "Because",
    "Cell",
    "Change",
    "Explainer",
    "Explanation",
    "Finding",
    "LimitUsed",
    "Need",
    "Suggestion",
    "explain",
    "explanation_text",
    "suggestion",
]
