"""`safeconduct press`: from reports to proposed statements, their review, and the score of an extractor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.errors import UsageError
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, printable, problem_lines, put, say, tell
from safeconduct.cli.settings import Group, Settings

if TYPE_CHECKING:
    from safeconduct.base.errors import SafeconductError
    from safeconduct.node.press.desk import ReviewDesk
    from safeconduct.press.dates import Published
    from safeconduct.press.extraction import Extraction, Pass
    from safeconduct.press.speakers import Entities
    from safeconduct.press.topics import Topic

FILE = click.Path(path_type=Path)
ACCOUNT_DEFAULT = "analyst"
CORRIDOR = click.option("--corridor", metavar="ID", default="", help="Corridor; needed if the node has several.")
ACCOUNT = click.option(
    "--as", "account", metavar="ACCOUNT", default=ACCOUNT_DEFAULT, help=f"Account id, not a name. [{ACCOUNT_DEFAULT}]"
)
BASES = ("entered", "in_text", "metadata", "inferred")
LANGUAGES = ("en", "ru")
_MODEL_OPTIONS = (
    click.option("--endpoint", metavar="URL", default="", help="A model of yours that speaks the OpenAI chat format."),
    click.option("--endpoint-model", metavar="NAME", default="", help="What that endpoint calls the model."),
    click.option("--endpoint-key", type=FILE, metavar="FILE", default=None, help="File with its key, if it needs one."),
    click.option("--send-text", is_flag=True, help="Allow the text of the reports to be sent to that endpoint."),
)


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Three separate settings of a model, all or none, and the file of its key."""
    for option in reversed(_MODEL_OPTIONS):
        command = option(command)
    return command


@click.group("press", cls=Group, short_help="Who said what in reports, and its review.")
def press() -> None:
    """Find who said what in reports, for a named person to accept, mend or reject."""


@press.command("extract", short_help="Propose the statements of reports.")
@click.argument("sources", metavar="FILE|URL|-...", nargs=-1, required=True)
@click.option(
    "--published",
    metavar="EDTF",
    multiple=True,
    help="Day of the report, such as 2023-06-23; once for all, or once for each FILE in order.",
)
@click.option("--basis", type=click.Choice(BASES), default="entered", help="What that day rests on.")
@click.option(
    "--entities", type=FILE, metavar="FILE.yaml", multiple=True, help="Who may speak; added to the names that ship."
)
@click.option("--corridor", "corridors", metavar="ID", multiple=True, help="Only the names that ship with this one.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Read the reports by the rules of this language.")
@model_options
@click.pass_obj
def extract(
    settings: Settings,
    *,
    sources: tuple[str, ...],
    published: tuple[str, ...],
    basis: str,
    entities: tuple[Path, ...],
    corridors: tuple[str, ...],
    language: str | None,
    endpoint: str,
    endpoint_model: str,
    endpoint_key: Path | None,
    send_text: bool,
) -> Exit:
    """Propose the statements of reports: who said what, on which day, in which characters of the text.

    Text, HTML and PDF; an address is fetched by a confined process that reaches nothing private. Nothing is signed and
    nothing is kept: see `press review`. A report that cannot be read is named, the others are read; the exit code is
    then 4. A day that the report itself gives is used unless you name one. Reports are read as English or Russian, by
    their own words unless you name one. A model is asked only if --endpoint, --endpoint-model and --send-text all
    stand there; what it says is verified and marked as its own.
    """
    from safeconduct.base.errors import SafeconductError
    from safeconduct.cli.layout import width
    from safeconduct.cli.press_text import extraction_lines
    from safeconduct.node.press.endpoint import asked, endpoint_of
    from safeconduct.node.press_files import read_report
    from safeconduct.press.extraction import extract as extracted
    from safeconduct.press.extraction import extraction_to_json
    from safeconduct.press.languages import read_as

    model = endpoint_of(endpoint, endpoint_model, send_text=send_text, key_file=endpoint_key)
    days = _published(published, basis, len(sources))
    known, topics = _entities(entities, corridors), _topics(corridors)
    found: list[Extraction] = []
    failed: list[tuple[str, SafeconductError]] = []
    for name, day in zip(sources, days, strict=True):
        try:
            one = extracted(read_as(read_report(name), language), known, day, topics)
        except SafeconductError as error:
            failed.append((name, error))
            continue
        found.append(one if model is None else asked(one, known, topics, model))
    if settings.json:
        documents = [extraction_to_json(one) for one in found]
        print_json({"documents": documents, "failed": failures(failed, "doc")})
    else:
        for one in found:
            for line in extraction_lines(one, width()):
                put(line)
    tell_failures(failed)
    if not settings.json:
        say(settings, "Proposals only: nothing was signed. Review them with: safeconduct press review")
    troubled = [tell_passes(one.source.name, one.passes) for one in found]
    return Exit.INCOMPLETE if failed or any(troubled) else Exit.DONE


@press.command("score", short_help="Score proposals against an annotated set.")
@click.argument("drafts", type=FILE, metavar="DRAFTS.json")
@click.argument("gold", type=FILE, metavar="GOLD.json")
@click.option("--texts", type=FILE, metavar="DIR", help="Folder of the reports, for scoring exact edges.")
@click.pass_obj
def score(settings: Settings, *, drafts: Path, gold: Path, texts: Path | None) -> None:
    """Score proposals against an annotated set: spans, speakers, days, types, with intervals.

    DRAFTS is what `press extract --json` prints, or a list of statements. The figures are those of the definition in
    docs/concepts/public-record.md.
    """
    from safeconduct.node.press_files import scored
    from safeconduct.press.score import scores_to_json, scores_to_text

    found = scored(drafts, gold, texts)
    if settings.json:
        print_json(scores_to_json(found))
    else:
        put(scores_to_text(found))


def _published(values: tuple[str, ...], basis: str, count: int) -> list[Published | None]:
    """The document date of each report."""
    from safeconduct.press.dates import Published, edtf_from_text

    if len(values) not in {0, 1, count}:
        raise UsageError(
            f"{len(values)} days for {count} reports",
            next_step="Give --published once, or once for each FILE in order.",
        )
    days = [Published(edtf_from_text(value), basis) for value in values]  # type: ignore[arg-type]  # one of BASES
    return [*days] if len(days) == count else [days[0] if days else None] * count


def _entities(more: tuple[Path, ...], corridors: tuple[str, ...]) -> Entities:
    """The names that ship, with those of further files."""
    from safeconduct.base.limits import YAML_BYTES_MAX
    from safeconduct.node.durable import read_input
    from safeconduct.press.speakers import entities_from_yaml, shipped_entities

    known = shipped_entities(*corridors)
    for file in more:
        known = entities_from_yaml(read_input(file, YAML_BYTES_MAX), file.name, known)
    return known


def _topics(corridors: tuple[str, ...]) -> list[Topic]:
    """The topics that ship with these corridors, or with all."""
    from safeconduct.intake.shipped import shipped_corridors
    from safeconduct.press.topics import shipped_topics

    return [topic for corridor in corridors or shipped_corridors() for topic in shipped_topics(corridor)]


def desk_of(settings: Settings, corridor: str, account: str, more: tuple[Path, ...] = ()) -> ReviewDesk:
    """The review desk of an account. more: further entity files."""
    from safeconduct.node.node import open_node
    from safeconduct.node.press.desk import review_desk
    from safeconduct.node.world import system_world

    node = open_node(settings.node, system_world())
    return review_desk(node, corridor, account, _entities(more, (node.log(corridor).corridor,)) if more else None)


def pass_words(passes: Sequence[Pass]) -> Iterator[str]:
    """What to know of each pass; of a model why it gave nothing, or how much was dropped, by reason."""
    for one in passes:
        if one.note:
            yield printable(one.note)
        dropped = ", ".join(f"{count} {reason}" for reason, count in sorted(one.dropped.items())) or "nothing"
        if one.model:
            yield f"{printable(one.model)}: {printable(one.problem) or f'dropped: {dropped}'}"


def tell_passes(name: str, passes: Sequence[Pass]) -> bool:
    """Say what a model gave beside the fast pass; whether one gave nothing because it failed."""
    for words in pass_words(passes):
        tell(f"{printable(name)}: {words}")
    return any(one.problem for one in passes)


def failures(failed: Sequence[tuple[str, SafeconductError]], key: str) -> list[dict[str, Any]]:
    """Reports that could not be used, for JSON. key: what their name is called there."""
    return [
        {key: name, "code": error.code, "what": error.what, "where": error.where, "next": error.next_step}
        for name, error in failed
    ]


def tell_failures(failed: Sequence[tuple[str, SafeconductError]]) -> None:
    """Say which reports could not be used, and why."""
    for name, problem in failed:
        tell(f"{printable(name)}:")
        for line in problem_lines((problem,)):
            tell(line)
