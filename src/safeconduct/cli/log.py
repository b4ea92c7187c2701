"""`safeconduct log`: look into a log, copy it, compute it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.claim import opened
from safeconduct.cli.exits import Exit
from safeconduct.cli.layout import width
from safeconduct.cli.output import print_json, print_json_line, printable, put, say
from safeconduct.cli.settings import Group, Settings
from safeconduct.cli.verify import show_findings

if TYPE_CHECKING:
    from safeconduct.log import LogReader
    from safeconduct.node.reading import LoggedEntry, Proven

LAST = 20
CORRIDOR = click.argument("corridor", required=False, default="")


@click.group("log", cls=Group)
def log() -> None:
    """Look into a log, copy it, compute it again."""


@log.command("show")
@CORRIDOR
@click.option("--entry", type=click.IntRange(min=0), metavar="N", help="One entry in full, with its proof.")
@click.option("--from", "start", type=click.IntRange(min=0), metavar="N", help=f"First; else the last {LAST}.")
@click.option("--until", "end", type=click.IntRange(min=0), metavar="N", help="Before this one; else to the end.")
@click.option("--kind", metavar="KIND", default="", help="Only entries of this kind.")
@click.pass_obj
def show(
    settings: Settings, *, corridor: str, entry: int | None, start: int | None, end: int | None, kind: str
) -> None:
    """Show entries of a log: one line each, or one in full.

    CORRIDOR may be left out if the node has one. Numbers count from 0. With --json, one entry a line.
    """
    from safeconduct.node.reading import entries, proven

    node, own = opened(settings, corridor)
    _check_kind(kind)
    with node.signed(own) as reader:
        if entry is not None:
            _show_one(settings, reader, proven(reader, entry))
            return
        until = reader.size if end is None else min(end, reader.size)
        first = max(until - LAST, 0) if start is None and not kind else min(start or 0, until)
        for one in entries(reader, first, until, kind):
            _show_line(settings, one)
    if first and start is None:
        say(settings, f"note: the last {until - first} of {reader.size:,} entries; --from 0 shows all.")


@log.command("export", short_help="Copy a log as static files.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--corridor", metavar="ID", default="", help="Corridor; needed if the node has several.")
@click.pass_obj
def export(settings: Settings, folder: Path, corridor: str) -> None:
    """Copy a log as static files into FOLDER, or bring a copy there up to date.

    The files are those of c2sp.org/tlog-tiles; anyone can check them with `safeconduct verify FOLDER --key`.
    """
    from safeconduct.node.reading import export as export_files

    node, own = opened(settings, corridor)
    settings.resume = "Run the same command again: what is written is whole."
    written = export_files(node, own, folder)
    with node.signed(own) as state:
        size = state.size
    if settings.json:
        print_json({"folder": str(folder), "written": written, "origin": own.origin, "vkey": own.vkey, "size": size})
    else:
        put(f"folder    {folder}: {written} files written")
        put(f"log       {own.origin}, {size:,} entries")
        put(f"key       {own.vkey}")


@log.command("check", short_help="Compute a whole log again.")
@CORRIDOR
@click.pass_obj
def check(settings: Settings, corridor: str) -> Exit:
    """Compute a whole log and its public files again; exit code 3 if anything does not match.

    CORRIDOR may be left out if the node has one.
    """
    from safeconduct.node.checking import check_log

    node, own = opened(settings, corridor)
    settings.resume = "Nothing was changed."
    found = check_log(node, own)
    return show_findings(settings, found.to_json(), found.lines(), found.findings)


def _check_kind(kind: str) -> None:
    from safeconduct.entries.registry import kind_spec

    if kind:
        kind_spec(kind)


def _show_line(settings: Settings, entry: LoggedEntry) -> None:
    value = json.loads(entry.data)
    if settings.json:
        print_json_line({"index": entry.index, "leaf": entry.leaf.hex(), "entry": value})
        return
    text = f"{entry.index:>9}  {value['at'][:10]}  {value['kind']:<12}  {_gist(value['body'])}"
    wide = width()
    put(text if len(text) <= wide else f"{text[: wide - 3]}...")


def _gist(body: dict[str, Any]) -> str:
    """The telling parts of a body on one line."""
    parts = (f"{key}={value}" for key, value in body.items() if isinstance(value, str | int) and key != "movement")
    return printable(" ".join(parts))


def _show_one(settings: Settings, reader: LogReader, found: Proven) -> None:
    entry = found.entry
    if settings.json:
        print_json(
            {
                "log": reader.origin,
                "index": entry.index,
                "leaf": entry.leaf.hex(),
                "entry": json.loads(entry.data),
                "proof": [part.hex() for part in found.proof],
                "checkpoint": reader.checkpoint().decode(),
                "receipt": found.receipt.decode(),
            }
        )
        return
    for line in _entry_lines(reader, found):
        put(line)


def _entry_lines(reader: LogReader, found: Proven) -> Iterator[str]:
    entry = found.entry
    yield f"log       {reader.origin}, entry {entry.index} of {reader.size:,}"
    yield f"leaf      {entry.leaf.hex()}"
    for line in json.dumps(json.loads(entry.data), ensure_ascii=False, indent=2).splitlines():
        yield printable(line)
    yield f"proof     {len(found.proof)} hashes lead from the leaf to the root"
    for part in found.proof:
        yield f"          {part.hex()}"
    yield f"root      {reader.root.hex()}"
    yield "signed state"
    for line in reader.checkpoint().decode().splitlines():
        yield f"  {printable(line)}"
