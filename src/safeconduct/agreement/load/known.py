"""What the file declares, gathered before anything is read: references may point forwards and at broken parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.agreement.load.block import Block, is_common
from safeconduct.agreement.load.problems import shown, suggestion
from safeconduct.agreement.model import Under
from safeconduct.base.yaml_file import Node

Ids = dict[str, Node]


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of every block. clauses: source -> its clauses. positions: issue -> its positions. rules: in order."""

    parties: Ids
    clauses: Mapping[str, Ids]
    places: Ids
    posts: Ids
    alternatives: Ids
    lists: Ids
    facts: Ids
    positions: Mapping[str, Ids]
    limits: Ids
    rules: Ids
    obligations: Ids
    heartbeats: Ids
    status: bool

    def references(self, block: Block, key: str) -> tuple[str, ...]:
        """Clause references, ``SOURCE`` or ``SOURCE/CLAUSE``, each of which must exist."""
        found = block.texts(key)
        for text, node in found:
            self._reference(block, node, text)
        return tuple(text for text, _ in found)

    def reference(self, block: Block, key: str) -> str:
        """One clause reference; "" where the key is absent."""
        text = block.text(key)
        if text:
            self._reference(block, block.fields[key], text)
        return text

    def _reference(self, block: Block, node: Node, text: str) -> None:
        source, slash, clause = text.partition("/")
        if source not in self.clauses:
            mend = suggestion(source, self.clauses, "Declare it under `sources`.")
            block.fault(node, f"there is no source {shown(source)}", mend)
        elif slash and clause not in self.clauses[source]:
            mend = suggestion(clause, self.clauses[source], f"Declare it under sources.{source}.clauses.")
            block.fault(node, f"the source {source} has no clause {shown(clause)}", mend)

    def under(self, block: Block, key: str = "under") -> Under:
        """``issue: [positions]``, all of which must exist."""
        node = block.fields.get(key)
        if node is None:
            return {}
        if not isinstance(node.value, dict) or not node.value:
            block.fault(node, f"`{key}` is {node.shape}", "Write issue: [positions].")
            return {}
        return {
            issue: self._positions(block, node, issue) for issue in sorted(node.value) if not is_common(node, issue)
        }

    def _positions(self, block: Block, under: Node, issue: str) -> tuple[str, ...]:
        assert isinstance(under.value, dict)
        if issue not in self.positions:
            mend = suggestion(issue, self.positions, "Declare it under `issues`.")
            block.problems.add(under.keys[issue], block.subject, f"there is no issue {shown(issue)}", mend)
            return ()
        inner = Block(under, block.subject, block.problems, {issue: under.value[issue]})
        return inner.names(issue, self.positions[issue], f"position on {issue}")


def known_of(root: Mapping[str, Node]) -> Known:
    """The ids that a file declares, whatever else is wrong with it."""
    route = _ids(root.get("route"))
    return Known(
        parties=_ids(root.get("parties")),
        clauses={source: _ids(_ids(node).get("clauses")) for source, node in _ids(root.get("sources")).items()},
        places=_ids(route.get("places")),
        posts=_ids(route.get("posts")),
        alternatives=_ids(route.get("alternatives")),
        lists=_ids(root.get("lists")),
        facts=_ids(root.get("facts")),
        positions={issue: _ids(_ids(node).get("positions")) for issue, node in _ids(root.get("issues")).items()},
        limits=_ids(root.get("limits")),
        rules=_listed(root.get("rules")),
        obligations=_listed(root.get("obligations")),
        heartbeats=_ids(root.get("heartbeats")),
        status="status" in root,
    )


def _ids(node: Node | None) -> Ids:
    if node is None or not isinstance(node.value, dict):
        return {}
    return {key: value for key, value in node.value.items() if not is_common(node, key)}


def _listed(node: Node | None) -> Ids:
    """The ids of a list of mappings with `id`."""
    members = node.value if node is not None and isinstance(node.value, tuple) else ()
    named = [(one, one.value.get("id")) for one in members if isinstance(one.value, dict)]
    return {name.value: one for one, name in named if name is not None and isinstance(name.value, str)}
