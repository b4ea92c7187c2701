"""When each report of a work store was published, as whoever read it in said; a small file beside the report."""

from __future__ import annotations

import dataclasses
import hashlib
import re

import msgspec

from safeconduct.base.canonical import canonical_bytes
from safeconduct.log.database import sync_folder
from safeconduct.node.durable import write_durably
from safeconduct.node.errors import NodeError
from safeconduct.node.press.work import WorkStore
from safeconduct.press.review import Published

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def note_published(work: WorkStore, source_sha256: str, published: Published) -> None:
    """Keep the day of a report; the one that was kept first stays."""
    folder = work.folder / "published"
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(work.folder)
    path = folder / f"{source_sha256}.json"
    if not path.exists():
        write_durably(path, canonical_bytes(dataclasses.asdict(published)), mode=0o600)


def published_on(work: WorkStore, source_sha256: str) -> Published:
    """The day of a report. Raises NodeError if none was kept."""
    path = work.folder / "published" / f"{source_sha256}.json"
    if not _SHA256.fullmatch(source_sha256) or not path.is_file():
        raise NodeError("no day of publication is kept for this report", where=source_sha256, next_step="Add it again.")
    return msgspec.json.decode(path.read_bytes(), type=Published)


def note_shown(work: WorkStore, account: str, draft: str) -> None:
    """Keep which draft the command line showed an account last, and when."""
    value = {"at": int(work.world.clock.now()), "draft": draft}
    write_durably(work.folder / _shown(account), canonical_bytes(value), mode=0o600)


def seconds_since_shown(work: WorkStore, account: str, draft: str) -> int:
    """Seconds since the command line showed this draft to this account; 0 if it did not."""
    path = work.folder / _shown(account)
    if not path.is_file():
        return 0
    value = msgspec.json.decode(path.read_bytes(), type=dict[str, int | str])
    passed = int(work.world.clock.now()) - int(value["at"])
    return max(0, passed // 1_000_000) if value["draft"] == draft else 0


def _shown(account: str) -> str:
    return f"shown-{hashlib.sha256(account.encode()).hexdigest()[:16]}.json"
