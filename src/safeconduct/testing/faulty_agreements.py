"""Faulty agreements, made from a good one by one small mistake each, with the way in which each must be found.

What a single file can show is found when it is loaded or checked. What only a comparison can show, such as a
rule that is no longer there, is found by `diff_agreements` against the good version.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import VERDICTS

Doc: TypeAlias = dict[str, Any]
Mistake: TypeAlias = Callable[[Doc], None]

LOAD = "load"
DIFF = "diff"


@dataclass(frozen=True, slots=True)
class FaultyAgreement:
    """One mistake. text: the file. found_by: ``load``, ``diff`` or the codes of findings; any one will do."""

    name: str
    text: str
    found_by: frozenset[str]


def plain_text(text: str) -> str:
    """The same agreement as the faulty ones are written: JSON, which is YAML, one value on each line."""
    return _written(json.loads(agreement_from_yaml(text, "good.yaml").document))


def faulty_agreements(text: str) -> list[FaultyAgreement]:
    """Faulty versions of a good agreement that has rules, lists, limits, issues, readings and an amendment."""
    good: Doc = json.loads(agreement_from_yaml(text, "good.yaml").document)
    found = []
    for name, mistake, found_by in _mistakes(good):
        faulty = deepcopy(good)
        mistake(faulty)
        found.append(FaultyAgreement(name, _written(faulty), frozenset(found_by)))
    return [*found, *_textual(_written(good))]


def _written(document: Doc) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    for number, rule in enumerate(good["rules"]):
        for what, mistake, found_by in _rule_mistakes(good, number, rule):
            yield f"rule {rule['id']}: {what}", mistake, found_by
    yield from _order_mistakes(good)
    yield from _list_mistakes(good)
    yield from _limit_mistakes(good)
    yield from _issue_mistakes(good)
    yield from _amendment_mistakes(good)
    yield from _other_mistakes(good)


def _rule_mistakes(good: Doc, number: int, rule: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    when = str(rule["when"])
    excused = "asymmetric" in rule
    party_fact, party = _party_fact(good), next(iter(_equals(good)))
    named = {LOAD} if f"rules.{rule['id']}" in json.dumps(good["amendments"]) else set()
    one_sided = {"R11"} if not excused and "under" not in rule else {DIFF}
    yield "dropped", lambda doc: doc["rules"].pop(number), {DIFF, *named}
    yield "widened to everything", _set_rule(number, when="true"), {DIFF}
    yield "negated", _set_rule(number, when=f"!({when})"), {DIFF}
    yield "contradictory", _set_rule(number, when=f"({when}) && !({when})"), {"R01"}
    yield "shadowed", _shadow(number), {"R01"}
    yield "one-sided", _set_rule(number, when=f"({when}) && {party_fact.format(party)}"), one_sided
    yield "one direction", _set_rule(number, when=f'({when}) && direction == "inbound"'), {DIFF} if excused else {"R10"}
    yield "without clause", lambda doc: doc["rules"][number].pop("clause"), {LOAD, "R08"}
    yield "unknown clause", _set_rule(number, clause=["NOWHERE/1"]), {LOAD}
    yield "without basis", lambda doc: doc["rules"][number].pop("basis"), {LOAD}
    yield "unknown fact", _set_rule(number, when=f"({when}) && not_a_fact"), {LOAD}
    yield "unknown list", _set_rule(number, when=f"({when}) && cargo.exists(c, c in list.nowhere)"), {LOAD}
    for old, new in ((" > ", " >= "), (" && ", " || "), (" || ", " && "), (" == ", " != "), ("exists", "all")):
        if old in when:
            yield f"{old.strip()} made {new.strip()}", _set_rule(number, when=when.replace(old, new, 1)), {DIFF}
    if " && " in when:
        yield "widened by half", _set_rule(number, when=when.split(" && ", 1)[1]), {DIFF}
    if "then" in rule:
        for verdict in VERDICTS[rule["for"]]:
            if verdict != rule["then"]:
                yield (
                    f"made {verdict}",
                    _set_rule(number, then=verdict),
                    {DIFF, LOAD} if "breach_by" in rule else {DIFF},
                )
        yield "indeterminate", _set_rule(number, then="indeterminate"), {LOAD}
    else:
        yield "consent of one side", lambda doc: doc["rules"][number]["needs_consent"].update(of=[party]), {"R11", DIFF}
    if "under" in rule:
        yield "under no position", lambda doc: doc["rules"][number].pop("under"), {DIFF}


def _order_mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    for number, (rule, other) in enumerate(zip(good["rules"], good["rules"][1:], strict=False)):
        if rule["for"] == other["for"]:
            yield f"rules {rule['id']} and {other['id']} swapped", _swap_rules(number), {DIFF}
    for question in good["defaults"]:
        yield f"default of {question} dropped", _drop("defaults", question), {LOAD, "R02"}
    for question, verdict in good["defaults"].items():
        strictest = next(one for one in reversed(VERDICTS[question]) if one != verdict)
        yield f"default of {question} changed", _set(strictest, "defaults", question), {DIFF}


def _list_mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    for name, one in good["lists"].items():
        first = ("lists", name, "versions", 0)
        yield f"list {name}: begins late", _set("2022-08-20", *first, "from"), {"R09"}
        yield f"list {name}: unknown scheme", _set("taric", *first, "any_of", 0, "scheme"), {LOAD}
        yield f"list {name}: malformed code", _set(["12345678"], *first, "any_of", 0, "prefix"), {LOAD}
        yield f"list {name}: chapter that does not exist", _set(["77"], *first, "any_of", 0, "prefix"), {"R13"}
        yield f"list {name}: dropped", _drop("lists", name), {LOAD}
        yield f"list {name}: other goods", _set(["0102"], *first, "any_of", 0, "prefix"), {DIFF}
        if len(one["versions"]) > 1:
            yield f"list {name}: gap between versions", _set("2022-10-01", *first, "until"), {"R09"}
            yield f"list {name}: version dropped", _drop("lists", name, "versions", 1), {DIFF}
            yield f"list {name}: versions overlap", _set("2022-07-01", "lists", name, "versions", 1, "from"), {LOAD}


def _limit_mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    for name, rows in good["limits"].items():
        yield f"limit {name}: dropped", _drop("limits", name), {LOAD}
        yield f"limit {name}: begins late", _set("2022-08-20", "limits", name, 0, "from"), {"R09"}
        twin = {**rows[0], "value": 7}
        yield f"limit {name}: two values at once", _insert(twin, "limits", name, 1), {LOAD, "R09"}
        yield f"limit {name}: text for a number", _set("many", "limits", name, 0, "value"), {LOAD}
        for number, row in enumerate(rows):
            if isinstance(row["value"], int):
                changed = _set(row["value"] + 1, "limits", name, number, "value")
                yield f"limit {name}: row {number + 1} changed", changed, {DIFF}
        if any("under" in row for row in rows) and "under" not in rows[0]:
            yield f"limit {name}: nothing for one position", _drop("limits", name, 0), {"R07", "R09"}


def _issue_mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    positions = {
        "yes": {"held_by": [next(iter(_equals(good)))], "basis": "assumed", "cites": [next(iter(good["sources"]))]}
    }
    positions["no"] = {**positions["yes"], "held_by": [_equals(good)[-1]]}

    def idle(doc: Doc) -> None:
        doc["issues"]["weather"] = {"asks": "Does it rain?", "positions": positions}
        for reading in doc["readings"].values():
            reading["weather"] = "silent"

    yield "issue that changes nothing", idle, {"R05"}
    for name, issue in good["issues"].items():
        first, second, *_ = issue["positions"]
        holder = issue["positions"][first]["held_by"]
        both = _set([*issue["positions"][second]["held_by"], *holder], "issues", name, "positions", second, "held_by")
        yield f"issue {name}: two positions at once", both, {LOAD, "R09"}
        yield f"issue {name}: position without citation", _drop("issues", name, "positions", first, "cites"), {LOAD}
        yield f"issue {name}: dropped", _drop("issues", name), {LOAD}
        for reading in good["readings"]:
            yield f"reading {reading}: says nothing on {name}", _drop("readings", reading, name), {LOAD}
            yield f"reading {reading}: unknown position on {name}", _set("maybe", "readings", reading, name), {LOAD}
            if reading in _equals(good) and isinstance(good["readings"][reading][name], str):
                other = first if good["readings"][reading][name] == second else second
                yield (
                    f"reading {reading}: another's position on {name}",
                    _set(other, "readings", reading, name),
                    {"R09"},
                )


def _amendment_mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    for number, one in enumerate(good["amendments"]):
        name = f"amendment {one['id']}"
        if "issue" in one:
            yield f"{name}: tied to no issue", _drop("amendments", number, "issue"), {"R12"}
        yield f"{name}: ends before it begins", _set("2020-01-01", "amendments", number, "until"), {LOAD, "R09"}
        yield f"{name}: names nothing", _set(["rules.nowhere"], "amendments", number, "does", "add"), {LOAD}
        yield f"{name}: dropped", _drop("amendments", number), {DIFF}
        yield f"{name}: recognised by nobody known", _set(["mars"], "amendments", number, "recognised_by"), {LOAD}
        if "contested_by" in one:
            yield f"{name}: silent on who contests it", _drop("amendments", number, "contested_by"), {"R07"}


def _other_mistakes(good: Doc) -> Iterator[tuple[str, Mistake, set[str]]]:
    source = next(name for name, one in good["sources"].items() if "clauses" in one)
    yield "clause without rule", _set({"says": "Nobody whistles."}, "sources", source, "clauses", "99"), {"R08"}
    yield "source dropped", _drop("sources", source), {LOAD}
    yield "fact that nothing uses", _set({"type": "bool", "from": "passage.spare"}, "facts", "spare"), {"R06"}
    yield "fact of an unknown kind", _set("telepathy.at", "facts", _numeric(good), "from"), {LOAD, "R06"}
    yield "fact of an unknown type", _set("float", "facts", _numeric(good), "type"), {LOAD}
    yield "fact dropped", _drop("facts", _numeric(good)), {LOAD}
    yield "direction lost", _set(["outbound"], "facts", "direction", "of"), {LOAD}
    yield "party dropped", _drop("parties", _equals(good)[0]), {LOAD}
    yield "reading dropped", _drop("readings", next(iter(good["readings"]))), {DIFF}
    for name, post in good["route"]["posts"].items():
        yield f"post {name}: twice", _set({**post}, "route", "posts", f"{name}b"), {"R09"}
        later = {**post, "from": "2023-06-01"}
        yield f"post {name}: gap", _post_gap(name, later), {"R09"}
    for number, duty in enumerate(good["obligations"]):
        yield f"obligation {duty['id']}: dropped", _drop("obligations", number), {DIFF}
        one = _equals(good)[0]
        if set(_equals(good)) <= set(duty["by"]):
            yield f"obligation {duty['id']}: one-sided", _set([one], "obligations", number, "by"), {"R11"}
        yield f"obligation {duty['id']}: without clause", _drop("obligations", number, "clause"), {LOAD, "R08"}


def _textual(text: str) -> Iterator[FaultyAgreement]:
    """Mistakes that no document can hold."""
    loads = frozenset({LOAD})
    first = text.index('"defaults"')
    yield FaultyAgreement("duplicate key", f'{text[:first]}"defaults": {{}},\n {text[first:]}', loads)
    yield FaultyAgreement("alias", text.replace('"kept"', "&k kept", 1).replace('"permitted"', "*k", 1), loads)
    yield FaultyAgreement("unknown key", f'{text[:first]}"default": {{}},\n {text[first:]}', loads)
    yield FaultyAgreement(
        "unknown format", text.replace("safeconduct-agreement/1", "safeconduct-agreement/9", 1), loads
    )
    yield FaultyAgreement("cut short", text[: len(text) // 2], loads)


def _set(value: object, *path: str | int) -> Mistake:
    def mistake(doc: Doc) -> None:
        *before, last = path
        _at(doc, before)[last] = value

    return mistake


def _drop(*path: str | int) -> Mistake:
    def mistake(doc: Doc) -> None:
        *before, last = path
        del _at(doc, before)[last]

    return mistake


def _insert(value: object, *path: str | int) -> Mistake:
    def mistake(doc: Doc) -> None:
        *before, last = path
        _at(doc, before).insert(last, value)

    return mistake


def _at(doc: Doc, path: list[str | int]) -> Any:
    place: Any = doc
    for step in path:
        place = place[step]
    return place


def _set_rule(number: int, **fields: object) -> Mistake:
    return lambda doc: doc["rules"][number].update(fields)


def _shadow(number: int) -> Mistake:
    """Put a rule with the same condition and another verdict in front of a rule."""

    def mistake(doc: Doc) -> None:
        rule = doc["rules"][number]
        verdict = next(one for one in reversed(VERDICTS[rule["for"]]) if one != rule.get("then"))
        kept = {key: rule[key] for key in ("for", "clause", "basis", "when", "says", "asymmetric") if key in rule}
        doc["rules"].insert(number, {**kept, "id": f"{rule['id']}-before", "then": verdict})

    return mistake


def _swap_rules(number: int) -> Mistake:
    def mistake(doc: Doc) -> None:
        doc["rules"][number : number + 2] = reversed(doc["rules"][number : number + 2])

    return mistake


def _post_gap(name: str, later: Doc) -> Mistake:
    def mistake(doc: Doc) -> None:
        doc["route"]["posts"][name]["until"] = "2023-01-01"
        doc["route"]["posts"][f"{name}b"] = later

    return mistake


def _equals(good: Doc) -> list[str]:
    parties: dict[str, Doc] = good["parties"]
    return [name for name, party in parties.items() if party["role"] == "party"]


def _party_fact(good: Doc) -> str:
    """A condition on some party, with a place for its id."""
    facts: dict[str, Doc] = good["facts"]
    return next(f'{name} == "{{}}"' for name, fact in facts.items() if fact["type"] == "party")


def _numeric(good: Doc) -> str:
    facts: dict[str, Doc] = good["facts"]
    return next(name for name, fact in facts.items() if fact["type"] == "int" and "from" in fact)
