"""Laws of review: anchors lead back to the words and to no others; drafts go round; two persons where two must."""

from __future__ import annotations

import contextlib
import hashlib

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safeconduct.entries.errors import PersonalDataError
from safeconduct.entries.registry import validated
from safeconduct.press.model import Span
from safeconduct.press.review import (
    QuoteError,
    TakesStance,
    check_anchors,
    draft_from_bytes,
    draft_to_bytes,
    quoted,
    target_of,
)
from safeconduct.press.source.normal import nfc
from tests.unit.press.review.report import accept, draft, reject, stands

LETTERS = st.text(alphabet="ab .\n\t\u2019\u202e\u0301\u05d0\u0644\U0001f600123", min_size=1, max_size=24)
TEXT = st.builds(lambda part, times: nfc(part * times), LETTERS, st.integers(1, 30))
CUTS = st.lists(st.integers(0, 700), min_size=2, max_size=6, unique=True).map(sorted)


def spans(cuts: list[int], length: int) -> list[Span]:
    inside = [cut for cut in cuts if cut <= length]
    return [Span(first, last) for first, last in zip(inside[::2], inside[1::2], strict=False)]


@settings(deadline=None)
@given(TEXT, CUTS)
def test_an_anchor_leads_back_to_its_words(text: str, cuts: list[int]) -> None:
    parts = spans(cuts, len(text))
    assume(parts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    target = target_of(text, digest, parts)
    check_anchors(text, target)
    for anchor, words in zip(target["spans"], quoted(text, parts), strict=True):
        assert anchor.get("quote", {"exact": words})["exact"] == words
        assert ("quote" in anchor) is (len(words) <= 280)
    with contextlib.suppress(PersonalDataError):  # made-up digits may look like a telephone number
        validated("statement", {"id": "x", "speaker": "x", "said_on": "2023-03-01", "source": "x", "target": target})


@settings(deadline=None)
@given(TEXT, CUTS, st.integers(0, 700), st.sampled_from("xa \u202e\u0301"))
def test_one_changed_letter_is_found(text: str, cuts: list[int], place: int, letter: str) -> None:
    parts = spans(cuts, len(text))
    assume(parts and place < len(text) and text[place] != letter)
    target = target_of(text, hashlib.sha256(text.encode()).hexdigest(), parts)
    changed = text[:place] + letter + text[place + 1 :]
    with pytest.raises(QuoteError):
        check_anchors(changed, target)
    if any(part.start <= place < part.end for part in parts):
        with pytest.raises(QuoteError):
            check_anchors(changed, {**target, "text_sha256": hashlib.sha256(changed.encode()).hexdigest()})


DECISIONS = st.lists(
    st.tuples(st.sampled_from(("ann", "ben", "cas")), st.sampled_from(("yes", "no", "other"))), max_size=7
)


@settings(deadline=None)
@given(DECISIONS, st.booleans())
def test_words_against_somebody_are_never_accepted_by_one_person(made: list[tuple[str, str]], sharp: bool) -> None:
    about = draft(stances=(TakesStance(claim="c", stance="denies"),) if sharp else ())
    acts = {
        "yes": lambda by: accept(about, by),
        "no": lambda by: reject(about, by),
        "other": lambda by: accept(about, by, type="report"),
    }
    after = stands(about, *(acts[what](by) for by, what in made))
    assert len(set(after.by)) == len(after.by)
    assert (after.proposal is not None) is (after.state == "accepted")
    if after.state == "accepted":
        assert len(after.by) >= (2 if sharp else 1)
    if not made:
        assert after.state == "open"


@settings(deadline=None)
@given(TEXT, st.integers(0, 10**6))
def test_drafts_go_round(text: str, number: int) -> None:
    first = msgspec.structs.replace(draft(), number=number)
    proposal = msgspec.structs.replace(first.proposal, topic=text, quotes=(text, text[::-1]))
    changed = msgspec.structs.replace(first, proposal=proposal)
    assert draft_from_bytes(draft_to_bytes(changed)) == changed
