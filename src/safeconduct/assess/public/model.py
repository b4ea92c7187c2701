"""Values of the public record: reports, statements, claims and stances, each with the entries that say so.

Ids are those of the entries; names for them come from elsewhere (`Naming`) and are never needed to read a value. Empty
text, empty tuple or None: the entry does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from safeconduct.assess.public.days import Days
from safeconduct.assess.public.kin import Kin
from safeconduct.assess.situation.model import At, EvidenceWord
from safeconduct.entries.kinds.stance import StanceWord

_T = TypeVar("_T")
_ELISION = " […] "


@dataclass(frozen=True, slots=True)
class Names:
    """Names of ids in one language: of entities, of offices, of topics and questions."""

    entities: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Naming:
    """Names of ids for people, and the parties that entities belong to.

    names: of persons, organisations, states and outlets; offices: of offices; parties: of an entity, where it has one.
    shown: by language, what pages show in place of these; in English it is topics only. Files keep these and ids.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agent:
    """A speaker as valid on the day said. key: the entity's id, else ``~`` and a digest of the words that name it.

    name: as the statement writes it, or the name of the entity; office, organisation, party: ids.
    """

    key: str
    name: str
    office: str = ""
    organisation: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One unbroken part of the words, as the entry holds it.

    start, end: characters of the normalised text, end exclusive. exact: the words; of more than 280 characters only
    the first (exact) and the last (tail), and sha256 of the whole. prefix, suffix: what stands around them.
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    tail: str = ""
    tail_prefix: str = ""
    tail_suffix: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A document in which statements were read, or one with the same words.

    sha256: of its bytes; text_sha256: of its normalised text. published: in EDTF, and how that is known.
    """

    sha256: str
    text_sha256: str
    name: str
    entry: At
    title: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: str = ""
    published_basis: str = ""
    published_note: str = ""
    byline_role: str = ""
    place: str = ""
    normaliser: str = ""
    compiled_from: tuple[str, ...] = ()
    same_text_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """What a speaker says happened on the road, and when. wanted: it is only wanted or planned then."""

    kind: str
    edtf: str
    days: Days
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Something somebody said in public.

    version: 0 for the first of several entries that bear one name and say different things, in the order of their
    places; then 1, 2 and so on. speaker: in the words of the entry. said_on: the last day it can have been said.
    days: as far as the entry knows; basis: how it knows them (of `entries.edtf`), empty in entries without one.
    value, unit, comparator: the answer to the question `topic`, as in `assess.sources`.
    wording: ours unless quoted; quotes: the words of the report, in order. reports: those that hold these words, the
    first one first. via: from outside in. road: direction or empty, status, since which day or empty.
    happening: what it says happened on the road, and when.
    entries: all that say this, the first one first; corrected_by: the entry that changed the first of them last.
    reviewed: accounts that signed, in the most reviewed of them; proposed: whether an extractor proposed it.
    recorded_us: when it entered the record first, None where that is not in view.
    """

    id: str
    version: int
    speaker: str
    agents: tuple[Agent, ...]
    party: str
    said_on: int
    days: Days
    type: str
    source: str
    entries: tuple[At, ...]
    evidence: EvidenceWord
    edtf: str = ""
    basis: str = ""
    reason: str = ""
    as_of: int | None = None
    types_also: tuple[str, ...] = ()
    mode: str = ""
    wording: str = ""
    text_sha256: str = ""
    quotes: tuple[Quotation, ...] = ()
    reports: tuple[Report, ...] = ()
    links: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    within: str = ""
    topic: str = ""
    value: str = ""
    unit: str = ""
    comparator: str = ""
    clauses: tuple[str, ...] = ()
    denies: str = ""
    against: tuple[str, ...] = ()
    road: tuple[str, str, str] | None = None
    happening: Happening | None = None
    implicit: bool = False
    hedged: bool = False
    headline: bool = False
    proposed: bool = False
    reviewed: int = 0
    corrected_by: At | None = None
    recorded_us: int | None = None

    @property
    def words(self) -> str:
        """What a list shows of it: the wording, else the quoted words."""
        return self.wording or _ELISION.join(f"{one.exact}{_ELISION}{one.tail}" if one.tail else one.exact
                                             for one in self.quotes)  # fmt: skip

    @property
    def verbatim(self) -> bool:
        """Whether `words` are those of the report: what is quoted, and no wording of ours that says it otherwise."""
        quoted = _ELISION.join(" ".join(one.exact.split()) for one in self.quotes)
        return bool(self.quotes) and (
            not self.wording or (self.wording == quoted and not any(one.tail for one in self.quotes))
        )

    @property
    def answer(self) -> str:
        """The answer it gives to its question, as one text."""
        return f"{self.comparator} {self.value}".strip()

    @property
    def order(self) -> tuple[object, ...]:
        """Order of time, and a fixed one among statements of one day."""
        first = self.said_on if self.days.first is None else self.days.first
        return self.said_on, first, self.id, self.version


@dataclass(frozen=True, slots=True)
class ClaimSaid:
    """A claim that statements take a stance on. statement: the one it was first made in."""

    id: str
    statement: str
    wording: str
    entry: At
    evidence: EvidenceWord


@dataclass(frozen=True, slots=True)
class StanceSaid:
    """How a statement stands to a claim, as somebody signed."""

    id: str
    statement: str
    claim: str
    stance: StanceWord
    entries: tuple[At, ...]
    reviewed: int = 0
    evidence: EvidenceWord = "observed"


@dataclass(frozen=True)
class PublicRecord:
    """The public record of a corridor in one state.

    statements: in order of time. withdrawn: by id, the entry of the statement and the one that withdrew it.
    """

    statements: tuple[Statement, ...]
    claims: tuple[ClaimSaid, ...]
    stances: tuple[StanceSaid, ...]
    reports: tuple[Report, ...]
    withdrawn: Mapping[str, tuple[At, At]] = field(default_factory=dict)
    naming: Naming = field(default_factory=Naming)

    @cached_property
    def _named(self) -> Mapping[str, tuple[Statement, ...]]:
        return _grouped((one.id, one) for one in sorted(self.statements, key=lambda each: each.version))

    @cached_property
    def _by_speaker(self) -> Mapping[str, tuple[Statement, ...]]:
        keys = ((one, dict.fromkeys(agent.key for agent in one.agents)) for one in self.statements)
        return _grouped((key, one) for one, own in keys for key in own)

    @cached_property
    def _parties(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for agent in (agent for one in self.statements for agent in one.agents if agent.party):
            for id_ in {agent.key, agent.organisation} - {""}:
                found.setdefault(id_, set()).add(agent.party)
        return {id_: frozenset(parties) for id_, parties in found.items()}

    @cached_property
    def families(self) -> Mapping[str, tuple[Report, ...]]:
        """By digest of a report: it and all that have the same words, by their text or as a reviewer confirmed."""
        kin = Kin()
        for report in self.reports:
            kin.join(report.sha256, f"text:{report.text_sha256}")
            for other in report.same_text_as:
                kin.join(report.sha256, other)
        groups = _grouped((kin.of(report.sha256), report) for report in self.reports)
        return {report.sha256: groups[kin.of(report.sha256)] for report in self.reports}

    @cached_property
    def stances_on(self) -> Mapping[str, tuple[StanceSaid, ...]]:
        """The stances on each claim, by its id."""
        return _grouped((one.claim, one) for one in self.stances)

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[ClaimSaid, ...]]:
        """The claims made in each statement, by its id."""
        return _grouped((one.statement, one) for one in self.claims)

    @cached_property
    def claim_by_id(self) -> Mapping[str, ClaimSaid]:
        """Every claim by its id."""
        return {one.id: one for one in self.claims}

    @cached_property
    def stances_of(self) -> Mapping[str, tuple[StanceSaid, ...]]:
        """The stances of each statement, by its id."""
        return _grouped((one.statement, one) for one in self.stances)

    @cached_property
    def _denying(self) -> Mapping[str, tuple[Statement, ...]]:
        return _grouped((one.denies, one) for one in self.statements if one.denies)

    @cached_property
    def _answering(self) -> Mapping[str, tuple[Statement, ...]]:
        return _grouped((one.topic, one) for one in self.statements if one.topic and one.value)

    @cached_property
    def _telling(self) -> Mapping[str, tuple[Statement, ...]]:
        return _grouped((one.happening.kind, one) for one in self.statements if one.happening is not None)

    def telling(self, kind: str) -> tuple[Statement, ...]:
        """The statements that tell of a happening of some kind, in order of time."""
        return self._telling.get(kind, ())

    def denying(self, id_: str) -> tuple[Statement, ...]:
        """The statements that deny the statement of a name."""
        return self._denying.get(id_, ())

    def answering(self, topic: str) -> tuple[Statement, ...]:
        """The statements with an answer to a question."""
        return self._answering.get(topic, ())

    def named(self, id_: str) -> tuple[Statement, ...]:
        """The statements of one name: none, one, or several that differ."""
        return self._named.get(id_, ())

    def meant(self, id_: str, logs: Iterable[str]) -> Statement | None:
        """The statement that an entry of some log means by a name: the one in its own log, else the first."""
        own, named = set(logs), self.named(id_)
        return next((one for one in named if any(at.log in own for at in one.entries)), next(iter(named), None))

    def by_speaker(self, key: str) -> tuple[Statement, ...]:
        """The statements of one speaker, in order of time."""
        return self._by_speaker.get(key, ())

    def outer(self, statement: Statement) -> Statement | None:
        """The statement whose content holds this one."""
        return self.meant(statement.within, (at.log for at in statement.entries)) if statement.within else None

    def party_of(self, entity: str) -> str:
        """The party that an entity belongs to: by the entity files, else by the statements if they agree."""
        said = self._parties.get(entity, frozenset())
        return self.naming.parties.get(entity, "") or (min(said) if len(said) == 1 else "")

    def name_of(self, entity: str) -> str:
        """The name of an entity or outlet, else its id."""
        return self.naming.names.get(entity, entity)


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Values by key, in the order in which they come."""
    found: dict[str, list[_T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(group) for key, group in found.items()}
