"""The set phrases of the review desk."""

from __future__ import annotations

from safeconduct.web.views.phrases import context_message, message

STATES = {
    "open": context_message("state of a draft", "open"),
    "second": context_message("state of a draft", "waits for a second person"),
    "differ": context_message("state of a draft", "two persons differ"),
    "accepted": context_message("state of a draft", "accepted"),
    "rejected": context_message("state of a draft", "rejected"),
}
VERDICTS = {
    "accept": context_message("decision on a draft", "accepted"),
    "reject": context_message("decision on a draft", "rejected"),
}
BASES = {
    "explicit": context_message("basis of a day", "the report names the day"),
    "weekday": context_message("basis of a day", "the report names the weekday"),
    "relative": context_message("basis of a day", "reckoned from the words of the report"),
    "carried": context_message("basis of a day", "the day of the occasion reported"),
    "docdate": context_message("basis of a day", "only the day of the report is known"),
    "entered": context_message("basis of a day", "entered by a reviewer"),
}
WHY = {
    "it denies or disputes a claim": message("it denies or disputes a claim"),
    "it accuses a party": message("it accuses a party"),
    "it names a person who is not in the entity file": message("it names a person who is not in the entity file"),
    "it names somebody who is not in the entity file": message("it names somebody who is not in the entity file"),
}
FIELDS = {
    "words": context_message("field of a draft", "Words"),
    "wording": context_message("field of a draft", "In your own words"),
    "mode": context_message("field of a draft", "Quotation"),
    "speaker": context_message("field of a draft", "Speaker"),
    "said": context_message("field of a draft", "Day"),
    "basis": context_message("field of a draft", "How the day is known"),
    "reason": context_message("field of a draft", "Reason for the day"),
    "type": context_message("field of a draft", "Type"),
    "types_also": context_message("field of a draft", "Further types"),
    "topic": context_message("field of a draft", "Topic"),
    "clauses": context_message("field of a draft", "Clauses"),
    "stances": context_message("field of a draft", "Claims"),
    "against": context_message("field of a draft", "Accuses"),
    "addressee": context_message("field of a draft", "Said to"),
    "via": context_message("field of a draft", "Known through"),
    "within": context_message("field of a draft", "Part of another statement"),
    "implicit": context_message("field of a draft", "Names no speaker here"),
    "happening": context_message("field of a draft", "What it says happened, and when"),
    "hedged": context_message("field of a draft", "The reporter hedges"),
    "headline": context_message("field of a draft", "Stands in a headline"),
}
