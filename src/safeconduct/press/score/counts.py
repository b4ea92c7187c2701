"""What is counted of each gold statement and of each false proposal, and the figures made of the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Literal, TypeAlias

Figures: TypeAlias = Mapping[str, float]
"""Figures by name; counts are whole numbers, shares lie between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over units. A unit is a gold statement with what serves it, or a proposal that serves none.

    found: gold statements served; serving: proposals that serve one. exact and right: of gold statements; exact_serving
    and right_serving: of proposals. The rest is of the best proposal of each gold statement found.
    """

    gold: int = 0
    predicted: int = 0
    found: int = 0
    serving: int = 0
    exact: int = 0
    exact_serving: int = 0
    right: int = 0
    right_serving: int = 0
    wrong: int = 0
    unresolved: int = 0
    dated: int = 0
    date_equal: int = 0
    date_compatible: int = 0
    date_missing: int = 0
    undated: int = 0
    undated_kept: int = 0
    typed: int = 0
    type_main: int = 0
    type_any: int = 0
    moded: int = 0
    mode_right: int = 0
    with_party: int = 0
    party_right: int = 0
    party_missing: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with its document and mode: those of the gold statement, or of the false proposal."""

    doc: str
    mode: str
    kind: Literal["gold", "false"]
    counts: Counts


def summed(units: Sequence[Unit]) -> Counts:
    """The counts of several units together."""
    return Counts(*map(sum, zip(*(astuple(unit.counts) for unit in units), strict=True)))


def figures(counts: Counts) -> Figures:
    """The figures by the names of `tools/score_press.py`, and those for parties."""
    c = counts
    spans = _shares("", _share(c.serving, c.predicted), _share(c.found, c.gold))
    exact = _shares("exact_", _share(c.exact_serving, c.predicted), _share(c.exact, c.gold))
    whole = _shares("e2e_", _share(c.right_serving, c.predicted), _share(c.right, c.gold))
    return {
        "gold": c.gold,
        "predicted": c.predicted,
        "found": c.found,
        "false": c.predicted - c.serving,
        **spans,
        **exact,
        "speaker_right": c.right,
        "speaker_wrong": c.wrong,
        "speaker_unresolved": c.unresolved,
        "speaker_acc": _share(c.right, c.found),
        **whole,
        "date_n": c.dated,
        "date_acc": _share(c.date_equal, c.dated),
        "date_compatible": _share(c.date_compatible, c.dated),
        "date_missing": c.date_missing,
        "null_n": c.undated,
        "null_kept": _share(c.undated_kept, c.undated),
        "type_n": c.typed,
        "type_acc": _share(c.type_any, c.typed),
        "type_strict": _share(c.type_main, c.typed),
        "mode_n": c.moded,
        "mode_acc": _share(c.mode_right, c.moded),
        "party_n": c.with_party,
        "party_acc": _share(c.party_right, c.with_party),
        "party_missing": c.party_missing,
    }


def precision_recall(serving: int, predicted: int, found: int, gold: int, prefix: str = "") -> Figures:
    """P, R and F1 from counts; each is 0 where there is nothing to divide by."""
    return _shares(prefix, _share(serving, predicted), _share(found, gold))


def _shares(prefix: str, precision: float, recall: float) -> Figures:
    both = _share(2 * precision * recall, precision + recall)
    return {f"{prefix}P": precision, f"{prefix}R": recall, f"{prefix}F1": both}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
