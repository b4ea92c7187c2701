"""The verb cues of one sentence, read together: which report, for whom, and where the content of each ends."""

from __future__ import annotations

from safeconduct.press.extract.ahead import Content, Place, content_after
from safeconduct.press.extract.cues import Form, Table
from safeconduct.press.extract.draft import Draft, Reading
from safeconduct.press.extract.ends import unwrapped
from safeconduct.press.extract.hits import Hit, hits_of, same_place
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.subject import Subject, noun_phrase, subject_before
from safeconduct.press.extract.asides import as_content, named_words
from safeconduct.press.extract.tags import tag_addressee, tag_at, tag_content

_SELF = frozenset({"i", "we", "you", "it"})
_ADJECTIVES = ("ian", "ani", "ish", "ese", "ean", "can")
_SUBORDINATE = frozenset({"while", "although", "though", "if", "when", "because", "after", "since", "before", "as"})
_FIRST_PERSON = frozenset({"i", "we", "you", "one"})


def verb_drafts(scope: Scope, table: Table) -> list[Draft]:
    """The statements that verbs of this sentence report."""
    hits = hits_of(scope, table)
    if not hits:
        return []
    readings = _readings(scope, table, hits)
    drafts: list[Draft] = []
    for n, reading in enumerate(readings):
        drafts += _drafts_of(scope, table, reading, readings[:n], readings[n + 1 :])
    return drafts


def _readings(scope: Scope, table: Table, hits: list[Hit]) -> list[Reading]:
    found: list[Reading] = []
    main: Reading | None = None
    for hit in hits:
        reading = _reading(scope, table, hit, main)
        if reading is None:
            continue
        found.append(reading)
        aside = reading.subject is not None and reading.subject.relative
        if reading.kind == "tag" or (main is None and not aside):
            main = reading
    return found


def _reading(scope: Scope, table: Table, hit: Hit, main: Reading | None) -> Reading | None:
    if hit.passive or hit.bare or (hit.negated and not _may_be_negated(hit)):
        return None
    before = scope.line.lows[hit.group - 1] if hit.group > scope.lo else ""
    if hit.form.tense == "ing" and hit.group == hit.first - _adverbs(scope, table, hit):
        return _participle(scope, table, hit, main, before)
    tag = tag_at(scope, table, hit)
    if tag and tag.subject and (tag.behind or not _is_noun(scope, table, hit, tag.subject)):
        return tag
    if before in {"and", "but", "then"} and hit.form.tense in {"past", "present"} and "mind" not in hit.takes:
        if main and _same_time(main.hit, hit) and hit.group - 1 > main.hit.last:
            return Reading(hit, main.subject, "joined", _before_link(scope, hit.group - 1))
        leading = None if main else _leading_subject(scope, table, hit)
        return Reading(hit, leading, "joined", _before_link(scope, hit.group - 1)) if leading else None
    subject = subject_before(scope, table, hit)
    if subject is None or _is_noun(scope, table, hit, subject):
        return None
    opener = scope.line.lows[subject.before - 1] if subject.before > scope.lo else ""
    if opener in {"as", "like"}:
        return Reading(hit, subject, "as", subject.before - 1) if subject.before - 1 <= scope.lo + 1 else None
    if opener in {"what", "which"} and "complement" in hit.takes:
        return Reading(hit, subject, "what", subject.before - 1)
    return Reading(hit, subject, "ahead", subject.before)


def _adverbs(scope: Scope, table: Table, hit: Hit) -> int:
    count = 0
    while hit.first - count - 1 >= scope.lo and table.words.is_adverb(scope.line.lows[hit.first - count - 1]):
        count += 1
    return count


def _may_be_negated(hit: Hit) -> bool:
    return hit.form.cue.name in {"believe", "think", "expect", "agree", "agree with", "object", "object to", "recognize"}


def _participle(scope: Scope, table: Table, hit: Hit, main: Reading | None, before: str) -> Reading | None:
    """`..., saying that ...` is the main speaker's; `the ministry insisting on ...` that of the noun before it."""
    if scope.line.lows[hit.first] in table.words.asides:
        return None
    if before in {",", "and", "by", "—", "–"} or hit.group - 1 in scope.line.closed:
        subject = main.subject if main else _leading_subject(scope, table, hit)
        begins = _before_link(scope, hit.group - 1) if before == "and" else hit.group - (before in {",", "by"})
        return Reading(hit, subject, "participle", begins) if subject else None
    if hit.group <= scope.lo:
        return None
    subject = noun_phrase(scope, table, hit.group - 1)
    if subject is None or subject.pronoun or "noun" in hit.takes:
        return None
    return Reading(hit, subject, "ahead", hit.group)


def _before_link(scope: Scope, link: int) -> int:
    return link - 1 if link > scope.lo and scope.line.lows[link - 1] == "," else link


def _leading_subject(scope: Scope, table: Table, hit: Hit) -> Subject | None:
    """The subject of a sentence whose main verb is no cue: what stands before its first verb."""
    lows, words, first = scope.line.lows, table.words, scope.lo
    if lows[first] in words.prepositions | words.subordinators:
        first = next((k + 1 for k in range(first, hit.group - 1) if lows[k] == ","), first)
    for k in range(first + 1, hit.group):
        if words.is_verb(lows[k]) and not words.is_verb(lows[k - 1]):
            return noun_phrase(Scope(scope.line, first, k, scope.depth), table, k - 1)
    return None


def _same_time(main: Hit, hit: Hit) -> bool:
    if main.form.tense == hit.form.tense:
        return True
    return {main.form.tense, hit.form.tense} <= {"base", "present"}


def _is_noun(scope: Scope, table: Table, hit: Hit, subject: Subject) -> bool:
    """`Azerbaijani claims`, `the report`: a form that is a noun here."""
    if "noun" not in hit.takes or hit.form.tense not in {"base", "present"} or hit.group < hit.first:
        return False
    line, words, before = scope.line, table.words, hit.first - 1
    low = line.lows[before]
    if subject.pronoun:
        return False
    if low.endswith(("'s", "s'")) or low in words.determiners or low in {"'", "’"}:
        return True
    if hit.form.tense == "base":
        return not low.endswith("s") or low.endswith(("ss", "us", "is"))
    if line.capital[before]:
        return low.endswith(_ADJECTIVES) and before - 1 >= scope.lo and not line.capital[before - 1]
    return line.lows[subject.first] not in words.determiners


def _stop_for(scope: Scope, reading: Reading, later: list[Reading]) -> int:
    """Where content after a cue must have ended: at the next reporting clause that is not part of it."""
    for other in later:
        if other.begins <= reading.hit.last:
            continue
        if other.kind in {"tag", "participle", "joined"}:
            return _quote_start(scope, other, reading)
        if other.kind == "ahead" and _new_clause(scope, reading, other):
            return other.begins - 1
    return _subordinate_end(scope, reading)


def _subordinate_end(scope: Scope, reading: Reading) -> int:
    """`While he said that ..., she left`, `Smith, who says ..., left`: content ends at the comma of its clause."""
    lows, hit = scope.line.lows, reading.hit
    relative = reading.subject is not None and reading.subject.relative and lows[reading.begins - 1] == ","
    opener = lows[reading.begins - 1] if reading.begins > scope.lo else ""
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
    if at <= reading.hit.last or not _same_time(reading.hit, other.hit) or "tag" not in other.hit.takes:
        return False
    if other.subject and other.subject.relative:
        return False
    return lows[at] == ";" or (lows[at] in {"and", "but", "while"} and lows[at - 1] == ",")


def _drafts_of(scope: Scope, table: Table, reading: Reading, earlier: list[Reading], later: list[Reading]) -> list[Draft]:
    if reading.kind == "tag":
        return _tag_drafts(scope, table, reading, earlier, later)
    if reading.kind in {"as", "what"}:
        words = as_content(scope, table, reading.hit.last) if reading.kind == "as" else named_words(scope, table, reading.hit.last + 1)
        found = Content(words, None, "") if words else None
        return [_ahead_draft(scope, reading, reading.hit.form, reading.hit.last, found)] if found else []
    if _speaks_of_himself(scope, reading):
        return []
    nested = _is_nested(scope, reading, earlier, later)
    if nested and (_own_report(reading) or "mind" in reading.hit.takes):
        return []
    stop = _stop_for(scope, reading, later)
    for form in same_place(scope, table, reading.hit):
        last = reading.hit.first if not form.rest else reading.hit.last
        if form.cue is not reading.hit.form.cue and form.rest:
            continue
        found = content_after(Place(scope, table, last + 1, stop), form)
        if found:
            stance = nested and found.frame == "thing" and reading.hit.form.tense in {"base", "present"}
            return [] if stance else [_ahead_draft(scope, reading, form, last, found)]
    return []


def _is_nested(scope: Scope, reading: Reading, earlier: list[Reading], later: list[Reading]) -> bool:
    """Whether the cue stands in what another one reports."""
    if reading.kind != "ahead":
        return False
    if any(other.kind == "tag" and not other.behind for other in later):
        return True
    around = earlier[-1] if earlier else None
    return around is not None and around.kind != "tag" and around.hit.last < reading.begins <= _stop_for(scope, around, [reading])


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


def _tag_drafts(scope: Scope, table: Table, reading: Reading, earlier: list[Reading], later: list[Reading]) -> list[Draft]:
    begin = _tag_begin(scope, reading, earlier)
    stop = next((other.begins for other in later if other.kind in {"tag", "participle", "joined"}), scope.hi)
    content = tag_content(scope, table, reading, begin, max(stop, reading.hit.last + 1))
    if not content:
        return []
    return [
        Draft(
            scope,
            content,
            reading.hit.form.cue.type,
            cue=(reading.hit.first, reading.hit.last),
            mention=_mention(reading.subject),
            addressee=tag_addressee(scope, table, reading.hit),
            hedged=reading.hit.hedged,
            quoted=scope.line.depth[content[0][0]] > scope.depth,
            frame="tag behind" if reading.behind else "tag",
        )
    ]


def _tag_begin(scope: Scope, reading: Reading, earlier: list[Reading]) -> int:
    """Where the content of a tag begins: at the sentence, or at its quotation if another report stands before it."""
    quote = scope.line.closed.get(reading.begins - 1) or scope.line.closed.get(reading.begins - 2)
    if quote is None:
        tags = [other for other in earlier if other.kind == "tag"]
        return tags[-1].hit.last + 1 if tags else scope.lo
    reported = any(other.hit.last < quote.opens for other in earlier)
    return quote.opens if reported and quote.opens > scope.lo else scope.lo
