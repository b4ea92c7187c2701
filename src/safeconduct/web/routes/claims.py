"""Claims about a corridor: the list, one claim, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import StreamingResponse

from safeconduct.assess.public import ClaimTold, claim_told
from safeconduct.assess.situation.model import Pinned
from safeconduct.base.suggest import nearest
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import chosen, page_number
from safeconduct.web.routes.public import PublicView, public_view
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.source import VERDICTS, Claim, Corridor
from safeconduct.web.views import files
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message
from safeconduct.web.views.tally import ORDERS, best, selected, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

CLAIMS_ON_PAGE = 50


def listing(request: Request) -> Response:
    """The claims with their verdicts, as filtered and ordered by the address."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    every = site.pages.claims(corridor.id)
    choice = _choice(request, every)
    kept = selected(every, **choice)
    paging = Paging(page_number(request), CLAIMS_ON_PAGE, len(kept))
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    known, record = {claim.id for claim in every}, site.pages.public_record(corridor.id, Pinned())
    return site.page(
        request,
        "claims.html",
        in_words=[] if record is None else [one for one in record.claims if one.id not in known],
        here="claims",
        corridor=corridor,
        claims=[(claim, best(claim)) for claim in kept[paging.start : paging.stop]],
        choice={name: value for name, value in choice.items() if value},
        paging=paging,
        tally=tally(every),
        conventions=site.pages.conventions(corridor.id),
    )


def listing_file(request: Request) -> Response:
    """All claims that the filter keeps, in one file."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    every = site.pages.claims(corridor.id)
    kept = selected(every, **_choice(request, every))
    stamp = files.stamp(corridor, site.version)
    if request.url.path.endswith(".json"):
        value = {
            "corridor": corridor.id,
            "logs": files.logs_value(corridor.logs),
            "computed_by": stamp["computed_by"],
            "claims": [claim.value for claim in kept],
            "conventions": [one.value for one in site.pages.conventions(corridor.id)],
        }
        return json_file(value)
    columns = (*_CLAIM_COLUMNS, *stamp)
    rows = [(*_claim_cells(claim), *stamp.values()) for claim in kept]
    return download(files.csv_bytes(columns, rows), "text/csv", files.file_name(corridor.id, "claims", "csv"))


def one(request: Request) -> Response:
    """One claim with everything behind its answer; of one that has no definition yet, who asserts and denies it."""
    site = site_of(request)
    view = public_view(request, Pinned())
    corridor, told = view.corridor, _told(request, view)
    claim = site.pages.claim(corridor.id, request.path_params["claim"])
    if claim is None and told is None:
        _claim(request, site)
    return view.page(
        request,
        "claim_words.html" if claim is None else "claim.html",
        here="claims",
        claim=claim,
        logs_by_origin={log.origin: log for log in corridor.logs},
        told=told,
    )


def one_file(request: Request) -> Response:
    """One claim as an object, or its evidence as a table; a claim without a definition is an object only."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    stamp = files.stamp(corridor, site.version)
    told = _told(request, public_view(request, Pinned()))
    undefined = told is not None and site.pages.claim(corridor.id, told.claim.id) is None
    if request.url.path.endswith(".json"):
        value = {
            "corridor": corridor.id,
            "logs": files.logs_value(corridor.logs),
            "computed_by": stamp["computed_by"],
            "claims": [_in_words(told) if told is not None and undefined else _claim(request, site)[1].value],
        }
        return json_file(value)
    corridor, claim = _claim(request, site)
    answer = claim.answer
    left_out = answer.rows - len(answer.evidence)
    gaps = f"{left_out} further rows are in the bundle" if left_out else ""
    columns = ("row", "day", "value", "unit", "entries", "claim", "definition", "gaps", *stamp)
    rows: list[tuple[files.Cell, ...]] = [
        (row.label, row.day, row.value, answer.claimed.unit, " ".join(f"{e.log}#{e.index}" for e in row.entries),
         claim.id, _definition(claim), gaps, *stamp.values())
        for row in answer.evidence
    ]  # fmt: skip
    name = files.file_name(corridor.id, claim.id, "evidence", "csv")
    return download(files.csv_bytes(columns, rows), "text/csv", name)


def bundle(request: Request) -> Response:
    """The bundle with proofs, for ``safeconduct verify``."""
    site = site_of(request)
    corridor, claim = _claim(request, site)
    pieces = site.pages.bundle(corridor.id, claim.id)
    if pieces is None:
        raise AddressError(message("There is no bundle for this claim"), where=claim.id)
    name = files.file_name(corridor.id, claim.id, "scz")
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


_CLAIM_COLUMNS = (
    "id", "statement", "speaker", "said_on", "as_of", "wording", "source", "verdict", "comparator",
    "claimed", "claimed_high", "recorded_low", "recorded_high", "unit", "reason", "reconciled_by", "arithmetic",
    "definition", "gaps",
)  # fmt: skip


def _claim_cells(claim: Claim) -> tuple[files.Cell, ...]:
    answer = claim.answer
    change = best(claim)
    return (
        claim.id, claim.statement, claim.speaker, claim.said_on, claim.as_of, claim.wording, claim.source,
        answer.verdict, answer.claimed.comparator, answer.claimed.value, answer.claimed.value_high,
        answer.recorded.low, answer.recorded.high, answer.recorded.unit, str(answer.reason),
        "; ".join(map(str, change.change)) if change else "", change.arithmetic if change else "",
        _definition(claim), " ".join(answer.cannot_know),
    )  # fmt: skip


def _definition(claim: Claim) -> str:
    """How the claim was read, in one cell; parts that the claim left open are marked."""
    parts = claim.answer.definition
    return "; ".join(f"{one.says}{' (default)' if one.default else ''}" for one in parts)


def _choice(request: Request, claims: Sequence[Claim]) -> dict[str, str]:
    """The filter and the order in the address. Raises QueryError for values that our form does not offer."""
    speakers = {"", *(claim.speaker for claim in claims)}
    return {
        "speaker": chosen(request, "speaker", speakers, ""),
        "verdict": chosen(request, "verdict", ("", *VERDICTS), ""),
        "sort": chosen(request, "sort", ORDERS, "said"),
    }


def _told(request: Request, view: PublicView) -> ClaimTold | None:
    """The claim of the address with its sides, if the public record holds it."""
    held = view.record.claim_by_id.get(request.path_params["claim"])
    return None if held is None else claim_told(view.record, held)


def _in_words(told: ClaimTold) -> dict[str, object]:
    """A claim without a definition as an object."""
    sides = [
        {
            "stance": side.stance,
            "statements": [one.statement.id for one in side.taken],
            "speakers": side.speakers,
            "independent_origins": side.origins,
            "known_only_through_another_party": side.only_through,
        }
        for side in told.sides
    ]
    why = "definition missing: nobody has said yet what would have to be counted"
    return {"id": told.claim.id, "wording": told.claim.wording, "verdict": "undecidable", "reason": why, "sides": sides}


def _claim(request: Request, site: Site) -> tuple[Corridor, Claim]:
    corridor = site.corridor(request.path_params["corridor"])
    wanted = request.path_params["claim"]
    found = site.pages.claim(corridor.id, wanted)
    if found is not None:
        return corridor, found
    ids = nearest(wanted, (claim.id for claim in site.pages.claims(corridor.id)), 3)
    base = f"/c/{quote(corridor.id, safe='')}/claims"
    near = tuple((name, f"{base}/{quote(name, safe='')}") for name in ids)
    raise AddressError(message("This corridor has no claim of that name"), where=wanted, near=near)
