"""Each kind accepts what it should and refuses what is one change away from it."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.entries.errors import BodyError
from safeconduct.entries.registry import KINDS, validated

ID = "0123456789abcdef" * 2
LEAF = "ab" * 32
LINE: dict[str, Any] = {"line": 1, "commodity": "Corn", "load_kg": 1_527_000}
GOOD: dict[str, dict[str, Any]] = {
    "charter": {
        "title": {"en": "A lane", "ar": "ممر", "pt-BR": "Corredor"},
        "offsets": [
            {"from": "2022-01-01T00:00:00.000Z", "minutes": 180},
            {"from": "2022-03-01T00:00:00.000Z", "minutes": -60},
        ],
        "evidence": "published",
        "party": "north",
        "organisation": "Coordination centre",
        "role": "publisher",
        "names": {"movement": {"vessel": "vehicle"}},
        "tables": {"inspection": "check"},
        "coverage": [
            {"table": "movement", "column": "departed_on", "from": "2022-07-22", "until": "2022-07-23", "says": "All."}
        ],
        "scope": [{"column": "direction", "recorded": ["outbound"], "missing": ["inbound"], "says": "One way."}],
        "missing": [{"table": "movement", "column": "flag", "type": "text", "says": "Nobody kept it."}],
        "empty": [{"table": "movement", "column": "inspected_on", "means": "not_yet", "says": "Waiting."}],
        "cannot_know": ["What nobody wrote."],
        "route": {
            "length_km": 76,
            "directions": [{"direction": "inbound", "name": {"en": "East"}}],
            "places": [{"id": "bridge", "name": {"en": "Bridge"}, "km": 22, "lat": "39.55", "near": True}],
            "posts": [{"id": "P1", "place": "bridge", "km": 22, "kept_by": "neutral", "by": "mission", "main": True}],
        },
    },
    "notification": {
        "movement": ID,
        "number": 1,
        "direction": "outbound",
        "category": "vessel",
        "place": "Odesa",
        "vehicle": "RAZONI",
        "vehicle_ref": "9086526",
        "persons": 0,
        "purpose": "grain\nunder the Initiative",
        "lines": [LINE, {**LINE, "line": 2, "destination": "Türkiye", "hs": "1005", "un": "1203"}],
        "precision": "day",
        "source": {"sha256": LEAF, "rows": [2, 3], "part": "a"},
        "extra": {"berth": "7"},
    },
    "clearance": {
        "movement": ID,
        "outcome": "cleared",
        "by": "duty officer, mission",
        "clauses": ["3.1"],
        "valid_from": "2022-07-30T21:00:00.000Z",
        "valid_until": "2022-07-31T21:00:00.000Z",
    },
    "passage": {
        "movement": ID, "journey": ID, "event": "departed", "direction": "outbound", "category": "truck", "load_kg": 0,
    },
    "check": {
        "movement": ID, "method": "seal", "result": "failed", "end": "2022-07-30T21:00:00.000Z", "post": "P1",
        "found": ["fuel"],
    },
    "decision": {
        "movement": ID, "outcome": "hold", "suggested": "let_through", "post": "P1", "clauses": ["6"],
        "reason": "seal broken",
    },
    "count": {
        "sensor": "S1", "post": "P1", "direction": "inbound", "category": "truck",
        "end": "2022-07-30T21:00:00.000Z", "n": 0,
    },
    "heartbeat": {
        "watcher": "P1", "end": "2022-07-30T21:00:00.000Z", "state": "denied", "reason": "road closed to the patrol",
        "heads": [{"log": "post.example/c/e1", "size": 3, "root": LEAF}],
    },
    "incident": {
        "id": "i-1", "class": "obstruction", "says": "The road was closed.", "said_by": "Centre", "party": "am",
        "cites": ["https://x.example/"], "km": 59, "end": "2022-07-30T21:00:00.000Z", "topic": "place",
        "closes": [{"status": "closed", "direction": "inbound", "category": "truck"}],
        "attributed_to": "persons in plain clothes",
    },
    "delivery": {"commodity": "flour", "place": "Mill", "load_kg": 5, "basis": "weighed", "movement": ID},
    "stock": {"commodity": "flour", "place": "Mill", "load_kg": 0, "basis": "declared", "by": "town"},
    "outage": {
        "service": "gas", "place": "Mill", "end": "2022-07-30T21:00:00.000Z", "end_precision": "day",
        "minutes_a_day": 120,
        "said_by": "town", "cites": ["https://x.example/"],
    },
    "document": {
        "sha256": LEAF,
        "name": "voyages.csv",
        "media": "text/csv",
        "bytes": 1,
        "dataset": "voyages",
        "url": "https://data.example/x?y=1",
        "retrieved": "2023-03-19",
        "rows": 936,
        "text_sha256": LEAF, "normaliser": "text-1", "encoding": "utf-8", "outlet": "aa", "language": "en",
        "published": {"edtf": "2023-03-18?", "basis": "inferred", "note": "the text says Saturday"},
        "byline_role": "agency", "place": "BAKU", "compiled_from": ["tass"], "same_text_as": ["b" * 64],
    },
    "statement": {
        "id": "jcc-1", "speaker": "Centre", "said_on": "2022-08-17", "as_of": "2022-08-15",
        "source": "https://x.example/",
        "party": "am", "type": "denial", "topic": "load", "value": "400", "unit": "t", "denies": "jcc-0", "clause": "6",
        "road": {"status": "closed", "direction": "inbound", "since": "2022-08-17"},
        "said": {"edtf": "2022-08-16/2022-08-17", "basis": "entered", "reason": "stated on the page of the office"},
        "speakers": [{"entity": "state-a", "office": "foreign-minister", "organisation": "ministry", "party": "am"}],
        "implicit": True, "mode": "mixed", "types_also": ["assertion"], "hedged": True, "headline": True,
        "target": {"text_sha256": LEAF, "spans": [
            {"position": {"start": 3, "end": 7}, "quote": {"exact": "road", "prefix": "the ", "suffix": " is\topen\n"}},
            {"position": {"start": 9, "end": 300}, "range": {
                "start": {"exact": "It is"}, "end": {"exact": "closed"}, "sha256": LEAF,
            }},
        ]},
        "cue": {"start": 0, "end": 2}, "mention": {"start": 400, "end": 401}, "addressee": ["state-b"],
        "via": ["agency", "state-c"], "within": "jcc-0", "clauses": ["6"], "against": ["az"],
        "draft": {"extractor": "fast", "version": "1", "config_sha256": LEAF, "draft_sha256": LEAF},
        "review": {"by": ["r-1", "r-2"], "outcome": "edited", "edited": ["said"]},
    },
    "stance": {
        "id": "jcc-1-d-1", "statement": "jcc-1", "claim": "d-1", "stance": "disputes",
        "draft": {
            "extractor": "fast", "version": "1", "config_sha256": LEAF, "model_sha256": LEAF, "draft_sha256": LEAF,
        },
        "review": {"by": ["r-1", "r-2"], "outcome": "accepted"},
    },
    "claim": {
        "id": "d-1", "statement": "jcc-1", "wording": "21 vessels", "proposition": {"measure": "count"},
    },
    "correction": {
        "target": {"log": "post.example/c/e1", "index": 0, "leaf": LEAF},
        "set": {"place": "Odesa"},
        "clear": ["number"],
        "at": "2022-07-30T21:00:00.000Z",
        "withdrawn": False,
        "reason": "typing error",
    },
}  # fmt: skip


ROUTE = GOOD["charter"]["route"]
T1, T2 = "2022-07-30T21:00:00.000Z", "2022-07-31T21:00:00.000Z"


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_body_is_accepted(kind: str) -> None:
    assert type(validated(kind, GOOD[kind])) is KINDS[kind].type


def _spans(*spans: dict[str, Any]) -> dict[str, Any]:
    return {"target": {"text_sha256": LEAF, "spans": list(spans)}}


def _span(start: int, end: int, **words: Any) -> dict[str, Any]:
    return {"position": {"start": start, "end": end}, **words}


def _review(**change: Any) -> dict[str, Any]:
    return {"review": {"by": ["r-1", "r-2"], "outcome": "accepted", **change}}


_EDGES = {"start": {"exact": "It"}, "end": {"exact": "so"}, "sha256": LEAF}
REPORTED: list[tuple[str, dict[str, Any], str]] = [
    ("statement", {"said": {"edtf": "2023-02-30", "basis": "explicit"}}, "statement"),
    ("statement", {"said": {"edtf": "yesterday", "basis": "relative"}}, "statement.said.edtf"),
    ("statement", {"said": {"edtf": "2023-02-20/", "basis": "guessed"}}, "statement.said.basis"),
    ("statement", {"said": {"edtf": "2023-02-20", "basis": "entered"}}, "statement.said.reason"),
    ("statement", {"said": {"edtf": "2023-02-20", "basis": "weekday", "reason": "x"}}, "statement.said.reason"),
    ("statement", {"said": {"edtf": "2023-13", "basis": "weekday"}}, "statement.said.edtf"),
    ("statement", {"speakers": []}, "statement.speakers"),
    ("statement", {"speakers": [{"office": "x"}]}, "statement.speakers"),
    ("statement", {"implicit": False}, "statement.implicit"),
    ("statement", {"hedged": False}, "statement.hedged"),
    ("statement", {"mode": "spoken"}, "statement.mode"),
    ("statement", {"type": "rumour"}, "statement.type"),
    ("statement", {"types_also": ["denial"]}, "statement.types_also"),
    ("statement", {"types_also": ["allegation"]}, "statement.types_also"),
    ("statement", {"types_also": ["report", "report"]}, "statement.types_also"),
    ("statement", _spans(), "statement.target.spans"),
    ("statement", _spans(_span(3, 7)), "statement.target.spans[0]"),
    ("statement", _spans(_span(3, 7, quote={"exact": "roads"})), "statement.target.spans[0].quote"),
    ("statement", _spans(_span(3, 7, quote={"exact": "ro\rd"})), "statement.target.spans[0].quote"),
    ("statement", _spans(_span(3, 7, quote={"exact": "road"}, range=_EDGES)), "statement.target.spans[0]"),
    ("statement", _spans(_span(7, 3, quote={"exact": "road"})), "statement.target.spans[0].position"),
    ("statement", _spans(_span(0, 281, quote={"exact": "a" * 281})), "statement.target.spans[0].quote"),
    ("statement", _spans(_span(0, 4, range=_EDGES)), "statement.target.spans[0].range"),
    ("statement", _spans(_span(0, 9, quote={"exact": "34 AB 123"})), "statement.target.spans[0].quote"),
    (
        "statement",
        _spans(_span(0, 4, quote={"exact": "road", "prefix": "a" * 33})),
        "statement.target.spans[0].quote.prefix",
    ),
    (
        "statement",
        _spans(_span(9, 13, quote={"exact": "road"}), _span(3, 7, quote={"exact": "road"})),
        "statement.target.spans[1].position",
    ),
    (
        "statement",
        _spans(_span(0, 300, range={**_EDGES, "start": {"exact": "a" * 65}})),
        "statement.target.spans[0].range.start",
    ),
    ("statement", {"cue": {"start": 2, "end": 2}}, "statement.cue"),
    ("statement", {"mention": {"start": -1, "end": 2}}, "statement.mention.start"),
    ("statement", {"within": "jcc-1"}, "statement.within"),
    ("statement", {"against": ["az", "az"]}, "statement.against"),
    ("statement", _review(by=["r-1"]), "statement.review.by"),
    ("statement", _review(by=["r-1", "r-1"]), "statement.review.by"),
    ("statement", _review(outcome="edited"), "statement.review.edited"),
    ("statement", _review(edited=["said"]), "statement.review.edited"),
    ("statement", _review(by=["Ada Placeholder", "r-2"]), "statement.review.by"),
    ("stance", {"stance": "supports"}, "stance.stance"),
    ("stance", {"claim": "jcc-1"}, "stance.claim"),
    ("stance", _review(by=["r-1"]), "stance.review.by"),
    ("document", {"published": {"edtf": "2023-03-18", "basis": "inferred"}}, "document.published.note"),
    ("document", {"published": {"edtf": "2023-02-29", "basis": "in_text"}}, "document"),
    ("document", {"byline_role": "Ada Placeholder"}, "document.byline_role"),
    ("document", {"compiled_from": ["tass", "tass"]}, "document.compiled_from"),
    ("document", {"same_text_as": [LEAF]}, "document.same_text_as"),
]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("charter", {"title": {}}, "charter.title"),
    ("charter", {"title": {"English": "x"}}, "charter.title"),
    ("charter", {"offsets": []}, "charter.offsets"),
    ("charter", {"offsets": [*reversed(GOOD["charter"]["offsets"])]}, "charter.offsets"),
    ("charter", {"offsets": [{"from": "2022-01-01T00:00:00.000Z", "minutes": 841}]}, "charter.offsets[0].minutes"),
    ("charter", {"offsets": [{"from": "2022-02-30T00:00:00.000Z", "minutes": 0}]}, "charter"),
    ("charter", {"evidence": "certain"}, "charter.evidence"),
    ("charter", {"coverage": [{**GOOD["charter"]["coverage"][0], "until": "2022-07-22"}]}, "charter.coverage[0]"),
    ("charter", {"coverage": [{**GOOD["charter"]["coverage"][0], "from": "2022-07-99"}]}, "charter"),
    ("charter", {"scope": [{**GOOD["charter"]["scope"][0], "missing": ["outbound"]}]}, "charter.scope[0]"),
    ("charter", {"empty": [{**GOOD["charter"]["empty"][0], "means": "never"}]}, "charter.empty[0].means"),
    ("charter", {"route": {**ROUTE, "length_km": 21}}, "charter.route.places[0].km"),
    ("charter", {"route": {**ROUTE, "posts": [ROUTE["posts"][0]] * 2}}, "charter.route.posts"),
    (
        "charter",
        {"route": {**ROUTE, "posts": [{**ROUTE["posts"][0], "place": "mill"}]}},
        "charter.route.posts[0].place",
    ),
    ("charter", {"route": {**ROUTE, "posts": [{**ROUTE["posts"][0], "km": 77}]}}, "charter.route.posts[0].km"),
    (
        "charter",
        {"route": {**ROUTE, "posts": [{**ROUTE["posts"][0], "from": T2, "until": T1}]}},
        "charter.route.posts[0]",
    ),
    ("decision", {"outcome": "let_past"}, "decision.outcome"),
    ("count", {"n": -1}, "count.n"),
    ("count", {"end": "2022-07-30"}, "count.end"),
    ("heartbeat", {"state": "asleep"}, "heartbeat.state"),
    ("heartbeat", {"heads": [{"log": "x", "size": 1}]}, "heartbeat.heads[0]"),
    ("incident", {"cites": []}, "incident.cites"),
    ("incident", {"closes": [{"status": "shut"}]}, "incident.closes[0].status"),
    ("incident", {"says": "the driver of 34 AB 123"}, "incident.says"),
    ("delivery", {"basis": "guessed"}, "delivery.basis"),
    ("stock", {"load_kg": -1}, "stock.load_kg"),
    ("outage", {"service": "bread"}, "outage.service"),
    ("statement", {"road": {"status": "closed", "since": "2022-08-18"}}, "statement.road.since"),
    ("check", {"found": ["Fuel"]}, "check.found[0]"),
    ("notification", {"movement": ID.upper()}, "notification.movement"),
    ("notification", {"movement": ID + "\n"}, "notification.movement"),
    ("notification", {"movement": ID[:-1]}, "notification.movement"),
    ("notification", {"number": -1}, "notification.number"),
    ("notification", {"number": 2**53}, "notification.number"),
    ("notification", {"number": True}, "notification.number"),
    ("notification", {"number": 1.0}, "notification.number"),
    ("notification", {"number": None}, "notification.number"),
    ("notification", {"direction": "Outbound"}, "notification.direction"),
    ("notification", {"direction": "outbound\n"}, "notification.direction"),
    ("notification", {"place": ""}, "notification.place"),
    ("notification", {"place": "a\tb"}, "notification.place"),
    ("notification", {"place": "a\n"}, "notification.place"),
    ("notification", {"place": "a\u2028b"}, "notification.place"),
    ("notification", {"place": "x" * 301}, "notification.place"),
    ("notification", {"purpose": "bell \x07"}, "notification.purpose"),
    ("notification", {"lines": [LINE, LINE]}, "notification.lines"),
    ("notification", {"lines": [{**LINE, "load_kg": -5}]}, "notification.lines[0].load_kg"),
    ("notification", {"lines": [{**LINE, "un": "12"}]}, "notification.lines[0].un"),
    ("notification", {"extra": {"Berth": "7"}}, "notification.extra"),
    ("notification", {"extra": {"berth": 7.5}}, "notification.extra"),
    ("notification", {"extra": {"berth": True}}, "notification.extra"),
    ("notification", {"precision": "hour"}, "notification.precision"),
    ("notification", {"source": {"sha256": "x", "rows": []}}, "notification.source.sha256"),
    ("clearance", {"outcome": "maybe"}, "clearance.outcome"),
    ("clearance", {"valid_until": "2022-07-30T21:00:00.000Z"}, "clearance.valid_from"),
    ("clearance", {"valid_until": "2022-07-30"}, "clearance.valid_until"),
    ("passage", {"event": "left"}, "passage.event"),
    ("check", {"method": "guess"}, "check.method"),
    ("check", {"end": "2022-13-30T21:00:00.000Z"}, "check"),
    ("document", {"url": "two words"}, "document.url"),
    ("document", {"retrieved": "2023-02-29"}, "document"),
    ("document", {"dataset": "../x"}, "document.dataset"),
    ("statement", {"said_on": "2022-8-17"}, "statement.said_on"),
    ("claim", {"proposition": []}, "claim.proposition"),
    *REPORTED,
    ("correction", {"clear": ["place"]}, "correction.clear"),
    ("correction", {"at": "2022-02-30T21:00:00.000Z"}, "correction"),
    ("correction", {"target": {"log": "x", "index": 0}}, "correction.target"),
]


@pytest.mark.parametrize(("kind", "change", "where"), BAD)
def test_a_body_one_change_away_is_refused_and_the_field_named(kind: str, change: dict[str, Any], where: str) -> None:
    with pytest.raises(BodyError) as error:
        validated(kind, {**GOOD[kind], **change})
    assert error.value.where.startswith(where)


@pytest.mark.parametrize("kind", KINDS)
def test_no_needed_field_may_be_missing(kind: str) -> None:
    for name in KINDS[kind].type.__struct_fields__:
        body = {key: value for key, value in GOOD[kind].items() if key != name}
        if name in GOOD[kind] and _is_needed(kind, name):
            with pytest.raises(BodyError):
                validated(kind, body)


def test_a_report_as_it_was_before_press_is_still_a_document_and_a_statement() -> None:
    old = ("id", "speaker", "said_on", "source", "type", "wording")
    for kind in ("allegation", "denial", "demand", "proposal", "position", "report", "order"):
        validated("statement", {**dict.fromkeys(old, "x"), "said_on": "2022-08-17", "type": kind})


def test_one_reviewer_signs_for_what_accuses_and_denies_nobody() -> None:
    body = {key: value for key, value in GOOD["statement"].items() if key != "against"}
    validated("statement", {**body, **_review(by=["r-1"])})
    for stance in ("asserts", "reports"):
        validated("stance", {**GOOD["stance"], **_review(by=["r-1"]), "stance": stance})


def test_a_normalised_text_stands_beside_its_normaliser() -> None:
    body = {key: value for key, value in GOOD["document"].items() if key != "normaliser"}
    with pytest.raises(BodyError, match="stand together"):
        validated("document", body)


@pytest.mark.parametrize(
    "edtf",
    [
        *("2023", "2023-07", "2023-07-01", "2023-09-13?", "2023~", "2020-23", "2023-02-20/2023-02-26", "../2023-01-18"),
        *("2022-12-12/..", "2022-12-12/", "/2022-12-12", "{2022-10,2023-05}", "[2022-10-01..2022-10-05]", "2023-07%"),
    ],
)
def test_days_in_edtf(edtf: str) -> None:
    validated("statement", {**GOOD["statement"], "said": {"edtf": edtf, "basis": "explicit"}})


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "..",
        "../..",
        "/",
        "23-07-01",
        "2023-7-1",
        "2023-07-01\n",
        "202X",
        "2023-00",
        "2023-25",
        "{}",
        "{2023,}",
        "2023-07-40",
        "2023-07-01T10:00",
        "٢٠٢٣",
        "{2023]",
        "2023/2024/2025",
        "2023-21-01",
    ],
)
def test_what_is_no_edtf(edtf: str) -> None:
    with pytest.raises(BodyError):
        validated("statement", {**GOOD["statement"], "said": {"edtf": edtf, "basis": "explicit"}})


def test_a_correction_corrects_something() -> None:
    bare = {name: GOOD["correction"][name] for name in ("target", "reason")}
    with pytest.raises(BodyError, match="nothing is corrected"):
        validated("correction", bare)
    for change in ("set", "clear", "at", "withdrawn"):
        validated("correction", {**bare, change: GOOD["correction"][change]})


def _is_needed(kind: str, name: str) -> bool:
    defaults = KINDS[kind].type.__struct_defaults__
    fields = KINDS[kind].type.__struct_fields__
    position = fields.index(name) - (len(fields) - len(defaults))
    return position < 0 or repr(defaults[position]) == "NODEFAULT"
