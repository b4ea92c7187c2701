"""The status page of a road: sentence, figures, strip map, shared time axis, and their twins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from safeconduct.assess.situation.model import DayFlow, DayStatus, Pinned, Situation
from safeconduct.assess.situation.page import situation_to_json
from safeconduct.assess.sources import Question
from safeconduct.base.instant import day_to_text, instant_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.reader import address, pinned_state, reader_of, state_query, views_of
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.allegation_rows import cases_shown
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
    "blind_seconds": "BIGINT",
    "late_entries": "BIGINT",
    "gaps": "VARCHAR",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
_DEFINITION = (
    "vehicles: journeys through the main post on the local day, empty where nothing was recorded; checked: journeys"
    " with at least one recorded check, of those recorded; status: by the method of docs/concepts/status.md"
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


def page(request: Request, site: Site, corridor: Corridor, shown: Situation, pinned: Pinned) -> Response:
    """The status page."""
    words = site.words[reader_of(request).language.code]
    query = state_query(pinned)
    code = words.language.code
    names = _names(shown, code)
    parties = _parties(site, corridor, code)
    interrupted = shown.interrupted_on
    start = interrupted if interrupted is not None else shown.first
    claims = site.pages.claims(corridor.id)
    disputed = site.pages.disagreements(corridor.id, pinned)
    report = site.pages.report(corridor.id, pinned)
    return site.page(
        request,
        "status.html",
        here="overview",
        corridor=corridor,
        situation=shown,
        sentence=_sentence(words, shown, names),
        day=day_to_text(shown.day),
        first_day=day_to_text(shown.first),
        last_day=day_to_text(shown.day),
        past=pinned.day is not None,
        offset=_offset(shown.offset_minutes),
        since_interruption=None if interrupted is None else shown.day - interrupted + 1,
        since={way.direction: day_to_text(way.since) for way in shown.ways},
        tallies={way.direction: way.tally(start) for way in shown.ways},
        tally_from=day_to_text(start),
        checked=shown.checked(7),
        supply_day=day_to_text(shown.supplies[0].counted_on) if shown.supplies else "",
        tally=tally(claims),
        road=strip(shown),
        line=timeline(shown, [*parties]),
        names=names,
        parties=parties,
        times={
            post.complete_until_us: instant_to_text(post.complete_until_us)
            for post in shown.road.posts
            if post.complete_until_us is not None
        },
        dates={day: day_to_text(day) for day in _days_named(shown, disputed)},
        days=[*_rows(words, shown)],
        disputed=disputed,
        cases=() if report is None else cases_shown(report.carried),
        cannot_know=_cannot_know(site, corridor),
        state=query,
        views=views_of(corridor),
        view=pinned.view,
        permanent_link=_permanent(request, corridor, shown, pinned),
    )


def days_file(request: Request) -> Response:
    """Status and flow of every day and direction: CSV, JSON or Parquet."""
    site = site_of(request)
    corridor, shown, pinned = _asked(request, site)
    stamp = files.stamp(corridor, site.version)
    stamp["as_of"] = day_to_text(shown.day)
    rows = [(*row, *stamp.values()) for row in _values(shown)]
    columns: dict[str, ColumnType] = {**DAY_COLUMNS, **dict.fromkeys(stamp, "VARCHAR")}
    if request.url.path.endswith(".json"):
        found = [dict(zip(DAY_COLUMNS, row, strict=False)) for row in rows]
        return json_file({**stamp, "state": state_query(pinned), "definition": _DEFINITION, "days": found})
    name = files.file_name(corridor.id, "days", day_to_text(shown.day), request.url.path.rsplit(".", 1)[1])
    if request.url.path.endswith(".parquet"):
        return download(site.pages.parquet(columns, rows), "application/vnd.apache.parquet", name)
    return download(files.csv_bytes([*columns], rows), "text/csv", name)


def road_file(request: Request) -> Response:
    """The road with its posts: GeoJSON, CSV or JSON. Places without coordinates have no geometry."""
    site = site_of(request)
    corridor, shown, pinned = _asked(request, site)
    stamp = files.stamp(corridor, site.version)
    features = [*_features(shown)]
    if request.url.path.endswith(".geojson"):
        value = {"type": "FeatureCollection", "features": features, "properties": {**stamp, **state_query(pinned)}}
        response = json_file(value)
        response.headers["content-type"] = "application/geo+json"
        return response
    if request.url.path.endswith(".json"):
        return json_file({**stamp, "road": [feature["properties"] for feature in features]})
    columns = ("id", "kind", "place", "km", "kept_by", "by", "in_force", "watched", "complete_until")
    rows = [tuple(feature["properties"].get(name) for name in columns) for feature in features]
    name = files.file_name(corridor.id, "road", "csv")
    return download(files.csv_bytes((*columns, *stamp), [(*row, *stamp.values()) for row in rows]), "text/csv", name)


def situation_value(corridor: Corridor, shown: Situation, version: str) -> dict[str, Any]:
    """The figures of the status page as an object, for the page's own twin."""
    return {**files.stamp(corridor, version), **situation_to_json(shown), "definition": _DEFINITION}


def _asked(request: Request, site: Site) -> tuple[Corridor, Situation, Pinned]:
    corridor = site.corridor(request.path_params["corridor"])
    pinned = pinned_state(request, corridor)
    shown = site.pages.situation(corridor.id, pinned)
    if shown is None:
        raise site.no_road(corridor)
    return corridor, shown, pinned


def _sentence(words: Words, shown: Situation, names: Mapping[str, str]) -> Markup:
    tables = ("FIRST_TOWARDS", *["THEN_TOWARDS"] * (len(shown.ways) - 1))
    parts = [
        words.filled(table, way.now.status, place=names[way.direction])
        for table, way in zip(tables, shown.ways, strict=True)
    ]
    return parts[0] if len(parts) == 1 else words.filled("JOINED", "two", first=parts[0], second=parts[1])


def _names(shown: Situation, code: str) -> dict[str, str]:
    """Names of directions (where they lead) and of places, in the language or in English."""
    named = {way.direction: way.towards for way in shown.ways} | {one.id: one.names for one in shown.road.places}
    return {key: names.get(code) or names.get("en") or key for key, names in named.items()}


def _parties(site: Site, corridor: Corridor, code: str) -> dict[str, str]:
    """Names of the parties, in alphabetical order of the names in the reader's language."""
    agreement = site.pages.agreement(corridor.id)
    if agreement is None:
        return {}
    named = {id_: (party.name.get(code) or party.name.get("en") or id_) for id_, party in agreement.parties.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


def _days_named(shown: Situation, disputed: Sequence[Question]) -> set[int]:
    told = {version.said_on for question in disputed for version in question.versions}
    return {one.day for one in shown.happenings} | {one.day for one in shown.said} | told


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
                *(status.expected_milli, status.chance_ppm, status.window_days),
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


def _permanent(request: Request, corridor: Corridor, shown: Situation, pinned: Pinned) -> str:
    """The address of exactly this: the day and the signed state of every log."""
    states = tuple((log.origin, log.size) for log in corridor.logs)
    return address(request.url.path, state_query(pinned if pinned.sizes else Pinned(shown.day, states, pinned.view)))


def _cannot_know(site: Site, corridor: Corridor) -> Sequence[str]:
    overview = site.pages.overview(corridor.id)
    return () if overview is None else overview.cannot_know


def _offset(minutes: int) -> str:
    sign = "\u2212" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
