"""A wording of one's own: short, not copied, fit for a log."""

from __future__ import annotations

import pytest

from safeconduct.base import limits
from safeconduct.press.errors import ReviewError
from safeconduct.press.review.wording import copied_run, own_words

TEXT = """\
The harbour office said on Friday that the northern pier would stay open for grain ships until the first ice of winter.
"""


@pytest.mark.parametrize("entered", ["", "The pier is to stay open until winter.", "  Two\n lines,   one sentence. "])
def test_a_short_line_is_taken(entered: str) -> None:
    assert own_words(TEXT, entered) == " ".join(entered.split())


@pytest.mark.parametrize(
    ("entered", "why"),
    [
        ("word " * limits.PRESS_WORDING_CHARS_MAX, "characters"),
        ("The pier\u202e stays open", "hidden"),
        ("Call the office at +44 20 7946 0000", "looks like"),
        ('It said: "The NORTHERN pier would stay open, for grain ships until the first ice" again', "in a row"),
    ],
)
def test_what_does_not_fit_is_refused(entered: str, why: str) -> None:
    with pytest.raises(ReviewError, match=why) as refused:
        own_words(TEXT, entered)
    assert refused.value.where == "wording"


def test_a_run_as_long_as_anybody_would_say_it_is_taken() -> None:
    words = TEXT.split()
    assert own_words(TEXT, " ".join(words[: limits.PRESS_WORDING_RUN_MAX]))
    with pytest.raises(ReviewError):
        own_words(TEXT, " ".join(words[: limits.PRESS_WORDING_RUN_MAX + 1]))


@pytest.mark.parametrize(
    ("text", "wording", "run"),
    [("", "a b", 0), ("a b c", "", 0), ("a b c", "b c d a", 2), ("ab c", "a b c", 1), ("a x a b c", "a b c", 3)],
)
def test_the_longest_run_of_whole_words_counts(text: str, wording: str, run: int) -> None:
    assert copied_run(text, wording) == run
