"""What the pages of the public record have in common; corridors without a road have them, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from safeconduct.base.instant import day_to_text
from safeconduct.web.reader import address, log_key, permanent_address, pinned_state, reader_of, state_query
from safeconduct.web.site import Site, site_of
from safeconduct.web.views import files
from safeconduct.web.views.agreement_words import AgreementWords
from safeconduct.web.views.naming import Spoken, parties_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.assess.public import PublicRecord, Statement
    from safeconduct.assess.situation.model import Pinned
    from safeconduct.web.source import Corridor
    from safeconduct.web.views.words import Words


@dataclass(frozen=True, slots=True)
class PublicView:
    """A request for a page of the public record. parties: names by id, in alphabetical order.

    spoken: names of who speaks, and of topics. agreed: names the parts of the corridor's agreement; None without one.
    """

    site: Site
    corridor: Corridor
    pinned: Pinned
    record: PublicRecord
    words: Words
    parties: Mapping[str, str]
    spoken: Spoken
    agreed: AgreementWords | None

    @property
    def base(self) -> str:
        """The address under which the corridor's pages stand."""
        return f"/c/{quote(self.corridor.id, safe='')}"

    @property
    def state(self) -> dict[str, str]:
        """The query that keeps the state in links."""
        return state_query(self.pinned)

    @property
    def day(self) -> str:
        """The day that the address names; empty for the newest state."""
        return "" if self.pinned.day is None else day_to_text(self.pinned.day)

    @property
    def stamp(self) -> dict[str, str]:
        """The columns that every row of a file carries: many rows name the logs by the keys that addresses use."""
        sizes = dict(self.pinned.sizes)
        logs = " ".join(f"{log_key(log.origin)[:8]}:{sizes.get(log.origin, log.size)}" for log in self.corridor.logs)
        return {**files.stamp(self.corridor, self.site.version), "logs": logs, "as_of": self.day}

    def href(self, one: Statement) -> str:
        """The address of a statement's page."""
        return address(self.path("statements", one.id), {**self.state, "entry": self.entry_of(one)})

    def path(self, family: str, name: str) -> str:
        """The path of one page of a family, whatever stands in its name."""
        return f"{self.base}/{family}/{quote(name, safe='')}"

    def entry_of(self, one: Statement) -> str:
        """What addresses add to the id of a statement: its entry, for all but the first of several under one name."""
        at = one.entries[0]
        return f"{log_key(at.log)[:8]}:{at.index}" if one.version else ""

    def speaker_href(self, key: str) -> str:
        """The address of a speaker's page; empty for somebody who speaks nowhere on record."""
        return address(self.path("speakers", key), self.state) if self.record.by_speaker(key) else ""

    def permanent(self, path: str, query: Mapping[str, str]) -> str:
        """The address of exactly this: the day, if one is asked for, and the signed state of every log."""
        return permanent_address(path, query, self.corridor, self.pinned.day, self.pinned)

    def page(self, request: Request, template: str, *, here: str = "statements", **context: object) -> Response:
        """A page of the public record. here: its name in the bar."""
        common = {
            "corridor": self.corridor,
            "record": self.record,
            "parties": self.parties,
            "spoken": self.spoken,
            "agreed_words": self.agreed,
            "state": self.state,
            "base": self.base,
            "day": self.day,
            "past": bool(self.day),
            "href": self.href,
            "speaker_href": self.speaker_href,
        }
        return self.site.page(request, template, status=200, here=here, **common, **context)


def public_view(request: Request, pinned: Pinned | None = None) -> PublicView:
    """What an address about the public record asks for. pinned: a state, where the address is not to choose one."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    if pinned is None:
        pinned = pinned_state(request, corridor)
    words = site.words[reader_of(request).language.code]
    record = site.pages.public_record(corridor.id, pinned)
    assert record is not None, "a corridor on this node has a public record, perhaps an empty one"
    agreement = site.pages.agreement(corridor.id)
    agreed = None if agreement is None else AgreementWords(words, agreement)
    spoken = Spoken(record.naming, words)
    return PublicView(site, corridor, pinned, record, words, parties_of(agreement, words), spoken, agreed)
