"""The confined process that reads the bytes of one report. Run by `reading`; arguments: the order, as JSON.

Standard input: the bytes. Standard output: one line with what was read but the characters of the text, then the text;
or one line ``{"error": ..., "where": ..., "next": ...}`` and exit code 1. Everything it needs is loaded before it gives
up files, sockets and processes; then a page can at most use up its time and memory.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import Any

from safeconduct.base.errors import SafeconductError
from safeconduct.node.confined_child import give_up
from safeconduct.node.press.kept import source_to_bytes
from safeconduct.press.source import read_source

_PDF = b"%PDF-"
_PDF_FILES_MAX = 16
# One page and one text in each likely encoding, so that nothing has to be loaded once confined.
_WARM_PAGE = b"<!DOCTYPE html><script type='application/ld+json'>{}</script><p>&amp; Read."
_WARM_TEXTS = ("cp1251", "cp1252", "cp1254", "cp1256", "koi8-r", "iso8859-5", "gb18030", "utf-16-le", "utf-32-le")


def main() -> int:
    """Read the report on standard input."""
    order = json.loads(sys.argv[1])
    data = sys.stdin.buffer.read(order["bytes"] + 1)
    pdf = _PDF in data[:1024]
    load_first(pdf=pdf)
    confine(order, files=_PDF_FILES_MAX if pdf else 3)
    try:
        source = read_source(data, order["name"], order["media"] or None, url=order["url"], encoding=order["encoding"])
    except SafeconductError as error:
        return _say(error.what, error.where, error.next_step)
    except (MemoryError, RecursionError):
        return _say("the report needs more memory than is allowed", order["name"], "Save its text alone and give that.")
    out = sys.stdout.buffer
    out.write(source_to_bytes(source) + b"\n" + source.text.text.encode())
    out.flush()
    return 0


def _say(what: str, where: str, next_step: str) -> int:
    sys.stdout.write(json.dumps({"error": what, "where": where, "next": next_step}) + "\n")
    sys.stdout.flush()
    return 1


def load_first(*, pdf: bool) -> None:
    """Import what reading may need, and use it once on bytes of our own."""
    if pdf and importlib.util.find_spec("pypdf") is not None:
        importlib.import_module("pypdf")
    read_source(_WARM_PAGE, "page.html", "text/html")
    for encoding in _WARM_TEXTS:
        read_source("Ж".encode(encoding, "replace") + b"\xff", "text", f"text/plain; charset={encoding}")
    read_source(b"\xc6\xe7\xe8\xff and more \xe0\xe1 words", "text", "text/plain")


def confine(order: dict[str, Any], *, files: int = 3) -> None:
    """Give up time, memory, new files and sockets, new processes. files: some for pypdf, which loads as it goes."""
    give_up(seconds=order["seconds"], memory=order["memory"], files=files)
