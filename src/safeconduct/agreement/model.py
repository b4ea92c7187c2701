"""One agreement, as its file says it: frozen, checked, and independent of any reading.

Names of the blocks and their keys are those of the format `safeconduct-agreement/1`
(docs/reference/agreement.md). Instants are µs since 1970 UTC. Every part that a message may name carries
`line`, its line in the file; lines do not belong to the identity of an agreement, its `digest` does. Mappings
are in the natural order of their names, whatever the file's order, since key order is not part of the digest;
rules, limits' rows and other lists keep the order of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from safeconduct.agreement.cel import CodeList, Condition, FactType, Kind, Vocabulary
from safeconduct.agreement.timeline import Span, Timeline

FORMAT: Final = "safeconduct-agreement/1"

Question: TypeAlias = Literal["movement", "conduct"]
Basis: TypeAlias = Literal["agreed", "stated", "inferred", "assumed"]
State: TypeAlias = Literal["open", "restricted", "closed", "unknown"]
Under: TypeAlias = Mapping[str, tuple[str, ...]]
"""Issue -> positions: what holds only in readings that take one of these positions on each issue."""
Words: TypeAlias = Mapping[str, str]
"""Language ("en", "ru", "ar") -> text. The file may give plain text, which is English."""

QUESTIONS: Final[tuple[Question, ...]] = ("movement", "conduct")
BASES: Final[tuple[Basis, ...]] = ("agreed", "stated", "inferred", "assumed")
VERDICTS: Final[Mapping[Question, tuple[str, ...]]] = {
    "movement": ("permitted", "hold", "prohibited"),
    "conduct": ("kept", "impeded", "coverage_gap", "breach"),
}
"""The verdicts of each question, mildest first; a bit each in this order."""
INDETERMINATE: Final = "indeterminate"
"""The outcome when more than one verdict is possible. Never the `then` of a rule."""
STATES: Final[tuple[State, ...]] = ("open", "restricted", "closed", "unknown")
NOBODY: Final = "none"
"""The reserved party: nobody, or a private carrier."""
INSTANT_FACT: Final = "at"
"""The instant of a movement: what lists, limits, positions and amendments are dated against."""


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One copy of a text: its language, where it is, and its SHA-256 or "pending"."""

    id: str
    lang: str
    url: str
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """Where copies of a text differ, in our own words."""

    clause: str
    versions: tuple[str, ...]
    says: Words
    touches_corridor: bool | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a text. id: ``SOURCE/NAME``. no_rule: why nothing in the file applies it, if so."""

    id: str
    says: Words
    no_rule: str = ""
    unconfirmed_part: str = ""
    pax: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A text that the agreement rests on. A clause reference is ``SOURCE`` or ``SOURCE/CLAUSE``."""

    id: str
    what: Words
    date: str
    kind: Literal["agreement", "order", "procedure", "statement"]
    says: Words = field(default_factory=dict)
    signed_by: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    in_force: int | None = None
    cite: str = ""
    sha256: str = ""
    versions: tuple[TextVersion, ...] = ()
    version_differences: tuple[VersionDifference, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    note: str = ""
    unconfirmed: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the agreement, or one that matters to it."""

    id: str
    name: Words
    role: Literal["party", "guarantor", "neutral_controller", "humanitarian", "local_authority"]
    of: str = ""
    status_disputed: bool = False
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the route: coordinates in degrees as text, or the places it lies between."""

    id: str
    lat: str = ""
    lon: str = ""
    also_called: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    length_m: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the route: where, held by whom, when."""

    id: str
    place: str
    by: tuple[str, ...]
    span: Span
    kind: str = ""
    also_called: tuple[str, ...] = ()
    basis: Basis | None = None
    cite: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another road that came into use."""

    id: str
    span: Span
    via: tuple[str, ...]
    ends_at: str
    cite: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """The road: its ends, which way is inbound, its places and posts."""

    west: str
    east: str
    inbound: Literal["west_to_east", "east_to_west"]
    width_m: int | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of codes, used as ``list.NAME``. versions: the list at each instant; None before the first."""

    id: str
    basis: Basis
    versions: Timeline[CodeList | None]
    clauses: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """A fact that conditions may use.

    source, otherwise: where the value comes from, as ``KIND.FIELD`` of what is recorded; `otherwise` is used
    where `source` is empty. per: what it is a fact about.
    """

    name: str
    type: FactType
    per: Literal["movement", "window", "day", "agreement"] = "movement"
    unit: str = ""
    source: str = ""
    otherwise: str = ""
    says: Words = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """A party that holds a position, and when."""

    party: str
    span: Span


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to an issue, who holds it, and where that is written."""

    id: str
    holders: tuple[Holder, ...]
    basis: Basis
    cites: tuple[str, ...]
    says: Words = field(default_factory=dict)
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Issue:
    """A question on which the parties differ."""

    id: str
    asks: Words
    positions: Mapping[str, Position]
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the agreement: a position on every issue; None where it is silent.

    party: whose reading it is (the reading's id, if that is a party); empty for a reading of nobody's.
    """

    id: str
    positions: Mapping[str, Timeline[str | None]]
    party: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Consent:
    """Consents that a rule asks for: any refusal gives `refused`, else any missing one gives `missing`.

    fact: a set(party) fact: who has consented. refused_fact: who has refused; empty if none is declared.
    """

    of: tuple[str, ...]
    fact: str
    missing: str
    refused: str
    refused_fact: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a question; in the order of the file the first that holds decides.

    condition: what must hold, at each instant (lists are dated); None before a list it uses has a version.
    then: the verdict, or None where `consent` says it.
    breach_by: facts or parties from which the responsible party is read.
    asymmetric: the clause that makes the rule treat parties or directions differently, if one does.
    """

    id: str
    question: Question
    clauses: tuple[str, ...]
    basis: Basis
    text: str
    condition: Timeline[Condition | None]
    then: str | None
    says: Words
    consent: Consent | None = None
    breach_by: tuple[str, ...] = ()
    under: Under = field(default_factory=dict)
    asymmetric: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    """Rule id -> why this rule stands before that one although their verdicts differ."""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One dated value of a limit: an int, an instant or a duration (µs)."""

    start: int
    value: int
    basis: Basis
    unit: str = ""
    clauses: tuple[str, ...] = ()
    under: Under = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """A number or an instant that rules use as ``limit.NAME``. rows: in order of `start`, as in the file."""

    id: str
    kind: Kind
    rows: tuple[LimitRow, ...]
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Suspension:
    """A period in which a party did not do its part."""

    by: str
    span: Span
    recognised_by: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What ends a term: a notice by one of these parties, so long before its end (ISO 8601 duration)."""

    by: tuple[str, ...]
    before_end: str
    seen_in: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty. kind `continuous`: in every window; `once`: until `due`; `term`: a term that runs and renews.

    met_when: condition at each instant, over the window or movements; None if a person scores it.
    until: end of a term: an instant, or the name of a limit. renews: ISO 8601 duration.
    """

    id: str
    by: tuple[str, ...]
    clauses: tuple[str, ...]
    basis: Basis
    kind: Literal["continuous", "once", "term"]
    span: Span = field(default_factory=Span)
    due: int | None = None
    until: int | str | None = None
    renews: str = ""
    unless: Notice | None = None
    met_when: str = ""
    condition: Timeline[Condition | None] | None = None
    share_permille: int = 1000
    share_basis: Basis | None = None
    per: tuple[str, ...] = ()
    under: Under = field(default_factory=dict)
    suspended: tuple[Suspension, ...] = ()
    asymmetric: str = ""
    scored_by_person: bool = False
    binding: str = ""
    evidence: tuple[str, ...] = ()
    says: Words = field(default_factory=dict)
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line of the status table."""

    state: State
    text: str
    condition: Timeline[Condition | None]
    line: int = 0


@dataclass(frozen=True, slots=True)
class StatusTable:
    """When the road is open, restricted or closed: the first line known to hold, if those above are known not to.

    window: ISO 8601 duration.
    """

    window: str
    per: tuple[str, ...]
    lines: tuple[StatusLine, ...]
    basis: Basis | None = None
    baseline: Mapping[str, object] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Supply:
    """What a commodity's supply is measured against. need_kg_per_day: None if unknown."""

    id: str
    need_kg_per_day: int | None
    low_days: int
    basis: Basis
    low_days_basis: Basis
    by: str = ""
    cite: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change, by whom, and who recognises it.

    adds, removes: paths such as ``rules.ID`` or ``route.posts.ID``: parts of the file that hold only with the
    amendment, or only without it. replaces: path -> path of the part that stands in its place.
    under: if given, the amendment holds in readings with these positions, whoever recognises it.
    """

    id: str
    span: Span
    by: tuple[str, ...]
    kind: str
    recognised_by: tuple[str, ...]
    contested_by: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    replaces: Mapping[str, str] = field(default_factory=dict)
    issue: str = ""
    under: Under = field(default_factory=dict)
    cites: tuple[str, ...] = ()
    unconfirmed: bool = False
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A promise of presence: a post reports at least so often (ISO 8601 durations)."""

    post: str
    every: str
    grace: str
    hours: str
    basis: Basis
    line: int = 0


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding of the checks that is as it should be. parts: what it is about, such as ``fact consents``."""

    code: str
    parts: tuple[str, ...]
    why: Words
    line: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement file, loaded. digest: SHA-256 of `document`, its identity in every verdict.

    document: canonical JSON of all that the file says, as bytes. file: name of the file, for messages.
    """

    id: str
    version: int
    title: Words
    time_zone: str
    sources: Mapping[str, Source]
    parties: Mapping[str, Party]
    route: Route
    lists: Mapping[str, NamedList]
    facts: Mapping[str, DeclaredFact]
    issues: Mapping[str, Issue]
    readings: Mapping[str, Reading]
    defaults: Mapping[Question, str]
    rules: tuple[Rule, ...]
    limits: Mapping[str, Limit]
    obligations: tuple[Obligation, ...]
    vocabulary: Timeline[Vocabulary]
    document: bytes
    digest: str
    status: StatusTable | None = None
    supply: Mapping[str, Supply] = field(default_factory=dict)
    population: Mapping[str, object] = field(default_factory=dict)
    amendments: tuple[Amendment, ...] = ()
    heartbeats: Mapping[str, Heartbeat] = field(default_factory=dict)
    open_questions: tuple[Words, ...] = ()
    explained: tuple[Explained, ...] = ()
    note: str = ""
    file: str = ""

    def rules_for(self, question: Question) -> tuple[Rule, ...]:
        """The rules of a question, in order."""
        return tuple(rule for rule in self.rules if rule.question == question)

    def rule(self, rule_id: str) -> Rule:
        """A rule by its id. Raises KeyError."""
        return next(rule for rule in self.rules if rule.id == rule_id)
