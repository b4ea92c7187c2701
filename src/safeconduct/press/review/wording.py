"""What was said, in the reviewer's own words: one short line that does not copy the report.

Nobody proposes it. Where it is left out, the quotation stands for itself.
"""

from __future__ import annotations

import re

from safeconduct.base import limits
from safeconduct.entries.personal import looks_personal
from safeconduct.press.errors import ReviewError
from safeconduct.press.source.visible import shown

_WORD = re.compile(r"[\w'’-]+")


def own_words(text: str, entered: str) -> str:
    """The wording as one line. Raises ReviewError if it is long, copies the text, or may not stand in a log.

    text: of the report.
    """
    words = " ".join(entered.split())
    if len(words) > limits.PRESS_WORDING_CHARS_MAX:
        raise _refused(f"the wording has {len(words)} characters; at most {limits.PRESS_WORDING_CHARS_MAX}")
    if shown(words) != words:
        raise _refused("the wording has a hidden character")
    if what := looks_personal(words):
        raise _refused(f"the wording has what looks like {what}")
    if copied_run(text, words) > limits.PRESS_WORDING_RUN_MAX:
        raise _refused(f"the wording repeats more than {limits.PRESS_WORDING_RUN_MAX} words of the report in a row")
    return words


def copied_run(text: str, wording: str) -> int:
    """How many words of a wording stand in a text in a row, at the most, whatever their case and marks.

    >>> copied_run("The road, she said, will open soon.", "She says: the road will open soon")
    3
    """
    held = f" {' '.join(_words(text))} "
    words = _words(wording)
    longest = 0
    for start in range(len(words)):
        while f" {' '.join(words[start : start + longest + 1])} " in held and start + longest < len(words):
            longest += 1
    return longest


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _refused(what: str) -> ReviewError:
    return ReviewError(
        what,
        where="wording",
        next_step="Say it shortly in your own words, or leave it empty: the quotation stands anyway.",
    )
