"""Make a bundle: logs as signed, the question and the answer, in bytes that follow from these alone.

A bundle holds whole logs: a count can be checked only by someone who sees that nothing was left out.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from safeconduct import __version__
from safeconduct.agreement.model import Agreement
from safeconduct.assess.bundle.agreement import agreement_to_bytes
from safeconduct.assess.bundle.archive import archive_bytes, directory, lay_out, local_header
from safeconduct.assess.bundle.contents import (
    AGREEMENT,
    ANSWER,
    CONTENTS,
    ORIGIN,
    QUESTION,
    README,
    VKEY,
    Contents,
    Member,
    json_to_bytes,
    log_folder,
    size_max,
)
from safeconduct.assess.bundle.readme import readme_bytes
from safeconduct.assess.claims.check import Report
from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.question import question_from_bytes, question_to_bytes
from safeconduct.assess.errors import BundleError
from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.facts.build import FACTS_VERSION, read_terms, states_of
from safeconduct.log import LogReader
from safeconduct.log.tiles import CHECKPOINT
from safeconduct.merkle.tile import bundles_for, tiles_for

Load = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle about to be written; its logs must stay open until it is.

    size_bytes: of the whole file.
    """

    size_bytes: int
    _contents: Contents
    _loads: Mapping[str, Load]
    _crcs: Mapping[str, int]

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file, one file of a log in memory at a time."""
        contents = self._contents.to_bytes()
        slots = lay_out(len(contents), self._contents.members)
        crcs = {**self._crcs, CONTENTS: zlib.crc32(contents)}
        for slot in slots:
            yield local_header(slot, crcs[slot.name])
            yield contents if slot.name == CONTENTS else self._loads[slot.name]()
        yield directory(slots, crcs, hashlib.sha256(contents).hexdigest().encode())


def write_bundle(
    readers: Sequence[LogReader], claims_file: ClaimsFile, report: Report, agreement: Agreement | None = None
) -> bytes:
    """The bundle of an answer, as `prepare_bundle` makes it, in memory."""
    return b"".join(prepare_bundle(readers, claims_file, report, agreement).pieces())


def prepare_bundle(
    readers: Sequence[LogReader], claims_file: ClaimsFile, report: Report, agreement: Agreement | None = None
) -> Bundle:
    """Measure a bundle and see that it can be checked: all that can go wrong goes wrong here.

    readers: the logs of which `report` tells; each is taken as its newest checkpoint has it.
    claims_file: the claims that were answered. Claims of it that could not be read are left out.
    agreement: the one that `report` was computed with; it is the one that the charter names, None if that names none.
    Raises BundleError if the report is about other logs, if the agreement is another one, if it or a claim does not
    read back as it was written, or if the bundle would be too large; UnsignedError if a log has not signed anything
    yet.
    """
    signed = [reader.signed() for reader in readers]
    if report.logs != states_of(signed) or len({reader.origin for reader in signed}) != len(signed):
        raise BundleError(
            "the answer was not computed from these logs as they are signed",
            next_step="Answer the claims again and write the bundle of that answer.",
        )
    terms, _ = read_terms(signed)
    document = agreement_to_bytes(agreement, terms.agreement)
    loads: dict[str, Load] = {
        README: _fixed(readme_bytes(agreement=bool(document))),
        QUESTION: _fixed(question_bytes(claims_file)),
        ANSWER: _fixed(answer_bytes(report, left_out=len(claims_file.problems))),
    }
    if document:
        loads[AGREEMENT] = _fixed(document)
    for reader in signed:
        loads |= _log_loads(reader)
    return _measured(dict(sorted(loads.items())))


def question_bytes(claims_file: ClaimsFile) -> bytes:
    """The claims as canonical JSON. Raises BundleError if they would not read back as they are."""
    try:
        data = question_to_bytes(claims_file.claims, claims_file.not_recorded)
        again = question_from_bytes(data, QUESTION)
    except SafeconductError as error:
        raise BundleError(f"these claims cannot be put into a bundle: {error.what}", where=claims_file.name) from error
    if again.problems or again.not_recorded != claims_file.not_recorded:
        raise BundleError("these claims would not read back as they are", where=claims_file.name)
    for claim, read in zip(claims_file.claims, again.claims, strict=True):
        if replace(claim, place="") != replace(read, place=""):
            raise BundleError(
                f"the claim {claim.id!r} would not read back as it is",
                where=claim.place,
                next_step="Write its numbers with fewer digits and its texts without unusual line separators.",
            )
    return data


def answer_bytes(report: Report, *, left_out: int) -> bytes:
    """The answer as it lies in a bundle: `Report.to_json` without places in a file that is not in the bundle.

    left_out: how many of the report's problems, the first ones, are those of claims that could not be read; they are
    not part of the question.
    """
    found = report.to_json()
    found.pop("errors", None)
    problems = [problem.to_json() for problem in report.problems[left_out:]]
    if problems:
        found["errors"] = [{key: text for key, text in problem.items() if key != "where"} for problem in problems]
    return json_to_bytes(found)


def _log_loads(reader: LogReader) -> dict[str, Load]:
    """What gives the files of a log, by name: those of `log.tiles.log_files`, and its name and key."""
    folder = log_folder(reader.origin)
    loads: dict[str, Load] = {
        folder + ORIGIN: _fixed(f"{reader.origin}\n".encode()),
        folder + VKEY: _fixed(f"{reader.vkey}\n".encode()),
        folder + CHECKPOINT: reader.checkpoint,
    }
    for tile in (*bundles_for(0, reader.size), *tiles_for(0, reader.size)):
        loads[folder + tile.path()] = partial(reader.load, tile)
    return loads


def _measured(loads: Mapping[str, Load]) -> Bundle:
    members, crcs = [], {}
    for name, load in loads.items():
        data = load()
        if len(data) > size_max(name):
            raise BundleError(f"{name} would have {len(data)} bytes, at most {size_max(name)} are allowed")
        members.append(Member(name, len(data), hashlib.sha256(data).hexdigest()))
        crcs[name] = zlib.crc32(data)
    contents = Contents(__version__, FACTS_VERSION, tuple(members))
    table = contents.to_bytes()
    if len(table) > limits.BUNDLE_CONTENTS_BYTES_MAX:
        raise BundleError(f"{CONTENTS} would have {len(table)} bytes")
    slots = lay_out(len(table), contents.members)
    return Bundle(archive_bytes(slots), contents, loads, crcs)


def _fixed(data: bytes) -> Load:
    return lambda: data
