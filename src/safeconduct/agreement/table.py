"""The rule table: every rule with its clause, its basis, its condition in words, and what follows for each reading.

What a legal adviser gets: as text for a terminal, as CSV, as JSON (here), and as a page to
print (`table_page`).
"""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from safeconduct.agreement.back.phrases import Lang
from safeconduct.agreement.back.prose import fact_prose, party_prose, prose
from safeconduct.agreement.back.words import WORDING, spoken, visible
from safeconduct.agreement.model import QUESTIONS, Agreement, Basis, Clause, Question, Rule, Source, Words
from safeconduct.agreement.ruling import Ruling, rulings
from safeconduct.agreement.table_words import TABLE_WORDS
from safeconduct.agreement.timeline import Since, Span, Timeline, joined_timeline
from safeconduct.base.csv_cell import text_cell
from safeconduct.base.instant import instant_to_text

Piece = TypeVar("Piece")
_COLUMNS = (
    *("question", "rule", "says", "clauses", "clause_says", "basis", "condition", "reading", "from", "until"),
    *("outcome", "sure", "binds", "line", "agreement", "version", "digest"),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule leads to under one reading in one period.

    verdicts: what follows if its condition holds; empty if the reading does not apply the rule. sure: whether it
    is known that the reading applies it.
    """

    span: Span
    verdicts: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause or a whole text that a rule rests on, in our own words."""

    id: str
    says: Words
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. conditions: the condition in words, by period. effects: reading -> what follows, by period."""

    rule: str
    question: Question
    says: Words
    clauses: tuple[ClauseText, ...]
    basis: Basis
    conditions: tuple[tuple[Span, str], ...]
    effects: Mapping[str, tuple[Effect, ...]]
    binds: tuple[str, ...]
    consent: str = ""
    asymmetric: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class UsedWord:
    """A word that conditions use: what it is called, and in which unit it counts.

    fact: its name in the file. says: what the file says of it, where that is more than its name.
    """

    fact: str
    word: str
    says: Words
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The rules of an agreement in one language.

    words: what conditions speak of, as far as the file explains it or counts it in a unit, in its order.
    """

    agreement: Agreement = field(repr=False)
    lang: Lang
    rows: tuple[RuleRow, ...]
    words: tuple[UsedWord, ...] = ()

    def rows_for(self, question: Question) -> tuple[RuleRow, ...]:
        """The rows of a question, in the order in which they are read."""
        return tuple(row for row in self.rows if row.question == question)

    def say(self, key: str, **parts: object) -> str:
        """A phrase of the table."""
        return TABLE_WORDS[self.lang][key].format(**parts)

    def period(self, span: Span) -> str:
        """A period in words."""
        day = WORDING[self.lang].date
        if span.start is None:
            return self.say("always") if span.end is None else self.say("until", a=day(span.end))
        if span.end is None:
            return self.say("from", a=day(span.start))
        return self.say("between", a=day(span.start), b=day(span.end))

    def effect(self, effect: Effect) -> str:
        """What follows in a period, in words."""
        if not effect.verdicts:
            return self.say("not_applied")
        verdicts = self.say("or").join(self.say(verdict) for verdict in effect.verdicts)
        return verdicts if effect.sure else self.say("open", a=verdicts)

    def dated(self, span: Span, text: str) -> str:
        """A text with the period in which it holds, if that is not at all times."""
        return text if span == Span() else f"{self.period(span)}: {text}"

    def reading_name(self, reading: str) -> str:
        """Whose reading it is."""
        party = self.agreement.readings[reading].party
        return party_prose(party, self.lang, self.agreement) if party else visible(reading)

    def parties(self, parties: Iterable[str]) -> str:
        """The names of parties."""
        named = (party_prose(party, self.lang, self.agreement) for party in parties)
        return WORDING[self.lang].say("comma").join(named)

    def to_text(self, width: int = 100) -> str:
        """The table for a terminal: one block for each rule."""
        return "\n".join(_text_lines(self, width)) + "\n"

    def to_csv(self) -> bytes:
        """One row for each rule, reading and period, UTF-8; a cell that a spreadsheet would run gets an apostrophe."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(_COLUMNS)
        writer.writerows([_cell(cell) for cell in row] for row in _csv_rows(self))
        return out.getvalue().encode()

    def to_json(self) -> dict[str, object]:
        """The table for an answer."""
        return {
            "agreement": self.agreement.id,
            "version": self.agreement.version,
            "digest": f"sha256:{self.agreement.digest}",
            "lang": self.lang,
            "defaults": dict(self.agreement.defaults),
            "rules": [_row_json(self, row) for row in self.rows],
            "words": [{"fact": one.fact, "word": one.word, "says": spoken(one.says, self.lang)} for one in self.words],
        }


def rule_table(agreement: Agreement, lang: Lang = "en") -> RuleTable:
    """The rule table of an agreement."""
    rows: list[RuleRow] = []
    for question in QUESTIONS:
        ruled = {name: rulings(agreement, question, one) for name, one in agreement.readings.items()}
        rows += [_row(agreement, rule, ruled, lang) for rule in agreement.rules_for(question)]
    return RuleTable(agreement, lang, tuple(rows), tuple(_used_words(agreement, lang)))


def clause_text(agreement: Agreement, reference: str) -> ClauseText:
    """What a clause reference (``SOURCE`` or ``SOURCE/CLAUSE``) says; without a summary, what the text is."""
    source, clause = _cited(agreement, reference)
    if clause is not None:
        return ClauseText(reference, clause.says, bool(clause.unconfirmed_part))
    if source is None:
        return ClauseText(reference, {})
    return ClauseText(reference, source.says or source.what, source.unconfirmed)


def periods(dated: Timeline[Piece]) -> Iterator[tuple[Span, Piece]]:
    """Each value of a timeline with the period in which it holds."""
    edges = [None, *dated.starts(), None]
    for start, end, value in zip(edges, edges[1:], dated.values(), strict=False):
        yield Span(start, end), value


def _cited(agreement: Agreement, reference: str) -> tuple[Source | None, Clause | None]:
    name, _, clause = reference.partition("/")
    source = agreement.sources.get(name)
    if source is None or not clause:
        return source, None
    return source, source.clauses.get(reference) or source.clauses.get(clause)


def _row(agreement: Agreement, rule: Rule, ruled: Mapping[str, Timeline[Ruling]], lang: Lang) -> RuleRow:
    sources = [source for source, _ in (_cited(agreement, clause) for clause in rule.clauses) if source is not None]
    binds = dict.fromkeys(party for source in sources for party in source.binds or source.signed_by)
    return RuleRow(
        rule.id,
        rule.question,
        rule.says,
        tuple(clause_text(agreement, clause) for clause in rule.clauses),
        rule.basis,
        tuple(_conditions(agreement, rule, lang)),
        {reading: tuple(_effects(rule, timeline)) for reading, timeline in ruled.items()},
        tuple(binds),
        _consent(agreement, rule, lang),
        rule.asymmetric,
        rule.line,
    )


def _used_words(agreement: Agreement, lang: Lang) -> Iterator[UsedWord]:
    conditions = [condition for rule in agreement.rules for condition in rule.condition.values()]
    used = {name for condition in conditions if condition is not None for name in condition.names}
    consents = [rule.consent for rule in agreement.rules if rule.consent is not None]
    used |= {name for consent in consents for name in (consent.fact, consent.refused_fact)}
    for name, fact in agreement.facts.items():
        if name in used and (fact.says or fact.unit):
            unit = WORDING[lang].unit(fact.unit) if fact.unit else ""
            word = fact_prose(name, lang, agreement)
            repeats = spoken(fact.says, lang).removeprefix("whether ") == word
            yield UsedWord(name, word, {} if repeats else fact.says, unit)


def _conditions(agreement: Agreement, rule: Rule, lang: Lang) -> list[tuple[Span, str]]:
    """The condition in words, from when it can be applied: before that a list it uses has no version."""
    texts = [
        Since(piece.start, prose(piece.value.tree, lang, agreement) if piece.value else TABLE_WORDS[lang]["no_list"])
        for piece in rule.condition.pieces
    ]
    joined = joined_timeline(texts)
    found = list(periods(joined))
    return found[1:] if len(found) > 1 and rule.condition.pieces[0].value is None else found


def _effects(rule: Rule, ruled: Timeline[Ruling]) -> Iterator[Effect]:
    found = joined_timeline([Since(piece.start, _effect(rule, piece.value)) for piece in ruled.pieces])
    for span, (verdicts, sure) in periods(found):
        yield Effect(span, verdicts, sure)


def _effect(rule: Rule, ruling: Ruling) -> tuple[tuple[str, ...], bool]:
    steps = [step for step in ruling.steps if step.rule == rule.id]
    return tuple(dict.fromkeys(step.verdict for step in steps)), all(step.sure for step in steps)


def _consent(agreement: Agreement, rule: Rule, lang: Lang) -> str:
    if rule.consent is None:
        return ""
    words = TABLE_WORDS[lang]
    named = WORDING[lang].say("comma").join(party_prose(party, lang, agreement) for party in rule.consent.of)
    return words["consent"].format(a=named, b=words[rule.consent.missing], c=words[rule.consent.refused])


def _text_lines(table: RuleTable, width: int) -> Iterator[str]:
    yield spoken(table.agreement.title, table.lang)
    yield table.say("heading")
    for question in QUESTIONS:
        yield ""
        yield table.say(question)
        rows = table.rows_for(question)
        for row in rows:
            yield ""
            yield from _row_lines(table, row, width)
        yield ""
        yield table.say("otherwise", a=table.say(table.agreement.defaults[question]))
    if table.words:
        yield ""
        yield table.say("words")
    for word in table.words:
        unit = table.say("unit", a=word.unit) if word.unit else ""
        meaning = WORDING[table.lang].say("comma").join(part for part in (spoken(word.says, table.lang), unit) if part)
        told = f"{word.word} ({word.fact})"
        yield from _wrapped(f"{told}: {meaning}" if meaning else told, width)
    yield ""
    yield _identity(table)


def _row_lines(table: RuleTable, row: RuleRow, width: int) -> Iterator[str]:
    yield f"{row.rule}  ({table.say('line', n=row.line)})"
    told = [spoken(row.says, table.lang)]
    told += [f"{table.say('condition')}: {table.dated(span, text)}" for span, text in row.conditions]
    told += [row.consent] if row.consent else []
    told += [f"{clause.id}: {spoken(clause.says, table.lang)}" for clause in row.clauses]
    told.append(f"{table.say('basis')}: {table.say(row.basis)}")
    told.append(f"{table.say('binds')}: {table.parties(row.binds) or table.say('nobody_named')}")
    for reading, effects in row.effects.items():
        said = "; ".join(table.dated(effect.span, table.effect(effect)) for effect in effects)
        told.append(f"{table.say('reading')} {table.reading_name(reading)}: {said}")
    told += [table.say("asymmetric", a=row.asymmetric)] if row.asymmetric else []
    for text in told:
        yield from _wrapped(text, width)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _identity(table: RuleTable) -> str:
    one = table.agreement
    return table.say("identity", a=one.id, b=one.version, c=one.digest)


def _csv_rows(table: RuleTable) -> Iterator[tuple[str | int, ...]]:
    one, lang = table.agreement, table.lang
    for row in table.rows:
        clauses = " ".join(clause.id for clause in row.clauses)
        clause_says = " | ".join(spoken(clause.says, lang) for clause in row.clauses)
        condition = " | ".join(table.dated(span, text) for span, text in row.conditions)
        if row.consent:
            condition += f" | {row.consent}"
        about = (row.question, row.rule, spoken(row.says, lang), clauses, clause_says, row.basis, condition)
        for reading, effects in row.effects.items():
            for effect in effects:
                period = _instant_text(effect.span.start), _instant_text(effect.span.end)
                outcome = table.effect(effect), "yes" if effect.sure else "no"
                identity = one.id, one.version, one.digest
                yield (*about, reading, *period, *outcome, " ".join(row.binds), row.line, *identity)


def _instant_text(instant: int | None) -> str:
    return "" if instant is None else instant_to_text(instant)


def _cell(cell: str | int) -> str:
    return text_cell(cell) if isinstance(cell, str) else str(cell)


def _row_json(table: RuleTable, row: RuleRow) -> dict[str, object]:
    told: dict[str, object] = {
        "rule": row.rule,
        "for": row.question,
        "says": spoken(row.says, table.lang),
        "clauses": [{"clause": one.id, "says": spoken(one.says, table.lang)} for one in row.clauses],
        "basis": row.basis,
        "when": [{**_span_json(span), "text": text} for span, text in row.conditions],
        "readings": {
            reading: [{**_span_json(one.span), "then": list(one.verdicts), "sure": one.sure} for one in effects]
            for reading, effects in row.effects.items()
        },
        "binds": list(row.binds),
        "line": row.line,
    }
    return told | ({"consent": row.consent} if row.consent else {})


def _span_json(span: Span) -> dict[str, str]:
    edges = {"from": span.start, "until": span.end}
    return {name: instant_to_text(edge) for name, edge in edges.items() if edge is not None}
