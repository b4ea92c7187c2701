"""One view of a case on its page: what every reading makes of these facts, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from safeconduct.agreement.case import Provenance
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.types import Codes, Parties, Value
from safeconduct.agreement.explain.answer import UNKNOWN_PARTY, Because, Cell, Change, Need
from safeconduct.agreement.explain.because import Decides, Without, smallest
from safeconduct.agreement.explain.change import Changes, exact_possible
from safeconduct.agreement.explain.page import Page, Voice
from safeconduct.agreement.explain.sheet import DEFAULT, Programs
from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.model import NOBODY, Consent, Rule

_NOWHERE = Provenance()


@dataclass(slots=True)
class Answer:
    """What one reading makes of a view.

    fast: bits of the verdicts that the first-match walk leaves; possible: those that remain once all completions
    are gone through, if they were (exact). rule: number of the rule at which the walk ended.
    """

    fast: int
    possible: int
    rule: int
    exact: bool
    outcome: Outcome


class Scene:
    """The facts of one view. answers: reading -> what it makes of them."""

    def __init__(self, page: Page, view: str, facts: Facts, provenance: Mapping[str, Provenance]) -> None:
        self.page = page
        self.view = view
        self.facts = facts
        self.provenance = provenance
        self.sheet = page.sheet
        self.marks = page.sheet.marks(facts)
        self.answers = {voice.reading.id: self._answer(voice) for voice in page.voices}
        self._without = Without(page.sheet, facts, self.marks)
        self._changes: Changes | None = None
        self._reasons: dict[tuple[object, ...], tuple[Because, ...]] = {}
        self._parties_by: dict[tuple[int, ...], tuple[str, ...]] = {}
        self._nearest: dict[Programs, tuple[Change, ...]] = {}

    @cached_property
    def _endings(self) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """What the facts that are not known to the end may still be."""
        return self.page.alternatives.endings(self.facts).open

    def _answer(self, voice: Voice) -> Answer:
        outcome = self.sheet.outcome(voice.programs, *self.marks)
        fast, rule = self.sheet.fold(voice.programs, *self.marks)
        if len(outcome.possible) == 1:
            return Answer(fast, fast, rule, exact=True, outcome=outcome)
        exact = exact_possible(
            self.sheet, self.page.alternatives, voice.programs, self.facts, self.marks, endings=self._endings
        )
        if exact is None or exact == fast:
            return Answer(fast, fast, rule, exact is not None, outcome)
        narrowed = replace(outcome, possible=self.sheet.verdicts_in(exact), rule="")
        return Answer(fast, exact, DEFAULT, exact=True, outcome=narrowed)

    def cell(self, voice: Voice) -> Cell:
        """The full answer under one reading."""
        answer = self.answers[voice.reading.id]
        outcome, programs = answer.outcome, voice.programs
        if len(outcome.possible) > 1:
            needs = tuple(self._needs(voice, answer))
            return Cell(self.view, voice.reading.id, outcome, also=outcome.matched, needs=needs)
        matters = self.sheet.up_to(programs, answer.rule)
        because = self._because(programs, answer, matters)
        changes = self._would_change(programs, answer, matters)
        if answer.rule == DEFAULT:
            return Cell(
                self.view, voice.reading.id, outcome, also=outcome.matched, because=because, would_change_if=changes
            )
        rule = self.page.rules[answer.rule]
        return Cell(
            self.view,
            voice.reading.id,
            outcome,
            rule.id,
            rule.clauses,
            rule.basis,
            self._responsible_for(rule, programs) if rule.breach_by else (),
            tuple([one for one in outcome.matched if one != rule.id]),
            because,
            changes,
            tuple(self._residue(rule.consent, outcome)) if rule.consent else (),
            self.page.limits(voice.reading, rule),
        )

    def _because(self, programs: Programs, answer: Answer, matters: int) -> tuple[Because, ...]:
        """The smallest deciding set, found once for all readings in which the same conditions matter."""
        key = (
            answer.possible,
            answer.rule,
            *[(one.sure & matters, one.unsure & matters, one.default) for one in programs],
        )
        found = self._reasons.get(key)
        if found is None:
            kept = smallest(
                self._without, matters, self._decides(programs, answer), by_marks=answer.possible == answer.fast
            )
            found = self._reasons[key] = self.because(kept)
        return found

    def _decides(self, programs: Programs, answer: Answer) -> Decides:
        fold, possible, rule = self.sheet.fold, answer.possible, answer.rule
        if answer.possible != answer.fast:
            sheet, others = self.sheet, self.page.alternatives

            def decides(true: int, open_: int, facts: Facts) -> bool:
                endings = others.endings(facts).open
                return exact_possible(sheet, others, programs, facts, (true, open_), endings=endings) == possible

            return decides
        if rule == DEFAULT:
            return lambda true, open_, _facts: fold(programs, true, open_)[0] == possible
        target = (possible, rule)
        return lambda true, open_, _facts: fold(programs, true, open_) == target

    def because(self, kept: Mapping[str, Value], view: str = "") -> tuple[Because, ...]:
        """Facts that an answer rests on, with where they come from."""
        found: list[Because] = []
        for name, value in kept.items():
            type_, source = self.page.agreement.facts[name].type, self.provenance.get(name)
            if isinstance(value, Codes) and value.open:
                found += [Because(name, type_, "has", code, source, view) for code in value.known]
            elif isinstance(value, Parties) and len(value.yes) + len(value.no) < len(type_.members):
                found += [Because(name, type_, "has", one, source, view) for one in type_.members if one in value.yes]
                found += [Because(name, type_, "lacks", one, source, view) for one in type_.members if one in value.no]
            else:
                found.append(Because(name, type_, "value", value, source, view))
        return tuple(found)

    def holds_because(self, rule: str, view: str = "") -> tuple[Because, ...]:
        """Why a rule holds, under whichever readings it does."""
        found: list[Because] = []
        for bit in sorted({bit for voice in self.page.voices for bit in self._holding(rule, voice.programs)}):
            because = self.because(smallest(self._without, bit, _holds(bit)), view)
            found += [one for one in because if one not in found] if found else because
        return tuple(found)

    def _holding(self, rule: str, programs: Programs) -> Iterator[int]:
        mask = self.sheet.rule_masks.get(self.sheet.number(rule), 0) & self.marks[0]
        for program in programs:
            held = mask & program.sure
            if held:
                yield held & -held

    def _would_change(self, programs: Programs, answer: Answer, matters: int) -> tuple[Change, ...]:
        if answer.possible != answer.fast:
            return ()
        if programs not in self._nearest:
            self._nearest[programs] = self._changes_of(programs, answer.possible, matters)
        return self._nearest[programs]

    def _changes_of(self, programs: Programs, possible: int, matters: int) -> tuple[Change, ...]:
        if self._changes is None:
            self._changes = Changes(self.sheet, self.page.alternatives, self.facts, self.marks)
        facts, rules = self.page.agreement.facts, self.sheet.rules
        return tuple(
            Change(
                one.change,
                {name: facts[name].type for name in one.change},
                self.sheet.verdicts[one.verdict.bit_length() - 1],
                "" if one.rule == DEFAULT else rules[one.rule],
            )
            for one in self._changes.nearest(programs, possible, matters)
        )

    # Who is responsible.

    def _responsible_for(self, rule: Rule, programs: Programs) -> tuple[str, ...]:
        bits = tuple(self._holding(rule.id, programs))
        if bits not in self._parties_by:
            self._parties_by[bits] = self._responsible(rule, bits)
        return self._parties_by[bits]

    def _responsible(self, rule: Rule, bits: Sequence[int]) -> tuple[str, ...]:
        """The parties that make a rule hold, each by itself; all that its facts name if none does by itself."""
        facts = [name for name in rule.breach_by if name in self.page.agreement.facts]
        named = [name for name in rule.breach_by if name not in self.page.agreement.facts]
        candidates = [(name, party) for name in facts for party in self._parties(name)]
        enough = [party for name, party in candidates if self._is_enough(name, party, facts, bits)]
        found = tuple(dict.fromkeys([*named, *(enough or [party for _, party in candidates])]))
        return found or ((UNKNOWN_PARTY,) if any(self._is_open(name) for name in facts) else ())

    def _parties(self, name: str) -> Sequence[str]:
        value = self.facts.get(name)
        if isinstance(value, Parties):
            return [party for party in self.page.agreement.parties if party in value.yes]
        return [value] if isinstance(value, str) and value != NOBODY else []

    def _is_open(self, name: str) -> bool:
        value, type_ = self.facts.get(name), self.page.agreement.facts[name].type
        return value is None or (isinstance(value, Parties) and len(value.yes | value.no) < len(type_.members))

    def _is_enough(self, name: str, party: str, facts: Sequence[str], bits: Sequence[int]) -> bool:
        """Whether a rule holds with one party in one fact, and nothing known of the others that name parties."""
        if not any(self.sheet.uses.get(name, 0) & bit for bit in bits):
            return True
        alone: Value = Parties(frozenset({party})) if isinstance(self.facts.get(name), Parties) else party
        less = {**self.facts, **dict.fromkeys(facts), name: alone}
        return all(self.sheet.holds(bit, less) for bit in bits)

    # What is missing.

    def _residue(self, consent: Consent, outcome: Outcome) -> Iterator[Need]:
        """The consents without which a rule holds a movement back."""
        given = self.facts.get(consent.fact)
        if outcome.verdict == consent.missing and isinstance(given, Parties):
            for party in consent.of:
                if party not in given.yes:
                    yield Need("consent", consent.fact, party)

    def _needs(self, voice: Voice, answer: Answer) -> Iterator[Need]:
        """What would narrow the answer: facts and consents, then positions; all open facts if none does alone."""
        found = [*self._facts_needed(voice, answer), *self._positions_needed(voice, answer)]
        if found:
            yield from found
            return
        open_bits = self.marks[1] & voice.used
        for name, _ in self._endings:
            if self.sheet.uses[name] & open_bits:
                yield self._need(name)

    def _facts_needed(self, voice: Voice, answer: Answer) -> Iterator[Need]:
        open_bits = self.marks[1] & voice.used
        for name, endings in self._endings:
            if not self.sheet.uses[name] & open_bits:
                continue
            consents = [*self._consents_needed(name, voice, answer, open_bits)]
            if consents:
                yield from consents
                continue
            after = self._after(name, endings, voice.programs, answer)
            if any(one != answer.possible for one in after):
                yield self._need(name, settles=not any(one & one - 1 for one in after))

    def _consents_needed(self, name: str, voice: Voice, answer: Answer, open_bits: int) -> Iterator[Need]:
        """The parties whose consent, given or known not to be, would narrow the answer."""
        given = self.facts.get(name) or Parties()
        assert isinstance(given, Parties | Codes | str | int)
        if not isinstance(given, Parties):
            return
        asked = [
            party
            for number, rule in enumerate(self.page.rules)
            if rule.consent and rule.consent.fact == name and self.sheet.rule_masks.get(number, 0) & open_bits
            for party in rule.consent.of
        ]
        for party in dict.fromkeys(asked):
            if party not in given.yes | given.no:
                either = (Parties(given.yes | {party}, given.no), Parties(given.yes, given.no | {party}))
                after = self._after(name, either, voice.programs, answer)
                if any(one != answer.possible for one in after):
                    yield Need("consent", name, party, settles=not any(one & one - 1 for one in after))

    def _positions_needed(self, voice: Voice, answer: Answer) -> Iterator[Need]:
        for issue, stated in voice.fills.items():
            after = [self.sheet.fold(programs, *self.marks)[0] & answer.possible for programs in stated]
            if any(one != answer.possible for one in after):
                party = voice.reading.party or voice.reading.id
                yield Need("position", issue, party, settles=not any(one & one - 1 for one in after))

    def _after(self, name: str, values: Sequence[Value], programs: Programs, answer: Answer) -> list[int]:
        """The verdicts that remain possible after learning each of some values of a fact."""
        scratch: dict[str, Value | None] = dict(self.facts)
        found: list[int] = []
        for value in values:
            scratch[name] = value
            marks = self.sheet.again(*self.marks, scratch, name)
            found.append(self.sheet.fold(programs, *marks)[0] & answer.possible)
        return found

    def _need(self, name: str, *, settles: bool = False) -> Need:
        contested = self.provenance.get(name, _NOWHERE).contested
        return Need("fact", name, settles=settles, type=self.page.agreement.facts[name].type, contested=contested)


def _holds(bit: int) -> Decides:
    return lambda true, _open, _facts: bool(true & bit)
