"""The logs that tables are made from: each once, by sorted origin, whole or up to an earlier size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.facts.errors import FactsError
from safeconduct.facts.stage import LogSource
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.tree import root_from_leaves


@dataclass(frozen=True, slots=True)
class Prefix:
    """The first `size` entries of a log."""

    source: LogSource
    size: int

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.source.origin

    @property
    def root(self) -> bytes:
        """Root hash of these entries, 32 bytes; computed from them."""
        return root_from_leaves(hash_leaves([*self.entries(0, self.size)]))

    def entries(self, lo: int, hi: int) -> Iterator[bytes]:
        """The entries of [lo, hi), in order."""
        return self.source.entries(lo, min(hi, self.size))


def distinct_logs(sources: Iterable[LogSource]) -> tuple[LogSource, ...]:
    """Each log once, by sorted origin: of several states of one log the largest.

    Raises FactsError when a smaller state is not the beginning of the larger one.
    """
    largest: dict[str, LogSource] = {}
    for source in sorted(sources, key=lambda source: (source.origin, source.size)):
        smaller = largest.get(source.origin)
        if smaller is not None:
            _check_extends(smaller, source)
        largest[source.origin] = source
    return tuple(largest.values())


def logs_at(sources: Sequence[LogSource], horizon: Mapping[str, int] | None) -> tuple[LogSource, ...]:
    """The logs up to the sizes of a horizon; those it does not name, or of which it knows nothing, are left out."""
    if horizon is None:
        return tuple(sources)
    known = ((source, min(horizon.get(source.origin, 0), source.size)) for source in sources)
    return tuple(source if size == source.size else Prefix(source, size) for source, size in known if size > 0)


def _check_extends(smaller: LogSource, larger: LogSource) -> None:
    if smaller.size == larger.size and smaller.root == larger.root:
        return
    pairs = zip(smaller.entries(0, smaller.size), larger.entries(0, smaller.size), strict=True)
    if any(one != other for one, other in pairs):
        raise FactsError(
            f"two states of the log {smaller.origin} do not extend one another",
            next_step="Compare them with `safeconduct verify`, and leave the false one out.",
        )
