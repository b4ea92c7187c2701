"""Sentences of answers: an English template with named values, so that pages can translate and tests can read.

Every template that the claims engine uses stands here as a constant; translators find them all in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

_BEFORE_STOP = re.compile(r" +(?=[;:.,])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A template and its values.

    >>> str(Phrase("{n} rows", {"n": 12345}))
    '12,345 rows'
    """

    template: str
    values: Mapping[str, str | int | Fraction | Phrase] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.render(lambda template: template, plain_number)

    def render(self, translate: Callable[[str], str], number: Callable[[Fraction], str]) -> str:
        """Translate the template and fill it, writing numbers the way `number` does; phrases inside likewise."""
        shown: dict[str, str] = {}
        for name, value in self.values.items():
            if isinstance(value, Phrase):
                shown[name] = value.render(translate, number)
            else:
                shown[name] = value if isinstance(value, str) else number(Fraction(value))
        text = translate(self.template).format(**shown)
        return _BEFORE_STOP.sub("", text) if shown.get("unit") == "" else text


def plain_number(value: Fraction) -> str:
    """An exact number for English text: grouped by commas, cut to three decimals.

    >>> plain_number(Fraction(2123456, 1000)), plain_number(Fraction(-1, 3))
    ('2,123.456', '-0.333')
    """
    if value.denominator == 1:
        return f"{int(value):,}"
    cut = int(abs(value) * 1000)
    sign = "-" if value < 0 and cut else ""
    decimals = f"{cut % 1000:03}".rstrip("0")
    return f"{sign}{cut // 1000:,}" + (f".{decimals}" if decimals else "")


# Why a verdict is what it is.
SUPPORTED = "The record gives {value} {unit}, which is what the claim allows."
CONTRADICTED = "The record gives {value} {unit}; the claim says {claimed} {unit}."
CONTRADICTED_RANGE = "The record allows {low} to {high} {unit}; the claim says {claimed} {unit}."
CONTRADICTED_LOW = "The record shows at least {low} {unit}; the claim says {claimed} {unit}."
SUPPORTED_LOW = "The record shows at least {low} {unit}, which is enough for the claim."
SUPPORTED_RANGE = "The record allows {low} to {high} {unit}, all of which fit the claim."
NOT_RECORDED = "The column {column} is not recorded. {says}"
SCOPE_MISSING = (
    "Only {recorded} is recorded for {column}; {missing} is not. The record shows at least {low} {unit} "
    "and cannot say how many more there were. {says}"
)
OUTSIDE_COVERAGE = (
    "The period reaches outside what the record covers ({column} from {from_day} to before {until_day}). "
    "It shows at least {low} {unit}."
)
NO_COVERAGE = (
    "The charter does not say for which days {column} is complete, so the {low} {unit} in the record are a lower bound."
)
LEFT_OUT = (
    "{rows} movements of an imported file could not be read and were left out, so the {low} {unit} in the record are "
    "a lower bound."
)
UNKNOWN_ROWS = (
    "{rows} rows lack a value that the condition, the date or the measure needs, so the record allows a range."
)
NO_ROWS = "No row of the record falls under the claim, so there is nothing to measure."
VALUE_UNKNOWN = (
    "The value {value} does not occur in column {column}; the record writes {near}. Until the claim says which is "
    "meant, it is not decided."
)
READINGS_DIFFER = (
    "The agreement is read in more than one way, the claim names no reading, and they do not come to the same: {said}."
)
UNDER_READING = "under {reading} {low} to {high} {unit}"
UNDER_READING_EXACT = "under {reading} {low} {unit}"
UNDER_READING_OPEN = "under {reading} at least {low} {unit}"
UNDER_READING_UNKNOWN = "under {reading} nothing that can be measured"
SIMULATED = "The record holds simulated entries. No verdict on a real speaker's claim may rest on them."

# Defaults and definitions.
DEF_ROWS = "one row is one {row} of the table {table}"
DEF_ANY_LINE = "a movement counts when any of its cargo lines satisfies the condition"
DEF_SCOPE = "{column}: only {recorded} is recorded, and the claim does not name another"
DEF_TOLERANCE = "about: within {tolerance} {unit} of the value"
DEF_TOLERANCE_IMPLIED = "about: within {tolerance} {unit} of the value, read from how round it is"
DEF_PERIOD = "{column} from {from_day} to before {until_day}"
DEF_PERIOD_UNTIL = "{column} before {until_day}, from the beginning of the record"
DEF_PERIOD_FROM = "{column} from {from_day} on"
DEF_NO_PERIOD = "no period: the whole record"
DEF_END_DEFAULT = "the claim names no end of its period: the day it refers to is taken"
DEF_SNAPSHOT = "{entered} on or before {at}, and {left} empty or after {at}"
DEF_NOT_YET = "an empty {column} means: not by the end of the record. {says}"
DEF_WAIT = "{column} is {left} minus {entered}, in whole days; what the speaker measured may differ"
DEF_PER_DAY = "{column} is rows divided by the {days} days of the period"
DEF_EACH = "names are compared without regard to letter case, accents and punctuation"
DEF_SPELLING = "{text} is read as {value}, which is how the record writes it"
DEF_AGREED = "{name}: as the agreement has it on the day of each row"
DEF_READING = "limits as the reading {reading} has them"
DEF_EVERY_READING = "limits differ between the readings of the agreement; the answer is the same under each"
DEF_HAS = "has({column}): the record gives a value"

# Reconciliations.
ROWS_IN = "counting {rows} in, near an end of the period"
ROWS_OUT = "leaving {rows} out, near an end of the period"
ROUNDED = "the claimed figure is the recorded one rounded to {step} {unit}"
UNIT_SWAPPED = "counting {row}s instead of {before}s"
FILTER_DROPPED = "without the condition {where}"
ONE_DAY = "one day"
TWO_DAYS = "two days"
THREE_DAYS = "three days"
ONE_REVISED = "one recorded quantity differs from the one announced by {residual} {unit}"
REVISED_NAMED = (
    "A possibility, not a fact: {rows} would then have been announced as a round quantity. {possible} rows are large "
    "enough to be meant, of which about {by_luck} would look as round by luck."
)
REVISED_UNNAMED = "A possibility, not a fact: any of {possible} rows is large enough to be the one revised."


def span_of_days(days: int) -> Phrase:
    """One, two or three days in words, sign left out; the searches go no further."""
    return Phrase((ONE_DAY, TWO_DAYS, THREE_DAYS)[abs(days) - 1])
