"""The texts of the derived tables for SQLite: whole, or with some of their named parts given by sums kept elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from safeconduct.facts.build import text_of
from safeconduct.facts.errors import FactsError

_PART: Final = re.compile(r"^(?:WITH )?(\w+) AS \(\n(.*?)^\)(,?)\n", re.MULTILINE | re.DOTALL)


@lru_cache(maxsize=32)
def for_sqlite(table: str) -> str:
    """The text that makes a table, as a temporary one.

    Integers divide to whole numbers in SQLite, and no instant lies before 1970: FLOOR says nothing more.
    """
    return text_of(table).replace("FLOOR(", "(").replace("CREATE TABLE", "CREATE TEMP TABLE", 1)


@lru_cache(maxsize=32)
def parts_of(table: str) -> tuple[Mapping[str, str], str]:
    """The named parts of a text, in order, and the query after them."""
    text = for_sqlite(table)
    found = [*_PART.finditer(text)]
    if not found or found[-1][3]:
        raise FactsError(
            f"the text of the table {table!r} is not written as parts and a query",
            next_step="Begin each part with `name AS (` on a line of its own and end it with `)`.",
        )
    return {match[1]: match[2] for match in found}, text[found[-1].end() :].strip().rstrip(";")


def query_of(table: str, given: Mapping[str, str], *, part: str = "") -> str:
    """The query of a table, or of one of its parts, with some parts given by other queries.

    Raises FactsError if the text has no such part, as when it was rewritten.
    """
    parts, query = parts_of(table)
    unknown = sorted(({*given} | ({part} if part else set())) - {*parts})
    if unknown:
        raise FactsError(f"the text of the table {table!r} has no part {unknown[0]!r}", next_step="Name one it has.")
    listed = ",\n".join(f"{name} AS (\n{given.get(name, text)}\n)" for name, text in parts.items())
    return f"WITH {listed}\n{f'SELECT * FROM {part}' if part else query}"
