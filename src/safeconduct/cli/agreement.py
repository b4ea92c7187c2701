"""`safeconduct agreement`: check an agreement, ask it about a movement, compare two versions, print its rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeconduct.cli.claim import CORRIDOR, FILE, opened
from safeconduct.cli.errors import UsageError
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, printable, put
from safeconduct.cli.settings import Group, Settings

if TYPE_CHECKING:
    from safeconduct.agreement.back.phrases import Lang
    from safeconduct.agreement.case import Case
    from safeconduct.agreement.cel.evaluate import Facts
    from safeconduct.agreement.explain import Explanation
    from safeconduct.agreement.model import Agreement

AGREEMENT = click.argument("file", type=FILE, metavar="FILE")
FACTS = click.option(
    "--facts", type=FILE, metavar="F.json", help="The facts of one movement; what is left out is unknown."
)
LANG = click.option("--lang", type=click.Choice(["en", "ru", "ar"]), default="en", help="Language of the text. [en]")
QUESTION = click.option(
    "--question",
    type=click.Choice(["movement", "conduct"]),
    help="Only one question: may this pass (movement), or was the road kept as agreed (conduct)?",
)


@click.group("agreement", cls=Group, short_help="Check an agreement and ask it about a movement.")
def agreement() -> None:
    """Check an agreement, ask it about a movement, compare versions.

    FILE is an agreement file, or the id of an agreement that ships, such as lachin-2020.
    """


@agreement.command("check", short_help="Load an agreement and look for mistakes in it.")
@AGREEMENT
@click.pass_obj
def check(settings: Settings, file: Path) -> Exit:
    """Load an agreement and look for mistakes in it.

    Finds rules that never decide, gaps in dates, rules that favour one direction or one party, disagreements
    that no issue declares, and more, each with a movement that shows it. The exit code is 0 if nothing was
    found that the file does not explain, 1 if something was, 2 if the file does not load.
    """
    from safeconduct.agreement.check import check_agreement
    from safeconduct.cli.agreement_text import check_lines

    report = check_agreement(_loaded(file))
    if settings.json:
        print_json(report.to_json())
    else:
        for line in check_lines(report):
            put(line)
    return Exit.ERROR if report.unexplained else Exit.DONE


@agreement.command("decide", short_help="What an agreement says of one movement.")
@AGREEMENT
@FACTS
@QUESTION
@click.pass_obj
def decide(settings: Settings, file: Path, facts: Path | None, question: str | None) -> Exit:
    """What an agreement says of one movement, under every reading.

    The exit code is 3 if a verdict is left open under some reading.
    """
    from safeconduct.cli.agreement_text import verdict_lines

    loaded = _loaded(file)
    found = _explained(loaded, _case(loaded, facts), question)
    if settings.json:
        print_json({"agreement": f"sha256:{loaded.digest}", "questions": [_verdicts(one) for one in found]})
    else:
        for line in verdict_lines(loaded, found):
            put(line)
    decided = all(cell.verdict != "indeterminate" for one in found for cell in one.cells)
    return Exit.DONE if decided else Exit.CHECK_FAILED


@agreement.command("explain", short_help="Why it says so: facts, clauses, what would change it.")
@click.argument("file", type=FILE, metavar="[FILE]", required=False)
@FACTS
@click.option(
    "--entry", metavar="LOG:N", default="", help="The movement that this entry of the node's record is about."
)
@CORRIDOR
@QUESTION
@LANG
@click.option("--text", "as_text", is_flag=True, help="Sentences instead of JSON.")
@click.pass_obj
def explain(
    settings: Settings,
    *,
    file: Path | None,
    facts: Path | None,
    entry: str,
    corridor: str,
    question: str | None,
    lang: Lang,
    as_text: bool,
) -> Exit:
    """Why an agreement says so: what every reading agrees on, where readings part, and the smallest set of facts.

    The facts are those of a file, or those that the record of the node holds on the movement that an entry is
    about. Without FILE the agreement is the one that the charter of the corridor names.
    """
    if bool(entry) is (facts is not None):
        raise UsageError("either --facts or --entry is needed", next_step="Name a file of facts, or an entry LOG:N.")
    if entry:
        loaded, case = _recorded(settings, file, corridor, entry)
    else:
        if file is None:
            raise UsageError("--facts goes with an agreement FILE", next_step="Name the agreement.")
        loaded = _loaded(file)
        case = _case(loaded, facts)
    found = _explained(loaded, case, question)
    if settings.json or not as_text:
        print_json({"explanations": [one.to_json() for one in found]})
        return Exit.DONE
    from safeconduct.agreement.explain import explanation_text
    from safeconduct.cli.layout import width, wrapped

    for number, one in enumerate(found):
        for paragraph in [*([""] if number else []), *explanation_text(one, loaded, lang).splitlines()]:
            for line in wrapped(paragraph, width(), indent="  ", first=""):
                put(printable_text(line))
    return Exit.DONE


@agreement.command("diff", short_help="What changes between two versions of an agreement.")
@click.argument("old", type=FILE, metavar="OLD")
@click.argument("new", type=FILE, metavar="NEW")
@click.option("--record", is_flag=True, help="Also count the movements on record whose verdict changes.")
@CORRIDOR
@click.pass_obj
def diff(settings: Settings, *, old: Path, new: Path, record: bool, corridor: str) -> Exit:
    """What changes between two versions of an agreement: parts of the file, and the verdicts that change with them.

    The exit code is 0 if no verdict changes, 1 if one does.
    """
    from safeconduct.agreement.diff import diff_agreements
    from safeconduct.cli.agreement_text import diff_lines

    before, after = _loaded(old), _loaded(new)
    movements = _movements(settings, after, corridor) if record else ()
    found = diff_agreements(before, after, movements)
    if settings.json:
        print_json(found.to_json())
    else:
        for line in diff_lines(found):
            put(line)
    return Exit.DONE if found.same_verdicts else Exit.ERROR


@agreement.command("table", short_help="The rules as a table, as text, CSV or a page to print.")
@AGREEMENT
@click.option("--csv", "form", flag_value="csv", help="As CSV.")
@click.option("--html", "form", flag_value="html", help="As a page that stands alone, to print.")
@LANG
@click.pass_obj
def table(settings: Settings, *, file: Path, form: str | None, lang: Lang) -> None:
    """The rules of an agreement with their clauses, their basis, and what each reading makes of them."""
    from safeconduct.agreement.table import rule_table
    from safeconduct.agreement.table_page import page
    from safeconduct.cli.layout import width

    found = rule_table(_loaded(file), lang)
    if settings.json:
        print_json(found.to_json())
    elif form == "csv":
        click.echo(found.to_csv(), nl=False)
    elif form == "html":
        put(page(found))
    else:
        for line in found.to_text(width()).splitlines():
            put(printable_text(line))


@agreement.command("conformance", short_help="What the record shows of it, by clause and reading.")
@click.argument("file", type=FILE, metavar="[FILE]", required=False)
@CORRIDOR
@click.pass_obj
def conformance(settings: Settings, *, file: Path | None, corridor: str) -> None:
    """What the record shows of an agreement, clause by clause and under each reading, and what it cannot show.

    Without FILE the agreement is the one that the charter of the corridor names. Scores, from 0 to 3, stand
    side by side and are never averaged.
    """
    from safeconduct.cli.agreement_text import conformance_lines
    from safeconduct.node.agreed import conformance_of

    node, log = opened(settings, corridor)
    found = conformance_of(node, log, _loaded(file) if file is not None else None)
    if settings.json:
        print_json(found.to_json())
    else:
        for line in conformance_lines(found):
            put(line)


def printable_text(line: str) -> str:
    """A line of our own text in any language: direction marks that it needs stay, other controls do not."""
    kept = "\u2066\u2067\u2068\u2069"
    return "".join(char if char in kept else printable(char) for char in line)


def _loaded(file: Path) -> Agreement:
    from safeconduct.node.agreements import agreement_in_file

    return agreement_in_file(file)


def _case(loaded: Agreement, facts: Path | None) -> Case:
    from safeconduct.agreement.case import case_from_bytes
    from safeconduct.base.limits import CASE_BYTES_MAX
    from safeconduct.node.durable import read_input

    if facts is None:
        raise UsageError("--facts is missing", next_step="Name a JSON file with the facts of one movement.")
    return case_from_bytes(loaded, read_input(facts, CASE_BYTES_MAX), where=facts.name)


def _explained(loaded: Agreement, case: Case, question: str | None) -> list[Explanation]:
    from safeconduct.agreement.explain import explain as explained
    from safeconduct.agreement.model import QUESTIONS

    return [explained(loaded, one, case) for one in QUESTIONS if question in {None, one}]


def _verdicts(found: Explanation) -> dict[str, object]:
    """The verdicts of an explanation, without its reasons."""
    cells = [
        {
            "view": cell.view,
            "reading": cell.reading,
            "verdict": cell.verdict,
            "possible": [*cell.outcome.possible],
            "rule": cell.rule,
            "clauses": [*cell.clauses],
            "needs": [str(need) for need in cell.needs],
        }
        for cell in found.cells
    ]
    return {"question": found.question, "split": found.split, "issues": [*found.issues], "cells": cells}


def _recorded(settings: Settings, file: Path | None, corridor: str, entry: str) -> tuple[Agreement, Case]:
    """The agreement, and what the record holds on the movement that an entry is about."""
    from safeconduct.node.agreed import case_of_entry

    origin, _, index = entry.rpartition(":")
    if not index.isascii() or not index.isdecimal() or len(index) > 15:
        raise UsageError(f"{entry!r} names no entry", next_step="Write LOG:N, or :N for the log of the corridor.")
    node, log = opened(settings, corridor)
    return case_of_entry(node, log, origin, int(index), _loaded(file) if file is not None else None)


def _movements(settings: Settings, loaded: Agreement, corridor: str) -> Sequence[Facts]:
    from safeconduct.node.agreed import recorded_facts

    node, log = opened(settings, corridor)
    return recorded_facts(node, log, loaded)
