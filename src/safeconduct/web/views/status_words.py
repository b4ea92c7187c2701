"""The set phrases of the pages about the situation on a road: status, posts, statements, events, kinds of vehicles."""

from __future__ import annotations

from safeconduct.web.views.phrases import context_message, message

STATUS = {
    "open": context_message("status of a road", "open"),
    "restricted": context_message("status of a road", "restricted"),
    "closed": context_message("status of a road", "closed"),
    "unknown": context_message("status of a road", "unknown"),
}
STATUS_BIG = {
    "open": context_message("status of a road, standing alone", "Open"),
    "restricted": context_message("status of a road, standing alone", "Restricted"),
    "closed": context_message("status of a road, standing alone", "Closed"),
    "unknown": context_message("status of a road, standing alone", "Unknown"),
}
# The status sentence: the first part begins it, the second goes on after a comma.
FIRST_TOWARDS = {
    "open": message("Open towards %(place)s"),
    "restricted": message("Restricted towards %(place)s"),
    "closed": message("Closed towards %(place)s"),
    "unknown": message("Unknown towards %(place)s"),
}
THEN_TOWARDS = {
    "open": message("open towards %(place)s"),
    "restricted": message("restricted towards %(place)s"),
    "closed": message("closed towards %(place)s"),
    "unknown": message("unknown towards %(place)s"),
}
TO_PLACE = {
    "open": message("to %(place)s: open"),
    "restricted": message("to %(place)s: restricted"),
    "closed": message("to %(place)s: closed"),
    "unknown": message("to %(place)s: unknown"),
}
SINCE = {
    "unbroken": message("since %(day)s"),
    "unrecorded": message("since %(day)s, with %(days)s without record in between"),
    "unknown": message("since %(day)s, with %(days)s unknown in between"),
}
WINDOW = {
    "day": message("on %(last)s"),
    "days": message("%(days)s up to %(last)s"),
}
SHARE = {"interval": message("%(low)s to %(high)s")}
CERTAINTY = {
    "whole": message(
        "On ordinary days so few would pass with a chance of %(chance)s; a cut by half would have been noticed with a"
        " chance of %(half)s. Independent sources: %(sources)s."
    ),
    "half_said": message(
        "On ordinary days so few or fewer would pass with a chance of %(chance)s. Independent sources: %(sources)s."
    ),
    "nothing_compared": message("Nothing could be compared. Independent sources: %(sources)s."),
}
SHORT = {"no_record": message("no record")}
JOINED = {"two": message("%(first)s, %(second)s")}
KEPT_BY = {
    "neutral": message("neutral post"),
    "party": message("checkpoint of a party"),
    "observer": message("observation only"),
}
WATCHED = {
    "watching": context_message("watch of a post", "watching"),
    "degraded": message("watching in part"),
    "denied": message("kept from watching"),
    "silent": context_message("watch of a post", "silent"),
}
CATEGORIES = {
    "car": context_message("kind of vehicle", "cars"),
    "truck": context_message("kind of vehicle", "trucks"),
    "bus": context_message("kind of vehicle", "buses"),
    "ambulance": context_message("kind of vehicle", "ambulances"),
    "military": context_message("kind of vehicle", "peacekeeper vehicles"),
}
SAID_TYPES = {
    "allegation": context_message("type of statement", "allegation"),
    "denial": context_message("type of statement", "denial"),
    "demand": context_message("type of statement", "demand"),
    "proposal": context_message("type of statement", "proposal"),
    "position": context_message("type of statement", "position"),
    "report": context_message("type of statement", "report"),
    "order": context_message("type of statement", "order of a court"),
    "assertion": context_message("type of statement", "assertion"),
    "rejection": context_message("type of statement", "rejection"),
    "acceptance": context_message("type of statement", "acceptance"),
    "promise": context_message("type of statement", "promise"),
    "warning": context_message("type of statement", "warning"),
    "": context_message("type of statement", "statement"),
}
HAPPENING_KINDS = {
    "obstruction": context_message("kind of event", "road obstructed"),
    "closure": context_message("kind of event", "road closed"),
    "reopening": context_message("kind of event", "road open again"),
    "checkpoint": context_message("kind of event", "checkpoint"),
    "seizure": context_message("kind of event", "goods seized"),
    "border_incident": context_message("kind of event", "incident at the border"),
    "convoy": context_message("kind of event", "convoy"),
    "suspension": context_message("kind of event", "transports suspended"),
    "agreement": context_message("kind of event", "agreement"),
    "order": context_message("kind of event", "order of a court"),
    "utility": context_message("kind of event", "services cut"),
}
WEEKDAYS = (
    context_message("weekday in a date", "Monday"),
    context_message("weekday in a date", "Tuesday"),
    context_message("weekday in a date", "Wednesday"),
    context_message("weekday in a date", "Thursday"),
    context_message("weekday in a date", "Friday"),
    context_message("weekday in a date", "Saturday"),
    context_message("weekday in a date", "Sunday"),
)
COMMODITIES = {
    "flour": context_message("commodity", "Flour"),
    "food": context_message("commodity", "Food"),
    "medicine": context_message("commodity", "Medicine"),
    "fuel": context_message("commodity", "Fuel"),
}
SERVICES = {
    "electricity": context_message("service", "Electricity"),
    "gas": context_message("service", "Gas"),
    "water": context_message("service", "Water"),
    "fuel": context_message("service", "Fuel"),
    "telecommunications": context_message("service", "Telecommunications"),
}
NO_BOUND = {
    "no record": message("no bound: no record"),
    "choice not random": message("no bound: choice not random"),
    "most unchecked": message("no bound: most unchecked"),
}
# Journeys: one vehicle, its entries, its posts.
VEHICLES = {
    "car": context_message("one vehicle", "car"),
    "truck": context_message("one vehicle", "truck"),
    "bus": context_message("one vehicle", "bus"),
    "ambulance": context_message("one vehicle", "ambulance"),
    "military": context_message("one vehicle", "peacekeeper vehicle"),
    "-": context_message("one vehicle", "not known"),
}
MATCHES = {
    "same_id": message("seen at two posts or more"),
    "open": message("seen at one post, may be under way"),
    "late": message("seen at one post, for longer than a journey takes"),
}
EVENTS = {
    "arrived": context_message("at a post", "arrived"),
    "passed": context_message("at a post", "let through"),
    "departed": context_message("at a post", "departed"),
}
METHODS = {
    "document": context_message("method of a check", "documents"),
    "seal": context_message("method of a check", "seal"),
    "visual": context_message("method of a check", "by eye"),
    "weigh": context_message("method of a check", "weighing"),
    "scanner": context_message("method of a check", "scanner"),
    "canine": context_message("method of a check", "dog"),
    "unstated": context_message("method of a check", "method not stated"),
}
RESULTS = {
    "passed": context_message("result of a check", "in order"),
    "failed": context_message("result of a check", "not in order"),
    "unstated": context_message("result of a check", "result not stated"),
}
DECIDED = {
    "let_through": context_message("decision at a post", "let through"),
    "hold": context_message("decision at a post", "hold"),
    "turn_back": context_message("decision at a post", "turn back"),
}
ENTRY_STATES = {
    "corrected": message("as corrected by a later entry"),
    "withdrawn": message("withdrawn by a later entry"),
    "repeated": message("says again what an earlier entry says"),
}
WATCHED_THEN = {
    "watched": message("its log shows it watching then: nobody was recorded"),
    "part": message("it watched only for part of that time"),
    "blind": message("no sign of life from it at that time"),
    "not_known": message("nothing is known of its watch at that time"),
}
# Supplies.
INPUT_BASES = {
    "weighed": context_message("how a mass is known", "weighed"),
    "counted": context_message("how a mass is known", "counted"),
    "declared": context_message("how a mass is known", "declared"),
    "estimated": context_message("how a mass is known", "estimated"),
}
PLAN_BASES = {
    "recorded": context_message("basis of an input", "recorded"),
    "observed": context_message("basis of an input", "observed"),
    "assumed": context_message("basis of an input", "assumed"),
}
