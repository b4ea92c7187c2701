"""A road of a corridor that does not exist: 120 days with a closure, silence, a slow recovery, statements.

Everything is made from fixed rules, so that pictures of the page are the same every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.situation.model import (
    At,
    DayFlow,
    DayStatus,
    Happening,
    PlaceOnRoad,
    PostState,
    Road,
    Said,
    Situation,
    StatedRun,
    StatusWord,
    SupplyNow,
    Way,
)
from safeconduct.base.instant import day_from_text

Keeper = Literal["neutral", "party", "observer"]
FIRST = day_from_text("2031-03-01")
DAYS = 120
US = 1_000_000
CATEGORIES = ("military", "truck", "ambulance", "car")
EAST = {"en": "East Mill / Osttal", "ru": "Ист-Милл / Осталь", "ar": "طاحونة الشرق / أوستال"}
WEST = {"en": "West Bank", "ru": "Уэст-Бэнк", "ar": "الضفة الغربية للجسر"}
ROADS_SAID: dict[int, tuple[str, StatusWord, int]] = {
    4: ("", "open", FIRST + 17),
    9: ("", "closed", FIRST + 20),
    12: ("eastwards", "restricted", FIRST + 41),
}
"""What some statements say of the road: which way, the status, since which day."""
WHY = Phrase("Far fewer vehicles passed than on ordinary days.")


def status_of(day: int, *, forward: bool) -> StatusWord:
    """Open, closed for a month, unknown for a few days, then restricted; the way back recovers earlier."""
    if 40 <= day < 44:
        return "unknown"
    if day < 30:
        return "open"
    if day < 60:
        return "closed" if forward else "restricted"
    return "restricted" if forward or day < 100 else "open"


def flow_of(day: int, *, forward: bool, simulated: bool) -> DayFlow:
    """Vehicles by fixed rules; nothing recorded while the post was silent."""
    status = status_of(day, forward=forward)
    if status == "unknown":
        return DayFlow(FIRST + day, None, counted=None, blind_us=24 * 3600 * US, simulated=simulated)
    level = {"open": 10, "restricted": 3, "closed": 0}[status]
    wave = (day * 7 + (3 if forward else 5)) % 5
    vehicles = {"military": level, "truck": level + (wave if level else 0), "ambulance": 1 if level else 0}
    vehicles["car"] = 6 * level if status == "open" else 0
    of = sum(vehicles.values())
    return DayFlow(FIRST + day, vehicles, of + (day % 3), min(of, of * 9 // 10 + 1), of, simulated=simulated)


def way(direction: str, towards: dict[str, str], *, forward: bool, simulated: bool, days: int) -> Way:
    """One direction."""
    status = tuple(
        DayStatus(FIRST + day, word, WHY, 0 if word == "unknown" else 2, 41, 118_000, 420, 2, 250_000, 410_000,
                  870_000, 999_990, (("truck", "restricted"), ("ambulance", "open")) if word == "restricted" else ())
        for day in range(days) for word in [status_of(day, forward=forward)]
    )  # fmt: skip
    flow = tuple(flow_of(day, forward=forward, simulated=simulated) for day in range(days))
    return Way(direction, towards, forward, status, flow)


def said(log: str) -> Iterator[Said]:
    """Statements of three parties and of somebody else, some on the same day; one speaker has an id."""
    kinds = ("allegation", "denial", "proposal", "position", "report", "demand", "order")
    for number in range(18):
        party = ("east", "west", "mill", "")[number % 4]
        yield Said(
            f"s-{number}", FIRST + 5 + number * 6 // 2, f"Office {number % 5}", party, kinds[number % 7],
            "The road was open between 06:00\u201320:00 on that day.", "https://news.example/a", At(log, number),
            road=ROADS_SAID.get(number), entity="minister-a" if number % 5 == 4 else "",
        )  # fmt: skip


def post(name: str, place: str, km: int, kept_by: Keeper, *, heard: int | None = None) -> PostState:
    """A post that stands and watches; heard: seconds up to which its log has arrived."""
    return PostState(
        id=name,
        place=place,
        km=km,
        kept_by=kept_by,
        by=f"Guard of {name}",
        main=False,
        checks=False,
        in_force=True,
        from_us=None,
        complete_until_us=None if heard is None else heard * US,
        watched="watching",
    )


def happening(number: int, day: int, kind: str, log: str) -> Happening:
    """Something on the bridge; the first one closed the road."""
    return Happening(
        id=f"i-{number}",
        kind=kind,
        day=FIRST + day,
        at_us=(FIRST + day) * 86_400 * US,
        day_only=True,
        says="A tree fell on the road.",
        said_by="Bridge guard",
        party="mill",
        place="bridge",
        km=22,
        closes=(("", "", "closed"),) if number == 0 else (),
        topic="",
        entry=At(log, number),
    )


def sample_situation(corridor: str, log: str, *, days: int = DAYS, simulated: bool = True) -> Situation:
    """The road on its day 120, or earlier."""
    places = (
        PlaceOnRoad("west", WEST, 0, "49.1", "12.2", near=False),
        PlaceOnRoad("bridge", {"en": "Mill bridge", "ru": "Мост", "ar": "الجسر"}, 22, "49.15", "12.3", near=True),
        PlaceOnRoad("east", EAST, 60, "", "", near=False),
    )
    posts = (
        post("W1", "west", 4, "observer", heard=1_930_000_000),
        replace(post("B1", "bridge", 22, "neutral", heard=1_929_000_000), main=True, checks=True, watched="degraded"),
        replace(post("B2", "bridge", 22, "party"), in_force=days > 80, watched="silent"),
        replace(post("E1", "east", 57, "neutral", heard=1_930_000_000), watched="denied"),
    )
    kinds = [(30, "obstruction"), (44, "convoy"), (47, "order"), (60, "reopening"), (100, "checkpoint")]
    events = [happening(number, day, kind, log) for number, (day, kind) in enumerate(kinds)]
    return Situation(
        corridor=corridor,
        titles={"en": "Road of two banks"},
        first=FIRST,
        day=FIRST + days - 1,
        offset_minutes=120,
        ways=(
            way("eastwards", EAST, forward=True, simulated=simulated, days=days),
            way("westwards", WEST, forward=False, simulated=simulated, days=days),
        ),
        road=Road(60, approximate=True, places=places, posts=posts),
        categories=CATEGORIES,
        happenings=tuple(one for one in events if one.day < FIRST + days),
        said=tuple(one for one in said(log) if one.day < FIRST + days),
        stated=(
            StatedRun("east", "", FIRST, FIRST + 50, "open", "s-0"),
            StatedRun("west", "", FIRST + 20, FIRST + 70, "closed", "s-1"),
        ),
        supplies=(SupplyNow("flour", "East Mill", 4, 6, FIRST + days - 3, simulated),),
        matched=(978, 1000),
        posts_heard=3,
        simulated=simulated,
    )
