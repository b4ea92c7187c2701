"""Sources with their clauses, and parties."""

from __future__ import annotations

import re
from typing import Final, Literal

from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown
from safeconduct.agreement.load.values import CLAUSE
from safeconduct.agreement.model import NOBODY, Clause, Party, Source, TextVersion, VersionDifference
from safeconduct.base.instant import InstantError, day_from_text
from safeconduct.base.limits import AGREEMENT_PARTIES_MAX
from safeconduct.base.yaml_file import Node

KINDS: Final[tuple[Literal["agreement", "order", "procedure", "statement"], ...]] = (
    "agreement",
    "order",
    "procedure",
    "statement",
)
Role = Literal["party", "guarantor", "neutral_controller", "humanitarian", "local_authority"]
ROLES: Final[tuple[Role, ...]] = ("party", "guarantor", "neutral_controller", "humanitarian", "local_authority")
PENDING = "pending"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def read_sources(file: Block, known: Known) -> dict[str, Source]:
    """The block `sources`."""
    found = (_source(file, known, key, node) for key, node in file.members("sources", "source"))
    return {source.id: source for source in found if source is not None}


def _source(file: Block, known: Known, key: str, node: Node) -> Source | None:
    block = open_block(file.problems, node, f"source {shown(key)}", keys.SOURCE)
    if block is None:
        return None
    return Source(
        id=key,
        what=block.words("what"),
        date=_day(block),
        kind=block.choice("kind", KINDS),
        says=block.words("says"),
        signed_by=block.names("signed_by", known.parties, "party"),
        binds=block.names("binds", known.parties, "party"),
        in_force=block.instant("in_force"),
        cite=block.text("cite"),
        sha256=_digest(block),
        versions=tuple(_versions(block)),
        version_differences=tuple(_differences(block, known)),
        clauses={name: _clause(block, name, inner) for name, inner in block.members("clauses", "clause", CLAUSE)},
        note=block.text("note"),
        unconfirmed=block.flag("unconfirmed"),
        line=block.line,
    )


def _day(block: Block) -> str:
    text = block.text("date")
    try:
        if text:
            day_from_text(text)
    except InstantError as error:
        block.problem("date", f"`date`: {error.what}", error.next_step)
    return text


def _digest(block: Block) -> str:
    text = block.text("sha256")
    if text and text != PENDING and not _DIGEST.fullmatch(text):
        what = "`sha256` is no SHA-256 in 64 small hexadecimal digits"
        block.problem("sha256", what, f"Copy it whole, or write {PENDING} until the text is stored.")
    return text


def _versions(source: Block) -> list[TextVersion]:
    found = []
    for key, node in source.members("versions", "copy"):
        block = open_block(source.problems, node, f"{source.subject}, copy {shown(key)}", keys.TEXT_VERSION)
        if block:
            found.append(
                TextVersion(key, block.text("lang"), block.text("url"), _digest(block) or PENDING, block.text("note"))
            )
    return found


def _differences(source: Block, known: Known) -> list[VersionDifference]:
    found = []
    clauses = known.clauses.get(_id(source), {})
    copies = [key for key, _ in source.members("versions", "copy")] if "versions" in source.fields else []
    for node in source.items("version_differences"):
        block = open_block(source.problems, node, f"{source.subject}, difference", keys.VERSION_DIFFERENCE)
        if block:
            touches = block.flag("touches_corridor") if "touches_corridor" in block.fields else None
            clause = block.name("clause", clauses, "clause")
            versions = block.names("versions", copies, "copy")
            found.append(VersionDifference(clause, versions, block.words("says"), touches))
    return found


def _clause(source: Block, name: str, node: Node) -> Clause:
    reference = f"{_id(source)}/{name}"
    block = open_block(source.problems, node, f"clause {shown(reference)}", keys.CLAUSE)
    if block is None:
        return Clause(reference, {})
    return Clause(
        id=reference,
        says=block.words("says"),
        no_rule=block.text("no_rule"),
        unconfirmed_part=block.text("unconfirmed_part"),
        pax=block.text("pax"),
        line=block.line,
    )


def _id(source: Block) -> str:
    return source.subject.partition("'")[2].rstrip("'")


def read_parties(file: Block, known: Known) -> dict[str, Party]:
    """The block `parties`."""
    if len(known.parties) > AGREEMENT_PARTIES_MAX:
        what = f"{len(known.parties)} parties are too many"
        file.problem("parties", what, f"At most {AGREEMENT_PARTIES_MAX} can be told apart in one file.")
    if file.fields.get("parties") is not None and not known.parties:
        file.problem("parties", "there are no parties", "Declare those who signed, and those who control the road.")
    found = (_party(file, known, key, node) for key, node in file.members("parties", "party"))
    parties = {party.id: party for party in found if party is not None}
    _check_loops(file, known, parties)
    return parties


def _party(file: Block, known: Known, key: str, node: Node) -> Party | None:
    block = open_block(file.problems, node, f"party {shown(key)}", keys.PARTY)
    if key == NOBODY:
        file.problems.add(node.place, f"party {shown(key)}", "this name means nobody, always", "Give it another name.")
    if block is None:
        return None
    return Party(
        id=key,
        name=block.words("name"),
        role=block.choice("role", ROLES),
        of=block.name("of", known.parties, "party"),
        status_disputed=block.flag("status_disputed"),
        note=block.text("note"),
        line=block.line,
    )


def _check_loops(file: Block, known: Known, parties: dict[str, Party]) -> None:
    for party in parties.values():
        seen = [party.id]
        while (above := parties.get(parties[seen[-1]].of)) and above.id not in seen:
            seen.append(above.id)
        if above is not None and above.id == party.id:
            what = f"it belongs to itself: {' -> '.join([*seen, party.id])}"
            mend = "Take one `of` out of the circle."
            file.problems.add(known.parties[party.id].place, f"party {shown(party.id)}", what, mend)
