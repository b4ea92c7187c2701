"""The Lachin corridor that ships: its road fits its agreement, its record is sourced, and nobody is judged on it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.assess.claims.check import answer_claims
from safeconduct.assess.claims.interval import Verdict
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.assess.sources import disagreements, questions, told_in
from safeconduct.base.instant import instant_from_text, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.facts.build import Facts, build_facts
from safeconduct.intake.corridor_file import Corridor, corridor_from_yaml
from safeconduct.intake.record_file import RecordFile, record_from_yaml
from safeconduct.intake.shipped import shipped_agreement, shipped_file
from safeconduct.testing.corridor import SampleLog

ID = "lachin-2020"
RECORDED = instant_from_text("2026-11-01T00:00:00.000Z")
OUTLETS = {"APA", "Aravot", "Armradio", "AZERTAC", "Azernews", "Hetq", "News", "Trend", "Vedomosti", "Vestnik"}
LOADED_WORDS = re.compile(
    r"blockade|occup|separatis|terroris|regime|aggress|invad|invasion|illegal|so-called|propagand|puppet|liberat"
    r"|violat|siege|hostage|provocat",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def corridor() -> Corridor:
    return corridor_from_yaml(shipped_file(ID, "corridor.yaml"), "corridor.yaml")


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return agreement_from_yaml(shipped_agreement(ID), "agreement.yaml")


@pytest.fixture(scope="module")
def record(corridor: Corridor) -> RecordFile:
    offsets = [(instant_from_text(item["from"]), item["minutes"]) for item in corridor.charter["offsets"]]
    return record_from_yaml(shipped_file(ID, "record.yaml"), "record.yaml", offsets)


@pytest.fixture(scope="module")
def facts(corridor: Corridor, record: RecordFile) -> Facts:
    """The public log with the record, and the main post's with one simulated passage."""
    public = [_written("charter", corridor.charter_of("public"), RECORDED)]
    public += [_written(draft.kind, draft.body, draft.at) for draft in record.entries]
    passage = {
        "movement": "ab" * 16,
        "event": "passed",
        "direction": "inbound",
        "category": "truck",
        "place": "Shusha",
        "post": "P2",
    }
    post = [_written("charter", corridor.charter_of("p2"), RECORDED), _written("passage", passage, RECORDED)]
    return build_facts([SampleLog("sample.example/lachin/public", public), SampleLog("sample.example/lachin/p2", post)])


def _written(kind: str, body: dict[str, Any], at: int) -> bytes:
    envelope = Envelope(instant_from_text(instant_to_text(at)), body, ID, kind, RECORDED)
    return entry_to_bytes(envelope)


def test_each_log_has_a_charter_that_can_be_written(corridor: Corridor) -> None:
    assert [log.name for log in corridor.logs] == [
        "public", "am1", "p1", "az1", "p4", "p2", "p3", "sensors", "relief", "mission",
    ]  # fmt: skip
    for log in corridor.logs:
        body = entry_from_bytes(_written("charter", corridor.charter_of(log.name), RECORDED)).body
        assert body["title"].keys() == {"en", "ru", "ar"}
        assert body["evidence"] == ("published" if log.name == "public" else "simulated")
        assert ("simulated" in body["role"]) == (log.name != "public")


def test_the_road_runs_from_goris_and_names_its_places_in_three_languages(corridor: Corridor) -> None:
    route = corridor.charter["route"]
    assert [place["km"] for place in route["places"]] == sorted(place["km"] for place in route["places"])
    assert {place["id"]: place["km"] for place in route["places"]} == {
        "Goris": 0, "Kornidzor": 14, "Hakari_bridge": 22, "Zabukh": 31, "Lachin": 35, "Lisagor": 46, "Shusha": 59,
        "Stepanakert": 76,
    }  # fmt: skip
    assert [(post["id"], post["km"], post["kept_by"]) for post in route["posts"]] == [
        ("AM1", 14, "party"), ("P1", 22, "neutral"), ("AZ1", 22, "party"), ("P4", 46, "neutral"),
        ("P2", 59, "neutral"), ("P3", 74, "neutral"),
    ]  # fmt: skip
    assert [post["id"] for post in route["posts"] if post.get("main")] == ["P2"]
    for named in (*route["places"], *route["directions"]):
        assert named["name"].keys() == {"en", "ru", "ar"}


def test_places_with_two_names_give_both_in_alphabetical_order(corridor: Corridor) -> None:
    names = {place["id"]: place["name"] for place in corridor.charter["route"]["places"]}
    both = {place: name for place, name in names.items() if "/" in name["en"]}
    assert both.keys() == {"Zabukh", "Lachin", "Lisagor", "Shusha", "Stepanakert"}
    for place, name in both.items():
        for lang in ("en", "ar"):
            forms = [form.split(" (")[0] for form in name[lang].split(" / ")]
            assert forms == sorted(forms), (place, lang)


def test_road_and_agreement_know_the_same_places_and_posts(corridor: Corridor, agreement: Agreement) -> None:
    route = corridor.charter["route"]
    assert {place["id"] for place in route["places"]} == set(agreement.route.places)
    posts = {post["id"]: (post["place"], (post["by"],)) for post in route["posts"]}
    assert posts == {post.id: (post.place, post.by) for post in agreement.route.posts.values()}
    for place in route["places"]:
        agreed = agreement.route.places[place["id"]]
        if agreed.lat:
            assert (place["lat"], place["lon"]) == (agreed.lat, agreed.lon)


def test_every_row_of_the_collection_is_in_the_record_and_the_rest_is_listed(record: RecordFile) -> None:
    rows = Counter(draft.body["extra"].get("statements_row") for draft in record.entries)
    assert set(rows) - {None} == set(range(1, 55))
    own = {draft.id for draft in record.entries if "statements_row" not in draft.body["extra"]}
    provenance = shipped_file(ID, "PROVENANCE.md").decode()
    assert len(own) == 3
    assert all(f"`{name}`" in provenance for name in own)
    assert Counter(draft.kind for draft in record.entries) == {
        "statement": 66, "incident": 15, "outage": 7, "delivery": 1,
    }  # fmt: skip


@pytest.mark.shared
def test_every_entry_has_a_source_of_its_row(record: RecordFile, shared: Path) -> None:
    with (shared / "data" / "lachin" / "statements.csv").open(encoding="utf-8") as file:
        rows = {int(row["n"]): row for row in csv.DictReader(file)}
    for draft in record.entries:
        row = rows.get(draft.body["extra"].get("statements_row", 0))
        cited = " ".join(
            [draft.body.get("source", ""), *draft.body.get("cites", []), draft.body["extra"].get("cites", "")]
        )
        assert row is None or any(address in cited for address in row["source"].split(" ; ")), draft.id


def test_parties_places_and_clauses_are_those_of_the_agreement(
    record: RecordFile, agreement: Agreement, corridor: Corridor
) -> None:
    places = {place["id"] for place in corridor.charter["route"]["places"]}
    clauses = {clause.id for source in agreement.sources.values() for clause in source.clauses.values()}
    for draft in record.entries:
        body = draft.body
        assert body.get("party", "am") in agreement.parties, draft.id
        assert body.get("place", "Lachin") in places, draft.id
        clause = body.get("clause", "ICJ1")
        assert clause in agreement.sources or any(clause in (one, f"TS/{one}") for one in clauses), draft.id
        for closure in body.get("closes", ()):
            assert closure.get("direction", "inbound") in {"inbound", "outbound"}


def test_offices_speak_for_parties_and_outlets_for_nobody(record: RecordFile) -> None:
    for draft in record.entries:
        speaker = draft.body.get("speaker") or draft.body.get("said_by", "")
        if draft.kind != "outage" and speaker.split(" ")[0].removesuffix(".az") in OUTLETS:
            assert "party" not in draft.body, draft.id


def test_a_denial_names_a_statement_of_the_record(record: RecordFile) -> None:
    ids = {draft.id for draft in record.entries if draft.kind == "statement"}
    denials = {draft.id: draft.body.get("denies") for draft in record.entries if draft.body.get("type") == "denial"}
    assert denials == {
        "am-fm-2023-01-20": "az-mfa-2022-12-21-mines-road",
        "am-mfa-2023-06-22-place": "ru-mfa-2023-06-21-place",
        "icrc-2023-07-11": "az-sbs-2023-07-11-seizures",
    }
    assert set(denials.values()) <= ids


def test_words_take_no_side_and_nothing_is_quoted() -> None:
    for name in ("corridor.yaml", "record.yaml", "claims.yaml"):
        text = re.sub(r"https?://\S+", "", shipped_file(ID, name).decode())
        assert not LOADED_WORDS.findall(text)
        assert not re.findall("[“”«»„]", text)
        assert not re.findall(r"\.\./|/work|statements\.csv", text)


def test_figures_that_a_source_splits_add_up(facts: Facts) -> None:
    split = {version.id: (version.value, version.parts) for version in told_in(facts) if version.parts is not None}
    assert split["azertac-2023-03-23"] == ("40", 40)
    assert split["az-mfa-2022-12-21-mines-found"] == ("2728", 2728)
    assert len(split) == 6
    assert all(int(value) == parts for value, parts in split.values())


def test_what_sources_differ_on_stands_side_by_side(facts: Facts) -> None:
    found = {
        question.topic: [(version.speaker.split(" (")[0], version.value) for version in question.versions]
        for question in disagreements(told_in(facts))
    }
    assert found == {
        "checkpoint-date": [("State Border Service of Azerbaijan", "2023-04-23"), ("Vedomosti", "2022-12")],
        "convoy-2023-07-26-departure": [("Armradio", "2023-07-26"), ("Hetq", "2023-07-27")],
        "convoy-2023-07-26-load": [("Armradio", "400"), ("Hetq", "361"), ("Prime Minister of Armenia", "360")],
        "incident-2023-06-15-place": [
            ("Ministry of Foreign Affairs of Armenia", "on the territory of Armenia, not in the corridor"),
            ("Spokesperson of the Ministry of Foreign Affairs of the Russian Federation", "in the Lachin corridor"),
            ("State Border Service of Azerbaijan", "at the exit checkpoint"),
        ],
        "incident-2023-06-15-time": [
            ("National Security Service of Armenia", "08:40"),
            ("State Border Service of Azerbaijan", "08:45"),
        ],
        "mines-transported": [
            ("Minister of Foreign Affairs of Armenia", "not carried by the Lachin road"),
            ("Ministry of Foreign Affairs of Azerbaijan", "carried by the Lachin road"),
        ],
        "peacekeeper-vehicles-2023-03-23": [("APA", "31"), ("AZERTAC", "40")],
        "seizures-july-2023": [
            ("International Committee of the Red Cross", "in hired drivers' own vehicles"),
            ("State Border Service of Azerbaijan", "in vehicles of the ICRC"),
        ],
    }


def test_every_version_has_its_wording_source_and_entry_in_the_published_log(facts: Facts) -> None:
    for question in disagreements(told_in(facts)):
        for version in question.versions:
            assert version.wording
            assert version.source
            assert (version.evidence, version.entry.log) == ("published", "sample.example/lachin/public")


def test_what_they_agree_on_or_say_of_different_days_is_no_disagreement(facts: Facts) -> None:
    alike = {question.topic for question in questions(told_in(facts)) if not question.differ}
    assert alike == {"convoy-2023-07-26-trucks", "patients-carried-since-2022-12-12", "vehicles-since-2022-12-12"}


def test_no_claim_of_a_real_speaker_is_decided_on_simulated_traffic(facts: Facts, agreement: Agreement) -> None:
    claims = claims_from_yaml(shipped_file(ID, "claims.yaml"), "claims.yaml")
    assert (len(claims.claims), claims.problems) == (20, ())
    report = answer_claims(facts, claims, agreement)
    assert report.problems == ()
    assert report.simulated
    assert {(answer.verdict, answer.reason_code) for answer in report.answers} == {(Verdict.UNDECIDABLE, "simulated")}
    assert len(report.answers) == 20


def test_every_claim_stands_in_a_statement_of_the_record(record: RecordFile) -> None:
    said = {draft.id: draft.body for draft in record.entries if draft.kind == "statement"}
    for claim in claims_from_yaml(shipped_file(ID, "claims.yaml"), "claims.yaml").claims:
        body = said[claim.statement]
        assert (body["speaker"], body["said_on"]) == (claim.speaker, claim.said_on), claim.id
        assert claim.source in body["source"].split(" ; "), claim.id
