"""The expressions of time in an English text: what stands there, before anything is computed from it.

One scan with one pattern, linear in the length of the text. Names of months need their capital: `may` is a verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.press.model import Span

Kind: TypeAlias = Literal[
    "day", "days", "month", "year", "season", "weekday", "today", "offset", "period", "same", "beside", "vague"
]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July")
_MONTHS += ("August", "September", "October", "November", "December")
_SHORT = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sept": 9, "Sep": 9, "Oct": 10}
_SHORT |= {"Nov": 11, "Dec": 12}
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS, 1)} | _SHORT
_MONTH_OF |= {name.upper(): number for name, number in _MONTH_OF.items()}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_OF = {name.lower(): number for number, name in enumerate(_WEEKDAYS)}
_SEASON_OF = {"spring": 21, "summer": 22, "fall": 23, "autumn": 23, "winter": 24}
_COUNT_OF = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNT_OF |= {"eight": 8, "nine": 9, "ten": 10}

_MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?i:" + "|".join(_WEEKDAYS) + ")"
_D = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9:%])"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_TAIL_YEAR = rf"(?:,? ?(?:of )?(?P<NAME>{_YEAR}))?"
_N = r"[0-9]{1,2}|" + "|".join(_COUNT_OF)

_PATTERN = re.compile(
    r"(?<![\w])(?:"
    + "|".join(
        [
            rf"(?P<iso>{_YEAR}-[01][0-9]-[0-3][0-9])(?![0-9-])",
            rf"(?P<dots>[0-3]?[0-9]\.[01]?[0-9]\.{_YEAR})",
            rf"(?:(?P<wm>{_WEEKDAY}),? (?:on )?)?(?P<mm>{_MONTH}) (?P<md>{_D})"
            rf"(?: ?(?:-|–|to|and) ?(?P<md2>{_D})(?! (?:{_MONTH})))?" + _TAIL_YEAR.replace("NAME", "my"),
            rf"(?:(?P<wd>{_WEEKDAY}),? (?:on )?)?(?:the )?(?P<dd>{_D})"
            rf"(?: ?(?:-|–|to|and) ?(?P<dd2>{_D}))?(?: of)? (?P<dm>{_MONTH})" + _TAIL_YEAR.replace("NAME", "dy"),
            rf"(?:(?P<period_part>early|mid|late)[- ])?(?P<om>{_MONTH}),? (?:of )?(?P<oy>{_YEAR})",
            rf"(?P<season>(?i:spring|summer|fall|autumn|winter))(?: of|,)? (?P<sy>{_YEAR})",
            rf"(?i:(?:in|since|until|till|by|during|last|this|early|late|mid|of)[ -])(?:(?i:early|mid|late)[ -])?"
            rf"(?P<bare>{_MONTH})(?! [0-9])",
            rf"(?:(?P<wmod>(?i:last|next|this|this past)) )?(?P<weekday>{_WEEKDAY})",
            r"(?P<today>(?i:the day before yesterday|yesterday|today|tomorrow|tonight|this (?:morning|afternoon|evening)))",
            rf"(?P<count>(?i:{_N})) (?P<unit>(?i:day|week|month|year))s? (?P<way>(?i:ago|earlier|later|before|after))",
            r"(?P<pmod>(?i:earlier this|later this|last|this|this past|next)) (?P<punit>(?i:week|month|year))",
            r"(?P<same>(?i:(?:later|earlier|on|in|during) (?:on )?(?:the same|that(?: very| same)?|the) day"
            r"|the same (?:day|evening|morning|afternoon)))",
            r"(?P<beside>(?i:the (?:following|next|previous|preceding) (?:day|morning|evening)|the day (?:before|after|earlier)"
            r"|a day (?:before|after)))",
            r"(?P<vague>(?i:earlier|previously|repeatedly|recently|formerly|long|often|always|later|lately|once"
            r"|(?:on )?(?:several|many|numerous|multiple|various) (?:occasions|times)|in the past|time and again"
            r"|more than once|in recent (?:days|weeks|months|years)|over the (?:past|last) \w+|for (?:months|weeks|years)))",
            rf"(?P<year>{_YEAR})",
        ]
    )
    + r")(?!\w)"
)


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
    return tuple(_expression(match) for match in _PATTERN.finditer(text))


def _expression(match: re.Match[str]) -> Expression:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    span = Span(*match.span())
    if "iso" in parts:
        year, month, day = (int(part) for part in parts["iso"].split("-"))
        return Expression(span, "day", year, month, day)
    if "dots" in parts:
        day, month, year = (int(part) for part in parts["dots"].split("."))
        return Expression(span, "day", year, month, day)
    if "mm" in parts:
        return _day(span, parts, "mm", "md", "my", "wm")
    if "dm" in parts:
        return _day(span, parts, "dm", "dd", "dy", "wd")
    if "om" in parts:
        return Expression(span, "month", int(parts["oy"]), _month(parts["om"]), word=parts.get("period_part", ""))
    if "season" in parts:
        return Expression(span, "season", int(parts["sy"]), _SEASON_OF[parts["season"].lower()])
    if "bare" in parts:
        return Expression(Span(match.start("bare"), match.end("bare")), "month", 0, _month(parts["bare"]))
    if "year" in parts:
        return Expression(span, "year", int(parts["year"]))
    return _relative(span, parts)


def _relative(span: Span, parts: dict[str, str]) -> Expression:
    if "weekday" in parts:
        word = parts.get("wmod", "").lower().removeprefix("this past").strip()
        return Expression(span, "weekday", weekday=_WEEKDAY_OF[parts["weekday"].lower()], word=word)
    if "today" in parts:
        word = parts["today"].lower()
        return Expression(span, "today", number=_offset_of(word), word=word)
    if "count" in parts:
        return _counted(span, parts)
    if "pmod" in parts:
        unit = parts["punit"].lower()
        return Expression(span, "period", word=f"{parts['pmod'].lower().removesuffix(' past')} {unit}")
    if "same" in parts:
        return Expression(span, "same")
    if "beside" in parts:
        back = re.search(r"previous|preceding|before|earlier", parts["beside"].lower())
        return Expression(span, "beside", number=-1 if back else 1)
    return Expression(span, "vague", word=parts["vague"].lower())


def _day(span: Span, parts: dict[str, str], month: str, day: str, year: str, weekday: str) -> Expression:
    first, last = (_number(parts.get(name, "0")) for name in (day, day + "2"))
    return Expression(
        span,
        "days" if last else "day",
        int(parts.get(year, 0)),
        _month(parts[month]),
        first,
        last,
        _WEEKDAY_OF.get(parts.get(weekday, "").lower(), -1),
    )


def _counted(span: Span, parts: dict[str, str]) -> Expression:
    word = parts["count"].lower()
    count = _COUNT_OF.get(word) or int(word)
    way = parts["way"].lower()
    forward = way in {"later", "after"}
    return Expression(
        span,
        "offset",
        number=count if forward else -count,
        word=f"{parts['unit'].lower()} {'ago' if way == 'ago' else 'on'}",
    )


def _offset_of(word: str) -> int:
    return {"the day before yesterday": -2, "yesterday": -1, "tomorrow": 1}.get(word, 0)


def _month(name: str) -> int:
    return _MONTH_OF[name.rstrip(".")]


def _number(text: str) -> int:
    return int(re.match(r"[0-9]+", text)[0])  # type: ignore[index]
