"""Journeys as the pages and the files show them. An empty cell is "not recorded", never 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from safeconduct.assess.situation.journeys import Journey
from safeconduct.assess.situation.one_journey import EntryTold, JourneyTold, VisitTold
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, day_to_text, instant_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.views.moments import Moment, moment

_US = 1_000_000
JOURNEY_COLUMNS: Final[Mapping[str, ColumnType]] = {
    "journey": "VARCHAR",
    "movement": "VARCHAR",
    "day": "VARCHAR",
    "at": "VARCHAR",
    "direction": "VARCHAR",
    "category": "VARCHAR",
    "from_post": "VARCHAR",
    "from_at": "VARCHAR",
    "to_post": "VARCHAR",
    "to_at": "VARCHAR",
    "wait_seconds": "BIGINT",
    "posts_with_wait": "BIGINT",
    "posts": "BIGINT",
    "checks_recorded": "BIGINT",
    "checks_that_say_what_they_found": "BIGINT",
    "checks_that_found_something": "BIGINT",
    "match": "VARCHAR",
    "gaps": "VARCHAR",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
JOURNEY_DEFINITION = "one trip of one vehicle, docs/reference/facts.md; empty: not recorded"
JourneyCells = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class JourneyRow:
    """A journey in a list."""

    journey: Journey
    begins: Moment


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What is on record of one post."""

    visit: VisitTold
    arrived: Moment | None
    passed: Moment | None
    departed: Moment | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the order of time."""

    told: EntryTold
    at: Moment


def list_rows(journeys: Iterable[Journey]) -> Iterator[JourneyRow]:
    """Journeys with the local time of their beginning."""
    for one in journeys:
        yield JourneyRow(one, moment(one.at_us, one.offset_minutes))


def visit_rows(told: JourneyTold) -> Iterator[VisitRow]:
    """The posts of a journey with local times."""
    offset = told.journey.offset_minutes
    for one in told.visits:
        times = (one.arrived_us, one.passed_us, one.departed_us)
        yield VisitRow(one, *(None if at is None else moment(at, offset) for at in times))


def entry_rows(told: JourneyTold) -> Iterator[EntryRow]:
    """The entries of a journey with local times."""
    for one in told.entries:
        yield EntryRow(one, moment(one.at_us, one.offset_minutes))


def journey_row(one: Journey) -> JourneyCells:
    """A journey as cells, in the order of `JOURNEY_COLUMNS`."""
    return (
        one.id,
        one.movement,
        day_to_text((one.at_us + one.offset_minutes * US_PER_MINUTE) // US_PER_DAY),
        instant_to_text(one.at_us),
        *(one.direction, one.category, one.in_post, _time(one.in_us), one.out_post, _time(one.out_us)),
        None if one.wait_us is None else one.wait_us // _US,
        *(one.waits, one.posts, one.checks, one.stated),
        one.found if one.stated else None,
        one.match,
        _gaps(one),
        "simulated" if one.simulated else "",
        JOURNEY_DEFINITION,
    )


def journey_value(told: JourneyTold) -> dict[str, object]:
    """A journey with its posts, entries and what is missing, as an object."""
    cells = dict(zip(JOURNEY_COLUMNS, journey_row(told.journey), strict=True))
    cells.pop("definition")
    return {
        "journey": cells,
        "posts": [_visit_value(one) for one in told.visits],
        "entries": [_entry_value(one) for one in told.entries],
        "no_record_from": [asdict(one) for one in told.unseen],
    }


def _gaps(one: Journey) -> str:
    if not one.posts:
        return "no passage recorded"
    return "seen at one post only" if one.posts == 1 else ""


def _visit_value(one: VisitTold) -> dict[str, object]:
    return {
        "post": one.post,
        "arrived": _time(one.arrived_us),
        "passed": _time(one.passed_us),
        "departed": _time(one.departed_us),
        "wait_seconds": None if one.wait_us is None else one.wait_us // _US,
        "checks_recorded": one.checks,
        "checks_that_say_what_they_found": one.stated,
        "checks_that_found_something": one.found if one.stated else None,
        "evidence": "simulated" if one.simulated else "",
    }


def _entry_value(one: EntryTold) -> dict[str, object]:
    return {
        "kind": one.kind,
        "at": instant_to_text(one.at_us),
        "recorded": instant_to_text(one.recorded_us),
        "until": _time(one.end_us),
        "post": one.post or None,
        "says": one.word or None,
        "result": one.result or None,
        "found": None if one.found is None else list(one.found),
        "by": one.by or None,
        "load_kg": one.load_kg,
        "state": one.state,
        "corrected_by": None if one.corrected_by is None else asdict(one.corrected_by),
        "entry": asdict(one.entry),
        "evidence": one.evidence,
    }


def _time(at_us: int | None) -> str | None:
    return None if at_us is None else instant_to_text(at_us)
