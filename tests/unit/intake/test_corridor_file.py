"""A corridor file becomes the body of a charter; a mistake is named with its line, however deep it stands."""

from __future__ import annotations

import pytest

from safeconduct.base.yaml_file import YamlError
from safeconduct.entries.registry import validated
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.errors import IntakeError

TEXT = """\
format: safeconduct-corridor/1
id: sample-lane
title: {en: Sample lane}
offsets:
  - {from: 2022-01-01T00:00:00.000Z, offset: "+04:00"}
evidence: published
party: north
organisation: desk
role: publisher
names:
  movement: {vessel: vehicle}
coverage:
  - {table: movement, column: departed_on, from: 2022-07-22, until: 2022-08-01, says: Complete.}
missing:
  - {table: movement, column: flag, type: text, says: Dropped.}
"""


def test_it_becomes_a_charter() -> None:
    corridor = corridor_from_yaml(TEXT, "corridor.yaml")
    assert corridor.id == "sample-lane"
    assert corridor.charter["offsets"] == [{"from": "2022-01-01T00:00:00.000Z", "minutes": 240}]
    assert corridor.charter["coverage"][0]["until"] == "2022-08-01"
    assert corridor.charter["tables"] == {}
    assert corridor.charter["cannot_know"] == []
    assert "id" not in corridor.charter


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("corridor/1", "corridor/2", "corridor.yaml:1:9"),
        ("id: sample-lane", "id: Sample", "corridor.yaml:2:5: a corridor id looks like"),
        ("id: sample-lane", "id: 5", "corridor.yaml:2:5: a corridor id looks like"),
        ("party: north\n", "", "corridor.yaml:1:1: object missing required field `party`"),
        ("party: north", "prty: north", "corridor.yaml:7:1: 'prty' is not known here. Did you mean party?"),
        ("published", "certain", "corridor.yaml:6:1: invalid enum value 'certain'"),
        ("+04:00", "4", "corridor.yaml:5:46: '4' is not an offset"),
        ("offset:", "offsett:", "corridor.yaml:5:38: 'offsett' is not known here. Did you mean offset?"),
        ("2022-01-01T00:00:00.000Z", "2022-01-01", "corridor.yaml:5:6: an instant is expected, such as 2022"),
        ("until: 2022-08-01", "until: 2022-07-22", "corridor.yaml:13:5: coverage must begin before it ends"),
        ("until: 2022-08-01", "untill: 2022-08-01", "corridor.yaml:13:62: 'untill' is not known here"),
        ("type: text", "type: txt", "corridor.yaml:15:37: invalid enum value 'txt'"),
        ("column: flag, ", "", "corridor.yaml:15:5: object missing required field `column`"),
        ("vessel: vehicle", "Vessel: vehicle", "corridor.yaml:10:1: a word of lower-case letters"),
        ("party: north", "party: &p north", "corridor.yaml:7:8: anchors"),
        ("says: Dropped.", "says: 5", "corridor.yaml:15:49: expected text"),
    ],
)
def test_a_mistake_is_named_with_its_line(right: str, wrong: str, message: str) -> None:
    assert right in TEXT
    with pytest.raises(YamlError) as error:
        corridor_from_yaml(TEXT.replace(right, wrong, 1), "corridor.yaml")
    assert message in str(error.value)


OWN = "evidence: published\nparty: north\norganisation: desk\nrole: publisher\n"
LOGS = """\
logs:
  - {name: public, evidence: published, party: north, organisation: desk, role: publisher}
  - {name: gate-1, evidence: simulated, party: south, organisation: gate, role: post}
"""
SEVERAL = TEXT.replace(OWN, LOGS)


def test_a_corridor_of_one_log_lists_none() -> None:
    corridor = corridor_from_yaml(TEXT, "corridor.yaml")
    assert corridor.logs == ()
    with pytest.raises(IntakeError, match="the corridor sample-lane has no log 'public'"):
        corridor.charter_of("public")


def test_each_log_has_a_charter_with_its_own_terms_and_the_rest_in_common() -> None:
    corridor = corridor_from_yaml(SEVERAL, "corridor.yaml")
    assert [log.name for log in corridor.logs] == ["public", "gate-1"]
    assert corridor.charter == corridor_from_yaml(TEXT, "corridor.yaml").charter
    assert corridor.charter_of("public") == corridor.charter
    own = {"evidence": "simulated", "party": "south", "organisation": "gate", "role": "post"}
    assert corridor.charter_of("gate-1") == {**corridor.charter, **own}
    validated("charter", corridor.charter_of("gate-1"))
    with pytest.raises(IntakeError, match=r"has no log 'gate1'. Did you mean gate-1\?"):
        corridor.charter_of("gate1")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("logs:\n", "party: north\nlogs:\n", "corridor.yaml:6:1: 'party' belongs to each log here"),
        (LOGS, "logs: []\n", "corridor.yaml:6:7: a corridor has 1 to 64 logs"),
        (LOGS, "logs: 5\n", "corridor.yaml:6:7: a list is expected here"),
        ("evidence: simulated", "evidence: made_up", "corridor.yaml:8:30: 'made_up' is not one of observed"),
        ("name: gate-1", "name: Gate", "corridor.yaml:8:12: the name of a log is lower-case letters"),
        ("name: gate-1", f"name: {'g' * 33}", "corridor.yaml:8:12: the name of a log is"),
        ("name: gate-1", "name: public", "corridor.yaml:8:12: a second log is called 'public'"),
        (", role: post", "", "corridor.yaml:8:5: role is missing here"),
        ("role: post", 'role: ""', "corridor.yaml:8:81: the role of a log is one line of text"),
        ("role: post", "roll: post", "corridor.yaml:8:75: 'roll' is not known here. Did you mean role?"),
    ],
)
def test_a_mistake_in_the_logs_is_named_with_its_line(right: str, wrong: str, message: str) -> None:
    assert right in SEVERAL
    with pytest.raises(YamlError) as error:
        corridor_from_yaml(SEVERAL.replace(right, wrong, 1), "corridor.yaml")
    assert message in str(error.value)
