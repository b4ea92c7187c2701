"""The logs of a bundle: keys, signatures, and every entry, leaf, tile and root computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from safeconduct.assess.bundle.contents import CONTENTS, ORIGIN, VKEY, folder_of, log_folder
from safeconduct.assess.bundle.errors import MemberError
from safeconduct.assess.bundle.examine import Archive
from safeconduct.assess.bundle.report import KEY_BAD, KEY_NOT_TRUSTED, MEMBER_ODD, CheckedLog, Finding
from safeconduct.base.limits import TILE_WIDTH
from safeconduct.log import LogError, LogReader, check_files, open_files
from safeconduct.log.check import CHECKPOINT_BAD, ENTRY_DIFFERS, NODE_DIFFERS
from safeconduct.log.storage import width_at
from safeconduct.log.tiles import CHECKPOINT, FileSource, VerifiedSource
from safeconduct.merkle.tile import ENTRIES, bundles_for, tile_from_path, tiles_for
from safeconduct.notes.errors import NoteError
from safeconduct.notes.keys import KeyKind, Verifier
from safeconduct.notes.signed_checkpoint import open_checkpoint


class LogMembers(Mapping[str, bytes]):
    """The published files of one log in a bundle, by their paths in the log: checkpoint and tiles."""

    def __init__(self, archive: Archive, folder: str, paths: Sequence[str]) -> None:
        self.folder = folder
        self._archive = archive
        self._paths = {path: folder + path for path in paths}

    def __getitem__(self, path: str) -> bytes:
        return self._archive.read(self._paths[path])

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What checking one log gave. folder: where it lies. files: to read it from; None if it does not hold."""

    folder: str
    findings: tuple[Finding, ...]
    checked: CheckedLog | None = None
    files: LogMembers | None = None

    def reader(self) -> LogReader:
        """The log; whatever is read is traced to its signed root once more. Call it if there are `files`."""
        assert self.files is not None
        assert self.checked is not None
        return open_files(self.files, self.checked.vkey)


def check_logs(archive: Archive, trusted: frozenset[Verifier] | None) -> list[LogCheck]:
    """Check every log of a bundle. trusted: the keys that logs may have; None if the reader named none."""
    folders: dict[str, list[str]] = {}
    for member in archive.contents.members:
        folder = folder_of(member.name)
        if folder:
            folders.setdefault(folder, []).append(member.name.removeprefix(folder))
    if not folders:
        return [LogCheck("", (Finding(MEMBER_ODD, CONTENTS, "it names no log"),))]
    return [_check_log(archive, folder, paths, trusted) for folder, paths in folders.items()]


def _check_log(archive: Archive, folder: str, paths: Sequence[str], trusted: frozenset[Verifier] | None) -> LogCheck:
    missing = [name for name in (ORIGIN, VKEY, CHECKPOINT) if name not in paths]
    if missing:
        return LogCheck(folder, tuple(Finding(MEMBER_ODD, folder + name, "this file is missing") for name in missing))
    try:
        verifier = _key(archive, folder)
    except MemberError as error:
        return LogCheck(folder, (Finding(KEY_BAD, error.where, error.what),))
    files = LogMembers(archive, folder, [path for path in paths if path not in {ORIGIN, VKEY}])
    try:
        state = open_checkpoint(files[CHECKPOINT], verifier).checkpoint
    except NoteError as error:
        return LogCheck(folder, (Finding(CHECKPOINT_BAD, folder + CHECKPOINT, error.what),))
    distrust = _distrust(folder, verifier, trusted)
    known = None if trusted is None else not distrust
    checked = CheckedLog(state.origin, state.size, state.root.hex(), verifier.key_id.hex(), verifier.vkey, known)
    damage = tuple(_odd_files(files, state.size)) or tuple(_damage(files, verifier, state.size))
    return LogCheck(folder, (*distrust, *damage), checked, None if damage else files)


def _key(archive: Archive, folder: str) -> Verifier:
    """The key of a log. Raises MemberError unless origin, key and folder belong together."""
    origin, vkey = _line(archive, folder + ORIGIN), _line(archive, folder + VKEY)
    if log_folder(origin) != folder:
        raise MemberError("the folder is not the SHA-256 of this name", where=folder + ORIGIN)
    try:
        verifier = Verifier.from_vkey(vkey)
    except NoteError as error:
        raise MemberError(error.what, where=folder + VKEY) from error
    if verifier.name != origin or verifier.kind is not KeyKind.ED25519:
        raise MemberError(f"this is not a key of a log named {origin!r}", where=folder + VKEY)
    return verifier


def _line(archive: Archive, name: str) -> str:
    """A member that is a line of text; its readers refuse a second line. Raises MemberError for anything else."""
    try:
        text = archive.read(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise MemberError("this is not UTF-8 text", where=name) from error
    if not text.endswith("\n"):
        raise MemberError("this is not a line of text with a newline at its end", where=name)
    return text[:-1]


def _distrust(folder: str, verifier: Verifier, trusted: frozenset[Verifier] | None) -> tuple[Finding, ...]:
    """Nothing, or the finding that the key is none of the trusted ones; those of the same name are shown."""
    if trusted is None or verifier in trusted:
        return ()
    same = sorted(known.key_id.hex() for known in trusted if known.name == verifier.name)
    wanted = f"the one you trust under this name is {', '.join(same)}" if same else "you named no key for this log"
    what = f"the log is signed by the key {verifier.key_id.hex()}; {wanted}"
    return (Finding(KEY_NOT_TRUSTED, folder + VKEY, what),)


def _odd_files(files: LogMembers, size: int) -> Iterator[Finding]:
    """Files of a log that its signed size does not have, and the first that is missing."""
    tiles = {path: tile_from_path(path) for path in files if path != CHECKPOINT}
    for path, tile in tiles.items():
        if tile.width != width_at(size, tile.level, tile.index):
            yield Finding(MEMBER_ODD, files.folder + path, f"a log of the signed size {size} has no such file")
    # A checkpoint may claim any size: look no further than the first bundle that cannot be there.
    within = min(size, TILE_WIDTH * (1 + sum(tile.level == ENTRIES for tile in tiles.values())))
    wanted = [*bundles_for(0, within), *(tiles_for(0, size) if within == size else ())]
    missing = next((tile.path() for tile in wanted if tile.path() not in tiles), None)
    if missing is not None:
        yield Finding(MEMBER_ODD, files.folder + missing, "this file is missing")


def _damage(files: LogMembers, verifier: Verifier, size: int) -> Iterator[Finding]:
    """What does not follow from the signed root, from the root down to every entry.

    Where the rightmost tiles do not lead to the root, nothing below them can be traced, and the check from the entries
    upwards tells more.
    """
    try:
        source = VerifiedSource(FileSource(files, verifier.vkey))
    except LogError:
        for found in check_files(files, verifier.vkey):
            path = found.where if found.where in files else CHECKPOINT
            number = "" if found.index is None else f" (number {found.index})"
            yield Finding(found.code, files.folder + path, f"{found.what}{number}")
        return
    named = set()
    for tile in chain(tiles_for(0, size), bundles_for(0, size)):
        try:
            source.load(tile)
        except LogError as error:
            if error.where not in named:
                code = ENTRY_DIFFERS if error.where.startswith("tile/entries/") else NODE_DIFFERS
                yield Finding(code, files.folder + error.where, error.what)
            named.add(error.where)
