"""`safeconduct report`: the situation report of a day, as text, as an object, as a file to print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct import __version__
from safeconduct.cli.claim import opened
from safeconduct.cli.errors import CommandError, UsageError
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, printable, put, say
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.assess.situation.model import Pinned
    from safeconduct.assess.situation.report import SituationReport
    from safeconduct.web.reporting import Wanted
    from safeconduct.web.site import Site

LANGUAGES = ("en", "ru", "ar")
FORMATS = (".html", ".pdf")


@click.command("report", cls=Command, short_help="Write the situation report of a day.")
@click.argument("day", metavar="DATE")
@click.argument("corridor", required=False, default="")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE.html or FILE.pdf.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the file. [en]")
@click.option("--site", "root", metavar="URL", default="", help="Address of the node's pages, for links in the file.")
@click.pass_obj
def report(settings: Settings, *, day: str, corridor: str, out: Path | None, lang: str, root: str) -> Exit:
    """Write the situation report of a day, as it was known at its end.

    DATE is a local day such as 2023-03-01. CORRIDOR may be left out if the node has one. Without --out the main
    figures are printed. A PDF needs the optional extra: pip install 'safeconduct[report]'. The exit code is 4 if a
    post was silent on the day or a day of the last 14 has no record.
    """
    from safeconduct.cli.pages import NodePages
    from safeconduct.node.world import system_world
    from safeconduct.web.reporting import Wanted, report_value
    from safeconduct.web.site import make_site

    _checked(out, root)
    wanted_day = _day(day)
    _, log = opened(settings, corridor)
    with closing(NodePages(settings.node, system_world())) as pages:
        site = make_site(pages, __version__)
        found = pages.report(log.corridor, wanted_day)
        if found is None or found.day != wanted_day.day:
            raise _no_report(day, found)
        wanted = Wanted(site.corridor(log.corridor), found, root.rstrip("/"))
        if out is not None:
            _write(settings, site, lang, wanted, out)
        if settings.json:
            print_json(report_value(site, wanted))
        elif out is None:
            for line in _lines(found):
                put(printable(line))
    return Exit.INCOMPLETE if _gaps(found) else Exit.DONE


def _checked(out: Path | None, root: str) -> None:
    if out is not None and out.suffix not in FORMATS:
        raise UsageError(
            f"{out.name} ends in neither of {', '.join(FORMATS)}", next_step="Name a FILE.html or FILE.pdf."
        )
    if out is not None and out.suffix == ".pdf":
        _typst()
    if root and not root.startswith(("https://", "http://")):
        raise UsageError(f"{root!r} is no address", where="--site", next_step="Write it as https://node.example")


def _day(text: str) -> Pinned:
    from safeconduct.assess.situation.model import Pinned
    from safeconduct.base.instant import InstantError, day_from_text

    try:
        return Pinned(day_from_text(text))
    except InstantError as error:
        raise click.BadParameter(f"{text!r} is not a day such as 2023-03-01", param_hint="DATE") from error


def _no_report(day: str, found: SituationReport | None) -> CommandError:
    from safeconduct.base.instant import day_to_text

    if found is None:
        step = "Choose a later day. `safeconduct status` shows what the record holds."
        return CommandError("nothing on a road is on record by that day", where=day, next_step=step)
    nearest = day_to_text(found.day)
    return CommandError(f"the record of the road ends on {nearest}", where=day, next_step=f"Ask for {nearest}.")


def _write(settings: Settings, site: Site, language: str, wanted: Wanted, out: Path) -> None:
    from safeconduct.node.durable import write_durably
    from safeconduct.web.reporting import report_html, report_typst

    if out.suffix == ".html":
        data = report_html(site, language, wanted).encode()
    else:
        data = pdf_of(report_typst(site, language, wanted), wanted.report.end_us)
    write_durably(out, data)
    say(settings, f"Wrote {out} ({len(data):,} bytes).")


def pdf_of(source: str, end_us: int) -> bytes:
    """A Typst document as a PDF, dated with the end of its day so that the same report gives the same bytes.

    Raises CommandError where the optional extra is not installed, or the document cannot be set.
    """
    typst = _typst()
    try:
        made = typst.compile(source.encode(), timestamp=end_us // 1_000_000)
    except typst.TypstError as error:
        raise CommandError(f"the report could not be set: {error}", next_step="Write FILE.html instead.") from error
    assert isinstance(made, bytes), "one document is one file"
    return made


def _typst() -> Any:
    """The typesetter, an optional extra. Raises CommandError where it is not installed."""
    try:
        return import_module("typst")
    except ImportError as error:
        raise CommandError(
            "a PDF needs the optional extra `report`, which is not installed",
            next_step="Run: pip install 'safeconduct[report]'. Or write FILE.html and print it from a browser.",
        ) from error


def _lines(found: SituationReport) -> Iterator[str]:
    from safeconduct.base.instant import day_to_text

    shown = found.situation
    yield f"Situation report No. {found.number}, {shown.corridor}, {day_to_text(found.day)}"
    if found.simulated:
        yield "SIMULATED DATA: traffic, checks, counts and stocks were made up; nothing in them happened."
    yield f"{shown.sentence}, as recorded by {shown.posts_heard} posts."
    for one in found.vehicles:
        change = "change not known" if one.change is None else f"{one.change:+,} against a week before"
        yield f"  vehicles {one.direction}: {_or_none(one.now)} ({change})"
    (part, whole), _ = found.checked
    yield f"  checked, 7 days: {part:,} of {whole:,}" if whole else "  checked, 7 days: no record"
    if found.supply is not None:
        now, _ = found.supply
        lasts = "or more" if now.days_hi is None else f"to {now.days_hi:,}"
        yield f"  {now.commodity}, days of supply: {now.days_lo:,} {lasts}"
    yield f"  statements on record, 7 days: {len(found.said)}"
    for case in found.carried:
        yield f"  said and denied, {case.goods}: {case.table.total.sentence}"
    for gap in found.gaps.posts:
        yield f"  gap: {gap.post} {gap.watched}, blind for {gap.blind_us // 60_000_000:,} min of the day"
    for direction, days in found.gaps.unrecorded:
        if days:
            yield f"  gap: {direction}, no record on {', '.join(day_to_text(day) for day in days)}"


def _or_none(value: int | None) -> str:
    return "no record" if value is None else f"{value:,}"


def _gaps(found: SituationReport) -> bool:
    """Whether a post in force said nothing, or was kept from watching, or a day of the band has no record."""
    mute = any(one.watched in {"silent", "denied"} for one in found.gaps.posts)
    return mute or any(days for _, days in found.gaps.unrecorded)
