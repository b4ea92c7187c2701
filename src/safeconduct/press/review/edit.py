"""What a reviewer enters, as texts, to a proposal: one way for the command line and the page.

Every field of a proposal has a text, and a text that was not touched changes nothing. What is entered is checked
against what is known: topics and clauses of the agreement, parties, claims on record, the words of the report itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import msgspec

from safeconduct.base.errors import SafeconductError
from safeconduct.base.suggest import nearest
from safeconduct.entries.edtf import DayBasis
from safeconduct.entries.kinds.stance import StanceWord
from safeconduct.entries.kinds.statement import HappeningKind
from safeconduct.press.dates import When
from safeconduct.press.dates.edtf import edtf_from_text
from safeconduct.press.errors import ReviewError
from safeconduct.press.model import Mode, Span, Type
from safeconduct.press.review.model import Happening, Proposal, SaidOn, Speaking, TakesStance
from safeconduct.press.review.wording import own_words
from safeconduct.press.source.visible import shown
from safeconduct.press.speakers import Entities, Speaker
from safeconduct.press.speakers.build import Builder
from safeconduct.press.speakers.cast import Person
from safeconduct.press.topics import Topic

FIELDS = (
    *("words", "wording", "mode", "speaker", "said", "basis", "reason", "type", "types_also", "topic", "clauses"),
    *("stances", "against", "addressee", "via", "within", "happening", "implicit", "hedged", "headline"),
)
TYPES: tuple[str, ...] = get_args(Type)
MODES: tuple[str, ...] = get_args(Mode)
STANCES: tuple[str, ...] = get_args(StanceWord)
BASES: tuple[str, ...] = get_args(DayBasis)
BETWEEN = " [...] "
"""Stands between the parts of an interrupted quotation."""
YES = "yes"
WANTED = "wanted"
HAPPENINGS: tuple[str, ...] = get_args(HappeningKind)
_MARK = re.compile(r"\[U\+([0-9A-F]{4})\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """What a reviewer may choose from. claims: wording by id. parties: name by id."""

    entities: Entities
    topics: tuple[Topic, ...] = ()
    parties: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that topics bear on, each once."""
        return tuple(dict.fromkeys(clause for topic in self.topics for clause in topic.clauses))

    @property
    def ids(self) -> frozenset[str]:
        """The entities that the files list."""
        return frozenset(self.entities.entities)


def fields_of(proposal: Proposal) -> dict[str, str]:
    """A proposal as the texts of its fields, hidden characters as marks."""
    said = proposal.said
    return {
        "words": BETWEEN.join(shown(words) for words in proposal.quotes),
        "wording": proposal.wording,
        "mode": proposal.mode,
        "speaker": "; ".join(shown(each.name) for each in proposal.speakers),
        "said": said.edtf if said else "",
        "basis": said.basis if said else "",
        "reason": said.reason if said else "",
        "type": proposal.type,
        "types_also": ", ".join(proposal.types_also),
        "topic": proposal.topic,
        "clauses": ", ".join(proposal.clauses),
        "stances": ", ".join(f"{each.claim}={each.stance}" for each in proposal.stances),
        "against": ", ".join(proposal.against),
        "addressee": ", ".join(proposal.addressee),
        "via": ", ".join(proposal.via),
        "within": proposal.within,
        "happening": _happening_text(proposal.happening),
        "implicit": YES if proposal.implicit else "",
        "hedged": YES if proposal.hedged else "",
        "headline": YES if proposal.headline else "",
    }


def with_fields(text: str, proposal: Proposal, entered: Mapping[str, str], known: Known) -> Proposal:
    """A proposal with what was entered. Raises ReviewError, `where` naming the field, for what does not fit.

    text: of the report. entered: the fields to change, as texts; one that reads as before stays as it was.
    """
    _require_fields(entered)
    before = fields_of(proposal)
    changed = {name: tidy for name, value in entered.items() if (tidy := _tidy(value)) != _tidy(before[name])}
    new: dict[str, Any] = {}
    for name, value in changed.items():
        if name in _READERS:
            new |= _READERS[name](_Entry(text, proposal, value, known))
    if {"said", "basis", "reason"} & changed.keys():
        new |= _said({name: changed.get(name, before[name]) for name in ("said", "basis", "reason")}, changed)
    if "speaker" in changed:
        new["speakers"] = _speakers(changed["speaker"], new.get("said", proposal.said), known)
    if "topic" in changed and "clauses" not in changed:
        new["clauses"] = next((topic.clauses for topic in known.topics if topic.id == changed["topic"]), ())
    edited = msgspec.structs.replace(proposal, **new)
    if edited.type in edited.types_also:
        raise ReviewError("the main type stands among the further ones too", where="types_also")
    return edited


def _require_fields(entered: Mapping[str, str]) -> None:
    for name in entered:
        if name not in FIELDS:
            close = nearest(name, FIELDS)
            hint = f"Did you mean {close[0]}?" if close else f"Fields are {', '.join(FIELDS)}."
            raise ReviewError(f"there is no field {name!r}", where=name, next_step=hint)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One field as entered, with all that it is read against."""

    text: str
    proposal: Proposal
    value: str
    known: Known


def _tidy(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _listed(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for each in value.split(",") if (part := each.strip())))


def _chosen(value: str, allowed: Sequence[str], name: str) -> str:
    if value not in allowed:
        close = nearest(value, allowed)
        hint = f"Did you mean {close[0]}?" if close else f"One of: {', '.join(allowed)}."
        raise ReviewError(f"{value[:60]!r} is not known here", where=name, next_step=hint)
    return value


def _words(entry: _Entry) -> dict[str, Any]:
    """The words as they stand in the report, found at the place nearest to where they were."""
    spans: list[Span] = []
    near = entry.proposal.spans[0].start
    for part in entry.value.split(BETWEEN.strip()):
        spans.append(_place(entry.text, part.strip(), max(near, spans[-1].end if spans else 0), bool(spans)))
        near = spans[-1].end
    return {"spans": tuple(spans), "quotes": tuple(entry.text[one.start : one.end] for one in spans)}


def _place(text: str, words: str, near: int, after: bool) -> Span:
    raw = _MARK.sub(lambda found: chr(int(found[1], 16)), words)
    pattern = r"\s+".join(re.escape(part) for part in re.split(r"[ \t\n]+", raw)) if words else r"(?!)"
    places = [found.span() for found in re.finditer(pattern, text) if not after or found.start() >= near]
    if not places:
        raise ReviewError(
            "these words do not stand in the report",
            where="words",
            next_step=f"Copy them from it, misprints included; {BETWEEN.strip()} stands between two parts.",
        )
    return Span(*min(places, key=lambda place: abs(place[0] - near)))


def _said(parts: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, Any]:
    """The day as entered; one that a person enters has a reason, one that the text gives says how."""
    if not parts["said"]:
        return {"said": None}
    try:
        edtf_from_text(parts["said"])
    except SafeconductError as error:
        raise ReviewError(error.what, where="said", next_step=error.next_step) from error
    basis = _chosen(parts["basis"], BASES, "basis") if changed.get("basis") else ""
    basis = basis or ("entered" if "said" in changed or not parts["basis"] else parts["basis"])
    reason = " ".join(parts["reason"].split())[:300]
    if basis == "entered" and not reason:
        raise ReviewError("a day that you enter needs a reason", where="reason", next_step="Say what it rests on.")
    return {"said": SaidOn(edtf=parts["said"], basis=basis, reason=reason if basis == "entered" else "")}  # type: ignore[arg-type]  # one of BASES


def _speakers(value: str, said: SaidOn | None, known: Known) -> tuple[Speaking, ...]:
    when = When(edtf_from_text(said.edtf), "explicit") if said else None  # offices ask for the days alone
    return tuple(speaking_of(part.strip(), when, known.entities) for part in value.split(";") if part.strip())


def speaking_of(words: str, when: When | None, entities: Entities) -> Speaking:
    """A speaker by id or by one of the names in the files, with the office held on the day; else a role in words."""
    folded = words.casefold()
    named = (id_ for id_, one in entities.entities.items() if folded in _names(one.name, one.also))
    id_ = words if entities.knows(words) else next(named, "")
    build = Builder(entities, "")
    if not id_:
        return Speaking(name=" ".join(words.split())[:200])
    entity = entities.entities.get(id_)
    if entity is not None and entity.kind == "person":
        return as_speaking(build.person(Person(entity.name, id_, "", "", entity.pronoun), when))
    return as_speaking(build.entity(id_))


def as_speaking(speaker: Speaker) -> Speaking:
    """A resolved speaker as a proposal keeps it."""
    return Speaking(
        name=speaker.name,
        entity=speaker.entity,
        office=speaker.office,
        organisation=speaker.organisation if speaker.entity else "",
        party=speaker.party,
        person=speaker.kind == "person",
    )


def _names(name: str, also: Sequence[str]) -> set[str]:
    return {each.casefold() for each in (name, *also)}


def _wording(entry: _Entry) -> dict[str, Any]:
    return {"wording": own_words(entry.text, entry.value)}


def _mode(entry: _Entry) -> dict[str, Any]:
    return {"mode": _chosen(entry.value, MODES, "mode")}


def _type(entry: _Entry) -> dict[str, Any]:
    return {"type": _chosen(entry.value, TYPES, "type")}


def _types_also(entry: _Entry) -> dict[str, Any]:
    return {"types_also": tuple(_chosen(each, TYPES, "types_also") for each in _listed(entry.value))}


def _topic(entry: _Entry) -> dict[str, Any]:
    return {"topic": _chosen(entry.value, ["", *(topic.id for topic in entry.known.topics)], "topic")}


def _clauses(entry: _Entry) -> dict[str, Any]:
    return {"clauses": tuple(_chosen(each, entry.known.clauses, "clauses") for each in _listed(entry.value))}


def _against(entry: _Entry) -> dict[str, Any]:
    return {"against": tuple(_chosen(each, list(entry.known.parties), "against") for each in _listed(entry.value))}


def _stances(entry: _Entry) -> dict[str, Any]:
    taken: dict[str, TakesStance] = {}
    for each in _listed(entry.value):
        claim, _, stance = (part.strip() for part in each.partition("="))
        _chosen(claim, list(entry.known.claims), "stances")
        if claim in taken:
            raise ReviewError(f"two stances to the claim {claim!r}", where="stances", next_step="Keep one of them.")
        taken[claim] = TakesStance(claim=claim, stance=_chosen(stance, STANCES, "stances"))  # type: ignore[arg-type]  # one of STANCES
    return {"stances": tuple(taken.values())}


def _others(name: str) -> Callable[[_Entry], dict[str, Any]]:
    def read(entry: _Entry) -> dict[str, Any]:
        return {name: tuple(_entity(each, entry.known.entities, name) for each in _listed(entry.value))}

    return read


def _entity(words: str, entities: Entities, name: str) -> str:
    found = speaking_of(words, None, entities).entity
    if not found:
        close = nearest(words, entities.entities)
        hint = f"Did you mean {close[0]}?" if close else "Leave it out, or add it to the entity file."
        raise ReviewError(f"{words[:60]!r} is in no entity file", where=name, next_step=hint)
    return found


def _happening_text(happening: Happening | None) -> str:
    """As it is entered: ``checkpoint 2022-12`` or ``checkpoint 2023-02-20/2023-02-26 wanted``."""
    if happening is None:
        return ""
    return " ".join((happening.kind, happening.edtf, *([WANTED] if happening.wanted else [])))


def _happening(entry: _Entry) -> dict[str, Any]:
    parts = entry.value.split()
    if not parts:
        return {"happening": None}
    if len(parts) not in {2, 3} or parts[2:] not in ([], [WANTED]):
        raise ReviewError(
            f"{entry.value[:60]!r} is no happening with its day",
            where="happening",
            next_step="Enter what and when, such as: checkpoint 2022-12. Add wanted if it is only wanted then.",
        )
    kind = _chosen(parts[0], HAPPENINGS, "happening")
    try:
        edtf_from_text(parts[1])
    except SafeconductError as error:
        raise ReviewError(error.what, where="happening", next_step=error.next_step) from error
    return {"happening": Happening(kind=kind, edtf=parts[1], wanted=len(parts) == 3)}  # type: ignore[arg-type]  # one of HAPPENINGS


def _within(entry: _Entry) -> dict[str, Any]:
    if entry.value:
        raise ReviewError("the statement that holds this one is kept or cleared", where="within")
    return {"within": ""}


def _flag(name: str) -> Callable[[_Entry], dict[str, Any]]:
    def read(entry: _Entry) -> dict[str, Any]:
        return {name: _chosen(entry.value, ["", YES], name) == YES}

    return read


_READERS: dict[str, Callable[[_Entry], dict[str, Any]]] = {
    "words": _words,
    "wording": _wording,
    "mode": _mode,
    "type": _type,
    "types_also": _types_also,
    "topic": _topic,
    "clauses": _clauses,
    "against": _against,
    "stances": _stances,
    "addressee": _others("addressee"),
    "via": _others("via"),
    "within": _within,
    "happening": _happening,
    "implicit": _flag("implicit"),
    "hedged": _flag("hedged"),
    "headline": _flag("headline"),
}
