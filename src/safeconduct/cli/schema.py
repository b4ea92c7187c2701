"""`safeconduct schema`: the JSON Schema of a kind of entry."""

from __future__ import annotations

import click

from safeconduct.cli.output import print_json, put
from safeconduct.cli.settings import Command, Settings


@click.command("schema", cls=Command, short_help="Print the JSON Schema of a kind of entry.")
@click.argument("kind", required=False)
@click.pass_obj
def schema(settings: Settings, kind: str | None) -> None:
    """Print the JSON Schema of a kind of entry; without KIND, list the kinds."""
    from safeconduct.cli.layout import columns
    from safeconduct.entries.envelope import entry_schema
    from safeconduct.entries.registry import KINDS

    if kind is not None:
        print_json(entry_schema(kind))
    elif settings.json:
        print_json({"kinds": {name: spec.says for name, spec in KINDS.items()}})
    else:
        for line in columns([[name, spec.says] for name, spec in KINDS.items()]):
            put(line)
