"""Someone said something in public; the claims in it are entries of their own.

Only public office-holders and offices are named, with the source. The wording is ours unless quoted: `target` names
the words in the text of the report, which itself stays outside the log. The fields from `said` on are those of a report
that was read with `press`; entries made before it, and record files, do without them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text
from safeconduct.entries.anchors import Position, Target, check_position, check_target
from safeconduct.entries.edtf import EdtfText, Said, check_days, check_said
from safeconduct.entries.fields import DayText, Extra, Line, Prose, Slug, Word
from safeconduct.entries.kind import KindSpec, require
from safeconduct.entries.reviewed import DraftOf, Review, check_review

SaidType = Literal[
    "assertion", "report", "denial", "rejection", "acceptance", "promise", "proposal", "demand", "warning"
]  # fmt: skip
"""Types of statements. Record files also have older ones, kept: an allegation is now an assertion or report with
`against`, a position an assertion, an order of a court a demand."""
HappeningKind = Literal["checkpoint", "blockade", "delivery", "incident", "outage"]


class Road(msgspec.Struct, kw_only=True, frozen=True):
    """What a speaker says of the road on the day of the statement; without a direction of both."""

    status: Literal["open", "restricted", "closed"]
    direction: Word | UnsetType = UNSET
    since: DayText | UnsetType = UNSET


class Happening(msgspec.Struct, kw_only=True, frozen=True):
    """What a speaker says happened on the road; never a fact about it."""

    kind: HappeningKind
    edtf: Annotated[EdtfText, Meta(description="when, as the speaker has it, in EDTF")]
    wanted: Annotated[bool, Meta(description="it is only wanted or planned then")] | UnsetType = UNSET


class Speaker(msgspec.Struct, kw_only=True, frozen=True):
    """Who said it, by ids of the entity file of the agreement, as valid on the day said."""

    entity: Annotated[Slug, Meta(description="person, organisation or state")]
    office: Annotated[Slug, Meta(description="office held that day")] | UnsetType = UNSET
    organisation: Annotated[Slug, Meta(description="for which he or she speaks")] | UnsetType = UNSET
    party: Annotated[Word, Meta(description="party of the agreement")] | UnsetType = UNSET


class Statement(msgspec.Struct, kw_only=True, frozen=True):
    """The body of a statement; its `source` is a citation, not the file and rows of an imported entry."""

    id: Annotated[Slug, Meta(description="name of the statement")]
    speaker: Annotated[Line, Meta(description="office or public office-holder")]
    said_on: Annotated[DayText, Meta(description="day said, or published; of several, the last")]
    as_of: Annotated[DayText, Meta(description="day the figures refer to")] | UnsetType = UNSET
    source: Annotated[Prose, Meta(description="where it can be read")]
    wording: Annotated[Prose, Meta(description="what was said")] | UnsetType = UNSET
    party: Annotated[Word, Meta(description="party of the agreement that the speaker belongs to")] | UnsetType = UNSET
    type: (
        Annotated[
            Literal[SaidType, "allegation", "position", "order"],
            Meta(description="what kind of statement it is; allegation, position and order are older words"),
        ]
        | UnsetType
    ) = UNSET
    topic: Annotated[Slug, Meta(description="question on which sources may differ")] | UnsetType = UNSET
    value: Annotated[Line, Meta(description="the figure or short answer it gives on that question")] | UnsetType = UNSET
    unit: Annotated[Word, Meta(description="unit of that figure")] | UnsetType = UNSET
    denies: Annotated[Slug, Meta(description="name of the statement it denies")] | UnsetType = UNSET
    clause: Annotated[Line, Meta(description="clause of the agreement it speaks of")] | UnsetType = UNSET
    road: Annotated[Road, Meta(description="what it says of the state of the road")] | UnsetType = UNSET
    happening: Annotated[Happening, Meta(description="what it says happened on the road, and when")] | UnsetType = UNSET
    extra: Annotated[Extra, Meta(description="further particulars")] | UnsetType = UNSET
    said: Annotated[Said, Meta(description="when it was said, as an interval")] | UnsetType = UNSET
    speakers: (
        Annotated[list[Speaker], Meta(min_length=1, max_length=8, description="who said it, by id")] | UnsetType
    ) = UNSET
    implicit: Annotated[bool, Meta(description="the report names no speaker at this place")] | UnsetType = UNSET
    mode: (
        Annotated[
            Literal["direct", "mixed", "indirect"],
            Meta(description="whether all, some or none of its words stand in quotation marks"),
        ]
        | UnsetType
    ) = UNSET
    types_also: (
        Annotated[list[SaidType], Meta(min_length=1, max_length=8, description="further types it is of")] | UnsetType
    ) = UNSET
    target: Annotated[Target, Meta(description="its words in the report")] | UnsetType = UNSET
    cue: Annotated[Position, Meta(description="the word that reports it")] | UnsetType = UNSET
    mention: Annotated[Position, Meta(description="the words that name the speaker")] | UnsetType = UNSET
    addressee: Annotated[list[Slug], Meta(min_length=1, max_length=8, description="to whom, by id")] | UnsetType = UNSET
    via: (
        Annotated[list[Slug], Meta(min_length=1, max_length=8, description="through whom, from outside in, by id")]
        | UnsetType
    ) = UNSET
    within: Annotated[Slug, Meta(description="the statement whose content holds this one")] | UnsetType = UNSET
    clauses: (
        Annotated[list[Line], Meta(min_length=1, max_length=16, description="clauses of the agreement it speaks of")]
        | UnsetType
    ) = UNSET
    hedged: Annotated[bool, Meta(description="the reporter hedges")] | UnsetType = UNSET
    headline: Annotated[bool, Meta(description="it stands in a headline")] | UnsetType = UNSET
    against: Annotated[list[Word], Meta(min_length=1, max_length=8, description="parties it accuses")] | UnsetType = (
        UNSET
    )
    draft: Annotated[DraftOf, Meta(description="what proposed it")] | UnsetType = UNSET
    review: Annotated[Review, Meta(description="who signed for it")] | UnsetType = UNSET


def _check(body: Statement) -> None:
    day_from_text(body.said_on)
    if not isinstance(body.as_of, UnsetType):
        day_from_text(body.as_of)
    if not isinstance(body.road, UnsetType) and not isinstance(body.road.since, UnsetType):
        require(day_from_text(body.road.since) <= day_from_text(body.said_on), "it speaks of a later day", "road.since")
    if not isinstance(body.happening, UnsetType):
        check_days(body.happening.edtf, "happening.edtf")
        require(body.happening.wanted is not False, "what is not so is left out", "happening.wanted")
    _check_report(body)


def _check_report(body: Statement) -> None:
    """The rules of what was read in a report."""
    check_said(body.said)
    check_target(body.target)
    check_position(body.cue, "cue")
    check_position(body.mention, "mention")
    check_review(body.review, two=body.against is not UNSET)
    for name in ("implicit", "hedged", "headline"):
        require(getattr(body, name) is not False, "what is not so is left out", name)
    for name in ("types_also", "addressee", "via", "clauses", "against"):
        values = getattr(body, name)
        require(values is UNSET or len(set(values)) == len(values), "something stands here twice", name)
    if not isinstance(body.types_also, UnsetType):
        require(body.type is not UNSET, "further types stand beside a main one", "type")
        require(body.type not in body.types_also, "the main type stands here too", "types_also")
    require(body.within is UNSET or body.within != body.id, "a statement holds itself", "within")
    anchored = body.target is not UNSET
    require(anchored or (body.cue is UNSET and body.mention is UNSET), "offsets without the text they are of", "target")


KIND = KindSpec("statement", "who said something in public, when, and where it can be read", Statement, _check)
