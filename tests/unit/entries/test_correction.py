"""Corrections fold in log order; what results is valid for its kind; withdrawing can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from safeconduct.base.instant import Instant
from safeconduct.entries.correction import Live, apply_correction, live_content, withdrawn_after
from safeconduct.entries.envelope import Envelope
from safeconduct.entries.errors import BodyError

ENTRY = Envelope(
    Instant(0),
    {"movement": "0" * 32, "method": "seal", "result": "passed", "place": "Istanbul"},
    "lane",
    "check",
    Instant(0),
)


def correction(**body: Any) -> Envelope:
    return Envelope(Instant(5), {"target": {}, "reason": "", **body}, "lane", "correction", Instant(5))


def test_fields_are_replaced_and_taken_away_and_the_rest_stays() -> None:
    after = apply_correction(ENTRY, correction(set={"result": "failed", "by": "team 4"}, clear=["place", "end"]))
    assert after.body == {"movement": "0" * 32, "method": "seal", "result": "failed", "by": "team 4"}
    assert (after.at, after.kind, after.recorded) == (ENTRY.at, ENTRY.kind, ENTRY.recorded)
    assert ENTRY.body["result"] == "passed"


def test_the_time_is_corrected_too() -> None:
    after = apply_correction(ENTRY, correction(at="1970-01-01T00:00:01.000Z"))
    assert after == replace(ENTRY, at=Instant(1_000_000))


def test_corrections_count_in_log_order_and_can_be_taken_back() -> None:
    there, back = correction(set={"result": "failed"}), correction(set={"result": "passed"})
    assert live_content(ENTRY, [there, back]) == Live(ENTRY)
    assert live_content(ENTRY, [back, there]).entry.body["result"] == "failed"


def test_withdrawal_stays_until_it_is_taken_back() -> None:
    gone, other, again = correction(withdrawn=True), correction(set={"result": "failed"}), correction(withdrawn=False)
    assert live_content(ENTRY, [gone, other]).withdrawn
    assert not live_content(ENTRY, [gone, again, other]).withdrawn
    assert withdrawn_after(Live(ENTRY).withdrawn, gone)
    assert not withdrawn_after(Live(ENTRY, withdrawn=True).withdrawn, again)


@pytest.mark.parametrize(
    "change",
    [{"set": {"result": "doubtful"}}, {"clear": ["method"]}, {"set": {"by": "AM1234567"}}, {"set": {"end": 7}}],
)
def test_a_result_that_the_kind_does_not_allow_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BodyError):
        apply_correction(ENTRY, correction(**change))


def test_a_correction_is_not_corrected() -> None:
    with pytest.raises(BodyError, match="cannot be corrected"):
        apply_correction(correction(withdrawn=True), correction(withdrawn=False))
