"""Obligations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from safeconduct.agreement.cel import Condition, Kind
from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.conditions import Conditions, condition_text
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown, suggestion
from safeconduct.agreement.load.rules import subject_of
from safeconduct.agreement.load.values import DAY_EXAMPLE, NAME, instant_of, is_duration
from safeconduct.agreement.model import BASES, DeclaredFact, Limit, Notice, Obligation, Suspension
from safeconduct.agreement.ruling import LIMIT
from safeconduct.agreement.timeline import Span, Timeline
from safeconduct.base.instant import InstantError

KINDS: Final[tuple[Literal["continuous", "once", "term"], ...]] = ("continuous", "once", "term")
_ONLY = {"due": "once", "renews": "term", "unless": "term"}
_GROUPED = frozenset({Kind.ENUM, Kind.PARTY, Kind.BOOL})


@dataclass(frozen=True, slots=True)
class Context:
    """What obligations may refer to."""

    known: Known
    conditions: Conditions
    facts: Mapping[str, DeclaredFact]
    limits: Mapping[str, Limit]


def read_obligations(file: Block, context: Context) -> tuple[Obligation, ...]:
    """The block `obligations`."""
    found: list[Obligation] = []
    for node in file.items("obligations"):
        block = open_block(file.problems, node, subject_of("obligation", node), keys.OBLIGATION)
        if block:
            _check_id(block, found)
            found.append(_obligation(block, context))
    return tuple(found)


def _check_id(block: Block, before: Sequence[Obligation]) -> None:
    name = block.text("id")
    if name and not NAME.fullmatch(name):
        mend = "Begin with a letter; use letters, digits, - and _, 64 characters at most."
        block.problem("id", f"{shown(name)} is no id", mend)
    first = next((one.line for one in before if one.id == name), 0)
    if name and first:
        block.problem("id", f"the id {shown(name)} is used twice, first on line {first}", "Rename one of the two.")


def _obligation(block: Block, context: Context) -> Obligation:
    known, kind = context.known, block.choice("kind", KINDS)
    _check_keys(block, kind)
    share = block.integer("share_permille", 0, 1000)
    text, condition = _met_when(block, context)
    return Obligation(
        id=block.text("id"),
        by=block.names("by", known.parties, "party"),
        clauses=known.references(block, "clause"),
        basis=block.choice("basis", BASES),
        kind=kind,
        span=Span(block.instant("from")) if kind == "term" else block.span(),
        due=block.instant("due"),
        until=_term_end(block, context) if kind == "term" else None,
        renews=_duration(block, "renews"),
        unless=_notice(block, context),
        met_when=text,
        condition=condition,
        share_permille=1000 if share is None else share,
        share_basis=block.optional_choice("share_basis", BASES),
        per=read_per(block, context.facts),
        under=known.under(block),
        suspended=tuple(_suspensions(block, known)),
        asymmetric=known.reference(block, "asymmetric"),
        scored_by_person=block.flag("scored_by_person"),
        binding=block.text("binding"),
        evidence=block.plain_texts("evidence"),
        says=block.words("says"),
        note=block.text("note"),
        line=block.line,
    )


def _check_keys(block: Block, kind: str) -> None:
    for key, only in _ONLY.items():
        if key in block.fields and kind != only:
            block.problem(
                key, f"`{key}` does not go with the kind {kind}", f"Only the kind {only} has it; take it out."
            )
    scored = block.flag("scored_by_person")
    if kind == "term":
        if "until" not in block.fields:
            block.problem("kind", "`until` is missing: the end of the term", "Add until: and an instant or limit.NAME.")
    elif scored is ("met_when" in block.fields):
        what = "both `met_when` and `scored_by_person`" if scored else "neither `met_when` nor `scored_by_person`"
        block.problem("met_when", f"it has {what}", "Write one: a condition, or scored_by_person: true.")


def _met_when(block: Block, context: Context) -> tuple[str, Timeline[Condition | None] | None]:
    node = block.fields.get("met_when")
    if node is None:
        return "", None
    condition = context.conditions.read(block, "met_when", status=context.known.status)
    return condition_text(block, node, "met_when") if condition else "", condition


def _term_end(block: Block, context: Context) -> int | str | None:
    text = block.text("until")
    if text.startswith(LIMIT):
        name = text.removeprefix(LIMIT)
        if name not in context.known.limits:
            mend = suggestion(name, context.known.limits, "Declare it under `limits`.")
            block.problem("until", f"there is no limit {shown(name)}", mend)
        elif name in context.limits and context.limits[name].kind is not Kind.INSTANT:
            block.problem("until", f"the limit {shown(name)} is no instant", "Use a limit whose values are instants.")
        return name
    try:
        return instant_of(text) if text else None
    except InstantError as error:
        block.problem("until", f"`until`: {error.what}", f"{DAY_EXAMPLE} Or name a limit, as limit.NAME.")
    return None


def _duration(block: Block, key: str) -> str:
    text = block.text(key)
    if text and not is_duration(text):
        block.problem(key, f"`{key}` is {shown(text)}, which is no duration", "Write it as P5Y, P6M, P120D or PT12H.")
    return text


def _notice(obligation: Block, context: Context) -> Notice | None:
    block = obligation.block("unless", keys.NOTICE)
    if block is None:
        return None
    by = block.names("notice_by", context.known.parties, "party")
    return Notice(by, _duration(block, "before_end"), block.name("seen_in", context.known.facts, "fact"))


def read_per(block: Block, facts: Mapping[str, DeclaredFact]) -> tuple[str, ...]:
    """`per`: facts with few values, by which something is computed apart."""
    few = [name for name, fact in facts.items() if fact.type.kind in _GROUPED]
    return block.names("per", few, "fact of type enum, party or bool")


def _suspensions(obligation: Block, known: Known) -> list[Suspension]:
    found = []
    for node in obligation.items("suspended"):
        block = open_block(obligation.problems, node, obligation.subject, keys.SUSPENSION)
        if block:
            by = block.name("by", known.parties, "party")
            recognised = block.names("recognised_by", known.parties, "party")
            found.append(Suspension(by, block.span(), recognised, known.references(block, "cites")))
    return found
