"""One running set of pages: the node behind it, templates in each language, how a page is answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import jinja2
from starlette.responses import HTMLResponse, Response

from safeconduct.base.instant import day_to_text
from safeconduct.base.suggest import nearest
from safeconduct.web.errors import AddressError
from safeconduct.web.language import LANGUAGES, Language, catalogue
from safeconduct.web.reader import THEMES, address, log_key, reader_of, remember
from safeconduct.web.views import files
from safeconduct.web.views.phrases import message
from safeconduct.web.views.words import Words, ltr, said, short_hash, shown, whole_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from safeconduct.web.source import Corridor, LogState, Pages

HERE = Path(__file__).parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Site:
    """What every page needs. environments, words: by language code."""

    pages: Pages
    version: str
    environments: Mapping[str, jinja2.Environment]
    words: Mapping[str, Words]

    def corridor(self, name: str) -> Corridor:
        """A corridor by its id. Raises AddressError with the nearest ones."""
        held = {corridor.id: corridor for corridor in self.pages.corridors()}
        if name in held:
            return held[name]
        near = tuple((near_name, f"/c/{near_name}") for near_name in nearest(name, held, 3))
        raise AddressError(message("This node holds no corridor of that name"), where=name, near=near)

    def log(self, key: str) -> LogState:
        """A log by the short key in its address. Raises AddressError."""
        for corridor in self.pages.corridors():
            for log in corridor.logs:
                if log_key(log.origin) == key:
                    return log
        near = ((message("All logs on this node"), "/record"),)
        raise AddressError(message("This node holds no log with that key"), where=key, near=near)

    def no_road(self, corridor: Corridor) -> AddressError:
        """The error for a page about a road where the corridor describes none."""
        near = ((message("Overview of this corridor"), f"/c/{corridor.id}"),)
        return AddressError(message("The charter of this corridor describes no road"), where=corridor.id, near=near)

    def page(self, request: Request, template: str, *, status: int = 200, **context: object) -> Response:
        """A page in the reader's language and colours.

        context: what the template shows; `corridor` and `here` (name of the page in the bar) choose the bar.
        """
        reader = reader_of(request)
        common = {
            "path": quote(request.scope["path"], safe="/:"),
            "permanent": str(request.url.remove_query_params(["lang", "theme"])),
            "query": dict(request.query_params),
            "reader": reader,
            "corridor": None,
            "here": "",
        }
        html = self.environments[reader.language.code].get_template(template).render({**common, **context})
        response = HTMLResponse(html, status_code=status, headers={"vary": "Accept-Language, Cookie"})
        remember(request, reader, response)
        return response


def site_of(request: Request) -> Site:
    """The site that answers a request."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def json_file(value: object) -> Response:
    """A ``.json`` twin."""
    return Response(files.json_bytes(value), media_type="application/json")


def download(data: bytes, media_type: str, name: str) -> Response:
    """A file to keep; `name` holds harmless characters only."""
    disposition = f'attachment; filename="{name}"'
    return Response(data, media_type=media_type, headers={"content-disposition": disposition})


def make_site(pages: Pages, version: str) -> Site:
    """Load templates and catalogues once."""
    words = {code: Words(language, catalogue(language)) for code, language in LANGUAGES.items()}
    style = hashlib.sha256((STATIC / "style.css").read_bytes()).hexdigest()[:12]
    environments = {code: _environment(language, words[code], version, style) for code, language in LANGUAGES.items()}
    return Site(pages, version, environments, words)


def _environment(language: Language, words: Words, version: str, style: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        finalize=shown,
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.filters.update(day_text=day_to_text)
    environment.filters.update(ltr=ltr, said=said, short_hash=short_hash, whole_hash=whole_hash, log_key=log_key)
    environment.globals.update(
        words=words,
        language=language,
        languages=list(LANGUAGES.values()),
        themes=THEMES,
        address=address,
        version=version,
        style=style,
    )
    return environment
