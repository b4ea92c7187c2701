"""The verb cues of one Russian sentence, read together: whose statement, and its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.line import Quote
from safeconduct.press.extract.russian.ahead import Ahead, ahead_of, fronted
from safeconduct.press.extract.russian.hits import RussianHit
from safeconduct.press.extract.russian.mentions import any_noun, clause_end, clause_start, mention_in, subject_in
from safeconduct.press.extract.russian.table import RussianTable
from safeconduct.press.extract.russian.tags import Tag, paper_speaker, tag_of, tag_speaker
from safeconduct.press.extract.russian.tails import beside
from safeconduct.press.extract.scopes import Scope

_CLAUSES_BACK = 3


@dataclass(frozen=True, slots=True)
class Colon:
    """Reporting words that end in a colon with nothing behind it: the next paragraph is what was said."""

    cue: Words
    mention: Words | None


@dataclass(slots=True)
class VerbDrafts:
    """The statements of a sentence, and a colon at its end."""

    drafts: list[Draft] = field(default_factory=list)
    colon: Colon | None = None


def verb_drafts(scope: Scope, table: RussianTable, hits: Sequence[RussianHit]) -> VerbDrafts:
    """The statements that verbs of this sentence report."""
    result = VerbDrafts()
    last: dict[str, Words] = {}
    for hit in hits:
        cue = (hit.first, hit.last)
        if (aside := _as_said(scope, hit, table, result.drafts)) is not None:
            result.drafts.append(aside)
            continue
        ahead = ahead_of(scope, hit, hits, table.words)
        tag = tag_of(scope, hit, table) if ahead is None or not ahead.link else None
        if tag is not None and (tag.quoted or ahead is None or hit.form.mood != "gerund"):
            if not _is_own(scope, tag.mention, table):
                result.drafts.append(_tagged(scope, hit, tag))
            continue
        if ahead is None:
            ahead = fronted(scope, hit)
        if ahead is None:
            continue
        inside = any(first <= hit.first <= end for draft in result.drafts for first, end in draft.content)
        mention = _subject(scope, hit, table, last, own=inside, joined=bool(ahead.link))
        if mention is not None and not inside:
            last[hit.form.mood] = mention
        if _is_own(scope, mention, table) or (mention is None and not _opens(scope, hit, table)):
            continue
        if ahead.content is None:
            result.colon = Colon(cue, mention)
        else:
            result.drafts.append(_ahead(scope, cue, ahead, mention))
    return result


def _as_said(scope: Scope, hit: RussianHit, table: RussianTable, drafts: Sequence[Draft]) -> Draft | None:
    """The sentence, or the content, that "как сообщил X" stands beside."""
    start, lows = clause_start(scope, hit.first), scope.line.lows
    if lows[start] != "как" or any(lows[k] not in table.words.openers for k in range(start + 1, hit.first)):
        return None
    end = clause_end(scope, hit.last + 1)
    mention, content = tag_speaker(scope, hit, start, table), beside(scope, start, end, drafts, table.words)
    if mention is None or not content:
        return None
    return Draft(scope, content, hit.form.type, (hit.first, hit.last), mention, frame="as")


def _is_own(scope: Scope, mention: Words | None, table: RussianTable) -> bool:
    """Whether speakers report themselves: "мы сказали"."""
    return mention is not None and scope.line.lows[mention[0]] in table.words.first_person


def _tagged(scope: Scope, hit: RussianHit, tag: Tag) -> Draft:
    if tag.spoken:  # words behind a dash are direct speech without marks
        scope.line.quotes = (*scope.line.quotes, *(Quote(first - 1, last + 1) for first, last in tag.content))
        for first, last in tag.content:
            for k in range(first, last + 1):
                scope.line.depth[k] += 1
    around = Scope(scope.line, scope.lo, scope.hi, max(tag.depth, 0))
    cue = (hit.first, hit.last)
    return Draft(around, list(tag.content), hit.form.type, cue, tag.mention, quoted=tag.quoted, frame="tag")


def _ahead(scope: Scope, cue: Words, ahead: Ahead, mention: Words | None) -> Draft:
    content = ahead.content or cue
    return Draft(scope, [content], ahead.type, cue, mention, ahead.addressee, quoted=ahead.quoted, frame="ahead")


def _subject(
    scope: Scope, hit: RussianHit, table: RussianTable, last: dict[str, Words], *, own: bool, joined: bool
) -> Words | None:
    """Who speaks: the words before the verb, behind it, at the head of the sentence, or of the verb before.

    own: the verb stands in what somebody said, so that the head of the sentence is not its subject. joined: a clause
    follows it, so that a noun of no list may be the speaker, and "который" too.
    """
    words, lows = table.words, scope.line.lows
    start = clause_start(scope, hit.first)
    mood = hit.form.mood
    if hit.paper:
        before = paper_speaker(scope, start, hit.first, table)
        return before or paper_speaker(scope, hit.last + 1, clause_end(scope, hit.last + 1), table)
    if lows[start].startswith("котор"):
        return (start, start) if joined and start + 1 == hit.first else None
    if mood == "gerund":
        return _of_main_verb(scope, hit, table, last)
    if mood in last and lows[hit.first - 1] in words.links:
        return last[mood]
    found = subject_in(scope, start, hit.first, words, mood)
    found = found or subject_in(scope, hit.last + 1, _behind(scope, hit), words, mood)
    if found is None and start > scope.lo and not own:
        found = last.get(mood) or _at_head(scope, start, table)
    if found is None and joined:
        while start < hit.first and lows[start] in words.openers | words.links | words.no_names:
            start += 1
        found = any_noun(scope, start, hit.first, words)
    return found


def _behind(scope: Scope, hit: RussianHit) -> int:
    """Behind a verb a subject stands up to the clause; what a verb takes is no subject of it."""
    return clause_end(scope, hit.last + 1) if hit.takes("что") else hit.last + 1


def _at_head(scope: Scope, before: int, table: RussianTable) -> Words | None:
    """The subject that a clause between commas parts from its verb: "N. N., выступая в парламенте, заявил"."""
    return mention_in(scope, scope.lo, min(before, clause_end(scope, scope.lo)), table.words)


def _of_main_verb(scope: Scope, hit: RussianHit, table: RussianTable, last: dict[str, Words]) -> Words | None:
    if last:
        return list(last.values())[-1]
    start = clause_start(scope, hit.first)
    for _ in range(_CLAUSES_BACK):
        if start <= scope.lo:
            break
        end, start = start - 1, clause_start(scope, start - 1)
        if (found := mention_in(scope, start, end, table.words)) is not None:
            return found
    if hit.first > scope.lo + 2:
        return None
    for at in range(hit.last + 1, scope.hi):  # "Отметив, что ..., министр заявил"
        if scope.own(at) and any(form.mood != "gerund" for form in table.verbs.get(scope.line.lows[at], ())):
            return mention_in(scope, clause_start(scope, at), at, table.words)
    return None


def _opens(scope: Scope, hit: RussianHit, table: RussianTable) -> bool:
    """Whether a sentence begins with the verb, so that whoever spoke before goes on: "Также отметил, что ..."."""
    if scope.depth or hit.paper or hit.form.mood not in {"he", "she"}:
        return False
    return all(scope.line.lows[k] in table.words.openers | table.words.links for k in range(scope.lo, hit.first))
