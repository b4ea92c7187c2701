"""`safeconduct press list`, `copies`, `forget`: what the work store of a node holds, and what is taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.errors import UsageError
from safeconduct.cli.output import print_json, printable, put, tell
from safeconduct.cli.press import ACCOUNT, ACCOUNT_DEFAULT, CORRIDOR, desk_of, pass_words
from safeconduct.cli.press_review import press
from safeconduct.cli.settings import Settings

if TYPE_CHECKING:
    from safeconduct.node.press.copies import Copy
    from safeconduct.node.press.desk import ReportRow
    from safeconduct.node.press.work import Forgotten

__all__ = ["press"]


@press.command("list", short_help="List reports with how far their review is.")
@CORRIDOR
@ACCOUNT
@click.pass_obj
def list_reports(settings: Settings, corridor: str, account: str) -> None:
    """List the reports in the work store: proposals open, for a second person, accepted, rejected, in the log.

    kept: the day on which a report was read in; text: whether its text is still held, see `press forget`.
    """
    from safeconduct.cli.layout import columns

    desk = desk_of(settings, corridor, account)
    reports, figures = desk.reports(), desk.figures()
    if settings.json:
        print_json(
            {
                "corridor": desk.log.corridor,
                "reports": [_report_value(one) for one in reports],
                "figures": [_figures_value(one) for one in figures],
            }
        )
        return
    rows = [
        (
            one.source_sha256[:12],
            one.published.edtf if one.published else "",
            *(str(one.counts[name]) for name in ("open", "second", "differ", "accepted", "rejected")),
            str(one.written),
            one.kept,
            "held" if one.held else "not held",
            printable(one.source.name),
        )
        for one in reports
    ]
    head = ("report", "published", "open", "second", "differ", "accepted", "rejected", "in log", "kept", "text", "name")
    for line in columns([head, *rows]):
        put(line)
    for one in reports:
        for words in pass_words(one.passes):
            put(f"{one.source_sha256[:12]}  {words}")
    for each in figures:
        share = "none accepted" if each.share_edited is None else f"{each.share_edited:.0%} edited"
        seconds = "none decided" if each.seconds is None else f"median {each.seconds:g} s a statement"
        put(f"{each.extractor} {each.version}: {each.decided} of {each.drafts} decided, {seconds}, {share}")


@press.command("copies", short_help="Show or decide which reports are copies.")
@click.argument("digest", metavar="REPORT")
@click.option("--same", "same", metavar="OTHER", default="", help="Sign for OTHER having the same words.")
@click.option("--different", metavar="OTHER", default="", help="Sign for OTHER not having the same words.")
@CORRIDOR
@ACCOUNT
@click.pass_obj
def copies(settings: Settings, *, digest: str, same: str, different: str, corridor: str, account: str) -> None:
    """Show the reports with nearly the same words as one, or decide about one of them.

    Reports that a reviewer calls the same count as one origin. They are proposed by the runs of five words that both
    have; the answer enters the log with `press append`. REPORT and OTHER are digests, or their first 8 digits or more.
    """
    desk = desk_of(settings, corridor, account)
    report = desk.find_report(digest)
    if same and different:
        raise UsageError("--same and --different at once", next_step="Decide about one report at a time.")
    if other := same or different:
        desk.decide_copy(report, desk.find_report(other), same=bool(same))
    found = desk.copies(report)
    if settings.json:
        print_json({"corridor": desk.log.corridor, "report": report, "copies": [_copy_value(one) for one in found]})
        return
    for one in found:
        shares = f"{one.shares.shared} of {one.shares.one} and {one.shares.other}" if one.shares else "not both held"
        says = "open" if one.same is None else f"{'same' if one.same else 'different'}, says {one.by}"
        put(f"{one.source.source_sha256[:12]}  {shares}  {says}  {printable(one.source.name)}")
    if not found:
        put("No other report has nearly the same words.")


def _copy_value(one: Copy) -> dict[str, Any]:
    shares = one.shares
    runs = {"shared": shares.shared, "here": shares.one, "there": shares.other} if shares else None
    name, outlet = one.source.name, one.source.outlet
    decided = {"same": one.same, "by": one.by or None}
    return {"report": one.source.source_sha256, "name": name, "outlet": outlet, "runs": runs, **decided}


@press.command("forget", short_help="Take the text of a report away.")
@click.argument("digest", metavar="DIGEST")
@CORRIDOR
@click.pass_obj
def forget(settings: Settings, digest: str, corridor: str) -> None:
    """Take the bytes and the text of a report out of the work store, for good; nothing is asked back.

    DIGEST is that of the report, or its first 8 digits or more. Its digests, outlet and days stay, and so do its
    proposals with the words they quote, the decisions, and what is in the log. What still waits can be decided when the
    same report is added again.
    """
    desk = desk_of(settings, corridor, ACCOUNT_DEFAULT)
    gone, row = desk.forget(desk.find_report(digest))
    if settings.json:
        print_json({"corridor": desk.log.corridor, **_forgotten_value(gone, row)})
        return
    removed = " and ".join(name for name, was in (("bytes", gone.data), ("text", gone.text)) if was)
    put(f"{row.source_sha256[:12]}  {printable(row.source.name)}: {removed or 'nothing'} taken away")
    if gone.same_text:
        named = ", ".join(each[:12] for each in gone.same_text)
        put(f"  its text stays: the same is held for {named}; forget that as well")
    elif not removed:
        put("  nothing of it was held any more")
    source = row.source
    about = f"outlet {source.outlet or 'not known'}, published {row.published.edtf if row.published else 'not known'}"
    put(f"  kept: digests, {about}, read in {row.kept}")
    put(f"  kept: {sum(row.counts.values())} proposals with the words they quote, {row.written} of them in the log")
    if left := _left(row):
        tell(f"  {left} proposals are undecided, or accepted and not in the log: add the same report again for them")


def _forgotten_value(gone: Forgotten, row: ReportRow) -> dict[str, Any]:
    removed = [name for name, was in (("bytes", gone.data), ("text", gone.text)) if was]
    return {"removed": removed, "same_text": list(gone.same_text), "left": _left(row), **_report_value(row)}


def _left(row: ReportRow) -> int:
    """The proposals for which the text is still needed."""
    return 0 if row.held else sum(row.counts.values()) - row.counts["rejected"] - row.written


def _report_value(one: ReportRow) -> dict[str, Any]:
    from safeconduct.press.extraction import pass_to_json

    return {
        "report": one.source_sha256,
        "name": one.source.name,
        "outlet": one.source.outlet,
        "kept": one.kept,
        "held": one.held,
        "published": one.published.edtf if one.published else None,
        **one.counts,
        "in_log": one.written,
        "waits": one.waits,
        "passes": [pass_to_json(each) for each in one.passes],
        "figures": [_figures_value(each) for each in one.figures],
    }


def _figures_value(one: Any) -> dict[str, Any]:
    share = one.share_edited
    return {
        "extractor": one.extractor,
        "version": one.version,
        **{name: getattr(one, name) for name in ("drafts", "decided", "accepted", "edited", "rejected", "seconds")},
        "share_edited": None if share is None else round(share, 4),
        "fields": dict(one.fields),
    }
