"""Explaining a case: prepare an agreement once, then ask about as many movements as there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations

from safeconduct.agreement.case import Case, Provenance
from safeconduct.agreement.cel.closure import compile_tree
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.explain.answer import Because, Explanation, Finding, LimitUsed
from safeconduct.agreement.explain.kept import Kept
from safeconduct.agreement.explain.outline import Outline
from safeconduct.agreement.explain.page import Book, Page, Voice, swap
from safeconduct.agreement.explain.scene import Scene
from safeconduct.agreement.explain.sheet import Compiler
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.model import INSTANT_FACT, Agreement, Question
from safeconduct.agreement.ruling import rulings
from safeconduct.agreement.split import common_ground, split_of
from safeconduct.base.limits import EXPLANATIONS_KEPT_MAX

_NOWHERE: Mapping[str, Provenance] = {}


class Explainer:
    """Explains cases under every reading of an agreement. Everything that does not depend on a case is done once.

    compiler: how conditions are evaluated; `sheet.reference` gives the same answers, slowly. kept: of so many
    classes of cases an outline is kept, so that cases of which conditions make the same are filled in.
    """

    def __init__(
        self,
        agreement: Agreement,
        question: Question,
        compiler: Compiler = compile_tree,
        *,
        kept: int = EXPLANATIONS_KEPT_MAX,
    ) -> None:
        self.agreement = agreement
        self.question: Question = question
        self._book = Book(agreement, question, compiler)
        self._outlines: Kept[object, Outline] | None = Kept(kept) if kept else None

    def explain(self, case: Case, *, as_of: int | None = None) -> Explanation:
        """The explanation of a case. as_of: when its facts were known, in µs; only repeated in the answer."""
        if self._outlines is None or len(case.views) > 1:
            return self._whole(case, as_of)[0]
        ((view, facts),) = case.views.items()
        page = self._page(facts)
        key = (page, view, page.classes.of(facts))
        outline = self._outlines.get(key)
        if outline is not None:
            return outline.of(case, facts, case.provenance.get(view, _NOWHERE), as_of)
        explained, by_conditions = self._whole(case, as_of)
        if by_conditions and not _names_others(explained, page.classes.others(facts)):
            self._outlines.keep(key, Outline(explained, page.classes, facts))
        return explained

    def _whole(self, case: Case, as_of: int | None) -> tuple[Explanation, bool]:
        """The explanation of a case, and whether it follows from the conditions of its page alone."""
        scenes = [self._scene(case, view, facts) for view, facts in case.views.items()]
        cells = {(scene.view, reading): answer.outcome for scene in scenes for reading, answer in scene.answers.items()}
        split = split_of(cells)
        instants = {scene.facts.get(INSTANT_FACT) for scene in scenes}
        instant = instants.pop() if len(instants) == 1 else None
        exact = all(answer.exact for scene in scenes for answer in scene.answers.values())
        issues, alone = self._issues(scenes) if split in {"interpretation", "mixed"} else ((), True)
        explained = Explanation(
            self.agreement.digest,
            self.question,
            "exact" if exact else "fast",
            tuple(self._finding(scenes, rule) for rule in common_ground(cells)),
            split,
            issues,
            self._facts(scenes) if split in {"facts", "mixed"} else (),
            tuple(scene.cell(voice) for scene in scenes for voice in scene.page.voices),
            case.movement,
            instant if isinstance(instant, int) else None,
            as_of,
        )
        return explained, alone

    def _page(self, facts: Facts) -> Page:
        instant = facts.get(INSTANT_FACT)
        assert instant is None or isinstance(instant, int)
        return self._book.page(instant)

    def _scene(self, case: Case, view: str, facts: Facts) -> Scene:
        return Scene(self._page(facts), view, facts, case.provenance.get(view, _NOWHERE))

    def _finding(self, scenes: Sequence[Scene], rule_id: str) -> Finding:
        first, *others = scenes
        rule = first.page.rules[first.sheet.number(rule_id)]
        because = first.holds_because(rule_id)
        if any(_shown(other.holds_because(rule_id)) != _shown(because) for other in others):
            because = tuple(one for scene in scenes for one in scene.holds_because(rule_id, scene.view))
        limits: list[LimitUsed] = []
        for used in (scene.page.limits(voice.reading, rule) for scene in scenes for voice in scene.page.voices):
            limits += [limit for limit in used if limit not in limits]
        return Finding(rule_id, rule.says, because, tuple(limits))

    # Where readings part, and where views do.

    def _issues(self, scenes: Sequence[Scene]) -> tuple[tuple[str, ...], bool]:
        """The issues on which one reading, with the position of the other, comes to another answer.

        And whether single ones do in every case; issues taken together have conditions that are on no page.
        """
        found: set[str] = set()
        always = True
        for scene in scenes:
            for one, other in combinations(scene.page.voices, 2):
                pair = one.reading.id, other.reading.id
                answers = [scene.answers[reading].fast for reading in pair]
                if answers[0] == answers[1]:
                    continue
                alone = _swapped(scene, one, pair[1]) | _swapped(scene, other, pair[0])
                always = always and bool(alone)
                found |= alone or self._together(scene, *pair)
        return tuple(issue for issue in self.agreement.issues if issue in found), always

    def _together(self, scene: Scene, reading: str, other: str) -> set[str]:
        """The fewest issues that make two readings differ, where no single one does."""
        own, another = self.agreement.readings[reading], self.agreement.readings[other]
        possible = scene.sheet.verdicts_in(scene.answers[reading].fast)

        def changed(issues: Collection[str]) -> bool:
            swapped = swap(self.agreement, own, another, [*issues])
            if swapped is None:
                return False
            return decide_at(rulings(swapped[0], self.question, swapped[1]), scene.facts).possible != possible

        return _fewest([*self.agreement.issues], changed)

    def _facts(self, scenes: Sequence[Scene]) -> tuple[str, ...]:
        """The facts on which one view, with what another records, comes to another answer under some reading."""
        found: set[str] = set()
        for one, other in combinations(scenes, 2):
            differing = [name for name in self.agreement.facts if one.facts.get(name) != other.facts.get(name)]
            for reading in one.answers:
                if one.answers[reading].fast == other.answers[reading].fast:
                    continue
                alone = {
                    name
                    for name in differing
                    if self._recorded(reading, one, other.facts, [name])
                    or self._recorded(reading, other, one.facts, [name])
                }
                found |= alone or self._needed_together(reading, one, other.facts, differing)
        return tuple(name for name in self.agreement.facts if name in found)

    def _needed_together(self, reading: str, scene: Scene, other: Facts, names: Sequence[str]) -> set[str]:
        return _fewest(names, lambda some: self._recorded(reading, scene, other, some))

    def _recorded(self, reading: str, scene: Scene, other: Facts, names: Collection[str]) -> bool:
        """Whether a view comes to another answer once it records some facts as another does."""
        facts = {**scene.facts, **{name: other.get(name) for name in names}}
        return self._possible(reading, facts) != scene.answers[reading].fast

    def _possible(self, reading: str, facts: Facts) -> int:
        page = self._page(facts)
        programs = next(voice.programs for voice in page.voices if voice.reading.id == reading)
        return page.sheet.fold(programs, *page.sheet.marks(facts))[0]


def explain(agreement: Agreement, question: Question, case: Case, *, as_of: int | None = None) -> Explanation:
    """The explanation of one case. For many, make an `Explainer` once."""
    return Explainer(agreement, question).explain(case, as_of=as_of)


def _names_others(explained: Explanation, others: Iterable[str]) -> bool:
    """Whether somebody is held responsible whom the class of a fact does not name."""
    unnamed = {*others}
    return any(party in unnamed for cell in explained.cells for party in cell.by)


def _swapped(scene: Scene, voice: Voice, other: str) -> set[str]:
    """The issues that change a reading's answer when it takes another's position."""
    own = scene.answers[voice.reading.id].fast
    fold, marks = scene.sheet.fold, scene.marks
    return {issue for issue, programs in voice.swaps.get(other, ()) if fold(programs, *marks)[0] != own}


def _fewest(names: Sequence[str], changed: Callable[[Collection[str]], bool]) -> set[str]:
    """Some of these names that change something together, none of which can be left out; none if all do not."""
    kept = [*names]
    if not changed(kept):
        return set()
    for name in names:
        fewer = [other for other in kept if other != name]
        if changed(fewer):
            kept = fewer
    return set(kept)


def _shown(because: Sequence[Because]) -> list[tuple[object, ...]]:
    """Reasons without where they come from."""
    return [(one.fact, one.form, one.value) for one in because]
