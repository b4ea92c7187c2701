"""Drafts of a report: what is proposed for review, by digest."""

from __future__ import annotations

from safeconduct.press.drafting import config_sha256, drafts_of
from safeconduct.press.extraction import extract
from safeconduct.press.review import check_quotes, draft_from_bytes, draft_sha256, draft_to_bytes
from safeconduct.press.source import read_source
from safeconduct.press.speakers import general_entities, shipped_entities
from safeconduct.press.topics import shipped_topics
from tests.unit.press.test_extraction import REPORT

NESTED = "The Russian foreign ministry said on 3 March 2031 that Baku had told Moscow that the road was closed.\n"


def test_every_statement_has_a_draft_with_its_words() -> None:
    source = read_source((REPORT + NESTED).encode(), "r.txt")
    entities, topics = shipped_entities(), shipped_topics("lachin-2020")
    found = extract(source, entities, None, topics)
    drafts = drafts_of(found, config_sha256(entities, topics))
    assert [one.number for one in drafts] == [*range(len(found.statements) + len(found.narrated))]
    for draft in drafts:
        check_quotes(source.text.text, draft.proposal)
        assert draft_from_bytes(draft_to_bytes(draft)) == draft
    assert any(draft.proposal.topic for draft in drafts)


def test_a_draft_names_the_one_that_holds_it() -> None:
    source = read_source(NESTED.encode(), "r.txt")
    found = extract(source, shipped_entities())
    drafts = drafts_of(found, "0" * 64)
    inner = [draft for draft in drafts if draft.proposal.within]
    assert inner
    outer = found.statements[inner[0].number].found.within
    assert outer is not None
    assert inner[0].proposal.within == draft_sha256(drafts[outer])


def test_the_configuration_is_known_by_its_digest() -> None:
    assert config_sha256(shipped_entities(), ()) == config_sha256(shipped_entities(), ())
    assert config_sha256(shipped_entities(), ()) != config_sha256(general_entities(), ())
    assert config_sha256(general_entities(), ()) != config_sha256(general_entities(), shipped_topics("lachin-2020"))


TOLD = (
    "TOWN, June 5, 2031 (TASS) - The road was closed by the guards on June 1.\n\n"
    'The ministry said on Tuesday that it wants to set up a checkpoint at the bridge. "On June 2 a convoy arrived," '
    "the ministry said.\n\nThe ministry said it is worried about the road to the hills, which was closed on June 3.\n"
)


def test_what_happened_is_said_by_a_speaker_or_by_the_report_itself() -> None:
    source = read_source(TOLD.encode(), "r.txt")
    found = extract(source, shipped_entities(), None, shipped_topics("lachin-2020"))
    drafts = drafts_of(found, "0" * 64)
    told = [
        (one.proposal.happening.kind, one.proposal.happening.edtf, one.proposal.happening.wanted, one.proposal.implicit)
        for one in drafts
        if one.proposal.happening is not None
    ]
    assert told == [
        ("checkpoint", "2031-06-03", True, False),
        ("delivery", "2031-06-02", False, False),
        ("blockade", "2031-06-01", False, True),
        ("blockade", "2031-06-03", False, True),
    ]
    own = [one.proposal for one in drafts[len(found.statements) :]]
    assert [[each.name for each in one.speakers] for one in own] == [["TASS"]] * 2
    assert all(one.said is not None and one.said.basis == "docdate" for one in own)
