"""The expressions of time in an English text: what stands there, before anything is computed from it.

One scan with one pattern, linear in the length of the text. Names of months need their capital: `may` is a verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.press.calendar_names import months, weekdays
from safeconduct.press.model import Span

Kind: TypeAlias = Literal[
    "day", "days", "month", "year", "season", "weekday", "today", "offset", "period", "same", "beside", "vague"
]

_MONTH_OF = {name.capitalize(): number for name, number in months("en", short=True).items()}
_MONTH_OF |= {name.upper(): number for name, number in _MONTH_OF.items()}
_WEEKDAY_OF = weekdays("en")
_SEASON_OF = {"spring": 21, "summer": 22, "fall": 23, "autumn": 23, "winter": 24}
_COUNT_OF = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_OFFSETS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1}
_COUNT_OF |= {"eight": 8, "nine": 9, "ten": 10}

_MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?i:" + "|".join(_WEEKDAY_OF) + ")"
_D = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9:%])"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_N = r"[0-9]{1,2}|" + "|".join(_COUNT_OF)

_RANGE = "(?: ?(?:-|–|to|and) ?"
_MONTH_DAY = (
    rf"(?:(?P<wm>{_WEEKDAY}),? (?:on )?)?(?P<mm>{_MONTH}) (?P<md>{_D})"
    rf"{_RANGE}(?P<md2>{_D})(?! (?:{_MONTH})))?(?:,? ?(?:of )?(?P<my>{_YEAR}))?"
)
_DAY_MONTH = (
    rf"(?:(?P<wd>{_WEEKDAY}),? (?:on )?)?(?:the )?(?P<dd>{_D})"
    rf"{_RANGE}(?P<dd2>{_D}))?(?: of)? (?P<dm>{_MONTH})(?:,? ?(?:of )?(?P<dy>{_YEAR}))?"
)
_BARE_MONTH = (
    r"(?i:(?:in|since|until|till|by|during|last|this|early|late|mid|of)[ -])(?:(?i:early|mid|late)[ -])?"
    rf"(?P<bare>{_MONTH})(?! [0-9])"
)
_TODAY = (
    r"(?P<today>(?i:the day before yesterday|yesterday|today|tomorrow|tonight|last (?:night|evening)"
    r"|this (?:morning|afternoon|evening)))"
)
_SAME = (
    r"(?P<same>(?i:(?:later|earlier|on|in|during) (?:on )?(?:the same|that(?: very| same)?|the) day"
    r"|(?:later|earlier) in the day|the same (?:day|evening|morning|afternoon)|that (?:very |same )?day"
    r"|(?:during|in|at) (?:that|this) (?:tele)?(?:phone )?(?:conversation|call|meeting|briefing|session|interview"
    r"|press conference|news conference)))"
)
_NO_EVENT = r"(?! (?:(?:the|a|an|his|her|its|their|he|she|it|they|we)\b|(?-i:[A-Z])))"  # not "a day after they met"
_BESIDE = (
    r"(?P<beside>(?i:the (?:following|next|previous|preceding) (?:day|morning|evening)|the day earlier"
    r"|(?:the|a) day (?:before|after)" + _NO_EVENT + "))"
)
_VAGUE = (
    r"(?P<vague>(?i:earlier|previously|repeatedly|recently|formerly|long|often|always|later|lately|once"
    r"|(?:on )?(?:several|many|numerous|multiple|various) (?:occasions|times)|in the past|time and again|more than once"
    r"|in recent (?:days|weeks|months|years)|over the (?:past|last) \w+|for (?:months|weeks|years)))"
)
_COUNTED = (
    rf"(?P<count>(?i:{_N})) (?P<unit>(?i:day|week|month|year))s? "
    rf"(?P<way>(?i:ago|earlier|later|(?:before|after){_NO_EVENT}))"
)
_FORMS = (
    rf"(?P<iso>{_YEAR}-[01][0-9]-[0-3][0-9])(?![0-9-])",
    rf"(?P<dots>[0-3]?[0-9]\.[01]?[0-9]\.{_YEAR})",
    _MONTH_DAY,
    _DAY_MONTH,
    rf"(?:(?P<period_part>early|mid|late)[- ])?(?P<om>{_MONTH}),? (?:of )?(?P<oy>{_YEAR})",
    rf"(?P<season>(?i:spring|summer|fall|autumn|winter))(?: of|,)? (?P<sy>{_YEAR})",
    _BARE_MONTH,
    rf"(?:(?P<wmod>(?i:last|next|this|this past)) )?(?P<weekday>{_WEEKDAY})",
    _TODAY,
    _COUNTED,
    r"(?P<pmod>(?i:earlier this|later this|last|this|this past|next)) (?P<punit>(?i:week|month|year))",
    _SAME,
    _BESIDE,
    _VAGUE,
    rf"(?P<year>{_YEAR})",
)
_MANY = frozenset({"several", "many", "numerous", "multiple", "various"})
_PARTS = {"early", "mid", "late"} | months("en", short=True).keys()
_UNITS = {"day", "days", "week", "weeks", "month", "months", "year", "years"}
_ALONE = frozenset(
    {*_PARTS, *_WEEKDAY_OF, *_SEASON_OF, *_COUNT_OF, *_MANY}
    | {"last", "next", "this", "yesterday", "today", "tomorrow", "tonight", "earlier", "later", "previously"}
    | {"repeatedly", "recently", "formerly", "long", "often", "always", "lately", "once"}
) - {"a", "an"}
"""Words that an expression may begin with."""
_BEFORE = {
    **dict.fromkeys(("a", "an"), _UNITS),
    **dict.fromkeys(("of", "by", "since", "until", "till"), _PARTS),
    "at": {"that", "this"},
    "during": _PARTS | {"on", "the", "that", "this"},
    "for": {"weeks", "months", "years"},
    "in": _PARTS | {"on", "the", "that", "this", "recent"},
    "more": {"than"},
    "on": _MANY | {"on", "the", "that"},
    "over": {"the"},
    "the": {"day", "same", "following", "next", "previous", "preceding"},
    "that": {"day", "very", "same"},
    "time": {"and"},
}
"""Common words that an expression begins with only before one of these; "the" before a number, too."""
_WORD = re.compile(r"\w+")
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(_FORMS) + r")(?!\w)")


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of time.

    kind: `day`, `days` (two days of one month), `month`, `year` (zero where the text leaves it out), `season`;
    `weekday`; `today` with its offset in days; `offset` ("two days ago", "a week later"); `period` ("last week");
    `same` ("that day"), `beside` ("the following day", "the day before"); `vague` ("earlier", "repeatedly").
    weekday: 0 for Monday; -1 if none is named. number: the offset or the count, signed. word: the rest in lower case.
    """

    span: Span
    kind: Kind
    year: int = 0
    month: int = 0
    day: int = 0
    last_day: int = 0
    weekday: int = -1
    number: int = 0
    word: str = ""


def expressions_in(text: str) -> tuple[Expression, ...]:
    """All expressions of time, in order."""
    return tuple(_expression(match) for match in _matches(text))


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern, tried only where a word may begin one: it is slow on every other word."""
    end = 0
    for start in _starts(text):
        match = _PATTERN.match(text, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield match


def _starts(text: str) -> Iterator[int]:
    """Where an expression may begin."""
    opener, opened = "", 0
    for word in _WORD.finditer(text):
        low = word[0].lower()
        is_number = low[0].isdecimal()
        if opener and (low in _BEFORE[opener] or (is_number and opener == "the")):
            yield opened
        opener, opened = (low, word.start()) if low in _BEFORE else ("", 0)
        if is_number or low in _ALONE:
            start = word.start()
            if word[0] != "Today" or not text[start - 2 : start - 1].isalpha():  # not the name of a paper
                yield start


def _expression(match: re.Match[str]) -> Expression:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    span = Span(*match.span())
    named = next((name for name in _READERS if name in parts), None)
    if named is None:
        return Expression(span, "vague", word=parts["vague"].lower())
    if named == "bare":  # the preposition before it belongs to the sentence
        span = Span(match.start("bare"), match.end("bare"))
    return _READERS[named](span, parts)


def _iso(span: Span, parts: Mapping[str, str]) -> Expression:
    year, month, day = (int(part) for part in parts["iso"].split("-"))
    return Expression(span, "day", year, month, day)


def _dots(span: Span, parts: Mapping[str, str]) -> Expression:
    day, month, year = (int(part) for part in parts["dots"].split("."))
    return Expression(span, "day", year, month, day)


def _month_first(span: Span, parts: Mapping[str, str]) -> Expression:
    return _day(span, parts, {"month": "mm", "day": "md", "year": "my", "weekday": "wm"})


def _day_first(span: Span, parts: Mapping[str, str]) -> Expression:
    return _day(span, parts, {"month": "dm", "day": "dd", "year": "dy", "weekday": "wd"})


def _day(span: Span, parts: Mapping[str, str], names: Mapping[str, str]) -> Expression:
    first, last = (_number(parts.get(name, "0")) for name in (names["day"], names["day"] + "2"))
    year, weekday = int(parts.get(names["year"], 0)), parts.get(names["weekday"], "").lower()
    month = _month(parts[names["month"]])
    return Expression(span, "days" if last else "day", year, month, first, last, _WEEKDAY_OF.get(weekday, -1))


def _whole_month(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "month", int(parts["oy"]), _month(parts["om"]), word=parts.get("period_part", ""))


def _season(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "season", int(parts["sy"]), _SEASON_OF[parts["season"].lower()])


def _bare_month(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "month", 0, _month(parts["bare"]))


def _year_alone(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "year", int(parts["year"]))


def _weekday(span: Span, parts: Mapping[str, str]) -> Expression:
    word = parts.get("wmod", "").lower().removeprefix("this past").strip()
    return Expression(span, "weekday", weekday=_WEEKDAY_OF[parts["weekday"].lower()], word=word)


def _today(span: Span, parts: Mapping[str, str]) -> Expression:
    word = parts["today"].lower()
    return Expression(span, "today", number=_OFFSETS.get(word, 0), word=word)


def _counted(span: Span, parts: Mapping[str, str]) -> Expression:
    word, way = parts["count"].lower(), parts["way"].lower()
    count = _COUNT_OF.get(word) or int(word)
    number = count if way in {"later", "after"} else -count
    return Expression(span, "offset", number=number, word=f"{parts['unit'].lower()} {'ago' if way == 'ago' else 'on'}")


def _period(span: Span, parts: Mapping[str, str]) -> Expression:
    which = parts["pmod"].lower().removesuffix(" past")
    return Expression(span, "period", word=f"{which} {parts['punit'].lower()}")


def _same(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "same", word=parts["same"].lower())


def _beside(span: Span, parts: Mapping[str, str]) -> Expression:
    back = re.search(r"previous|preceding|before|earlier", parts["beside"].lower())
    return Expression(span, "beside", number=-1 if back else 1)


_READERS: dict[str, Callable[[Span, Mapping[str, str]], Expression]] = {
    "iso": _iso,
    "dots": _dots,
    "mm": _month_first,
    "dm": _day_first,
    "om": _whole_month,
    "season": _season,
    "bare": _bare_month,
    "year": _year_alone,
    "weekday": _weekday,
    "today": _today,
    "count": _counted,
    "pmod": _period,
    "same": _same,
    "beside": _beside,
}


def _month(name: str) -> int:
    return _MONTH_OF[name.rstrip(".")]


def _number(text: str) -> int:
    return int(re.match(r"[0-9]+", text)[0])  # type: ignore[index]
