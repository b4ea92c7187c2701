"""Amendments: what they add, remove and replace, and who recognises them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from safeconduct.agreement.load import keys
from safeconduct.agreement.load.block import Block, open_block
from safeconduct.agreement.load.known import Known
from safeconduct.agreement.load.problems import shown, suggestion
from safeconduct.agreement.load.rules import subject_of
from safeconduct.agreement.load.values import NAME
from safeconduct.agreement.model import Amendment
from safeconduct.base.yaml_file import Node

_DATED = frozenset({"lists", "limits", "issues", "readings", "facts", "defaults", "status", "parties", "sources"})


def read_amendments(file: Block, known: Known) -> tuple[Amendment, ...]:
    """The block `amendments`."""
    paths = _paths(known)
    found: list[Amendment] = []
    replaced: dict[str, tuple[str, Block, Node]] = {}
    for node in file.items("amendments"):
        block = open_block(file.problems, node, subject_of("amendment", node), keys.AMENDMENT)
        if block:
            _check_id(block, found)
            found.append(_amendment(block, known, paths, replaced))
    _check_loops(replaced)
    return tuple(found)


def _check_id(block: Block, before: Sequence[Amendment]) -> None:
    name = block.text("id")
    if name and not NAME.fullmatch(name):
        mend = "Begin with a letter; use letters, digits, - and _, 64 characters at most."
        block.problem("id", f"{shown(name)} is no id", mend)
    first = next((one.line for one in before if one.id == name), 0)
    if name and first:
        block.problem("id", f"the id {shown(name)} is used twice, first on line {first}", "Rename one of the two.")


def _paths(known: Known) -> dict[str, Iterable[str]]:
    """The parts that an amendment may change: beginning of the path -> ids."""
    return {
        "rules": known.rules,
        "obligations": known.obligations,
        "heartbeats": known.heartbeats,
        "route.posts": known.posts,
        "route.alternatives": known.alternatives,
    }


def _amendment(
    block: Block, known: Known, paths: Mapping[str, Iterable[str]], replaced: dict[str, tuple[str, Block, Node]]
) -> Amendment:
    does = block.block("does", keys.DOES)
    if does is not None and not set(does.fields) - set(keys.COMMON):
        block.problem("does", "`does` names nothing", "Write add, remove or replace with paths, or take `does` out.")
    recognised = block.names("recognised_by", known.parties, "party")
    contested = _contested(block, known, recognised)
    return Amendment(
        id=block.text("id"),
        span=block.span(),
        by=block.names("by", known.parties, "party"),
        kind=block.text("kind"),
        recognised_by=recognised,
        contested_by=contested,
        adds=_parts(does, "add", paths),
        removes=_parts(does, "remove", paths),
        replaces=_replaces(does, paths, replaced),
        issue=block.name("issue", known.positions, "issue"),
        under=known.under(block),
        cites=known.references(block, "cites"),
        unconfirmed=block.flag("unconfirmed"),
        note=block.text("note"),
        line=block.line,
    )


def _contested(block: Block, known: Known, recognised: Sequence[str]) -> tuple[str, ...]:
    found = block.names("contested_by", known.parties, "party")
    for party in found:
        if party in recognised:
            what = f"{shown(party)} both recognises and contests it"
            block.problem("contested_by", what, "Name the party in one of the two lists.")
    return found


def _parts(does: Block | None, key: str, paths: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    if does is None:
        return ()
    found = does.texts(key)
    for path, node in found:
        _check_path(does, node, path, paths)
    return tuple(path for path, _ in found)


def _check_path(does: Block, node: Node, path: str, paths: Mapping[str, Iterable[str]]) -> None:
    start, _, name = path.rpartition(".")
    if start in paths:
        if name not in paths[start]:
            mend = suggestion(name, paths[start], f"Declare it under `{start}`.")
            does.fault(node, f"the path {shown(path)} names nothing", mend)
    elif path.partition(".")[0] in _DATED:
        mend = "Date it there (from, until), or restrict it with `under`."
        does.fault(node, f"an amendment cannot change {shown(path)}", mend)
    else:
        does.fault(node, f"the path {shown(path)} names nothing", f"Write one of {', '.join(paths)}, a dot and an id.")


def _replaces(
    does: Block | None, paths: Mapping[str, Iterable[str]], replaced: dict[str, tuple[str, Block, Node]]
) -> dict[str, str]:
    node = does.fields.get("replace") if does else None
    if does is None or node is None:
        return {}
    if not isinstance(node.value, dict):
        does.fault(node, f"`replace` is {node.shape}", "Write old path: new path.")
        return {}
    found = {}
    for old in sorted(node.value):
        new_node = node.value[old]
        new = does.text_of(new_node, "`replace`")
        _check_path(does, new_node, old, paths)
        if new:
            _check_path(does, new_node, new, paths)
            if old.rpartition(".")[0] != new.rpartition(".")[0]:
                does.fault(
                    new_node, f"{shown(new)} is no part of the same kind", "Replace a rule by a rule, and so on."
                )
            found[old] = new
            replaced[old] = (new, does, new_node)
    return found


def _check_loops(replaced: Mapping[str, tuple[str, Block, Node]]) -> None:
    """Parts that replace one another in a circle: none of them could ever stand."""
    told: set[str] = set()
    for path in replaced:
        chain = [path]
        while chain[-1] in replaced and replaced[chain[-1]][0] not in chain:
            chain.append(replaced[chain[-1]][0])
        if chain[-1] in replaced and replaced[chain[-1]][0] == path and path not in told:
            told.update(chain)
            _, does, node = replaced[path]
            does.fault(node, f"parts replace one another in a circle: {' -> '.join([*chain, path])}", "Cut the circle.")
