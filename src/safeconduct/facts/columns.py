"""The columns of the leaf-fed tables: what each kind of entry contributes, one table a kind.

Every leaf-fed table begins with the same key: `log` (number of the log, by sorted origin), `leaf` (index of the
entry that made the statement), `by_leaf` (index of the entry that supplies these values: the leaf itself, or the
correction that replaced it). `day` is the local day of `at_us` at the offset of the charter.
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
        "method": "VARCHAR",
        "result": "VARCHAR",
        "place": "VARCHAR",
        "by": "VARCHAR",
    },
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
    "leaf_line": LINE,
    "leaf_extra": EXTRA,
    "leaf_words": WORDS,
    "superseded": SUPERSEDED,
}
