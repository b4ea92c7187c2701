"""Rules with their consents, and the dated limits they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from safeconduct.agreement.cel import Kind
from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.conditions import RULE_FACTS, Conditions, check_element_predicates
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.lists import clauses_unless_assumed
from safeconduct.agreement.load.problems import shown, suggestion
from safeconduct.agreement.load.values import DAY_EXAMPLE, NAME, WORD, limit_value
from safeconduct.agreement.model import (
    BASES,
    INDETERMINATE,
    QUESTIONS,
    VERDICTS,
    Consent,
    DeclaredFact,
    Limit,
    LimitRow,
    Question,
    Rule,
)
from safeconduct.agreement.ruling import LIMIT
from safeconduct.base.instant import InstantError
from safeconduct.base.limits import AGREEMENT_RULES_MAX
from safeconduct.base.yaml_file import Node

BLAMED = frozenset({"breach", "impeded"})
CONSENTS = "consents"
REFUSALS = "refusals"
_ABOUT_PARTIES = frozenset({Kind.PARTY, Kind.PARTIES})


def read_limits(file: Block, known: Known) -> dict[str, Limit]:
    """The block `limits`."""
    found: dict[str, Limit] = {}
    for key, node in file.members("limits", "limit", WORD):
        with file.problems.naming(LIMIT + key):
            found[key] = _limit(file, known, key, node)
    return found


def _limit(file: Block, known: Known, key: str, node: Node) -> Limit:
    holder = Block(node, f"limit {shown(key)}", file.problems, {"rows": node})
    rows: list[tuple[Kind, LimitRow]] = []
    for one in holder.items("rows"):
        block = open_block(file.problems, one, holder.subject, keys.LIMIT_ROW)
        row = _row(block, known) if block else None
        if block is None or row is None:
            continue
        if rows and row[0] is not rows[0][0]:
            what = f"this value is of type {row[0].value}, the first of type {rows[0][0].value}"
            block.problem("value", what, "Give every row of a limit a value of one type.")
        if rows and row[1].start < rows[-1][1].start:
            block.problem("from", "this row begins before the one above it", "List the rows in order of time.")
        if any(row[1].start == before.start and row[1].under == before.under for _, before in rows):
            block.problem("from", "two rows begin at one instant under the same positions", "Take one of them out.")
        rows.append(row)
    if isinstance(node.value, tuple) and not node.value:
        holder.problem("rows", "there is no row", "Write at least one, with from, value and basis.")
    return Limit(key, rows[0][0] if rows else Kind.INT, tuple(row for _, row in rows), line=node.place.line)


def _row(block: Block, known: Known) -> tuple[Kind, LimitRow] | None:
    value, start = _value(block), block.instant("from")
    basis = block.choice("basis", BASES)
    clauses = clauses_unless_assumed(block, known)
    under, unit = known.under(block), block.text("unit")
    if value is None or start is None:
        return None
    return value[0], LimitRow(start, value[1], basis, unit, clauses, under, block.line)


def _value(block: Block) -> tuple[Kind, int] | None:
    node = block.fields.get("value")
    if node is None:
        return None
    mend = "Write a whole number, an instant such as 2022-08-31, or a duration such as PT15M or P10D."
    try:
        found = limit_value(node.value)
    except InstantError as error:
        block.problem("value", f"`value`: {error.what}", DAY_EXAMPLE)
        return None
    if found is None:
        block.problem("value", f"`value` is {node.shape}, which is no value of a limit", mend)
    return found


def read_rules(
    file: Block, known: Known, conditions: Conditions, facts: Mapping[str, DeclaredFact]
) -> tuple[Rule, ...]:
    """The block `rules`."""
    found: list[Rule] = []
    blocks: list[Block] = []
    for node in file.items("rules", most=len(VERDICTS) * AGREEMENT_RULES_MAX + 1):
        block = open_block(file.problems, node, subject_of("rule", node), keys.RULE)
        if block:
            check_id(block, [rule.id for rule in found], found)
            found.append(_rule(block, known, conditions, facts))
            blocks.append(block)
    _check_count(file, found)
    if file.fields.get("rules") is not None and not found:
        file.problem("rules", "there are no rules", "Write at least one.")
    check_element_predicates(file, [rule.condition for rule in found])
    return tuple(
        replace(rule, before=_before(block, found, index))
        for index, (rule, block) in enumerate(zip(found, blocks, strict=True))
    )


def subject_of(kind: str, node: Node) -> str:
    """What messages call a member of a list: its kind and id, or its kind and line."""
    named = node.value.get("id") if isinstance(node.value, dict) else None
    if named is not None and isinstance(named.value, str):
        return f"{kind} {shown(named.value)}"
    return f"{kind} on line {node.place.line}"


def check_id(block: Block, before: Sequence[str], parts: Sequence[Rule]) -> None:
    """Note a problem if an id has no proper form or was used before."""
    name = block.text("id")
    if name and not NAME.fullmatch(name):
        mend = "Begin with a letter; use letters, digits, - and _, 64 characters at most."
        block.problem("id", f"{shown(name)} is no id", mend)
    if name and name in before:
        first = parts[list(before).index(name)].line
        block.problem("id", f"the id {shown(name)} is used twice, first on line {first}", "Rename one of the two.")


def _check_count(file: Block, rules: Sequence[Rule]) -> None:
    for question in QUESTIONS:
        of_question = [rule for rule in rules if rule.question == question]
        if len(of_question) > AGREEMENT_RULES_MAX:
            place = replace(file.node.place, line=of_question[AGREEMENT_RULES_MAX].line, column=1)
            what = f"the question {question!r} has more than {AGREEMENT_RULES_MAX} rules"
            mend = "Join rules that lead to one verdict with ||, or split the agreement."
            file.problems.add(place, f"rule {shown(of_question[AGREEMENT_RULES_MAX].id)}", what, mend, code="E11")


def _rule(block: Block, known: Known, conditions: Conditions, facts: Mapping[str, DeclaredFact]) -> Rule:
    question = block.choice("for", QUESTIONS)
    then = _then(block, question)
    consent = _consent(block, known, question, facts)
    if ("then" in block.fields) is ("needs_consent" in block.fields):
        what = "both `then` and `needs_consent`" if then else "neither `then` nor `needs_consent`"
        block.problem("then", f"it has {what}", "Write one of them.")
    condition = conditions.read(block, "when", RULE_FACTS)
    return Rule(
        id=block.text("id"),
        question=question,
        clauses=known.references(block, "clause"),
        basis=block.choice("basis", BASES),
        text=condition.pieces[-1].value.text if condition and condition.pieces[-1].value else "",
        condition=condition or conditions.nothing(),
        then=then or None,
        says=block.words("says"),
        consent=consent,
        breach_by=_breach_by(block, known, facts, then, consent),
        under=known.under(block),
        asymmetric=known.reference(block, "asymmetric"),
        note=block.text("note"),
        line=block.line,
    )


def _then(block: Block, question: Question) -> str:
    return _verdict(block, "then", question) if "then" in block.fields else ""


def _verdict(block: Block, key: str, question: Question) -> str:
    if key in block.fields and block.fields[key].value == INDETERMINATE:
        mend = f"Write one of {', '.join(VERDICTS[question])}."
        block.problem(key, f"{INDETERMINATE} is what remains when facts are missing, never a verdict of a rule", mend)
        return ""
    return block.choice(key, VERDICTS[question])


def _consent(rule: Block, known: Known, question: Question, facts: Mapping[str, DeclaredFact]) -> Consent | None:
    inner = rule.block("needs_consent", keys.CONSENT)
    if inner is None:
        return None
    fact = inner.text("fact") or CONSENTS
    refused = inner.text("refused_fact")
    for key, name in (("fact", fact), ("refused_fact", refused)):
        if name and (name not in facts or facts[name].type.kind is not Kind.PARTIES or facts[name].per != "movement"):
            mend = suggestion(name, _sets(facts), f"Declare {name}: {{type: set(party)}} under `facts`.")
            inner.problem(key, f"{shown(name)} is no fact of type set(party) about a movement", mend)
    if not refused:
        refused = next((name for name in (f"{fact}_refused", REFUSALS) if name in _sets(facts)), "")
    return Consent(
        of=inner.names("of", known.parties, "party"),
        fact=fact,
        missing=_verdict(inner, "missing", question),
        refused=_verdict(inner, "refused", question),
        refused_fact=refused,
    )


def _sets(facts: Mapping[str, DeclaredFact]) -> list[str]:
    return [name for name, fact in facts.items() if fact.type.kind is Kind.PARTIES and fact.per == "movement"]


def _breach_by(
    block: Block, known: Known, facts: Mapping[str, DeclaredFact], then: str, consent: Consent | None
) -> tuple[str, ...]:
    about = [name for name, fact in facts.items() if fact.type.kind in _ABOUT_PARTIES]
    found = block.names("breach_by", [*about, *known.parties], "party, or fact that names parties,")
    verdicts = {consent.missing, consent.refused} if consent else {then}
    if found and not verdicts & BLAMED:
        mend = "Take `breach_by` out, or let the rule lead to breach or impeded."
        block.problem("breach_by", "nobody is in breach where the verdict is neither breach nor impeded", mend)
    return found


def _before(block: Block, rules: Sequence[Rule], index: int) -> dict[str, str]:
    node = block.fields.get("before")
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        block.problem("before", f"`before` is {node.shape}", "Write rule-id: why this rule stands before that one.")
        return {}
    later = [rule.id for rule in rules[index + 1 :] if rule.question == rules[index].question]
    for name in node.value:
        if name not in later:
            mend = suggestion(name, later, "Take it out.")
            what = f"no later rule of the same question is called {shown(name)}"
            block.problems.add(node.keys[name], block.subject, what, mend)
    return {name: block.text_of(node.value[name], f"the reason for {name}") for name in sorted(node.value)}
