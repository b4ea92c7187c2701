"""Scores as JSON, and as a page of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from safeconduct.press.score.counts import Figures
from safeconduct.press.score.score import Scores


def scores_to_json(scores: Scores) -> dict[str, Any]:
    """The figures by name; those shared with `tools/score_press.py` stand in the same places as there."""
    extra = {"nested": scores.nested, "stances": scores.stances, "events": scores.events}
    return {
        "all": dict(scores.all),
        "interval": {name: list(bounds) for name, bounds in scores.interval.items()},
        "per_mode": {mode: dict(of) for mode, of in scores.per_mode.items()},
        "per_doc": {doc: dict(of) for doc, of in scores.per_doc.items()},
        "mode_precision": scores.mode_precision,
        "trimmed": scores.trimmed,
        **{name: dict(of) for name, of in extra.items() if of is not None},
    }


def scores_to_text(scores: Scores) -> str:
    """A page for a terminal: what was found, how exactly, by whom said, when; then by mode and by document."""
    return "\n".join([*_overall(scores), "", *_by_mode(scores), "", *_by_doc(scores)]) + "\n"


def _overall(scores: Scores) -> Iterator[str]:
    one = scores.all
    yield _line("statements", f"{one['gold']} in the gold file, {one['predicted']} proposed")
    yield _line("", f"{one['found']} found, {one['false']} false")
    yield _line("span", _shares(scores, ""))
    yield _line("span, exact", _shares(scores, "exact_") + ("" if scores.trimmed else " (no texts: ends not trimmed)"))
    yield _line("span and speaker", _shares(scores, "e2e_"))
    states = ", ".join(f"{one[f'speaker_{state}']} {state}" for state in ("right", "wrong", "unresolved"))
    yield _line("speaker, of found", f"{_measured(scores, 'speaker_acc')}: {states}")
    yield _line(
        "party, of found", f"{_measured(scores, 'party_acc')} of {one['party_n']}, {one['party_missing']} missing"
    )
    dated = f"{_measured(scores, 'date_acc')} equal, {one['date_compatible']:.3f} compatible"
    yield _line("date, of found", f"{dated}, {one['date_missing']} missing, of {one['date_n']}")
    yield _line("undated kept so", f"{one['null_kept']:.3f} of {one['null_n']}")
    types = f"{one['type_acc']:.3f}, by main type {one['type_strict']:.3f}, of {one['type_n']}"
    yield _line("type, of found", types)
    yield _line("mode, of found", f"{one['mode_acc']:.3f} of {one['mode_n']}")
    inner = scores.nested
    yield _line("nested", f"R {inner['R']:.3f}, rightly linked {inner['linked_R']:.3f}, of {inner['gold']}")
    if scores.stances is not None:
        yield _line("stances", _plain(scores.stances))
    if scores.events is not None:
        yield _line("events", _plain(scores.events))
        yield _line("events with day", _plain(scores.events, "dated_"))


def _by_mode(scores: Scores) -> Iterator[str]:
    yield f"{'mode':<10}  gold  found      P      R     F1  speaker  end to end R   date"
    for mode, of in scores.per_mode.items():
        precise = (
            f"{of['P']:.3f}  {of['R']:.3f}  {of['F1']:.3f}" if scores.mode_precision else f"    -  {of['R']:.3f}      -"
        )
        rest = f"{of['speaker_acc']:7.3f}  {of['e2e_R']:12.3f}  {of['date_acc']:.3f}"
        yield f"{mode:<10}  {of['gold']:>4}  {of['found']:>5}  {precise}  {rest}"


def _by_doc(scores: Scores) -> Iterator[str]:
    wide = max(8, *(len(doc) for doc in scores.per_doc)) if scores.per_doc else 8
    yield f"{'document':<{wide}}  gold  found  false     F1  end to end R"
    for doc, of in scores.per_doc.items():
        yield f"{doc:<{wide}}  {of['gold']:>4}  {of['found']:>5}  {of['false']:>5}  {of['F1']:.3f}  {of['e2e_R']:12.3f}"


def _line(name: str, said: str) -> str:
    return f"{name:<18}{said}"


def _shares(scores: Scores, prefix: str) -> str:
    return "  ".join(f"{name} {_measured(scores, prefix + name)}" for name in ("P", "R", "F1"))


def _plain(of: Figures, prefix: str = "") -> str:
    shares = "  ".join(f"{name} {of[prefix + name]:.3f}" for name in ("P", "R", "F1"))
    return f"{shares}, {of['gold']} in the gold file, {of['predicted']} proposed"


def _measured(scores: Scores, name: str) -> str:
    bounds = scores.interval.get(name)
    return f"{scores.all[name]:.3f}" + ("" if bounds is None else f" [{bounds[0]:.3f}, {bounds[1]:.3f}]")
