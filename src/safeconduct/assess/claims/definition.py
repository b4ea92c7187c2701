"""What a claim means on one corridor: its rows as SQL, its dates, its unit, and every choice that was made.

A part that the claim leaves open gets a default, and the default is listed, so that nobody has to guess how a
figure was counted. A part that the record does not hold makes the claim undecidable, not false.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from safeconduct.agreement.model import Agreement
from safeconduct.assess.claims import phrases
from safeconduct.assess.claims.condition import (
    CompiledCondition,
    compile_condition,
    matches_missing_scope,
)
from safeconduct.assess.claims.interval import implied_rounding
from safeconduct.assess.claims.model import Claim, Comparator, Measure, Over, Snapshot
from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.claims.vocabulary import ClaimVocabulary, Column
from safeconduct.assess.errors import ClaimError
from safeconduct.base.instant import day_from_text, day_to_text
from safeconduct.base.suggest import nearest
from safeconduct.facts.build import Facts
from safeconduct.facts.terms import Coverage, Scope

KEYS = {"movement": "movement", "cargo": "movement", "check": "movement", "passage": "passed_key"}
ROW_WORDS = {"movement": "movement", "cargo": "cargo line", "check": "check", "passage": "passage"}
ENTRY_KEYS = {
    "movement": ("note_key", "departed_key", "inspected_key", "authorised_key"),
    "cargo": ("note_key", "departed_key", "inspected_key", "authorised_key"),
    "check": ("inspected_key", "note_key"),
    "passage": ("passed_key",),
}
MASS_UNITS = {
    "kg": Fraction(1),
    "kilograms": Fraction(1),
    **dict.fromkeys(("t", "tonne", "tonnes", "ton", "tons", "MT", "mt"), Fraction(1000)),
    **dict.fromkeys(("metric ton", "metric tons", "metric tonne", "metric tonnes"), Fraction(1000)),
    **dict.fromkeys(("kt", "thousand t", "thousand tonnes", "thousand tons"), Fraction(1_000_000)),
    **dict.fromkeys(("Mt", "million t", "million tonnes", "million tons"), Fraction(1_000_000_000)),
    **dict.fromkeys(("million metric tons", "million metric tonnes"), Fraction(1_000_000_000)),
}
PER_DAY = "per_day"
EACH_ROWS = "each"


@dataclass(frozen=True, slots=True)
class Definition:
    """A claim resolved against one corridor's words.

    rows_sql: a query with one row a table row: row_key, truth (2 satisfies, 1 unknown, 0 does not), value (integer
        in base units or NULL), one column `d_<name>` a date column, and what names the row to a person.
    each_sql: for `each`, the same query per condition.
    scale: base units in one unit of the claim (1000 when kilograms are recorded and tonnes claimed).
    dates: the recorded date columns of the table by the name the claim may use.
    """

    claim: Claim
    table: str
    rows_sql: str
    each_sql: tuple[str, ...]
    scale: Fraction
    value: Column | None
    when: Over | Snapshot | None
    dates: dict[str, Column]
    not_recorded: tuple[Column, ...]
    scope_missing: Scope | None
    unknown_values: tuple[tuple[str, str, str], ...]
    tolerance: Fraction
    says: tuple[Phrase, ...]
    facts: Facts
    condition: CompiledCondition
    agreement: Agreement | None = None

    @property
    def measure(self) -> Measure:
        """The claim's measure."""
        return self.claim.proposition.measure

    @property
    def is_rate(self) -> bool:
        """Whether the measure is rows a day."""
        return self.claim.proposition.column == PER_DAY

    def coverage(self, column: str) -> Coverage | None:
        """Which days a date column is complete for: by the claim's own table first, then by any table."""
        recorded = self.dates[column].sql or ""
        names = {column, recorded.strip('"')}
        stated = [c for c in self.facts.terms.coverage if c.column in names]
        return next((c for c in stated if c.table == self.table), stated[0] if stated else None)

    def not_yet(self, column: str) -> bool:
        """Whether an empty date means: not by the end of the record."""
        return bool({column, (self.dates[column].sql or "").strip('"')} & set(self.facts.terms.not_yet))


def define(claim: Claim, vocabulary: ClaimVocabulary) -> Definition:
    """Resolve a claim. Raises ClaimError for unknown words, ConditionError for a condition outside the profile."""
    proposition = claim.proposition
    table = vocabulary.table(proposition.table, claim.at("table"))
    vocabulary.facts.need("cargo" if table == "movement" else table)
    condition = compile_condition(claim, table, vocabulary)
    value = _value_column(claim, table, vocabulary)
    dates, absent = _dates(claim, table, vocabulary)
    scope = matches_missing_scope(condition, vocabulary.facts.terms)
    gone = [*condition.not_recorded, *absent, *([value] if value and value.sql is None else [])]
    each = _each_conditions(claim, table, vocabulary)
    gone += [column for compiled in each for column in compiled.not_recorded]
    tolerance = _tolerance(claim)
    definition = Definition(
        claim=claim,
        table=table,
        rows_sql="" if gone else _rows_sql(table, condition, value, dates),
        each_sql=() if gone else tuple(_rows_sql(table, each_one, None, dates) for each_one in each),
        scale=_scale(claim, value),
        value=value,
        when=_when(claim, table, dates, vocabulary),
        dates=dates,
        not_recorded=tuple(gone),
        scope_missing=scope,
        unknown_values=tuple(condition.unknown_values),
        tolerance=tolerance,
        says=(),
        facts=vocabulary.facts,
        condition=condition,
        agreement=vocabulary.agreement,
    )
    return replace(definition, says=tuple(_choices(definition)))


def _value_column(claim: Claim, table: str, vocabulary: ClaimVocabulary) -> Column | None:
    name = claim.proposition.column
    if name is None or name == PER_DAY:
        return None
    column = vocabulary.column(table, name, claim.at("column"))
    if column.kind in {"text", "date"} and column.sql is not None:
        raise ClaimError(
            f"{name!r} holds {column.kind}, which has no {claim.proposition.measure.value}", where=claim.at("column")
        )
    return column


def _dates(claim: Claim, table: str, vocabulary: ClaimVocabulary) -> tuple[dict[str, Column], list[Column]]:
    """The recorded date columns by name, and those the claim names that are not recorded."""
    when = claim.proposition.over or claim.proposition.snapshot
    named = [when.column] if isinstance(when, Over) else [when.entered, when.left] if when else []
    found: dict[str, Column] = {}
    absent: list[Column] = []
    for name in named:
        column = vocabulary.column(table, name, claim.at("over" if isinstance(when, Over) else "snapshot"))
        if column.sql is None:
            absent.append(column)
        elif column.kind != "date":
            raise ClaimError(f"{name!r} is not a date column", where=claim.place)
        else:
            found[name] = column
    known = {column.sql for column in found.values()}
    for column in vocabulary.date_columns(table):
        if column.sql not in known:
            found[column.name] = column
    return found, absent


def _when(claim: Claim, table: str, dates: dict[str, Column], vocabulary: ClaimVocabulary) -> Over | Snapshot | None:
    """The period as claimed; an end left open is the day the claim refers to, a period left out ends there too."""
    proposition = claim.proposition
    if proposition.snapshot is not None:
        return proposition.snapshot
    day = claim.as_of or claim.said_on
    end = day_from_text(day) + 1 if day else None
    if proposition.over is not None:
        over = proposition.over
        start = over.from_day
        closed = over.until_day is not None or end is None or (start is not None and end <= start)
        return over if closed else replace(over, until_day=end)
    covered = [name for name in dates if vocabulary.facts.terms.covers(table, name)]
    covered = covered or [c.column for c in vocabulary.facts.terms.coverage if c.column in dates]
    return Over(covered[0], None, end) if covered else None


def _each_conditions(claim: Claim, table: str, vocabulary: ClaimVocabulary) -> list[CompiledCondition]:
    return [compile_condition(claim, table, vocabulary, equals=condition) for condition in claim.proposition.each]


def _rows_sql(table: str, condition: CompiledCondition, value: Column | None, dates: dict[str, Column]) -> str:
    truth = f"CASE WHEN {condition.sql} THEN 2 WHEN ({condition.sql}) IS NULL THEN 1 ELSE 0 END"
    measured = value.sql if value is not None and value.sql is not None else "CAST(NULL AS BIGINT)"
    days = "".join(f', t.{column.sql} AS "d_{name}"' for name, column in sorted(dates.items()))
    keys = "".join(f", t.{key}" for key in ENTRY_KEYS[table])
    label = "" if table == "passage" else ", t.vehicle, t.number"
    head = f"t.{KEYS[table]} AS row_key, CAST({{truth}} AS BIGINT) AS truth, {measured} AS value"
    if condition.any_line:
        return (
            f"SELECT {head.format(truth='h.truth')}{days}{keys}{label} FROM movement AS t "
            f"JOIN (SELECT movement, MAX({truth}) AS truth FROM cargo GROUP BY movement) AS h "
            "ON h.movement = t.movement"
        )
    return f'SELECT {head.format(truth=truth)}{days}{keys}{label} FROM "{table}" AS t'


def _scale(claim: Claim, value: Column | None) -> Fraction:
    if value is None or value.kind != "mass" or claim.proposition.measure is Measure.SHARE:
        return Fraction(1)
    unit = claim.proposition.unit
    if not unit:
        return Fraction(1000) if value.name == "tonnes" else Fraction(1)
    if unit not in MASS_UNITS:
        close = nearest(unit, MASS_UNITS)
        step = f"Did you mean {close[0]!r}?" if close else f"Known units: {', '.join(MASS_UNITS)}."
        raise ClaimError(f"{unit!r} is not a unit of mass", where=claim.at("unit"), code="SC-CLM-03", next_step=step)
    return MASS_UNITS[unit]


def _tolerance(claim: Claim) -> Fraction:
    proposition = claim.proposition
    step = proposition.rounding
    if step is None:
        step = implied_rounding(proposition.value)
    return step / 2


def _choices(definition: Definition) -> list[Phrase]:
    """Every choice in the reading of the claim, in words: what a row is, the period, defaults, gaps."""
    found = [
        Phrase(
            phrases.DEF_ROWS,
            {"row": ROW_WORDS[definition.table], "table": definition.claim.proposition.table},
        )
    ]
    if definition.condition.any_line:
        found.append(Phrase(phrases.DEF_ANY_LINE))
    found += _scope_choices(definition)
    found += [Phrase(phrases.DEF_HAS, {"column": name}) for name in definition.condition.recorded]
    found += [
        Phrase(phrases.DEF_SPELLING, {"text": text, "value": value}) for text, value in definition.condition.spelled
    ]
    found += _agreed_choices(definition)
    found.append(_period_choice(definition))
    if definition.when not in {definition.claim.proposition.over, definition.claim.proposition.snapshot}:
        found.append(Phrase(phrases.DEF_END_DEFAULT))
    found += _value_choices(definition)
    if definition.each_sql:
        found.append(Phrase(phrases.DEF_EACH))
    return found


def _agreed_choices(definition: Definition) -> list[Phrase]:
    """Lists and limits of the agreement, and the reading that was asked for."""
    used, reading = definition.condition.agreed, definition.claim.proposition.reading
    names = [*(f"list.{name}" for name in used.lists), *(f"limit.{name}" for name in used.limits)]
    found = [Phrase(phrases.DEF_AGREED, {"name": name}) for name in names]
    return [*found, Phrase(phrases.DEF_READING, {"reading": reading})] if names and reading else found


def _scope_choices(definition: Definition) -> list[Phrase]:
    return [
        Phrase(phrases.DEF_SCOPE, {"column": scope.column, "recorded": ", ".join(scope.recorded)})
        for scope in definition.facts.terms.scope
        if scope.column not in definition.condition.names
    ]


def _period_choice(definition: Definition) -> Phrase:
    when = definition.when
    if when is None:
        return Phrase(phrases.DEF_NO_PERIOD)
    if isinstance(when, Snapshot):
        at = day_to_text(when.at_day)
        return Phrase(phrases.DEF_SNAPSHOT, {"entered": when.entered, "left": when.left, "at": at})
    values = {
        "column": when.column,
        "from_day": "" if when.from_day is None else day_to_text(when.from_day),
        "until_day": "" if when.until_day is None else day_to_text(when.until_day),
    }
    if when.from_day is not None and when.until_day is not None:
        return Phrase(phrases.DEF_PERIOD, values)
    if when.until_day is not None:
        return Phrase(phrases.DEF_PERIOD_UNTIL, values)
    return Phrase(phrases.DEF_PERIOD_FROM if when.from_day is not None else phrases.DEF_NO_PERIOD, values)


def _value_choices(definition: Definition) -> list[Phrase]:
    proposition = definition.claim.proposition
    found = []
    if definition.value is not None and definition.value.kind == "days":
        values = {"column": definition.value.name, "left": "inspected_on", "entered": "departed_on"}
        found.append(Phrase(phrases.DEF_WAIT, values))
    if proposition.comparator is Comparator.ABOUT:
        stated = proposition.rounding is not None
        template = phrases.DEF_TOLERANCE if stated else phrases.DEF_TOLERANCE_IMPLIED
        found.append(Phrase(template, {"tolerance": definition.tolerance, "unit": proposition.unit}))
    when = definition.when
    named = [when.left] if isinstance(when, Snapshot) else [when.column] if when else []
    found += [
        Phrase(
            phrases.DEF_NOT_YET,
            {"column": name, "says": definition.facts.terms.not_yet.get(name, "")},
        )
        for name in named
        if name in definition.dates and definition.not_yet(name)
    ]
    return found
