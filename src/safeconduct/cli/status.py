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
    from safeconduct.node.status import CorridorStatus


@click.command("status", cls=Command, short_help="Show what a record holds, and what it lacks.")
@click.argument("corridor", required=False, default="")
@click.pass_obj
def status(settings: Settings, corridor: str) -> Exit:
    """Show what the record of a corridor holds: its log, tables, columns and days, and what it lacks.

    CORRIDOR may be left out if the node has one.
    """
    from safeconduct.cli.layout import width
    from safeconduct.node.status import status_of

    node, log = opened(settings, corridor)
    found = status_of(node, log)
    if settings.json:
        print_json(_json(found))
    else:
        for line in _lines(found, width()):
            put(line)
    for gap in found.gaps:
        say(settings, f"note: {gap}")
    return Exit.INCOMPLETE if found.gaps else Exit.DONE


def _json(found: CorridorStatus) -> dict[str, Any]:
    return {
        "corridor": found.corridor,
        "title": dict(found.title),
        "evidence": found.evidence,
        "logs": [
            {
                "origin": found.origin,
                "vkey": found.vkey,
                "size": found.signed_size,
                "root": found.root,
                "not_signed": found.size - found.signed_size,
            }
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
    yield from labelled("log", found.origin, wide)
    yield from labelled("signed", f"{found.signed_size:,} entries, root {_short(found.root)}", wide)
    yield from labelled("evidence", found.evidence, wide)
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
