"""Russian reporting verbs in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.russian.table import RussianForm, RussianTable
from safeconduct.press.extract.scopes import Scope

HITS_MAX = 16
"""Cues of one sentence that are looked at."""
_NOT = frozenset({"не", "ни"})
_PAPER_FRAMES = frozenset({"что", "tag"})


@dataclass(frozen=True, slots=True)
class RussianHit:
    """A cue at the words first to last. paper: a verb that papers speak with ("говорится в заявлении")."""

    form: RussianForm
    first: int
    last: int
    paper: bool = False

    def takes(self, frame: str) -> bool:
        """Whether the cue takes a frame."""
        return frame in self.form.frames


def russian_hits(scope: Scope, table: RussianTable) -> list[RussianHit]:
    """The cues of one sentence, at its own depth of quotation, in order."""
    lows = scope.line.lows
    hits: list[RussianHit] = []
    for i in range(scope.lo, scope.hi):
        if not scope.own(i):
            continue
        if lows[i] in table.paper_verbs:
            hits.append(RussianHit(RussianForm(lows[i], "assertion", _PAPER_FRAMES, "it"), i, i, paper=True))
        for form in table.verbs.get(lows[i], ()):
            last = i + len(form.rest)
            if tuple(lows[i + 1 : min(last + 1, scope.hi)]) == form.rest and _is_affirmed(scope, i, form):
                first = i - 1 if form.before else i
                hits.append(RussianHit(form, first, last))
                break
    return hits[:HITS_MAX]


def _is_affirmed(scope: Scope, i: int, form: RussianForm) -> bool:
    before = scope.line.lows[i - 1] if i > scope.lo else ""
    return before == form.before if form.before else before not in _NOT
