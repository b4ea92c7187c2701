"""Answers with their proofs: write a bundle to a file, whole or not at all; check one that somebody sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from safeconduct.assess.bundle import Bundle, VerifyReport, prepare_bundle, verify_bundle
from safeconduct.base.limits import BUNDLE_BYTES_MAX
from safeconduct.node.answering import Checked
from safeconduct.node.config import OwnLog
from safeconduct.node.durable import open_input, write_pieces
from safeconduct.node.errors import InputFileError
from safeconduct.node.node import Node


def bundle_of(node: Node, log: OwnLog, checked: Checked) -> Iterator[bytes]:
    """The bytes of a bundle, in pieces. Raises BundleError at once if it cannot be made."""
    with ExitStack() as opening:
        readers = [opening.enter_context(node.reader(one)) for one in node.logs(log.corridor)]
        bundle = prepare_bundle(readers, checked.claims, checked.whole, checked.agreement)
        return _pieces(bundle, opening.pop_all())


def _pieces(bundle: Bundle, opened: ExitStack) -> Iterator[bytes]:
    with opened:
        yield from bundle.pieces()


def export_bundle(node: Node, log: OwnLog, checked: Checked, path: Path) -> int:
    """Write a bundle; its size in bytes. A file of that name is replaced only when the new one is whole.

    Raises BundleError if it cannot be made, InputFileError if the file cannot be written.
    """
    pieces = bundle_of(node, log, checked)
    try:
        return write_pieces(path, pieces)
    except OSError as error:
        raise InputFileError(f"this file cannot be written: {error.strerror}", where=str(path)) from error


def check_bundle(path: Path, trusted_keys: Sequence[str] = ()) -> VerifyReport:
    """Check a bundle. Raises InputFileError, BundleError if it is none, KeyTextError for a bad key."""
    with open_input(path, BUNDLE_BYTES_MAX) as file:
        return verify_bundle(file, trusted_keys=trusted_keys)
