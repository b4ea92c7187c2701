"""What the cards of the status page and "How sure is this?" say, in one reader's language.

Card and table print the same figures of the same window, and both name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.situation.model import STATUSES, DayStatus, Happening, Said, Situation, StatusWord, Way
from safeconduct.base.instant import day_to_text
from safeconduct.web.views.words import Words


@dataclass(frozen=True, slots=True)
class Stated:
    """The last statement of one speaker about the road. direction: empty for both. since: a day, if an earlier one."""

    speaker: str
    said: Said
    status: StatusWord
    direction: str
    day: str
    since: str


@dataclass(frozen=True, slots=True)
class StatedLast:
    """What was last stated of the road. silent: names of parties of which no statement is on record.

    on_the_day: whether any of it was stated on the day of the page.
    """

    told: tuple[Stated, ...]
    silent: tuple[str, ...]
    on_the_day: bool


def stated_last(shown: Situation, parties: Mapping[str, str]) -> StatedLast:
    """Who last stated what: parties in the order given, then everybody else by name. parties: names by id.

    A statement about both directions takes the place of every earlier one of its speaker, one about one direction of
    those about that direction.
    """
    held: dict[str, dict[str, Said]] = {}
    for one in shown.said:
        if one.road is not None and one.day <= shown.day:
            mine = held.setdefault(one.party or one.speaker, {})
            if not one.road[0]:
                mine.clear()
            mine[one.road[0]] = one
    order = [*(party for party in parties if party in held), *sorted(held.keys() - parties.keys())]
    told = tuple(_stated(parties.get(who, who), said) for who in order for said in held[who].values())
    silent = tuple(name for party, name in parties.items() if party not in held)
    return StatedLast(told, silent, any(one.said.day == shown.day for one in told))


def _stated(speaker: str, said: Said) -> Stated:
    assert said.road is not None
    direction, status, since = said.road
    earlier = day_to_text(since) if since < said.day else ""
    return Stated(speaker, said, status, direction, day_to_text(said.day), earlier)


def for_whom(now: DayStatus) -> tuple[tuple[StatusWord, tuple[str, ...]], ...]:
    """The kinds of vehicles by their status, the most severe first; those that are unknown are left out."""
    held = {status: tuple(name for name, one in now.for_whom if one == status) for status in reversed(STATUSES)}
    return tuple((status, names) for status, names in held.items() if status != "unknown" and names)


def whom_alike(ways: Sequence[Way]) -> DayStatus | None:
    """The status whose kinds of vehicles hold in every direction; None where directions differ or none is told."""
    found = {way.now.for_whom for way in ways}
    return ways[0].now if len(found) == 1 and ways[0].now.for_whom else None


class StatusParts:
    """The sentences of the cards."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def event_labels(self, one: Happening) -> tuple[str, str]:
        """What may stand beside an event on the axis: its day and what it is, or its day alone."""
        day = self._words.day_short(day_to_text(one.day))
        return f"{day}: {self._words.named('HAPPENING_KINDS', one.kind).striptags()}", day

    def named(self, table: str, keys: Iterable[str]) -> list[Markup]:
        """The phrases for some values of a closed set."""
        return [self._words.named(table, key) for key in keys]

    def since(self, way: Way) -> Markup:
        """Since when the status has stood, and how many days of that nothing is known of."""
        words, standing = self._words, way.standing
        day = words.day(day_to_text(standing.first))
        if not standing.unknown:
            return words.filled("SINCE", "unbroken", day=day)
        key = "unrecorded" if standing.unrecorded == standing.unknown else "unknown"
        return words.filled("SINCE", key, day=day, days=words.amount(standing.unknown, "days"))

    def window(self, now: DayStatus) -> Markup:
        """The days that were compared, with the last one."""
        key = "days" if now.window_days > 1 else "day"
        days = self._words.amount(now.window_days, "days")
        return self._words.filled("WINDOW", key, days=days, last=self._words.day(day_to_text(now.day)))

    def usual(self, now: DayStatus) -> Markup:
        """Journeys that are usual in the window: whole from 10 on, with one decimal below."""
        milli = now.expected_milli or 0
        value = Fraction((milli + 500) // 1000) if milli >= 10_000 else Fraction((milli + 50) // 100, 10)
        return self._words.number(value)

    def share(self, now: DayStatus) -> Markup:
        """The part of the usual traffic that the record allows, rounded outwards; an end of 0 is left out."""
        low, high = (now.share_low_ppm or 0) // 1000, -(-(now.share_high_ppm or 0) // 1000)
        top = self._words.amount(Fraction(high, 10), "%")
        if not low or _names(now.why, "share_high") > _names(now.why, "share_low"):
            return self._words.filled("COMPARATORS", "at_most", amount=top)
        return self._words.filled("SHARE", "interval", low=self._words.number(Fraction(low, 10)), high=top)

    def certainty(self, now: DayStatus) -> Markup:
        """How sure the status is, in one sentence: chance, what would have been noticed, sources."""
        words, sources = self._words, self._words.number(now.sources)
        if now.chance_ppm is None or now.sees_half_ppm is None:
            return words.filled("CERTAINTY", "nothing_compared", sources=sources)
        chance, half = words.chance(now.chance_ppm), words.chance(now.sees_half_ppm)
        if _names(now.why, "half"):
            return words.filled("CERTAINTY", "half_said", chance=chance, sources=sources)
        return words.filled("CERTAINTY", "whole", chance=chance, half=half, sources=sources)


def _names(phrase: Phrase, name: str) -> bool:
    """Whether a sentence prints a value of that name, also in a sentence inside it."""
    inside = (value for value in phrase.values.values() if isinstance(value, Phrase))
    return f"{{{name}}}" in phrase.template or any(_names(one, name) for one in inside)
