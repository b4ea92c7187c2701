"""Put claims to the facts: the one entry point of the engine.

define -> evaluate -> compare -> reconcile (per statement) -> conventions (per speaker) -> evidence. A pure function of
the facts and the claims; order of the claims decides the order of the answers and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from safeconduct.agreement.model import Agreement
from safeconduct.assess.claims.agreed import readings_of
from safeconduct.assess.claims.answer import Answer
from safeconduct.assess.claims.convention import ALL_SPEAKERS, Finding, find_convention
from safeconduct.assess.claims.definition import define
from safeconduct.assess.claims.evaluate import Evaluator
from safeconduct.assess.claims.evidence import evidence_rows
from safeconduct.assess.claims.interval import Verdict
from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.model import Claim, number_to_json
from safeconduct.assess.claims.proposals import Proposals, proposals_for
from safeconduct.assess.claims.readings import one_of_all, undecided_between, under_reading
from safeconduct.assess.claims.reconcile import Agreement as Agreeing
from safeconduct.assess.claims.reconcile import Group, member_id
from safeconduct.assess.claims.verdict import answer_without_reconciliations
from safeconduct.assess.claims.vocabulary import ClaimVocabulary
from safeconduct.base.errors import SafeconductError
from safeconduct.facts.build import Facts, LogState


@dataclass(frozen=True, slots=True)
class Report:
    """The answers to the claims of one file, the conventions found, and what could not be asked."""

    corridor: str
    logs: tuple[LogState, ...]
    answers: tuple[Answer, ...]
    conventions: tuple[Finding, ...]
    problems: tuple[SafeconductError, ...]
    simulated: bool

    def to_json(self) -> dict[str, Any]:
        """The object of docs/reference/answers.md."""
        found: dict[str, Any] = {
            "corridor": self.corridor,
            "logs": [{"origin": log.origin, "size": log.size, "root": log.root} for log in self.logs],
            "claims": [answer.to_json() for answer in self.answers],
            "conventions": [finding_to_json(finding, self._notes()) for finding in self.conventions],
        }
        if self.simulated:
            found["simulated"] = True
        if self.problems:
            found["errors"] = [problem.to_json() for problem in self.problems]
        return found

    def _notes(self) -> dict[str, str]:
        """What is said of the gap that a claim keeps under every change: the first note of its reconciliations."""
        noted = ((a.claim.id, r.note) for a in self.answers for r in a.reconciliations if r.note is not None)
        return {name: str(note) for name, note in noted}


def answer_claims(facts: Facts, claims_file: ClaimsFile, agreement: Agreement | None = None) -> Report:
    """Answer every claim of a file; claims with words this corridor does not know are listed as problems.

    agreement: gives claims its lists and limits. A claim that names no reading, and uses a limit on which readings
    differ, is put under each; where they do not come to the same it is undecided and stands apart from the others.
    """
    vocabulary = ClaimVocabulary(facts, frozenset(claims_file.not_recorded), agreement)
    evaluators, apart, problems = _defined(claims_file.claims, vocabulary)
    first = {member_id(e): answer_without_reconciliations(e) for e in evaluators}
    decided = [e for e in evaluators if first[member_id(e)].verdict is not Verdict.UNDECIDABLE]
    conventions = _conventions(decided)
    agreements = _agreements(decided)
    proposals = Proposals(agreements, conventions, {member_id(e): e for e in evaluators})
    answers = []
    for evaluator in evaluators:
        answer = first[member_id(evaluator)]
        if answer.verdict is Verdict.CONTRADICTED:
            answer = replace(answer, reconciliations=proposals_for(evaluator, proposals))
        answers.append(replace(answer, evidence=evidence_rows(evaluator)))
    place = {claim.id: number for number, claim in enumerate(claims_file.claims)}
    answers = sorted([*answers, *apart], key=lambda answer: place[answer.claim.id])
    return Report(
        corridor=facts.terms.corridor,
        logs=facts.stamp,
        answers=tuple(answers),
        conventions=tuple(conventions),
        problems=(*claims_file.problems, *problems),
        simulated=facts.evidence == "simulated",
    )


def _defined(
    claims: Iterable[Claim], vocabulary: ClaimVocabulary
) -> tuple[list[Evaluator], list[Answer], list[SafeconductError]]:
    """The claims to evaluate, the answers to those on which readings differ, and what could not be asked."""
    evaluators, apart, problems = [], [], []
    for claim in claims:
        try:
            readings = readings_of(claim, vocabulary.agreement)
            under = [Evaluator(define(under_reading(claim, reading), vocabulary)) for reading in readings]
            undecided = undecided_between(claim, under) if len(under) > 1 else None
            if undecided is not None:
                apart.append(undecided)
            else:
                evaluators.append(one_of_all(claim, under) if len(under) > 1 else under[0])
        except SafeconductError as problem:
            problems.append(problem)
    return evaluators, apart, problems


def _agreements(evaluators: Sequence[Evaluator]) -> dict[str, list[Agreeing]]:
    """Per claim id, the changes that its statement's claims about the same period agree under."""
    groups: dict[tuple[object, ...], list[Evaluator]] = {}
    for evaluator in evaluators:
        claim = evaluator.definition.claim
        key = (claim.statement, claim.speaker, claim.proposition.period_key())
        groups.setdefault(key, []).append(evaluator)
    found: dict[str, list[Agreeing]] = {}
    for members in groups.values():
        agreed = Group(members).agreements()
        for member in members:
            found[member_id(member)] = agreed
    return found


def _conventions(evaluators: Sequence[Evaluator]) -> list[Finding]:
    """The best convention of each speaker, speakers in the order of their first claim, then of all together."""
    speakers: dict[str, list[Evaluator]] = {}
    for evaluator in evaluators:
        speakers.setdefault(evaluator.definition.claim.speaker, []).append(evaluator)
    found = [finding for name, own in speakers.items() if (finding := find_convention(name, own))]
    if len(speakers) > 1:
        together = find_convention(ALL_SPEAKERS, evaluators)
        found += [together] if together is not None else []
    return found


def finding_to_json(finding: Finding, notes: Mapping[str, str]) -> dict[str, Any]:
    """A convention as an object. notes: what is said of a claim's remaining gap, by claim id."""
    convention = finding.best.convention
    runner = finding.runner_up
    return {
        "speaker": finding.speaker,
        "change": str(convention.words()),
        "kind": convention.kind,
        "column": convention.column,
        "days": convention.days,
        "agree": len(finding.best.agree),
        "of": finding.of,
        "agree_exactly_stated": len(finding.best.exact),
        "agree_as_stated": len(finding.plain.agree),
        "agree_held_out": finding.held_out,
        "strength": "consistent with" if finding.consistent_only else "best explanation found",
        "tried": finding.tried,
        "explains": sorted(finding.best.agree),
        "runner_up": None if runner is None else {"change": str(runner.convention.words()), "agree": len(runner.agree)},
        "unexplained": [
            {
                "id": left.claim,
                "value": None if left.value is None else number_to_json(left.value),
                "residual": None if left.residual is None else number_to_json(left.residual),
                **({"note": notes[left.claim]} if left.claim in notes else {}),
            }
            for left in finding.left
        ],
    }
