"""Signs of life: for each source, the periods in which it was watching, watched badly or was kept from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from safeconduct.simulate.drafts import Drafts, text
from safeconduct.simulate.journeys import US_PER_HOUR
from safeconduct.simulate.posts import delays
from safeconduct.simulate.sections import Gap
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic


def add_heartbeats(traffic: Traffic, seed: int, drafts: Drafts, source: str, begin: int) -> None:
    """Heartbeats of a source from `begin` (µs UTC) to the end of the period; none for silence."""
    periods = list(_periods(traffic, source, max(begin, traffic.begin_us)))
    late = delays(traffic, stream(seed, f"signs {source}").standard_normal(len(periods))).tolist()
    for (start, end, gap), delay in zip(periods, late, strict=True):
        body = {"watcher": source, "end": text(end), "state": gap.state if gap else "watching"}
        if gap and gap.reason:
            body["reason"] = gap.reason
        drafts.add(end + delay, start, "heartbeat", **body)


def _periods(traffic: Traffic, source: str, begin: int) -> Iterator[tuple[int, int, Gap | None]]:
    """Start, end and what is wrong of each sign of life, cut at the edges of gaps."""
    step = traffic.watch.heartbeat_h * US_PER_HOUR
    gaps = [gap for gap in traffic.watch.gaps if gap.source == source]
    whole = range(traffic.begin_us, traffic.end_us + 1, step)
    cuts = {at for gap in gaps for at in (int(gap.from_), int(gap.until))}
    edges = sorted({begin, traffic.end_us, *(at for at in (*whole, *cuts) if begin < at < traffic.end_us)})
    for start, end in pairwise(edges):
        gap = next((gap for gap in gaps if gap.from_ <= start < gap.until), None)
        if gap is None or gap.state != "silent":
            yield start, end, gap
