"""Claims that use the agreement of a corridor, end to end: answered, under each reading, and proved to a stranger."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from safeconduct.intake.shipped import shipped_agreement
from tests.scenarios.cli_process import Shell
from tests.unit.node.road import AGREED_CLAIMS, AGREEMENT, CORRIDOR, MAP, TABLE

NODE = ("--node", "node")
CLAIMS = """\
version: 1
claims:
- id: in-term
  speaker: Office of the corridor
  said_on: 2023-03-20
  wording: All 825 ships left within the term
  claim:
    measure: count
    table: movement
    where: departed_on < limit.term_end
    over: {column: departed_on, until: 2023-03-18}
    value: 825
    unit: voyages
- id: authorised
  speaker: Office of the corridor
  said_on: 2023-03-20
  wording: Everything that was carried was on the list
  claim:
    measure: count
    table: cargo
    where: code in list.authorised
    over: {column: departed_on, until: 2023-03-18}
    value: 936
    unit: cargo lines
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The demonstration, with a claims file beside it and the bundle of its answers."""
    shell = Shell(tmp_path_factory.mktemp("agreed"))
    assert shell.run("demo", "black-sea-2022", *NODE, "--no-serve").code == 0
    (shell.folder / "terms.yaml").write_text(CLAIMS)
    return shell


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A small corridor whose agreement has a term on which the two readings differ."""
    shell = Shell(tmp_path_factory.mktemp("road"))
    texts = {
        "road.yaml": CORRIDOR,
        "deal.yaml": AGREEMENT,
        "map.yaml": MAP,
        "trucks.csv": TABLE,
        "c.yaml": AGREED_CLAIMS,
    }
    for name, text in texts.items():
        (shell.folder / name).write_text(text)
    for command in (
        ("init", "--corridor", "road.yaml", "--agreement", "deal.yaml", "--organisation", "road.example"),
        ("import", "trucks.csv", "--map", "map.yaml"),
        ("claim", "add", "c.yaml"),
    ):
        done = shell.run(*command, *NODE)
        assert done.code == 0, done.err
    return shell


@pytest.fixture(scope="module")
def bundle(demo: Shell) -> Path:
    """The answers to the claims file with all their proofs."""
    done = demo.run("claim", "check", "--file", "terms.yaml", "--bundle", "a.scz", *NODE)
    assert done.code == 0, done.err
    return demo.folder / "a.scz"


def test_a_limit_and_a_list_of_the_agreement_are_put_to_the_record(demo: Shell) -> None:
    done = demo.run("claim", "check", "--file", "terms.yaml", "--json", *NODE)
    assert (done.code, done.err) == (0, "")
    in_term, authorised = done.json()["claims"]
    assert (in_term["verdict"], in_term["recorded"]["low"], in_term["recorded"]["high"]) == ("supported", 825, 825)
    assert authorised["verdict"] == "undecidable"
    assert "names of goods and no codes" in authorised["reason"]


def test_a_stranger_checks_the_answer_with_the_agreement_that_the_log_names(bundle: Path, tmp_path: Path) -> None:
    shutil.copy(bundle, tmp_path)
    done = Shell(tmp_path).run("verify", bundle.name, "--json")
    assert (done.code, done.err) == (0, "")
    report = done.json()
    with zipfile.ZipFile(bundle) as archive:
        document = archive.read("agreement.json")
    assert (report["ok"], report["agreement"]) == (True, hashlib.sha256(document).hexdigest())
    assert [(one["id"], one["verdict"], one["matches"]) for one in report["answers"]] == [
        ("in-term", "supported", True),
        ("authorised", "undecidable", True),
    ]
    text = Shell(tmp_path).run("verify", bundle.name).out
    assert f"agreement {report['agreement']}, the one that the charter names" in text


def test_the_agreement_in_a_bundle_is_one_that_the_agreement_commands_read(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extract("agreement.json", tmp_path)
    (tmp_path / "shipped.yaml").write_bytes(shipped_agreement("black-sea-2022"))
    same = Shell(tmp_path).run("agreement", "diff", "shipped.yaml", "agreement.json")
    assert same.code == 0, same.err


def test_a_byte_changed_in_the_agreement_is_found_and_the_file_is_named(bundle: Path, tmp_path: Path) -> None:
    data = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as archive:
        document = archive.read("agreement.json")
    at = data.index(document) + document.index(b"2023-03-19")
    (tmp_path / "b.scz").write_bytes(data[:at] + b"3" + data[at + 1 :])
    done = Shell(tmp_path).run("verify", "b.scz")
    assert done.code == 3
    assert "does not match: agreement.json: its bytes are not those that the table of contents names" in done.out


def test_each_reading_has_its_answer_where_they_differ(road: Shell) -> None:
    done = road.run("claim", "show", "in-term", *NODE)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "in-term: cannot be decided"
    assert "  readings    dale: contradicted. The record gives 1 trucks; the claim says 3 trucks." in lines
    assert "              hill: supported. The record gives 3 trucks, which is what the claim allows." in lines
    assert max(map(len, lines)) <= 100
    shown = road.run("claim", "show", "in-term", "--json", *NODE).json()["claims"][0]
    assert shown["readings"][1] == {
        "reading": "hill",
        "verdict": "supported",
        "recorded": {"low": 3, "high": 3, "unit": "trucks"},
        "reason": "The record gives 3 trucks, which is what the claim allows.",
    }


def test_a_claim_keeps_the_reading_that_it_names_on_record(road: Shell) -> None:
    listed = road.run("claim", "list", "--json", *NODE).json()["claims"]
    assert [one["claim"].get("reading") for one in listed] == [None, "hill", None]
    assert road.run("claim", "show", "in-term-of-hill", *NODE).out.startswith("in-term-of-hill: supported\n")


def test_an_agreement_that_is_lost_is_told_with_what_to_put_back(road: Shell) -> None:
    path = road.folder / "node" / "corridors" / "high-road" / "agreement.yaml"
    path.rename(road.folder / "kept.yaml")
    try:
        done = road.run("claim", "check", *NODE)
    finally:
        (road.folder / "kept.yaml").rename(path)
    assert (done.code, done.out) == (1, "")
    assert "the agreement that the charter names is missing" in done.err
    assert "Put back the file whose digest is" in done.err
