"""Reporting that stands behind or inside what was said: «...», — сказал X. — «...»; "..., сообщил X"."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.line import Quote
from safeconduct.press.extract.russian.hits import RussianHit
from safeconduct.press.extract.russian.marks import MARKS
from safeconduct.press.extract.russian.mentions import any_noun, clause_end, clause_start, subject_in
from safeconduct.press.extract.russian.scopes import DASHES, STOPS
from safeconduct.press.extract.russian.table import RussianTable
from safeconduct.press.extract.russian.tails import trimmed
from safeconduct.press.extract.scopes import Scope

_PAUSES = DASHES | STOPS | {","}
_RESUMED_AFTER = 15
"""A content of more words than this is taken to be whole before an unquoted tag."""
_LEFT_MIN = 2
_RESUMED_WITHIN = 60
"""Words of a tag inside a quotation."""
_CITING = frozenset({"цитировать", "процитировать", "приводить", "привести"})
_GERUND = ("я", "в", "вши", "сь")
_NO_RESUME = frozenset({"который", "которая", "которое", "которые", "где", "когда", "что", "в", "во", "на", "со", "по"})


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag reports. depth: of the quotation the content stands in, less one."""

    content: tuple[Words, ...]
    mention: Words | None
    quoted: bool
    depth: int
    spoken: bool = False


def tag_of(scope: Scope, hit: RussianHit, table: RussianTable) -> Tag | None:
    """The content before a verb, if it stands behind or inside it."""
    line = scope.line
    start = clause_start(scope, hit.first)
    if start <= scope.lo or not hit.takes("tag"):
        return None
    k = start - 1
    dashed = line.lows[k] in DASHES
    while k > scope.lo and scope.own(k) and line.lows[k] in _PAUSES:
        k -= 1
    if k == start - 1 or (k == scope.lo and line.lows[k] in _PAUSES):
        return None
    mention = tag_speaker(scope, hit, start, table, strict=line.lows[k] not in MARKS and not dashed)
    if dashed and (inside := line.inner[hit.first]) is not None:
        return _inserted(scope, hit, (inside.opens + 1, k, min(inside.closes, len(line)) - 1), mention)
    if dashed and scope.depth == 0 and line.lows[0] in DASHES:
        return _inserted(scope, hit, (1, k, len(line) - 1), mention, spoken=True)
    quote = line.closed.get(k) or (line.closed.get(k - 1) if line.lows[k] in STOPS else None)
    if quote is not None and _is_said(scope, quote, dashed=dashed):
        return _behind_quote(scope, hit, quote, mention)
    return _plain(scope, hit, start, k, mention)


def tag_speaker(
    scope: Scope, hit: RussianHit, start: int, table: RussianTable, *, strict: bool = False
) -> Words | None:
    """Who speaks: behind the verb, else before it. strict: a noun of no list does not count."""
    end = clause_end(scope, hit.last + 1)
    if hit.paper:
        return paper_speaker(scope, hit.last + 1, end, table)
    if hit.form.name in _CITING and hit.last + 1 < end and scope.line.lows[hit.last + 1] in table.words.possessives:
        return hit.last + 1, hit.last + 1  # "цитирует его агентство"
    found = subject_in(scope, hit.last + 1, end, table.words, hit.form.mood)
    found = found or subject_in(scope, start, hit.first, table.words, hit.form.mood)
    return found if found is not None or strict else any_noun(scope, hit.last + 1, end, table.words)


def paper_speaker(scope: Scope, start: int, end: int, table: RussianTable) -> Words | None:
    """Whose paper speaks: "в заявлении МИД" names the ministry, "в документе" nobody but itself."""
    lows = scope.line.lows
    for i in range(start, end):
        if scope.own(i) and lows[i] in table.papers:
            stop = next((k for k in range(i + 1, end) if lows[k] in table.words.prepositions), end)
            return (i + 1, stop - 1) if stop > i + 1 else (i, i)
    return None


def _inserted(
    scope: Scope, hit: RussianHit, around: tuple[int, int, int], mention: Words | None, *, spoken: bool = False
) -> Tag | None:
    """A tag between dashes inside its quotation; around: the first word of that, where it breaks off, the last."""
    line, (first, broken, last) = scope.line, around
    near = range(hit.last + 1, min(last, hit.last + _RESUMED_WITHIN))
    resumed = next((i for i in near if line.depth[i] == scope.depth and line.lows[i] in DASHES), last)
    parts = [(first, broken), *([(resumed + 1, last)] if resumed < last else [])]
    inner = [run for part in parts if (run := _bare(scope, *part)) is not None]
    return Tag(tuple(inner), mention, quoted=True, depth=scope.depth - (not spoken), spoken=spoken) if inner else None


def _bare(scope: Scope, first: int, last: int) -> Words | None:
    lows = scope.line.lows
    while first <= last and (lows[first] in DASHES or lows[first] in {",", "."}):
        first += 1
    while last >= first and (lows[last] in DASHES or lows[last] in {",", ".", ";", ":"}):
        last -= 1
    return (first, last) if last >= first else None


def _is_said(scope: Scope, quote: Quote, *, dashed: bool) -> bool:
    """Whether the marks hold speech: not the name of a paper or a firm at the end of a clause."""
    if dashed or scope.line.lows[quote.closes - 1] in STOPS | {","}:
        return True
    return quote.opens == scope.lo or quote.closes - quote.opens > _LEFT_MIN


def _behind_quote(scope: Scope, hit: RussianHit, quote: Quote, mention: Words | None) -> Tag | None:
    line = scope.line
    begins = quote.opens if quote.opens == scope.lo or line.lows[quote.opens - 1] in {":", *DASHES} else scope.lo
    first = trimmed(scope, begins, quote.closes)
    if first is None:
        return None
    content = [first]
    end = clause_end(scope, hit.last + 1)
    k = end
    while k < scope.hi and line.lows[k] in _PAUSES:
        k += 1
    resumed = line.opened.get(k) if k > end else None
    if resumed is not None and (run := trimmed(scope, k, min(resumed.closes, scope.hi - 1))) is not None:
        content.append(run)
    return Tag(tuple(content), mention, quoted=True, depth=scope.depth)


def _plain(scope: Scope, hit: RussianHit, start: int, left: int, mention: Words | None) -> Tag | None:
    """Without marks: "The road is open, said the minister"; the verb opens its clause, the speaker stands behind."""
    lows = scope.line.lows
    opens = start
    if lows[start] == "как":
        return None
    while opens < hit.first and lows[opens] in {"также", "ранее", "об", "этом"}:
        opens += 1
    if mention is None or mention[1] < hit.first or opens < hit.first:
        return None
    opened = next((i for i in range(left, scope.lo, -1) if scope.own(i) and lows[i] in {"(", ")"}), scope.lo)
    first = trimmed(scope, opened + 1 if lows[opened] == "(" else scope.lo, left)
    if first is None or hit.form.mood == "gerund":
        return None
    content = [first]
    end = clause_end(scope, hit.last + 1)
    short = first[1] - first[0] < _RESUMED_AFTER
    if end + 1 < scope.hi and lows[end] == "," and short and _resumes(scope, end + 1):
        rest = trimmed(scope, end + 1, scope.hi - 1)
        content += [rest] if rest is not None else []
    words = sum(last - begin + 1 for begin, last in content)
    return Tag(tuple(content), mention, quoted=False, depth=scope.depth) if words >= _LEFT_MIN else None


def _resumes(scope: Scope, at: int) -> bool:
    low = scope.line.lows[at]
    return low not in _NO_RESUME and not (len(low) > 4 and low.endswith(_GERUND)) and scope.hi - at > 2
