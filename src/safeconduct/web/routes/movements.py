"""Movements under the agreement: the list with its facets, one movement explained under each reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from safeconduct.agreement.model import INDETERMINATE, QUESTIONS, VERDICTS, Agreement, Question
from safeconduct.agreement.split import Split
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import chosen, page_number
from safeconduct.web.routes.agreement import agreement_of, words_for
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.movement_rows import (
    EXPLAINED_COLUMNS,
    LIST_COLUMNS,
    explained_rows,
    explained_value,
    list_rows,
    list_value,
)
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Corridor, ExplainedMovement, JudgedMovement

MOVEMENTS_ON_PAGE = 50
SPLITS: tuple[str, ...] = get_args(Split)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which movements, seen how. reading, verdict, split: empty for any."""

    question: Question
    view: str
    reading: str
    verdict: str
    split: str

    def query(self) -> dict[str, str]:
        """The choice as the address writes it."""
        names = ("question", "view", "reading", "verdict", "split")
        return {name: value for name in names if (value := getattr(self, name))}

    def keeps(self, movement: JudgedMovement) -> bool:
        """Whether a movement is chosen."""
        cells = movement.cells[self.question]
        verdicts = [
            outcome.verdict
            for (view, reading), outcome in cells.items()
            if view == self.view and self.reading in ("", reading)
        ]
        return self.verdict in ("", *verdicts) and self.split in ("", movement.splits[self.question])


def listing(request: Request) -> Response:
    """The movements that the address chooses, with their verdicts under each reading."""
    site = site_of(request)
    corridor, agreement = agreement_of(request, site)
    every = site.pages.movements(corridor.id)
    choice = _choice(request, agreement, every)
    kept = [one for one in every if choice.keeps(one)]
    paging = Paging(page_number(request), MOVEMENTS_ON_PAGE, len(kept))
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    return site.page(
        request,
        "movements.html",
        here="movements",
        corridor=corridor,
        one=agreement,
        a=words_for(request, site, agreement),
        movements=kept[paging.start : paging.stop],
        total=len(every),
        views=_views(every),
        choice=choice,
        questions=QUESTIONS,
        outcomes=(*VERDICTS[choice.question], INDETERMINATE),
        splits=_counted(every, choice.question),
        paging=paging,
    )


def listing_file(request: Request) -> Response:
    """All movements that the address chooses, in one file."""
    site = site_of(request)
    corridor, agreement = agreement_of(request, site)
    every = site.pages.movements(corridor.id)
    choice = _choice(request, agreement, every)
    kept = [one for one in every if choice.keeps(one)]
    stamp = files.stamp(corridor, site.version)
    if request.url.path.endswith(".json"):
        return json_file({**_head(corridor, agreement, stamp), "movements": [list_value(one) for one in kept]})
    columns = (*LIST_COLUMNS, "agreement_sha256", *stamp)
    rows = [(*cells, agreement.digest, *stamp.values()) for one in kept for cells in list_rows(one)]
    return download(files.csv_bytes(columns, rows), "text/csv", files.file_name(corridor.id, "movements", "csv"))


def one(request: Request) -> Response:
    """One movement: what is known of it, and what follows under each reading."""
    site = site_of(request)
    corridor, agreement, found = _movement(request, site)
    return site.page(
        request,
        "movement.html",
        here="movements",
        corridor=corridor,
        one=agreement,
        a=words_for(request, site, agreement),
        found=found,
        judged=found.judged,
        views=list(found.facts),
        logs_by_origin={log.origin: log for log in corridor.logs},
    )


def one_file(request: Request) -> Response:
    """One movement with its facts and reasons as an object, or its verdicts as a table."""
    site = site_of(request)
    corridor, agreement, found = _movement(request, site)
    stamp = files.stamp(corridor, site.version)
    if request.url.path.endswith(".json"):
        return json_file({**_head(corridor, agreement, stamp), **explained_value(agreement, found)})
    columns = (*EXPLAINED_COLUMNS, "agreement_sha256", *stamp)
    rows = [(*cells, agreement.digest, *stamp.values()) for cells in explained_rows(found)]
    name = files.file_name(corridor.id, "movement", found.judged.id[:12], "csv")
    return download(files.csv_bytes(columns, rows), "text/csv", name)


def _choice(request: Request, agreement: Agreement, every: Sequence[JudgedMovement]) -> Choice:
    """The facets in the address. Raises QueryError for values that our form does not offer."""
    wanted = chosen(request, "question", QUESTIONS, QUESTIONS[0])
    question = next(one for one in QUESTIONS if one == wanted)
    views = _views(every)
    return Choice(
        question,
        chosen(request, "view", ("", *views), views[0] if views else ""),
        chosen(request, "reading", ("", *agreement.readings), ""),
        chosen(request, "verdict", ("", INDETERMINATE, *(verdict for one in VERDICTS.values() for verdict in one)), ""),
        chosen(request, "split", ("", *SPLITS), ""),
    )


def _views(every: Sequence[JudgedMovement]) -> list[str]:
    cells = every[0].cells[QUESTIONS[0]] if every else {}
    return list(dict.fromkeys(view for view, _ in cells))


def _counted(every: Sequence[JudgedMovement], question: Question) -> Mapping[str, int]:
    counts = Counter(one.splits[question] for one in every)
    return {split: counts[split] for split in get_args(Split)}


def _head(corridor: Corridor, agreement: Agreement, stamp: dict[str, str]) -> dict[str, object]:
    return {
        "corridor": corridor.id,
        "logs": files.logs_value(corridor.logs),
        "computed_by": stamp["computed_by"],
        "agreement": {"id": agreement.id, "sha256": agreement.digest},
    }


def _movement(request: Request, site: Site) -> tuple[Corridor, Agreement, ExplainedMovement]:
    corridor, agreement = agreement_of(request, site)
    wanted = request.path_params["movement"]
    found = site.pages.movement(corridor.id, wanted)
    if found is None:
        near = ((message("All movements"), f"/c/{corridor.id}/movements"),)
        raise AddressError(message("This corridor has no movement with that id"), where=wanted, near=near)
    return corridor, agreement, found
