"""The reports that ship with Lachin: what they say stands there in our words, and little of their text is repeated."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from safeconduct.assess.public import PublicEntry, Reason, contradictions, record_of
from safeconduct.assess.situation.model import At
from safeconduct.intake.shipped import shipped_file
from safeconduct.press.model import Span
from safeconduct.press.review import SPARING, check_anchors, target_of

ID = "lachin-2020"
REPEATED_MAX = 0.25
WORDING_MAX, RUN_MAX = 160, 5  # five words in a row; twelve would be copying, five are how anybody says it
LOADED_WORDS = re.compile(
    r"blockade|occup|separatis|terroris|regime|aggress|invad|invasion|illegal|so-called|propagand|puppet|liberat"
    r"|violat|siege|hostage|provocat",
    re.IGNORECASE,
)


def bodies(kind: str) -> list[dict[str, Any]]:
    _, *lines = map(json.loads, shipped_file(ID, "press.jsonl").decode().splitlines())
    return [line["body"] for line in lines if line["kind"] == kind]


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    """The text of each report by its digest."""
    wanted = {each["text_sha256"] for each in bodies("document")}
    read = {hashlib.sha256(data).hexdigest(): data.decode() for data in map(Path.read_bytes, _files(shared))}
    assert wanted <= read.keys()
    return {digest: read[digest] for digest in wanted}


def _files(shared: Path) -> list[Path]:
    return sorted((shared / "data/press").glob("*.txt"))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w'’-]+", text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_every_statement_is_told_shortly_and_its_review_says_who_worded_it() -> None:
    statements = bodies("statement")
    assert len(statements) == 73
    for said in statements:
        assert 0 < len(said["wording"]) <= WORDING_MAX
        assert not LOADED_WORDS.search(said["wording"])
        assert not re.search('[“”«»„"]', said["wording"])
        assert "wording" in said["review"]["edited"]


def test_claims_and_stances_are_about_statements_that_are_there() -> None:
    statements, claims = {each["id"] for each in bodies("statement")}, {each["id"] for each in bodies("claim")}
    assert {each["statement"] for each in bodies("claim")} <= statements
    assert all(each["statement"] in statements and each["claim"] in claims for each in bodies("stance"))
    assert {each["within"] for each in bodies("statement") if "within" in each} <= statements


def test_a_checkpoint_done_in_one_report_and_only_wanted_in_another_stand_side_by_side() -> None:
    _, *lines = map(json.loads, shipped_file(ID, "press.jsonl").decode().splitlines())
    record = record_of(PublicEntry(At("log", at), line["kind"], line["body"]) for at, line in enumerate(lines))
    about = [pair for pair in contradictions(record) if Reason("wanted", "checkpoint") in pair.reasons]
    told = [(pair.one.happening, pair.other.happening) for pair in about]
    assert [(wish and (wish.wanted, wish.edtf), done and (done.wanted, done.edtf)) for wish, done in told] == [
        ((True, "2023-02-20?/2023-02-26?"), (False, "2022-12"))
    ]


def test_no_anchor_repeats_more_than_it_needs() -> None:
    for said in bodies("statement"):
        for anchor in said["target"]["spans"]:
            place = anchor["position"]
            assert ("range" in anchor) is (place["end"] - place["start"] > SPARING.whole)
            quotes = [anchor["quote"]] if "quote" in anchor else [anchor["range"]["start"], anchor["range"]["end"]]
            longest = SPARING.whole if "quote" in anchor else SPARING.edge
            assert all(set(each) == {"exact"} and len(each["exact"]) <= longest for each in quotes)


@pytest.mark.shared
def test_every_anchor_leads_to_its_characters(texts: dict[str, str]) -> None:
    for said in bodies("statement"):
        target = said["target"]
        text = texts[target["text_sha256"]]
        check_anchors(text, target)
        spans = [Span(each["position"]["start"], each["position"]["end"]) for each in target["spans"]]
        assert target == target_of(text, target["text_sha256"], spans, SPARING)


@pytest.mark.shared
def test_less_than_a_quarter_of_each_report_is_repeated(texts: dict[str, str]) -> None:
    repeated: dict[str, set[int]] = {digest: set() for digest in texts}
    for report in bodies("document"):
        text, title = texts[report["text_sha256"]], report.get("title", "")
        at = text.find(title) if title else -1
        repeated[report["text_sha256"]].update(range(at, at + len(title)) if at >= 0 else ())
    for said in bodies("statement"):
        for anchor in said["target"]["spans"]:
            repeated[said["target"]["text_sha256"]].update(_characters(anchor))
    shares = {digest: len(places) / len(texts[digest]) for digest, places in repeated.items()}
    assert len(shares) == 5
    assert max(shares.values()) < REPEATED_MAX, shares


def _characters(anchor: dict[str, Any]) -> set[int]:
    place, found = anchor["position"], set()
    if "quote" in anchor:
        parts = [(place["start"], anchor["quote"])]
    else:
        first, last = anchor["range"]["start"], anchor["range"]["end"]
        parts = [(place["start"], first), (place["end"] - len(last["exact"]), last)]
    for start, quote in parts:
        before, after = len(quote.get("prefix", "")), len(quote.get("suffix", ""))
        found |= set(range(start - before, start + len(quote["exact"]) + after))
    return found


@pytest.mark.shared
def test_no_wording_copies_its_report_or_another(texts: dict[str, str]) -> None:
    theirs = set().union(*(runs(text, RUN_MAX + 1) for text in texts.values()))
    copied = {said["id"]: runs(said["wording"], RUN_MAX + 1) & theirs for said in bodies("statement")}
    assert not {name: each for name, each in copied.items() if each}
