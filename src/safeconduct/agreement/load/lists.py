"""Dated lists of codes; a list may contain other lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from safeconduct.agreement.cel import CodeList
from safeconduct.agreement.cel.types import code_schemes, is_code
from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown
from safeconduct.agreement.load.values import WORD
from safeconduct.agreement.model import BASES, NamedList
from safeconduct.agreement.timeline import Since, Timeline, timeline
from safeconduct.base.limits import AGREEMENT_CODES_MAX, AGREEMENT_CONDITION_WORK_MAX, AGREEMENT_MEMBERS_MAX
from safeconduct.base.yaml_file import Node

_DEPTH_MAX = 20
_EXAMPLES = {"hs": "93 or 310210", "un_number": "1005", "un_class": "1.1D", "ml": "ML4.a", "own": "flour"}


@dataclass(slots=True)
class _Version:
    """One version as written. end: None until the next version."""

    start: int
    end: int | None
    exact: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    lists: list[tuple[str, Node]] = field(default_factory=list)


def read_lists(file: Block, known: Known) -> dict[str, NamedList]:
    """The block `lists`."""
    blocks: dict[str, Block] = {}
    for key, node in file.members("lists", "list", WORD):
        block = open_block(file.problems, node, f"list {shown(key)}", keys.LIST)
        if block:
            blocks[key] = block
    written: dict[str, list[_Version]] = {}
    for key, block in blocks.items():
        with file.problems.naming(f"list.{key}"):
            written[key] = _versions(block, known)
    _check_size(file, written)
    order = _in_order(blocks, written)
    resolved: dict[str, Timeline[CodeList | None]] = {}
    work = 0
    for key in order:
        resolved[key] = _resolved(written[key], resolved)
        work += sum(len(codes.exact) + len(codes.prefixes) for codes in resolved[key].values() if codes)
        if work > AGREEMENT_CONDITION_WORK_MAX:
            blocks[key].problem(
                "versions", "lists within lists grow too large", "Write fewer versions, or fewer codes."
            )
            file.problems.stop()
    return {
        key: NamedList(
            id=key,
            basis=block.choice("basis", BASES),
            versions=resolved[key],
            clauses=clauses_unless_assumed(block, known),
            note=block.text("note"),
            line=block.line,
        )
        for key, block in blocks.items()
    }


def clauses_unless_assumed(block: Block, known: Known) -> tuple[str, ...]:
    """`clause`, which may be left out only where the basis is `assumed`."""
    found = known.references(block, "clause")
    basis = block.fields.get("basis")
    if not found and "clause" not in block.fields and basis is not None and basis.value != "assumed":
        mend = "Name the clause, or write basis: assumed."
        block.problem("basis", f"`clause` is missing, although the basis is {shown(str(basis.value))}", mend)
    return found


def _versions(block: Block, known: Known) -> list[_Version]:
    found: list[_Version] = []
    for node in block.items("versions"):
        inner = open_block(block.problems, node, block.subject, keys.LIST_VERSION)
        if inner is None:
            continue
        span = inner.span()
        version = _Version(span.start or 0, span.end)
        if found and span.start is not None and span.start < (found[-1].end or found[-1].start + 1):
            mend = "List the versions in order of time; each begins where the one before it has ended."
            inner.problem("from", "this version does not begin after the one before it", mend)
        for group in inner.items("any_of"):
            _group(inner, known, group, version)
        found.append(version)
    if "versions" in block.fields and not found:
        block.problem("versions", "there is no version", "Write at least one, with from and any_of.")
    return found


def _group(version_block: Block, known: Known, node: Node, version: _Version) -> None:
    block = open_block(version_block.problems, node, version_block.subject, keys.CODE_GROUP)
    if block is None:
        return
    if "list" in block.fields:
        name = block.name("list", known.lists, "list")
        version.lists.append((name, block.fields["list"]))
        return
    if "scheme" not in block.fields or not {"in", "prefix"} & set(block.fields):
        block.fault(node, "a group of codes lacks its scheme or its codes", "Write {scheme: hs, prefix: [..]}.")
        return
    scheme = block.choice("scheme", code_schemes())
    version.exact += _codes(block, scheme, "in")
    for code in _codes(block, scheme, "prefix"):
        if scheme == "hs":
            version.prefixes.append(code)
        else:  # ML1 must not reach ML10, nor class 1 reach 11
            version.exact.append(code)
            version.prefixes.append(f"{code}.")


def _codes(block: Block, scheme: str, key: str) -> list[str]:
    found = []
    for text, node in block.texts(key, most=AGREEMENT_CODES_MAX):
        if is_code(f"{scheme}:{text}"):
            found.append(f"{scheme}:{text}")
        else:
            mend = f"Codes of {scheme} look like {_EXAMPLES[scheme]}; put them in quotes."
            block.fault(node, f"{shown(text)} is no code of the scheme {scheme}", mend)
    return found


def _check_size(file: Block, written: Mapping[str, Sequence[_Version]]) -> None:
    versions = [version for one in written.values() for version in one]
    codes = sum(len(version.exact) + len(version.prefixes) for version in versions)
    if codes > AGREEMENT_CODES_MAX or len(versions) > AGREEMENT_MEMBERS_MAX:
        what = f"all lists together have {len(versions)} versions and {codes} codes"
        mend = (
            f"At most {AGREEMENT_MEMBERS_MAX} and {AGREEMENT_CODES_MAX} are read; use prefix in place of single codes."
        )
        file.problem("lists", what, mend)
        file.problems.stop()


def _in_order(blocks: Mapping[str, Block], written: Mapping[str, Sequence[_Version]]) -> list[str]:
    """The lists, each after those it contains; a circle is noted and cut."""
    order: list[str] = []
    open_lists: list[str] = []

    def visit(key: str) -> None:
        open_lists.append(key)
        for version in written[key]:
            for name, node in version.lists:
                if name in open_lists:
                    circle = " -> ".join([*open_lists[open_lists.index(name) :], name])
                    mend = "Take one of these lists out of the other."
                    blocks[key].fault(node, f"the list contains itself: {circle}", mend)
                elif len(open_lists) > _DEPTH_MAX:
                    blocks[key].fault(node, f"lists within lists, {_DEPTH_MAX} deep", "Write the codes out.")
                elif name in written and name not in order:
                    visit(name)
        open_lists.pop()
        order.append(key)

    for key in written:
        if key not in order:
            visit(key)
    return order


def _resolved(
    versions: Sequence[_Version], others: Mapping[str, Timeline[CodeList | None]]
) -> Timeline[CodeList | None]:
    """The codes at each instant, with those of the lists it contains. A list without a version adds nothing."""
    used = [others[name] for version in versions for name, _ in version.lists if name in others]
    starts = {start for one in used for start in one.starts()} | {version.start for version in versions}
    starts |= {version.end for version in versions if version.end is not None}
    pieces = [Since(start, _at(versions, others, start)) for start in sorted(starts)]
    return timeline(pieces, None)


def _at(versions: Sequence[_Version], others: Mapping[str, Timeline[CodeList | None]], instant: int) -> CodeList | None:
    begun = [version for version in versions if version.start <= instant]
    if not begun or (begun[-1].end is not None and begun[-1].end <= instant):
        return None
    inner = [others[name].at(instant) for name, _ in begun[-1].lists if name in others]
    exact = [*begun[-1].exact, *(code for one in inner if one for code in one.exact)]
    prefixes = [*begun[-1].prefixes, *(code for one in inner if one for code in one.prefixes)]
    return CodeList(tuple(sorted(set(exact))), tuple(sorted(set(prefixes))))
