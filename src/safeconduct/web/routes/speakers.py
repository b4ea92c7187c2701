"""One speaker: the offices in which he, she or it spoke, and the positions over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from safeconduct.assess.public import Change, Held, Positions, Statement, positions_of
from safeconduct.base.instant import day_to_text
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import address
from safeconduct.web.routes.public import PublicView, public_view
from safeconduct.web.site import download, json_file
from safeconduct.web.views import files
from safeconduct.web.views.phrases import message
from safeconduct.web.views.statement_rows import days_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

STATEMENTS_SHOWN = 20
HELD_SHOWN = 5
POSITIONS_SHOWN = 20
MATTERS_SHOWN = 50
_COLUMNS = (
    *("speaker", "name", "matter", "about", "unit", "position", "first_said", "last_said", "statements"),
    *("changed_from", "order_known", "evidence", "definition"),
)
_DEFINITION = (
    "one position on one matter: statements in a row that say the same; changed_from: the position before it;"
    " order_known: no where the days of the two overlap"
)


@dataclass(frozen=True, slots=True)
class Turning:
    """A matter on which a position changed. changes: how many; steps: the newest positions, each with what followed it.

    left_out: earlier positions that are not shown.
    """

    one: Positions
    changes: int
    steps: tuple[tuple[Held, Change | None], ...]
    left_out: int


def one(request: Request) -> Response:
    """What a speaker said over time, and where it changed."""
    view = public_view(request)
    key, said = _speaker(request, view)
    positions = positions_of(view.record, key)
    topics = [each for each in positions if each.matter == "topic"]
    changed = [each for each in positions if len(each.held) > 1 and each.matter != "topic"]
    steady = [each for each in positions if len(each.held) == 1 and each.matter != "topic"]
    path = view.path("speakers", key)
    return view.page(
        request,
        "speaker.html",
        key=key,
        name=view.spoken.named(key, _name(said, key)),
        said=said[::-1][:STATEMENTS_SHOWN],
        total=len(said),
        offices=_offices(said, key),
        first_day=day_to_text(said[0].said_on),
        last_day=day_to_text(said[-1].said_on),
        changed=[_turning(each) for each in changed[:MATTERS_SHOWN]],
        steady=steady[:MATTERS_SHOWN],
        topics=topics[:MATTERS_SHOWN],
        left_out=sum(max(0, len(each) - MATTERS_SHOWN) for each in (changed, steady, topics)),
        held_shown=HELD_SHOWN,
        own=path,
        permanent_link=view.permanent(path, {}),
    )


def one_file(request: Request) -> Response:
    """The positions as an object, or with a row for each."""
    view = public_view(request)
    key, said = _speaker(request, view)
    positions, name, stamp = positions_of(view.record, key), _name(said, key), view.stamp
    if request.url.path.endswith(".json"):
        head = {**stamp, "state": view.state, "definition": _DEFINITION}
        more = {"key": key, "name": name, "statements": [one.id for one in said]}
        return json_file({**head, **more, "positions": [_value(one) for one in positions]})
    rows = [(key, name, *cells, *stamp.values()) for one in positions for cells in _cells(one)]
    kept = files.file_name(view.corridor.id, "speaker", key.strip("~"), "csv")
    return download(files.csv_bytes((*_COLUMNS, *stamp), rows), "text/csv", kept)


def _speaker(request: Request, view: PublicView) -> tuple[str, tuple[Statement, ...]]:
    key = request.path_params["speaker"]
    said = view.record.by_speaker(key)
    if not said:
        near = ((message("All statements"), address(f"{view.base}/statements", view.state)),)
        raise AddressError(message("Nobody of that name speaks in this record"), where=key, near=near)
    return key, said


def _turning(one: Positions) -> Turning:
    changes = one.changes
    steps = [*zip(one.held, [*changes, None], strict=True)][-POSITIONS_SHOWN:]
    return Turning(one, len(changes), tuple(steps), len(one.held) - len(steps))


def _name(said: Sequence[Statement], key: str) -> str:
    return next(agent.name for agent in said[-1].agents if agent.key == key)


def _offices(said: Sequence[Statement], key: str) -> list[tuple[str, str, str, str, str]]:
    """The offices as valid when something was said: office, organisation, party, first and last day said in it."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for one in said:
        for agent in one.agents:
            if agent.key == key:
                found.setdefault((agent.office, agent.organisation, agent.party), []).append(one.said_on)
    ordered = sorted(found.items(), key=lambda item: (min(item[1]), item[0]))
    return [(*office, day_to_text(min(days)), day_to_text(max(days))) for office, days in ordered if any(office)]


def _value(one: Positions) -> dict[str, Any]:
    known = {id(change.later): change.known for change in one.changes}
    held = [
        {
            "position": each.word,
            "first_said": days_value(each.first.days),
            "last_said": days_value(each.last.days),
            "statements": [said.id for said in each.statements],
            **({"order_known": known[id(each)]} if id(each) in known else {}),
        }
        for each in one.held
    ]
    return {"matter": one.matter, "about": one.about, "unit": one.unit, "held": held}


def _cells(one: Positions) -> Iterator[tuple[files.Cell, ...]]:
    changes = {id(change.later): change for change in one.changes}
    for each in one.held:
        change = changes.get(id(each))
        yield (
            *(one.matter, one.about, one.unit, each.word),
            *(day_to_text(each.first.said_on), day_to_text(each.last.said_on)),
            " ".join(said.id for said in each.statements),
            "" if change is None else change.before.word,
            "" if change is None else ("yes" if change.known else "no"),
            "simulated" if any(said.evidence == "simulated" for said in each.statements) else each.first.evidence,
            _DEFINITION,
        )
