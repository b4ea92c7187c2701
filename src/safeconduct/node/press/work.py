"""The work store of review: reports, drafts and decisions of one corridor, in the folder of the node, never in a log.

    press/work.sqlite            drafts, decisions, which reports are copies; nothing in it is changed or deleted
    press/sources/<sha256>       a report as it was received
    press/texts/<sha256>.txt     its normalised text

A decision is durable once `decide` returns, as an entry is (SQLite, synchronous=FULL). How long sources and texts are
kept is for the organisation to say: `forget` takes them away, and digests, drafts with their quotations and decisions
stay.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from safeconduct.base.instant import Instant
from safeconduct.log.database import connect, create, sync_folder, transaction
from safeconduct.log.errors import LogFileError
from safeconduct.node.durable import write_durably
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press.kept import bare_from_bytes, source_from_bytes, source_to_bytes
from safeconduct.node.world import World
from safeconduct.press.errors import ReviewError
from safeconduct.press.review import (
    Case,
    Decision,
    Draft,
    Figures,
    check_quotes,
    decision_from_bytes,
    decision_to_bytes,
    draft_from_bytes,
    draft_sha256,
    draft_to_bytes,
    figures,
)
from safeconduct.press.source import Source

_APPLICATION_ID = 0x53435057  # "SCPW"
_ACCOUNT = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.ASCII)
_TABLES = {
    "report": "sha256 TEXT PRIMARY KEY, text_sha256 TEXT NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL",
    "draft": """sha256 TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES report, number INTEGER NOT NULL,
       body BLOB NOT NULL, at INTEGER NOT NULL""",
    "decision": """id INTEGER PRIMARY KEY, draft TEXT NOT NULL REFERENCES draft, account TEXT NOT NULL,
       body BLOB NOT NULL, at INTEGER NOT NULL""",
    "written": """draft TEXT PRIMARY KEY REFERENCES draft, log TEXT NOT NULL, entry INTEGER NOT NULL,
       at INTEGER NOT NULL""",
    "copy": """id INTEGER PRIMARY KEY, one TEXT NOT NULL REFERENCES report, other TEXT NOT NULL REFERENCES report,
       account TEXT NOT NULL, same INTEGER NOT NULL, at INTEGER NOT NULL""",
}
"""Columns by table; no row is ever changed or deleted."""


def require_account(account: str) -> None:
    """Raise ReviewError for what is no account id."""
    if not _ACCOUNT.fullmatch(account) or len(account) > 128:
        raise ReviewError(f"{account!r} is no account id", where="by", next_step="Sign in; names are not kept here.")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken away of a report: its bytes as received, its text; False for what was not there any more.

    same_text: digests of the reports for which the text stays, because they have the same.
    """

    data: bool
    text: bool
    same_text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkStore:
    """Reports, drafts and decisions of one corridor. Use as given by `open_work`."""

    folder: Path
    world: World
    database: sqlite3.Connection

    def add_report(self, source: Source, data: bytes) -> bool:
        """Keep a report with its bytes; False if it was there. Raises NodeError if they do not belong together."""
        if hashlib.sha256(data).hexdigest() != source.source_sha256:
            raise NodeError("these are not the bytes of this report", where=source.name)
        self._write(self._source(source.source_sha256), data)
        self._write(self._text(source.text_sha256), source.text.text.encode())
        with transaction(self.database):
            done = self.database.execute(
                "INSERT OR IGNORE INTO report VALUES (?, ?, ?, ?)",
                (source.source_sha256, source.text_sha256, source_to_bytes(source), self.world.clock.now()),
            )
        return done.rowcount == 1

    def source(self, source_sha256: str) -> Source:
        """A report with its text. Raises NodeError if it is not held here, or not as it was."""
        source, is_held = self.look(source_sha256)
        if not is_held:
            raise NodeError(
                "the text of this report is not held here, or not as it was",
                where=f"report {source_sha256}",
                next_step="Read the report in again from a copy; its digest tells whether it is the same.",
            )
        return source

    def look(self, source_sha256: str) -> tuple[Source, bool]:
        """A report, and whether its text is held here as it was; if not, its text has no characters."""
        text_sha256, body = self._report(source_sha256)
        path = self._text(text_sha256)
        text = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(text).hexdigest() != text_sha256:
            return bare_from_bytes(body, source_sha256), False
        return source_from_bytes(body, text.decode(), str(path)), True

    def reports(self) -> list[str]:
        """The digests of all reports, in the order in which they came."""
        return [each for (each,) in self.database.execute("SELECT sha256 FROM report ORDER BY at, sha256")]

    def forget(self, source_sha256: str) -> Forgotten:
        """Take bytes and text of a report away; drafts, decisions and digests stay.

        A text that another report has, too, stays until that one is forgotten. The bytes go first: whatever a crash
        leaves, the same call takes away.
        """
        text_sha256, _ = self._report(source_sha256)
        others = "SELECT sha256 FROM report WHERE text_sha256 = ? AND sha256 <> ? ORDER BY at, sha256"
        alike = [each for (each,) in self.database.execute(others, (text_sha256, source_sha256))]
        same = tuple(each for each in alike if self._source(each).is_file())
        data = _removed(self._source(source_sha256))
        return Forgotten(data, not same and _removed(self._text(text_sha256)), same)

    def add_drafts(self, drafts: Iterable[Draft]) -> int:
        """Keep proposals about reports held here; how many were new. Raises QuoteError if a text has other words."""
        rows = []
        texts: dict[str, Source] = {}
        for draft in drafts:
            if draft.source_sha256 not in texts:
                texts[draft.source_sha256] = self.source(draft.source_sha256)
            source = texts[draft.source_sha256]
            if source.text_sha256 != draft.text_sha256:
                raise ReviewError("a draft about another text of this report", where=draft.text_sha256)
            check_quotes(source.text.text, draft.proposal)
            rows.append((draft_sha256(draft), draft.source_sha256, draft.number, draft_to_bytes(draft)))
        now = self.world.clock.now()
        with transaction(self.database):
            done = [
                self.database.execute("INSERT OR IGNORE INTO draft VALUES (?, ?, ?, ?, ?)", (*row, now)) for row in rows
            ]
        return sum(each.rowcount == 1 for each in done)

    def decide(self, decision: Decision) -> Case:
        """Keep a decision; the case as it is then. Raises QuoteError, or ReviewError for a draft that is in the log."""
        require_account(decision.by)
        case = self.case(decision.draft_sha256)
        if decision.proposal is not None:
            check_quotes(self.source(case.draft.source_sha256).text.text, decision.proposal)
        with transaction(self.database):
            if self.written(decision.draft_sha256) is not None:
                raise ReviewError(
                    "this statement is in the log already",
                    where=f"draft {decision.draft_sha256[:12]}",
                    next_step="Correct or withdraw the entry instead; both versions stay readable.",
                )
            self.database.execute(
                "INSERT INTO decision (draft, account, body, at) VALUES (?, ?, ?, ?)",
                (decision.draft_sha256, decision.by, decision_to_bytes(decision), self.world.clock.now()),
            )
        return self.case(decision.draft_sha256)

    def case(self, draft: str) -> Case:
        """A draft with its decisions. Raises ReviewError if there is none of this digest."""
        found = self.database.execute("SELECT body FROM draft WHERE sha256 = ?", (draft,)).fetchone()
        if found is None:
            raise ReviewError("no such draft in the work store", where=draft)
        rows = self.database.execute("SELECT body FROM decision WHERE draft = ? ORDER BY id", (draft,))
        return Case(draft_from_bytes(found[0]), tuple(decision_from_bytes(body) for (body,) in rows))

    def drafts(self, source_sha256: str = "") -> list[str]:
        """The digests of all drafts, or of those of one report, by report and place in it."""
        found = self.database.execute(
            "SELECT draft.sha256 FROM draft JOIN report ON report.sha256 = draft.report "
            "WHERE ?1 = '' OR draft.report = ?1 ORDER BY report.at, report.sha256, number, draft.sha256",
            (source_sha256,),
        )
        return [draft for (draft,) in found]

    def cases(self, source_sha256: str = "") -> Iterator[Case]:
        """All cases, or those of one report, in the order of `drafts`."""
        yield from (self.case(draft) for draft in self.drafts(source_sha256))

    def written(self, draft: str) -> tuple[str, int] | None:
        """The entry a draft became: log and index; None if it is in no log yet."""
        found = self.database.execute("SELECT log, entry FROM written WHERE draft = ?", (draft,)).fetchone()
        return None if found is None else (found[0], found[1])

    def signed_at(self, draft: str) -> Instant:
        """When the last decision on a draft was made."""
        (at,) = self.database.execute("SELECT max(at) FROM decision WHERE draft = ?", (draft,)).fetchone()
        return Instant(at)

    def read_at(self, source_sha256: str) -> Instant:
        """When a report was read in."""
        (at,) = self.database.execute("SELECT at FROM report WHERE sha256 = ?", (source_sha256,)).fetchone()
        return Instant(at)

    def note_written(self, entries: Iterable[tuple[str, str, int]]) -> None:
        """Note which entry each draft became: draft, log, index. Noting it again changes nothing."""
        now = self.world.clock.now()
        with transaction(self.database):
            for each in entries:
                self.database.execute("INSERT OR IGNORE INTO written VALUES (?, ?, ?, ?)", (*each, now))

    def figures(self) -> list[Figures]:
        """Seconds per statement and share edited, by version of the extractor."""
        return figures(self.cases())

    def _report(self, source_sha256: str) -> tuple[str, bytes]:
        """The digest of the text of a report, and what is kept of it."""
        query = "SELECT text_sha256, body FROM report WHERE sha256 = ?"
        found = self.database.execute(query, (source_sha256,)).fetchone()
        if found is None:
            raise NodeError("no such report in the work store", where=source_sha256, next_step="Read it in first.")
        return found[0], found[1]

    def _write(self, path: Path, data: bytes) -> None:
        if not path.is_file() or path.read_bytes() != data:
            write_durably(path, data, mode=0o600)

    def _source(self, sha256: str) -> Path:
        return self.folder / "sources" / sha256

    def _text(self, sha256: str) -> Path:
        return self.folder / "texts" / f"{sha256}.txt"


def _removed(path: Path) -> bool:
    """Remove a file durably; whether it was there."""
    there = path.is_file()
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
    return there


def _fill(database: sqlite3.Connection) -> None:
    """Make the tables that are not there yet: a store of an earlier version has fewer."""
    for table, columns in _TABLES.items():
        database.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns}) STRICT")
        for what in ("update", "delete"):
            database.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_{what} BEFORE {what.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'it is kept'); END"
            )
    database.execute("CREATE INDEX IF NOT EXISTS draft_report ON draft (report, number)")
    database.execute("CREATE INDEX IF NOT EXISTS decision_draft ON decision (draft, id)")


@contextmanager
def open_work(node: Node, corridor: str) -> Iterator[WorkStore]:
    """The work store of a corridor, made when it is first opened. Raises CorridorError."""
    folder = node.layout.press(node.log(corridor).corridor)
    for each in (folder, folder / "sources", folder / "texts"):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)
            sync_folder(each.parent)
    path = folder / "work.sqlite"
    if not path.exists():
        try:
            create(path, _APPLICATION_ID, _fill)
        except LogFileError:
            if not path.exists():
                raise
    with closing(connect(path, _APPLICATION_ID)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        _fill(database)
        yield WorkStore(folder, node.world, database)
