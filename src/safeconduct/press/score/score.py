"""How good drafts are, beside a gold file; agrees with `score_press.py`, which came with the annotated reports.

The figures stand in docs/concepts/public-record.md, "How well it works".

match: the IoU of characters is at least `threshold`; see `matching`.
exact: the same spans, spaces and marks at their ends aside.
speaker: resolved through the names of the gold file; a pronoun is unresolved, which is not wrong.
end to end (e2e): span and speaker.
date: equal runs of days; compatible: one contains the other. Undated statements are counted apart.
party: the one given, or else that of the speaker; every one given must be among those of the gold statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.press.score.beyond import event_figures, nested_figures, stance_figures
from safeconduct.press.score.counts import Figures, figures, summed
from safeconduct.press.score.drafts import drafts_from_json
from safeconduct.press.score.gold import gold_from_json
from safeconduct.press.score.matching import match
from safeconduct.press.score.model import Drafts
from safeconduct.press.score.names import Names
from safeconduct.press.score.resample import intervals
from safeconduct.press.score.units import Counter
from safeconduct.press.speakers import shipped_entities

MODES = ("direct", "mixed", "indirect")
THRESHOLD = 0.5
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures, by name as in `counts.figures`.

    interval: bounds of the headline figures, 95 %; empty if no draws were asked for. mode_precision: whether any draft
    gives a mode; without it false proposals belong to no mode. trimmed: whether texts were at hand, to trim edges for
    exact matches. stances, events: None where the drafts give none.
    """

    all: Figures
    interval: Mapping[str, tuple[float, float]]
    per_mode: Mapping[str, Figures]
    per_doc: Mapping[str, Figures]
    nested: Figures
    stances: Figures | None
    events: Figures | None
    mode_precision: bool
    trimmed: bool


def score(
    drafts: object,
    gold: object,
    texts: Mapping[str, str],
    *,
    threshold: float = THRESHOLD,
    draws: int = DRAWS,
    by_doc: bool = False,
    drop_doubtful: bool = False,
    parties: Mapping[str, str] | None = None,
) -> Scores:
    """Score drafts, parsed from JSON, against a gold file, parsed from JSON. Raises ScoreError for what cannot be read.

    texts: text of each document, by the name that the gold file uses; may be empty. draws: of the bootstrap; by_doc:
    it draws whole documents. drop_doubtful: doubtful gold statements become neutral. parties: names for ids of parties;
    left out, those of the entity files that ship.
    """
    wanted = gold_from_json(gold, drop_doubtful=drop_doubtful)
    read = drafts_from_json(drafts, wanted.sizes)
    names = Names(wanted.entities)
    matched = match(read.statements, wanted, names, threshold)
    known = {name: text for name, text in texts.items() if name in wanted.sizes}
    units = Counter(names, known, _parties(read) if parties is None else parties).units(
        read.statements, wanted, matched
    )
    has_mode = any(each.mode for each in read.statements)
    of_modes = units if has_mode else tuple(unit for unit in units if unit.kind == "gold")
    return Scores(
        all=figures(summed(units)),
        interval=intervals(units, draws, by_doc=by_doc),
        per_mode={mode: figures(summed([unit for unit in of_modes if unit.mode == mode])) for mode in MODES},
        per_doc={doc: figures(summed([unit for unit in units if unit.doc == doc])) for doc in wanted.sizes},
        nested=nested_figures(read.statements, wanted, matched),
        stances=stance_figures(read.statements, wanted, matched),
        events=event_figures(read, wanted, threshold),
        mode_precision=has_mode,
        trimmed=bool(known),
    )


def _parties(drafts: Drafts) -> Mapping[str, str]:
    """The names of the parties that drafts of ours give by id; other drafts give names, and need no file to be read."""
    if not any(each.parties for each in drafts.statements):
        return {}
    return {id_: entity.name for id_, entity in shipped_entities().entities.items()}
