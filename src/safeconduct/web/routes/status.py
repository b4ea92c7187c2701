"""The status page of a road: sentence, figures, strip map, shared time axis, and their twins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from safeconduct.assess.situation.allegations import LEAST_RANDOM_PPM
from safeconduct.assess.situation.model import DayFlow, DayStatus, Situation
from safeconduct.assess.situation.page import situation_to_json
from safeconduct.assess.sources import Question
from safeconduct.base.instant import day_to_text, instant_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.reader import views_of
from safeconduct.web.routes.road import road_view
from safeconduct.web.site import Site, json_file
from safeconduct.web.views import files
from safeconduct.web.views.agreement_words import AgreementWords
from safeconduct.web.views.allegation_rows import cases_shown
from safeconduct.web.views.naming import sentence_of
from safeconduct.web.views.report_parts import ReportParts
from safeconduct.web.views.status_parts import StatusParts, for_whom, stated_last, whom_alike
from safeconduct.web.views.strip import strip
from safeconduct.web.views.tally import tally
from safeconduct.web.views.timeline import timeline

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Corridor
    from safeconduct.web.views.words import Words

DAY_COLUMNS: Mapping[str, ColumnType] = {
    "day": "VARCHAR",
    "direction": "VARCHAR",
    "status": "VARCHAR",
    "why": "VARCHAR",
    "sources": "BIGINT",
    "vehicles": "BIGINT",
    "counted_by_sensor": "BIGINT",
    "checked": "BIGINT",
    "of": "BIGINT",
    "expected_milli": "BIGINT",
    "chance_ppm": "BIGINT",
    "window_days": "BIGINT",
    "window_vehicles": "BIGINT",
    "blind_seconds": "BIGINT",
    "late_entries": "BIGINT",
    "gaps": "VARCHAR",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
ROAD_COLUMNS: Mapping[str, ColumnType] = {
    "id": "VARCHAR",
    "kind": "VARCHAR",
    "place": "VARCHAR",
    "km": "BIGINT",
    "kept_by": "VARCHAR",
    "by": "VARCHAR",
    "in_force": "VARCHAR",
    "watched": "VARCHAR",
    "complete_until": "VARCHAR",
}
_DEFINITION = (
    "vehicles: journeys through the main post on the local day, empty where nothing was recorded; checked: journeys"
    " with at least one recorded check, of those recorded; window_vehicles, expected_milli: recorded and usual in the"
    " window_days days up to this one; status: by the method of docs/concepts/status.md"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One direction on one day, as the table twin prints it."""

    status: Markup
    vehicles: Markup
    counted: Markup
    checked: Markup


@dataclass(frozen=True, slots=True)
class _DayRow:
    day: str
    cells: tuple[_Cell, ...]


def page(request: Request) -> Response:
    """The status page."""
    view = road_view(request)
    site, corridor, shown, words = view.site, view.corridor, view.shown, view.words
    interrupted = shown.interrupted_on
    start = interrupted if interrupted is not None else shown.first
    disputed = site.pages.disagreements(corridor.id, view.pinned)
    report = site.pages.report(corridor.id, view.pinned)
    say = StatusParts(words)
    return view.page(
        request,
        "status.html",
        here="overview",
        sentence=sentence_of(words, shown, view.names),
        since_interruption=None if interrupted is None else shown.day - interrupted + 1,
        say=say,
        for_whom=for_whom,
        alike=whom_alike(shown.ways),
        stated=stated_last(shown, view.parties),
        tallies={way.direction: way.tally(start) for way in shown.ways},
        tally_from=day_to_text(start),
        checked=shown.checked(7),
        supply_day=day_to_text(shown.supplies[0].counted_on) if shown.supplies else "",
        tally=tally(site.pages.claims(corridor.id)),
        road=strip(shown, view.names, _lane_texts(words, shown, view.names)),
        line=timeline(shown, [*view.parties], say.event_labels),
        least_random_ppm=LEAST_RANDOM_PPM,
        times={
            post.complete_until_us: instant_to_text(post.complete_until_us)
            for post in shown.road.posts
            if post.complete_until_us is not None
        },
        dates={day: day_to_text(day) for day in _days_named(shown, disputed)},
        days=[*_rows(words, shown)],
        disputed=disputed,
        cases=() if report is None else cases_shown(report.carried),
        report=report,
        p=None if report is None else ReportParts(words, report),
        linked=True,
        root="",
        a=None if view.agreement is None else AgreementWords(words, view.agreement),
        reading=view.reading,
        cannot_know=_cannot_know(site, corridor),
        views=views_of(corridor),
        permanent_link=view.permanent(request.url.path, {}),
    )


def days_file(request: Request) -> Response:
    """Status and flow of every day and direction: CSV, JSON or Parquet."""
    view = road_view(request)
    stamp = view.stamp
    rows = [(*row, *stamp.values()) for row in _values(view.shown)]
    if request.url.path.endswith(".json"):
        found = [dict(zip(DAY_COLUMNS, row, strict=False)) for row in rows]
        return json_file({**stamp, "state": view.state, "definition": _DEFINITION, "days": found})
    return view.file(request, "days", {**DAY_COLUMNS, **dict.fromkeys(stamp, "VARCHAR")}, rows)


def road_file(request: Request) -> Response:
    """The road with its posts: GeoJSON, CSV or JSON. Places without coordinates have no geometry."""
    view = road_view(request)
    stamp = view.stamp
    features = [*_features(view.shown)]
    if request.url.path.endswith(".geojson"):
        value = {"type": "FeatureCollection", "features": features, "properties": {**stamp, **view.state}}
        response = json_file(value)
        response.headers["content-type"] = "application/geo+json"
        return response
    if request.url.path.endswith(".json"):
        return json_file({**stamp, "road": [feature["properties"] for feature in features]})
    rows = [tuple(feature["properties"].get(name) for name in ROAD_COLUMNS) for feature in features]
    columns: dict[str, ColumnType] = {**ROAD_COLUMNS, **dict.fromkeys(stamp, "VARCHAR")}
    return view.file(request, "road", columns, [(*row, *stamp.values()) for row in rows])


def situation_value(corridor: Corridor, shown: Situation, version: str) -> dict[str, Any]:
    """The figures of the status page as an object, for the page's own twin."""
    return {**files.stamp(corridor, version), **situation_to_json(shown), "definition": _DEFINITION}


def _days_named(shown: Situation, disputed: Sequence[Question]) -> set[int]:
    told = {version.said_on for question in disputed for version in question.versions}
    return {one.day for one in shown.happenings} | {one.day for one in shown.said} | told


def _lane_texts(words: Words, shown: Situation, names: Mapping[str, str]) -> dict[str, str]:
    """The label of each direction on the map."""
    return {
        way.direction: f"{'→' if way.forward else '←'} "
        + words.filled("TO_PLACE", way.now.status, place=names[way.direction]).striptags()
        for way in shown.ways
    }


def _rows(words: Words, shown: Situation) -> Iterator[_DayRow]:
    for number, status in enumerate(shown.ways[0].status if shown.ways else ()):
        pairs = [(way.status[number], way.flow[number]) for way in shown.ways]
        yield _DayRow(day_to_text(status.day), tuple(_cell(words, *pair) for pair in pairs))


def _cell(words: Words, status: DayStatus, flow: DayFlow) -> _Cell:
    nothing = words.named("SHORT", "no_record")
    vehicles = nothing if flow.total is None else words.number(flow.total)
    counted = nothing if flow.counted is None else words.number(flow.counted)
    checked = words.fraction(flow.checked, flow.of) if flow.of else Markup("\u2013")
    return _Cell(words.named("STATUS", status.status), vehicles, counted, checked)


def _values(shown: Situation) -> Iterator[tuple[str | int | None, ...]]:
    for way in shown.ways:
        for status, flow in zip(way.status, way.flow, strict=True):
            yield (
                *(day_to_text(status.day), way.direction, status.status, str(status.why), status.sources),
                *(flow.total, flow.counted, flow.checked, flow.of),
                *(status.expected_milli, status.chance_ppm, status.window_days, status.observed),
                *(flow.blind_us // 1_000_000, flow.late),
                "no record" if flow.vehicles is None else "",
                "simulated" if flow.simulated else "",
                _DEFINITION,
            )


def _features(shown: Situation) -> Iterator[dict[str, Any]]:
    places = {place.id: place for place in shown.road.places}
    for place in shown.road.places:
        said = {"id": place.id, "kind": "place", "place": place.id, "km": place.km, "approximate": place.near}
        yield _feature(place.lon, place.lat, {**said, "names": dict(place.names)})
    for post in shown.road.posts:
        until = None if post.complete_until_us is None else instant_to_text(post.complete_until_us)
        said = {"id": post.id, "kind": "post", "place": post.place, "km": post.km, "kept_by": post.kept_by}
        more = {"by": post.by, "in_force": str(post.in_force).lower(), "watched": post.watched, "complete_until": until}
        yield _feature(places[post.place].lon, places[post.place].lat, {**said, **more})


def _feature(lon: str, lat: str, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [float(lon), float(lat)]} if lon and lat else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _cannot_know(site: Site, corridor: Corridor) -> Sequence[str]:
    overview = site.pages.overview(corridor.id)
    return () if overview is None else overview.cannot_know
