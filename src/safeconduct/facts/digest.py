"""The digest of a table: equal for equal tables, on whatever engine they were made.

A table is its column names in order, and its rows, each the concatenation of its cells: NULL is the byte 00, an
integer 01 and 8 bytes big-endian (two's complement), a text 02, its length in UTF-8 as 4 bytes big-endian, its bytes.
Rows are sorted as bytes; the digest is the SHA-256 of header and rows, each framed by its length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import duckdb

from safeconduct.facts.errors import FactsError


def rows_digest(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """SHA-256 of a table as 64 hex digits. Raises FactsError for a cell that is neither integer, text nor NULL."""
    digest = hashlib.sha256(_framed(b"".join(map(_cell, columns))))
    for row in sorted(b"".join(map(_cell, row)) for row in rows):
        digest.update(_framed(row))
    return digest.hexdigest()


def table_digest(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The digest of a table that the connection sees; its rows are held in memory."""
    found = con.execute(f'SELECT * FROM "{table}"')
    return rows_digest([column[0] for column in found.description or ()], found.fetchall())


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _cell(value: object) -> bytes:
    if value is None:
        return b"\x00"
    if isinstance(value, int) and not isinstance(value, bool):
        return b"\x01" + value.to_bytes(8, "big", signed=True)
    if isinstance(value, str):
        return b"\x02" + _framed(value.encode())
    raise FactsError(f"a cell of type {type(value).__name__} has no digest", next_step="Store integers and texts only.")
