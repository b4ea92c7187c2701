"""The set phrases of the pages about statements: how a day is known, stances, grounds, kinds of words."""

from __future__ import annotations

from safeconduct.web.views.phrases import context_message, message

MODES = {
    "direct": message("in quotation marks"),
    "mixed": message("partly in quotation marks"),
    "indirect": message("reported, not quoted"),
}
DAY_BASES = {
    "explicit": message("The report names the day."),
    "weekday": message("The report names the weekday; the date follows from the day of the report."),
    "relative": message("Reckoned from words of the report such as “yesterday”."),
    "carried": message("The day of the occasion that the passage reports."),
    "docdate": message("Only the day of the report is known."),
    "entered": message("Entered by a reviewer."),
    "stated": message("As the entry gives it."),
    "unresolved": message("The report does not tell the day; it was said by then at the latest."),
}
PUBLISHED_BASES = {
    "in_text": message("the text itself says so"),
    "metadata": message("from the page or its address"),
    "entered": message("entered by a reviewer"),
    "inferred": context_message("how a day is known", "inferred"),
}
BYLINES = {
    "agency": message("written by a news agency"),
    "combined_sources": message("put together from several sources"),
    "editors": message("written by the editors"),
    "outlet": message("written by the outlet"),
    "reporter": message("written by a reporter"),
}
STANCES = {
    "asserts": context_message("stance", "asserts it"),
    "denies": context_message("stance", "denies it"),
    "disputes": context_message("stance", "disputes part of it or its ground"),
    "reports": context_message("stance", "passes it on without taking a side"),
}
SIDES = {
    "asserts": context_message("side of a claim", "Asserted"),
    "denies": context_message("side of a claim", "Denied"),
    "disputes": context_message("side of a claim", "Disputed in part, or its ground"),
    "reports": context_message("side of a claim", "Passed on without taking a side"),
}
GROUNDS = {
    "denied": message("One denies the other."),
    "claim": message("They take opposite stances on one claim."),
    "answer": message("Their answers to one question cannot both be right."),
    "wanted": message("To one it was done before the days on which to the other it was only wanted."),
    "begun": message("They date such a thing to different days. There may have been two."),
}
HAPPENINGS = {
    "checkpoint": context_message("happening", "A checkpoint"),
    "blockade": context_message("happening", "The road blocked or closed"),
    "delivery": context_message("happening", "A delivery"),
    "incident": context_message("happening", "An incident"),
    "outage": context_message("happening", "An outage"),
}
MATTERS = {
    "road": message("State of the road"),
    "claim": context_message("matter of a position", "Claim"),
    "question": context_message("matter of a position", "Question"),
    "topic": context_message("matter of a position", "Topic"),
}
