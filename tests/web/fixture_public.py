"""The public record of the fixture's corridors: agency copy under six mastheads, a claim known only through another
party, words that changed, two entries of one name; in the hostile corridor markup wherever a text may stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from safeconduct.assess.public import Names, Naming, PublicEntry, PublicRecord, record_of
from safeconduct.assess.situation.model import At, EvidenceWord

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
ODD_ID = "a b?c=d#e%2f&f\"<g>'~"
"""An id that no kind of entry allows: everything that means something in an address."""
ARABIC = "قالت الوزارة إن الطريق مفتوح بين 06:00–20:00"
MASTHEADS = ("aa-news", "daily-east", "daily-west", "evening", "morning", "weekly")
NAMING = Naming(
    names={"aa-news": "Example Agency", "minister-a": "Minister Adams", "minister-b": "Minister Brand",
           "east-ministry": "Ministry of the East", "west-ministry": "Ministry of the West"},
    offices={"foreign-minister": "foreign minister"},
    parties={"minister-a": "east", "minister-b": "west", "east-ministry": "east", "west-ministry": "west"},
    shown={
        "en": Names(topics={"road-state": "State of the road"}),
        "ru": Names({"aa-news": "Агентство Пример", "minister-a": "министр Адамс", "minister-b": "министр Бранд",
                     "east-ministry": "Министерство Востока"},
                    {"foreign-minister": "министр иностранных дел"}, {"road-state": "Состояние дороги"}),
        "ar": Names({"aa-news": "وكالة المثال", "minister-a": "الوزير آدامز", "minister-b": "الوزير براند",
                     "east-ministry": "وزارة الشرق"},
                    {"foreign-minister": "وزير الخارجية"}, {"road-state": "حالة الطريق"}),
    },
)  # fmt: skip
_EVIL = {SCRIPT: SCRIPT, "x<img src=x onerror=alert(1)>\"'&": SCRIPT + ARABIC}
HOSTILE_NAMING = Naming(
    {SCRIPT: SCRIPT}, {SCRIPT: SCRIPT}, shown=dict.fromkeys(("en", "ru", "ar"), Names(_EVIL, _EVIL, _EVIL))
)
US_PER_DAY = 86_400_000_000


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def document(outlet: str, text: str, **more: Any) -> dict[str, Any]:
    """A report of an outlet, by the text it holds."""
    return {
        "sha256": digest(outlet + text),
        "name": f"{outlet}.html",
        "media": "text/html",
        "bytes": 1000,
        "text_sha256": digest(text),
        "normaliser": "text-1",
        "encoding": "utf-8",
        "outlet": outlet,
        "url": f"https://{outlet}.example/report",
        "language": "en",
        "title": f"Report of {outlet}",
        "published": {"edtf": "2031-03-10", "basis": "metadata"},
        "byline_role": "agency",
        **more,
    }


def quoted(text: str, words: str) -> dict[str, Any]:
    """The target of words in a text."""
    position = {"start": 100, "end": 100 + len(words)}
    quote = {"exact": words, "prefix": "and then the minister said: “", "suffix": "” before leaving"}
    return {"text_sha256": digest(text), "spans": [{"position": position, "quote": quote}]}


def statement(id_: str, said_on: str, **more: Any) -> dict[str, Any]:
    """A statement, older style unless more is given."""
    return {"id": id_, "speaker": "Office of the East", "said_on": said_on, "source": "https://a.example/x", **more}


def minister(party: str, key: str) -> list[dict[str, str]]:
    """A minister as speaker, by id."""
    return [{"entity": key, "office": "foreign-minister", "organisation": f"{party}-ministry", "party": party}]


REVIEW = {"by": ["reviewer-1", "reviewer-2"], "outcome": "accepted"}
DRAFT = {"extractor": "fast", "version": "1", "config_sha256": digest("c"), "draft_sha256": digest("d")}
CLOSED = "The road is closed to all vehicles from 06:00–20:00."
DENIED = "No vehicle was ever stopped, and the road is open."


def _sample() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "document", document("aa-news", "copy", published={"edtf": "2031-03-09", "basis": "in_text"})
    for outlet in MASTHEADS[1:]:
        yield "document", document(outlet, f"copy {outlet}", compiled_from=["aa-news"])
    yield (
        "document",
        document(
            "own-desk",
            "own",
            compiled_from=["tass-like", "aa-news"],
            published={"edtf": "2031-03-09?", "basis": "inferred", "note": "from the address"},
        ),
    )
    said = {"edtf": "2031-03-08", "basis": "weekday"}
    for at, outlet in enumerate(MASTHEADS):
        text = "copy" if outlet == "aa-news" else f"copy {outlet}"
        yield "statement", statement(
            f"closed-{at}", "2031-03-08", speaker="Minister Adams", speakers=minister("east", "minister-a"),
            said=said, type="assertion", types_also=["warning"], mode="direct", target=quoted(text, CLOSED),
            wording=CLOSED, source=f"{outlet}, 2031-03-10, https://{outlet}.example/report", topic="road-state",
            value="closed", clauses=["A/2"], against=["west"], draft=DRAFT, review=REVIEW, party="east",
            road={"status": "closed"}, addressee=["east-ministry"],
        )  # fmt: skip
    yield "statement", statement(
        "open", "2031-03-12", speaker="Minister Brand", speakers=minister("west", "minister-b"), party="west",
        said={"edtf": "2031-03-10/2031-03-12", "basis": "relative"}, type="denial", mode="indirect", hedged=True,
        headline=True, target=quoted("own", DENIED), wording="", source="own-desk, 2031-03-13", topic="road-state",
        value="open", clauses=["A/2"], draft=DRAFT, review=REVIEW,
    )  # fmt: skip
    yield "statement", statement(
        "open-later", "2031-04-20", speaker="Minister Brand", speakers=minister("west", "minister-b"), party="west",
        type="acceptance", topic="road-state", value="closed", wording="The road has been closed since March.",
        road={"status": "closed", "since": "2031-03-20"}, clause="A/2",
    )  # fmt: skip
    yield "statement", statement(
        "outer", "2031-04-01", speaker="Minister Brand", speakers=minister("west", "minister-b"), party="west",
        type="report", wording="The East told us that mines were carried.",
    )  # fmt: skip
    yield "statement", statement(
        "inner", "2031-04-01", speaker="The East", speakers=[{"entity": "east-ministry", "party": "east"}],
        type="assertion", wording="Mines were carried.", via=["aa-news", "minister-b"], within="outer", party="east",
        said={"edtf": "../2031-04-01", "basis": "entered", "reason": "The passage says before the meeting."},
        topic="mines", implicit=True, target={**quoted("copy", CLOSED), "spans": [_long_span()]}, mode="mixed",
    )  # fmt: skip
    yield "statement", statement(
        "set-up", "2031-04-05", speaker="Office of the West", party="west", wording="It has stood there since January.",
        happening={"kind": "checkpoint", "edtf": "2031-01"},
    )  # fmt: skip
    yield "statement", statement(
        "wish", "2031-03-20", speaker="Office of the East", party="east", wording="We wish to set one up.",
        happening={"kind": "checkpoint", "edtf": "2031-03-20", "wanted": True},
    )  # fmt: skip
    yield "statement", statement("undated", "2031-04-02", target=quoted("copy", CLOSED), speaker="A government source")
    yield "statement", statement("twice", "2031-04-03", wording="One wording.")
    yield "statement", statement("twice", "2031-04-03", wording="Another wording under the same name.")
    yield "statement", statement("twice", "2031-04-03", wording="One wording.", review=REVIEW)
    yield "statement", statement("denied", "2031-04-05", wording="You stopped us.", type="allegation", party="east")
    yield (
        "statement",
        statement(
            "denial",
            "2031-04-06",
            wording="We did not.",
            type="denial",
            denies="denied",
            party="west",
            speaker="Office of the West",
            extra={"simulated": 1},
        ),
    )
    yield "statement", statement("arabic", "2031-04-07", wording=ARABIC, speaker="وزارة النقل", type="position")
    for number in range(60):
        yield (
            "statement",
            statement(
                f"bulk-{number:03}",
                f"2031-05-{number % 28 + 1:02}",
                type="report",
                wording=f"Figure number {number} was given out.",
                speaker="Press office",
            ),
        )
    for id_, made_in, words in (
        ("road-closed", "closed-0", "The road is closed."),
        ("mines", "inner", "Mines were carried."),
    ):
        yield "claim", {"id": id_, "statement": made_in, "wording": words, "proposition": {}}
    for at in range(1, len(MASTHEADS)):
        yield "stance", {"id": f"s-{at}", "statement": f"closed-{at}", "claim": "road-closed", "stance": "asserts"}
    yield "stance", {"id": "s-open", "statement": "open", "claim": "road-closed", "stance": "denies", "review": REVIEW}
    yield "stance", {"id": "s-later", "statement": "open-later", "claim": "road-closed", "stance": "asserts"}
    yield "stance", {"id": "s-again", "statement": "open", "claim": "road-closed", "stance": "denies", "review": REVIEW}


def _long_span() -> dict[str, Any]:
    start = {"exact": "It is known that ", "prefix": "He went on: "}
    end = {"exact": "that mines were carried on this road.", "suffix": " Then he left."}
    return {"position": {"start": 10, "end": 500}, "range": {"start": start, "end": end, "sha256": digest("long")}}


def _hostile(script: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Markup in every text, also where the kinds of entries allow none."""
    evil = {"edtf": script, "basis": script, "reason": script, "note": script}
    texts = ("outlet", "title", "place", "byline_role", "normaliser", "name")
    more = {"url": "javascript:alert(1)", "language": 'x" onload="alert(1)', "published": evil}
    report = {**document("x", "copy"), **dict.fromkeys(texts, script), **more, "compiled_from": [script]}
    yield "document", report
    speaker = {"entity": "x<img src=x onerror=alert(1)>\"'&", "office": script, "organisation": script, "party": script}
    quote = {"exact": script + ARABIC + "\u202e", "prefix": script, "suffix": script}
    target = {"text_sha256": digest("copy"), "spans": [{"position": {"start": 0, "end": 5}, "quote": quote}]}
    odd = dict.fromkeys(("party", "type", "topic", "value", "unit", "clause", "mode", "denies", "within"), script)
    lists = {name: [script, script + "2"] for name in ("types_also", "addressee", "clauses", "against")}
    yield "statement", statement(
        "x-1", "2031-02-03", speaker=script, speakers=[speaker], said=evil, target=target, wording=script,
        source=f"javascript:alert(1) https://a.example/{script} {script}", hedged=True, headline=True, implicit=True,
        road={"status": script, "direction": script, "since": script}, extra={"comparator": script}, **odd, **lists,
    )  # fmt: skip
    yield "statement", statement("x-2", "2031-02-04", speaker=script * 3, wording="=1+1" + script, party=script)
    yield "statement", statement("x-3", "2031-02-05", speaker="y" * 200, wording="z" * 900, via=[script], denies="x-2")
    yield "statement", statement(ODD_ID, "2031-02-06", speaker="Odd", speakers=[{"entity": ODD_ID}])
    yield "claim", {"id": "x-1", "statement": "x-1", "wording": script, "proposition": {}}
    yield "stance", {"id": "h", "statement": "x-3", "claim": "x-1", "stance": "denies"}


def _entries(told: Iterator[tuple[str, Mapping[str, Any]]], log: str, evidence: EvidenceWord) -> Iterator[PublicEntry]:
    for index, (kind, body) in enumerate(told):
        corrected = At(log, 99) if body.get("id") == "open-later" else None
        recorded = (22_400 + index) * US_PER_DAY
        yield PublicEntry(At(log, index), kind, body, evidence, corrected, recorded_us=recorded)
    gone = statement("gone", "2031-04-01")
    yield PublicEntry(At(log, 98), "statement", gone, evidence, At(log, 97), withdrawn=True)


def sample_record(log: str, *, until: int | None = None) -> PublicRecord:
    """A record with everything a page can show."""
    return record_of(_entries(_sample(), log, "published"), until=until, naming=NAMING)


def hostile_public(log: str) -> PublicRecord:
    """A record of somebody who wants to break the pages."""
    return record_of(_entries(_hostile(SCRIPT), log, "simulated"), naming=HOSTILE_NAMING)


def claims_record(log: str) -> PublicRecord:
    """A record of claims alone: their statement, and nobody's stance."""
    said = statement("statement-2022-08-17", "2022-08-17", speaker="Joint Coordination Centre", wording="21 vessels.")
    claim = {"id": "d-aug15-tonnes", "statement": "statement-2022-08-17", "wording": "563,317 t", "proposition": {}}
    told: list[tuple[str, Mapping[str, Any]]] = [("statement", said), ("claim", claim)]
    return record_of(_entries(iter(told), log, "published"))
