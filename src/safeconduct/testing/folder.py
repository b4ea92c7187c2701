"""A folder in memory."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.log.folder import Folder
from safeconduct.testing.faults import Faults


class MemoryFolder(Folder):
    """Files in a dictionary, `files`; its writes pass through `faults`."""

    def __init__(self, files: dict[str, bytes] | None = None, faults: Faults | None = None) -> None:
        self.files = dict(files or {})
        self._faults = faults or Faults()

    def __getitem__(self, path: str) -> bytes:
        return self.files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.files))

    def __len__(self) -> int:
        return len(self.files)

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, or fail."""
        self._faults.around(f"write {path}", lambda: self.files.update({path: data}))

    def remove_partials(self, path: str) -> None:
        """Remove the partial tiles beside a full one, or fail."""
        self._faults.around(f"remove_partials {path}", lambda: self._remove(f"{path}.p/"))

    def sync(self) -> None:
        """Nothing is ever lost here, but syncing can fail."""
        self._faults.around("sync", lambda: None)

    def _remove(self, prefix: str) -> None:
        for path in [path for path in self.files if path.startswith(prefix)]:
            del self.files[path]
