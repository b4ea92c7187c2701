"""The pages of the desk. What only shows is asked for by GET and changes nothing; what decides comes as a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.node.errors import NodeError
from safeconduct.press.errors import ReviewError
from safeconduct.press.names import shipped_names
from safeconduct.press.review import edited_fields
from safeconduct.press.review.edit import BASES, FIELDS, HAPPENINGS, MODES, STANCES, TYPES, YES, fields_of
from safeconduct.press.source.visible import shown
from safeconduct.web.desk import words as desk_words
from safeconduct.web.desk.guard import FormError, Guard, form_of
from safeconduct.web.desk.marks import passage_of
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import address
from safeconduct.web.site import site_of
from safeconduct.web.views import statement_words, status_words
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.node.press.append import Appended
    from safeconduct.node.press.desk import ReportRow, ReviewDesk, Row, Seen
    from safeconduct.press.review import Proposal

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_STANCE_ROWS = 2
CLAIMS_SHOWN = 3
_FLAGS = ("implicit", "hedged", "headline")


def index(request: Request) -> Response:
    """The reports, how far each is, and the figures of the extractor."""
    desk = _desk(request)
    return _page(request, "desk/reports.html", reports=desk.reports(), figures=desk.figures())


def following(request: Request) -> Response:
    """On to the next draft that waits for this account; to the list if none does."""
    after = request.query_params.get("after", "")
    found = _desk(request).next(after if _SHA256.fullmatch(after) else "")
    return _to(f"/drafts/{found}" if found else "/?done=all")


def report(request: Request) -> Response:
    """One report with its drafts."""
    return _report_page(request)


async def append(request: Request) -> Response:
    """Put what is accepted of a report into the log."""
    form = await form_of(request)
    _guard(request).check(request, form)
    return await run_in_threadpool(_append, request)


def _append(request: Request) -> Response:
    row, _ = _report(request)
    appended, problem = None, None
    try:
        appended = _desk(request).append(row.source_sha256)
    except SafeconductError as error:
        problem = error
    return _report_page(request, appended, problem)


def _report_page(
    request: Request, appended: Appended | None = None, problem: SafeconductError | None = None
) -> Response:
    row, drafts = _report(request)
    return _page(
        request,
        "desk/report.html",
        status=200 if problem is None else 422,
        report=row,
        drafts=drafts,
        copies=_desk(request).copies(row.source_sha256),
        appended=appended,
        problem=problem,
    )


async def copies(request: Request) -> Response:
    """Decide whether another report has the same words as this one."""
    form = await form_of(request)
    _guard(request).check(request, form)
    return await run_in_threadpool(_decide_copy, request, form)


def _decide_copy(request: Request, form: Mapping[str, str]) -> Response:
    row, _ = _report(request)
    other, same = form.get("other", ""), form.get("same", "")
    if not _SHA256.fullmatch(other) or same not in {"yes", "no"}:
        raise FormError(message("This is no form of this desk"), where="other")
    try:
        _desk(request).decide_copy(row.source_sha256, other, same=same == "yes")
    except (NodeError, ReviewError) as error:
        return _report_page(request, problem=error)
    return _to(f"/reports/{row.source_sha256}#copies")


def draft(request: Request) -> Response:
    """One statement on one screen."""
    seen = _seen(request)
    chosen = request.query_params.get("as", "")
    other = next((one.proposal for one in reversed(seen.decisions) if one.by == chosen and one.proposal), None)
    return _draft_page(request, seen, fields_of(other or seen.proposal), other or seen.proposal)


async def decide(request: Request) -> Response:
    """Accept a statement as the form has it, reject it, or look at the changes without deciding."""
    form = await form_of(request)
    session = _guard(request).check(request, form)
    return await run_in_threadpool(_decide, request, form, session)


def _decide(request: Request, form: Mapping[str, str], session: str) -> Response:
    desk, seen = _desk(request), _seen(request)
    seconds = _guard(request).seconds(session, seen.draft, form.get("start", ""))
    fields = _fields(form, seen)
    try:
        match form.get("action", ""):
            case "accept":
                desk.accept(seen.draft, fields, seconds)
            case "reject":
                desk.reject(seen.draft, form.get("rejection", ""), seconds)
            case "check":
                proposal = desk.edited(seen.draft, fields)
                return _draft_page(request, seen, fields_of(proposal), proposal, form=form, checked=True)
            case _:
                raise FormError(message("This is no form of this desk"), where="action")
    except (NodeError, ReviewError) as error:
        values = {**fields_of(seen.case.draft.proposal), **fields}
        return _draft_page(request, seen, values, seen.proposal, status=422, problem=error, form=form)
    found = desk.next(seen.draft)
    return _to(address(f"/drafts/{found}" if found else "/", {"done": seen.draft}))


def _draft_page(
    request: Request,
    seen: Seen,
    values: Mapping[str, str],
    proposal: Proposal,
    *,
    status: int = 200,
    problem: SafeconductError | None = None,
    form: Mapping[str, str] | None = None,
    checked: bool = False,
) -> Response:
    desk, guard = _desk(request), _guard(request)
    known = desk.known()
    session = guard.session(request)
    start = (form or {}).get("start") or guard.start(session, seen.draft)
    ranked = [one.topic for one in seen.topics]
    stances = [part.strip().partition("=")[::2] for part in values["stances"].split(",") if part.strip()]
    return _page(
        request,
        "desk/draft.html",
        status=status,
        seen=seen,
        filled=values,
        proposal=proposal,
        passage=passage_of(seen.source.text, proposal) if seen.held else None,
        problem=problem,
        checked=checked,
        changed=edited_fields(seen.case.draft.proposal, proposal),
        why=tuple(dict.fromkeys((*seen.why, *desk.needs_two(proposal)))),
        rejection=(form or {}).get("rejection", ""),
        start=start,
        known=known,
        topic_names=shipped_names(desk.log.corridor).topics,
        topics=[*ranked, *(topic.id for topic in known.topics if topic.id not in ranked)],
        ranked=seen.topics[:5],
        clauses=list(
            dict.fromkeys((*proposal.clauses, *(c for one in seen.topics for c in one.clauses), *known.clauses))
        ),
        claims={id_: known.claims[id_] for id_ in dict.fromkeys((*(one.claim for one in seen.claims), *known.claims))},
        suggested=seen.claims[:CLAIMS_SHOWN],
        stance_rows=[*stances, *[("", "")] * max(1, _STANCE_ROWS - len(stances))],
        names=_names(known.entities.entities),
        offices={id_: one.name for id_, one in known.entities.entities.items()},
    )


def _names(entities: Mapping[str, object]) -> list[str]:
    return sorted({str(getattr(one, "name", "")) for one in entities.values()})


def _fields(form: Mapping[str, str], seen: Seen) -> dict[str, str]:
    """The fields of a draft out of the form: boxes that are not ticked come as nothing, claims as rows."""
    fields = {name: form.get(name, "") for name in FIELDS}
    fields["stances"] = ", ".join(
        f"{claim}={form.get(f'stance-{row}', '')}"
        for row in range(len(form))
        if (claim := form.get(f"claim-{row}", ""))
    )
    kept = form.get("within", "") == YES
    fields["within"] = seen.case.draft.proposal.within if kept else ""
    return fields


def _report(request: Request) -> tuple[ReportRow, list[Row]]:
    digest = request.path_params["report"]
    if not _SHA256.fullmatch(digest):
        raise AddressError(message("This desk holds no such report"), where=digest)
    try:
        return _desk(request).report(digest)
    except ReviewError as error:
        raise AddressError(message("This desk holds no such report"), where=digest) from error


def _seen(request: Request) -> Seen:
    digest = request.path_params["draft"]
    if not _SHA256.fullmatch(digest):
        raise AddressError(message("This desk holds no such statement"), where=digest)
    try:
        return _desk(request).see(digest)
    except ReviewError as error:
        raise AddressError(message("This desk holds no such statement"), where=digest) from error


def _page(request: Request, template: str, *, status: int = 200, **context: object) -> Response:
    """A page of the desk: never stored, with the token of its session."""
    site, guard, desk = site_of(request), _guard(request), _desk(request)
    session = guard.session(request)
    response = site.page(
        request,
        template,
        status=status,
        token=guard.token(session),
        account=desk.account,
        corridor_id=desk.log.corridor,
        done=_done(request),
        desk_words=desk_words,
        statement_words=statement_words,
        status_words=status_words,
        TYPES=TYPES,
        MODES=MODES,
        BASES=BASES,
        STANCES=STANCES,
        HAPPENINGS=HAPPENINGS,
        shown=shown,
        WORDING_CHARS_MAX=limits.PRESS_WORDING_CHARS_MAX,
        FLAGS=_FLAGS,
        **context,
    )
    guard.remember(response, session)
    response.headers["cache-control"] = "no-store"
    return response


def _done(request: Request) -> Seen | str | None:
    """What was decided just before, named in the address, for a line above the page."""
    digest = request.query_params.get("done", "")
    if digest == "all":
        return digest
    if not _SHA256.fullmatch(digest):
        return None
    try:
        return _desk(request).see(digest)
    except SafeconductError:
        return None


def _to(where: str) -> Response:
    return RedirectResponse(where, status_code=303, headers={"cache-control": "no-store"})


def _desk(request: Request) -> ReviewDesk:
    desk: ReviewDesk = request.app.state.desk
    return desk


def _guard(request: Request) -> Guard:
    guard: Guard = request.app.state.guard
    return guard
