"""Entries to rows: the leaf-fed tables.

One pass over each log, in order. A correction never deletes: it adds rows that carry the corrected values under
the corrected entry's own key, and a line in `superseded` that says which rows are live. So the tables can be read
as of any size, and reading a log twice, or two logs in any order, gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import US_PER_DAY, day_from_text, instant_from_text
from safeconduct.entries.correction import apply_correction, withdrawn_after
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.entries.errors import BodyError
from safeconduct.facts.columns import CLOSURE, LEAF_TABLES, LINE, STATEMENT
from safeconduct.facts.passages import PassageReader
from safeconduct.facts.terms import Evidence, Terms

Row = tuple[object, ...]
Rows = dict[str, list[Row]]

WORD_KINDS = ("document", "statement", "claim", "stance")
SAYS_SO = "simulated"
_CLOSURE_COLUMNS = tuple(column for column in CLOSURE if column not in {"log", "leaf", "by_leaf"})
_LINE_COLUMNS = tuple(column for column in LINE if column not in {"log", "leaf", "by_leaf"})


class LogSource(Protocol):
    """What the facts need of a log: a name, a signed state, and its entries in order."""

    @property
    def origin(self) -> str:
        """The log's name."""
        ...

    @property
    def size(self) -> int:
        """Number of entries in the signed state that is read."""
        ...

    @property
    def root(self) -> bytes:
        """Root hash at that size, 32 bytes."""
        ...

    def entries(self, lo: int, hi: int) -> Iterator[bytes]:
        """The entries of [lo, hi), in order."""
        ...


@dataclass(slots=True)
class Stager:
    """Turns one log's entries into rows; `rows` fills up and is taken away by the caller.

    evidence: what the log consists of, as its charter says. last: the latest time of recording seen so far,
    microseconds; None before any entry.
    """

    log: int
    source: LogSource
    terms: Terms
    evidence: Evidence = "observed"
    rows: Rows = field(default_factory=dict)
    last: int | None = None
    _live: dict[int, Envelope] = field(default_factory=dict)
    _superseded: dict[int, tuple[int, int]] = field(default_factory=dict)
    _passages: PassageReader = field(default_factory=PassageReader)
    _day: Callable[[int], int] = field(init=False)

    def __post_init__(self) -> None:
        """Days repeat within a table, so their conversions are remembered."""
        self._day = lru_cache(maxsize=8192)(self.terms.day)

    def run(self, flush: Callable[[Rows], None], *, every: int = 100_000) -> None:
        """Stage the whole log, handing rows to `flush` after each `every` entries."""
        for leaf, data in enumerate(self.source.entries(0, self.source.size)):
            self._read(leaf, data)
            if leaf % every == every - 1:
                flush(self._take())
        self._stage_superseded()
        flush(self._take())

    def add(self, leaf: int, entry: Envelope) -> None:
        """Stage one entry of this log."""
        self.last = entry.recorded if self.last is None else max(self.last, entry.recorded)
        if entry.kind == "correction":
            self._correct(leaf, entry)
        else:
            self._stage(leaf, leaf, entry)

    def _read(self, leaf: int, data: bytes) -> None:
        known = self._passages.values(data)
        if known is None:
            self.add(leaf, entry_from_bytes(data))
            self._passages.remember(data)
        else:
            at, recorded, says_so, values = known
            self.last = recorded if self.last is None else max(self.last, recorded)
            made_up = int(says_so or self._all_made_up)
            self._put("leaf_passage", (self.log, leaf, leaf, at, self._day(at), recorded, made_up, *values))
            if says_so and not self._all_made_up:
                self._stage_extra((self.log, leaf, leaf), -1, {"extra": {SAYS_SO: 1}})

    @property
    def _all_made_up(self) -> bool:
        return self.evidence == "simulated"

    def _take(self) -> Rows:
        taken, self.rows = self.rows, {}
        return taken

    def _put(self, table: str, row: Row) -> None:
        self.rows.setdefault(table, []).append(row)

    def _correct(self, by_leaf: int, correction: Envelope) -> None:
        target = correction.body["target"]
        leaf = target["index"]
        if target["log"] != self.source.origin or leaf >= by_leaf:
            return  # an author corrects only his own earlier entries; anything else is a dispute
        before = self._live.get(leaf) or entry_from_bytes(next(iter(self.source.entries(leaf, leaf + 1))))
        try:
            after = apply_correction(before, correction)
        except BodyError:
            return  # the result would not be an entry of its kind; the entry stands as it was
        _, gone = self._superseded.get(leaf, (leaf, 0))
        self._live[leaf] = after
        withdrawn = int(withdrawn_after(bool(gone), correction))
        self._superseded[leaf] = (by_leaf, withdrawn)
        self._put("amended", (self.log, leaf, by_leaf, withdrawn, correction.recorded))
        self._stage(leaf, by_leaf, after)

    def _stage_superseded(self) -> None:
        for leaf, (by_leaf, withdrawn) in sorted(self._superseded.items()):
            self._put("superseded", (self.log, leaf, by_leaf, withdrawn))

    def _stage(self, leaf: int, by_leaf: int, entry: Envelope) -> None:
        if entry.kind in LEAF_TABLES:
            self._stage_columns(leaf, by_leaf, entry)
        elif entry.kind in WORD_KINDS:
            words = canonical_bytes(entry.body).decode()
            self._put("leaf_words", (self.log, leaf, by_leaf, entry.kind, entry.body.get("id"), words))
        if entry.kind == "statement":
            values = tuple(_said(entry.body, column) for column in STATEMENT)
            noon = day_from_text(entry.body["said_on"]) * US_PER_DAY + US_PER_DAY // 2
            self._put("leaf_statement", (*self._key(leaf, by_leaf, entry, at=noon), *values))

    def _key(self, leaf: int, by_leaf: int, entry: Envelope, at: int | None = None) -> Row:
        """at: when it happened, where that is not the time of the entry: a statement is reviewed long after."""
        says_so = entry.body.get("extra", {}).get(SAYS_SO) == 1
        made_up = int(self._all_made_up or says_so)
        happened = entry.at if at is None else at
        return (self.log, leaf, by_leaf, happened, self._day(happened), entry.recorded, made_up)

    def _stage_columns(self, leaf: int, by_leaf: int, entry: Envelope) -> None:
        key = (self.log, leaf, by_leaf)
        body = entry.body
        values = tuple(_cell(body, column) for column in LEAF_TABLES[entry.kind])
        self._put(f"leaf_{entry.kind}", (*self._key(leaf, by_leaf, entry), *values))
        self._stage_extra(key, -1, body)
        for closure in body.get("closes", ()) if entry.kind == "incident" else ():
            self._put("leaf_closure", (*key, *(closure.get(column) for column in _CLOSURE_COLUMNS)))
        for head in body.get("heads", ()) if entry.kind == "heartbeat" else ():
            self._put("leaf_head", (*key, head["log"], head["size"], head["root"]))
        for line in body.get("lines", ()) if entry.kind == "notification" else ():
            self._put("leaf_line", (*key, *(line.get(column) for column in _LINE_COLUMNS)))
            self._stage_extra(key, line["line"], line)

    def _stage_extra(self, key: Row, line: int, holder: Mapping[str, Any]) -> None:
        for name, value in holder.get("extra", {}).items():
            if self._all_made_up and line == -1 and (name, value) == (SAYS_SO, 1):
                continue  # the column `simulated` says it of every row of such a log
            text, number = (value, None) if isinstance(value, str) else (None, int(value))
            self._put("leaf_extra", (*key, line, name, text, number))


def _cell(body: Mapping[str, Any], column: str) -> object:
    """The value of a column in a body: an instant for `..._us`, words joined by commas for a list."""
    name = column.removesuffix("_us")
    value = body.get(name)
    if name != column:
        return None if value is None else instant_from_text(value)
    return ",".join(value) if isinstance(value, list) else value


def _said(body: Mapping[str, Any], column: str) -> object:
    """The value of a column of `leaf_statement`: days as numbers, and what is said of the road."""
    holder = body.get("road", {}) if column in {"status", "direction", "since"} else body
    value = holder.get(column)
    return day_from_text(value) if value is not None and column in {"said_on", "as_of", "since"} else value
