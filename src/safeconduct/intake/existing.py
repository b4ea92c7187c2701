"""What a log holds already of one dataset, as it stands after its corrections: the other side of a comparison.

Built by one scan of the log. For every entry three integers are kept, 24 bytes: a digest of what names it
(kind, movement, part), a digest of what it says, its position; 30 million entries take some 1.2 GB while
they are sorted and 0.75 GB afterwards. The digests have 64 bits and are keyed with the log's root, which a
publisher of tables cannot know when he prepares two editions; a difference is never decided by a digest but
by reading the entry.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Protocol

import msgspec

from safeconduct.base.instant import Instant, instant_from_text
from safeconduct.entries.correction import Live, live_content
from safeconduct.entries.envelope import entry_from_bytes

_ENCODER = msgspec.json.Encoder(order="sorted")
_instant = lru_cache(maxsize=8192)(instant_from_text)
_FROM_TABLES = frozenset({"notification", "clearance", "passage", "check"})


class _Peek(msgspec.Struct):
    """What the scan looks at of an entry. It was validated when it was written; what is corrected is read fully."""

    at: str
    body: dict[str, Any]
    kind: str


_PEEK = msgspec.json.Decoder(_Peek)


class LogView(Protocol):
    """What an import needs of the log it will be appended to, at one size. `log.read.LogReader` is one."""

    @property
    def origin(self) -> str:
        """The log's name."""
        ...

    @property
    def size(self) -> int:
        """Number of entries."""
        ...

    @property
    def root(self) -> bytes:
        """Root hash at that size, 32 bytes."""
        ...

    def entries(self, start: int = 0, end: int | None = None, /) -> Iterator[bytes]:
        """The entries [start, end), in order."""
        ...

    def entry(self, index: int, /) -> bytes:
        """One entry."""
        ...

    def leaf(self, index: int, /) -> bytes:
        """The leaf hash of one entry, 32 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of the log and what it says now."""

    index: int
    live: Live


class Existing:
    """The entries of one dataset in one log.

    documents: digests of the editions recorded. rows: rows of the newest of them.
    count: entries that came from them.
    """

    def __init__(self, log: LogView, dataset: str, progress: Callable[[int], None] | None = None) -> None:
        """Scan the log; `progress` is told every 4,096 entries how many more were read."""
        self.documents: set[str] = set()
        self.rows = 0
        self._log = log
        self._dataset = dataset
        self._keys, self._says, self._at = array("Q"), array("Q"), array("Q")
        self._targets, self._by = array("Q"), array("Q")
        for index, data in enumerate(log.entries(0, log.size)):
            self._scan(index, _PEEK.decode(data))
            if progress is not None and index % 4096 == 4095:
                progress(4096)
        self._by = _sorted_by(self._targets, self._by)
        self._targets = _sorted(self._targets)
        self._apply_corrections()
        self._says = _sorted_by(self._keys, self._says)
        self._at = _sorted_by(self._keys, self._at)
        self._keys = _sorted(self._keys)
        self._seen = bytearray(len(self._keys))

    @property
    def count(self) -> int:
        """Entries that came from the dataset, withdrawn ones included."""
        return len(self._keys)

    def same(self, kind: str, movement: str, part: str, at: Instant, body: Mapping[str, Any]) -> bool | Held | None:
        """True if the log says exactly this now; what it says instead; None if it holds no such entry.

        The entry counts as seen from now on.
        """
        says = self._digest(at, body, withdrawn=False)
        slots = list(self._slots(kind, movement, part))
        for slot in slots:
            if self._says[slot] == says:
                self._seen[slot] = 1
                return True
        return self._first_held(slots, kind, movement, part)

    def held(self, kind: str, movement: str, part: str) -> Held | None:
        """What the log says of an entry now, None if it holds no such entry. It counts as seen from now on."""
        return self._first_held(list(self._slots(kind, movement, part)), kind, movement, part)

    def unseen(self) -> Iterator[Held]:
        """What nothing asked for, by position in the log."""
        left = sorted(self._at[slot] for slot, seen in enumerate(self._seen) if not seen)
        return (self._read(index) for index in left)

    def reference(self, index: int) -> dict[str, str | int]:
        """The `target` of a correction."""
        return {"log": self._log.origin, "index": index, "leaf": self._log.leaf(index).hex()}

    def _scan(self, index: int, entry: _Peek) -> None:
        body = entry.body
        if entry.kind in _FROM_TABLES:
            source = body.get("source")
            if source is not None and source["sha256"] in self.documents:
                self._keys.append(self._key(entry.kind, body["movement"], source.get("part", "")))
                self._says.append(self._digest(_instant(entry.at), body, withdrawn=False))
                self._at.append(index)
        elif entry.kind == "document":
            if body.get("dataset") == self._dataset:
                self.documents.add(body["sha256"])
                self.rows = body.get("rows", 0)
        elif entry.kind == "correction" and self._is_ours(index, body["target"]):
            self._targets.append(body["target"]["index"])
            self._by.append(index)

    def _is_ours(self, index: int, target: Mapping[str, Any]) -> bool:
        """Whether a correction counts: in this log, after its target, and about an entry of this dataset."""
        position = target["index"]
        slot = bisect_left(self._at, position)
        return (
            target["log"] == self._log.origin
            and position < index
            and slot < len(self._at)
            and self._at[slot] == position
        )

    def _apply_corrections(self) -> None:
        previous = -1
        for target in self._targets:
            if target != previous:
                live = self._read(target).live
                slot = bisect_left(self._at, target)
                self._says[slot] = self._digest(live.entry.at, live.entry.body, withdrawn=live.withdrawn)
            previous = target

    def _read(self, index: int) -> Held:
        entry = entry_from_bytes(self._log.entry(index))
        low, high = bisect_left(self._targets, index), bisect_left(self._targets, index + 1)
        corrections = [entry_from_bytes(self._log.entry(by)) for by in self._by[low:high]]
        return Held(index, live_content(entry, corrections))

    def _slots(self, kind: str, movement: str, part: str) -> Iterator[int]:
        key = self._key(kind, movement, part)
        slot = bisect_left(self._keys, key)
        while slot < len(self._keys) and self._keys[slot] == key:
            yield slot
            slot += 1

    def _first_held(self, slots: list[int], kind: str, movement: str, part: str) -> Held | None:
        for slot in slots:
            held = self._read(self._at[slot])
            body = held.live.entry.body
            if (held.live.entry.kind, body["movement"], body["source"].get("part", "")) == (kind, movement, part):
                self._seen[slot] = 1
                return held
        return None

    def _key(self, kind: str, movement: str, part: str) -> int:
        return self._hash(f"{kind}\0{movement}\0{part}".encode())

    def _digest(self, at: Instant, body: Mapping[str, Any], *, withdrawn: bool) -> int:
        content = {name: value for name, value in body.items() if name != "source"}
        return self._hash(_ENCODER.encode((at, withdrawn, content)))

    def _hash(self, data: bytes) -> int:
        return int.from_bytes(blake2b(data, digest_size=8, key=self._log.root).digest(), "big")


def _sorted_by(keys: array[int], values: array[int]) -> array[int]:
    """The values in the order of their keys; equal keys keep their order. One column at a time, to spare memory."""
    import numpy as np

    if not keys:
        return values
    order = np.argsort(np.frombuffer(keys, dtype=np.uint64), kind="stable")
    return array("Q", np.frombuffer(values, dtype=np.uint64)[order].tobytes())


def _sorted(keys: array[int]) -> array[int]:
    import numpy as np

    return array("Q", np.sort(np.frombuffer(keys, dtype=np.uint64)).tobytes()) if keys else keys
