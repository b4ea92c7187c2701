"""Sentences about a status: templates with named values, as those of the claims (`assess/claims/phrases.py`).

Shares and chances are percentages with one decimal, cut in the direction that promises less.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.status.flow import Reason, Status, StatusDay
from safeconduct.assess.status.overall import Basis, Overall
from safeconduct.base.instant import day_to_text

_Values: TypeAlias = dict[str, str | int | Fraction | Phrase]

# The first words of a status page.
TOWARDS = {
    Status.OPEN: "Open towards {place}",
    Status.RESTRICTED: "Restricted towards {place}",
    Status.CLOSED: "Closed towards {place}",
    Status.UNKNOWN: "Unknown towards {place}",
}
RESTRICTED_FOR = "Restricted towards {place}: fewer than usual or none of {below}"
RESTRICTED_EXCEPT = "Restricted towards {place}: closed, except for {open_to}"
POSTS_DIFFER = "Restricted towards {place}: vehicles pass from end to end, but post {post} is {status}"

# Why a day has its status.
SAID_CLOSED = "{speaker} says that the road is closed."
SAID_RESTRICTED = "{speaker} says that the road is restricted."
SAID_BUT_PASSED = "{speaker} says that it is {status}. Journeys {span}: {observed}; about {expected} are usual."
SILENT = "No record: the sources were silent. Unknown is not closed."
CONTESTED = "Two records of this day do not agree on what passed."
NO_BASELINE = "There is no record of enough ordinary days to compare with."
TOO_FEW = "Too few journeys are usual for their absence to show anything."
HOLIDAY = "A holiday: fewer journeys than on other days are no sign of a restriction."
NOTHING_PASSED = "Nothing passed {span}; about {expected} journeys are usual."
HARDLY_ANY = (
    "Journeys {span}: {observed}; about {expected} are usual. That is at most {share_high} % of the usual traffic "
    "(upper end of a 95 % interval)."
)
FEWER = (
    "Journeys {span}: {observed}; about {expected} are usual. That is {share_low} to {share_high} % of the usual "
    "traffic (95 % interval)."
)
NO_RESTRICTION_SEEN = (
    "No restriction seen. Journeys {span}: {observed}; about {expected} are usual. Half of that would have been "
    "noticed with a chance of {half} %."
)
NO_RESTRICTION_SEEN_LONGER = (
    "No restriction seen. Journeys {span}: {observed}; about {expected} are usual. Half of that would have been "
    "noticed with a chance of {half} %, over {longest} days with one of {half_longest} %."
)
ONE_SOURCE = "Open by one source only. {seen}"
DECAYED = "The last status of this road is too old to hold; it has not been renewed."

# The days that a sentence is about.
ON_THE_DAY = "on {last_day}"
IN_DAYS = "in the {days} days up to {last_day}"

# What a day is compared with.
BASELINE = "Usual is what the record shows up to {age} days before."
BASELINE_STATED = "Usual is what {speaker} states, for {age} days before."

_PLAIN = {
    Reason.SILENT: SILENT,
    Reason.CONTESTED: CONTESTED,
    Reason.NO_BASELINE: NO_BASELINE,
    Reason.TOO_FEW: TOO_FEW,
    Reason.HOLIDAY: HOLIDAY,
    Reason.DECAYED: DECAYED,
}
_COUNTED = {
    Reason.NOTHING_PASSED: NOTHING_PASSED,
    Reason.HARDLY_ANY: HARDLY_ANY,
    Reason.FEWER: FEWER,
}


def why(one: StatusDay) -> Phrase:
    """Why a day has its status. What was seen is always said with the chance of having seen it."""
    if one.reason in _PLAIN:
        return Phrase(_PLAIN[one.reason])
    if one.said is not None:
        return _as_said(one)
    if one.reason in _COUNTED:
        return Phrase(_COUNTED[one.reason], _figures(one))
    longer = one.windows[-1].days > (one.window_days or 0)
    seen = Phrase(NO_RESTRICTION_SEEN_LONGER if longer else NO_RESTRICTION_SEEN, _figures(one))
    return Phrase(ONE_SOURCE, {"seen": seen}) if one.reason is Reason.ONE_SOURCE else seen


def compared_with(one: StatusDay) -> Phrase | None:
    """What the day is compared with, and how old that is; None where nothing was compared."""
    if one.baseline_age_days is None:
        return None
    values: _Values = {"age": one.baseline_age_days, "speaker": one.baseline_said_by}
    return Phrase(BASELINE_STATED if one.baseline_said_by else BASELINE, values)


def sentence(whole: Overall, place: str) -> Phrase:
    """The status towards a place, in the words that head a page. place: its name as the reader knows it."""
    deciding = whole.deciding
    values: _Values = {"place": place}
    if whole.basis is Basis.CATEGORIES_DIFFER and whole.status is Status.RESTRICTED:
        if deciding.status is Status.CLOSED:
            passing = [one.category for one in whole.categories if one.status in {Status.OPEN, Status.RESTRICTED}]
            return Phrase(RESTRICTED_EXCEPT, values | {"open_to": ", ".join(passing)})
        return Phrase(RESTRICTED_FOR, values | {"below": ", ".join(whole.below)})
    if whole.basis is Basis.POSTS_DIFFER:
        part = deciding.deciding
        return Phrase(POSTS_DIFFER, values | {"post": part.post, "status": Phrase(part.status.status.value)})
    return Phrase(TOWARDS[whole.status], values)


def _as_said(one: StatusDay) -> Phrase:
    assert one.said is not None
    if one.reason is Reason.SAID_BUT_PASSED:
        said: _Values = {"speaker": one.said.by_whom, "status": Phrase(one.said.says.value)}
        return Phrase(SAID_BUT_PASSED, _figures(one) | said)
    template = SAID_CLOSED if one.said.says is Status.CLOSED else SAID_RESTRICTED
    return Phrase(template, {"speaker": one.said.by_whom})


def _figures(one: StatusDay) -> _Values:
    assert one.test is not None
    longest = one.windows[-1]
    span: _Values = {"days": one.test.days, "last_day": day_to_text(one.day)}
    return {
        "span": Phrase(IN_DAYS if one.test.days > 1 else ON_THE_DAY, span),
        "observed": one.test.observed,
        "expected": _rounded(one.test.expected_milli),
        "half": _percent_down(one.test.half_ppm),
        "longest": longest.days,
        "half_longest": _percent_down(longest.half_ppm),
        "share_low": _percent_down(one.share_low_ppm or 0),
        "share_high": _percent_up(one.share_high_ppm or 0),
    }


def _rounded(milli: int) -> Fraction:
    """Whole journeys from 10 on, with one decimal below."""
    return Fraction((milli + 500) // 1000) if milli >= 10_000 else Fraction((milli + 50) // 100, 10)


def _percent_down(ppm: int) -> Fraction:
    return Fraction(ppm // 1000, 10)


def _percent_up(ppm: int) -> Fraction:
    return Fraction(-(-ppm // 1000), 10)
