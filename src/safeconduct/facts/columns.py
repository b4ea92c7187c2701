"""The columns of the leaf-fed tables: what each kind of entry contributes, one table a kind.

Every leaf-fed table begins with the same key: `log` (number of the log, by sorted origin), `leaf` (index of the
entry that made the statement), `by_leaf` (index of the entry that supplies these values: the leaf itself, or the
correction that replaced it). `day` is the local day of `at_us` at the offset of the charter; `recorded_us` is when
the author appended the entry (of a corrected entry: the entry itself); `simulated` is 1 for an entry that was made up,
because its log is (charter, `evidence`) or because it says so itself (`extra` with `simulated` = 1), else 0. A list
of words stands in one text, joined by commas; instants end in `_us`.
"""

from __future__ import annotations

from typing import Final, Literal

ColumnType = Literal["BIGINT", "VARCHAR"]

KEY: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "at_us": "BIGINT",
    "day": "BIGINT",
    "recorded_us": "BIGINT",
    "simulated": "BIGINT",
}

LEAF_TABLES: Final[dict[str, dict[str, ColumnType]]] = {
    "notification": {
        "movement": "VARCHAR",
        "number": "BIGINT",
        "direction": "VARCHAR",
        "category": "VARCHAR",
        "place": "VARCHAR",
        "vehicle": "VARCHAR",
        "vehicle_ref": "VARCHAR",
        "persons": "BIGINT",
        "purpose": "VARCHAR",
    },
    "clearance": {"movement": "VARCHAR", "outcome": "VARCHAR", "by": "VARCHAR"},
    "passage": {
        "movement": "VARCHAR",
        "journey": "VARCHAR",
        "event": "VARCHAR",
        "direction": "VARCHAR",
        "category": "VARCHAR",
        "place": "VARCHAR",
        "post": "VARCHAR",
        "lane": "VARCHAR",
        "load_kg": "BIGINT",
    },
    "check": {
        "movement": "VARCHAR",
        "journey": "VARCHAR",
        "method": "VARCHAR",
        "result": "VARCHAR",
        "place": "VARCHAR",
        "post": "VARCHAR",
        "by": "VARCHAR",
        "end_us": "BIGINT",
        "found": "VARCHAR",
    },
    "decision": {
        "movement": "VARCHAR",
        "journey": "VARCHAR",
        "outcome": "VARCHAR",
        "post": "VARCHAR",
        "by": "VARCHAR",
        "suggested": "VARCHAR",
    },
    "count": {
        "sensor": "VARCHAR",
        "post": "VARCHAR",
        "direction": "VARCHAR",
        "category": "VARCHAR",
        "end_us": "BIGINT",
        "n": "BIGINT",
    },
    "heartbeat": {"watcher": "VARCHAR", "end_us": "BIGINT", "state": "VARCHAR", "reason": "VARCHAR"},
    "incident": {
        "id": "VARCHAR",
        "class": "VARCHAR",
        "says": "VARCHAR",
        "said_by": "VARCHAR",
        "party": "VARCHAR",
        "place": "VARCHAR",
        "km": "BIGINT",
        "end_us": "BIGINT",
        "attributed_to": "VARCHAR",
        "topic": "VARCHAR",
    },
    "delivery": {
        "commodity": "VARCHAR",
        "place": "VARCHAR",
        "load_kg": "BIGINT",
        "basis": "VARCHAR",
        "movement": "VARCHAR",
        "by": "VARCHAR",
    },
    "stock": {"commodity": "VARCHAR", "place": "VARCHAR", "load_kg": "BIGINT", "basis": "VARCHAR", "by": "VARCHAR"},
    "outage": {
        "service": "VARCHAR",
        "place": "VARCHAR",
        "end_us": "BIGINT",
        "minutes_a_day": "BIGINT",
        "said_by": "VARCHAR",
    },
}

STATEMENT: Final[dict[str, ColumnType]] = {
    "id": "VARCHAR",
    "speaker": "VARCHAR",
    "party": "VARCHAR",
    "said_on": "BIGINT",
    "as_of": "BIGINT",
    "type": "VARCHAR",
    "topic": "VARCHAR",
    "value": "VARCHAR",
    "unit": "VARCHAR",
    "denies": "VARCHAR",
    "clause": "VARCHAR",
    "status": "VARCHAR",
    "direction": "VARCHAR",
    "since": "BIGINT",
}
"""What a statement says that can be counted or joined; its words stand in `leaf_words`."""

MOVEMENT_KINDS: Final = ("notification", "clearance", "passage", "check", "decision")
"""The kinds that say something of one movement."""

CLOSURE: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "status": "VARCHAR",
    "direction": "VARCHAR",
    "category": "VARCHAR",
}

HEAD: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "of": "VARCHAR",
    "size": "BIGINT",
    "root": "VARCHAR",
}

LOG: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "origin": "VARCHAR",
    "party": "VARCHAR",
    "organisation": "VARCHAR",
    "role": "VARCHAR",
    "evidence": "VARCHAR",
    "size": "BIGINT",
    "last_us": "BIGINT",
}

LINE: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "line": "BIGINT",
    "commodity": "VARCHAR",
    "hs": "VARCHAR",
    "un": "VARCHAR",
    "load_kg": "BIGINT",
    "destination": "VARCHAR",
}

EXTRA: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "line": "BIGINT",
    "name": "VARCHAR",
    "text": "VARCHAR",
    "number": "BIGINT",
}

SUPERSEDED: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "withdrawn": "BIGINT",
}

AMENDED: Final[dict[str, ColumnType]] = {**SUPERSEDED, "recorded_us": "BIGINT"}
"""Every correction of an entry, so that any earlier size of a log can be read; `superseded` holds the last ones."""

WORDS: Final[dict[str, ColumnType]] = {
    "log": "BIGINT",
    "leaf": "BIGINT",
    "by_leaf": "BIGINT",
    "kind": "VARCHAR",
    "id": "VARCHAR",
    "body": "VARCHAR",
}

STAGE: Final[dict[str, dict[str, ColumnType]]] = {
    **{f"leaf_{kind}": {**KEY, **columns} for kind, columns in LEAF_TABLES.items()},
    "leaf_statement": {**KEY, **STATEMENT},
    "leaf_line": LINE,
    "leaf_closure": CLOSURE,
    "leaf_head": HEAD,
    "log": LOG,
    "leaf_extra": EXTRA,
    "leaf_words": WORDS,
    "superseded": SUPERSEDED,
    "amended": AMENDED,
}
