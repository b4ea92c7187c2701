"""What is proposed about one statement, by an extractor or by a reviewer, and what a reviewer decides.

All of it goes round as canonical JSON: what is not known is left out, and equal values have equal bytes, so that the
digest of a draft names it.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from safeconduct.base.canonical import canonical_bytes, value_from_canonical
from safeconduct.base.errors import SafeconductError
from safeconduct.entries.edtf import DayBasis
from safeconduct.entries.kinds.stance import StanceWord
from safeconduct.entries.kinds.statement import HappeningKind
from safeconduct.press.errors import ReviewError
from safeconduct.press.model import Mode, Span, Type

SECONDS_MAX = 86_400
Verdict = Literal["accept", "reject"]


class _Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Speaking(_Value, frozen=True):
    """Who said it. name: as a page shows it: an office, a public office-holder, or a role ("a government source").

    entity, office, organisation, party: ids of the entity files, empty if not known. person: a person is named.
    """

    name: str
    entity: str = ""
    office: str = ""
    organisation: str = ""
    party: str = ""
    person: bool = False


class SaidOn(_Value, frozen=True):
    """When it was said, in EDTF; `reason` with a day that a reviewer entered."""

    edtf: str
    basis: DayBasis
    reason: str = ""


class Happening(_Value, frozen=True):
    """What the statement says happened on the road, and when, in EDTF. wanted: it is only wanted or planned then."""

    kind: HappeningKind
    edtf: str
    wanted: bool = False


class TakesStance(_Value, frozen=True):
    """How the statement stands to a claim, by the claim's id."""

    claim: str
    stance: StanceWord


class Proposal(_Value, frozen=True):
    """What is proposed about one statement; a reviewer changes any of it.

    spans, quotes: its characters in the text, and what stood there when they were chosen. within: the digest of the
    draft whose content holds this one. stances: set in review. wording: what was said in the reviewer's own words.
    """

    spans: tuple[Span, ...]
    quotes: tuple[str, ...]
    mode: Mode
    type: Type
    types_also: tuple[Type, ...] = ()
    speakers: tuple[Speaking, ...] = ()
    implicit: bool = False
    said: SaidOn | None = None
    cue: Span | None = None
    mention: Span | None = None
    addressee: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    within: str = ""
    topic: str = ""
    clauses: tuple[str, ...] = ()
    hedged: bool = False
    headline: bool = False
    happening: Happening | None = None
    against: tuple[str, ...] = ()
    stances: tuple[TakesStance, ...] = ()
    wording: str = ""


class Extractor(_Value, frozen=True):
    """What proposed it. Digests in hex; model_sha256 is empty if no model ran, or one whose bytes nobody here has.

    model: its name, as its operator calls it. dropped: how much of its answer about the report was not used, by reason.
    """

    name: str
    version: str
    config_sha256: str
    model_sha256: str = ""
    model: str = ""
    dropped: tuple[tuple[str, int], ...] = ()


class Draft(_Value, frozen=True):
    """One proposal about one text, as its extractor made it; never changed. number: its place in the report, from 0."""

    source_sha256: str
    text_sha256: str
    number: int
    extractor: Extractor
    proposal: Proposal


class Decision(_Value, frozen=True):
    """What one person decided about one draft. by: an account id, never a name. seconds: how long it took.

    proposal: what is signed for, None for a rejection, which has a reason instead.
    """

    draft_sha256: str
    by: str
    verdict: Verdict
    seconds: Annotated[int, Meta(ge=0, le=SECONDS_MAX)]
    proposal: Proposal | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """A decision says what is accepted or why not."""
        if (self.verdict == "accept") != (self.proposal is not None):
            raise ReviewError("an acceptance holds what is accepted, a rejection nothing", where=self.draft_sha256)
        if self.verdict == "reject" and not self.reason.strip():
            raise ReviewError(
                "a rejection without a reason",
                where=self.draft_sha256,
                next_step="Say why in a few words: rejections are the next test cases.",
            )


_T = TypeVar("_T", Draft, Decision)


def draft_to_bytes(draft: Draft) -> bytes:
    """The canonical bytes of a draft."""
    return _bytes(draft)


def draft_from_bytes(data: bytes) -> Draft:
    """Read a draft. Raises ReviewError for anything `draft_to_bytes` would not have written."""
    return _read(data, Draft)


def draft_sha256(draft: Draft) -> str:
    """The digest that names a draft."""
    return hashlib.sha256(draft_to_bytes(draft)).hexdigest()


def decision_to_bytes(decision: Decision) -> bytes:
    """The canonical bytes of a decision."""
    return _bytes(decision)


def decision_from_bytes(data: bytes) -> Decision:
    """Read a decision. Raises ReviewError for anything `decision_to_bytes` would not have written."""
    return _read(data, Decision)


def edited_fields(before: Proposal, after: Proposal) -> tuple[str, ...]:
    """The fields in which a proposal was changed, by name. Stances and quotes do not count: nobody proposed them.

    >>> p = Proposal(spans=(Span(0, 1),), quotes=("a",), mode="direct", type="report")
    >>> edited_fields(p, msgspec.structs.replace(p, type="denial", hedged=True))
    ('hedged', 'type')
    """
    names = set(Proposal.__struct_fields__) - {"quotes", "stances"}
    return tuple(sorted(name for name in names if getattr(before, name) != getattr(after, name)))


def _bytes(value: Draft | Decision) -> bytes:
    return canonical_bytes(msgspec.json.decode(msgspec.json.encode(value)))


def _read(data: bytes, wanted: type[_T]) -> _T:
    try:
        value: Any = value_from_canonical(data)
        found = msgspec.convert(value, wanted)
    except (msgspec.ValidationError, SafeconductError) as error:
        raise ReviewError(f"this is no {wanted.__name__.lower()} of ours: {error}") from error
    if _bytes(found) != data:
        raise ReviewError(f"this {wanted.__name__.lower()} is not as our writer writes it")
    return found
