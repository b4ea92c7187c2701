"""Review: what an extractor proposed, what persons decided, what becomes an entry. Pure; the node keeps the files."""

from __future__ import annotations

from safeconduct.press.errors import QuoteError, ReviewError
from safeconduct.press.review.bodies import Body, Published, entries_of, statement_id
from safeconduct.press.review.case import Case, Standing, State, decisions_shown, needs_two, standing, standing_shown
from safeconduct.press.review.model import (
    Decision,
    Draft,
    Extractor,
    Happening,
    Proposal,
    SaidOn,
    Speaking,
    TakesStance,
    decision_from_bytes,
    decision_to_bytes,
    draft_from_bytes,
    draft_sha256,
    draft_to_bytes,
    edited_fields,
)
from safeconduct.press.review.quotes import SPARING, USUAL, QuoteBudget, check_anchors, check_quotes, quoted, target_of
from safeconduct.press.review.statistics import Figures, figures

__all__ = [
    "SPARING",
    "USUAL",
    "Body",
    "Case",
    "Decision",
    "Draft",
    "Extractor",
    "Figures",
    "Happening",
    "Proposal",
    "Published",
    "QuoteBudget",
    "QuoteError",
    "ReviewError",
    "SaidOn",
    "Speaking",
    "Standing",
    "State",
    "TakesStance",
    "check_anchors",
    "check_quotes",
    "decision_from_bytes",
    "decision_to_bytes",
    "decisions_shown",
    "draft_from_bytes",
    "draft_sha256",
    "draft_to_bytes",
    "edited_fields",
    "entries_of",
    "figures",
    "needs_two",
    "quoted",
    "standing",
    "standing_shown",
    "statement_id",
    "target_of",
]
