"""`safeconduct press add`, `review`, `append`, `claim`, `export`, `desk`: from reports to signed entries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.errors import UsageError
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, print_json_line, printable, put
from safeconduct.cli.press import (
    ACCOUNT,
    ACCOUNT_DEFAULT,
    BASES,
    CORRIDOR,
    FILE,
    desk_of,
    failures,
    model_options,
    press,
    tell_failures,
    tell_passes,
)
from safeconduct.cli.settings import Settings

if TYPE_CHECKING:
    from safeconduct.base.errors import SafeconductError
    from safeconduct.node.press.desk import ReviewDesk
    from safeconduct.press.review import Published
    from safeconduct.press.source import Source

__all__ = ["press"]


@press.command("add", short_help="Keep reports and their proposals for review.")
@click.argument("sources", metavar="FILE|URL|-...", nargs=-1, required=True)
@click.option("--published", metavar="EDTF", multiple=True, help="Day of the report; once for all, or once for each.")
@click.option("--basis", type=click.Choice(BASES), default="entered", help="What that day rests on.")
@click.option("--note", "notes", metavar="TEXT", multiple=True, help="What an inferred day is inferred from.")
@click.option("--outlet", metavar="ID", default="", help="Who published it, where the report does not say so itself.")
@click.option("--url", metavar="URL", default="", help="Where a saved page was found.")
@click.option(
    "--entities", type=FILE, metavar="FILE.yaml", multiple=True, help="Who may speak; added to the names that ship."
)
@model_options
@CORRIDOR
@click.pass_obj
def add(
    settings: Settings,
    *,
    sources: tuple[str, ...],
    published: tuple[str, ...],
    basis: str,
    notes: tuple[str, ...],
    outlet: str,
    url: str,
    entities: tuple[Path, ...],
    endpoint: str,
    endpoint_model: str,
    endpoint_key: Path | None,
    send_text: bool,
    corridor: str,
) -> Exit:
    """Read reports in: their bytes, text and proposed statements are kept in the work store of the node.

    Nothing enters a log. The same report again changes nothing. A report whose day is not given by you or by itself is
    refused, because its statements could not be dated. A model is asked only if --endpoint, --endpoint-model and
    --send-text all stand there, and only about a report on which no model has answered yet: one that failed is asked
    again when the report is added again.
    """
    from safeconduct.base.errors import SafeconductError
    from safeconduct.node.press.endpoint import endpoint_of
    from safeconduct.node.press_files import received
    from safeconduct.press.extraction import pass_to_json

    if (outlet or url) and len(sources) != 1:
        raise UsageError("--outlet and --url belong to one report", next_step="Add the reports one by one.")
    for name, values in (("--published", published), ("--note", notes)):
        if len(values) not in {0, 1, len(sources)}:
            raise UsageError(f"{name} is given {len(values)} times for {len(sources)} reports")
    model = endpoint_of(endpoint, endpoint_model, send_text=send_text, key_file=endpoint_key)
    desk = desk_of(settings, corridor, ACCOUNT_DEFAULT, entities)
    troubled = False
    done: list[dict[str, Any]] = []
    failed: list[tuple[str, SafeconductError]] = []
    for at, name in enumerate(sources):
        try:
            source, data = received(name)
            source = replace(source, outlet=outlet or source.outlet, url=url or source.url)
            day = _published(source, _one(published, at), basis, _one(notes, at))
            found = desk.add(source, data, day, model)
        except SafeconductError as error:
            failed.append((name, error))
            continue
        troubled |= tell_passes(source.name, found.passes)
        done.append(
            {"report": found.source_sha256, "name": source.name, "new": found.new, "published": day.edtf}
            | {"drafts": found.drafts, "drafts_new": found.drafts_new}
            | {"passes": [pass_to_json(one) for one in found.passes]}
        )
    if settings.json:
        print_json({"corridor": desk.log.corridor, "reports": done, "failed": failures(failed, "name")})
    else:
        for one in done:
            what = f"{one['drafts']} proposals" + ("" if one["drafts_new"] else ", there already")
            put(f"{one['report'][:12]}  {printable(one['name'])}  {one['published']}  {what}")
    tell_failures(failed)
    return Exit.INCOMPLETE if failed or troubled else Exit.DONE


@press.command("review", short_help="Show the next proposal, or decide one.")
@CORRIDOR
@click.option("--next", "wants_next", is_flag=True, help="The next one that waits for this account; the default.")
@click.option("--id", "draft", metavar="DRAFT", default="", help="This one, by the beginning of its digest.")
@ACCOUNT
@click.option("--accept", is_flag=True, help="Sign for it, as proposed or with what --set changes.")
@click.option("--reject", metavar="REASON", default="", help="Reject it; say why.")
@click.option("--set", "changes", metavar="FIELD=VALUE", multiple=True, help="Change a field and sign for it.")
@click.option(
    "--seconds", type=click.IntRange(0, 86_400), metavar="N", help="How long it took; else since it was shown."
)
@click.pass_obj
def review(
    settings: Settings,
    *,
    corridor: str,
    wants_next: bool,
    draft: str,
    account: str,
    accept: bool,
    reject: str,
    changes: tuple[str, ...],
    seconds: int | None,
) -> None:
    """Show one proposed statement, or decide it: the same decisions as on the desk, one at a time.

    What denies or disputes a claim, accuses a party, or names somebody who is not in the entity file needs two accounts
    that decide the same; the second sees the first decision only after its own. A decision names its proposal by --id.
    """
    from safeconduct.cli.layout import width
    from safeconduct.cli.press_text import seen_lines

    desk = desk_of(settings, corridor, account)
    if wants_next and draft:
        raise UsageError("--next and --id at once", next_step="Give one of them.")
    if reject and (accept or changes):
        raise UsageError("--reject beside --accept or --set", next_step="Decide one way.")
    deciding = bool(accept or reject or changes)
    if deciding and not draft:
        raise UsageError("a decision without the proposal it is about", next_step="Name it with --id.")
    name = desk.find(draft) if draft else desk.next()
    if not name:
        if settings.json:
            print_json({"corridor": desk.log.corridor, "draft": None})
        else:
            put(f"Nothing waits for the account {printable(account)}.")
        return
    if deciding:
        _decide(desk, name, reject, _changes(changes), seconds)
    else:
        desk.shown(name)
    seen = desk.see(name)
    if settings.json:
        print_json(_seen_value(seen))
    else:
        for line in seen_lines(seen, width()):
            put(line)


@press.command("append", short_help="Put what was accepted into the log.")
@CORRIDOR
@click.option("--report", "reports", metavar="DIGEST", multiple=True, help="Only this report; else all of them.")
@click.pass_obj
def append(settings: Settings, corridor: str, reports: tuple[str, ...]) -> Exit:
    """Put accepted statements into the log of the node, with their reports and stances, each once, and sign it.

    Every quotation is compared with the text once more. The exit code is 4 if proposals still wait for a decision.
    """
    from safeconduct.base.errors import SafeconductError

    desk = desk_of(settings, corridor, ACCOUNT_DEFAULT)
    held = desk.reports()
    chosen = [one for one in held if not reports or any(one.source_sha256.startswith(each) for each in reports)]
    if reports and not chosen:
        raise UsageError("no such report in the work store", next_step="`safeconduct press list` lists them.")
    done: list[dict[str, Any]] = []
    failed: list[tuple[str, SafeconductError]] = []
    waiting = 0
    for one in chosen:
        try:
            found = desk.append(one.source_sha256)
        except SafeconductError as error:
            failed.append((one.source_sha256[:12], error))
            continue
        waiting += found.waiting
        counts = {name: one.counts[name] if one.held else 0 for name in ("open", "second", "differ")}
        done.append(
            {"report": one.source_sha256, "added": found.added, "unchanged": found.unchanged, "waiting": counts}
        )
    if settings.json:
        print_json({"corridor": desk.log.corridor, "reports": done, "failed": failures(failed, "name")})
    else:
        for value in done:
            added = ", ".join(f"{count} {kind}" for kind, count in sorted(value["added"].items())) or "nothing to add"
            wait = ", ".join(f"{count} {_WAITS[name]}" for name, count in value["waiting"].items() if count)
            there = f"; {value['unchanged']} there already" if value["unchanged"] else ""
            put(f"{value['report'][:12]}  {added}{there}{f'; waiting: {wait}' if wait else ''}")
    tell_failures(failed)
    return Exit.ERROR if failed else Exit.INCOMPLETE if waiting else Exit.DONE


@press.command("claim", short_help="Record a claim in words, for stances to it.")
@click.argument("claim_id", metavar="CLAIM")
@click.option("--wording", metavar="TEXT", required=True, help="The claim in one neutral sentence.")
@click.option("--of", "draft", metavar="DRAFT", required=True, help="The proposal in which it was made, by its digest.")
@CORRIDOR
@click.pass_obj
def claim(settings: Settings, claim_id: str, wording: str, draft: str, corridor: str) -> None:
    """Record a claim that stands in words alone; statements can then assert, deny or dispute it.

    Without a definition the record cannot decide it. The same claim again adds nothing.
    """
    from safeconduct.node.press.claims import add_claim

    desk = desk_of(settings, corridor, ACCOUNT_DEFAULT)
    seen = desk.see(desk.find(draft))
    added = add_claim(desk.node, desk.log, claim_id, seen.statement, wording)
    if settings.json:
        print_json({"claim": claim_id, "statement": seen.statement, "added": added})
    else:
        put(f"{claim_id}: {'recorded' if added else 'there already'}")


@press.command("export", short_help="Print what was read in reports, as the log has it.")
@CORRIDOR
@click.pass_obj
def export(settings: Settings, corridor: str) -> None:
    """Print the reviewed documents, claims, statements and stances of the log, one JSON object a line.

    That is what ships with a corridor as press.jsonl: digests, offsets and short quotations, no text of a report.
    """
    from safeconduct.node.press.shipping import exported

    desk = desk_of(settings, corridor, ACCOUNT_DEFAULT)
    for line in exported(desk.node, desk.log):
        print_json_line(line)


@press.command("desk", short_help="Serve the review desk on this machine.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), metavar="N", default=8766, help="Port; 0 takes a free one. [8766]"
)
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", help="This machine's own address; any other is refused."
)
@CORRIDOR
@ACCOUNT
@click.pass_obj
def desk(settings: Settings, port: int, host: str, corridor: str, account: str) -> None:
    """Serve the review desk of one account until Ctrl-C, on 127.0.0.1 only.

    Whoever can reach the port decides as that account: it is for the machine of one person. A second person starts a
    desk of his or her own with another account.
    """
    from safeconduct.cli.desk import run_desk

    run_desk(settings, desk_of(settings, corridor, account), host=host, port=port)


def _decide(desk: ReviewDesk, draft: str, reject: str, changes: dict[str, str], seconds: int | None) -> None:
    took = seconds if seconds is not None else desk.seconds_since_shown(draft)
    if reject:
        desk.reject(draft, reject, took)
    else:
        desk.accept(draft, changes, took)


_WAITS = {"open": "open", "second": "for a second person", "differ": "where two differ"}


def _published(source: Source, day: str, basis: str, note: str) -> Published:
    """The day as given, else the best that the report gives itself."""
    from safeconduct.press.dates.edtf import edtf_from_text
    from safeconduct.press.errors import ReviewError
    from safeconduct.press.review import Published

    if day:
        if basis == "inferred" and not note:
            raise UsageError("an inferred day without what it is inferred from", next_step="Add --note.")
        return Published(str(edtf_from_text(day)), basis, note)
    if not source.dates:
        raise ReviewError(
            "nobody says when this report was published", where=source.name, next_step="Give --published and --basis."
        )
    return Published(source.dates[0].edtf, source.dates[0].basis, source.dates[0].note)


def _one(values: tuple[str, ...], at: int) -> str:
    return "" if not values else values[at] if len(values) > 1 else values[0]


def _changes(changes: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in changes:
        name, equals, value = each.partition("=")
        if not equals:
            raise UsageError(f"{each!r} is not FIELD=VALUE", next_step="Write --set type=denial.")
        found[name.strip()] = value
    return found


def _seen_value(seen: Any) -> dict[str, Any]:
    from safeconduct.press.extraction import pass_to_json
    from safeconduct.press.review.edit import fields_of

    made = seen.case.draft.extractor
    model = {"model": made.model, "dropped": dict(made.dropped)} if made.model else {}
    return {
        "draft": seen.draft,
        "report": seen.case.draft.source_sha256,
        "position": seen.position,
        "total": seen.total,
        "held": seen.held,
        "state": seen.stands.state,
        "waits": seen.waits,
        "why_two": list(seen.why),
        "proposed_by": {"pass": made.name, "version": made.version, "config_sha256": made.config_sha256, **model},
        "passes": [pass_to_json(one) for one in seen.passes],
        "statement": seen.statement,
        "spans": [[span.start, span.end] for span in seen.proposal.spans],
        "speakers": [
            {name: getattr(each, name) for name in ("name", "entity", "office", "organisation", "party")}
            for each in seen.proposal.speakers
        ],
        "fields": fields_of(seen.proposal),
        "topics": [{"topic": one.topic, "clauses": list(one.clauses), "score": one.score} for one in seen.topics],
        "claims": [{"claim": one.claim, "stance": one.stance, "score": one.score} for one in seen.claims],
        "decisions": [
            {"by": one.by, "verdict": one.verdict, "seconds": one.seconds, "reason": one.reason}
            for one in seen.decisions
        ],
        "entry": list(seen.entry) if seen.entry else None,
    }
