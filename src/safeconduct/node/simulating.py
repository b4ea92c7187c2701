"""Put simulated traffic into the logs of a corridor: for demonstrations, never beside entries of a real post.

The same parameters and seed give the same entries, so a run that was cut short goes on where it stopped: what a log
holds already is not written again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from safeconduct.base.instant import Instant, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError
from safeconduct.node.node import Node
from safeconduct.node.progress import Listener, Progress, nobody
from safeconduct.simulate.seen import Seen
from safeconduct.simulate.simulation import Simulated

BATCH = 5_000
CHARTERS = 1
"""Entries that stand in each log before the first simulated one."""


def record_simulated(
    node: Node, logs: Mapping[str, OwnLog], simulated: Simulated, *, mission: str, listener: Listener = nobody
) -> int:
    """Append what is not there yet, sign and publish every log; how many entries were added.

    logs: by the names that the simulation uses. mission: the log whose heartbeats tell what had arrived of the others.
    Raises CorridorError for a log whose charter does not say that it is simulated.
    """
    for name in (*simulated.logs, mission):
        _require_simulated(node, logs[name])
    total = sum(map(len, simulated.logs.values()))
    added = done = 0
    for name, entries in sorted(simulated.logs.items()):
        before = done
        added += _append(node, logs[name], entries, lambda more: listener(_progress(before + more, total)))  # noqa: B023
        done += len(entries)
    return added + _append(node, logs[mission], _heartbeats(node, logs, simulated.seen, mission), lambda _: None)


def _progress(done: int, total: int) -> Progress:
    return Progress("record", done, total, "entries")


def _append(node: Node, log: OwnLog, entries: Sequence[Envelope], told: Callable[[int], None]) -> int:
    with node.writing(log) as writer:
        held = writer.reader().size - CHARTERS
        rest = iter(entries[held:])
        while batch := [entry_to_bytes(entry) for entry in islice(rest, BATCH)]:
            writer.append(batch)
            told(writer.reader().size - CHARTERS)
        if held < len(entries):
            node.publish(log, writer)
    return max(0, len(entries) - held)


def _heartbeats(node: Node, logs: Mapping[str, OwnLog], seen: Sequence[Seen], mission: str) -> list[Envelope]:
    """What had arrived of every log, with the root it had at that size."""
    roots = {}
    for name in sorted({name for one in seen for name in one.sizes}):
        with node.signed(logs[name]) as reader:
            sizes = {one.sizes[name] + CHARTERS for one in seen}
            roots[name] = {size: reader.root_at(size).hex() for size in sorted(sizes)}
    found = []
    for one, following in zip(seen, [*seen[1:], None], strict=True):
        end = following.at if following is not None else Instant(one.at + 1000)
        heads = [
            {"log": logs[name].origin, "size": size + CHARTERS, "root": roots[name][size + CHARTERS]}
            for name, size in sorted(one.sizes.items())
        ]
        state = {"watcher": mission, "state": "watching", "end": instant_to_text(end)}
        body = {**state, "heads": heads, "extra": {"simulated": 1}}
        found.append(Envelope(at=one.at, body=body, corridor=logs[mission].corridor, kind="heartbeat", recorded=one.at))
    return found


def _require_simulated(node: Node, log: OwnLog) -> None:
    with node.signed(log) as reader:
        evidence = entry_from_bytes(reader.entry(0)).body.get("evidence")
    if evidence != "simulated":
        raise CorridorError(
            f"this log holds {evidence} entries, so no simulated one may be put beside them",
            where=log.origin,
            next_step="Set up a log whose charter says `evidence: simulated`.",
        )
