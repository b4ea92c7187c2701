"""Statements that cannot stand beside each other, laid side by side; which of them is right is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from safeconduct.assess.public import Contradiction, Ground, contradictions
from safeconduct.base.instant import day_to_text
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import chosen, page_number
from safeconduct.web.routes.public import PublicView, public_view
from safeconduct.web.site import download, json_file
from safeconduct.web.views import files
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message
from safeconduct.web.views.statement_rows import DEFINITION, statement_value

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.assess.public import Statement

PAIRS_ON_PAGE = 50
GROUNDS: tuple[str, ...] = get_args(Ground)
_COLUMNS = (
    *("grounds", "about", "first_id", "first_said_on", "first_speaker", "first_words"),
    *("second_id", "second_said_on", "second_speaker", "second_words", "definition"),
)


def listing(request: Request) -> Response:
    """The pairs in order of time, those of one ground if the address chooses one."""
    view = public_view(request)
    ground = chosen(request, "ground", ("", *GROUNDS), "")
    every = contradictions(view.record)
    kept = _of(every, ground)
    paging = Paging(page_number(request), PAIRS_ON_PAGE, len(kept))
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    return view.page(
        request,
        "contradictions.html",
        pairs=kept[paging.start : paging.stop],
        grounds=[one for one in GROUNDS if _of(every, one)],
        choice=ground,
        total=len(every),
        asked={"ground": ground, **view.state},
        paging=paging,
        permanent_link=view.permanent(request.url.path, {"ground": ground}),
    )


def listing_file(request: Request) -> Response:
    """The same pairs in one file."""
    view = public_view(request)
    ground = chosen(request, "ground", ("", *GROUNDS), "")
    pairs = _of(contradictions(view.record), ground)
    if request.url.path.endswith(".json"):
        values = [_value(view, pair) for pair in pairs]
        more = {"ground": ground, "total": len(pairs), "definition": DEFINITION}
        return json_file({**view.stamp, "state": view.state, **more, "contradictions": values})
    rows = [
        (*_reasons(pair), *_cells(pair.one), *_cells(pair.other), DEFINITION, *view.stamp.values()) for pair in pairs
    ]
    parts = (part for part in ("contradictions", view.day, "csv") if part)
    data = files.csv_bytes((*_COLUMNS, *view.stamp), rows)
    return download(data, "text/csv", files.file_name(view.corridor.id, *parts))


def _of(pairs: tuple[Contradiction, ...], ground: str) -> list[Contradiction]:
    return [pair for pair in pairs if not ground or any(reason.ground == ground for reason in pair.reasons)]


def _reasons(pair: Contradiction) -> tuple[str, str | None]:
    about = dict.fromkeys(reason.about for reason in pair.reasons if reason.about)
    return "; ".join(dict.fromkeys(reason.ground for reason in pair.reasons)), "; ".join(about) or None


def _cells(one: Statement) -> tuple[str | None, ...]:
    return one.id, day_to_text(one.said_on), one.speaker, one.words or None


def _value(view: PublicView, pair: Contradiction) -> dict[str, object]:
    statements = [statement_value(view.record, one) for one in (pair.one, pair.other)]
    reasons = [{"ground": one.ground, **({"about": one.about} if one.about else {})} for one in pair.reasons]
    return {"reasons": reasons, "statements": statements}
