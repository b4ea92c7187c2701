"""What each verb cue of a sentence is: a tag, ahead of its content, joined to the cue before, or a noun after all."""

from __future__ import annotations

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Reading
from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.phrase import Subject, noun_phrase
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.subject import subject_before
from safeconduct.press.extract.tags import tag_at

_BARE_NOUN = 2
_ASIDES = frozenset({"which", "rejoinder"})
_BREAKS = frozenset({",", "-", "–", "—"})
_WHEN = frozenset({"after", "before", "while", "when"})
_ANSWERS = frozenset({"rejection", "denial"})
_CLAIM_WORDS = 4
_CAUSED_WORDS = 10
_MIGHT = frozenset({"should", "would", "could", "might"})
_CAUSES = frozenset(
    {"prompting", "prompted", "prompts", "leading", "led", "leads", "forcing", "forced", "forces"}
    | {"causing", "caused", "causes", "pushing", "pushed", "driving", "drove"}
)
_PURPOSE_WORDS = 20
_CONTACTS = frozenset(
    {"phoned", "telephoned", "called", "spoke", "met", "wrote", "tweeted", "contacted", "used", "took"}
)
_ADJECTIVES = ("ian", "ani", "ish", "ese", "ean", "can")


def readings_of(scope: Scope, table: Table, hits: list[Hit]) -> list[Reading]:
    """The cues of a sentence that report, in order; the first, or the last tag, lends its subject to participles."""
    found: list[Reading] = []
    main: Reading | None = None
    for hit in hits:
        reading = _reading(scope, table, hit, main)
        if reading is None:
            continue
        if found:
            _resume_subject(found[-1], reading)
        found.append(reading)
        aside = reading.kind in _ASIDES | {"opening"} or (reading.subject is not None and reading.subject.relative)
        if reading.kind == "tag" or (main is None and not aside):
            main = reading
    return _opened(found)


def _opened(found: list[Reading]) -> list[Reading]:
    """`Saying that the road is shut, the mayor urged ...`: the mayor says it; without a mayor nobody does."""
    if found and found[0].kind == "opening":
        main = next((each for each in found[1:2] if each.kind in {"ahead", "tag"} and each.subject), None)
        if main is None or main.subject is None or main.subject.relative:
            return found[1:]
        found[0].subject = main.subject
    return found


def _resume_subject(before: Reading, reading: Reading) -> None:
    """`The man who accused her of theft said ...`: the man said it."""
    man = before.subject
    if man and man.relative and reading.kind == "ahead" and reading.begins <= before.hit.last:
        reading.subject = Subject(man.first, man.last, reading.hit.group)
        reading.begins = reading.hit.group


def _reading(scope: Scope, table: Table, hit: Hit, main: Reading | None) -> Reading | None:
    if hit.bare and not hit.negated:
        return _caused(scope, hit) or _purpose(scope, table, hit)
    if hit.passive or hit.bare or (hit.negated and not _may_be_negated(hit)) or _is_unsaid(scope, hit):
        return None
    before = scope.line.lows[hit.group - 1] if hit.group > scope.lo else ""
    if hit.form.tense == "ing" and hit.group == hit.first - _adverbs(scope, table, hit):
        opens = hit.group - (before in _WHEN) == scope.lo
        return _opening(scope, hit) if opens else _participle(scope, table, hit, main, before)
    tag = tag_at(scope, table, hit)
    if tag and tag.subject and (tag.behind or not _is_noun(scope, table, hit, tag.subject)):
        return tag
    headline = before == "," and scope.line.headline and hit.form.tense == "present"
    spliced = before == "," and main is not None and main.kind == "ahead" and "clause" in hit.takes
    if (
        (headline or before in {"and", "but", "then"})
        and hit.form.tense in {"past", "present"}
        and "mind" not in hit.takes
    ):
        return _joined(scope, table, hit, main)
    return _ahead(scope, table, hit) or (_joined(scope, table, hit, main) if spliced else None)


def _opening(scope: Scope, hit: Hit) -> Reading | None:
    """`Saying that ..., the mayor left`; `Speaking of the road, ...` only tells what it is about."""
    return None if scope.line.lows[hit.first] == "speaking" else Reading(hit, None, "opening", scope.lo)


def _caused(scope: Scope, hit: Hit) -> Reading | None:
    """`prompting the council to say that ...`, `led the mayor to urge ...`: whoever is made to speak."""
    lows, to = scope.line.lows, hit.group - 1
    for k in range(to - 2, max(scope.lo, to - _CAUSED_WORDS), -1):
        if lows[k] in _CAUSES and scope.own(k):
            return Reading(hit, Subject(k + 1, to - 1, k), "joined", k - (lows[k - 1] == ","))
        if lows[k] in _BREAKS or not scope.own(k):
            break
    return None


def _is_unsaid(scope: Scope, hit: Hit) -> bool:
    """`The groups will demand ...`, `should have demanded ...`: nobody has said it."""
    before = scope.line.lows[max(scope.lo, hit.first - 3) : hit.first]
    if "have" in before and not _MIGHT.isdisjoint(before):
        return True
    return not scope.depth and hit.form.tense == "base" and "will" in scope.line.lows[hit.group : hit.first]


def _purpose(scope: Scope, table: Table, hit: Hit) -> Reading | None:
    """`Korda phoned Lind on Monday to call for ...`: what the call or meeting was for is what was said there."""
    lows, to = scope.line.lows, hit.group - 1
    if scope.depth or hit.form.cue.type == "report":
        return None
    for k in range(to - 1, max(scope.lo, to - _PURPOSE_WORDS), -1):
        if not scope.own(k) or lows[k] in _BREAKS or lows[k] in table.words.auxiliaries or lows[k] == "that":
            return None
        if lows[k] in _CONTACTS and lows[k + 1] not in {"on", "upon", "for"}:
            subject = noun_phrase(scope, table, k - 1)
            return Reading(hit, subject, "joined", to) if subject and not subject.relative else None
    return None


def _joined(scope: Scope, table: Table, hit: Hit, main: Reading | None) -> Reading | None:
    """`said ... and warned ...`: the subject of the cue before, or that of the sentence."""
    begins = _before_link(scope, hit.group - 1)
    if main and scope.line.lows[hit.group - 1] == ",":
        return Reading(hit, main.subject, "joined", begins)
    if main and same_time(main.hit, hit) and hit.group - 1 > main.hit.last:
        return Reading(hit, main.subject, "joined", begins)
    if main and _is_told(scope, hit, main):
        told = _told_subject(scope, table, hit, main)
        return Reading(hit, told, "ahead", hit.group) if told else None
    leading = _leading_subject(scope, table, hit)
    return Reading(hit, leading, "joined", begins) if leading else None


def _told_subject(scope: Scope, table: Table, hit: Hit, main: Reading) -> Subject | None:
    """`said that the envoy stays calm and rejects ...`: in what was said, the subject of what was said."""
    that = scope.line.lows.index("that", main.hit.last)
    return _leading_subject(Scope(scope.line, that + 1, scope.hi, scope.depth), table, hit)


def _is_told(scope: Scope, hit: Hit, main: Reading) -> bool:
    """Whether a verb in the present stands in the clause that a cue in the past reports."""
    between = scope.line.lows[main.hit.last + 1 : hit.group - 1]
    past = main.kind == "ahead" and main.hit.form.tense == "past" and hit.form.tense in {"present", "base"}
    return past and "that" in between and "," not in between[between.index("that") :]


def _ahead(scope: Scope, table: Table, hit: Hit) -> Reading | None:
    subject = subject_before(scope, table, hit)
    if subject is None or _is_noun(scope, table, hit, subject) or scope.line.lows[subject.last] == "there":
        return None
    opener = scope.line.lows[subject.before - 1] if subject.before > scope.lo else ""
    if opener == "as" and _is_inserted(scope, hit, subject):
        return Reading(hit, subject, "tag", subject.before - 1)
    if opener in {"as", "like"} and not ("tag" not in hit.takes and subject.before - 1 > scope.lo + 1):
        return Reading(hit, subject, "as", subject.before - 1) if subject.before - 1 <= scope.lo + 1 else None
    if (aside := _relative(scope, hit, subject, opener)) is not None:
        return aside
    if "complement" in hit.takes and _is_named_thing(scope, table, hit, subject, opener):
        return Reading(hit, subject, "what", subject.before - 1)
    return Reading(hit, subject, "ahead", subject.before)


def _relative(scope: Scope, hit: Hit, subject: Subject, opener: str) -> Reading | None:
    """`..., which it said would not change`; `..., which it denies`, `- a charge that it rejects`."""
    lows, at = scope.line.lows, subject.before - 1
    if opener not in {"which", "that"} or scope.depth or at - 1 <= scope.lo or lows[at - 1] in {"and", "but"}:
        return None
    follows = lows[hit.last + 1] if hit.last + 1 < scope.hi else "."
    if hit.form.cue.type in _ANSWERS and follows in {".", ",", ";"}:
        begins = next((k for k in range(at - 1, max(scope.lo, at - _CLAIM_WORDS), -1) if lows[k] in _BREAKS), -1)
        return Reading(hit, subject, "rejoinder", begins) if begins > 0 else None
    bare = lows[at - 1] != ","
    if opener != "which" or "complement" in hit.takes or (bare and not (subject.pronoun and "tag" in hit.takes)):
        return None
    return Reading(hit, subject, "which", at if bare else at - 1)


def _is_named_thing(scope: Scope, table: Table, hit: Hit, subject: Subject, opener: str) -> bool:
    """`what it calls`, `the raid that Norland calls a "mission"`; not `said that Norland calls the raid a mission`."""
    lows, after, that = scope.line.lows, hit.last + 1, subject.before - 1
    if opener != "that":
        return opener in {"what", "which", "something"}
    named = after < scope.hi and (after in scope.line.opened or lows[after] in {"a", "an"})
    return named and that - 1 > scope.lo and lows[that - 1] not in table.verbs and lows[that - 1] not in table.nouns


def _is_inserted(scope: Scope, hit: Hit, subject: Subject) -> bool:
    """`The road, as the ministry pointed out, is open`."""
    lows, at = scope.line.lows, subject.before - 2
    commas = at > scope.lo and lows[at] == "," and hit.last + 1 < scope.hi and lows[hit.last + 1] == ","
    return commas and not scope.depth and "tag" in hit.takes


def _adverbs(scope: Scope, table: Table, hit: Hit) -> int:
    count = 0
    while hit.first - count - 1 >= scope.lo and table.words.is_adverb(scope.line.lows[hit.first - count - 1]):
        count += 1
    return count


def _may_be_negated(hit: Hit) -> bool:
    return hit.form.cue.name in {
        "believe",
        "think",
        "expect",
        "agree",
        "agree with",
        "object",
        "object to",
        "recognize",
    }


def _participle(scope: Scope, table: Table, hit: Hit, main: Reading | None, before: str) -> Reading | None:
    """`..., saying that ...` is the main speaker's; `the ministry insisting on ...` that of the noun before it."""
    if scope.line.lows[hit.first] in table.words.asides:
        return None
    behind = before in _WHEN and scope.line.lows[hit.group - 2] == ","
    if behind and main:
        return Reading(hit, main.subject, "participle", hit.group - 2)
    if before in {",", "and", "by", "—", "–"} or hit.group - 1 in scope.line.closed:
        subject = main.subject if main else _leading_subject(scope, table, hit)
        begins = _before_link(scope, hit.group - 1) if before == "and" else hit.group - (before in {",", "by"})
        return Reading(hit, subject, "participle", begins) if subject else None
    return _after_noun(scope, table, hit, main, before) if hit.group > scope.lo else None


def _after_noun(scope: Scope, table: Table, hit: Hit, main: Reading | None, before: str) -> Reading | None:
    """`the ministry insisting on ...`; in `issued a statement saying ...` the speaker is who issued it."""
    subject = noun_phrase(scope, table, hit.group - 1)
    months = subject is not None and before in table.words.times and not scope.line.capital[hit.group - 1]
    if subject and (months or before in table.words.speech_nouns) and subject.last - subject.first < _BARE_NOUN:
        speaker = main.subject if main else _leading_subject(scope, table, hit)
        return Reading(hit, speaker, "participle", hit.group) if speaker else None
    owned = before.endswith(("'s", "s'")) or before in {"'", "’"}
    if "noun" in hit.takes and "tag" not in hit.takes:
        return None
    if owned or subject is None or subject.pronoun or not hit.takes & {"clause", "that", "thing", "person-to"}:
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
            found = noun_phrase(Scope(scope.line, first, k, scope.depth), table, k - 1)
            if found is not None:
                return found
            break
    return _leading_name(scope, table, hit.group) if first == scope.lo and not scope.line.titled else None


def _leading_name(scope: Scope, table: Table, stop: int) -> Subject | None:
    """`Norland removes the barrier, accusing ...`: the name that opens a sentence, a verb of any kind behind it."""
    lows, words, capital, last = scope.line.lows, table.words, scope.line.capital, scope.lo - 1
    first = scope.lo + (lows[scope.lo] == "the")
    for k in range(first, stop):
        if not capital[k] or not scope.own(k) or (lows[k] in words.caps_function and k == first):
            break
        last = k
    if last < first or last + 1 >= stop:
        return None
    follows = lows[last + 1]
    if not scope.own(last + 1) or not (follows == "to" or (follows[0].isalpha() and follows.endswith(("s", "d")))):
        return None
    return None if follows in words.links | words.subordinators else Subject(scope.lo, last, scope.lo)


def same_time(main: Hit, hit: Hit) -> bool:
    """Whether two cues are of one tense, so that "and" may join them."""
    if main.form.tense == hit.form.tense or (main.perfect and hit.form.tense == "present"):
        return True
    return {main.form.tense, hit.form.tense} <= {"base", "present"}


def _verb_after_plain_noun(scope: Scope, table: Table, hit: Hit, subject: Subject) -> bool:
    """`the ministry claims that ...`, in headlines `Court rules ...`; not `the southern states`, `prompted calls`."""
    line, words, at = scope.line, table.words, hit.last + 1
    if words.is_verb(line.lows[hit.first - 1]) or at >= scope.hi:
        return False
    if line.headline and subject.before == scope.lo:
        return line.lows[at] not in words.prepositions
    follows = line.lows[at]
    opens = follows in words.determiners or follows in words.pronouns or follows in {"that", "to", ":", ","}
    fits = opens or line.capital[at] or at in line.opened or bool(hit.form.rest)
    return line.lows[subject.first] in words.determiners and fits


def _is_noun(scope: Scope, table: Table, hit: Hit, subject: Subject) -> bool:
    """`Norwegian claims`, `the report`: a form that is a noun here."""
    if "noun" not in hit.takes or hit.form.tense not in {"base", "present"} or hit.group < hit.first:
        return bool(hit.form.rest) and hit.form.tense == "base" and scope.line.lows[subject.first] in {"a", "an"}
    line, words, before = scope.line, table.words, hit.first - 1
    low = line.lows[before]
    if subject.pronoun or low in _BREAKS:
        return False
    if low.endswith(("'s", "s'")) or low in words.determiners or low in {"'", "’"}:
        return True
    if hit.form.tense == "base":
        return not low.endswith("s") or low.endswith(("ss", "us", "is"))
    if line.capital[before]:
        return low.endswith(_ADJECTIVES) and before - 1 >= scope.lo and not line.capital[before - 1]
    return not _verb_after_plain_noun(scope, table, hit, subject)
