"""What the pages need from a node: one small protocol and the values it hands over.

The values mirror the answers of the claims engine; what goes into ``.json`` twins is the engine's own object, so
that a twin and the command line cannot say different things. Sentences of the engine are phrases, which the
catalogue translates; other English texts are shown as English where it has no translation. Days are
``2022-08-31``, hashes lowercase hex, sizes numbers of entries.

An implementation is called from several threads at once and must be safe for that. It returns None for what it
does not hold and raises a SafeconductError (shown as its code only) for what it cannot do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from safeconduct.agreement.explain import Explanation
from safeconduct.agreement.logic import Cells
from safeconduct.agreement.model import Agreement, Question
from safeconduct.agreement.split import Split
from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.conformance.report import Conformance
from safeconduct.assess.public import Naming, PublicRecord
from safeconduct.assess.situation.journeys import JourneyChoices, JourneyFilter, JourneyPage
from safeconduct.assess.situation.model import At, Pinned, Situation
from safeconduct.assess.situation.one_journey import JourneyTold
from safeconduct.assess.situation.report import SituationReport
from safeconduct.assess.situation.supply_record import SupplyRecord
from safeconduct.assess.sources import Question as Disputed
from safeconduct.facts.agreed.known import KnownFact
from safeconduct.facts.columns import ColumnType
from safeconduct.plan.results import PlanResult

Number: TypeAlias = int | Fraction
Verdict: TypeAlias = Literal["supported", "contradicted", "undecidable"]
EvidenceClass: TypeAlias = Literal["observed", "published", "simulated"]

VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "undecidable")


@dataclass(frozen=True, slots=True)
class LogState:
    """One log as of its newest signed state.

    vkey: the key that signs it, in the text form of c2sp.org/signed-note. party: whose log it is, as its charter says.
    root: root hash, 64 hex digits. checkpoint: the whole signed note.
    """

    origin: str
    vkey: str
    size: int
    root: str
    checkpoint: str
    corridor: str
    evidence: EvidenceClass
    party: str = ""


@dataclass(frozen=True, slots=True)
class Corridor:
    """A corridor this node holds; titles by language code, at least ``en``.

    agreement: the digest of the agreement that its charter names; empty if it names none. road: whether its charter
    describes a road. plan: whether a plan for its post is kept.
    """

    id: str
    titles: Mapping[str, str]
    logs: tuple[LogState, ...]
    agreement: str = ""
    road: bool = False
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a corridor with what it means.

    key: stable name for files, such as ``voyages``. value: None = no record, which is never shown as 0.
    unit: as in answers (``voyages``, ``lines``, ``t``). gaps: what the number leaves out; may be empty.
    """

    key: str
    label: str
    value: Number | None
    unit: str
    definition: str
    gaps: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday; value None = no record of that week."""

    monday: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by week, oldest first and without holes (a week without a record has value None)."""

    key: str
    title: str
    unit: str
    definition: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What one corridor's record holds. first, last: its first and last day, inclusive; empty if no entry."""

    corridor: Corridor
    first: str
    last: str
    figures: tuple[Figure, ...]
    series: tuple[Series, ...]
    cannot_know: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryRef:
    """Where an entry stands: log origin, index from 0."""

    log: str
    index: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim says the number is. value_high: the upper end, for ``between`` only."""

    comparator: str
    value: Number
    unit: str
    value_high: Number | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the record holds: both ends inclusive; None = no bound on that side, both None = no answer."""

    low: Number | None
    high: Number | None
    unit: str


@dataclass(frozen=True, slots=True)
class DefinitionPart:
    """One choice in the reading of a claim; default: the claim left it open and the engine chose."""

    says: Phrase
    default: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row behind an answer: its name, its day (may be empty), its value in the claim's unit, its entries."""

    label: str
    day: str
    value: Number | None
    entries: tuple[EntryRef, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A change of definition under which record and claim agree, or come nearer.

    kind: kinds of its edits joined by ``+``. residual: claimed minus recorded under the change.
    chance_permille: how often such a change would fit by chance. agree, of: claims of the same statement that
    hold under it. rows: the rows it moves in or out, or that may have been revised.
    """

    kind: str
    change: tuple[Phrase, ...]
    value: Number
    residual: Number
    exact: bool
    arithmetic: str
    chance_permille: int
    agree: int
    of: int
    rows: tuple[EvidenceRow, ...] = ()
    note: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One claim's answer. rows: how many rows stand behind it; evidence: those listed, fewer or none in lists."""

    verdict: Verdict
    claimed: Claimed
    recorded: Recorded
    reason: Phrase
    definition: tuple[DefinitionPart, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    rows: int = 0
    evidence: tuple[EvidenceRow, ...] = ()
    cannot_know: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was made, with its answer.

    id: without ``/``. source: an address or a description. language: of the wording.
    entry: the claim's own entry. value: the answer as an object, exactly as the command line prints it.
    """

    id: str
    statement: str
    speaker: str
    said_on: str
    source: str
    wording: str
    answer: Answer
    value: Mapping[str, object]
    as_of: str = ""
    note: str = ""
    language: str = "en"
    entry: EntryRef | None = None


@dataclass(frozen=True, slots=True)
class Convention:
    """One change of definition under which most of a speaker's claims agree with the record.

    agree, of: claims that agree under the change, and claims tried. agree_as_stated: those that agree without it.
    agree_held_out: those that agree under what the other claims alone would have chosen. consistent_only: too few
    claims to say more than "consistent with". unexplained: ids of claims that still differ. value: as in `Claim`.
    """

    speaker: str
    change: Phrase
    agree: int
    of: int
    agree_as_stated: int
    agree_held_out: int
    value: Mapping[str, object]
    consistent_only: bool = False
    runner_up: Phrase | None = None
    runner_up_agree: int = 0
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry exactly as signed: canonical bytes and their leaf hash."""

    index: int
    data: bytes
    leaf: str


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry with its inclusion proof in the log's newest signed state.

    proof: hashes from the leaf upwards, hex. receipt: the same as a file, c2sp.org/tlog-proof.
    """

    entry: Entry
    log: LogState
    proof: tuple[str, ...]
    receipt: bytes


@dataclass(frozen=True, slots=True)
class JudgedMovement:
    """A movement with what each question comes to, in every view and under every reading.

    id: 32 hex digits. label: for people. day: of departure, else of its earliest entry.
    """

    id: str
    label: str
    day: str
    cells: Mapping[Question, Cells]
    splits: Mapping[Question, Split]


@dataclass(frozen=True, slots=True)
class ExplainedMovement:
    """A movement with its facts and the reasons. facts: view -> fact -> what that view knows of it.

    explanations: one for each question. dated: whether its time is recorded, and not only its day.
    """

    judged: JudgedMovement
    facts: Mapping[str, Mapping[str, KnownFact]]
    explanations: tuple[Explanation, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """What the entry of an incident says beyond its row: where it can be read, who is said to have done it.

    simulated: whether the entry itself says that it was made up.
    """

    cites: tuple[str, ...]
    attributed_to: str = ""
    simulated: bool = False


class Pages(Protocol):
    """Everything the pages ask of a node."""

    def corridors(self) -> Sequence[Corridor]:
        """The corridors on this node, in the order to show them."""

    def overview(self, corridor: str) -> Overview | None:
        """What the corridor's record holds."""

    def situation(self, corridor: str, pinned: Pinned) -> Situation | None:
        """The situation on the corridor's road as of a day; None where its charter describes no road."""

    def report(self, corridor: str, pinned: Pinned) -> SituationReport | None:
        """The situation report of a day, allegations included; None where the charter describes no road."""

    def disagreements(self, corridor: str, pinned: Pinned) -> Sequence[Disputed]:
        """Questions on which sources on record differ."""

    def naming(self, corridor: str) -> Naming:
        """Names of the ids in the record of a corridor."""

    def public_record(self, corridor: str, pinned: Pinned) -> PublicRecord | None:
        """Who said what in public, up to a day; of corridors without a road, too."""

    def journey_choices(self, corridor: str, pinned: Pinned) -> JourneyChoices | None:
        """What the journeys on the corridor's road can be chosen by; None where it has no road."""

    def journeys(self, corridor: str, pinned: Pinned, wanted: JourneyFilter, start: int, stop: int) -> JourneyPage:
        """The journeys start <= place < stop of those chosen, newest first; none where there is no road."""

    def journey(self, corridor: str, pinned: Pinned, journey: str) -> JourneyTold | None:
        """One journey with all its entries."""

    def incident_words(self, corridor: str, pinned: Pinned) -> Mapping[At, IncidentWords]:
        """What the entries of the situation's incidents say beyond their rows, by entry."""

    def supplies(self, corridor: str, pinned: Pinned) -> SupplyRecord | None:
        """Stocks, days of supply and cuts of services, with the entries behind them; None where it has no road."""

    def plan(self, corridor: str) -> PlanResult | None:
        """The plan kept beside the corridor's record, worked out; None if there is none."""

    def parquet(self, columns: Mapping[str, ColumnType], rows: Sequence[Sequence[str | int | None]]) -> bytes:
        """A table as a Parquet file. columns: name -> BIGINT or VARCHAR."""

    def claims(self, corridor: str) -> Sequence[Claim]:
        """All claims with their answers, in a stable order; evidence entries may be left out."""

    def claim(self, corridor: str, claim: str) -> Claim | None:
        """One claim with its whole answer, evidence entries included up to the limit."""

    def conventions(self, corridor: str) -> Sequence[Convention]:
        """The conventions found, best first for each speaker."""

    def bundle(self, corridor: str, claim: str) -> Iterator[bytes] | None:
        """The ``.scz`` file of one claim, in pieces."""

    def entries(self, origin: str, start: int, stop: int) -> Sequence[Entry]:
        """The entries start <= index < stop of a log; the caller keeps within its size."""

    def entry(self, origin: str, index: int) -> ProvenEntry | None:
        """One entry with its proof."""

    def agreement(self, corridor: str) -> Agreement | None:
        """The agreement that the corridor's charter names."""

    def conformance(self, corridor: str) -> Conformance | None:
        """What the record shows of that agreement, clause by clause."""

    def movements(self, corridor: str) -> Sequence[JudgedMovement]:
        """Every movement on record with its verdicts, in order of time; none without an agreement."""

    def movement(self, corridor: str, movement: str) -> ExplainedMovement | None:
        """One movement, explained."""
