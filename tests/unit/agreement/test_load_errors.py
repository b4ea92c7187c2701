# ruff: noqa: E501 - one bad file a line, as a table
"""Bad files: one change away from the sample, each told with its line, the part it is in, and what mends it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from safeconduct.agreement.errors import AgreementFileError
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.base.errors import SafeconductError
from safeconduct.base.limits import AGREEMENT_PROBLEMS_MAX, AGREEMENT_RULES_MAX
from safeconduct.testing.agreements import SAMPLE_AGREEMENT


class Bad(NamedTuple):
    """`old` becomes `new`; the problem is on the line where `at` (or else `new`) then begins."""

    name: str
    old: str
    new: str
    subject: str
    what: str
    mend: str
    at: str = ""


DELAY = "    when: delay_min > limit.max_delay_min\n"
RULE = "  - id: delay\n    for: conduct\n    clause: [DEAL/1]\n    basis: assumed\n"
CONSENT = "{of: [east, west], missing: hold, refused: prohibited}"
ROW = "{from: 2022-07-01, value: 120, unit: minute, basis: assumed}"
OWNER = "owner: {held_by: [{party: east, from: 2022-09-01}], basis: stated, cites: [EAST1]}"
DOES = "{add: [rules.east-check-first, route.posts.E1]}"
OPEN_ROAD = '    met_when: status == "open"\n'
WEST = "  west: {name: {en: West, ru: Запад, ar: الغرب}, role: party}"
FUEL = '      - {from: 2023-01-01, any_of: [{scheme: hs, prefix: ["2710", "2711"]}, {scheme: un_number, in: ["1203"]}]}'

BAD = [
    Bad("unknown key of a rule", DELAY, DELAY + "    wehn: x\n", "rule 'delay'", "'wehn' is not a key", "when", "    wehn"),
    Bad("unknown key of the file", "limits:\n", "limit:\n", "", "'limit' is not a key of an agreement file", "limits"),
    Bad("missing basis", RULE, RULE.replace("    basis: assumed\n", ""), "rule 'delay'", "`basis` is missing", "agreed"),
    Bad("missing clause", RULE, RULE.replace("    clause: [DEAL/1]\n", ""), "rule 'delay'", "`clause` is missing", "SOURCE"),
    Bad("no clause in the list", RULE, RULE.replace("[DEAL/1]", "[]"), "rule 'delay'", "empty list", "at least one", "    clause: []"),
    Bad("unknown clause", RULE, RULE.replace("DEAL/1", "DEAL/9"), "rule 'delay'", "no clause '9'", "1, 2, 3, 4, 5", "    clause: [DEAL/9]"),
    Bad("unknown source", RULE, RULE.replace("DEAL/1", "DEEL/1"), "rule 'delay'", "no source 'DEEL'", "DEAL?", "    clause: [DEEL"),
    Bad("basis out of its set", RULE, RULE.replace("assumed", "guessed"), "rule 'delay'", "'guessed'", "assumed", "    basis: guessed"),
    Bad("question out of its set", RULE, RULE.replace("conduct", "behaviour"), "rule 'delay'", "'behaviour'", "conduct", "    for: behaviour"),
    Bad("verdict of the other question", "    then: impeded\n", "    then: permitted\n", "rule 'delay'", "'permitted'", "impeded"),
    Bad("indeterminate as a verdict", "    then: impeded\n", "    then: indeterminate\n", "rule 'delay'", "facts are missing", "impeded"),
    Bad("neither verdict nor consent", "    then: impeded\n", "", "rule 'delay'", "neither", "Write one", "  - id: delay"),
    Bad("verdict and consent", "    then: impeded\n", f"    then: impeded\n    needs_consent: {CONSENT}\n", "rule 'delay'", "both", "Write one", "    then: impeded"),
    Bad("repeated rule", "  - id: delay\n", "  - id: unchecked\n", "rule 'unchecked'", "used twice, first on line", "Rename", "  - id: unchecked\n    for: conduct\n    clause: [DEAL/1]"),
    Bad("bad id", "  - id: delay\n", "  - id: de.lay\n", "rule 'de.lay'", "is no id", "letters"),
    Bad("undeclared fact", DELAY, DELAY.replace("delay_min >", "delay_mn >"), "rule 'delay'", "'delay_mn' is not declared", "delay_min", "    when: delay_mn"),
    Bad("undeclared limit", DELAY, DELAY.replace("max_delay", "max_dellay"), "rule 'delay'", "'limit.max_dellay_min'", "max_delay_min", "    when: delay_min > limit.max_dellay"),
    Bad("undeclared list", "c in list.arms", "c in list.arm", "rule 'arms'", "no list 'arm'", "arms", "    when: cargo.exists(c, c in list.arm)"),
    Bad("wrong type in a condition", DELAY, DELAY.replace("> limit.max_delay_min", '> "120"'), "rule 'delay'", "int and string", "type", '    when: delay_min > "120"'),
    Bad("condition that does not parse", DELAY, DELAY.replace(">", ">>"), "rule 'delay'", "", ".", "    when: delay_min >>"),
    Bad("window fact in a rule", DELAY, "    when: flow.passed > 3\n", "rule 'delay'", "'flow.passed' is about one window", "movement"),
    Bad("movement fact in the status", "when: flow.asked > 0}", "when: convoy}", "status line", "'convoy' is about one movement", "window", "    - {is: open"),
    Bad("status in a rule", DELAY, '    when: status == "open"\n', "rule 'delay'", "'status' is not declared", "declared name"),
    Bad("mixed facts in a duty", OPEN_ROAD, '    met_when: status == "open" && convoy\n', "obligation 'open-road'", "mixes", "two conditions"),
    Bad("duty that nothing scores", OPEN_ROAD, "", "obligation 'open-road'", "neither", "scored_by_person", "  - id: open-road"),
    Bad("bad duration", OPEN_ROAD, OPEN_ROAD + "    renews: 5 years\n", "obligation 'open-road'", "'5 years'", "P5Y", "    renews"),
    Bad("term without end", "    kind: continuous\n    from: 2022-07-01\n" + OPEN_ROAD, "    kind: term\n", "obligation 'open-road'", "`until` is missing", "until"),
    Bad("calendar window", "  window: P1D\n", "  window: P1M\n", "status", "'P1M'", "P1D"),
    Bad("bad heartbeat", "{every: PT15M,", "{every: 15min,", "heartbeat 'P1'", "'15min'", "PT15M", "  P1: {every: 15min"),
    Bad("heartbeat of no post", "  P1: {every", "  P9: {every", "heartbeat 'P9'", "no post 'P9'", "P1"),
    Bad("unknown party", "    contested_by: [west]\n", "    contested_by: [wset]\n", "amendment 'east-checkpoint'", "no party 'wset'", "west?"),
    Bad("party twice", "    contested_by: [west]\n", "    contested_by: [west, west]\n", "amendment 'east-checkpoint'", "twice", "Take one"),
    Bad("recognised and contested", "    contested_by: [west]\n", "    contested_by: [east]\n", "amendment 'east-checkpoint'", "both recognises and contests", "one of the two"),
    Bad("unknown issue", "    issue: control\n", "    issue: contrl\n", "amendment 'east-checkpoint'", "no issue 'contrl'", "control?"),
    Bad("path to nothing", DOES, "{add: [rules.east-check]}", "amendment 'east-checkpoint'", "names nothing", "east-check-first", "    does: {add: [rules.east-check]}"),
    Bad("path of no block", DOES, "{add: [rule.delay]}", "amendment 'east-checkpoint'", "names nothing", "rules", "    does: {add: [rule."),
    Bad("path to a dated part", DOES, "{remove: [lists.fuel]}", "amendment 'east-checkpoint'", "cannot change", "under", "    does: {remove"),
    Bad("parts in a circle", DOES, "{replace: {rules.delay: rules.unchecked, rules.unchecked: rules.delay}}", "amendment 'east-checkpoint'", "in a circle", "Cut", "    does: {replace"),
    Bad("part of another kind", DOES, "{replace: {rules.delay: route.posts.P1}}", "amendment 'east-checkpoint'", "same kind", "rule by a rule", "    does: {replace"),
    Bad("unknown position", "    under: {fuel_rule: [waits]}\n", "    under: {fuel_rule: [wait]}\n", "rule 'fuel-waits'", "no position on fuel_rule 'wait'", "waits?"),
    Bad("unknown issue under", "    under: {fuel_rule: [waits]}\n", "    under: {fuel: [waits]}\n", "rule 'fuel-waits'", "no issue 'fuel'", "fuel_rule?"),
    Bad("position without cites", OWNER, OWNER.replace(", cites: [EAST1]", ""), "position 'owner'", "`cites` is missing", "cites", "      owner:"),
    Bad("position with no cite", OWNER, OWNER.replace("[EAST1]", "[]"), "position 'owner'", "empty list", "at least one", "      owner:"),
    Bad("position called silent", "      owner:", "      silent:", "issue 'control'", "no position is known", "another name"),
    Bad("reading without an issue", "  west: {control: observers, fuel_rule: waits}", "  west: {control: observers}", "reading 'west'", "nothing on the issue 'fuel_rule'", "waits, passes, silent"),
    Bad("reading of an unknown position", "  west: {control: observers,", "  west: {control: observer,", "reading 'west'", "no position on control 'observer'", "observers?"),
    Bad("reading of an unknown issue", "  obs: {control: observers,", "  obs: {controls: silent, control: observers,", "reading 'obs'", "no issue 'controls'", "control?"),
    Bad("dated positions out of order", "{from: 2022-09-01, position: owner}]", "{from: 2022-06-01, position: owner}]", "reading 'east'", "does not begin after", "order of time", "  east: {control: [{from: 2022-07-01"),
    Bad("versions out of order", FUEL, FUEL.replace("2023-01-01", "2022-07-01"), "list 'fuel'", "does not begin after", "order of time"),
    Bad("overlapping versions", "      - {from: 2022-07-01, any", "      - {from: 2022-07-01, until: 2023-02-01, any", "list 'fuel'", "does not begin after", "order of time", FUEL),
    Bad("version that ends before it begins", FUEL, FUEL.replace("from: 2023-01-01,", "from: 2023-01-01, until: 2022-01-01,"), "list 'fuel'", "not after `from`", "first instant after"),
    Bad("code not in its scheme", 'prefix: ["93"]', 'prefix: ["9x"]', "list 'arms'", "'9x' is no code of the scheme hs", "310210", '    versions: [{from: 2022-07-01, any_of: [{scheme: hs, prefix: ["9x"]'),
    Bad("code as a number", 'in: ["1203"]', "in: [1203]", "list 'fuel'", "text belongs here", "quotes", FUEL.replace('["1203"]', "[1203]")),
    Bad("unknown scheme", "scheme: un_class", "scheme: unclass", "list 'arms'", "'unclass'", "un_class", '    versions: [{from: 2022-07-01, any_of: [{scheme: hs, prefix: ["93"]'),
    Bad("list in itself", '{scheme: un_class, prefix: ["1"]}', "{list: arms}", "list 'arms'", "contains itself: arms -> arms", "Take one", '    versions: [{from: 2022-07-01, any_of: [{scheme: hs, prefix: ["93"]'),
    Bad("list without clause", "    basis: assumed\n    versions", "    basis: stated\n    versions", "list 'arms'", "`clause` is missing", "basis: assumed"),
    Bad("limit without clause", ROW, ROW.replace("assumed", "stated"), "limit 'max_delay_min'", "`clause` is missing", "basis: assumed"),
    Bad("limit of two types", ROW, ROW.replace("120", "PT2H"), "limit 'max_delay_min'", "type int, the first of type duration", "one type", "    - {from: 2022-12-01, value: 60"),
    Bad("limit of no type", ROW, ROW.replace("120", "P2M"), "limit 'max_delay_min'", "no value of a limit", "PT15M"),
    Bad("decimal limit", ROW, ROW.replace("120", "12.5"), "", "12.5 is a decimal number", "quotes"),
    Bad("limit rows out of order", ROW, ROW.replace("2022-07-01", "2022-12-02"), "limit 'max_delay_min'", "before the one above", "order of time", "    - {from: 2022-12-01, value: 60"),
    Bad("two limit rows at once", ROW, f"{ROW}\n    - {ROW}", "limit 'max_delay_min'", "at one instant", "Take one", f"    - {ROW}\n    - {{from: 2022-12"),
    Bad("no such day", ROW, ROW.replace("2022-07-01", "2022-02-30"), "limit 'max_delay_min'", "'2022-02-30' is not a day", "2022-08-31"),
    Bad("day of another form", "    date: 2022-07-01\n", "    date: 1 July 2022\n", "source 'DEAL'", "'1 July 2022' is not a day", "2022-08-31"),
    Bad("party of itself", "role: neutral_controller}", "role: neutral_controller, of: obs}", "party 'obs'", "belongs to itself: obs -> obs", "Take one", "  obs: {name"),
    Bad("party called none", WEST, WEST + "\n  none: {name: N, role: party}", "party 'none'", "means nobody", "another name", "  none:"),
    Bad("fact of no type", "armed: {type: bool,", "armed: {type: boolean,", "fact 'armed'", "'boolean'", "bool"),
    Bad("enum without values", "of: [inbound, outbound], ", "", "fact 'direction'", "`of` is missing", "of: [..]", "  direction:"),
    Bad("bounds of a bool", "armed: {type: bool,", "armed: {type: bool, max: 3,", "fact 'armed'", "`max` does not go", "Take it out"),
    Bad("empty range", "min: 0, max: 100000", "min: 9, max: 3", "fact 'delay_min'", "no range", ".", "  delay_min:"),
    Bad("reserved fact name", "  convoy: {type", "  while: {type", "fact 'while'", "no condition could use", "another name"),
    Bad("fact with the name of a party", "  convoy: {type", "  obs: {type", "fact 'obs'", "already means", "another name"),
    Bad("no instant", "  at: {type: instant,", "  when: {type: instant,", "", "'at'", "at: {type: instant"),
    Bad("binding of no form", "from: passage.at}", "from: at}", "fact 'at'", "`from` is 'at'", "KIND.FIELD"),
    Bad("breach_by of nothing", "    breach_by: [checked_by]\n", "    breach_by: [chekced_by]\n", "rule 'party-check'", "'chekced_by'", "checked_by?"),
    Bad("breach_by without breach", "    then: coverage_gap\n", "    then: coverage_gap\n    breach_by: [checked_by]\n", "rule 'unchecked'", "nobody is in breach", "Take", "    breach_by: [checked_by]\n    asymmetric"),
    Bad("consents of another type", CONSENT, CONSENT.replace("of:", "fact: carrier, of:"), "rule 'convoy-consent'", "'carrier' is no fact of type set(party)", ".", "    needs_consent: {fact: carrier"),
    Bad("reason for a rule above", DELAY, DELAY + "    before: {arms: x}\n", "rule 'delay'", "no later rule", "Take it out", "    before:"),
    Bad("asymmetric without clause", "    asymmetric: DEAL/2\n", "    asymmetric: on purpose\n", "rule 'unchecked'", "no source 'on purpose'", "DEAL"),
    Bad("post of nowhere", "P1: {place: Bridge", "P1: {place: Brigde", "post 'P1'", "no place 'Brigde'", "Bridge?"),
    Bad("coordinates as a number", 'lat: "10.5"', "lat: 10.5", "place 'Westham'", "text belongs here", "quotes", "    Westham:"),
    Bad("text in another language", "{en: East,", "{en: East, hy: x,", "party 'east'", "'hy'", "en, ru, ar"),
    Bad("no English text", "{en: East, ", "{", "party 'east'", "no English text", "en:", "  east: {name"),
    Bad("text that is empty", "    what: Agreement on the road\n", '    what: ""\n', "source 'DEAL'", "is empty", "Write the text"),
    Bad("bad digest", "    kind: agreement\n", "    kind: agreement\n    sha256: abc\n", "source 'DEAL'", "no SHA-256", "pending", "    sha256"),
    Bad("another format", "safeconduct-agreement/1", "safeconduct-agreement/2", "", "the format is", "safeconduct-agreement/1"),
    Bad("time zone by name", '"+03:00"', "Europe/Istanbul", "", "`time_zone`", "+03:00"),
    Bad("default of no verdict", "{movement: permitted,", "{movement: allowed,", "defaults", "'allowed'", "permitted"),
    Bad("missing default", "{movement: permitted, conduct: kept}", "{movement: permitted}", "defaults", "`conduct` is missing", "kept"),
    Bad("list where a mapping belongs", "defaults: {movement: permitted, conduct: kept}", "defaults: [permitted, kept]", "defaults", "a list stands where", "movement"),
    Bad("rules as a mapping", "limits:\n  max_delay_min:\n", "limits:\n  max_delay_min: 3\n  x:\n", "limit 'max_delay_min'", "a list belongs here", "- ", "  max_delay_min: 3"),
    # What YAML itself refuses.
    Bad("repeated key", DELAY, DELAY + DELAY, "rules, 'delay'", "a second time; first on line", "Correct", DELAY + "    then"),
    Bad("anchor", DELAY, "    when: &a delay_min > 3\n", "rules, 'delay'", "anchors", "Write the value out"),
    Bad("alias", "P1: {every", "P1: *a\n  P2: {every", "heartbeats, 'P1'", "aliases", "Write the value out"),
    Bad("tag", DELAY, "    when: !!str x\n", "rules, 'delay'", "tags", "Leave the tag out"),
    Bad("no value", DELAY, "    when: ~\n", "rules, 'delay'", "a value is missing", "Write the value"),
    Bad("indentation", DELAY, "   when: x\n", "rules, 'delay'", "not readable", "indentation"),
]  # fmt: skip


def problems_of(text: str | bytes) -> tuple[SafeconductError, ...]:
    with pytest.raises(AgreementFileError) as caught:
        agreement_from_yaml(text, "bad.yaml")
    return caught.value.problems


def line_of(text: str, marker: str) -> int:
    return text.count("\n", 0, text.index(marker.rstrip("\n"))) + 1


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_a_bad_file_is_told_with_line_part_and_mend(bad: Bad) -> None:
    assert SAMPLE_AGREEMENT.count(bad.old) >= 1
    text = SAMPLE_AGREEMENT.replace(bad.old, bad.new, 1) if bad.at != OWNER else SAMPLE_AGREEMENT
    found = problems_of(text)
    told = [one for one in found if bad.what in one.what and bad.subject in one.what and bad.mend in one.next_step]
    assert told, [str(one) for one in found]
    assert len(found) <= 3, [str(one) for one in found]
    lines = {int(one.where.split(":")[1]) for one in told}
    expected = line_of(text, bad.at or bad.new or bad.old)
    assert expected in lines, (expected, [str(one) for one in found])
    assert all(one.next_step for one in found)


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 40
    assert len({bad.name for bad in BAD}) == len(BAD)


def test_all_problems_of_a_file_are_told_at_once_in_its_order() -> None:
    text = SAMPLE_AGREEMENT.replace("basis: assumed", "basis: guessed").replace("DEAL/1", "DEAL/7")
    found = problems_of(text)
    lines = [int(one.where.split(":")[1]) for one in found]
    assert len(found) > 8
    assert lines == sorted(lines)


def test_a_fault_in_a_condition_is_told_at_its_column_of_the_file() -> None:
    text = SAMPLE_AGREEMENT.replace('\'"east" in checked_by || "west" in checked_by\'', "'\"east\" in checked_by || x'")
    (problem,) = problems_of(text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.endswith("|| x'"))
    assert problem.where == f"bad.yaml:{line}:{text.splitlines()[line - 1].index('|| x') + 4}"
    assert problem.code == "E02"


def test_a_fault_in_a_condition_of_several_lines_is_told_by_its_own_line() -> None:
    text = SAMPLE_AGREEMENT.replace("when: delay_min > limit.max_delay_min", "when: |\n      convoy\n      && x")
    (problem,) = problems_of(text)
    assert "(line 2, column 4 of the condition)" in problem.what


def test_a_file_full_of_faults_is_told_up_to_a_bound() -> None:
    text = SAMPLE_AGREEMENT + "".join(f"key{number}: 1\n" for number in range(10_000))
    assert len(problems_of(text)) == AGREEMENT_PROBLEMS_MAX


def rule(number: int) -> str:
    return (
        f"  - {{id: r{number}, for: conduct, clause: [DEAL/1], basis: assumed, when: convoy, then: impeded, says: x}}\n"
    )


def test_a_question_has_at_most_so_many_rules() -> None:
    room = AGREEMENT_RULES_MAX - 3
    fits = SAMPLE_AGREEMENT.replace("limits:\n", "".join(map(rule, range(room))) + "limits:\n", 1)
    assert len(agreement_from_yaml(fits, "x").rules_for("conduct")) == AGREEMENT_RULES_MAX
    (problem,) = problems_of(fits.replace("limits:\n", rule(room) + "limits:\n", 1))
    assert problem.code == "E11"
    assert f"rule 'r{room}'" in problem.what
    assert "||" in problem.next_step


def test_ten_megabytes_of_rules_are_refused_by_their_size() -> None:
    text = SAMPLE_AGREEMENT.replace("limits:\n", "".join(map(rule, range(100_000))) + "limits:\n", 1)
    assert len(text) > 10_000_000
    (problem,) = problems_of(text)
    assert problem.where == "bad.yaml"
    assert "bytes; at most" in problem.what
    assert problem.next_step


def test_thousands_of_rules_are_refused_by_their_number() -> None:
    text = SAMPLE_AGREEMENT.replace("limits:\n", "".join(map(rule, range(5_000))) + "limits:\n", 1)
    assert any("At most" in one.next_step for one in problems_of(text))


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    (problem,) = problems_of(bomb)
    assert problem.where.startswith("bad.yaml:1:")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251"])
def test_another_encoding_is_told(encoding: str) -> None:
    text = SAMPLE_AGREEMENT.replace("ar:", "ar:").encode(encoding, "ignore")
    (problem,) = problems_of(text)
    assert "UTF-8" in problem.what + problem.next_step


def test_lists_that_contain_one_another_in_a_long_chain_are_refused() -> None:
    chain = "".join(
        f"  l{n}: {{basis: assumed, versions: [{{from: 2022-07-01, any_of: [{{list: l{n + 1}}}]}}]}}\n"
        for n in range(900)
    )
    last = "  l900: {basis: assumed, versions: [{from: 2022-07-01, any_of: [{scheme: hs, prefix: ['93']}]}]}\n"
    found = problems_of(SAMPLE_AGREEMENT.replace("lists:\n", f"lists:\n{chain}{last}"))
    assert "deep" in found[0].what


def test_conditions_over_many_versions_of_a_long_list_are_refused_by_the_work_they_make() -> None:
    codes = ", ".join(f'"{code:06}"' for code in range(100_000, 109_000))
    versions = "".join(
        f"      - {{from: {2022 + n // 12}-{n % 12 + 1:02}-02, any_of: [{{list: long}}, {{scheme: own, in: [v{n}]}}]}}\n"
        for n in range(60)
    )
    text = SAMPLE_AGREEMENT.replace(
        "lists:\n",
        f"lists:\n  long: {{basis: assumed, versions: [{{from: 2022-01-01, any_of: [{{scheme: hs, in: [{codes}]}}]}}]}}\n"
        f"  often:\n    basis: assumed\n    versions:\n{versions}",
    )
    rules = "".join(rule(n).replace("when: convoy", "when: 'cargo.exists(c, c in list.often)'") for n in range(50))
    found = problems_of(text.replace("limits:\n", rules + "limits:\n", 1))
    assert any("together are too many" in one.what for one in found)


def test_more_readings_than_every_answer_can_be_given_under_are_refused() -> None:
    more = "".join(f"  r{n}: {{control: observers, fuel_rule: waits}}\n" for n in range(30))
    last = "  obs: {control: observers, fuel_rule: silent}\n"
    (found,) = problems_of(SAMPLE_AGREEMENT.replace(last, last + more))
    assert found.what == "33 readings are too many"
    assert "At most 32" in found.next_step


def test_more_kinds_of_question_about_a_code_than_bits_are_refused() -> None:
    lists = "".join(
        f"  q{n}: {{basis: assumed, versions: [{{from: 2022-07-01, any_of: [{{scheme: own, in: [v{n}]}}]}}]}}\n"
        for n in range(63)
    )
    asked = [" || ".join(f"cargo.exists(c, c in list.q{n})" for n in range(start, 63, 2)) for start in (0, 1)]
    rules = "".join(rule(n).replace("when: convoy", f"when: '{text}'") for n, text in enumerate(asked))
    text = SAMPLE_AGREEMENT.replace("lists:\n", f"lists:\n{lists}").replace("limits:\n", rules + "limits:\n", 1)
    (problem,) = problems_of(text)
    assert problem.code == "E11"
    assert "rules ask" in problem.what


def test_the_error_itself_tells_the_first_problem_and_how_many_more() -> None:
    text = SAMPLE_AGREEMENT.replace("{every: PT15M, grace: PT10M", "{every: x, grace: y")
    with pytest.raises(AgreementFileError) as caught:
        agreement_from_yaml(text, "bad.yaml")
    assert "(and 1 more)" in caught.value.what
    assert caught.value.where == caught.value.problems[0].where
