"""Claims that a statement may speak of: ranked for a person, never chosen."""

from __future__ import annotations

import pytest

from safeconduct.press.model import Block, Span, Text, Type
from safeconduct.press.review import Proposal
from safeconduct.press.review.claims import rank_claims
from safeconduct.press.topics import shipped_topics

TOPICS = shipped_topics("lachin-2020")
CLAIMS = {
    "closed": "The northern road is closed to lorries",
    "mines": "Mines were carried along the northern road",
    "scanner": "A scanner was promised for the bridge",
}


def _ranked(said: str, kind: Type = "assertion", before: str = "", topic: str = "") -> list[tuple[str, str]]:
    whole = f"{before}\n{said}" if before else said
    start = whole.index(said)
    blocks = tuple(
        Block(Span(at, at + len(line)), "body") for line in whole.split("\n") for at in [whole.index(line)] if line
    )
    proposal = Proposal(spans=(Span(start, len(whole)),), quotes=(said,), mode="indirect", type=kind, topic=topic)
    return [(one.claim, one.stance) for one in rank_claims(Text(whole, blocks), proposal, CLAIMS, TOPICS)]


def test_words_that_one_claim_alone_has_count_more() -> None:
    said = "it had seen how lorries with mines, a great many of them, were carried by night along the old road by men"
    assert _ranked(said)[0] == ("mines", "asserts")


def test_the_same_topic_decides_between_equals() -> None:
    said = "it would like to know who on the whole of the northern road should have to answer for that to somebody"
    assert _ranked(said) == [("closed", "asserts"), ("mines", "asserts")]
    assert _ranked(said, topic="corridor.prohibited_items") == [("mines", "asserts"), ("closed", "asserts")]


def test_one_word_in_common_is_too_little() -> None:
    assert _ranked("there was a scanner") == []


@pytest.mark.parametrize(("kind", "stance"), [("denial", "denies"), ("rejection", "disputes")])
def test_a_denial_looks_back_for_what_it_denies(kind: Type, stance: str) -> None:
    before = "The guards said that a scanner was promised."
    assert _ranked("the words of the guards", kind, before) == [("scanner", stance)]


def test_nothing_in_common_is_no_claim() -> None:
    assert _ranked("dinner was served") == []
    assert (
        rank_claims(Text("x", ()), Proposal(spans=(Span(0, 1),), quotes=("x",), mode="direct", type="report"), {}, ())
        == ()
    )
