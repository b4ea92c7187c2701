"""Where the content of a Russian verb begins: behind "что", a colon, a preposition, at an infinitive or an object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.russian.hits import RussianHit
from safeconduct.press.extract.russian.mentions import BREAKS, clause_end
from safeconduct.press.extract.russian.scopes import DASHES
from safeconduct.press.extract.russian.table import RussianWords
from safeconduct.press.extract.scopes import Scope

_REACH = 30
_POINTING = frozenset({"этом", "том", "этого", "того", "это", "то", "этому", "тому"})
_THAT_ONE = frozenset({"том", "тем", "то", "тому"})
_PREPOSITIONS = {
    "о": {"о", "об", "обо"},
    "к": {"к", "ко"},
    "с": {"с", "со"},
    "в": {"в", "во"},
    "от": {"от"},
    "на": {"на"},
    "за": {"за"},
    "против": {"против"},
}
_GAP = 7
"""Words between a verb and the preposition it takes, or the infinitive."""
_INFINITIVE = ("ть", "ться", "ти", "тись", "чь", "чься")
_NOUNS = ("ость", "есть")


@dataclass(frozen=True, slots=True)
class Start:
    """The first word of a content. link: what joins a clause (":", "что", "чтобы", "как"), empty for an object."""

    at: int
    link: str = ""
    addressee: Words | None = None


def start_of(scope: Scope, hit: RussianHit, hits: Sequence[RussianHit], words: RussianWords) -> Start | None:
    """Where the content that a verb takes begins; None if it takes none here."""
    at, link = that_behind(scope, hit, hits, words)
    if link:
        return Start(at, link)
    start = _object(scope, hit, words)
    return None if start is None or (start.at < scope.hi and scope.line.lows[start.at] in _POINTING) else start


def that_behind(scope: Scope, hit: RussianHit, hits: Sequence[RussianHit], words: RussianWords) -> tuple[int, str]:
    """The first word of the clause that a verb takes, and how it is joined; (-1, "") if there is none.

    Joined by a colon, by "что", by "чтобы" or by a question word, which belongs to the content.
    """
    line = scope.line
    following = next((other.first for other in hits if other.first > hit.last), scope.hi)
    stop = min(scope.hi, hit.last + _REACH, max(following, hit.last + 2))
    for i in range(hit.last + 1, stop):
        if not scope.own(i):
            continue
        low = line.lows[i]
        if low == ":" and hit.takes("что"):
            return i + 1, ":"
        if low in DASHES and line.spaced_before(i) and line.spaced_after(i):
            break
        begins = i if i == hit.last + 1 and low in words.that else i + 1
        if low != "," and begins != i:
            continue
        if _turns_away(scope, begins):
            break
        link = _link(scope, hit, begins, words)
        if link:
            return begins if link == "как" else begins + 1, link
    return -1, ""


def _turns_away(scope: Scope, at: int) -> bool:
    """Whether a clause begins that has a verb of its own: "..., в котором", "..., а"."""
    near = scope.line.lows[at : min(at + 2, scope.hi)]
    return any(low.startswith("котор") for low in near) or near[:1] in (["а"], ["но"], ["где"])


def _link(scope: Scope, hit: RussianHit, at: int, words: RussianWords) -> str:
    lows = scope.line.lows
    low = lows[at] if at < scope.hi else ""
    if low in words.that and (hit.takes("что") or lows[at - 2] in _THAT_ONE):
        return "что"
    if low in words.so_that and hit.takes("что"):
        return "чтобы"
    return "как" if low in words.questions and hit.takes("как") else ""


def _object(scope: Scope, hit: RussianHit, words: RussianWords) -> Start | None:
    """An infinitive, a phrase with a preposition, or an object without one."""
    end = clause_end(scope, hit.last + 1)
    own = [i for i in range(hit.last + 1, min(end, hit.last + 1 + _GAP)) if scope.own(i)]
    if hit.takes("inf") or hit.takes("лицо"):
        at = next((i for i in own if _is_infinitive(scope.line.lows[i], words)), None)
        if at is not None:
            begins = _with_adverbs(scope, at, hit.last)
            to = (hit.last + 1, begins - 1) if hit.takes("лицо") and begins > hit.last + 1 else None
            return Start(begins, addressee=to)
    for frame, written in _PREPOSITIONS.items():
        if hit.form.mood == "gerund" and frame == "о":
            continue
        if hit.takes(frame) or (frame == "в" and hit.takes("обвинение")):
            at = next((i for i in own if scope.line.lows[i] in written), None)
            if at is not None and at + 1 < end and not _is_place(hit, at, frame):
                return Start(at + 1)
    return Start(hit.last + 1) if hit.takes("np") and own and _is_object(scope, hit, words) else None


def _is_infinitive(low: str, words: RussianWords) -> bool:
    return len(low) > 3 and low.endswith(_INFINITIVE) and not low.endswith(_NOUNS) and low not in words.not_infinitives


def _with_adverbs(scope: Scope, at: int, after: int) -> int:
    lows = scope.line.lows
    while at - 1 > after and (lows[at - 1] == "не" or (lows[at - 1].endswith("о") and len(lows[at - 1]) > 4)):
        at -= 1
    return at


def _is_place(hit: RussianHit, at: int, frame: str) -> bool:
    """Whether a phrase only says where or when something was said: "сообщил на брифинге"."""
    return frame in {"в", "на", "с"} and at > hit.last + 1 and not hit.takes("обвинение")


def _is_object(scope: Scope, hit: RussianHit, words: RussianWords) -> bool:
    low = scope.line.lows[hit.last + 1]
    return hit.last + 1 < scope.hi and low not in words.prepositions | words.pronouns | BREAKS | words.links
