"""`safeconduct report` on a small node: text, object, file, PDF where its extra is, and what it refuses."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.node.node import open_node
from safeconduct.node.starting import add_corridor
from safeconduct.node.world import system_world
from tests.scenarios.cli_process import Shell
from tests.unit.assess.situation.world import World, logs_of

DAY = "2031-05-01"
SAID: dict[str, Any] = {
    "id": "said-1", "speaker": "Office of the north", "said_on": DAY, "type": "allegation", "party": "north",
    "topic": "mines-transported", "wording": "Mines passed here.", "source": "https://x.example/",
}  # fmt: skip


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A node with sixty days of a road, all in one log, made up."""
    found = Shell(tmp_path_factory.mktemp("reports"))
    assert found.run("init").code == 0
    node = open_node(found.folder / "safeconduct-node", system_world())
    world = World(days=60, evidence="simulated", silent=frozenset({57}), said=((59, "statement", SAID),))
    charter, *_ = (entry_from_bytes(data) for log in logs_of(world) for data in log.entries(0, 1))
    node = add_corridor(node, "road", charter.body)
    for log in logs_of(world):
        with node.writing(node.log("road")) as writer:
            writer.append([*log.entries(1, log.size)])
            node.publish(node.log("road"), writer)
    return found


def test_the_main_figures_are_printed_and_a_day_without_a_record_is_said_by_the_exit_code(shell: Shell) -> None:
    done = shell.run("report", DAY)
    assert done.code == 4, done.err
    assert done.out.startswith("Situation report No. 60, road, 2031-05-01\nSIMULATED DATA")
    assert "checked, 7 days: " in done.out
    assert "gap: eastwards, no record on 2031-04-29" in done.out
    assert "said and denied, mines: " in done.out


def test_report_status_and_file_have_the_same_figures(shell: Shell) -> None:
    value = shell.run("report", DAY, "road", "--json").json()
    road = shell.run("status", "road", "--asof", DAY, "--json").json()["road"]
    assert value["situation"] == road
    done = shell.run("report", DAY, "--out", "day.html", "--json")
    text = (shell.folder / "day.html").read_text("utf-8")
    assert json.loads(done.out) == value
    week = value["checked"]["week"]
    assert f"({week['checked']} of {week['of']})" in text
    assert "No verdict on a real speaker follows." in text
    assert "<script" not in text


def test_links_lead_to_the_site_that_is_named(shell: Shell) -> None:
    assert shell.run("report", DAY, "--out", "a.html", "--site", "https://node.example/").code == 4
    text = (shell.folder / "a.html").read_text("utf-8")
    assert f'href="https://node.example/c/road/reports/{DAY}?cp=' in text
    assert 'href="https://node.example/record/' in text
    assert shell.run("report", DAY, "--site", "ftp://x").code == 2


def test_it_can_be_written_in_other_languages(shell: Shell) -> None:
    assert shell.run("report", DAY, "--out", "ar.html", "--lang", "ar").code == 4
    assert '<html lang="ar" dir="rtl">' in (shell.folder / "ar.html").read_text("utf-8")


def test_a_pdf_needs_its_extra_and_the_error_says_so(shell: Shell) -> None:
    done = shell.run("report", DAY, "--out", "day.pdf")
    if importlib.util.find_spec("typst") is None:
        assert done.code == 1
        assert "pip install 'safeconduct[report]'" in done.err
        assert not (shell.folder / "day.pdf").exists()
    else:
        assert done.code == 4
        first = (shell.folder / "day.pdf").read_bytes()
        assert first.startswith(b"%PDF-")
        shell.run("report", DAY, "--out", "day.pdf")
        assert (shell.folder / "day.pdf").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("2030-01-01",), 1, "nothing on a road is on record by that day"),
        (("1 May",), 2, "is not a day such as 2023-03-01"),
        ((DAY, "--out", "day.docx"), 2, "FILE.html or FILE.pdf"),
        ((DAY, "nowhere"), 1, "nowhere"),
        ((DAY, "--out", str(Path("missing") / "day.html")), 1, "missing"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    shell: Shell, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = shell.run("report", *arguments)
    assert done.code == code, done.out + done.err
    assert says in done.err
    assert "Traceback" not in done.err
