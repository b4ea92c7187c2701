"""What importing a table would write: all of it known to be sound before the first entry is handed out.

First the whole file is read and checked: header, every cell, every movement, every body. Then
`ImportPlan.entries` gives the entries. Up to 200,000 rows stay in memory in between, and the rows of a
movement may stand anywhere in the file. A larger file is read a second time, its movements must be runs of
adjacent rows, and 16 bytes a movement are kept, so that ten million rows take about half a gigabyte. A file that
changes between the two readings is noticed before a changed byte is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal, TypeAlias

from safeconduct.base.instant import Instant, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes, validated_entry_to_bytes
from safeconduct.entries.offsets import Offsets
from safeconduct.intake.drafts import Draft, Drafter
from safeconduct.intake.errors import RowsRefusedError, TableError
from safeconduct.intake.existing import Existing, Held, LogView
from safeconduct.intake.problem import RowProblem
from safeconduct.intake.table_check import FileFacts, OpenFile, Progress, TableCheck
from safeconduct.intake.table_map import TableMap

Action: TypeAlias = Literal["document", "new", "corrected", "withdrawn", "restored"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry to append, as bytes, and why. movement: its id, empty for the document."""

    action: Action
    kind: str
    movement: str
    data: bytes


@dataclass(slots=True)
class ImportPlan:
    """What importing a table would write.

    checked: the table as read. existing: what the log holds of the dataset, None if it holds nothing.
    tally: entries given out so far, by action; complete once `entries` is exhausted.
    """

    table: TableMap
    recorded: Instant
    open_file: OpenFile
    checked: TableCheck
    existing: Existing | None
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def file(self) -> FileFacts:
        """What was read."""
        return self.checked.file

    @property
    def movements(self) -> int:
        """How many movements are sound."""
        return self.checked.movements

    @property
    def left_out(self) -> int:
        """How many movements are left out because of problems."""
        return len(self.checked.bad)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """The first thousand problems."""
        return tuple(self.checked.problems.kept)

    @property
    def problem_count(self) -> int:
        """How many problems there are."""
        return self.checked.problems.count

    def notes(self) -> list[str]:
        """What a person should know besides."""
        return list(_notes(self))

    def entries(self, progress: Progress | None = None) -> Iterator[Planned]:
        """The entries to append, in order; `progress` is told every 1,000 movements. Raises ChangedError."""
        self.tally.clear()
        for planned in chain(self._document(), self._of_movements(progress), self._of_vanished()):
            self.tally[planned.action] += 1
            yield planned

    def _document(self) -> Iterator[Planned]:
        about = self.table.document
        known = self.existing.documents if self.existing is not None else set()
        if self.file.sha256 not in known and self.movements:
            body = {
                "sha256": self.file.sha256,
                "name": about.name,
                "media": about.media,
                "bytes": self.file.size,
                "dataset": self.table.dataset,
                "rows": self.file.rows,
                **({"left_out": self.left_out} if self.left_out else {}),
                **about.facts,
            }
            yield Planned("document", "document", "", entry_to_bytes(self._entry("document", self.recorded, body)))

    def _of_movements(self, progress: Progress | None) -> Iterator[Planned]:
        drafts = self.checked.drafter.drafts
        for number, (movement, rows) in enumerate(self.checked.sound_movements(self.open_file), start=1):
            for draft in drafts(movement, rows):
                if self.existing is not None:
                    yield from self._compared(draft, self.existing)
                elif draft.body is not None:
                    yield self._new(draft, draft.body)
            if progress is not None and number % 1000 == 0:
                progress(1000)

    def _compared(self, draft: Draft, existing: Existing) -> Iterator[Planned]:
        if draft.body is None:
            held = existing.held(draft.kind, draft.movement, draft.part)
            if held is not None and not held.live.withdrawn:
                yield self._withdrawal(held, draft.rows)
        else:
            same = existing.same(draft.kind, draft.movement, draft.part, draft.at, draft.body)
            if same is None:
                yield self._new(draft, draft.body)
            elif isinstance(same, Held):
                yield from self._correction(same, draft, draft.body)

    def _new(self, draft: Draft, body: dict[str, Any]) -> Planned:
        body["source"] = self._source(draft.rows, draft.part)
        data = validated_entry_to_bytes(draft.at, body, self.table.corridor, draft.kind, self.recorded)
        return Planned("new", draft.kind, draft.movement, data)

    def _correction(self, held: Held, draft: Draft, body: dict[str, Any]) -> Iterator[Planned]:
        before = held.live.entry
        changes: dict[str, Any] = {}
        replaced = {name: value for name, value in body.items() if before.body.get(name) != value}
        cleared = sorted(name for name in before.body if name not in body and name != "source")
        if replaced:
            changes["set"] = replaced
        if cleared:
            changes["clear"] = cleared
        if before.at != draft.at:
            changes["at"] = instant_to_text(draft.at)
        if held.live.withdrawn:
            changes["withdrawn"] = False
        if changes:
            action: Action = "restored" if held.live.withdrawn else "corrected"
            yield self._corrected(action, held, changes, draft.rows)

    def _withdrawal(self, held: Held, rows: list[int]) -> Planned:
        return self._corrected("withdrawn", held, {"withdrawn": True}, rows)

    def _corrected(self, action: Action, held: Held, changes: dict[str, Any], rows: list[int]) -> Planned:
        entry = held.live.entry
        body = {
            **changes,
            "target": self._target(held),
            "reason": self._reason(action, rows),
            "source": self._source(rows, entry.body["source"].get("part", "")),
        }
        data = entry_to_bytes(self._entry("correction", self.recorded, body))
        return Planned(action, "correction", entry.body["movement"], data)

    def _target(self, held: Held) -> dict[str, str | int]:
        assert self.existing is not None, "only what is held is corrected"
        return self.existing.reference(held.index)

    def _reason(self, action: Action, rows: list[int]) -> str:
        file = f"source file {self.file.sha256[:12]}"
        if not rows:
            return f"{file} has no such row"
        listed = ", ".join(str(row) for row in rows[:8]) + (", ..." if len(rows) > 8 else "")
        return f"{file} row{'s' if len(rows) > 1 else ''} {listed}{': no date' if action == 'withdrawn' else ''}"

    def _of_vanished(self) -> Iterator[Planned]:
        """Withdraw what a complete file no longer has, unless a row that cannot be read may be the one."""
        if self.existing is None or not self.table.complete or not self.checked.all_named:
            return
        for held in self.existing.unseen():
            movement = held.live.entry.body["movement"]
            if not held.live.withdrawn and movement not in self.checked.bad:
                yield self._withdrawal(held, [])

    def _source(self, rows: list[int], part: str) -> dict[str, Any]:
        source: dict[str, Any] = {"sha256": self.file.sha256, "rows": rows}
        return {**source, "part": part} if part else source

    def _entry(self, kind: str, at: Instant, body: dict[str, Any]) -> Envelope:
        return Envelope(at, body, self.table.corridor, kind, self.recorded)


def plan_import(
    open_file: OpenFile,
    table: TableMap,
    *,
    offsets: Offsets,
    recorded: Instant,
    log: LogView | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> ImportPlan:
    """Read and check a whole table, and compare it with what the log holds of the same dataset.

    open_file: opens the file for reading; called twice for a large one. progress: told how many bytes were read.
    Raises TableError for a file that cannot be read as the mapping says, RowsRefusedError for problems if `strict`.
    """
    checked = TableCheck(table, Drafter(table, offsets))
    checked.run(open_file, progress)
    problems = checked.problems
    if strict and problems.count:
        raise RowsRefusedError(tuple(problems.kept), problems.count)
    existing = Existing(log, table.dataset) if log is not None else None
    if existing is None or not existing.documents:
        return ImportPlan(table, recorded, open_file, checked, None)
    if table.complete and not table.may_shrink and checked.file.rows * 2 < existing.rows:
        raise TableError(
            f"the file has {checked.file.rows} rows, the edition before had {existing.rows}, and the mapping says "
            "that it is complete, so that what it lacks would be withdrawn",
            next_step="Is it the whole file? If so, set `may_shrink: true` in the mapping.",
        )
    return ImportPlan(table, recorded, open_file, checked, existing)


def _notes(plan: ImportPlan) -> Iterator[str]:
    checked = plan.checked
    if not plan.file.rows:
        yield "The file has a header and no rows."
    if plan.file.has_mark:
        yield "The file begins with a UTF-8 mark, which was skipped."
    if checked.ignored:
        yield f"Not imported, because the mapping does not name them: {', '.join(checked.ignored)}."
    if not checked.all_named:
        yield "Some rows could not be attributed to a movement; those beside them may have been left out too."
        if plan.table.complete and plan.existing is not None:
            yield "So nothing was withdrawn, although the file is complete."
    if plan.existing is not None and plan.file.sha256 in plan.existing.documents:
        yield "This file was imported before."
