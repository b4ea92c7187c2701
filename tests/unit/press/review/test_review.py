"""Review: what is quoted stands in the text, words against somebody need two persons, only the accepted is written."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from safeconduct.entries.errors import BodyError
from safeconduct.entries.registry import validated
from safeconduct.press.model import Span
from safeconduct.press.review import (
    SPARING,
    Case,
    Decision,
    Extractor,
    Published,
    QuoteBudget,
    QuoteError,
    ReviewError,
    SaidOn,
    Speaking,
    TakesStance,
    check_anchors,
    check_quotes,
    decision_from_bytes,
    decision_to_bytes,
    decisions_shown,
    draft_from_bytes,
    draft_sha256,
    draft_to_bytes,
    edited_fields,
    entries_of,
    figures,
    needs_two,
    quoted,
    statement_id,
    target_of,
)
from safeconduct.press.source import read_source
from tests.unit.press.review.report import (
    KNOWN,
    MINISTRY,
    PUBLISHED,
    SOURCE,
    accept,
    draft,
    place,
    proposal,
    reject,
    stands,
)

DENIES = (TakesStance(claim="claim-1", stance="denies"),)
ASSERTS = (TakesStance(claim="claim-1", stance="asserts"),)
STRANGER = (Speaking(name="Ada Placeholder", person=True),)


# --- quotations


def test_what_is_quoted_stands_in_the_text() -> None:
    check_quotes(SOURCE.text.text, proposal())
    parts = [place("ministry says"), place("the road"), place("We will")]
    assert quoted(SOURCE.text.text, parts) == ("ministry says", "the road", "We will")


@pytest.mark.parametrize(
    "change",
    [
        {"quotes": ("the road will open now.",)},
        {"quotes": ()},
        {"quotes": ("the road will open soon", "x")},
        {"spans": (), "quotes": ()},
        {"spans": (Span(5, 5),), "quotes": ("",)},
        {"spans": (Span(-3, 2),), "quotes": ("",)},
        {"spans": (Span(0, 10_000),), "quotes": (SOURCE.text.text,)},
        {"spans": (Span(9, 12), Span(3, 5)), "quotes": (SOURCE.text.text[9:12], SOURCE.text.text[3:5])},
        {"cue": Span(10_000, 10_001)},
        {"mention": Span(7, 7)},
    ],
)
def test_other_words_or_places_are_refused_with_a_next_step(change: dict[str, Any]) -> None:
    with pytest.raises(QuoteError) as caught:
        check_quotes(SOURCE.text.text, proposal(**change))
    assert caught.value.next_step
    assert caught.value.where


def test_anchors_hold_for_their_text_alone() -> None:
    text = SOURCE.text.text
    target = target_of(text, SOURCE.text_sha256, [place("the road will open soon")])
    (anchor,) = target["spans"]
    assert anchor["quote"]["exact"] == "the road will open soon"
    assert anchor["quote"]["prefix"] == text[place("the road").start - 32 : place("the road").start]
    check_anchors(text, target)
    with pytest.raises(QuoteError, match="another text"):
        check_anchors(text + " ", target)


@pytest.mark.parametrize("field", ["exact", "prefix", "suffix"])
def test_a_changed_anchor_is_found(field: str) -> None:
    target = target_of(SOURCE.text.text, SOURCE.text_sha256, [place("the road will open soon")])
    target["spans"][0]["quote"][field] = "x" + target["spans"][0]["quote"][field][1:]
    with pytest.raises(QuoteError, match="other words"):
        check_anchors(SOURCE.text.text, target)


@pytest.mark.parametrize("length", [1, 279, 280, 281, 500])
def test_a_long_quotation_is_named_by_its_ends_and_its_digest(length: int) -> None:
    text = "a b " + "word " * 200
    digest = hashlib.sha256(text.encode()).hexdigest()
    target = target_of(text, digest, [Span(4, 4 + length)])
    (anchor,) = target["spans"]
    assert ("range" in anchor) is (length > 280)
    check_anchors(text, target)
    said = {"id": "x", "speaker": "Office", "said_on": "2023-03-01", "source": "x", "target": target}
    validated("statement", said)
    if "range" in anchor:
        assert anchor["range"]["sha256"] == hashlib.sha256(text[4 : 4 + length].encode()).hexdigest()
        longest = max(len(each["exact"]) for each in (anchor["range"]["start"], anchor["range"]["end"]))
        assert longest <= 64
        anchor["range"]["sha256"] = "0" * 64
        with pytest.raises(QuoteError):
            check_anchors(text, target)


@pytest.mark.parametrize("length", [1, 60, 61, 300])
def test_a_sparing_target_repeats_a_few_whole_words_and_leads_there_all_the_same(length: int) -> None:
    text = "a b " + "word " * 200
    target = target_of(text, hashlib.sha256(text.encode()).hexdigest(), [Span(4, 4 + length)], SPARING)
    (anchor,) = target["spans"]
    check_anchors(text, target)
    validated("statement", {"id": "x", "speaker": "x", "said_on": "2023-03-01", "source": "x", "target": target})
    if length <= 60:
        assert anchor["quote"] == {"exact": text[4 : 4 + length]}
        return
    assert anchor["range"]["start"] == {"exact": "word word word word"}
    assert len(anchor["range"]["end"]["exact"]) <= 20
    anchor["range"]["sha256"] = "0" * 64
    with pytest.raises(QuoteError):
        check_anchors(text, target)


def test_words_that_are_longer_than_an_end_are_cut() -> None:
    text = "x" * 200
    target = target_of(text, hashlib.sha256(text.encode()).hexdigest(), [Span(0, 100)], SPARING)
    ends = target["spans"][0]["range"]
    assert (ends["start"], ends["end"]) == ({"exact": "x" * 20}, {"exact": "x" * 20})


def test_a_range_whose_ends_are_all_of_it_is_refused() -> None:
    ends = {"start": {"exact": "ab"}, "end": {"exact": "cd"}, "sha256": "0" * 64}
    position = {"start": 0, "end": 4}
    target = {"spans": [{"position": position, "range": ends}], "text_sha256": "0" * 64}
    said = {"id": "x", "speaker": "Office", "said_on": "2023-03-01", "source": "x", "target": target}
    with pytest.raises(BodyError, match="quote it whole"):
        validated("statement", said)
    position["end"] = 5
    validated("statement", said)


@pytest.mark.parametrize(
    ("whole", "edge", "context"), [(280, 0, 0), (280, 65, 0), (281, 64, 0), (39, 20, 0), (280, 64, 33), (280, 64, -1)]
)
def test_a_budget_beyond_the_limits_is_refused(whole: int, edge: int, context: int) -> None:
    with pytest.raises(ValueError, match=r"limit"):
        QuoteBudget(whole, edge, context)


def test_what_looks_personal_beside_a_quotation_is_not_quoted() -> None:
    text = "call +374 10 123 456 789 now: the road is open, they said, ring\x07"
    words = "the road is open"
    start = text.index(words)
    target = target_of(text, hashlib.sha256(text.encode()).hexdigest(), [Span(start, start + len(words))])
    assert set(target["spans"][0]["quote"]) == {"exact"}
    check_anchors(text, target)


def test_offsets_are_code_points_in_any_direction() -> None:
    text = "\U0001f600 \u202eقال الوزير إن الطريق مفتوح\u202c 𝒙"
    words = "الطريق مفتوح"
    span = Span(text.index(words), text.index(words) + len(words))
    target = target_of(text, hashlib.sha256(text.encode()).hexdigest(), [span])
    assert target["spans"][0]["quote"]["exact"] == words
    check_anchors(text, target)


# --- drafts and decisions as bytes


def test_drafts_and_decisions_go_round() -> None:
    first = draft(within="a" * 64, hedged=True, types_also=("report",), stances=DENIES)
    assert draft_from_bytes(draft_to_bytes(first)) == first
    for decision in (accept(first, against=("b",)), reject(first)):
        assert decision_from_bytes(decision_to_bytes(decision)) == decision


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"number":0}', b"\xff", b"nonsense"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ReviewError):
        draft_from_bytes(data)


def test_unknown_fields_and_defaults_that_are_spelled_out_are_refused() -> None:
    data = draft_to_bytes(draft())
    for change in (b'{"extra":1,', b'{"bulk":true,'):
        with pytest.raises(ReviewError):
            draft_from_bytes(change + data[1:])
    spelled = data.replace(b'"mention":', b'"implicit":false,"mention":')
    with pytest.raises(ReviewError, match="not as our writer"):
        draft_from_bytes(spelled)


def test_a_rejection_needs_a_reason_and_an_acceptance_what_is_accepted() -> None:
    with pytest.raises(ReviewError, match="without a reason"):
        reject(draft(), reason=" ")
    with pytest.raises(ReviewError, match="an acceptance holds"):
        Decision(draft_sha256="a" * 64, by="ann", verdict="accept", seconds=1)
    with pytest.raises(ReviewError, match="an acceptance holds"):
        Decision(draft_sha256="a" * 64, by="ann", verdict="reject", seconds=1, reason="x", proposal=proposal())


# --- who has to look


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 0),
        ({"stances": ASSERTS}, 0),
        ({"stances": (TakesStance(claim="c", stance="reports"),)}, 0),
        ({"stances": DENIES}, 1),
        ({"stances": (TakesStance(claim="c", stance="disputes"),)}, 1),
        ({"against": ("b",)}, 1),
        ({"speakers": STRANGER}, 1),
        ({"speakers": (MINISTRY, *STRANGER)}, 1),
        ({"speakers": (Speaking(name="a government source"),)}, 0),
        ({"speakers": (Speaking(name="Ada Placeholder", entity="nobody", person=True),)}, 1),
        ({"addressee": ("state-b",), "via": ("agency",)}, 0),
        ({"addressee": ("stranger",)}, 1),
        ({"via": ("agency", "stranger")}, 1),
        ({"against": ("b",), "stances": DENIES, "speakers": STRANGER}, 3),
    ],
)
def test_words_against_somebody_need_two_persons(change: dict[str, Any], count: int) -> None:
    about = draft(**change)
    assert len(needs_two(about.proposal, KNOWN)) == count
    after = stands(about, accept(about))
    assert after.state == ("second" if count else "accepted")
    assert len(after.why) == count


def test_the_second_account_is_another_one_and_says_the_same() -> None:
    about = draft(against=("b",))
    assert stands(about).state == "open"
    assert stands(about, accept(about, "ann"), accept(about, "ann")).state == "second"
    agreed = stands(about, accept(about, "ann"), accept(about, "ben"))
    assert (agreed.state, agreed.by) == ("accepted", ("ann", "ben"))
    assert stands(about, accept(about, "ann"), accept(about, "ben", type="demand")).state == "differ"
    assert stands(about, accept(about, "ann"), reject(about, "ben")).state == "differ"


def test_whoever_decides_again_can_come_to_agree() -> None:
    about = draft(against=("b",))
    first, other, again = accept(about, "ann"), accept(about, "ben", type="demand"), accept(about, "ann", type="demand")
    agreed = stands(about, first, other, again)
    assert (agreed.state, set(agreed.by)) == ("accepted", {"ann", "ben"})
    assert agreed.proposal is not None
    assert agreed.proposal.type == "demand"
    third = stands(about, first, other, accept(about, "cas"))
    assert (third.state, third.by) == ("accepted", ("ann", "cas"))


def test_taking_the_words_out_does_not_spare_the_second_person() -> None:
    about = draft(against=("b",))
    assert stands(about, accept(about, "ann", against=())).state == "second"
    plain = draft()
    sharper = accept(plain, "ann", stances=DENIES)
    assert stands(plain, sharper).state == "second"
    assert stands(plain, sharper, accept(plain, "ann")).state == "second"


def test_one_person_may_reject_and_another_may_differ() -> None:
    about = draft()
    assert stands(about, reject(about)).state == "rejected"
    assert stands(about, reject(about), accept(about, "ben")).state == "differ"
    assert stands(about, reject(about), reject(about, "ben", "another reason")).by == ("ann", "ben")
    assert stands(about, reject(about, "ann"), accept(about, "ann")).state == "accepted"


def test_the_first_decision_is_seen_only_after_ones_own() -> None:
    about = draft(against=("b",))
    case = Case(about, (accept(about, "ann"),))
    assert decisions_shown(case, "ben") == ()
    assert decisions_shown(case, "ann") == case.decisions
    both = Case(about, (*case.decisions, accept(about, "ben")))
    assert decisions_shown(both, "ben") == both.decisions


def test_a_decision_about_another_draft_is_refused() -> None:
    with pytest.raises(ReviewError, match="another draft"):
        stands(draft(0), accept(draft(1)))


# --- what becomes an entry


def entries(*pairs: tuple[Any, Any], published: Published = PUBLISHED) -> list[Any]:
    return entries_of(SOURCE, published, pairs)


def test_an_accepted_draft_becomes_document_and_statement() -> None:
    about = draft()
    document, statement = entries((about, stands(about, accept(about))))
    assert (document.kind, statement.kind) == ("document", "statement")
    assert document.body["text_sha256"] == SOURCE.text_sha256
    assert document.body["outlet"] == "news.example.org"
    body = statement.body
    assert (body["speaker"], body["said_on"], body["party"]) == ("Ministry of A", "2023-03-01", "a")
    assert body["source"] == "news.example.org, 2023-03-02, https://news.example.org/1"
    assert body["review"] == {"by": ["ann"], "outcome": "accepted"}
    assert "wording" not in body
    assert statement.about == ("document",)
    check_anchors(SOURCE.text.text, body["target"])


def test_a_wording_is_the_reviewers_and_no_mark_against_the_extractor() -> None:
    about = draft()
    decided = accept(about, wording="The ministry announces an opening.")
    _, statement = entries((about, stands(about, decided)))
    assert statement.body["wording"] == "The ministry announces an opening."
    assert statement.body["target"]["spans"][0]["quote"]["exact"] == "the road will open soon"
    assert statement.body["review"] == {"by": ["ann"], "outcome": "edited", "edited": ["wording"]}
    (found,) = figures([Case(about, (decided,))])
    assert (found.accepted, found.edited, found.fields) == (1, 0, ())


def test_the_text_of_the_report_stays_outside() -> None:
    about = draft()
    held = repr(entries((about, stands(about, accept(about)))))
    assert "nobody was turned back" not in held


def test_edited_fields_are_named() -> None:
    about = draft()
    signed = stands(about, accept(about, type="report", said=SaidOn(edtf="2023-02", basis="entered", reason="minutes")))
    _, statement = entries((about, signed))
    assert statement.body["review"] == {"by": ["ann"], "outcome": "edited", "edited": ["said", "type"]}
    assert statement.body["said_on"] == "2023-02-28"
    assert edited_fields(about.proposal, msgspec.structs.replace(about.proposal, stances=ASSERTS)) == ()


def test_stances_follow_their_statement_and_carry_both_accounts() -> None:
    about = draft()
    signed = stands(about, accept(about, "ann", stances=DENIES), accept(about, "ben", stances=DENIES))
    _, statement, stance = entries((about, signed))
    assert stance.body["review"]["by"] == ["ann", "ben"]
    assert (stance.body["stance"], stance.body["statement"]) == ("denies", statement.id)
    assert stance.about == (statement.id, "claim-1")


def test_a_nested_statement_names_the_one_that_holds_it() -> None:
    outer = draft(0)
    inner = draft(1, words="road will open", within=draft_sha256(outer))
    pairs = [(each, stands(each, accept(each))) for each in (inner, outer)]
    _, first, second = entries(*pairs)
    assert second.body["within"] == first.id
    assert second.about == ("document", first.id)
    with pytest.raises(ReviewError, match="holds this one is not accepted"):
        entries(pairs[0])


def test_what_is_not_accepted_is_not_written() -> None:
    about = draft(against=("b",))
    for decisions in ((), (accept(about),), (reject(about),), (accept(about), reject(about, "ben"))):
        with pytest.raises(ReviewError, match="not accepted"):
            entries((about, stands(about, *decisions)))


@pytest.mark.parametrize(
    ("change", "match"),
    [({"speakers": ()}, "nobody is named"), ({"speakers": (Speaking(name=" "),)}, "nobody is named")],
)
def test_a_statement_without_a_speaker_is_not_written(change: dict[str, Any], match: str) -> None:
    about = draft(**change)
    with pytest.raises(ReviewError, match=match):
        entries((about, stands(about, accept(about))))


def test_a_statement_without_any_day_is_not_written() -> None:
    about = draft(said=None)
    signed = stands(about, accept(about))
    _, statement = entries((about, signed))
    assert statement.body["said_on"] == "2023-03-02"
    assert "said" not in statement.body
    with pytest.raises(ReviewError, match="has a day"):
        entries((about, signed), published=Published("2023-03-01/..", "inferred", "after the talks"))


def test_a_text_that_is_another_one_now_is_found() -> None:
    about = draft()
    signed = stands(about, accept(about))
    other = read_source(SOURCE.text.text.replace("soon", "late").encode(), "report.txt")
    with pytest.raises(ReviewError, match="another report"):
        entries_of(other, PUBLISHED, [(about, signed)])
    forged = replace(other, source_sha256=SOURCE.source_sha256, text_sha256=SOURCE.text_sha256)
    with pytest.raises(QuoteError, match="other words"):
        entries_of(forged, PUBLISHED, [(about, signed)])


def test_a_quotation_with_a_telephone_number_is_refused() -> None:
    source = read_source(b"The office said that its number is +374 10 123 456 789 now.", "a.txt")
    words = "its number is +374 10 123 456 789"
    start = source.text.text.index(words)
    change: dict[str, Any] = {
        "spans": (Span(start, start + len(words)),),
        "quotes": (words,),
        "cue": None,
        "mention": None,
    }
    about = msgspec.structs.replace(draft(**change), source_sha256=source.source_sha256, text_sha256=source.text_sha256)
    with pytest.raises(BodyError, match="telephone number"):
        entries_of(source, PUBLISHED, [(about, stands(about, accept(about)))])


def test_the_same_words_of_the_same_speaker_have_one_name() -> None:
    first = statement_id(SOURCE.text_sha256, proposal())
    assert first == statement_id(SOURCE.text_sha256, proposal(type="report", hedged=True))
    assert first != statement_id(SOURCE.text_sha256, proposal(speakers=STRANGER))
    assert first != statement_id("0" * 64, proposal())


# --- figures


def test_figures_by_version_of_the_extractor() -> None:
    new = Extractor(name="fast", version="2", config_sha256="c" * 64)
    one, two, three, four = draft(0), draft(1), draft(2), draft(3, extractor=new)
    cases = [
        Case(one, (accept(one, seconds=10),)),
        Case(two, (accept(two, seconds=30, type="report", hedged=True), accept(two, "ben", seconds=50))),
        Case(three, (reject(three),)),
        Case(four),
    ]
    old, newer = figures(cases)
    assert (old.version, old.drafts, old.decided, old.accepted, old.edited, old.rejected) == ("1", 3, 3, 1, 1, 1)
    assert (old.seconds, old.share_edited, old.fields) == (20, 0.5, (("hedged", 1), ("type", 1)))
    assert (newer.drafts, newer.decided, newer.seconds, newer.share_edited) == (1, 0, None, None)
