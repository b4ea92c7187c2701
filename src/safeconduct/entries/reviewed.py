"""Who proposed something and who signed for it: the fields `draft` and `review` of statements and stances."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Hex64, Line, Slug, Word
from safeconduct.entries.kind import require


class DraftOf(msgspec.Struct, kw_only=True, frozen=True):
    """What proposed it: the extractor in its version and settings, and the digest of the proposal."""

    extractor: Annotated[Slug, Meta(description="name of the extractor")]
    version: Annotated[Line, Meta(description="its version")]
    config_sha256: Annotated[Hex64, Meta(description="digest of its settings")]
    model_sha256: Annotated[Hex64, Meta(description="digest of the model, if one ran")] | UnsetType = UNSET
    draft_sha256: Annotated[Hex64, Meta(description="digest of the proposal, kept in the work store")]


class Review(msgspec.Struct, kw_only=True, frozen=True):
    """Who signed for it: accounts, never names."""

    by: Annotated[
        list[Slug], Meta(min_length=1, max_length=8, description="account ids, in the order of their decisions")
    ]
    outcome: Annotated[Literal["accepted", "edited"], Meta(description="as proposed, or with changes")]
    edited: Annotated[list[Word], Meta(max_length=32, description="the fields that were changed")] | UnsetType = UNSET


def check_review(review: Review | UnsetType, *, two: bool) -> None:
    """The rules of a review beyond its types. `two`: what it is about needs a second person."""
    if isinstance(review, UnsetType):
        return
    require(len(set(review.by)) == len(review.by), "an account stands here twice", "review.by")
    require(not two or len(review.by) >= 2, "this needs the review of two persons", "review.by")
    changed = not isinstance(review.edited, UnsetType) and bool(review.edited)
    require(changed == (review.outcome == "edited"), "the changed fields stand with `edited`, only", "review.edited")
