"""One decision at a time beside other engines: the same eight rules, the same movements, in turns within one run.

Ours is the bare verdict of `Decider`, from facts as the node holds them. A peer gets its rules in the form that
suits it best, compiled beforehand, and facts already in its own types: one chain of `? :` for CEL, a decision
table with one expression a rule for zen-engine. Every verdict is compared first; a difference fails the run.
Then the full explanation of a movement under all readings of the Lachin agreement, beside a peer's bare verdict.
No movement is explained twice: every turn has new ones, with every fact drawn evenly, so that they are more varied
than those of a road. An explainer fills in the outline of a case of the same classes if it has met one. So it is
measured after 4,000 other movements: some seven in ten of the next are then of a class it met, and more as the
turns go on. And once more without any outlines, which is what the first of each class costs.

A peer that is not installed is left out, with a message. Run it as ``python -m bench.decide [--seconds N]``.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import Any, TypeAlias

from safeconduct.agreement.back.closure import decider_of
from safeconduct.agreement.case import Case
from safeconduct.agreement.cel import (
    CodeList,
    Codes,
    Constant,
    FactType,
    Kind,
    Parties,
    Vocabulary,
    load_condition,
)
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.explain import Explainer
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.agreement.ruling import Ruling, Step
from safeconduct.agreement.timeline import always
from safeconduct.testing.movements import random_movements

Row: TypeAlias = dict[str, str | int | float]
Facts: TypeAlias = dict[str, Value | None]
Decide: TypeAlias = Callable[[Any], object]

MOVEMENTS = 400
OTHER_MOVEMENTS = 4_000
TURNS_MIN = 3
BORDER = 1_682_236_800_000_000  # 2023-04-23T08:00:00Z
PARTIES = ("am", "az", "ru", "rpkf", "icrc")
LISTS = {
    "munitions": ("hs:93", "hs:3601", "hs:3602", "un_class:1"),
    "dual_use": ("hs:8471", "hs:2804", "hs:31"),
}
LIMITS = {
    "delay": Constant(Kind.INT, 240),
    "patient_delay": Constant(Kind.INT, 120),
    "border": Constant(Kind.INSTANT, BORDER),
}
FACTS = {
    "at": FactType(Kind.INSTANT, low=BORDER - 10**13, high=BORDER + 10**13),
    "direction": FactType(Kind.ENUM, ("inbound", "outbound")),
    "category": FactType(Kind.ENUM, ("truck", "bus", "car")),
    "carrier": FactType(Kind.PARTY, (*PARTIES, "none")),
    "mission": FactType(Kind.PARTY, (*PARTIES, "none")),
    "armed": FactType(Kind.BOOL),
    "notified": FactType(Kind.BOOL),
    "patient": FactType(Kind.BOOL),
    "cargo": FactType(Kind.CODES),
    "checked_by": FactType(Kind.PARTIES, PARTIES),
    "consents": FactType(Kind.PARTIES, PARTIES),
    "delay_min": FactType(Kind.INT, low=0, high=300),
}
RULES = (
    ("prohibited", "cargo.exists(c, c in list.munitions)"),
    ("prohibited", 'armed && carrier != "rpkf"'),
    ("hold", 'mission != "none" && (!("am" in consents) || !("az" in consents))'),
    ("hold", 'cargo.exists(c, c in list.dual_use) && !(notified) && !(carrier in ["rpkf", "icrc"])'),
    ("hold", 'at >= limit.border && !("az" in checked_by) && carrier != "rpkf"'),
    ("hold", "patient && delay_min > limit.patient_delay"),
    ("hold", "delay_min > limit.delay"),
    ("hold", 'category == "bus" && direction == "outbound" && !(notified)'),
)
DEFAULT = "permitted"


def run(seconds: float = 6.0) -> list[Row]:
    """Measure for about `seconds` in all: microseconds of one decision, the median, and the peer's over ours."""
    rng = random.Random(3)  # noqa: S311 - a seeded sample, not a secret
    movements: list[Facts] = [{name: _value(rng, one) for name, one in FACTS.items()} for _ in range(MOVEMENTS)]
    ours = _ours()
    peers = [peer for peer in (_cel_expr(), _zen()) if peer is not None]
    for _, bare, taken in peers:
        for facts in movements:
            assert bare(taken(facts)) == ours(facts), facts
    agreement = _lachin()
    met, anew = Explainer(agreement, "conduct"), Explainer(agreement, "conduct", kept=0)
    for case in _cases(agreement, OTHER_MOVEMENTS, seed=4):
        met.explain(case)
    seeds = itertools.count(5)
    rows: list[Row] = []
    for name, bare, taken in peers:
        theirs = (bare, [taken(facts) for facts in movements])
        share = seconds / (3 * len(peers))
        # The clock would weigh on a microsecond, so it is read once in twenty decisions.
        what = "one bare decision, eight rules"
        rows.append(_row(what, (ours, lambda: movements), theirs, name, seconds=share, at_once=20))
        for what, explainer in (
            ("one explanation under all readings", met),
            ("one explanation under all readings, no outline kept", anew),
        ):
            explained = explainer.explain, lambda: _cases(agreement, MOVEMENTS, seed=next(seeds))
            rows.append(_row(what, explained, theirs, name, seconds=share, at_once=1))
    return rows


def _row(
    name: str,
    ours: tuple[Decide, Callable[[], list[Any]]],
    theirs: tuple[Decide, list[Any]],
    peer: str,
    *,
    seconds: float,
    at_once: int,
) -> Row:
    values: list[float] = []
    ratios: list[float] = []
    end = time.perf_counter() + seconds
    while len(values) < TURNS_MIN or time.perf_counter() < end:
        values.append(_median_us(ours[0], ours[1](), at_once))
        ratios.append(_median_us(*theirs, at_once) / values[-1])
    return {
        "name": name,
        "value": round(statistics.median(values), 3),
        "unit": "us",
        "ratio": round(statistics.median(ratios), 3),
        "peer": f"{peer} {version(peer)}, one bare decision",
    }


def _median_us(decide: Decide, asked: list[Any], at_once: int) -> float:
    """The median time of one decision, in microseconds."""
    times = []
    for first in range(0, len(asked), at_once):
        some = asked[first : first + at_once]
        begin = time.perf_counter_ns()
        for facts in some:
            decide(facts)
        times.append((time.perf_counter_ns() - begin) / len(some))
    return statistics.median(times) / 1000


def _value(rng: random.Random, declared: FactType) -> Value:
    """A value such that most movements meet no rule: they take the longest to decide."""
    match declared.kind:
        case Kind.BOOL:
            return rng.random() < 0.1
        case Kind.ENUM | Kind.PARTY:
            return rng.choice(declared.members) if rng.random() < 0.4 else declared.members[-1]
        case Kind.CODES:
            return Codes(tuple(_code(rng) for _ in range(rng.randint(0, 6))))
        case Kind.PARTIES:
            held = frozenset(party for party in declared.members if rng.random() < 0.8)
            return Parties(held, frozenset(declared.members) - held)
    return rng.randint(*declared.range())


def _code(rng: random.Random) -> str:
    """A code of one of some 4,000 goods; the munitions among them are as rare as in trade."""
    return f"hs:{rng.randint(1, 97):02}{rng.randint(1, 40):02}"


def _ours() -> Decide:
    lists = {name: CodeList(prefixes=prefixes) for name, prefixes in LISTS.items()}
    vocabulary = Vocabulary(FACTS, lists, LIMITS)
    steps = tuple(
        Step(f"rule-{number}", verdict, load_condition(when, vocabulary).tree)
        for number, (verdict, when) in enumerate(RULES)
    )
    return decider_of(always(Ruling("movement", DEFAULT, steps, tuple(FACTS)))).verdict


def _in_words_of(peer: Mapping[str, str], prefix_test: str) -> list[tuple[str, str]]:
    """The rules in a peer's language. prefix_test: how it tests the variable of a macro for a prefix."""
    words = {f"limit.{name}": str(one.value) for name, one in LIMITS.items()}
    for name, prefixes in LISTS.items():
        tests = [prefix_test.format(json.dumps(prefix)) for prefix in prefixes]
        words[f"c in list.{name}"] = peer["||"].join(tests)
    found = []
    for verdict, when in RULES:
        text = when
        for ours, theirs in {**dict(sorted(words.items(), reverse=True)), **peer}.items():
            text = text.replace(ours, theirs)
        found.append((verdict, text))
    return found


def _plain(facts: Facts) -> dict[str, Any]:
    """Facts as other engines take them: a list of codes, a list of parties, a number of microseconds."""
    return {
        name: list(value.known)
        if isinstance(value, Codes)
        else sorted(value.yes)
        if isinstance(value, Parties)
        else value
        for name, value in facts.items()
    }


Peer: TypeAlias = tuple[str, Decide, Callable[[Facts], Any]]
"""Its package, a decision, and facts in the form it takes."""


def _cel_expr() -> Peer | None:
    """One expression, checked and compiled. It takes plain values only as a mapping."""
    cel = _module("cel_expr_python.cel", "cel-expr-python")
    if cel is None:
        return None
    kinds = {Kind.BOOL: "bool", Kind.INT: "int", Kind.INSTANT: "int", Kind.CODES: "list<string>"}
    kinds[Kind.PARTIES] = "list<string>"
    env = cel.NewEnv(variables={name: cel.Type(kinds.get(one.kind, "string")) for name, one in FACTS.items()})
    rules = _in_words_of({"||": "||"}, "c.startsWith({})")
    chain = "".join(f'({when}) ? "{verdict}" : ' for verdict, when in rules) + f'"{DEFAULT}"'
    compiled = env.compile(chain)
    return "cel-expr-python", lambda facts: compiled.eval(data=facts).plain_value(), _plain


def _zen() -> Peer | None:
    zen = _module("zen", "zen-engine")
    if zen is None:
        return None
    words = {"cargo.exists(c,": "some(cargo,", "!(": "not (", "&&": "and", "||": " or "}
    decision = zen.ZenEngine().create_decision(_decision_table(_in_words_of(words, "startsWith(#, {})")))
    return "zen-engine", lambda facts: decision.evaluate(facts)["result"]["verdict"], _plain


def _decision_table(rules: list[tuple[str, str]]) -> str:
    """A graph of request, table, answer; the first row whose expression holds decides."""
    rows = [*rules, (DEFAULT, "")]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "then", "name": "then", "field": "verdict"}],
        "rules": [{"_id": f"{i}", "when": when, "then": json.dumps(then)} for i, (then, when) in enumerate(rows)],
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes = [{"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}} for name, kind in kinds.items()]
    nodes[1]["content"] = table
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in (("in", "table"), ("table", "out"))
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def _lachin() -> Agreement:
    file = files("safeconduct.corridors") / "lachin-2020" / "agreement.yaml"
    return agreement_from_yaml(file.read_bytes(), "lachin-2020/agreement.yaml")


def _cases(agreement: Agreement, count: int, seed: int) -> list[Case]:
    """Movements to explain, one fact in twenty unknown."""
    return [Case({"all": facts}) for facts in random_movements(agreement, count, seed=seed).facts()]


def _module(name: str, package: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"bench: {package} is not installed and left out", file=sys.stderr)
        return None


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=6.0, help="about how long to measure in all")
    for row in run(parser.parse_args().seconds):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
