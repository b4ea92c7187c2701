"""Sentences: runs of words between two full stops, those of the paragraph and those inside each long quotation.

A quotation stands in its sentence like a single word: stops inside it do not end the sentence around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.line import Line
from safeconduct.press.extract.marks import MARKS

_STOPS = frozenset({".", "!", "?", "…"})
_CLOSING = frozenset({")", "]", "”", '"', "’", "'", "»", "“", "''"})
_LIKELY = _STOPS | MARKS
WORDS_MAX = 240
"""Words of one sentence that are looked at together; a longer run is cut, so that the cost stays linear."""
_QUOTE_WORDS_MIN = 5
_TAG_WITHIN = 9
_DATELINE_WORDS = 14
_TOWN_WORDS = 5
_LABEL_WORDS = 10
_LABEL_WORDS_MIN = 3
_LABELLED_WORDS = 8
_NO_LABEL = frozenset({",", ".", ";", "according", "words", "said", "says", "told", "that", "by"}) | MARKS
_SAYS = frozenset(
    {"said", "says", "added", "adds", "wrote", "writes", "warned", "warns", "asked", "replied", "stated", "noted"}
    | {"declared", "explained", "continued", "announced", "tweeted", "posted", "insisted", "stressed", "concluded"}
    | {"statement", "message", "reporters", "this", "follows", "following", "clear", "words"}
)
_DASHES = frozenset({"-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Scope:
    """A sentence: words lo to hi of a line, hi excluded, at one depth of quotation."""

    line: Line
    lo: int
    hi: int
    depth: int = 0

    def own(self, i: int) -> bool:
        """Whether a word stands in this sentence and in none of the quotations within it."""
        return self.line.depth[i] == self.depth


def scopes_of(line: Line, table: Table) -> Iterator[Scope]:
    """The sentences of a paragraph in order, each followed by those of the quotations in it."""
    for lo, hi in _cut(line, table, _dateline_end(line) or _label_end(line, table), len(line), 0):
        yield Scope(line, lo, hi)
    for quote in line.quotes:
        depth = line.depth[quote.opens] + 1
        if quote.closes - quote.opens > _QUOTE_WORDS_MIN and depth <= 2:
            for lo, hi in _cut(line, table, quote.opens + 1, quote.closes, depth):
                yield Scope(line, lo, hi, depth)


def _dateline_end(line: Line) -> int:
    """The first word after `MOSCOW (AA) -`, `WASHINGTON, Jan. 3 —`; 0 if the paragraph has no dateline."""
    if not line.starts:
        return 0
    if not line.text[line.starts[0] : line.ends[0]].isupper() or line.ends[0] - line.starts[0] < 3:
        return _towns_end(line)
    for i in range(1, min(_DATELINE_WORDS, len(line))):
        if line.lows[i] in _DASHES and line.spaced_before(i) and line.spaced_after(i):
            return i + 1
        stop = line.lows[i] in _STOPS and line.lows[i + 1 : i + 2] != ["–"]
        if stop or line.lows[i] in MARKS:
            return 0
    return 0


def _towns_end(line: Line) -> int:
    """The first word after `Brenn/Korsa – ` in front of a sentence without another dash; 0 if there is none."""
    dash = next((k for k in range(1, min(_TOWN_WORDS, len(line) - 1)) if line.lows[k] in _DASHES), 0)
    if not dash or line.headline or not (line.spaced_before(dash) and line.spaced_after(dash)):
        return 0
    named = all(line.capital[k] or line.lows[k] in {"/", ","} for k in range(dash)) and line.capital[dash + 1]
    return 0 if not named or not _DASHES.isdisjoint(line.lows[dash + 1 :]) else dash + 1


def _label_end(line: Line, table: Table) -> int:
    """The first word after a label that runs into the text ("Talks on the bridge agreed: The mayor said ..."), or 0."""
    colon = next((k for k in range(1, min(_LABEL_WORDS, len(line) - _LABELLED_WORDS)) if line.lows[k] == ":"), 0)
    if colon < _LABEL_WORDS_MIN or line.headline or line.depth[colon] or not line.capital[0]:
        return 0
    words, lows = table.words, line.lows
    if not line.capital[colon + 1] or any(lows[k] in _NO_LABEL or lows[k].endswith("'s") for k in range(colon)):
        return 0
    if any(lows[k] in words.auxiliaries or lows[k] in words.pronouns for k in range(colon)):
        return 0
    named = lows[0] in words.determiners or all(line.capital[:colon])
    return 0 if named or lows[colon - 1] in _SAYS else colon + 1


def _cut(line: Line, table: Table, lo: int, hi: int, depth: int) -> Iterator[tuple[int, int]]:
    begin = lo
    for i in [i for i, low in enumerate(line.lows[lo:hi], lo) if low in _LIKELY or low[-1] == "."]:
        if i >= begin and line.depth[i] == depth and _ends_sentence(line, table, i, depth):
            end = _after_closing(line, i, hi)
            yield from _pieces(line, begin, i, end, depth)
            begin = end
    yield from _pieces(line, begin, hi, hi, depth)


def _pieces(line: Line, begin: int, stop: int, end: int, depth: int) -> Iterator[tuple[int, int]]:
    """A run up to `end`, cut before `stop` where it is too long."""
    for i in range(begin + WORDS_MAX - 1, stop):
        if i + 1 - begin >= WORDS_MAX and line.depth[i] == depth:
            yield begin, i + 1
            begin = i + 1
    if begin < end:
        yield begin, end


def _ends_sentence(line: Line, table: Table, i: int, depth: int) -> bool:
    low = line.lows[i]
    if low in _STOPS:
        return _stop_ends(line, i)
    if len(low) > 1 and low[-1] == "." and _starts_sentence(line, table, i + 1):
        return True
    if low in MARKS and i > 0 and line.depth[i - 1] > depth and line.lows[i - 1] in _STOPS:
        return not _lower_follows(line, i) and not (line.lows[i - 1] != "." and _tag_follows(line, table, i + 1))
    return False


def _stop_ends(line: Line, i: int) -> bool:
    if i == 0:
        return True
    inside = line.lows[i] == "." and not line.spaced_before(i) and not line.spaced_after(i)
    if inside and line.lows[i + 1] not in _CLOSING | _STOPS:
        return line.capital[i + 1]
    return not _lower_follows(line, i)


def _starts_sentence(line: Line, table: Table, i: int) -> bool:
    return i >= len(line) or (line.capital[i] and line.lows[i] in table.words.caps_function)


def _lower_follows(line: Line, i: int) -> bool:
    i = _after_closing(line, i, len(line))
    return i < len(line) and line.lows[i][0].isalpha() and not line.capital[i]


def _after_closing(line: Line, i: int, hi: int) -> int:
    i += 1
    while i < hi and (line.lows[i] in _STOPS or (line.lows[i] in _CLOSING and not line.spaced_before(i))):
        i += 1
    return i


def _tag_follows(line: Line, table: Table, i: int) -> bool:
    """`"Is it?" Smith asked.`: a speaker and a cue follow at once."""
    named = False
    for k in range(i, min(i + _TAG_WITHIN, len(line))):
        if line.lows[k] in _STOPS or line.lows[k] in {":", ";"} | MARKS or (line.lows[k] == "," and not named):
            return False
        named = named or line.capital[k]
        if any(
            "tag" in form.cue.frames and form.tense in {"past", "present"} for form in table.verbs.get(line.lows[k], ())
        ):
            return True
    return False
