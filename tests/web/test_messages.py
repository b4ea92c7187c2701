"""The catalogues are complete, compiled, and the files beside the pages are the ones we vouch for."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_is_translated_with_its_placeholders_and_compiled(messages: ModuleType) -> None:
    assert list(messages.faults()) == []


def test_the_template_holds_the_messages_of_the_source(messages: ModuleType) -> None:
    from babel.messages.pofile import read_po

    with messages.TEMPLATE.open("rb") as file:
        kept = {(m.context, m.id) for m in read_po(file) if m.id}
    assert kept == {(m.context, m.id) for m in messages.collected() if m.id}


def test_a_lost_placeholder_is_found(messages: ModuleType) -> None:
    from babel.messages.catalog import Message

    english = Message("%(n)s of {rows}")
    good, bad = Message("%(n)s of {rows}", "{rows}: %(n)s"), Message("%(n)s of {rows}", "{rows}: %(m)s")
    assert not list(messages._message_faults("ru", english, good))
    assert len(list(messages._message_faults("ru", english, bad))) == 1
    assert "no translation" in next(messages._message_faults("ru", english, None))


def test_sentences_of_the_engine_are_collected(messages: ModuleType) -> None:
    source = 'A = "the period ends {span} earlier"\nB = "word"\nc = "not this one"\nD = "a" + "b c"\nE: str = 1\n'
    assert [text for _, text in messages.engine_templates(source)] == ["the period ends {span} earlier"]


@pytest.mark.parametrize("folder", ["src/safeconduct/web/static/fonts", "tests/web/vendor"])
def test_files_of_others_are_unchanged(folder: str) -> None:
    listed = (ROOT / folder / "SHA256SUMS").read_text().splitlines()
    names = {line.split("  ")[1]: line.split("  ")[0] for line in listed}
    present = {path.name for path in (ROOT / folder).iterdir() if path.suffix in {".woff2", ".js"}}
    assert present == set(names)
    for name, digest in names.items():
        assert hashlib.sha256((ROOT / folder / name).read_bytes()).hexdigest() == digest


def test_the_style_is_logical_and_loads_nothing_from_elsewhere() -> None:
    style = (ROOT / "src/safeconduct/web/static/style.css").read_text()
    for physical in ("margin-left", "margin-right", "padding-left", "padding-right", "border-left", "border-right",
                     "float: left", "float: right", " left:", " right:"):  # fmt: skip
        assert physical not in style
    assert "//" not in style.replace("https://", "//") or "http" not in style
    assert style.count("url(") == 5
