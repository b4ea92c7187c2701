"""From matched statements to counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeconduct.press.score.counts import Counts, Unit
from safeconduct.press.score.days import compatible, days_from_text
from safeconduct.press.score.matching import Matched
from safeconduct.press.score.model import Gold, Proposed, Wanted
from safeconduct.press.score.names import Names
from safeconduct.press.score.spans import trimmed


@dataclass(frozen=True, slots=True)
class Counter:
    """What counting needs besides the statements. parties: names for ids of parties."""

    names: Names
    texts: Mapping[str, str]
    parties: Mapping[str, str] = field(default_factory=dict)

    def units(self, proposed: tuple[Proposed, ...], gold: Gold, matched: Matched) -> tuple[Unit, ...]:
        """Gold statements that count, in their order, then the false proposals in theirs."""
        wanted = (
            Unit(each.doc, each.mode, "gold", self._counts(each, [proposed[i] for i in got]))
            for each, got in zip(gold.statements, matched.got, strict=True)
            if not each.neutral
        )
        false = (
            Unit(each.doc, each.mode, "false", Counts(predicted=1))
            for i, each in enumerate(proposed)
            if i not in matched.serves
        )
        return (*wanted, *false)

    def _counts(self, wanted: Wanted, got: list[Proposed]) -> Counts:
        if not got:
            return Counts(gold=1)
        states = [self.names.state(each, wanted) for each in got]
        return Counts(
            gold=1,
            predicted=len(got),
            found=1,
            serving=len(got),
            right_serving=states.count("right"),
            **{states[0]: 1},
            **self._exact(wanted, got),
            **_date(wanted, got[0]),
            **_type(wanted, got[0]),
            **_mode(wanted, got[0]),
            **self._party(wanted, got[0]),
        )

    def _exact(self, wanted: Wanted, got: list[Proposed]) -> dict[str, int]:
        text = self.texts.get(wanted.doc)
        want = {trimmed(span, text) for span in wanted.spans}
        have = [{trimmed(span, text) for span in each.spans} for each in got]
        return {"exact": set().union(*have) == want, "exact_serving": sum(spans <= want for spans in have)}

    def _party(self, wanted: Wanted, best: Proposed) -> dict[str, int]:
        if not wanted.parties or "party" in wanted.doubtful:
            return {}
        said = self.names.parties(best, self.parties)
        right = bool(said) and said <= wanted.parties
        return {"with_party": 1, "party_right": right, "party_missing": not said}


def _date(wanted: Wanted, best: Proposed) -> dict[str, int]:
    if "date" in wanted.doubtful:
        return {}
    want, have = days_from_text(wanted.date), days_from_text(best.date)
    if want is None:
        return {"undated": 1, "undated_kept": have is None}
    close = have is not None and compatible(want, have)
    return {"dated": 1, "date_equal": have == want, "date_missing": have is None, "date_compatible": close}


def _type(wanted: Wanted, best: Proposed) -> dict[str, int]:
    if "type" in wanted.doubtful or not best.type:
        return {}
    return {"typed": 1, "type_main": best.type == wanted.types[0], "type_any": best.type in wanted.types}


def _mode(wanted: Wanted, best: Proposed) -> dict[str, int]:
    if "mode" in wanted.doubtful or not best.mode:
        return {}
    return {"moded": 1, "mode_right": best.mode == wanted.mode}
