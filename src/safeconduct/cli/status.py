"""`safeconduct status`: what the record of a corridor holds, in which words it can be asked, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.claim import opened
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, printable, put, say
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.assess.situation.model import Pinned, Situation
    from safeconduct.node.status import CorridorStatus


@click.command("status", cls=Command, short_help="Show what a record holds, and what it lacks.")
@click.argument("corridor", required=False, default="")
@click.option("--asof", "day", default="", metavar="DAY", help="The situation as it was known at the end of that day.")
@click.pass_obj
def status(settings: Settings, corridor: str, day: str) -> Exit:
    """Show the situation on a corridor's road, what its record holds (logs, tables, columns, days), what it lacks.

    CORRIDOR may be left out if the node has one.
    """
    from safeconduct.assess.situation.page import situation_to_json
    from safeconduct.cli.layout import width
    from safeconduct.node.situation import shown_of
    from safeconduct.node.status import status_of

    node, log = opened(settings, corridor)
    situation = shown_of(node, log, _pinned(day)).situation
    found = status_of(node, log)
    if settings.json:
        road = {} if situation is None else {"road": situation_to_json(situation)}
        print_json({**_json(found), **road})
    else:
        for line in _road(situation, width()) if situation is not None else ():
            put(line)
        for line in _lines(found, width()):
            put(line)
    for gap in found.gaps:
        say(settings, f"note: {gap}")
    return Exit.INCOMPLETE if found.gaps else Exit.DONE


def _pinned(day: str) -> Pinned:
    from safeconduct.assess.situation.model import Pinned
    from safeconduct.base.instant import InstantError, day_from_text

    try:
        return Pinned(day_from_text(day)) if day else Pinned()
    except InstantError as error:
        raise click.BadParameter(f"{day!r} is not a day such as 2023-03-01", param_hint="--asof") from error


def _road(found: Situation, wide: int) -> Iterator[str]:
    from safeconduct.base.instant import day_to_text
    from safeconduct.cli.layout import labelled

    simulated = " SIMULATED DATA." if found.simulated else ""
    yield f"{found.sentence}, {day_to_text(found.day)}, as recorded by {found.posts_heard} posts.{simulated}"
    for way in found.ways:
        seen = "no record" if way.flow[-1].total is None else f"{way.flow[-1].total:,} vehicles"
        standing = way.standing
        between = f" ({standing.unknown:,} days unknown in between)" if standing.unknown else ""
        text = f"{way.now.status} since {day_to_text(standing.first)}{between}, {seen}. {way.now.why}"
        yield from labelled(way.direction, printable(text), wide)
    part, whole = found.checked(7)
    if whole:
        yield from labelled("checked", f"{part:,} of {whole:,} vehicles in 7 days", wide)
    yield ""


def _json(found: CorridorStatus) -> dict[str, Any]:
    return {
        "corridor": found.corridor,
        "title": dict(found.title),
        "evidence": found.evidence,
        "logs": [
            {
                "origin": log.origin,
                "vkey": log.vkey,
                "evidence": log.evidence,
                "size": log.signed_size,
                "root": log.root,
                "not_signed": log.size - log.signed_size,
            }
            for log in found.logs
        ],
        "tables": [
            {
                "table": table.table,
                "rows": table.rows,
                "columns": list(table.columns),
                "days": {days.column: {"first": days.first, "last": days.last} for days in table.days},
            }
            for table in found.tables
        ],
        "words": dict(found.words),
        "missing": [{"table": table, "column": name, "says": says} for table, name, says in found.missing],
        "cannot_know": list(found.cannot_know),
        "gaps": list(found.gaps),
    }


def _lines(found: CorridorStatus, wide: int) -> Iterator[str]:
    from safeconduct.cli.layout import labelled

    title = found.title.get("en") or next(iter(found.title.values()), "")
    yield f"{found.corridor}: {printable(title)}"
    words = ", ".join(f"{count} {kind}s" for kind, count in found.words.items())
    for log in found.logs:
        yield from labelled("log", log.origin, wide)
        yield from labelled("signed", f"{log.signed_size:,} entries, root {_short(log.root)}", wide)
        yield from labelled("evidence", log.evidence, wide)
    if words:
        yield from labelled("words", words, wide)
    for table in found.tables:
        yield f"\n{table.table}: {table.rows:,} rows"
        for days in table.days:
            yield from labelled(days.column, f"{days.first} to {days.last}", wide, margin=17)
        yield from labelled("columns", ", ".join(table.columns), wide, margin=17)
    if found.missing:
        yield "\nnot recorded"
        for table_name, column, says in found.missing:
            yield from labelled(column, f"{printable(says)} ({table_name})", wide, margin=22)
    if found.cannot_know:
        yield "\ncannot be known from this record"
        for text in found.cannot_know:
            yield from labelled("", printable(text), wide, margin=2)


def _short(root: str) -> str:
    return f"{root[:4]} {root[4:8]} {root[8:12]}"
