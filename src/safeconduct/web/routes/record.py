"""The record itself: logs, entries, and the proof that an entry stands in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.web.errors import AddressError
from safeconduct.web.reader import log_key, page_number
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.entry import ReadEntry, read_entry
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Corridor, LogState, ProvenEntry

ENTRIES_ON_PAGE = 100
_INDEX_DIGITS_MAX = 15


def logs(request: Request) -> Response:
    """The logs on this node, or those of one corridor."""
    site = site_of(request)
    corridor, held = _logs(request, site)
    return site.page(request, "record.html", here="record", corridor=corridor, logs=held)


def logs_file(request: Request) -> Response:
    """The logs with their signed states."""
    _, held = _logs(request, site_of(request))
    if request.url.path.endswith(".json"):
        return json_file({"logs": [{**files.log_value(log), "key": log_key(log.origin)} for log in held]})
    columns = ("corridor", "origin", "vkey", "size", "root", "evidence", "checkpoint")
    rows = [(log.corridor, log.origin, log.vkey, log.size, log.root, log.evidence, log.checkpoint) for log in held]
    return download(files.csv_bytes(columns, rows), "text/csv", "logs.csv")


def entries(request: Request) -> Response:
    """The entries of one log, a page at a time."""
    site = site_of(request)
    log, paging, shown = _entries(request, site)
    return site.page(
        request,
        "entries.html",
        here="record",
        corridor=site.corridor(log.corridor),
        log=log,
        paging=paging,
        entries=shown,
    )


def entries_file(request: Request) -> Response:
    """The same page of entries as a file; the bytes themselves are in the bundle and in the tiles."""
    log, paging, shown = _entries(request, site_of(request))
    if request.url.path.endswith(".json"):
        value = {
            "log": files.log_value(log),
            "page": paging.number,
            "pages": paging.pages,
            "entries": [_entry_value(one) for one in shown],
        }
        return json_file(value)
    columns = ("log", "size", "root", "index", "kind", "at", "precision", "recorded", "leaf",
               "summary", "bytes")  # fmt: skip
    rows = [
        (log.origin, log.size, log.root, one.entry.index, one.kind, one.at,
         "day" if one.day_only else "", one.recorded, one.entry.leaf, one.summary,
         one.entry.data.decode(errors="replace"))
        for one in shown
    ]  # fmt: skip
    name = files.file_name(log.corridor, "entries", str(paging.number), "csv")
    return download(files.csv_bytes(columns, rows), "text/csv", name)


def entry(request: Request) -> Response:
    """One entry with its inclusion proof."""
    site = site_of(request)
    proven = _entry(request, site)
    corridor = site.corridor(proven.log.corridor)
    return site.page(
        request,
        "entry.html",
        here="record",
        corridor=corridor,
        proven=proven,
        log=proven.log,
        read=read_entry(proven.entry),
        known_origins={log.origin for log in corridor.logs},
    )


def entry_file(request: Request) -> Response:
    """One entry with its inclusion proof as an object."""
    proven = _entry(request, site_of(request))
    value = {
        **_entry_value(read_entry(proven.entry)),
        "log": files.log_value(proven.log),
        "proof": list(proven.proof),
    }
    return json_file(value)


def receipt(request: Request) -> Response:
    """The inclusion proof as a file of its own, format c2sp.org/tlog-proof."""
    proven = _entry(request, site_of(request))
    name = files.file_name(log_key(proven.log.origin), str(proven.entry.index), "tlog-proof")
    return download(proven.receipt, "application/octet-stream", name)


def _logs(request: Request, site: Site) -> tuple[Corridor | None, Sequence[LogState]]:
    name = request.query_params.get("corridor", "")
    if name:
        corridor = site.corridor(name)
        return corridor, corridor.logs
    return None, [log for corridor in site.pages.corridors() for log in corridor.logs]


def _entries(request: Request, site: Site) -> tuple[LogState, Paging, list[ReadEntry]]:
    log = site.log(request.path_params["log"])
    paging = Paging(page_number(request), ENTRIES_ON_PAGE, log.size)
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    found = site.pages.entries(log.origin, paging.start, paging.stop) if log.size else ()
    return log, paging, [read_entry(one) for one in found]


def _entry(request: Request, site: Site) -> ProvenEntry:
    """Raises AddressError for an index beyond the log or not written as our links write it."""
    log = site.log(request.path_params["log"])
    text = request.path_params["index"]
    plain = text.isascii() and text.isdigit() and str(int(text[:_INDEX_DIGITS_MAX])) == text
    found = site.pages.entry(log.origin, int(text)) if plain and int(text) < log.size else None
    if found is None:
        near = ((message("All entries of this log"), f"/record/{log_key(log.origin)}"),)
        raise AddressError(message("This log has no entry with that number"), where=text, near=near)
    return found


def _entry_value(read: ReadEntry) -> dict[str, object]:
    """An entry as an object: its exact bytes as text (they are UTF-8 whenever we can read them)."""
    return {
        "index": read.entry.index,
        "leaf": read.entry.leaf,
        "kind": read.kind or None,
        "at": read.at or None,
        "precision": "day" if read.day_only else None,
        "recorded": read.recorded or None,
        "bytes": read.entry.data.decode(errors="replace"),
        "bytes_hex": None if read.readable else read.entry.data.hex(),
    }
