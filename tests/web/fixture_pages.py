"""A node that exists in memory only, so that pages can be built and looked at without one.

The first corridor looks like the Black Sea demonstration (long words, many claims, other alphabets); the second is
simulated and hostile: markup, formulas, control characters and right-to-left text wherever a text may stand; the
third is empty; the fourth has three logs that differ. Hashes are real SHA-256 of something, the proofs do not verify.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from safeconduct.agreement.model import Agreement
from safeconduct.assess.claims import convention, phrases
from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.conformance.report import Conformance
from safeconduct.assess.public import Naming, PublicRecord, record_of
from safeconduct.assess.situation.model import Pinned, Situation
from safeconduct.assess.situation.report import SituationReport
from safeconduct.assess.sources import Question as Disputed
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import US_PER_DAY, day_from_text, day_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.plan.results import PlanResult
from safeconduct.web.source import (
    Answer,
    Claim,
    Claimed,
    Convention,
    Corridor,
    DefinitionPart,
    Entry,
    EntryRef,
    EvidenceRow,
    ExplainedMovement,
    Figure,
    JudgedMovement,
    LogState,
    Number,
    Overview,
    ProvenEntry,
    Reconciliation,
    Recorded,
    Series,
    Verdict,
    Week,
)
from tests.web.fixture_agreement import AgreedFixture, hostile_record, sample_record
from tests.web.fixture_journeys import RoadFixture, disputed_on
from tests.web.fixture_plan import sample_plan
from tests.web.fixture_public import HOSTILE_NAMING, NAMING, claims_record, hostile_public
from tests.web.fixture_public import sample_record as sample_public
from tests.web.fixture_report import sample_report
from tests.web.fixture_road import DAYS, FIRST, sample_situation

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
FORMULA = '=HYPERLINK("http://evil.example/","click")'
ARABIC = "غادرت 12 سفينة الموانئ بين 06:00–20:00 يوم 31 تشرين الأول"
LONG = "Verkehrsinfrastrukturfinanzierungsgesellschaft" * 3
JCC = "Joint Coordination Centre"
BLACK_SEA = "black-sea-2022"
EXERCISE = "exercise-2031"
EMPTY = "new-crossing-2032"
TWO_BANKS = "two-banks-2024"


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _log(corridor: str, size: int, evidence: str, party: str = "") -> LogState:
    origin = f"{corridor}{'-' * bool(party)}{party}.example/log/2026"
    root = _hash("root", origin)
    note = f"{origin}\n{size}\n{root[:43]}=\n\n— {origin} {root[:40]}{root[:40]}==\n"
    vkey = f"{origin}+{root[:8]}+{root[:43]}="
    kind = {"observed": "observed", "published": "published", "simulated": "simulated"}[evidence]
    return LogState(origin, vkey, size, root, note, corridor, kind, party)  # type: ignore[arg-type]  # looked up above


CORRIDORS = (
    Corridor(
        BLACK_SEA,
        {
            "en": "Black Sea Grain Initiative",
            "ru": "Черноморская зерновая инициатива",
            "ar": "مبادرة حبوب البحر الأسود",
        },
        (_log(BLACK_SEA, 982, "published"),),
        "named",
    ),
    Corridor(EXERCISE, {"en": f"Exercise {SCRIPT} {LONG}"}, (_log(EXERCISE, 220, "simulated"),), "named"),
    Corridor(EMPTY, {"en": "New crossing"}, (_log(EMPTY, 0, "observed"),)),
    Corridor(
        TWO_BANKS,
        {"en": "The sample road"},
        (_log(TWO_BANKS, 300, "observed", "east"), _log(TWO_BANKS, 200, "observed", "west")),
        "named",
        road=True,
    ),
)

CANNOT_KNOW = (
    "Inbound voyages are not recorded.",
    "Inspections of inbound vessels, and failed or repeated inspections, are not recorded.",
    "The dates of application and authorisation, and the arrival at the anchorage, are not recorded.",
)


def _answer(
    verdict: Verdict,
    claimed: Number,
    low: Number | None,
    unit: str,
    *,
    high: Number | None = None,
    comparator: str = "exactly",
    reason: Phrase | None = None,
    changes: tuple[Reconciliation, ...] = (),
    rows: int = 20,
    unknown: tuple[str, ...] = (),
) -> Answer:
    upper = low if high is None else high
    value = 0 if low is None else low
    said = {"value": value, "unit": unit, "claimed": f"{claimed}"}
    template = phrases.SUPPORTED if verdict == "supported" else phrases.CONTRADICTED
    period = {"column": "departed_on", "from_day": "2022-08-01", "until_day": "2022-08-16"}
    return Answer(
        verdict=verdict,
        claimed=Claimed(comparator, claimed, unit),
        recorded=Recorded(low, upper, unit),
        reason=reason or Phrase(template, said),
        definition=(
            DefinitionPart(Phrase(phrases.DEF_ROWS, {"row": "voyage", "table": "movement"})),
            DefinitionPart(Phrase(phrases.DEF_SCOPE, {"column": "direction", "recorded": "outbound"}), default=True),
            DefinitionPart(Phrase(phrases.DEF_PERIOD, period)),
            DefinitionPart(Phrase("not in any catalogue: {where}", {"where": 'commodity == "Corn"'})),
        ),
        reconciliations=changes,
        rows=rows,
        cannot_know=unknown,
    )


PROPUS = Reconciliation(
    kind="rows",
    change=(Phrase(phrases.ROWS_IN, {"rows": "PROPUS (voyage 24)"}),),
    value=563_317,
    residual=0,
    exact=True,
    arithmetic="554,206 + 9,111 (PROPUS) = 563,317 t",
    chance_permille=2,
    agree=5,
    of=8,
    rows=(EvidenceRow("PROPUS (voyage 24)", "2022-08-17", 9_111, (EntryRef(CORRIDORS[0].logs[0].origin, 61),)),),
)
REVISED = Reconciliation(
    kind="period_end+revised_quantity",
    change=(
        Phrase("the period ends {span} earlier", {"span": Phrase(phrases.ONE_DAY)}),
        Phrase(phrases.ONE_REVISED, {"residual": -1_900, "unit": "t"}),
    ),
    value=719_549 - 1_900,
    residual=-1_900,
    exact=False,
    arithmetic="721,449 as stated; 719,549 - 1,900 = 717,649 t",
    chance_permille=0,
    agree=0,
    of=1,
    rows=(EvidenceRow("BRAVE COMMANDER (voyage 7)", "", 23_100, (EntryRef(CORRIDORS[0].logs[0].origin, 12),)),),
    note=Phrase(phrases.REVISED_UNNAMED, {"possible": 14}),
)
SHIFTED = Reconciliation(
    kind="period_end",
    change=(Phrase("the period ends {span} earlier", {"span": Phrase(phrases.ONE_DAY)}),),
    value=12,
    residual=0,
    exact=True,
    arithmetic="14 as stated; 12 vessels",
    chance_permille=0,
    agree=1,
    of=1,
)


def _claim(number: int, speaker: str, said_on: str, wording: str, answer: Answer, **more: str) -> Claim:
    name = more.get("id", f"d-{number:03}")
    return Claim(
        id=name,
        statement=more.get("statement", f"statement-{said_on}"),
        speaker=speaker,
        said_on=said_on,
        as_of=more.get("as_of", ""),
        source=more.get("source", "https://example.org/2022/08/17/progress-report?with=a&long=" + "address" * 12),
        wording=wording,
        answer=answer,
        value={"id": name, "verdict": answer.verdict, "reason": str(answer.reason), "recorded": {"high": None}},
        note=more.get("note", ""),
        language=more.get("language", "en"),
        entry=EntryRef(CORRIDORS[0].logs[0].origin, 900 + number % 80),
    )


_UN = "United Nations Secretariat at the Joint Coordination Centre"
_MINISTRY = "Ministry of Agrarian Policy and Food of Ukraine"
_UNDECIDED = Phrase(
    phrases.SCOPE_MISSING,
    {"recorded": "outbound", "column": "direction", "missing": "inbound", "low": 268, "unit": "inspections",
     "says": "Inbound voyages are not recorded."},
)  # fmt: skip


def _special_claims() -> list[Claim]:
    return [
        _claim(1, JCC, "2022-08-17", "21 vessels authorised to leave the three ports from 1 to 15 August",
               _answer("contradicted", 21, 20, "voyages", changes=(replace(PROPUS, value=21),)),
               id="d-aug15-vessels", as_of="2022-08-15"),
        _claim(2, JCC, "2022-08-17", "Those vessels carry 563,317 t",
               _answer("contradicted", 563_317, 554_206, "t", changes=(PROPUS, REVISED)), id="d-aug15-tonnes"),
        _claim(3, JCC, "2022-08-17", "451,481 t of it is corn",
               _answer("supported", 451_481, 451_481, "t"), id="d-aug15-corn"),
        _claim(4, JCC, "2022-11-01", "12 outbound vessels moved on 31 October",
               _answer("contradicted", 12, 14, "vessels", changes=(SHIFTED,)), id="d-oct31-vessels"),
        _claim(5, _UN, "2022-10-07", "503 inspections from 1 August to 6 October",
               _answer("undecidable", 503, 268, "inspections", high=10_000, reason=_UNDECIDED, rows=268,
                       unknown=CANNOT_KNOW), id="d-oct06-inspections", note="Counts both directions, it seems."),
        _claim(6, _UN, "2022-10-04", "Vessels waited about nine days for inspection in September",
               _answer("supported", 9, Fraction(87, 10), "days", comparator="about"), id="d-sep-wait"),
        _claim(7, _MINISTRY, "2022-09-19", "Over 8.5 million tonnes moved so far",
               _answer("contradicted", 8_500_000, 3_886_995, "t", comparator="more_than"),
               source="television interview, read out by the anchor"),
        _claim(8, "trade press, citing the Joint Coordination Centre", "2022-09-05", "Wheat makes up 23 % of the cargo",
               _answer("supported", 23, Fraction(70_234, 3_000), "%", comparator="about")),
        _claim(9, "وزارة النقل والبنية التحتية", "2022-10-31", ARABIC,
               _answer("contradicted", 12, 14, "voyages", changes=(SHIFTED,)), language="ar"),
    ]  # fmt: skip


def _many_claims() -> list[Claim]:
    claims = _special_claims()
    first = day_from_text("2022-08-18")
    for number in range(10, 66):
        day = day_to_text(first + (number * 13) % 190)
        verdict: Verdict = ("contradicted", "supported", "contradicted", "undecidable")[number % 4]
        agrees = verdict == "supported"
        changes = (SHIFTED,) if verdict == "contradicted" and number % 3 else ()
        answer = _answer(
            verdict,
            1000 * number,
            1000 * number if agrees else 1000 * number + 47,
            "t",
            changes=changes,
        )
        speaker = (JCC, JCC, JCC, _UN)[number % 4]
        claims.append(_claim(number, speaker, day, f"Total moved from the three ports as of {day}", answer))
    return claims


def _hostile_claims() -> list[Claim]:
    odd = _answer(
        "undecidable",
        1,
        None,
        SCRIPT,
        comparator=SCRIPT,
        reason=Phrase(SCRIPT + " {x}", {"x": SCRIPT + LONG}),
        unknown=(SCRIPT,),
    )
    row = EvidenceRow(SCRIPT, SCRIPT, -5, (EntryRef(SCRIPT, 1),))
    odd_phrase = Phrase(phrases.ROWS_OUT, {"rows": SCRIPT + LONG})
    change = replace(PROPUS, kind=SCRIPT, change=(odd_phrase, odd_phrase), arithmetic=SCRIPT + LONG * 3, rows=(row,))
    minus = _answer("contradicted", -5, -7, LONG, changes=(change,))
    return [
        _claim(1, SCRIPT + LONG, "2031-02-03", SCRIPT + LONG, odd, id="x-1", source="javascript:alert(1)"),
        _claim(2, FORMULA, "sometime", FORMULA, minus, id="x-2", source=SCRIPT, note=ARABIC + SCRIPT,
               as_of="2031-02-30"),
        _claim(3, "\u202eevil\u202c", "2031-02-04", "-1+1 " + ARABIC, minus, id="x.3 odd_id-" + "y" * 60, source=LONG),
    ]  # fmt: skip


CLAIMS = {BLACK_SEA: _many_claims(), EXERCISE: _hostile_claims(), EMPTY: [], TWO_BANKS: []}

_SHIFT = Phrase(convention.SHIFT_LATER, {"column": "departed_on", "span": Phrase(phrases.ONE_DAY)})
_EARLIER = Phrase(convention.ENDS_EARLIER, {"span": Phrase(phrases.TWO_DAYS)})
_ODD = Phrase(SCRIPT)

CONVENTIONS = {
    BLACK_SEA: (
        Convention(
            JCC, _SHIFT, agree=19, of=25, agree_as_stated=3, agree_held_out=18, value={"speaker": JCC},
            runner_up=_EARLIER, runner_up_agree=11, unexplained=("d-aug15-vessels", "d-aug15-tonnes"),
        ),
        Convention("all speakers", _SHIFT, 20, 40, 5, 18, value={}, consistent_only=True),
    ),
    EXERCISE: (
        Convention(SCRIPT + LONG, _ODD, 2, 3, 0, 0, value={"x": SCRIPT}, runner_up=_ODD, unexplained=("x-1",)),
    ),
    EMPTY: (),
    TWO_BANKS: (),
}  # fmt: skip


def _weeks(first: str, counts: Sequence[int | None]) -> tuple[Week, ...]:
    start = day_from_text(first)
    return tuple(Week(day_to_text(start + 7 * at), count) for at, count in enumerate(counts))


_COUNTS: tuple[int | None, ...] = (
    1, 12, 9, 16, 25, 31, 29, 40, 47, 38, 34, 30, 27, 36, 26, 12, 29, 24, 22, 28, 25, 26, 19, 21, 24, 23, 15, None,
    None, 20, 22, 23, 21, 20, 17,
)  # fmt: skip


def _overview(corridor: Corridor) -> Overview:
    if corridor.id in {EMPTY, TWO_BANKS}:
        figure = Figure("voyages", "Voyages", None, "voyages", "Outbound voyages.")
        return Overview(
            corridor, "", "", (figure,), (Series("departures", "Departures per week", "voyages", "", ()),), ()
        )
    if corridor.id == EXERCISE:
        figure = Figure("x", SCRIPT, 12, SCRIPT, SCRIPT + LONG, SCRIPT)
        series = Series("x", SCRIPT, SCRIPT, SCRIPT, _weeks("2031-02-03", (3, 0)))
        return Overview(corridor, "2031-02-03", "2031-02-12", (figure,), (series,), (SCRIPT,))
    figures = (
        Figure("voyages", "Voyages", 825, "voyages",
               "Outbound voyages, each counted once however many cargo lines it has."),
        Figure("cargo_lines", "Cargo lines", 936, "lines",
               "Lines of cargo; one voyage may carry several, for several countries."),
        Figure("cargo_tonnes", "Cargo", 25_012_238, "t", "Sum of the tonnes of all cargo lines, as published."),
    )  # fmt: skip
    series = Series(
        "departures",
        "Departures per week",
        "voyages",
        "Outbound voyages by the week, Monday to Sunday, in which they departed.",
        _weeks("2022-07-25", _COUNTS),
    )
    return Overview(corridor, "2022-07-31", "2023-03-17", figures, (series,), CANNOT_KNOW)


def agreed_fixture(corridor: str) -> AgreedFixture | None:
    """The agreement and the record of a corridor, made when first asked for."""
    origins = {one.id: one.logs[0].origin for one in CORRIDORS}
    if corridor == BLACK_SEA:
        return sample_record(origins[corridor], corridor)
    if corridor == TWO_BANKS:
        return sample_record(origins[corridor], corridor, keepers=("obs", "east", "west"))
    if corridor == EXERCISE:
        return hostile_record(origins[corridor], corridor, SCRIPT, SCRIPT + FORMULA)
    return None


def _entry_bytes(log: LogState, index: int) -> bytes:
    if log.corridor == EXERCISE and index == 7:
        return b"\xff\x00 not an entry " + SCRIPT.encode()
    body: dict[str, object] = {
        "category": "vessel",
        "direction": "outbound",
        "lines": [{"commodity": "Corn", "destination": "Türkiye", "line": 1, "load_kg": 1_527_000}],
        "movement": _hash("movement", index)[:32],
        "number": index,
        "place": "Chornomorsk",
        "precision": "day",
        "source": {"rows": [index + 1, index + 2], "sha256": _hash("file")},
        "vehicle": SCRIPT if log.corridor == EXERCISE else "BRAVE COMMANDER",
    }
    entry = {
        "at": "2022-08-15T21:00:00.000Z",
        "body": body,
        "corridor": log.corridor,
        "kind": ("notification", "passage", "check", "claim", "anomaly_of_a_later_version")[index % 5],
        "recorded": "2026-11-22T09:14:05.000Z",
        "refs": [{"index": max(0, index - 1), "leaf": _hash("leaf", index - 1), "log": log.origin},
                 {"index": 3, "leaf": _hash("leaf", 3), "log": "elsewhere.example/log"}],
        "v": 1,
    }  # fmt: skip
    return canonical_bytes(entry)


class FixturePages(RoadFixture):
    """The `Pages` of this node."""

    corridor, log = TWO_BANKS, CORRIDORS[3].logs[0].origin

    def corridors(self) -> Sequence[Corridor]:
        return CORRIDORS

    def overview(self, corridor: str) -> Overview | None:
        return next((_overview(one) for one in CORRIDORS if one.id == corridor), None)

    def situation(self, corridor: str, pinned: Pinned) -> Situation | None:
        if corridor != TWO_BANKS:
            return None
        log = next(one.logs[0] for one in CORRIDORS if one.id == corridor)
        days = DAYS if pinned.day is None else max(1, min(DAYS, pinned.day - FIRST + 1))
        return sample_situation(corridor, log.origin, days=days)

    def report(self, corridor: str, pinned: Pinned) -> SituationReport | None:
        if corridor != TWO_BANKS or (pinned.day is not None and pinned.day < FIRST):
            return None
        log = next(one.logs[0] for one in CORRIDORS if one.id == corridor)
        days = DAYS if pinned.day is None else min(DAYS, pinned.day - FIRST + 1)
        found = sample_report(corridor, log.origin, days=days, who=SCRIPT)
        judged = self.conformance(corridor)
        since = (found.day - 1) * US_PER_DAY
        return replace(found, conformance=None if judged is None else replace(judged, since=since))

    def disagreements(self, corridor: str, pinned: Pinned) -> Sequence[Disputed]:
        return disputed_on(self.log) if corridor == TWO_BANKS else ()

    def naming(self, corridor: str) -> Naming:
        return {TWO_BANKS: NAMING, EXERCISE: HOSTILE_NAMING}.get(corridor, Naming())

    def public_record(self, corridor: str, pinned: Pinned) -> PublicRecord | None:
        origins = {one.id: one.logs[0].origin for one in CORRIDORS}
        if corridor == TWO_BANKS:
            return sample_public(origins[corridor], until=pinned.day)
        if corridor == EXERCISE:
            return hostile_public(origins[corridor])
        return claims_record(origins[corridor]) if corridor == BLACK_SEA else record_of(())

    def plan(self, corridor: str) -> PlanResult | None:
        return sample_plan() if corridor == TWO_BANKS else None

    def parquet(self, columns: Mapping[str, ColumnType], rows: Sequence[Sequence[str | int | None]]) -> bytes:
        return b"PAR1" + repr((dict(columns), len(rows))).encode() + b"PAR1"

    def claims(self, corridor: str) -> Sequence[Claim]:
        return CLAIMS[corridor]

    def claim(self, corridor: str, claim: str) -> Claim | None:
        found = next((one for one in CLAIMS[corridor] if one.id == claim), None)
        return replace(found, answer=self._with_evidence(corridor, found.answer)) if found else None

    def conventions(self, corridor: str) -> Sequence[Convention]:
        return CONVENTIONS[corridor]

    def bundle(self, corridor: str, claim: str) -> Iterator[bytes] | None:
        return iter((b"PK\x05\x06", bytes(18))) if self.claim(corridor, claim) else None

    def agreement(self, corridor: str) -> Agreement | None:
        found = agreed_fixture(corridor)
        return found.agreement if found else None

    def conformance(self, corridor: str) -> Conformance | None:
        found = agreed_fixture(corridor)
        return found.conformance if found else None

    def movements(self, corridor: str) -> Sequence[JudgedMovement]:
        found = agreed_fixture(corridor)
        return found.record.movements() if found else ()

    def movement(self, corridor: str, movement: str) -> ExplainedMovement | None:
        found = agreed_fixture(corridor)
        return found.record.movement(movement) if found else None

    def entries(self, origin: str, start: int, stop: int) -> Sequence[Entry]:
        log = self._log(origin)
        return [Entry(index, _entry_bytes(log, index), _hash("leaf", index)) for index in range(start, stop)]

    def entry(self, origin: str, index: int) -> ProvenEntry | None:
        log = self._log(origin)
        proof = tuple(_hash("node", index, level) for level in range(10))
        receipt = f"c2sp.org/tlog-proof@v1\nindex {index}\n\n{log.checkpoint}".encode()
        return ProvenEntry(self.entries(origin, index, index + 1)[0], log, proof, receipt)

    def _log(self, origin: str) -> LogState:
        return next(log for corridor in CORRIDORS for log in corridor.logs if log.origin == origin)

    def _with_evidence(self, corridor: str, answer: Answer) -> Answer:
        log = next(one.logs[0] for one in CORRIDORS if one.id == corridor)
        label = SCRIPT if corridor == EXERCISE else "BRAVE COMMANDER"
        rows = tuple(
            EvidenceRow(
                f"{label} (voyage {at})",
                "2022-08-16",
                Fraction(25_000 + at),
                (EntryRef(log.origin, at + 1), EntryRef(log.origin, at + 2)),
            )
            for at in range(min(answer.rows, 40))
        )
        return replace(answer, evidence=rows)
