"""Make a node, and set up a corridor in it, whole or not at all.

A node exists once its settings do; a corridor once the settings name its log. A corridor is made in a draft
folder that is renamed when it is complete, so an interruption leaves nothing that a second call does not mend.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.log import DiskFolder, SqliteSignOnce, create_log, create_sign_once, open_reader, open_writer
from safeconduct.log.database import sync_folder
from safeconduct.node.config import Config, OwnLog, checked_name, config_to_bytes
from safeconduct.node.durable import locked, write_durably
from safeconduct.node.errors import NodeFolderError
from safeconduct.node.keys import create_key, load_key
from safeconduct.node.layout import NAMES, Layout
from safeconduct.node.node import Node, open_node
from safeconduct.node.world import World


def create_node(root: Path, world: World, *, organisation: str, name: str) -> Node:
    """Make an empty node in a new or empty folder.

    Raises NodeFolderError if the folder holds a node or anything else, NodeError for a name no log may have.
    """
    layout = Layout(root)
    config = Config(checked_name(organisation), checked_name(name))
    _check_vacant(layout)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with locked(layout.lock):
            _make_folders(layout)
            write_durably(layout.config, config_to_bytes(config))
    except OSError as error:
        raise _unusable(root, error) from error
    return Node(layout, config, world)


def add_corridor(node: Node, corridor: str, charter: dict[str, Any], agreement: bytes = b"", *, name: str = "") -> Node:
    """Set up a log of a corridor: a key, a log with the charter as entry 0, signed and published; the node with it.

    agreement: the file whose digest the charter names, kept beside the log. name: of a further log of a corridor.
    A log that is there already stays as it is. Raises EntryError for a charter that no log takes.
    """
    with locked(node.layout.lock):
        fresh = open_node(node.layout.root, node.world)
        if any((log.corridor, log.name) == (corridor, name) for log in fresh.config.logs):
            return fresh
        place = fresh.layout.folder(corridor, name)
        made = _adopted if place.exists() else partial(_made, charter=charter, agreement=agreement)
        log = made(fresh, corridor, name)
        write_durably(fresh.layout.config, config_to_bytes(fresh.config.with_log(log)))
    return open_node(node.layout.root, node.world)


def _check_vacant(layout: Layout) -> None:
    root = layout.root
    if not root.exists():
        return
    if not root.is_dir():
        raise NodeFolderError("a folder is expected here, this is a file", where=str(root))
    if layout.config.exists():
        raise NodeFolderError(
            "there is a node in this folder already",
            where=str(root),
            next_step="Use it as it is, or name another folder with --node.",
        )
    strange = sorted({path.name for path in root.iterdir()} - NAMES)
    if strange:
        raise NodeFolderError(
            f"this folder holds other things, such as {strange[0]!r}",
            where=str(root),
            next_step="Name a new or an empty folder with --node.",
        )
    corridors = root / "corridors"
    if corridors.is_dir() and any(not path.name.startswith(".") for path in corridors.iterdir()):
        raise NodeFolderError(
            "this folder holds logs, but the settings of their node are missing",
            where=str(layout.config),
            next_step="Put back node.json as it was; a new node belongs into another folder.",
        )


def _make_folders(layout: Layout) -> None:
    for folder, mode in (
        (layout.root / "keys", 0o700),
        (layout.sign_once.parent, 0o700),
        (layout.root / "corridors", 0o755),
    ):
        folder.mkdir(mode=mode, exist_ok=True)
    if not layout.sign_once.exists():
        create_sign_once(layout.sign_once).close()


def _made(node: Node, corridor: str, name: str, *, charter: dict[str, Any], agreement: bytes) -> OwnLog:
    """Make a log of a corridor in a draft folder, then rename it into place."""
    now = node.world.clock.now()
    entry = entry_to_bytes(Envelope(at=now, body=charter, corridor=corridor, kind="charter", recorded=now))
    place = node.layout.folder(corridor, name)
    draft = place.with_name(f".{place.name}")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(parents=True)
    if agreement:
        write_durably(draft / node.layout.agreement(corridor).name, agreement)
    key = _key(corridor, name)
    author = f"{node.config.name}/{name}" if name else node.config.name
    signer = create_key(node.layout.seed(key), f"{node.config.organisation}/{corridor}/{author}/e1", node.world.random)
    create_log(draft / "log.sqlite", signer.vkey)
    sign_once = SqliteSignOnce(node.layout.sign_once)
    try:
        with open_writer(draft / "log.sqlite", signer, sign_once, node.world.clock) as writer:
            writer.append([entry])
            writer.publish(DiskFolder(draft / "tiles"))
    finally:
        sign_once.close()
    draft.rename(place)
    sync_folder(place.parent)
    return OwnLog(corridor, signer.vkey, key, name)


def _adopted(node: Node, corridor: str, name: str) -> OwnLog:
    """A log of a corridor that was complete when setting it up was interrupted."""
    key = _key(corridor, name)
    with open_reader(node.layout.log(corridor, name)) as reader:
        vkey = reader.vkey
    load_key(node.layout.seed(key), vkey)
    return OwnLog(corridor, vkey, key, name)


def _key(corridor: str, name: str) -> str:
    return f"{corridor}.{name}.e1" if name else f"{corridor}.e1"


def _unusable(root: Path, error: OSError) -> NodeFolderError:
    return NodeFolderError(
        f"this folder cannot be used: {error.strerror}",
        where=str(root),
        next_step="Name a folder that you may write to with --node.",
    )
