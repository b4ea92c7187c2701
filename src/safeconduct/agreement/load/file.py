"""From the text of an agreement file to the agreement: read, check every reference, collect what is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from safeconduct.agreement.errors import AgreementFileError, AgreementPartError
from safeconduct.agreement.load import keys
from safeconduct.agreement.load.amendments import read_amendments
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.conditions import Conditions
from safeconduct.agreement.load.duties import Context, read_obligations
from safeconduct.agreement.load.facts import read_facts
from safeconduct.agreement.load.issues import read_issues, read_readings
from safeconduct.agreement.load.known import known_of
from safeconduct.agreement.load.lists import read_lists
from safeconduct.agreement.load.problems import Problems, shown
from safeconduct.agreement.load.route import read_route
from safeconduct.agreement.load.rules import read_limits, read_rules
from safeconduct.agreement.load.sources import read_parties, read_sources
from safeconduct.agreement.load.status import read_heartbeats, read_status, read_supply
from safeconduct.agreement.load.values import NAME
from safeconduct.agreement.model import FORMAT, QUESTIONS, VERDICTS, Agreement, Explained, Question
from safeconduct.base import limits
from safeconduct.base.canonical import CanonicalError, canonical_bytes
from safeconduct.base.instant import InstantError, offset_from_text
from safeconduct.base.yaml_file import Node, YamlError, read_yaml

_VERSION_MAX = 1_000_000
_MEMBER = re.compile(r"""(\s*)(?:-\s+\{?\s*id:\s*["']?([\w-]{1,64})|["']?([\w.-]{1,64})["']?\s*:)""", re.ASCII)
_CODE = re.compile(r"R[0-9]{2}", re.ASCII)
_BLOCK = re.compile(r"([a-z_]{1,40}):", re.ASCII)


def agreement_from_yaml(data: str | bytes, name: str) -> Agreement:
    """Read an agreement file.

    name: name of the file, for messages. Raises AgreementFileError with all problems that can be found at once.
    """
    lines = _lines(data)
    try:
        root = read_yaml(data, name)
    except YamlError as error:
        raise AgreementFileError((_unreadable(error, lines, name),)) from error
    problems = Problems(lines)
    file = open_block(problems, root, "", keys.FILE)
    if file is None:
        problems.stop()
    assert file is not None
    _check_format(file)
    agreement = _agreement(file, _document(file), name)
    problems.stop()
    return agreement


def _lines(data: str | bytes) -> list[str]:
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    return text[: limits.YAML_BYTES_MAX].split("\n")


def _unreadable(error: YamlError, lines: list[str], name: str) -> AgreementPartError:
    """A fault of the YAML itself: the part of the file is named by what stands above it."""
    place = error.where.removeprefix(name).split(":")
    line = int(place[1]) if len(place) > 1 else 0
    mend = error.next_step or _MENDS.get(line == 0, "")
    return AgreementPartError(
        error.what, subject=_subject(lines, line), code=error.code, where=error.where, next_step=mend
    )


_MENDS = {
    True: "Keep what rules need, and nothing else: an agreement is far smaller than this.",
    False: "Correct this line; the format is described in docs/reference/agreement.md.",
}


def _subject(lines: list[str], line: int) -> str:
    """The block, and its member, in which a line stands, read from the indentation of the lines above it."""
    block = member = ""
    indent = 0
    for text in lines[: min(line, len(lines))]:
        top, inner = _BLOCK.match(text), _MEMBER.match(text)
        if top:
            block, member = top[1], ""
        elif inner and (not member or len(inner[1]) <= indent):
            member, indent = inner[2] or inner[3], len(inner[1])
    return f"{block}, {member!r}" if member else block


def _check_format(file: Block) -> None:
    """Another format is not read any further: everything else would be noise."""
    node = file.fields.get("format")
    if node is not None and node.value != FORMAT:
        file.problem("format", f"the format is {node.shape}", f"Write format: {FORMAT}.")
        file.problems.stop()


def _document(file: Block) -> bytes:
    """The canonical form of all the file says; b"" with a problem noted where there is none."""
    if not _plain(file, file.node):
        return b""
    try:
        return canonical_bytes(file.node.plain())
    except CanonicalError as error:
        file.fault(file.node, f"the file has no canonical form: {error.what}", "Shorten or split what is too large.")
    return b""


def _plain(file: Block, node: Node) -> bool:
    """Whether every number can be written in the canonical form; what cannot is noted."""
    if isinstance(node.value, dict):
        return not [inner for inner in node.value.values() if not _plain(file, inner)]
    if isinstance(node.value, tuple):
        return not [inner for inner in node.value if not _plain(file, inner)]
    if isinstance(node.value, Decimal):
        mend = f'Put it in quotes, "{node.raw}", or count in a smaller unit.'
        file.fault(node, f"{node.raw} is a decimal number; an agreement holds whole numbers and texts", mend)
        return False
    if isinstance(node.value, int) and abs(node.value) > limits.INTEGER_MAX:
        file.fault(node, f"{node.raw} is too large a number", f"Numbers go up to {limits.INTEGER_MAX}.")
        return False
    return True


def _agreement(file: Block, document: bytes, name: str) -> Agreement:
    known = known_of(file.fields)
    sources, parties = read_sources(file, known), read_parties(file, known)
    lists, facts = read_lists(file, known), read_facts(file, known)
    dated = read_limits(file, known)
    conditions = Conditions(facts, lists, dated)
    supply, population = read_supply(file, known)
    return Agreement(
        id=_id(file),
        version=file.integer("version", 1, _VERSION_MAX) or 1,
        title=file.words("title"),
        time_zone=_time_zone(file),
        sources=sources,
        parties=parties,
        route=read_route(file, known),
        lists=lists,
        facts=facts,
        issues=read_issues(file, known),
        readings=read_readings(file, known),
        defaults=_defaults(file),
        rules=read_rules(file, known, conditions, facts),
        limits=dated,
        obligations=read_obligations(file, Context(known, conditions, facts, dated)),
        vocabulary=conditions.vocabulary(),
        document=document,
        digest=hashlib.sha256(document).hexdigest(),
        status=read_status(file, known, conditions, facts),
        supply=supply,
        population=population,
        amendments=read_amendments(file, known),
        heartbeats=read_heartbeats(file, known),
        open_questions=tuple(file.words_of(node, "an open question") for node in file.items("open_questions")),
        explained=tuple(_explained(file)),
        note=file.text("note"),
        file=name,
    )


def _explained(file: Block) -> Iterator[Explained]:
    for number, node in enumerate(file.items("explained"), start=1):
        block = open_block(file.problems, node, f"explained finding {number}", keys.EXPLAINED)
        if block is not None:
            code = block.text("code")
            if code and not _CODE.fullmatch(code):
                block.problem("code", f"{shown(code)} is no code of a finding", "Write it as the check prints it: R06.")
            yield Explained(code, block.plain_texts("parts"), block.words("why"), block.line)


def _id(file: Block) -> str:
    text = file.text("id")
    if text and not NAME.fullmatch(text):
        file.problem("id", f"{text[:60]!r} is no id", "Begin with a letter; use letters, digits and -, as lachin-2020.")
    return text


def _time_zone(file: Block) -> str:
    text = file.text("time_zone")
    try:
        if text:
            offset_from_text(text)
    except InstantError as error:
        file.problem("time_zone", f"`time_zone`: {error.what}", error.next_step)
    return text


def _defaults(file: Block) -> dict[Question, str]:
    block = file.block("defaults", keys.DEFAULTS)
    if block is None:
        return {}
    block = replace(block, subject="defaults")
    return {question: block.choice(question, VERDICTS[question]) for question in QUESTIONS}
