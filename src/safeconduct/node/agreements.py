"""Agreements as files: read one, find the one of a corridor, name it in a charter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.base.limits import YAML_BYTES_MAX
from safeconduct.facts.build import read_terms
from safeconduct.intake.shipped import AGREEMENT_FILE, shipped_agreement, shipped_agreements
from safeconduct.node.config import OwnLog
from safeconduct.node.durable import read_input
from safeconduct.node.errors import CorridorError, NodeFolderError
from safeconduct.node.node import Node


def agreement_bytes(path: Path) -> bytes:
    """The text of an agreement file, or of the one that ships if there is no such file and this is its id."""
    if not path.exists() and str(path) in shipped_agreements():
        return shipped_agreement(str(path))
    return read_input(path, YAML_BYTES_MAX)


def agreement_in_file(path: Path) -> Agreement:
    """The agreement of a file, or the one that ships under this id. Raises InputFileError, AgreementFileError."""
    shipped = not path.exists() and str(path) in shipped_agreements()
    return agreement_from_yaml(agreement_bytes(path), f"{path}/{AGREEMENT_FILE}" if shipped else path.name)


def chartered(charter: dict[str, Any], agreement: bytes) -> dict[str, Any]:
    """A charter that names an agreement by its digest. Raises AgreementFileError, CorridorError."""
    digest = agreement_from_yaml(agreement, AGREEMENT_FILE).digest
    if charter.get("agreement", digest) != digest:
        raise CorridorError(
            "the corridor file names another agreement",
            where=f"agreement: {charter['agreement']}",
            next_step=f"The digest of this agreement is {digest}.",
        )
    return {**charter, "agreement": digest}


def agreement_of(node: Node, log: OwnLog) -> Agreement | None:
    """The agreement that the charter of a corridor names; None if it names none.

    Raises NodeFolderError if the file is missing or is not the one that was named.
    """
    with node.all_signed(log.corridor) as readers:
        terms, _ = read_terms(readers)
    named, path = terms.agreement, node.layout.agreement(log.corridor)
    if not named:
        return None
    if not path.is_file():
        raise NodeFolderError(
            "the agreement that the charter names is missing",
            where=str(path),
            next_step=f"Put back the file whose digest is {named}.",
        )
    found = agreement_from_yaml(read_input(path, YAML_BYTES_MAX), str(path))
    if found.digest != named:
        raise NodeFolderError(
            "this is not the agreement that the charter names",
            where=str(path),
            next_step=f"Put back the file whose digest is {named}; this one has {found.digest}.",
        )
    return found
