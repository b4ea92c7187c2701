"""Figures that `tools/score_press.py` does not have: nested statements, stances, dated events."""

from __future__ import annotations

from safeconduct.press.score.counts import Figures, precision_recall
from safeconduct.press.score.days import Days, compatible, days_from_text
from safeconduct.press.score.matching import Matched
from safeconduct.press.score.model import Drafts, Event, Gold, Proposed
from safeconduct.press.score.spans import overlap


def nested_figures(proposed: tuple[Proposed, ...], gold: Gold, matched: Matched) -> Figures:
    """Of gold statements that stand inside another: R are found; linked_R also say rightly in which one they stand."""
    inner = [n for n, each in enumerate(gold.statements) if each.outer is not None and not each.neutral]
    found = [n for n in inner if matched.got[n]]
    linked = sum(_linked(proposed[matched.got[n][0]], gold.statements[n].outer, matched) for n in found)
    count = len(inner)
    recall, linked_recall = (part / count if count else 0.0 for part in (len(found), linked))
    return {"gold": count, "found": len(found), "linked": linked, "R": recall, "linked_R": linked_recall}


def stance_figures(proposed: tuple[Proposed, ...], gold: Gold, matched: Matched) -> Figures | None:
    """Edges from a statement to a claim. None where no proposal gives stances.

    An edge is right when the gold statement that its statement serves has it. Gold statements that are neutral, or
    whose stance is doubtful, count neither way.
    """
    if all(each.stances is None for each in proposed):
        return None
    scored = [n for n, each in enumerate(gold.statements) if not (each.neutral or "stance" in each.doubtful)]
    edges = {(n, edge) for n in scored for edge in gold.statements[n].stances}
    said = [
        (serves, edge)
        for i, each in enumerate(proposed)
        if (serves := matched.serves.get(i)) is None or serves in scored
        for edge in dict.fromkeys(each.stances or ())
    ]
    right = [edge for edge in said if edge in edges]
    shares = precision_recall(len(right), len(said), len(set(right)), len(edges))
    return {"gold": len(edges), "predicted": len(said), "found": len(set(right)), **shares}


def event_figures(drafts: Drafts, gold: Gold, threshold: float) -> Figures | None:
    """Dated happenings by span, and by span and day together; None where the drafts give none.

    One proposal serves one gold event. Doubtful gold events are neither rewarded nor punished.
    """
    if drafts.events is None:
        return None
    proposed = [(each, days_from_text(each.date)) for each in drafts.events]
    wanted = [(each, days_from_text(each.date)) for each in gold.events]
    serves = _serving(proposed, wanted, threshold)
    counted = {i: j for i, j in serves.items() if not wanted[j][0].neutral}
    dates = [(proposed[i][1], wanted[j][1]) for i, j in counted.items()]
    equal = sum(have is not None and have == want for have, want in dates)
    close = sum(have is not None and want is not None and compatible(have, want) for have, want in dates)
    said = len(proposed) - (len(serves) - len(counted))
    count, found = sum(not each.neutral for each, _ in wanted), len(counted)
    return {
        "gold": count,
        "predicted": said,
        "found": found,
        **precision_recall(found, said, found, count),
        "date_equal": equal,
        "date_compatible": close,
        **precision_recall(equal, said, equal, count, "dated_"),
    }


def _linked(inner: Proposed, outer: int | None, matched: Matched) -> bool:
    return inner.outer is not None and matched.serves.get(inner.outer) == outer


def _serving(
    proposed: list[tuple[Event, Days | None]], wanted: list[tuple[Event, Days | None]], threshold: float
) -> dict[int, int]:
    """For each proposed event the gold event it serves: best overlap first, then equal days, then the order given."""
    ranked = []
    for i, (each, have) in enumerate(proposed):
        for j, (one, want) in enumerate(wanted):
            share = overlap(each.spans, one.spans) if each.doc == one.doc else 0.0
            if share >= threshold:
                ranked.append((-round(share, 4), have != want, j, i))
    serves: dict[int, int] = {}
    for *_, j, i in sorted(ranked):
        if i not in serves and j not in serves.values():
            serves[i] = j
    return serves
