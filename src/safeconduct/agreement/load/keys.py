"""The keys of every block of the format `safeconduct-agreement/1`; the reference page is made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

COMMON: Final[Mapping[str, str]] = {
    "note": "a remark for readers",
    "cite": "where it is written, in plain words",
    "unconfirmed": "true if no source was read for it",
}
"""Keys that may stand on any mapping."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one kind of block, each with what it says.

    of: the block, as a sentence names it. name: its short name, unique.
    """

    name: str
    of: str
    required: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)

    def all(self) -> Mapping[str, str]:
        """Every key that may stand in the block."""
        return {**self.required, **self.optional, **COMMON}


_BASIS = "agreed, stated, inferred or assumed"
_FROM = "first instant at which it holds"
_UNTIL = "first instant at which it holds no more"
_CLAUSES = "the clauses it rests on, each SOURCE or SOURCE/CLAUSE"
_UNDER = "issue: [positions]; it holds only in readings with one of these positions"
_ASYMMETRIC = "the clause that treats the parties or directions differently on purpose"

FILE = Keys(
    "file",
    "an agreement file",
    {
        "format": "safeconduct-agreement/1",
        "id": "name of the agreement",
        "version": "a whole number, from 1, raised with every change",
        "title": "its title",
        "time_zone": 'offset of local time at the posts, such as "+04:00"',
        "sources": "the texts it rests on",
        "parties": "the parties, and others that matter to it",
        "route": "the road, its places and posts",
        "facts": "the only names that conditions may use, besides lists and limits",
        "readings": "each party's position on every issue",
        "defaults": "the verdict of each question when no rule holds",
        "rules": "the rules, in order; in each question the first that holds decides",
    },
    {
        "lists": "dated lists of codes, used as list.NAME",
        "issues": "the questions on which the parties differ",
        "limits": "dated numbers and instants, used as limit.NAME",
        "obligations": "duties with dates",
        "status": "when the road counts as open, restricted or closed",
        "supply": "what deliveries are measured against",
        "amendments": "changes, and who recognises them",
        "heartbeats": "promises of presence, by post",
        "open_questions": "what the author could not find",
        "explained": "findings of the checks that are as they should be, and why",
    },
)
SOURCE = Keys(
    "source",
    "a source",
    {"what": "what the text is", "date": "its day", "kind": "agreement, order, procedure or statement"},
    {
        "says": "what it says, in own words",
        "signed_by": "the parties that signed it",
        "binds": "the parties it binds",
        "in_force": _FROM,
        "sha256": "digest of the text, or pending",
        "versions": "the copies in circulation",
        "version_differences": "where the copies differ",
        "clauses": "its clauses",
    },
)
TEXT_VERSION = Keys(
    "text version",
    "a copy of a text",
    {"lang": "its language", "url": "where it is"},
    {"sha256": "digest of the copy, or pending"},
)
VERSION_DIFFERENCE = Keys(
    "version difference",
    "a difference between copies",
    {
        "clause": "the clause that differs",
        "versions": "the copies that differ from the others",
        "says": "how, in own words",
    },
    {"touches_corridor": "whether it matters to the road"},
)
CLAUSE = Keys(
    "clause",
    "a clause",
    {"says": "what it says, in own words"},
    {
        "no_rule": "why nothing in the file applies it",
        "unconfirmed_part": "what of it could not be confirmed",
        "pax": "its category in the PA-X database of peace agreements",
    },
)
PARTY = Keys(
    "party",
    "a party",
    {"name": "its name", "role": "party, guarantor, neutral_controller, humanitarian or local_authority"},
    {"of": "the party it belongs to", "status_disputed": "true if its status is in dispute"},
)
ROUTE = Keys(
    "route",
    "the route",
    {"ends": "its two ends", "inbound": "west_to_east or east_to_west"},
    {"width_m": "width in metres", "places": "places on it", "posts": "posts on it", "alternatives": "other roads"},
)
ENDS = Keys("ends", "the ends of the route", {"west": "the western end", "east": "the eastern end"})
PLACE = Keys(
    "place",
    "a place",
    {},
    {
        "lat": "latitude in degrees, in quotes",
        "lon": "longitude in degrees, in quotes",
        "also_called": "its other names",
        "between": "the places it lies between",
        "length_m": "its length in metres",
        "approximate": "true if its position is not exact",
    },
)
POST = Keys(
    "post",
    "a post",
    {"place": "where it stands", "by": "who holds it"},
    {"from": _FROM, "until": _UNTIL, "kind": "what kind of post", "also_called": "its other names", "basis": _BASIS},
)
ALTERNATIVE = Keys(
    "alternative",
    "another road",
    {"from": _FROM},
    {"until": _UNTIL, "via": "where it leads through", "ends_at": "where it ends"},
)
LIST = Keys(
    "list",
    "a list of codes",
    {"basis": _BASIS, "versions": "the list, version by version"},
    {"clause": _CLAUSES + "; may be left out where the basis is assumed"},
)
LIST_VERSION = Keys(
    "list version",
    "a version of a list",
    {"from": _FROM, "any_of": "groups of codes; a code in one of them is on the list"},
    {"until": _UNTIL + "; left out, it holds until the next version"},
)
CODE_GROUP = Keys(
    "code group",
    "a group of codes",
    {},
    {
        "scheme": "hs, un_number, un_class, ml or own",
        "in": "these codes",
        "prefix": "these codes and all below them",
        "list": "all codes of another list",
    },
)
FACT = Keys(
    "fact",
    "a fact",
    {"type": "bool, int, string, enum, party, code, instant, duration, list(code) or set(party)"},
    {
        "of": "the values of an enum",
        "min": "least value of an int, instant or duration",
        "max": "greatest value of an int, instant or duration",
        "unit": "unit of a number",
        "open": "true if it may be unknown or contested",
        "from": "where the value comes from, as KIND.FIELD of the record",
        "else": "used where `from` is empty",
        "per": "movement (if left out), window, day or agreement",
        "says": "what it means",
    },
)
ISSUE = Keys("issue", "an issue", {"asks": "the question", "positions": "the answers to it"})
POSITION = Keys(
    "position",
    "a position",
    {
        "held_by": "the parties that hold it, each by name or as {party, from, until}",
        "basis": _BASIS,
        "cites": "where that is written, each SOURCE or SOURCE/CLAUSE",
    },
    {"says": "the position in own words"},
)
HOLDER = Keys("holder", "a holder of a position", {"party": "the party"}, {"from": _FROM, "until": _UNTIL})
DATED_POSITION = Keys(
    "dated position",
    "a dated position",
    {"from": _FROM, "position": "the position, or silent"},
)
DEFAULTS = Keys(
    "defaults",
    "the defaults",
    {"movement": "permitted, hold or prohibited", "conduct": "kept, impeded, coverage_gap or breach"},
)
RULE = Keys(
    "rule",
    "a rule",
    {
        "id": "its name",
        "for": "movement or conduct",
        "clause": _CLAUSES,
        "basis": _BASIS,
        "when": "a condition over the facts",
        "says": "the rule in own words",
    },
    {
        "then": "the verdict where the condition holds; or needs_consent",
        "needs_consent": "the consents it asks for; or then",
        "breach_by": "facts or parties from which the responsible party is read",
        "under": _UNDER,
        "asymmetric": _ASYMMETRIC,
        "before": "rule: why this rule stands before that one although their verdicts differ",
    },
)
CONSENT = Keys(
    "consent",
    "needs_consent",
    {
        "of": "the parties whose consent is needed",
        "missing": "the verdict where one is missing",
        "refused": "the verdict where one is refused",
    },
    {
        "fact": "the fact that says who has consented; consents, if left out",
        "refused_fact": "the fact that says who has refused",
    },
)
LIMIT_ROW = Keys(
    "limit",
    "a row of a limit",
    {"from": _FROM, "value": "a whole number, an instant, or a duration such as PT15M", "basis": _BASIS},
    {
        "unit": "unit of the number",
        "clause": _CLAUSES + "; may be left out where the basis is assumed",
        "under": _UNDER,
    },
)
OBLIGATION = Keys(
    "obligation",
    "an obligation",
    {
        "id": "its name",
        "by": "the parties that owe it",
        "clause": _CLAUSES,
        "basis": _BASIS,
        "kind": "continuous, once or term",
    },
    {
        "from": _FROM,
        "until": _UNTIL + "; of a term, an instant or limit.NAME",
        "due": "the instant by which it must be met; of kind once",
        "renews": "by how long a term renews itself, such as P5Y",
        "unless": "what ends a term",
        "met_when": "a condition that shows it met",
        "share_permille": "in how many of 1000 windows it must be met; 1000, if left out",
        "share_basis": _BASIS,
        "per": "facts by which it is scored apart",
        "under": _UNDER,
        "suspended": "periods in which a party did not do its part",
        "asymmetric": _ASYMMETRIC,
        "scored_by_person": "true if a person scores it",
        "binding": "what kind of text binds",
        "evidence": "kinds of entry that a scorer reads",
        "says": "the duty in own words",
    },
)
NOTICE = Keys(
    "notice",
    "unless",
    {"notice_by": "the parties that may give notice", "before_end": "how long before its end, such as P6M"},
    {"seen_in": "the fact that says whether notice was given"},
)
SUSPENSION = Keys(
    "suspension",
    "a suspension",
    {
        "by": "the party",
        "from": _FROM,
        "recognised_by": "the parties that recognise it",
        "cites": "where it is written",
    },
    {"until": _UNTIL},
)
STATUS = Keys(
    "status",
    "the status table",
    {"window": "length of a window, such as P1D", "lines": "the lines, in order", "otherwise": "unknown"},
    {
        "per": "facts by which it is computed apart",
        "basis": _BASIS,
        "baseline": "figures: whole numbers by name, with basis and by",
    },
)
STATUS_LINE = Keys(
    "status line",
    "a status line",
    {"is": "open, restricted or closed", "when": "a condition over the facts of a window"},
)
SUPPLY = Keys(
    "supply",
    "a supply",
    {
        "need_kg_per_day": "kilograms a day, or unknown",
        "low_days": "days of stock below which it is low",
        "basis": _BASIS,
    },
    {"low_days_basis": _BASIS + "; that of the need, if left out", "by": "whose figure the need is"},
)
POPULATION = Keys("population", "the population", {"value": "persons", "basis": _BASIS}, {"by": "whose figure it is"})
AMENDMENT = Keys(
    "amendment",
    "an amendment",
    {
        "id": "its name",
        "from": _FROM,
        "by": "who made it",
        "kind": "what kind of change, in a word",
        "recognised_by": "the parties that recognise it",
        "cites": "where that is written, each SOURCE or SOURCE/CLAUSE",
    },
    {
        "until": _UNTIL,
        "contested_by": "the parties that contest it",
        "does": "what it adds, removes, replaces",
        "issue": "the issue that it belongs to",
        "under": _UNDER + ", whoever recognises it",
    },
)
DOES = Keys(
    "does",
    "what an amendment does",
    {},
    {
        "add": "paths of parts that hold only with it",
        "remove": "paths of parts that hold only without it",
        "replace": "path: path of the part that takes its place",
    },
)
HEARTBEAT = Keys(
    "heartbeat",
    "a heartbeat",
    {
        "every": "how often, such as PT15M",
        "grace": "how late it may be",
        "hours": "all, or local hours such as 06:00-22:00",
        "basis": _BASIS,
    },
)
EXPLAINED = Keys(
    "explained finding",
    "an explained finding",
    {
        "code": "code of the finding, such as R06",
        "parts": "what it is about, such as fact consents",
        "why": "why it is as it should be",
    },
)

BLOCKS: Final[tuple[Keys, ...]] = (
    FILE,
    SOURCE,
    TEXT_VERSION,
    VERSION_DIFFERENCE,
    CLAUSE,
    PARTY,
    ROUTE,
    ENDS,
    PLACE,
    POST,
    ALTERNATIVE,
    LIST,
    LIST_VERSION,
    CODE_GROUP,
    FACT,
    ISSUE,
    POSITION,
    HOLDER,
    DATED_POSITION,
    DEFAULTS,
    RULE,
    CONSENT,
    LIMIT_ROW,
    OBLIGATION,
    NOTICE,
    SUSPENSION,
    STATUS,
    STATUS_LINE,
    SUPPLY,
    POPULATION,
    AMENDMENT,
    DOES,
    HEARTBEAT,
    EXPLAINED,
)
"""Every block, in the order of the reference page."""
