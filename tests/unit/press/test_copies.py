"""Near copies by shared runs of words: what the threshold finds and leaves on invented reports, and what it ignores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from safeconduct.press.copies import RUNS_MIN, Overlap, overlap, runs_of
from safeconduct.press.source import read_source
from tests.unit.press.invented_copies import COPIES, OTHERS, Maker, report

PAIRS = 100


def runs(text: str) -> frozenset[str]:
    return runs_of(read_source(text.encode(), "report.txt").text)


def found(makers: Mapping[str, Maker]) -> dict[str, int]:
    """How many of a hundred pairs are proposed as copies, by what was done to the second report."""
    counts = {}
    for name, make in makers.items():
        near = 0
        for seed in range(PAIRS):
            draw = Random(seed)
            first = report(draw)
            near += overlap(_runs(first), _runs(make(draw, first))).near
        counts[name] = near
    return counts


def _runs(paragraphs: Sequence[str]) -> frozenset[str]:
    return runs("\n\n".join(paragraphs))


def test_what_outlets_do_to_agency_copy_is_proposed() -> None:
    counts = found(COPIES)
    replaced = counts.pop("with one word in fifteen replaced")
    assert set(counts.values()) == {PAIRS}
    assert replaced == 97


def test_reports_about_the_same_matter_are_not_proposed() -> None:
    assert set(found(OTHERS).values()) == {0}


def test_case_marks_and_furniture_do_not_count() -> None:
    plain = "The ferry office said on Monday that the crossing would stay shut until the first snow of the winter."
    other = plain.upper().replace(" ", " \u201c").replace(".", "!")
    assert runs(plain) == runs(other)
    with_furniture = f"{plain}\n\nSign up for our newsletter\n\nRead more: the crossing in pictures\n"
    assert runs(plain) == runs(with_furniture)


@pytest.mark.parametrize("text", ["", "Four words are few", "one two three four five"])
def test_short_texts_have_few_runs_and_are_never_near(text: str) -> None:
    assert len(runs(text)) == (1 if text.startswith("one") else 0)
    assert not overlap(runs(text), runs(text)).near


@pytest.mark.parametrize(
    ("shared", "near"), [(RUNS_MIN * 6 // 10, True), (RUNS_MIN * 6 // 10 - 1, False), (RUNS_MIN, True)]
)
def test_the_threshold_is_of_the_shorter_one(shared: int, *, near: bool) -> None:
    assert Overlap(shared, RUNS_MIN, 10 * RUNS_MIN).near is near
    assert Overlap(shared, 10 * RUNS_MIN, RUNS_MIN).near is near
    assert not Overlap(RUNS_MIN - 1, RUNS_MIN - 1, RUNS_MIN).near
