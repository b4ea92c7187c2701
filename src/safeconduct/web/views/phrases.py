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
    "posts": plural_message("%(amount)s post", "%(amount)s posts"),
    "logs": plural_message("%(amount)s log", "%(amount)s logs"),
    "statements": plural_message("%(amount)s statement", "%(amount)s statements"),
    "speakers": plural_message("%(amount)s speaker", "%(amount)s speakers"),
    "origins": plural_message("%(amount)s independent origin", "%(amount)s independent origins"),
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
    "decision": context_message("kind of entry", "decision"),
    "count": context_message("kind of entry", "count"),
    "heartbeat": context_message("kind of entry", "heartbeat"),
    "incident": context_message("kind of entry", "incident"),
    "delivery": context_message("kind of entry", "delivery"),
    "stock": context_message("kind of entry", "stock"),
    "outage": context_message("kind of entry", "outage"),
    "document": context_message("kind of entry", "document"),
    "statement": context_message("kind of entry", "statement"),
    "claim": context_message("kind of entry", "claim"),
    "stance": context_message("kind of entry", "stance"),
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
# Agreements: views, verdicts, states, and how far something is agreed.
VIEWS = {"all": message("all logs together")}
OUTCOMES = {"indeterminate": context_message("verdict", "undecided")}
BASES = {
    "agreed": context_message("basis", "agreed"),
    "stated": context_message("basis", "stated"),
    "inferred": context_message("basis", "inferred"),
    "assumed": context_message("basis", "assumed"),
}
BASES_SAY = {
    "agreed": message("in a text that the parties signed"),
    "stated": message("said by one party or more, not signed by all"),
    "inferred": message("follows from a text, in the view of those who wrote this file"),
    "assumed": message("no source gives it; a placeholder until one does"),
}
VALUES = {
    "yes": context_message("value", "yes"),
    "no": context_message("value", "no"),
    "none": context_message("value", "none"),
    "nobody": context_message("value", "nobody"),
    "unknown": context_message("value", "not known"),
    "perhaps more": message("perhaps more"),
}
MEMBERS = {
    "has": message("%(fact)s: %(member)s among them"),
    "lacks": message("%(fact)s: %(member)s not among them"),
    "not among": message("not: %(member)s"),
    "unknown of": message("not known: %(member)s"),
}
KNOWN = {
    "known": context_message("what is known of a fact", "recorded"),
    "contested": context_message("what is known of a fact", "contested"),
    "unknown": context_message("what is known of a fact", "not recorded"),
}
SPLITS = {
    "settled": context_message("where a dispute lies", "settled"),
    "facts": context_message("where a dispute lies", "facts"),
    "interpretation": context_message("where a dispute lies", "the text"),
    "mixed": context_message("where a dispute lies", "facts and text"),
    "unknown": context_message("where a dispute lies", "a fact is missing"),
}
SPLITS_SAY = {
    "settled": message("All readings come to the same answer."),
    "facts": message("The records differ; the readings of the text do not change the answer."),
    "interpretation": message("The readings of the text differ; the record does not."),
    "mixed": message("Both the records and the readings of the text differ."),
    "unknown": message("Nobody disputes this; a fact is missing, and the answer stays open."),
}
CLAUSE_STATES = {
    "kept": context_message("state of a clause", "in every movement"),
    "kept_where_shown": context_message("state of a clause", "in every movement that the rows decide"),
    "not_kept": context_message("state of a clause", "not in every movement"),
    "unknown": context_message("state of a clause", "not shown by the rows"),
    "not_held": context_message("state of a clause", "not a rule under this reading"),
}
DUTY_STATES = {
    "pending": context_message("state of a duty", "pending"),
    "met": context_message("state of a duty", "met"),
    "overdue": context_message("state of a duty", "overdue"),
    "suspended": context_message("state of a duty", "suspended"),
    "contested": context_message("state of a duty", "readings differ"),
    "unknown": context_message("state of a duty", "not known"),
    "absent": context_message("state of a duty", "no duty under this reading"),
}
DUTY_REASONS = {
    "not_begun": message("it has not begun"),
    "reading_silent": message("the reading does not say whether there is this duty"),
    "not_held": message("the reading does not hold that there is this duty"),
    "share_met": message("the share asked for is reached"),
    "share_not_met": message("the share asked for is not reached"),
    "not_covered": message("the record covers no part of it"),
    "windows_untold": message("what the record does not tell could change the answer"),
    "condition_met": message("what it asks for has happened"),
    "no_due_date": message("no day is set"),
    "not_yet_due": message("its day has not come"),
    "fact_missing": message("a fact is missing"),
    "due_date_passed": message("its day has passed"),
    "waits_for_report": message("a person scores it, and no report is on record"),
    "reported": message("as a named person reported"),
    "suspension": message("a party suspended its part"),
    "amendment": message("an amendment takes its place"),
    "runs": message("the term runs"),
    "renewed": message("the term was renewed and runs"),
    "ended": message("the term has ended"),
    "ended_by_notice": message("a notice ended the term"),
    "end_unknown": message("the end of the term is not known"),
    "renewal_unknown": message("it is not known whether the term was renewed"),
    "notice_undated": message("a notice was given on a day that is not known"),
}
DUTY_KINDS = {
    "continuous": context_message("kind of duty", "at all times"),
    "once": context_message("kind of duty", "once"),
    "term": context_message("kind of duty", "a term"),
}
SOURCE_KINDS = {
    "agreement": context_message("kind of text", "agreement"),
    "order": context_message("kind of text", "order"),
    "procedure": context_message("kind of text", "procedure"),
    "statement": context_message("kind of text", "statement"),
}
ROLES = {
    "party": context_message("role", "party"),
    "guarantor": context_message("role", "guarantor"),
    "neutral_controller": context_message("role", "neutral controller"),
    "humanitarian": context_message("role", "humanitarian"),
    "local_authority": context_message("role", "local authority"),
}
LANGUAGE_NAMES = {
    "en": context_message("language", "English"),
    "ru": context_message("language", "Russian"),
    "ar": context_message("language", "Arabic"),
    "az": context_message("language", "Azerbaijani"),
    "hy": context_message("language", "Armenian"),
    "tr": context_message("language", "Turkish"),
    "uk": context_message("language", "Ukrainian"),
    "fr": context_message("language", "French"),
}
SEAMS = {
    "gap": message("a time that no row covers"),
    "overlap": message("a time that two rows cover"),
}
COVERED = {
    "all": message("the record covers all of it"),
    "part": message("the record covers part of it"),
    "none": message("the record covers none of it"),
}
RECOGNISED = {
    "recognised": message("recognises the suspension"),
    "not_recognised": message("does not recognise the suspension"),
    "unknown": message("its view of the suspension is not known"),
}
IN_FORCE = {
    "yes": message("what hangs on it is in force"),
    "no": message("what hangs on it is not in force"),
    "unknown": message("whether what hangs on it is in force is not known"),
}
# Texts that the record's facts hand over where something is not known.
FROM_RECORDS = (
    message("No entry says so."),
    message("The logs differ."),
    message("The cargo lines carry no code (HS or UN), only the names of the goods."),
    message("Departure and check are not both recorded."),
    message("The agreement does not say where this is recorded."),
    message("The agreement has no fact that says who checked."),
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
