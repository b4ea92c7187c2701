"""Conditions of the file against the vocabulary of each period: lists change, so a condition may have several trees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from safeconduct.agreement.cel import CodeList, Condition, ConditionError, FactType, Kind, Vocabulary, load_condition
from safeconduct.agreement.cel.tree import Listed, element_predicates, walk
from safeconduct.agreement.load.block import Block
from safeconduct.agreement.load.facts import STATUS
from safeconduct.agreement.model import STATES, DeclaredFact, Limit, NamedList
from safeconduct.agreement.ruling import LIMIT
from safeconduct.agreement.timeline import Since, Timeline, always, cuts, joined_timeline
from safeconduct.base.limits import AGREEMENT_CONDITION_WORK_MAX, CONDITION_ELEMENT_PREDICATES_MAX
from safeconduct.base.yaml_file import Node

_MARK = "own:"
_ALL = frozenset({"movement", "window", "day", "agreement"})
RULE_FACTS = frozenset({"movement", "agreement"})
STATUS_FACTS = frozenset({"window"})
"""What facts may be about, in the conditions of rules and of status lines."""


class Conditions:
    """Loads the conditions of one file."""

    def __init__(
        self, facts: Mapping[str, DeclaredFact], lists: Mapping[str, NamedList], limits: Mapping[str, Limit]
    ) -> None:
        self._facts, self._lists = facts, lists
        self._types = {
            **{name: fact.type for name, fact in facts.items()},
            **{LIMIT + limit.id: _range(limit) for limit in limits.values() if limit.rows},
        }
        self._work = 0

    def vocabulary(self) -> Timeline[Vocabulary]:
        """What conditions may speak of, at every instant: facts, limits as facts, the lists that have a version."""
        starts = cuts(one.versions for one in self._lists.values())
        return joined_timeline([Since(start, self._vocabulary_at(start)) for start in (None, *starts)])

    def _vocabulary_at(self, instant: int | None) -> Vocabulary:
        codes = {name: codes_at(one, instant) for name, one in self._lists.items()}
        return Vocabulary(self._types, {name: one for name, one in codes.items() if one is not None})

    def read(
        self, block: Block, key: str, per: AbstractSet[str] = _ALL, *, status: bool = False
    ) -> Timeline[Condition | None] | None:
        """The condition at a key for every instant; None, with problems noted, if it is missing or does not load.

        per: what the facts in it may be about. status: whether it may ask for the state of the road.
        """
        node = block.fields.get(key)
        text = "" if node is None else condition_text(block, node, key)
        if node is None or not text:
            return None
        types = {**self._types, STATUS: FactType(Kind.ENUM, STATES)} if status else self._types
        marked = {name: CodeList((_MARK + name,)) for name in self._lists}
        condition = _loaded(block, node, text, Vocabulary(types, marked))
        if condition is None:
            return None
        self._check_per(block, key, condition, per)
        used = {one.codes.exact[0].removeprefix(_MARK) for one in walk(condition.tree) if isinstance(one, Listed)}
        return self._dated(block, key, condition, types, sorted(used))

    def nothing(self) -> Timeline[Condition | None]:
        """What stands in for a condition that did not load."""
        return always(None)

    def _check_per(self, block: Block, key: str, condition: Condition, per: AbstractSet[str]) -> None:
        about = {name: "window" if name == STATUS else self._about(name) for name in condition.names}
        wrong = [name for name, kind in about.items() if kind and kind not in per]
        for name in wrong:
            mend = f"Use facts of one {' or '.join(sorted(per))} here, or say it in another block."
            block.problem(key, f"the fact {name!r} is about one {about[name]}", mend)
        kinds = {kind: name for name, kind in about.items() if kind not in {"", "agreement"}}
        if not wrong and len(kinds) > 1:
            named = " and ".join(f"{name!r} (one {kind})" for kind, name in sorted(kinds.items()))
            block.problem(key, f"it mixes facts about different things: {named}", "Say it in two conditions.")

    def _about(self, name: str) -> str:
        return self._facts[name].per if name in self._facts else ""

    def _dated(
        self, block: Block, key: str, marked: Condition, types: Mapping[str, FactType], used: Iterable[str]
    ) -> Timeline[Condition | None] | None:
        lists = [self._lists[name] for name in used]
        node = block.fields[key]
        pieces: list[Since[Condition | None]] = []
        for start in (None, *cuts(one.versions for one in lists)):
            codes = {one.id: found for one in lists if (found := codes_at(one, start)) is not None}
            self._work += len(marked.text) + sum(len(one.exact) + len(one.prefixes) for one in codes.values())
            if self._work > AGREEMENT_CONDITION_WORK_MAX:
                what = "conditions and versions of lists together are too many"
                block.problem(key, what, "Write fewer versions, or fewer conditions that use the list.")
                block.problems.stop()
            condition = None
            if len(codes) == len(lists):
                condition = _loaded(block, node, marked.text, Vocabulary(types, codes))
                if condition is None:
                    return None
            pieces.append(Since(start, condition))
        return joined_timeline(pieces)


def check_element_predicates(block: Block, conditions: Iterable[Timeline[Condition | None]]) -> None:
    """Note a problem if the rules ask more kinds of question about one code than a record has bits for."""
    trees = [one.tree for condition in conditions for one in condition.values() if one is not None]
    found = len(element_predicates(*trees))
    if found > CONDITION_ELEMENT_PREDICATES_MAX:
        what = f"the rules ask {found} kinds of question about one code of a cargo, counting each version of a list"
        mend = f"At most {CONDITION_ELEMENT_PREDICATES_MAX} fit; join lists, or write fewer versions."
        block.problems.add(block.fields["rules"].place, "rules", what, mend, code="E11")


def condition_text(block: Block, node: Node, key: str) -> str:
    """The text of a condition; `true` and `false` may stand without quotes."""
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return block.text_of(node, f"`{key}`")


def codes_at(one: NamedList, instant: int | None) -> CodeList | None:
    """The codes of a list at an instant (None: at the beginning)."""
    return one.versions.pieces[0].value if instant is None else one.versions.at(instant)


def _range(limit: Limit) -> FactType:
    values = [row.value for row in limit.rows]
    return FactType(limit.kind, low=min(values), high=max(values))


def _loaded(block: Block, node: Node, text: str, vocabulary: Vocabulary) -> Condition | None:
    try:
        return load_condition(text, vocabulary)
    except ConditionError as error:
        if block.problems.is_doubtful(text):
            return None
        place = node.place
        column = block.problems.column(place, text)
        at = "" if column or not error.column else f" ({error.where} of the condition)"
        if column and error.column:
            place = type(place)(place.name, place.line, column + error.column - 1)
        mend = error.next_step or "Correct the condition."
        block.problems.add(place, block.subject, f"{error.what}{at}", mend, code=error.code)
    return None
