"""Journeys and supplies of the road that does not exist, made from fixed rules; some of it odd or hostile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from safeconduct.assess.claims.answer import EntryRef
from safeconduct.assess.situation.journeys import NOT_KNOWN, Journey, JourneyChoices, JourneyFilter, JourneyPage
from safeconduct.assess.situation.model import At, Pinned
from safeconduct.assess.situation.one_journey import EntryTold, JourneyTold, Unseen, VisitTold
from safeconduct.assess.situation.supplies import Service, Supplies, Supply
from safeconduct.assess.situation.supply_record import Input, InputKind, OutageTold, SupplyRecord
from safeconduct.assess.sources import Question, Version
from safeconduct.assess.supply import Counted, Cut, Delivered, days_without, stock_days, use_between
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE
from safeconduct.web.source import IncidentWords
from tests.web.fixture_road import DAYS, FIRST

COUNT, OFFSET = 230, 120
SCRIPT = "<script>alert(1)</script>"
DIRECTIONS = ("eastwards", "westwards")
CATEGORIES = ("ambulance", "car", "truck")
MINUTE = US_PER_MINUTE


def journey_id(number: int) -> str:
    return f"{number:032x}"


def sample_journey(number: int) -> Journey:
    """Number 0 is of nobody knows which kind, 1 was seen once, 2 was checked and never seen to pass."""
    at = (FIRST + number // 2) * US_PER_DAY + (8 * 60 + number % 7 * 13 - OFFSET) * MINUTE
    ends = ("W1", "E1") if number % 2 == 0 else ("E1", "W1")
    checks = (0, 1, 2)[number % 3]
    one = Journey(
        id=journey_id(number),
        movement=journey_id(number),
        at_us=at,
        offset_minutes=OFFSET,
        direction=DIRECTIONS[number % 2],
        category=CATEGORIES[number % 3],
        in_post=ends[0],
        in_us=at,
        out_post=ends[1],
        out_us=at + 90 * MINUTE,
        wait_us=number % 5 * 70 * MINUTE,
        waits=1,
        posts=3,
        checks=checks,
        found=1 if number % 30 == 5 else 0,
        stated=0 if number % 6 == 1 else checks,
        match="same_id",
        simulated=number % 4 == 0,
    )
    if number == 0:
        return replace(one, direction=None, category=None, movement=None, wait_us=None, waits=0)
    if number == 1:
        return replace(one, out_post=one.in_post, out_us=one.in_us, posts=1, match="late", wait_us=None, waits=0)
    if number == 2:
        nowhere = replace(one, in_post=None, in_us=None, out_post=None, out_us=None, direction=None)
        return replace(nowhere, posts=0, match="open", wait_us=None, waits=0, checks=2, stated=0)
    return one


@cache
def sample_journeys() -> tuple[Journey, ...]:
    """All of them, newest first."""
    return tuple(sorted(map(sample_journey, range(COUNT)), key=lambda one: (-one.at_us, one.id)))


def choices_of() -> JourneyChoices:
    days = (FIRST, FIRST + (COUNT - 1) // 2)
    return JourneyChoices((*DIRECTIONS, NOT_KNOWN), (*CATEGORIES, NOT_KNOWN), ("W1", "B1", "E1", "odd"), *days, COUNT)


def chosen_journeys(wanted: JourneyFilter, start: int, stop: int) -> JourneyPage:
    kept = [one for one in sample_journeys() if _keeps(wanted, one)]
    return JourneyPage(tuple(kept[start:stop]), len(kept))


def _keeps(wanted: JourneyFilter, one: Journey) -> bool:
    day = (one.at_us + OFFSET * MINUTE) // US_PER_DAY
    return (
        wanted.direction in {"", one.direction or NOT_KNOWN}
        and wanted.category in {"", one.category or NOT_KNOWN}
        and wanted.match in {"", one.match}
        and (wanted.first is None or wanted.first <= day)
        and (wanted.last is None or day <= wanted.last)
        and wanted.checked in {"", "yes" if one.checks else "no"}
        and wanted.found in {"", "yes" if one.found else "no" if one.stated else "not stated"}
        and wanted.post in {"", one.in_post, one.out_post, "B1"}
    )


def told_of(journey: str, log: str) -> JourneyTold | None:
    """What is on record of a journey: three posts, a check with hostile words, a correction, posts that are silent."""
    found = next((one for one in sample_journeys() if one.id == journey), None)
    if found is None:
        return None
    at = found.at_us
    visits = (
        VisitTold("W1", None, at, None, None, 0, 0, 0, simulated=False),
        VisitTold("B1", at + 20 * MINUTE, at + 27 * MINUTE, None, 7 * MINUTE, 2, 1, 1, simulated=True),
        VisitTold("", None, at + US_PER_DAY, at + US_PER_DAY, None, 1, 0, 0, simulated=False),
    )
    entries = (
        _entry(At(log, 3), "passage", at, post="W1", word="passed"),
        _entry(
            At(log, 4), "check", at + 21 * MINUTE, post="B1", word="visual", result="failed", found=(SCRIPT, "arms")
        ),
        _entry(At(log, 5), "check", at + 22 * MINUTE, post="B1", word="document", result="passed", found=()),
        replace(
            _entry(At(log, 6), "decision", at + 23 * MINUTE, post="B1", word="turn_back", result="let_through"),
            by=SCRIPT,
            state="corrected",
            corrected_by=At(log, 9),
        ),
        replace(_entry(At(log, 7), "passage", at + 27 * MINUTE, post="B1", word="passed"), state="repeated"),
        replace(
            _entry(At(log, 8), "check", at + US_PER_DAY, post="", word="seal", result="unstated"), state="withdrawn"
        ),
        replace(_entry(At(log, 10), "delivery", at + US_PER_DAY, post="east", word="flour"), load_kg=1_200),
    )
    unseen = (
        Unseen("B2", "bridge", 22, between=True, watch="blind"),
        Unseen("E1", "east", 57, between=False, watch="watched"),
    )
    return JourneyTold(found, visits, entries, unseen if found.match == "same_id" else ())


def _entry(
    at: At, kind: str, when: int, *, post: str, word: str, result: str = "", found: tuple[str, ...] | None = None
) -> EntryTold:
    return EntryTold(
        entry=at,
        kind=kind,
        at_us=when,
        offset_minutes=OFFSET,
        recorded_us=when + MINUTE,
        post=post,
        word=word,
        result=result,
        found=found,
        by="",
        end_us=None,
        load_kg=None,
        state="counts",
        corrected_by=None,
        evidence="simulated" if at.index % 2 else "observed",
    )


def incident_words_of(log: str) -> Mapping[At, IncidentWords]:
    """The sources of the sample's incidents: addresses, a description, and an address that must not become a link."""
    return {
        At(log, 0): IncidentWords(("https://news.example/b", "https://news.example/c"), "Persons from the valley"),
        At(log, 1): IncidentWords(("radio bulletin of that evening", "javascript:alert(1)"), SCRIPT, simulated=True),
    }


def supplies_of(log: str, last: int) -> SupplyRecord:
    """Flour with a count that does not fit, medicine counted once, seed never counted; water and gas cut."""
    flour = [Counted(FIRST + day, 90_000 - day * 600 + (18_000 if day == 63 else 0), "Relief", day < 9)
             for day in range(0, 120, 9) if FIRST + day <= last]  # fmt: skip
    brought = [Delivered(FIRST + day, 2_000 + day * 10, weighed=day % 2 == 0) for day in range(2, 120, 5)]
    brought = [one for one in brought if one.day <= last]
    days, findings = stock_days(flour, brought, last)
    medicine = [Counted(FIRST, 800, "")]
    goods = (
        Supply("flour", "east", tuple(flour), tuple(brought), use_between(flour, brought), days, findings),
        Supply("medicine", "east", tuple(medicine), (), None, *stock_days(medicine, (), last)),
    )
    inputs = [_input("count", "flour", one.day, one.load_kg) for one in flour]
    inputs += [_input("delivery", "flour", one.day, one.load_kg, weighed=one.weighed) for one in brought]
    inputs.append(replace(_input("count", "medicine", FIRST, 800), basis="counted", by=""))
    inputs.append(replace(_input("delivery", "seed", FIRST, 40), basis="estimated"))
    inputs = [replace(one, entry=At(log, one.day % 200)) for one in inputs]
    outages = tuple(one for one in _outages(log) if one.first <= last)
    return SupplyRecord(Supplies(FIRST, last, goods, tuple(_services(outages, last))), tuple(inputs), outages)


def _input(kind: InputKind, commodity: str, day: int, kg: int, *, weighed: bool = True) -> Input:
    at, who = day * US_PER_DAY + 12 * 60 * MINUTE, "Relief" if kind == "count" else "Carriers " + SCRIPT
    basis = "weighed" if weighed else "declared"
    return Input(kind, commodity, "east", day, at, kg, basis, who, At("", 0), simulated=day % 9 == 0)


def _outages(log: str) -> Sequence[OutageTold]:
    def cut(service: str, first: int, last: int | None, minutes: int | None, said_by: str) -> OutageTold:
        end = None if last is None else (FIRST + last + 1) * US_PER_DAY - OFFSET * MINUTE
        begin = (FIRST + first) * US_PER_DAY - OFFSET * MINUTE
        until = None if last is None else FIRST + last
        return OutageTold(
            service, "east", begin, end, minutes, said_by, At(log, first), service == "gas", FIRST + first, until
        )

    return (
        cut("gas", 10, 20, None, "Gas office " + SCRIPT),
        cut("gas", 70, None, 240, ""),
        cut("water", 100, None, None, "Office of the east bank with a name that is long enough to need some room"),
    )


def disputed_on(log: str) -> tuple[Question, ...]:
    """How long the closure lasted, as two offices say, and where it was."""

    def said(topic: str, value: str, speaker: str, index: int, **more: Any) -> Version:
        ref = EntryRef(log, index)
        return Version(topic, value, speaker, FIRST + 30, ref, "simulated" if index % 2 else "published", **more)

    days = (
        said("closure-length", "12", "East office", 21, unit="days", source="https://news.example/e", as_of=FIRST + 40),
        said("closure-length", "20", "West office", 22, unit="days", comparator="at_least", as_of=FIRST + 40),
    )
    place = (
        said("closure-place", "at the bridge", "East office", 23, wording="It happened at 06:00\u201307:30."),
        said("closure-place", SCRIPT, SCRIPT, 24, source="javascript:alert(1)", comparator="odd"),
    )
    return (
        Question("closure-length", "days", days, differ=True),
        Question("closure-place", "", place, differ=True),
    )


class RoadFixture:
    """The part of the pages that is about the road of one corridor, of which `log` is the log."""

    corridor, log = "two-banks", ""

    def journey_choices(self, corridor: str, pinned: Pinned) -> JourneyChoices | None:
        return choices_of() if corridor == self.corridor else None

    def journeys(self, corridor: str, pinned: Pinned, wanted: JourneyFilter, start: int, stop: int) -> JourneyPage:
        return chosen_journeys(wanted, start, stop)

    def journey(self, corridor: str, pinned: Pinned, journey: str) -> JourneyTold | None:
        return told_of(journey, self.log)

    def incident_words(self, corridor: str, pinned: Pinned) -> Mapping[At, IncidentWords]:
        return incident_words_of(self.log)

    def supplies(self, corridor: str, pinned: Pinned) -> SupplyRecord | None:
        return supplies_of(self.log, FIRST + DAYS - 1 if pinned.day is None else pinned.day)


def _services(outages: Sequence[OutageTold], last: int) -> Sequence[Service]:
    until = (last + 1) * US_PER_DAY - OFFSET * MINUTE
    begin = FIRST * US_PER_DAY - OFFSET * MINUTE
    found = []
    for service in dict.fromkeys(one.service for one in outages):
        those = [one for one in outages if one.service == service]
        cuts = tuple(Cut(one.start_us, one.end_us, one.minutes_a_day, one.said_by, one.simulated) for one in those)
        found.append(Service(service, "east", cuts, days_without(cuts, begin, until)))
    return found
