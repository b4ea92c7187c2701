"""Words of the pages that are chosen by data: verdicts, units, comparators, months, kinds of entry.

The three markers do nothing at run time; ``tools/messages.py`` collects what stands in them. A value that has
no phrase here is shown as it stands, marked as English.
"""

from __future__ import annotations

from typing import NamedTuple


class InContext(NamedTuple):
    """A message whose meaning depends on where it stands."""

    context: str
    text: str


class Counted(NamedTuple):
    """A message that depends on a number."""

    singular: str
    plural: str


def message(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


def context_message(context: str, text: str) -> InContext:
    """Mark a text with its context for the catalogue; needed for single words."""
    return InContext(context, text)


def plural_message(singular: str, plural: str) -> Counted:
    """Mark a text with its plural for the catalogue."""
    return Counted(singular, plural)


VERDICTS = {
    "supported": context_message("verdict", "supported"),
    "contradicted": context_message("verdict", "contradicted"),
    "undecidable": context_message("verdict", "cannot be decided"),
}
ANSWERS = {
    "supported": message("The record supports this claim."),
    "contradicted": message("The record contradicts this claim as stated."),
    "undecidable": message("The record cannot decide this claim."),
}
EVIDENCE = {
    "observed": message("observed by those who keep this log"),
    "published": message("published figures, not observed by those who keep this log"),
    "simulated": message("simulated, nothing in it happened"),
}
UNITS = {
    "t": plural_message("%(amount)s t", "%(amount)s t"),
    "kg": plural_message("%(amount)s kg", "%(amount)s kg"),
    "%": plural_message("%(amount)s %%", "%(amount)s %%"),
    "voyages": plural_message("%(amount)s voyage", "%(amount)s voyages"),
    "vessels": plural_message("%(amount)s vessel", "%(amount)s vessels"),
    "vehicles": plural_message("%(amount)s vehicle", "%(amount)s vehicles"),
    "passages": plural_message("%(amount)s passage", "%(amount)s passages"),
    "movements": plural_message("%(amount)s movement", "%(amount)s movements"),
    "inspections": plural_message("%(amount)s inspection", "%(amount)s inspections"),
    "checks": plural_message("%(amount)s check", "%(amount)s checks"),
    "persons": plural_message("%(amount)s person", "%(amount)s persons"),
    "lines": plural_message("%(amount)s cargo line", "%(amount)s cargo lines"),
    "rows": plural_message("%(amount)s row", "%(amount)s rows"),
    "days": plural_message("%(amount)s day", "%(amount)s days"),
    "hours": plural_message("%(amount)s hour", "%(amount)s hours"),
    "minutes": plural_message("%(amount)s minute", "%(amount)s minutes"),
    "weeks": plural_message("%(amount)s week", "%(amount)s weeks"),
    "claims": plural_message("%(amount)s claim", "%(amount)s claims"),
    "entries": plural_message("%(amount)s entry", "%(amount)s entries"),
    "logs": plural_message("%(amount)s log", "%(amount)s logs"),
    "voyages per day": plural_message("%(amount)s voyage a day", "%(amount)s voyages a day"),
}
UNIT_NAMES: dict[str, str | InContext] = {
    "t": context_message("unit", "tonnes"),
    "voyages": context_message("unit", "voyages"),
    "vessels": context_message("unit", "vessels"),
    "vehicles": context_message("unit", "vehicles"),
    "passages": context_message("unit", "passages"),
    "movements": context_message("unit", "movements"),
    "lines": context_message("unit", "lines"),
}
COMPARATORS = {
    "exactly": message("exactly %(amount)s"),
    "about": message("about %(amount)s"),
    "at_least": message("at least %(amount)s"),
    "more_than": message("more than %(amount)s"),
    "at_most": message("at most %(amount)s"),
    "less_than": message("less than %(amount)s"),
}
CHANGES = {
    "period_end": message("A period that ends on another day"),
    "period_start": message("A period that starts on another day"),
    "date_shift": message("Dates shifted by whole days"),
    "snapshot_day": message("A state taken on another day"),
    "date_column": message("Another date of the same movement"),
    "rounding": message("A rounded figure"),
    "row_unit": message("Another thing counted"),
    "filter": message("One condition dropped"),
    "rows": message("A few rows in or out"),
    "revised_quantity": message("A revised quantity"),
}
KINDS = {
    "charter": context_message("kind of entry", "charter"),
    "notification": context_message("kind of entry", "notification"),
    "manifest": context_message("kind of entry", "manifest"),
    "clearance": context_message("kind of entry", "clearance"),
    "passage": context_message("kind of entry", "passage"),
    "check": context_message("kind of entry", "check"),
    "document": context_message("kind of entry", "document"),
    "statement": context_message("kind of entry", "statement"),
    "claim": context_message("kind of entry", "claim"),
    "correction": context_message("kind of entry", "correction"),
}
# Used in a full date, so in the case that follows a day number where the language has one.
MONTHS = (
    context_message("month in a date", "January"),
    context_message("month in a date", "February"),
    context_message("month in a date", "March"),
    context_message("month in a date", "April"),
    context_message("month in a date", "May"),
    context_message("month in a date", "June"),
    context_message("month in a date", "July"),
    context_message("month in a date", "August"),
    context_message("month in a date", "September"),
    context_message("month in a date", "October"),
    context_message("month in a date", "November"),
    context_message("month in a date", "December"),
)
MONTHS_SHORT = (
    context_message("month on an axis", "Jan"),
    context_message("month on an axis", "Feb"),
    context_message("month on an axis", "Mar"),
    context_message("month on an axis", "Apr"),
    context_message("month on an axis", "May"),
    context_message("month on an axis", "Jun"),
    context_message("month on an axis", "Jul"),
    context_message("month on an axis", "Aug"),
    context_message("month on an axis", "Sep"),
    context_message("month on an axis", "Oct"),
    context_message("month on an axis", "Nov"),
    context_message("month on an axis", "Dec"),
)
# Texts that nodes hand over for the corridors shipped with the project.
FROM_NODES = (
    context_message("figure", "Voyages"),
    context_message("figure", "Cargo lines"),
    context_message("figure", "Cargo"),
    context_message("figure", "Movements"),
    context_message("figure", "Passages"),
    message("Outbound voyages, each counted once however many cargo lines it has."),
    message("Lines of cargo; one voyage may carry several, for several countries."),
    message("Sum of the tonnes of all cargo lines, as published."),
    message("Movements on record, each counted once however many cargo lines it has."),
    message("Sum of the loads of all cargo lines."),
    message("Passages on record, in both directions."),
    message("Departures per week"),
    message("Passages per week"),
    message("Outbound voyages by the week, Monday to Sunday, in which they departed."),
)
