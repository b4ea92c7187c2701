"""The expressions of time in a Russian text, and which of them date what a sentence reports.

What an expression means, and how a day is carried on, is reckoned as for English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.press.calendar_names import months
from safeconduct.press.dates.expressions import Expression
from safeconduct.press.dates.frames import COVER, Frame
from safeconduct.press.dates.own import Own, behind_another, own_expressions
from safeconduct.press.dates.resolve import DateReader
from safeconduct.press.model import Block, Span, Text

_DAYS = r"(?P<day>[0-3]?[0-9])(?:[ \u00a0]?(?:-|–|—|и)[ \u00a0]?(?P<day2>[0-3]?[0-9]))?"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_AWAY = re.compile(
    r"\b(?:с|со|до|от|ото|после|к|ко|за|через|для|между|из|по|позднее|позже|раньше|начиная|запланирован\w*"
    r"|назначен\w*|намечен\w*|истека\w+|датирован\w*)\s+(?:(?:начал\w|конц\w|середин\w|утра|вечера|полудня)\s+)?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:котор\w+|где|комментируя|касаясь|отвечая|вступивш\w+|назначенн\w+|избранн\w+|подписанн\w+|принят\w+"
    r"|заключенн\w+|достигнут\w+|состоявш\w+|произошедш\w+|прибывш\w+|погибш\w+)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:[А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+){0,2}|[А-ЯЁ][А-ЯЁ -]{2,40})[.,]?(?: ?/[^/\n]{2,30}/[.,]?)?"
    r"[ \u00a0]*[–—-]*[ \u00a0]*"
)
_OCCASION = re.compile(
    r"\b(?:встретил\w+|встреч[аеиу]|переговор\w+|визит\w*|заседани\w+|брифинг\w*|пресс-конференци\w+|саммит\w*|слушани\w+"
    r"|прибыл\w*|посетил\w*|провел\w*|провёл|обсудил\w*|позвонил\w*|состоял\w+)\b",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    return text.lower().replace("ё", "е")


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """The word lists; a plain list maps each word to its position."""
    data = files("safeconduct.press.dates").joinpath("data", "words.ru.yaml").read_bytes()
    return {name: dict(_pairs(node)) for name, node in read_yaml(data, "words.ru.yaml").mapping().items()}


def _pairs(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node.value, dict):
        return ((_plain(key), str(row.value)) for key, row in node.mapping().items())
    return ((_plain(item.text()), str(n)) for n, item in enumerate(node.items()))


def _either(name: str) -> str:
    words = sorted(_words()[name], key=lambda word: (-len(word), word))
    return "|".join(word.replace(" ", r"\s+") for word in words)


def _year(name: str) -> str:
    return rf"(?:[ \u00a0]+(?P<{name}>{_YEAR})(?:[ \u00a0]+(?:года|году|г\.))?)?"


@cache
def _pattern() -> re.Pattern[str]:
    month, weekday = "|".join(months("ru")), _either("weekdays")
    forms = (
        rf"(?P<iso>{_YEAR}-[01][0-9]-[0-3][0-9])(?![0-9-])",
        rf"(?P<dots>[0-3]?[0-9]\.[01][0-9]\.{_YEAR})",
        rf"(?:(?P<near>{weekday}),?[ \u00a0]+)?{_DAYS}[ \u00a0]+(?P<month>{month}){_year('year')}",
        rf"(?<=[вВ] )(?P<in_month>{_either('in_months')}){_year('in_year')}",
        rf"(?<=[вВ] )(?P<part>начале|середине|конце)[ \u00a0]+(?P<of_month>{month}){_year('of_year')}",
        rf"(?:(?<=[вВ] )|(?<=[вВ]о ))(?:(?P<which>\w{{5,10}})[ \u00a0]+)?(?P<weekday>{weekday})",
        rf"(?P<today>{_either('today')})",
        rf"(?:(?P<count>[0-9]{{1,2}}|{_either('counts')})[ \u00a0]+)?(?P<unit>{_either('units')})[ \u00a0]+назад",
        rf"(?P<period>{_either('periods')})",
        rf"(?P<same>{_either('same')})",
        rf"(?P<beside>{_either('beside')})",
        rf"(?P<vague>{_either('vague')})",
        rf"(?<=[вВ] )(?P<whole>{_YEAR})[ \u00a0]+(?:году|г\.)",
    )
    return re.compile(r"(?<![\w.])(?:" + "|".join(forms) + r")(?!\w)", re.IGNORECASE)


def russian_expressions(text: str) -> tuple[Expression, ...]:
    """All expressions of time of a Russian text, in order."""
    return tuple(_expression(match) for match in _pattern().finditer(text.replace("ё", "е").replace("Ё", "Е")))


def _expression(match: re.Match[str]) -> Expression:
    parts = {name: " ".join(_plain(value).split()) for name, value in match.groupdict().items() if value is not None}
    span = Span(*match.span())
    return next(read(span, parts) for name, read in _READERS.items() if name in parts)


def _iso(span: Span, parts: Mapping[str, str]) -> Expression:
    year, month, day = (int(part) for part in parts["iso"].split("-"))
    return Expression(span, "day", year, month, day)


def _dots(span: Span, parts: Mapping[str, str]) -> Expression:
    day, month, year = (int(part) for part in parts["dots"].split("."))
    return Expression(span, "day", year, month, day)


def _day(span: Span, parts: Mapping[str, str]) -> Expression:
    month, last, year = months("ru")[parts["month"]], int(parts.get("day2", 0)), int(parts.get("year", 0))
    weekday = _place("weekdays", parts["near"]) if "near" in parts else -1
    return Expression(span, "days" if last else "day", year, month, int(parts["day"]), last, weekday)


def _month(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "month", int(parts.get("in_year", 0)), _place("in_months", parts["in_month"]) + 1)


def _part_of_month(span: Span, parts: Mapping[str, str]) -> Expression:
    month, year = months("ru")[parts["of_month"]], int(parts.get("of_year", 0))
    return Expression(span, "month", year, month, word=parts["part"])


def _today(span: Span, parts: Mapping[str, str]) -> Expression:
    return Expression(span, "today", number=_place("today", parts["today"]), word=parts["today"])


def _ago(span: Span, parts: Mapping[str, str]) -> Expression:
    count = _words()["counts"].get(parts.get("count", ""), parts.get("count", "1"))
    return Expression(span, "offset", number=-int(count), word=f"{_words()['units'][parts['unit']]} ago")


def _weekday(span: Span, parts: Mapping[str, str]) -> Expression:
    which, words = parts.get("which", ""), _words()
    word = "last" if which in words["last"] else "next" if which in words["next"] else ""
    return Expression(span, "weekday", weekday=_place("weekdays", parts["weekday"]), word=word)


def _place(table: str, word: str) -> int:
    return int(_words()[table][word])


_READERS: Mapping[str, Callable[[Span, Mapping[str, str]], Expression]] = {
    "iso": _iso,
    "dots": _dots,
    "month": _day,
    "in_month": _month,
    "of_month": _part_of_month,
    "weekday": _weekday,
    "today": _today,
    "unit": _ago,
    "whole": lambda span, parts: Expression(span, "year", int(parts["whole"])),
    "period": lambda span, parts: Expression(span, "period", word=_words()["periods"][parts["period"]]),
    "same": lambda span, _: Expression(span, "same", word="that day"),
    "beside": lambda span, parts: Expression(span, "beside", number=_place("beside", parts["beside"])),
    "vague": lambda span, parts: Expression(span, "vague", word=parts["vague"]),
}


class RussianDateReader(DateReader):
    """One Russian report with its expressions of time, and the frames of its statements."""

    occasion_words = _OCCASION

    def _expressions_of(self, text: Text) -> tuple[Expression, ...]:
        return russian_expressions(text.text)

    def _own_at(self, frame: Frame, others: list[int]) -> Own:
        return own_expressions(frame, self._expressions, self._starts, others, _dates_the_saying)

    def _opens(self, block: Block, item: Expression) -> bool:
        head = self.text.text[block.span.start : min(item.span.start, block.span.start + 100)]
        behind = self.text.text[item.span.end : item.span.end + 1]
        return len(head) < 100 and _DATELINE.fullmatch(head) is not None and behind in {".", ",", " ", "/"}


def _dates_the_saying(frame: Frame, item: Expression, others: list[int]) -> bool:
    """Whether a date belongs to the reporting: in the clause of the cue, or at the head of the sentence."""
    text, start, stop = frame.text, frame.span.start, item.span.start
    before = text[max(start, stop - 40) : stop]
    if behind_another(frame, item, others) or item.kind == "year":
        return False
    if _AWAY.search(before) is not None and item.kind not in {"beside", "same"}:
        return False
    opening = max(text.rfind(mark, start, stop) for mark in ",;–—(") + 1 or start
    closing = min(
        (place for mark in ",;–—)" if (place := text.find(mark, item.span.end, frame.span.end)) >= 0),
        default=frame.span.end,
    )
    if opening <= frame.cue.start < closing:
        return COVER not in text[min(frame.cue.end, stop) : stop]
    if COVER in text[opening:stop] or _ASIDE.search(text, opening, stop) is not None:
        return False
    return opening == start or _joins_cue(frame, opening)


def _joins_cue(frame: Frame, opening: int) -> bool:
    """Whether only a pause parts a date from the cue: "выступая в среду в парламенте, заявил"."""
    return abs(frame.cue.start - opening) < 300 and COVER not in frame.text[min(opening, frame.cue.start) : opening]
