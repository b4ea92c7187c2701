"""Who said what in public: the list with its facets, one statement, their files and the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from safeconduct.assess.public import (
    ClaimTold,
    Statement,
    claim_told,
    claims_touched,
    contradictions_of,
    copies_of,
    origins_of,
    through_others,
)
from safeconduct.base.instant import InstantError, day_from_text, day_to_text
from safeconduct.base.suggest import nearest
from safeconduct.web.errors import AddressError, QueryError
from safeconduct.web.reader import address, chosen, log_key, page_number
from safeconduct.web.routes.public import PublicView, public_view
from safeconduct.web.site import download, json_file
from safeconduct.web.views import files
from safeconduct.web.views.feed import Feed, feed_bytes, newest_first
from safeconduct.web.views.linked import Address, Named, graph
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message
from safeconduct.web.views.statement_choice import WORDS_MAX, Choice, Facets, chosen_statements, facets_of, in_language
from safeconduct.web.views.statement_rows import (
    DEFINITION,
    STATEMENT_COLUMNS,
    basis_of,
    statement_cells,
    statement_value,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

STATEMENTS_ON_PAGE = 50
NEAR_MAX = 20
_FACETS = ("speaker", "party", "type", "topic", "clause", "mode")


def listing(request: Request) -> Response:
    """The statements that the address chooses, newest first."""
    view = public_view(request)
    facets = facets_of(view.record)
    choice = _choice(request, facets)
    kept = chosen_statements(view.record, choice)
    paging = Paging(page_number(request), STATEMENTS_ON_PAGE, len(kept))
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    query = _query(choice)
    days = [one.said_on for one in view.record.statements]
    return view.page(
        request,
        "statements.html",
        rows=kept[paging.start : paging.stop],
        facets=in_language(facets, view.spoken),
        choice=query,
        asked={**query, **view.state},
        paging=paging,
        words_max=WORDS_MAX,
        first_choice=day_to_text(min(days)) if days else "",
        last_choice=day_to_text(max(days)) if days else "",
        permanent_link=view.permanent(request.url.path, query),
    )


def listing_file(request: Request) -> Response:
    """All statements that the address chooses: CSV, JSON or JSON-LD."""
    view = public_view(request)
    choice = _choice(request, facets_of(view.record))
    return _file(request, view, chosen_statements(view.record, choice), _query(choice), ("statements", view.day))


def feed(request: Request) -> Response:
    """The statements that the address chooses, those recorded last first, as a feed."""
    view = public_view(request)
    choice = _choice(request, facets_of(view.record))
    shown = newest_first(chosen_statements(view.record, choice))
    at = _addresses(request, view)
    root = at("", "")
    title = f"Statements: {view.corridor.titles.get('en') or view.corridor.id}"
    made = Feed(
        corridor=view.corridor.id,
        title=title,
        own=str(request.url),
        page=root + address(f"{view.base}/statements", {**_query(choice), **view.state}).lstrip("/"),
        program=f"safeconduct {view.site.version}",
    )
    data = feed_bytes(made, shown, [root + view.href(one).lstrip("/") for one in shown])
    return Response(data, media_type="application/atom+xml")


def one(request: Request) -> Response:
    """One statement with everything on record about it."""
    view = public_view(request)
    record, said = view.record, _statement(request, view)
    pairs = contradictions_of(record, said)
    inner = [each for each in record.statements if each.within == said.id and record.outer(each) == said]
    path = view.path("statements", said.id)
    own = {"entry": request.query_params.get("entry", "")}
    return view.page(
        request,
        "statement.html",
        one=said,
        basis=basis_of(said),
        copies=[report for report in copies_of(record, said.reports) if report not in said.reports][:NEAR_MAX],
        origins=origins_of(record, said),
        through=through_others(record, said),
        outer=record.outer(said),
        inner=inner[:NEAR_MAX],
        versions=[each for each in record.named(said.id) if each != said],
        stances=_stances(view, said)[:NEAR_MAX],
        pairs=[(pair.of(said), pair.reasons) for pair in pairs[:NEAR_MAX]],
        pairs_total=len(pairs),
        own=path,
        own_query={**own, **view.state},
        known_origins={log.origin for log in view.corridor.logs},
        permanent_link=view.permanent(path, own),
    )


def one_file(request: Request) -> Response:
    """One statement as CSV, JSON or JSON-LD."""
    view = public_view(request)
    said = _statement(request, view)
    return _file(request, view, [said], {}, ("statement", said.id))


def _file(
    request: Request, view: PublicView, kept: Sequence[Statement], query: dict[str, str], parts: tuple[str, str]
) -> Response:
    record, stamp, suffix = view.record, view.stamp, request.url.path.rsplit(".", 1)[1]
    head = {**stamp, "state": view.state}
    if suffix == "jsonld":
        shown = {one.id for one in kept}
        claims = [claim_told(record, claim) for claim in claims_touched(record, shown)]
        at = _addresses(request, view)
        value = graph(record, kept, claims, at, _named(view, at), head={"sc:corridor": view.corridor.id})
        return Response(files.json_bytes(value), media_type="application/ld+json")
    if suffix == "json":
        values = [statement_value(record, one) for one in kept]
        more = {"choice": query, "total": len(kept), "definition": DEFINITION}
        return json_file({**head, **more, "statements": values})
    rows = [(*statement_cells(record, one), *stamp.values()) for one in kept]
    name = files.file_name(view.corridor.id, *(part for part in parts if part), "csv")
    return download(files.csv_bytes((*STATEMENT_COLUMNS, *stamp), rows), "text/csv", name)


def _stances(view: PublicView, said: Statement) -> list[tuple[str, ClaimTold]]:
    """The stances of a statement, each with its claim and what others say of it."""
    found: list[tuple[str, ClaimTold]] = []
    for told in (claim_told(view.record, claim) for claim in claims_touched(view.record, [said.id])):
        found += [(side.stance, told) for side in told.sides if any(one.statement == said for one in side.taken)]
    return found


def _addresses(request: Request, view: PublicView) -> Address:
    """Whole addresses, for files that leave this place."""
    root = str(request.base_url)

    def at(kind: str, name: str) -> str:
        return f"{root.rstrip('/')}{view.path(kind, name)}" if kind else root

    return at


def _named(view: PublicView, at: Address) -> Named:
    """Whole addresses of statements, without the state that the page was asked for."""

    def named(one: Statement) -> str:
        return address(at("statements", one.id), {"entry": view.entry_of(one)})

    return named


def _statement(request: Request, view: PublicView) -> Statement:
    """The statement of the address. Raises AddressError, with its entries if it was withdrawn."""
    wanted, entry = request.path_params["statement"], request.query_params.get("entry", "")
    named = view.record.named(wanted)
    if entry:
        named = tuple(one for one in named if entry in {f"{log_key(at.log)[:8]}:{at.index}" for at in one.entries})
    if named:
        return named[0]
    if wanted in view.record.withdrawn:
        at, by = view.record.withdrawn[wanted]
        entries = (
            (message("The entry that was withdrawn"), f"/record/{log_key(at.log)}/{at.index}"),
            (message("The entry that withdrew it"), f"/record/{log_key(by.log)}/{by.index}"),
        )
        raise AddressError(message("This statement was withdrawn by a later entry"), where=wanted, near=entries)
    ids = nearest(wanted, (one.id for one in view.record.statements), 3)
    near = tuple((name, address(view.path("statements", name), view.state)) for name in ids)
    every = (message("All statements"), address(f"{view.base}/statements", view.state))
    raise AddressError(message("This record has no statement of that name"), where=wanted, near=(*near, every))


def _choice(request: Request, facets: Facets) -> Choice:
    """The choice in the address. Raises QueryError for values that our form does not offer."""
    words = request.query_params.get("q", "")
    if len(words) > WORDS_MAX:
        raise QueryError(message("These are too many words to search for"), where="q")
    picked = {name: chosen(request, name, ("", *facets.counts[name]), "") for name in _FACETS}
    return Choice(words=words, first=_day(request, "from"), last=_day(request, "to"), **picked)


def _day(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    try:
        return day_from_text(text) if text else None
    except InstantError as error:
        raise QueryError(message("A part of this address is not a day such as 2023-03-01"), where=name) from error


def _query(choice: Choice) -> dict[str, str]:
    """The choice as the address writes it; what is not chosen is empty."""
    ends = {"from": choice.first, "to": choice.last}
    days = {name: "" if day is None else day_to_text(day) for name, day in ends.items()}
    return {"q": choice.words, **{name: getattr(choice, name) for name in _FACETS}, **days}
