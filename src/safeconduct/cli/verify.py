"""`safeconduct verify`: check what somebody hands out, from its bytes alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeconduct.cli.answers import VERDICTS
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import about, print_json, printable, put, say
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.assess.bundle import CheckedAnswer, VerifyReport

FINDINGS_SHOWN = 20


@click.command("verify", cls=Command, short_help="Check a bundle, a log or a node.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "keys", metavar="VKEY", multiple=True, help="Log key that you trust; may be repeated.")
@click.pass_obj
def verify(settings: Settings, path: Path, keys: tuple[str, ...]) -> Exit:
    """Check a bundle (.scz), a folder with the files of a log, or a node's folder.

    Every signature, every hash and, in a bundle, the answer itself is computed again; no node is needed.
    What does not match is named, and the exit code is 3. Without --key, compare the keys printed with a copy you
    got by another way.
    """
    from safeconduct.node.checking import check_folder
    from safeconduct.node.world import system_world

    if path.is_dir():
        checked = check_folder(path, keys, system_world())
        return show_findings(settings, checked.to_json(), checked.lines(), checked.findings)
    return _verify_bundle(settings, path, keys)


def _verify_bundle(settings: Settings, path: Path, keys: Sequence[str]) -> Exit:
    from safeconduct.assess.errors import BundleError
    from safeconduct.node.bundling import check_bundle

    with about(path, BundleError):
        report = check_bundle(path, keys)
    code = show_findings(settings, report.to_json(), _lines(report), report.findings)
    return code if report.ok else Exit.CHECK_FAILED


def show_findings(
    settings: Settings, value: dict[str, object], lines: Iterator[str], findings: Sequence[object]
) -> Exit:
    """Print what was checked and what did not match; the exit code that says so."""
    if settings.json:
        print_json(value)
    else:
        for line in lines:
            put(line)
        for finding in findings[:FINDINGS_SHOWN]:
            put(f"  does not match: {printable(str(finding))}")
        if len(findings) > FINDINGS_SHOWN:
            put(f"  and {len(findings) - FINDINGS_SHOWN} more; --json lists them")
    if findings:
        say(settings, "The check failed: do not rely on this.")
    return Exit.CHECK_FAILED if findings else Exit.DONE


def _tally(answers: Sequence[CheckedAnswer]) -> str:
    found = [answer.verdict for answer in answers]
    return ", ".join(f"{found.count(verdict)} {word}" for verdict, word in VERDICTS.items())


def _lines(report: VerifyReport) -> Iterator[str]:
    yield f"bundle    {report.size_bytes:,} bytes, {report.members} files, written by version {report.code or '?'}"
    for log in report.logs:
        trust = {True: "a key you trust", False: "NOT a key you trust", None: "compare this key"}[log.trusted]
        yield f"log       {printable(log.origin)}, {log.size:,} entries"
        yield f"          root {log.root}"
        yield f"          {printable(log.vkey)} ({trust})"
    if report.agreement:
        yield f"agreement {report.agreement}, the one that the charter names"
    matching = [answer for answer in report.answers if answer.matches]
    if matching:
        yield f"answers   {len(matching)} of {len(report.answers)} computed again and the same: {_tally(matching)}"
    if report.simulated:
        yield "note      the entries are simulated: nothing in them happened"
    yield f"result    {'everything matches' if report.ok else 'not everything matches'}"
