"""Groups of names that belong together (union-find)."""

from __future__ import annotations


class Kin:
    """Names in groups: those joined belong together; the smallest name stands for its group."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The name that stands for a group."""
        passed = []
        while (above := self._above.get(name, name)) != name:
            passed.append(name)
            name = above
        self._above.update(dict.fromkeys(passed, name))
        return name

    def join(self, one: str, other: str) -> None:
        """Make two groups one."""
        low, high = sorted((self.of(one), self.of(other)))
        self._above[high] = low
