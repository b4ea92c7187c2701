"""Laws of bounds and samples: which way they move, what they never depend on."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.assess.allegations import (
    Stratum,
    allegation_table,
    detect_cutpoint_exact,
    largest_undetected,
    sample_size_exact,
    sample_size_iaea,
)
from safeconduct.assess.allegations.exact import chance_found_at_most
from tests.unit.assess.allegations.exactly import found_at_most, largest_by_trying

PPM = 1_000_000
CONFIDENCES = st.sampled_from([500_000, 800_000, 900_000, 950_000, 990_000])
SENSITIVITIES = st.integers(1, 20).map(lambda twentieths: twentieths * 50_000)


@st.composite
def counts(draw: st.DrawFn, most: int) -> tuple[int, int, int]:
    """Vehicles passed, checked, found."""
    passed = draw(st.integers(0, most))
    checked = draw(st.integers(0, passed))
    return passed, checked, draw(st.integers(0, checked))


@st.composite
def strata(draw: st.DrawFn) -> Stratum:
    """A stratum, with anything in it recorded or not."""
    passed, checked, found = draw(counts(400))
    maybe = st.booleans()
    return Stratum(
        label=draw(st.sampled_from(["a", "b", "c"])),
        passed_lo=draw(st.none() | st.integers(0, passed)),
        passed_hi=passed if draw(maybe) or draw(maybe) else None,
        checked=checked if draw(maybe) or draw(maybe) else None,
        found=min(found, 5),
        blind_hi=draw(st.none() | st.integers(0, 50)),
        random=draw(maybe),
        method=draw(st.sampled_from(["scanner", "canine"])),
        sensitivity_ppm=draw(SENSITIVITIES),
    )


@settings(max_examples=60, deadline=None)
@given(given_counts=counts(14), sensitivity=SENSITIVITIES, confidence=CONFIDENCES)
def test_the_bound_is_that_of_trying_everything(
    given_counts: tuple[int, int, int], sensitivity: int, confidence: int
) -> None:
    wanted = largest_by_trying(*given_counts, Fraction(sensitivity, PPM), Fraction(PPM - confidence, PPM))
    assert largest_undetected(*given_counts, sensitivity, confidence) == wanted


@settings(max_examples=60, deadline=None)
@given(given_counts=counts(1_000_000), sensitivity=SENSITIVITIES, confidence=CONFIDENCES)
def test_the_bound_is_possible_and_the_next_is_not(
    given_counts: tuple[int, int, int], sensitivity: int, confidence: int
) -> None:
    passed, checked, found = given_counts
    bound = largest_undetected(passed, checked, found, sensitivity, confidence)
    error = (PPM - confidence) / PPM
    assert found <= bound <= passed
    assert chance_found_at_most(passed, checked, bound, found, sensitivity / PPM) >= error * (1 - 1e-8)
    if bound < passed:
        assert chance_found_at_most(passed, checked, bound + 1, found, sensitivity / PPM) < error


@settings(max_examples=60, deadline=None)
@given(given_counts=counts(2_000), sensitivity=SENSITIVITIES, confidence=CONFIDENCES, more=st.integers(1, 50))
def test_more_evidence_never_widens_and_less_never_narrows(
    given_counts: tuple[int, int, int], sensitivity: int, confidence: int, more: int
) -> None:
    passed, checked, found = given_counts
    bound = largest_undetected(passed, checked, found, sensitivity, confidence)
    assert largest_undetected(passed + more, checked, found, sensitivity, confidence) >= bound
    assert largest_undetected(passed, min(passed, checked + more), found, sensitivity, confidence) <= bound
    assert largest_undetected(passed, checked, min(checked, found + more), sensitivity, confidence) >= bound
    assert largest_undetected(passed, checked, found, max(1, sensitivity - 40_000), confidence) >= bound
    assert largest_undetected(passed, checked, found, sensitivity, min(PPM - 1, confidence + more)) >= bound
    assert largest_undetected((0, passed), checked, found, sensitivity, confidence) == bound


@settings(max_examples=40, deadline=None)
@given(items=st.integers(2, 400), data=st.data(), confidence=st.sampled_from([0.1, 0.2, 0.5, 0.8, 0.9, 0.95]))
def test_the_approximate_sample_is_never_short(items: int, data: st.DataObject, confidence: float) -> None:
    bad = data.draw(st.integers(1, items - 1))
    exact = sample_size_exact(items, bad, confidence)
    assert exact <= sample_size_iaea(items, bad, confidence)
    assert 1 - found_at_most(items, exact, bad, 0, Fraction(1)) >= Fraction(str(confidence))
    assert exact == 0 or 1 - found_at_most(items, exact - 1, bad, 0, Fraction(1)) < Fraction(str(confidence))


@settings(max_examples=40, deadline=None)
@given(
    items=st.integers(1, 40),
    data=st.data(),
    se=st.sampled_from([0.3, 0.8, 1.0]),
    sp=st.sampled_from([0.7, 0.95, 1.0]),
)
def test_alarms_of_one_or_more_are_those_of_the_bound_where_none_are_false(
    items: int, data: st.DataObject, se: float, sp: float
) -> None:
    drawn, bad = data.draw(st.integers(0, items)), data.draw(st.integers(0, items))
    found = [detect_cutpoint_exact(items, drawn, cut, se, sp, bad) for cut in range(1, drawn + 2)]
    assert all(more >= less - 1e-12 for more, less in pairwise(found))
    if sp == 1:
        assert abs(found[0] - (1 - chance_found_at_most(items, drawn, bad, 0, se))) < 1e-9


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(strata(), min_size=1, max_size=6), seed=st.integers(0, 2**16), confidence=CONFIDENCES)
def test_the_order_and_the_names_of_rows_change_no_figure(rows: list[Stratum], seed: int, confidence: int) -> None:
    table = allegation_table(rows, confidence_ppm=confidence)
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    other = allegation_table([replace(rows[at], label=str(at)) for at in order], confidence_ppm=confidence)
    figures = [(row.bound, row.reason, row.worst_case, row.missed, row.sentence) for row in table.rows]
    assert [figures[at] for at in order] == [
        (row.bound, row.reason, row.worst_case, row.missed, row.sentence) for row in other.rows
    ]
    assert (table.total.bound, table.total.worst_case) == (other.total.bound, other.total.worst_case)
    assert table.by_sensitivity == other.by_sensitivity


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(strata(), min_size=1, max_size=6))
def test_a_bound_never_appears_without_a_record_and_never_disappears_without_a_reason(rows: list[Stratum]) -> None:
    table = allegation_table(rows)
    for row in (*table.rows, table.total):
        assert (row.bound is None) == (row.reason is not None)
        if row.bound is not None and row.found is not None and row.passed_hi is not None:
            assert row.found <= row.bound <= row.passed_hi
        if row.found == 0 and row.bound != 0:
            assert "cannot show 0" in str(row.sentence)
        if row.passed_hi is None or row.blind_hi is None:
            assert row.worst_case is None
