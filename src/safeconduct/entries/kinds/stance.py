"""How a statement stands to a claim: it asserts, denies or disputes it, or passes it on.

*disputes* contests part of the claim or its ground; *reports* passes it on without taking a side. Statement and claim
are named by their ids and stand in `refs`. A stance against a claim is signed for by two persons.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Extra, Slug
from safeconduct.entries.kind import KindSpec, require
from safeconduct.entries.reviewed import DraftOf, Review, check_review

StanceWord: TypeAlias = Literal["asserts", "denies", "disputes", "reports"]
AGAINST: tuple[StanceWord, ...] = ("denies", "disputes")
"""Stances against a claim, which two persons sign for."""


class Stance(msgspec.Struct, kw_only=True, frozen=True):
    """The body of a stance."""

    id: Annotated[Slug, Meta(description="name of the stance")]
    statement: Annotated[Slug, Meta(description="the statement that takes it")]
    claim: Annotated[Slug, Meta(description="the claim it is about")]
    stance: Annotated[
        StanceWord,
        Meta(description="`disputes`: part of it or its ground; `reports`: without taking a side"),
    ]
    draft: Annotated[DraftOf, Meta(description="what proposed it")] | UnsetType = UNSET
    review: Annotated[Review, Meta(description="who signed for it")] | UnsetType = UNSET
    extra: Annotated[Extra, Meta(description="further particulars")] | UnsetType = UNSET


def _check(body: Stance) -> None:
    require(body.statement != body.claim, "a statement and a claim of one name", "claim")
    check_review(body.review, two=body.stance in AGAINST)


KIND = KindSpec("stance", "how a statement stands to a claim", Stance, _check)
