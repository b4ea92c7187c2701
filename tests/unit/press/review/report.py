"""An invented report, its source, and drafts about it."""

from __future__ import annotations

from typing import Any

import msgspec

from safeconduct.press.model import Span
from safeconduct.press.review import (
    Case,
    Decision,
    Draft,
    Extractor,
    Proposal,
    Published,
    SaidOn,
    Speaking,
    Standing,
    draft_sha256,
    standing,
)
from safeconduct.press.source import read_source

REPORT = """\
Road to be opened, ministry says

EXAMPLETOWN (AA) - The ministry said on Wednesday that the road will open soon.

"We will continue, and nobody was turned back," a spokesperson said.
"""
SOURCE = read_source(REPORT.encode(), "report.txt", url="https://news.example.org/1")
PUBLISHED = Published("2023-03-02", "entered")
EXTRACTOR = Extractor(name="fast", version="1", config_sha256="c" * 64)
MINISTRY = Speaking(name="Ministry of A", entity="ministry-a", organisation="state-a", party="a")
KNOWN = frozenset({"ministry-a", "state-b", "agency"})


def place(words: str) -> Span:
    start = SOURCE.text.text.index(words)
    return Span(start, start + len(words))


def proposal(words: str = "the road will open soon", **change: Any) -> Proposal:
    first = Proposal(
        spans=(place(words),),
        quotes=(words,),
        mode="indirect",
        type="promise",
        speakers=(MINISTRY,),
        said=SaidOn(edtf="2023-03-01", basis="weekday"),
        cue=place("said on"),
        mention=place("The ministry"),
    )
    return msgspec.structs.replace(first, **change)


def draft(number: int = 0, **change: Any) -> Draft:
    made = change.pop("extractor", EXTRACTOR)
    return Draft(
        source_sha256=SOURCE.source_sha256,
        text_sha256=SOURCE.text_sha256,
        number=number,
        extractor=made,
        proposal=proposal(**change),
    )


def accept(about: Draft, by: str = "ann", *, seconds: int = 20, **change: Any) -> Decision:
    signed = msgspec.structs.replace(about.proposal, **change)
    return Decision(draft_sha256=draft_sha256(about), by=by, verdict="accept", seconds=seconds, proposal=signed)


def reject(about: Draft, by: str = "ann", reason: str = "no statement") -> Decision:
    return Decision(draft_sha256=draft_sha256(about), by=by, verdict="reject", seconds=5, reason=reason)


def stands(about: Draft, *decisions: Decision) -> Standing:
    return standing(Case(about, decisions), KNOWN)
