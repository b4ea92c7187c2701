"""What the pages about a road have in common: the state that an address asks for, names, links that keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeconduct.assess.situation.model import EvidenceWord, Pinned, Situation
from safeconduct.base.instant import day_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import chosen, permanent_address, pinned_state, reader_of, state_query
from safeconduct.web.site import Site, download, site_of
from safeconduct.web.views import files
from safeconduct.web.views.naming import Spoken, names_of, offset_text, parties_of
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.agreement.model import Agreement
    from safeconduct.web.source import Corridor
    from safeconduct.web.views.words import Words


@dataclass(frozen=True, slots=True)
class RoadView:
    """A request for a page about a road. names: of places and of where directions lead, by id, in the language.

    parties: names by id, in alphabetical order. spoken: names of who speaks, and of topics. places: of posts, by id of
    the post. offset: as ``+04:00``.
    agreement: that the charter names. reading: the one of its readings that the address chooses; empty for all.
    """

    site: Site
    corridor: Corridor
    pinned: Pinned
    shown: Situation
    words: Words
    names: Mapping[str, str]
    parties: Mapping[str, str]
    spoken: Spoken
    places: Mapping[str, str]
    offset: str
    agreement: Agreement | None
    reading: str

    @property
    def base(self) -> str:
        """The address under which the corridor's pages stand."""
        return f"/c/{self.corridor.id}"

    @property
    def state(self) -> dict[str, str]:
        """The query that keeps the state, and the reading chosen, in links."""
        return {**state_query(self.pinned), **self.choice}

    @property
    def choice(self) -> dict[str, str]:
        """The reading chosen, as a query; nothing where none is."""
        return {"reading": self.reading} if self.reading else {}

    @property
    def stamp(self) -> dict[str, str]:
        """The columns that every row of a file carries."""
        return {**files.stamp(self.corridor, self.site.version), "as_of": day_to_text(self.shown.day)}

    def page(self, request: Request, template: str, here: str, **context: object) -> Response:
        """A page about the road. here: its name in the bar."""
        common = {
            "corridor": self.corridor,
            "situation": self.shown,
            "names": self.names,
            "parties": self.parties,
            "spoken": self.spoken,
            "places": self.places,
            "offset": self.offset,
            "state": self.state,
            "base": self.base,
            "day": day_to_text(self.shown.day),
            "first_day": day_to_text(self.shown.first),
            "past": self.pinned.day is not None,
            "view": self.pinned.view,
        }
        return self.site.page(request, template, status=200, here=here, **common, **context)

    def permanent(self, path: str, query: Mapping[str, str]) -> str:
        """The address of exactly this: the day and the signed state of every log."""
        return permanent_address(path, {**query, **self.choice}, self.corridor, self.shown.day, self.pinned)

    def evidence(self, origin: str, *, simulated: bool) -> EvidenceWord:
        """What kind of record an entry belongs to."""
        if simulated:
            return "simulated"
        return next((log.evidence for log in self.corridor.logs if log.origin == origin), "observed")

    def file(
        self, request: Request, name: str, columns: Mapping[str, ColumnType], rows: Sequence[Sequence[str | int | None]]
    ) -> Response:
        """A CSV or Parquet file, by the end of the address."""
        suffix = request.url.path.rsplit(".", 1)[1]
        kept = files.file_name(self.corridor.id, name, day_to_text(self.shown.day), suffix)
        if suffix == "parquet":
            return download(self.site.pages.parquet(columns, rows), "application/vnd.apache.parquet", kept)
        return download(files.csv_bytes([*columns], rows), "text/csv", kept)


def road_view(request: Request) -> RoadView:
    """What an address about a road asks for. Raises AddressError where there is no road, or nothing on record of it."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    pinned = pinned_state(request, corridor)
    shown = site.pages.situation(corridor.id, pinned)
    if shown is None and corridor.road:
        near = ((message("Overview of this corridor"), f"/c/{corridor.id}"),)
        raise AddressError(message("Nothing is on record of this road yet"), where=corridor.id, near=near)
    if shown is None:
        raise site.no_road(corridor)
    words = site.words[reader_of(request).language.code]
    names, agreement = names_of(shown, words), site.pages.agreement(corridor.id)
    return RoadView(
        site=site,
        corridor=corridor,
        pinned=pinned,
        shown=shown,
        words=words,
        names=names,
        parties=parties_of(agreement, words),
        spoken=Spoken(site.pages.naming(corridor.id), words),
        places={post.id: names.get(post.place, post.place) for post in shown.road.posts},
        offset=offset_text(shown.offset_minutes),
        agreement=agreement,
        reading=chosen(request, "reading", {"", *(() if agreement is None else agreement.readings)}, ""),
    )
