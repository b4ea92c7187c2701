"""Long lists in pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` (from 1) of a list of `total` things, `length` to a page.

    >>> Paging(number=3, length=100, total=250).stop
    250
    """

    number: int
    length: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.length))

    @property
    def start(self) -> int:
        """Index of the first thing on this page."""
        return (self.number - 1) * self.length

    @property
    def stop(self) -> int:
        """Index behind the last thing on this page."""
        return min(self.start + self.length, self.total)

    @property
    def near(self) -> list[int]:
        """The pages to offer: the first, the last, and two on either side; 0 stands for a gap."""
        shown = {1, self.pages, *range(self.number - 2, self.number + 3)} & set(range(1, self.pages + 1))
        numbers: list[int] = []
        for number in sorted(shown):
            if numbers and number > numbers[-1] + 1:
                numbers.append(0)
            numbers.append(number)
        return numbers
