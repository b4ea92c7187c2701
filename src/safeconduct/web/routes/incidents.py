"""What happened on or about a road, as somebody says, and the questions on which sources differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from safeconduct.assess.situation.model import EvidenceWord, Happening
from safeconduct.assess.sources import Question
from safeconduct.base.instant import day_to_text, instant_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import chosen, page_number
from safeconduct.web.routes.road import RoadView, road_view
from safeconduct.web.site import json_file
from safeconduct.web.views.moments import Moment, moment
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

INCIDENTS_ON_PAGE = 100
INCIDENT_COLUMNS: Mapping[str, ColumnType] = {
    "id": "VARCHAR",
    "day": "VARCHAR",
    "at": "VARCHAR",
    "end_day": "VARCHAR",
    "kind": "VARCHAR",
    "place": "VARCHAR",
    "km": "BIGINT",
    "says": "VARCHAR",
    "said_by": "VARCHAR",
    "party": "VARCHAR",
    "attributed_to": "VARCHAR",
    "closes": "VARCHAR",
    "question": "VARCHAR",
    "sources_differ": "VARCHAR",
    "sources": "VARCHAR",
    "log": "VARCHAR",
    "index": "BIGINT",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
_DEFINITION = (
    "one entry about something that happened, as its source says; at: empty where only the day is known; end_day:"
    " empty where it is not known to have ended; closes: direction/category=status, both or all where empty"
)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with what its entry says.

    at: None where only the day is known. links: sources that are addresses; texts: other sources. differs: whether
    sources differ on the question it answers.
    """

    one: Happening
    day: str
    end_day: str
    at: Moment | None
    links: tuple[str, ...]
    texts: tuple[str, ...]
    attributed_to: str
    evidence: EvidenceWord
    differs: bool


def listing(request: Request) -> Response:
    """The incidents on record, newest first, and beneath them where sources differ."""
    view = road_view(request)
    every, disputed = _rows(view)
    kinds = Counter(row.one.kind for row in every)
    kind = chosen(request, "kind", ("", *kinds), "")
    kept = [row for row in reversed(every) if kind in {"", row.one.kind}]
    paging = Paging(page_number(request), INCIDENTS_ON_PAGE, len(kept))
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    said_on = {version.said_on for question in disputed for version in question.versions}
    as_of = {version.as_of for question in disputed for version in question.versions if version.as_of is not None}
    return view.page(
        request,
        "incidents.html",
        here="incidents",
        rows=kept[paging.start : paging.stop],
        total=len(every),
        kinds=sorted(kinds.items()),
        kind=kind,
        asked={"kind": kind, **view.state},
        paging=paging,
        disputed=disputed,
        dates={day: day_to_text(day) for day in said_on | as_of},
        permanent_link=view.permanent(request.url.path, {"kind": kind}),
    )


def listing_file(request: Request) -> Response:
    """All incidents that the address chooses, oldest first: CSV, JSON (with the questions) or GeoJSON."""
    view = road_view(request)
    every, disputed = _rows(view)
    kind = chosen(request, "kind", ("", *(row.one.kind for row in every)), "")
    kept = [row for row in every if kind in {"", row.one.kind}]
    stamp = view.stamp
    values: list[dict[str, Any]] = [dict(zip(INCIDENT_COLUMNS, _cells(row), strict=True)) for row in kept]
    if request.url.path.endswith(".geojson"):
        features = [_feature(view, row, value) for row, value in zip(kept, values, strict=True)]
        properties: dict[str, str] = {**stamp, **view.state}
        response = json_file({"type": "FeatureCollection", "features": features, "properties": properties})
        response.headers["content-type"] = "application/geo+json"
        return response
    if request.url.path.endswith(".json"):
        differ = [question.to_json() for question in disputed]
        head = {**stamp, "state": view.state, "definition": _DEFINITION}
        return json_file({**head, "incidents": values, "where_sources_differ": differ})
    columns: dict[str, ColumnType] = {**INCIDENT_COLUMNS, **dict.fromkeys(stamp, "VARCHAR")}
    return view.file(request, "incidents", columns, [(*_cells(row), *stamp.values()) for row in kept])


def _rows(view: RoadView) -> tuple[list[IncidentRow], Sequence[Question]]:
    """The incidents, oldest first, and the questions on which sources differ."""
    disputed = view.site.pages.disagreements(view.corridor.id, view.pinned)
    return [*_incident_rows(view, {question.topic for question in disputed})], disputed


def _incident_rows(view: RoadView, topics: set[str]) -> Iterator[IncidentRow]:
    told = view.site.pages.incident_words(view.corridor.id, view.pinned)
    for one in view.shown.happenings:
        words = told.get(one.entry)
        cites = () if words is None else words.cites
        yield IncidentRow(
            one=one,
            day=day_to_text(one.day),
            end_day="" if one.end_day is None else day_to_text(one.end_day),
            at=None if one.day_only else moment(one.at_us, view.shown.offset_minutes),
            links=tuple(cite for cite in cites if cite.startswith(("https://", "http://"))),
            texts=tuple(cite for cite in cites if not cite.startswith(("https://", "http://"))),
            attributed_to="" if words is None else words.attributed_to,
            evidence=view.evidence(one.entry.log, simulated=words is not None and words.simulated),
            differs=bool(one.topic) and one.topic in topics,
        )


def _cells(row: IncidentRow) -> tuple[str | int | None, ...]:
    one = row.one
    return (
        *(one.id, row.day, None if one.day_only else instant_to_text(one.at_us), row.end_day or None),
        *(one.kind, one.place or None, one.km, one.says, one.said_by, one.party or None, row.attributed_to or None),
        " ".join(f"{direction}/{category}={status}" for direction, category, status in one.closes) or None,
        *(one.topic or None, "yes" if row.differs else None),
        " ".join((*row.links, *row.texts)),
        *(one.entry.log, one.entry.index, row.evidence, _DEFINITION),
    )


def _feature(view: RoadView, row: IncidentRow, value: dict[str, Any]) -> dict[str, Any]:
    """A feature at its place, where the charter says where that is; no geometry otherwise."""
    place = next((one for one in view.shown.road.places if one.id == row.one.place), None)
    known = place is not None and place.lat and place.lon
    geometry = {"type": "Point", "coordinates": [float(place.lon), float(place.lat)]} if place and known else None
    near = {"place_approximate": place.near} if place and known else {}
    return {"type": "Feature", "geometry": geometry, "properties": {**value, **near}}
