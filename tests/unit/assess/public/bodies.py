"""Short ways to write entries of the public record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from safeconduct.assess.public import Naming, PublicEntry, PublicRecord, record_of
from safeconduct.assess.situation.model import At
from safeconduct.entries.registry import validated

LOG = "a.example/road/e1"
NAMING = Naming(parties={"lavrov": "ru", "aa": "", "az-mfa": "az"})
REVIEW = {"by": ["r-1", "r-2"], "outcome": "accepted"}


def digest(text: str) -> str:
    """A digest of something."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(outlet: str, text: str, day: str = "2023-01-19", **more: Any) -> tuple[str, dict[str, Any]]:
    """A report of an outlet with a text."""
    body = {
        "sha256": digest(outlet + text), "name": "r.html", "media": "text/html", "bytes": 10, "outlet": outlet,
        "text_sha256": digest(text), "normaliser": "text-1", "published": {"edtf": day, "basis": "metadata"}, **more,
    }  # fmt: skip
    return "document", body


def said(id_: str, day: str, speaker: str = "", text: str = "", party: str = "", **more: Any) -> tuple[str, Any]:
    """A statement: of an entity by id, or of an office by its words; read in a text, or in a source only."""
    body: dict[str, Any] = {"id": id_, "speaker": speaker or "An office", "said_on": day, "source": "s", **more}
    if speaker:
        body["speakers"] = [{"entity": speaker, **({"party": party} if party else {})}]
    if text:
        quote = {"position": {"start": 0, "end": 3}, "quote": {"exact": "Yes"}}
        body["target"] = {"text_sha256": digest(text), "spans": [quote]}
        body.setdefault("said", {"edtf": day, "basis": "explicit"})
    return "statement", body


def claim(id_: str, statement: str) -> tuple[str, dict[str, Any]]:
    """A claim of a statement."""
    return "claim", {"id": id_, "statement": statement, "wording": f"Claim {id_}.", "proposition": {}}


def stance(statement: str, claim_id: str, word: str) -> tuple[str, dict[str, Any]]:
    """A stance, signed by two."""
    id_ = f"{statement}-{word}-{claim_id}"
    return "stance", {"id": id_, "statement": statement, "claim": claim_id, "stance": word, "review": REVIEW}


def entries(told: Iterable[tuple[str, dict[str, Any]]], log: str = LOG) -> list[PublicEntry]:
    """Entries of one log, each checked as its kind wants it."""
    held = [*told]
    for kind, body in held:
        validated(kind, body)
    return [PublicEntry(At(log, at), kind, body) for at, (kind, body) in enumerate(held)]


def record(*told: tuple[str, dict[str, Any]], log: str = LOG) -> PublicRecord:
    """A record of one log."""
    return record_of(entries(told, log), naming=NAMING)
