"""The verb cues of one sentence, read together: whose statement, and where the content of each ends."""

from __future__ import annotations

from safeconduct.press.extract.after import skip_adjuncts
from safeconduct.press.extract.ahead import content_after
from safeconduct.press.extract.asides import as_content, named_words
from safeconduct.press.extract.cues import Form, Table
from safeconduct.press.extract.draft import Draft, Reading, Words
from safeconduct.press.extract.ends import clause_end, unwrapped
from safeconduct.press.extract.hits import Hit, same_place
from safeconduct.press.extract.phrase import Subject
from safeconduct.press.extract.place import Content, Place
from safeconduct.press.extract.readings import readings_of, same_time
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.tags import tag_addressee, tag_content

_DASHES = frozenset({"-", "–", "—"})
_WITH_PARTICIPLE = frozenset({"despite", "with"})
_SUBORDINATE = _WITH_PARTICIPLE | {
    "while",
    "although",
    "though",
    "if",
    "when",
    "because",
    "after",
    "since",
    "before",
    "as",
}
_CLAUSE_WORDS = 3
_OTHERS = frozenset({"tag", "participle", "joined", "which", "rejoinder"})
_FIRST_PERSON = frozenset({"i", "we", "you", "one"})


def verb_drafts(scope: Scope, table: Table, hits: list[Hit]) -> list[Draft]:
    """The statements that verbs of this sentence report."""
    if not hits:
        return []
    readings = readings_of(scope, table, hits)
    drafts: list[Draft] = []
    for n, reading in enumerate(readings):
        if _passes_on(scope, readings[:n], reading):
            if drafts and drafts[-1].via is None:
                drafts[-1].via = _mention(reading.subject)
        elif reading.kind == "rejoinder":
            drafts += [_rejoinder(drafts[-1], reading)] if drafts else []
        else:
            drafts += _drafts_of(scope, table, reading, readings[:n], readings[n + 1 :])
    return drafts


def _passes_on(scope: Scope, earlier: list[Reading], reading: Reading) -> bool:
    """`..., the president said as he met envoys, the agency has learned`: who passes it on, no second statement."""
    before = next((other for other in reversed(earlier) if other.kind == "tag"), None)
    if reading.kind != "tag" or reading.behind or before is None or before.behind:
        return False
    between = range(before.hit.last + 1, reading.begins)
    return all(scope.own(k) for k in between) and sum(scope.line.lows[k] == "," for k in between) == 1


def _rejoinder(answered: Draft, reading: Reading) -> Draft:
    """`..., a charge that the ministry rejects`: an answer to the statement before it."""
    cue, mention = (reading.hit.first, reading.hit.last), _mention(reading.subject)
    content, kind = list(answered.content), reading.hit.form.cue.type
    return Draft(answered.scope, content, kind, cue, mention, quoted=answered.quoted, frame="rejoinder")


def _stop_for(scope: Scope, table: Table, reading: Reading, later: list[Reading]) -> int:
    """Where content after a cue must have ended: at the next reporting clause that is not part of it."""
    if reading.kind == "which":
        return _next_comma(scope, reading.hit.last + 1)
    if reading.kind == "opening" and later:
        return max(later[0].begins - 1, reading.hit.last + 1)
    stops = (stop for other in later if (stop := _stop_at(scope, table, reading, other)) >= 0)
    return next(stops, _subordinate_end(scope, reading))


def _stop_at(scope: Scope, table: Table, reading: Reading, other: Reading) -> int:
    """Where a later reporting clause ends the content of one before it, or -1."""
    if other.kind == "rejoinder" or (other.kind == "which" and _next_comma(scope, other.hit.last) >= scope.hi - 1):
        return max(other.begins, reading.hit.last + 1)
    if _after_relative(scope, reading, other):
        return other.hit.group
    if other.begins <= reading.hit.last:
        return -1
    if other.kind == "participle" and (_is_parenthesis(scope, other) or not _reports(scope, table, other)):
        return -1
    if other.kind in {"tag", "participle", "joined"}:
        clause = _after_semicolon(scope, other, [reading]) if other.kind == "tag" else scope.lo
        return clause - 1 if clause > scope.lo else _quote_start(scope, other, reading)
    return _clause_start(scope, reading, other)


def _clause_start(scope: Scope, reading: Reading, other: Reading) -> int:
    """Where a later clause with a subject of its own begins, if it is no part of what was said; else -1."""
    if _names_it(scope, other):
        return other.begins
    if other.kind != "ahead":
        return -1
    if scope.line.lows[other.begins - 2 : other.begins] in ([",", "as"], [",", "although"], [",", "though"]):
        return other.begins - 2
    return other.begins - 1 if _new_clause(scope, reading, other) else -1


def _names_it(scope: Scope, other: Reading) -> bool:
    """`..., something he called a fable`, `the war that Norland calls a mission`: the reporter's aside."""
    return other.kind == "what" and scope.line.lows[other.begins] in {"something", "that", "which"}


def _reports(scope: Scope, table: Table, other: Reading) -> bool:
    """Whether a participle has content of its own: not `pressing its grain elsewhere`."""
    place = Place(scope, table, other.hit.last + 1, scope.hi)
    return any(content_after(place, form) for form in same_place(scope, table, other.hit))


def _next_comma(scope: Scope, at: int) -> int:
    return next((k for k in range(at, scope.hi) if scope.line.lows[k] == "," and scope.own(k)), scope.hi)


def _which_content(scope: Scope, table: Table, reading: Reading) -> Words | None:
    """`which it said [on Monday] would not change`, `which he denounced as "piracy"`."""
    lows, words, stop = scope.line.lows, table.words, _next_comma(scope, reading.hit.last + 1)
    at = skip_adjuncts(scope, table, reading.hit.last + 1)
    if at < stop and lows[at] == "as" and "tag" not in reading.hit.takes:
        return (at + 1, clause_end(scope, table, at + 1, stop)) if at + 1 < stop else None
    opens = at + 1 < stop and "tag" in reading.hit.takes and lows[at][0].isalpha()
    if not opens or lows[at] in words.prepositions or lows[at] == "that" or lows[at] in words.links:
        return None
    return at, clause_end(scope, table, at, stop)


def _after_relative(scope: Scope, reading: Reading, other: Reading) -> bool:
    """`The man who accused her of theft said ...`: the sentence's own verb comes back."""
    relative = reading.subject is not None and reading.subject.relative
    tells = "tag" in other.hit.takes or scope.line.lows[other.hit.group - 1] == ","
    return relative and other.kind == "ahead" and other.hit.form.tense == "past" and tells


def _is_parenthesis(scope: Scope, other: Reading) -> bool:
    """`reports, citing the ministry, that ...`."""
    lows, last = scope.line.lows, other.hit.last
    return any(lows[k] == "," and lows[k + 1] == "that" for k in range(last + 1, min(last + 12, scope.hi - 1)))


def _subordinate_end(scope: Scope, reading: Reading) -> int:
    """`While he said that ..., she left`, `Smith, who says ..., left`: content ends at the comma of its clause."""
    lows, hit = scope.line.lows, reading.hit
    relative = reading.subject is not None and reading.subject.relative and lows[reading.begins - 1] == ","
    opener = lows[reading.begins - 1] if reading.begins > scope.lo else ""
    if lows[scope.lo] in _WITH_PARTICIPLE and hit.form.tense == "ing" and "," not in lows[scope.lo : hit.first]:
        opener = lows[scope.lo]
    if opener in _DASHES:
        return next((k for k in range(hit.last + 1, scope.hi) if lows[k] == opener and scope.own(k)), scope.hi)
    if not relative and opener not in _SUBORDINATE:
        return scope.hi
    for k in range(hit.last + 3, scope.hi - 1):
        if lows[k] == "," and scope.own(k) and (not relative or _verb_like(scope, k + 1)):
            return k
    return scope.hi


def _verb_like(scope: Scope, at: int) -> bool:
    low = scope.line.lows[at]
    return low.endswith("ed") or low in {"said", "told", "wrote", "says", "is", "was", "has", "had", "will", "would"}


def _quote_start(scope: Scope, other: Reading, reading: Reading) -> int:
    """A tag whose content is one quotation leaves the words before that quotation alone."""
    quote = scope.line.closed.get(other.begins - 1) or scope.line.closed.get(other.begins - 2)
    if other.kind == "tag" and quote and quote.opens > reading.hit.last + 1:
        before = scope.line.lows[quote.opens - 1]
        return quote.opens if before in {",", ":", ";"} else other.begins
    return other.begins


def _new_clause(scope: Scope, reading: Reading, other: Reading) -> bool:
    """`Russia said ..., and Turkey said ...`; also after a semicolon."""
    lows, at = scope.line.lows, other.begins - 1
    told_since = (
        reading.hit.form.tense in {"present", "base"} and other.hit.form.tense == "past" and not _own_report(other)
    )
    if lows[at] == ";" and at > reading.hit.last and scope.own(at):
        return not (other.subject and other.subject.relative)
    while_other = lows[at - 1 : at + 1] == [",", "while"] and same_time(reading.hit, other.hit)
    if while_other and at > reading.hit.last and scope.line.capital[other.begins] and not _own_report(other):
        return True
    if at <= reading.hit.last or not (same_time(reading.hit, other.hit) or told_since) or "tag" not in other.hit.takes:
        return False
    if other.subject and other.subject.relative:
        return False
    return lows[at] in {"and", "but", "while"} and lows[at - 1] == ","


def _drafts_of(
    scope: Scope, table: Table, reading: Reading, earlier: list[Reading], later: list[Reading]
) -> list[Draft]:
    if reading.kind == "tag":
        return _tag_drafts(scope, table, reading, earlier, later)
    if reading.kind in {"as", "what", "which"}:
        own = reading.kind == "what" and _is_his_own_name(reading, earlier, later)
        words = None if own else _beside(scope, table, reading)
        found = Content(words, None, "") if words else None
        return [_ahead_draft(scope, reading, reading.hit.form, reading.hit.last, found)] if found else []
    if _speaks_of_himself(scope, reading):
        return []
    nested = _is_nested(scope, table, reading, earlier, later)
    if nested and (_own_report(reading) or "mind" in reading.hit.takes):
        return []
    stop = _stop_for(scope, table, reading, later)
    for form in same_place(scope, table, reading.hit):
        last = reading.hit.first if not form.rest else reading.hit.last
        if form.cue is not reading.hit.form.cue and form.rest:
            continue
        found = content_after(Place(scope, table, last + 1, stop), form)
        if found:
            found = _one_infinitive(scope, reading, found)
            stance = nested and found.frame == "thing" and reading.hit.form.tense in {"base", "present"}
            return [] if stance else [_ahead_draft(scope, reading, form, last, found)]
    return []


def _is_his_own_name(reading: Reading, earlier: list[Reading], later: list[Reading]) -> bool:
    """`He condemned what he called "a raid"`: the speaker's own word inside what he is reported to have said."""
    told = any(other.kind != "tag" and other.hit.last < reading.begins for other in earlier[-1:])
    own = reading.subject is not None and reading.subject.pronoun
    return own and (told or any(other.kind == "tag" and not other.behind for other in later))


def _one_infinitive(scope: Scope, reading: Reading, found: Content) -> Content:
    """`threatening to leave and trying to ...`: the second participle is no part of the threat."""
    lows, (first, last) = scope.line.lows, found.words
    if reading.hit.form.tense != "ing" or lows[first] != "to":
        return found
    for k in range(first + 2, last):
        if lows[k] == "and" and scope.own(k) and lows[k + 1].endswith("ing") and lows[k - 1] != ",":
            return Content((first, k - 1), found.addressee, found.frame)
    return found


def _beside(scope: Scope, table: Table, reading: Reading) -> Words | None:
    if reading.kind == "as":
        return as_content(scope, table, reading.hit)
    if reading.kind == "which":
        return _which_content(scope, table, reading)
    return named_words(scope, table, reading.hit.last + 1)


def _is_nested(scope: Scope, table: Table, reading: Reading, earlier: list[Reading], later: list[Reading]) -> bool:
    """Whether the cue stands in what another one reports."""
    if reading.kind != "ahead":
        return False
    if any(other.kind == "tag" and not other.behind for other in later):
        return True
    around = earlier[-1] if earlier else None
    return (
        around is not None
        and around.kind != "tag"
        and not around.hit.takes <= {"tag", "noun"}
        and around.hit.last < reading.begins <= _stop_for(scope, table, around, [reading])
    )


def _own_report(reading: Reading) -> bool:
    """`he said that he told ...`: a speaker who reports himself makes no second statement."""
    return reading.subject is not None and reading.subject.pronoun


def _speaks_of_himself(scope: Scope, reading: Reading) -> bool:
    """`I think that` inside a quotation: no second statement."""
    subject = reading.subject
    if subject is None:
        return False
    if subject.pronoun and scope.line.lows[subject.first] in _FIRST_PERSON:
        return True
    if not scope.depth:
        return False
    if "mind" in reading.hit.takes or reading.hit.form.tense in {"base", "present"}:
        return True
    return subject.pronoun or not any(scope.line.capital[k] for k in range(subject.first, subject.last + 1))


def _ahead_draft(scope: Scope, reading: Reading, form: Form, last: int, found: Content) -> Draft:
    words = unwrapped(scope, *found.words)
    if words != found.words and scope.line.lows[words[0]] == "that" and words[1] - words[0] > _CLAUSE_WORDS:
        words = words[0] + 1, words[1]
    return Draft(
        scope,
        [words],
        form.cue.type,
        cue=(reading.hit.first, last),
        mention=_mention(reading.subject),
        addressee=found.addressee,
        hedged=reading.hit.hedged,
        quoted=words != found.words,
        frame=f"{reading.kind} {found.frame}",
    )


def _mention(subject: Subject | None) -> tuple[int, int] | None:
    return (subject.first, subject.last) if subject else None


def _tag_drafts(
    scope: Scope, table: Table, reading: Reading, earlier: list[Reading], later: list[Reading]
) -> list[Draft]:
    begin = _tag_begin(scope, reading, earlier)
    stop = next((other.begins for other in later if other.kind in _OTHERS), scope.hi)
    content = tag_content(scope, table, reading, begin, max(stop, reading.hit.last + 1))
    if len(content) > 1 and earlier and (turn := _last_turn(scope, begin, reading.begins)) > begin:
        content[0] = unwrapped(scope, turn, content[0][1])
    if not content or content[0][0] > content[0][1]:
        return []
    return [
        Draft(
            scope,
            content,
            reading.hit.form.cue.type,
            cue=(reading.hit.first, reading.hit.last),
            mention=_mention(reading.subject),
            addressee=None if reading.behind else tag_addressee(scope, table, reading.hit),
            hedged=reading.hit.hedged,
            quoted=scope.line.depth[content[0][0]] > scope.depth,
            frame="tag behind" if reading.behind else "tag",
        )
    ]


def _after_semicolon(scope: Scope, reading: Reading, earlier: list[Reading]) -> int:
    """`Smith said ...; the road, she added, is open`: the second clause alone is hers."""
    told = earlier[-1].hit.last if earlier else scope.hi
    semicolons = (k + 1 for k in range(told + 1, reading.begins) if scope.line.lows[k] == ";" and scope.own(k))
    return max(semicolons, default=scope.lo)


def _last_turn(scope: Scope, begin: int, end: int) -> int:
    """The word after the last `, but` or `, and` before a tag: what stands before it was reported already."""
    lows = scope.line.lows
    turns = (
        k + 1 for k in range(begin + 1, end - 1) if lows[k] in {"but", "and"} and lows[k - 1] == "," and scope.own(k)
    )
    return max(turns, default=begin)


def _tag_begin(scope: Scope, reading: Reading, earlier: list[Reading]) -> int:
    """Where the content of a tag begins: at the sentence, or at its quotation if another report stands before it."""
    quote = scope.line.closed.get(reading.begins - 1) or scope.line.closed.get(reading.begins - 2)
    if quote is None:
        tags = [other for other in earlier if other.kind == "tag"]
        return max(tags[-1].hit.last + 1 if tags else scope.lo, _after_semicolon(scope, reading, earlier))
    if quote.opens == scope.lo:
        return scope.lo
    before = scope.line.lows[quote.opens - 1]
    reported = before == "," and any(other.hit.last < quote.opens for other in earlier)
    return quote.opens if reported or before == ":" else scope.lo
