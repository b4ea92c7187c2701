"""Which proposed statement serves which gold statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.press.score.model import Gold, Proposed, Wanted
from safeconduct.press.score.names import Names
from safeconduct.press.score.spans import common, merged, overlap


@dataclass(frozen=True, slots=True)
class Matched:
    """For each gold statement the proposals that serve it, best first; and for each proposal what it serves."""

    got: tuple[tuple[int, ...], ...]
    serves: Mapping[int, int]


def match(proposed: tuple[Proposed, ...], gold: Gold, names: Names, threshold: float) -> Matched:
    """Assign proposals to gold statements, best pairs first: overlap, then right speaker, then equal mode.

    First one proposal each; then further ones that share no character with those already there, because they are
    parts of a quotation that was interrupted. What is left over is false.
    """
    pairs = _pairs(proposed, gold, names, threshold)
    got: list[list[int]] = [[] for _ in gold.statements]
    serves: dict[int, int] = {}
    for wanted, each in pairs:
        if each not in serves and not got[wanted]:
            serves[each] = wanted
            got[wanted].append(each)
    for wanted, each in pairs:
        if each not in serves and not any(_touch(proposed[other], proposed[each]) for other in got[wanted]):
            serves[each] = wanted
            got[wanted].append(each)
    return Matched(tuple(map(tuple, got)), serves)


def _pairs(proposed: tuple[Proposed, ...], gold: Gold, names: Names, threshold: float) -> list[tuple[int, int]]:
    """(gold, proposal) for all that overlap enough, best first; equal ones in the order of the files."""
    by_doc: dict[str, list[tuple[int, Wanted]]] = {}
    for n, wanted in enumerate(gold.statements):
        by_doc.setdefault(wanted.doc, []).append((n, wanted))
    ranked = []
    for i, each in enumerate(proposed):
        for j, wanted in by_doc.get(each.doc, ()):
            share = overlap(each.spans, wanted.spans)
            if share >= threshold:
                wrong = names.state(each, wanted) != "right"
                ranked.append((-round(share, 4), wrong, each.mode != wanted.mode, j, i))
    return [(j, i) for *_, j, i in sorted(ranked)]


def _touch(one: Proposed, other: Proposed) -> bool:
    return common(merged(one.spans), merged(other.spans)) > 0
