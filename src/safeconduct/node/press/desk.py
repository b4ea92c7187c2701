"""The review desk of one account: what waits, one statement with all around it, a decision, the way into the log.

The command line and the page do the same through it. What another person decided is shown only after one's own
decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import msgspec

from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import instant_to_text
from safeconduct.node.claimbook import read_claimbook
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.press.append import Appended, append_reviewed
from safeconduct.node.press.copies import Copy, copies_of, decide_copy
from safeconduct.node.press.dated import note_published, note_shown, published_on, seconds_since_shown
from safeconduct.node.press.endpoint import Endpoint, asked
from safeconduct.node.press.passes import has_answered, note_passes, passes_of
from safeconduct.node.press.work import Forgotten, WorkStore, open_work
from safeconduct.press.dates import Published as DocumentDate
from safeconduct.press.drafting import config_sha256, drafts_of
from safeconduct.press.errors import ReviewError
from safeconduct.press.extraction import Pass, extract
from safeconduct.press.model import Found
from safeconduct.press.review import (
    Case,
    Decision,
    Draft,
    Figures,
    Proposal,
    Published,
    Standing,
    decisions_shown,
    draft_sha256,
    figures,
    needs_two,
    standing,
    standing_shown,
    statement_id,
)
from safeconduct.press.review.claims import ClaimCandidate, rank_claims
from safeconduct.press.review.edit import Known, with_fields
from safeconduct.press.review.model import SECONDS_MAX
from safeconduct.press.source import Source
from safeconduct.press.speakers import Entities, shipped_entities
from safeconduct.press.topics import Candidate, Topic, rank_topics, shipped_topics

DIGITS_MIN = 8
"""Of the digest of a report, where its beginning names it: enough that a slip names no other."""


@dataclass(frozen=True, slots=True)
class Added:
    """What reading a report in did: its digest, whether it was new, its drafts, how many of them were new.

    passes: what ran just now; none if all of it had run before.
    """

    source_sha256: str
    new: bool
    drafts: int
    drafts_new: int
    passes: tuple[Pass, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list of its report. waits: whether it waits for this account; entry: its log and index."""

    draft: str
    number: int
    proposal: Proposal
    stands: Standing
    waits: bool
    entry: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in the list.

    source: without its characters. held: whether its text is held here; without it nothing waits. kept: the day it was
    read in. counts: drafts by state. written: how many are in the log. waits: for this account. passes: which ran.
    """

    source: Source
    source_sha256: str
    held: bool
    kept: str
    published: Published | None
    counts: Mapping[str, int]
    written: int
    waits: int
    figures: tuple[Figures, ...]
    passes: tuple[Pass, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """One draft as one account may see it.

    source: without characters, if its text is not held here. proposal: what the account decided last, else what was
    proposed. why: what asks for a second person, as far as this
    account may know. decisions: those it may see. entry: where it stands in the log, if it does. passes: which ran over
    the report. claims: those on record that it may be about, best first.
    """

    case: Case
    draft: str
    source: Source
    held: bool
    published: Published | None
    stands: Standing
    proposal: Proposal
    why: tuple[str, ...]
    decisions: tuple[Decision, ...]
    decided: bool
    waits: bool
    topics: tuple[Candidate, ...]
    outer: Proposal | None
    entry: tuple[str, int] | None
    position: int
    total: int
    previous: str
    following: str
    statement: str
    passes: tuple[Pass, ...]
    claims: tuple[ClaimCandidate, ...]


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """The desk of one account for one corridor. Opens the work store for each question and closes it again."""

    node: Node
    log: OwnLog
    account: str
    entities: Entities
    topics: tuple[Topic, ...]
    parties: Mapping[str, str] = field(default_factory=dict)

    def known(self) -> Known:
        """What a reviewer may choose from, claims as the log has them now, those in words alone first."""
        with closing(self.node.reader(self.log)) as reader:
            held = [one.entry.body for one in read_claimbook(reader).claims.values() if not one.withdrawn]
        held.sort(key=lambda body: "proposition" in body)
        claims = {str(body["id"]): str(body["wording"]) for body in held}
        return Known(self.entities, self.topics, self.parties, claims)

    def add(self, source: Source, data: bytes, published: Published, model: Endpoint | None = None) -> Added:
        """Read a report in: bytes, text, day and drafts, each once. A report that has drafts keeps them as they are.

        model: is asked as well, unless one has answered about this report already; what it adds goes behind the rest.
        """
        with open_work(self.node, self.log.corridor) as work:
            new = work.add_report(source, data)
            held = work.drafts(source.source_sha256)
            note_published(work, source.source_sha256, published)
            before = passes_of(work, source.source_sha256)
            if held and (model is None or has_answered(before)):
                return Added(source.source_sha256, new, len(held), 0)
            kept = work.source(source.source_sha256)
            found = extract(kept, self.entities, _document_date(published_on(work, source.source_sha256)), self.topics)
            if model is not None:
                found = asked(found, self.entities, self.topics, model)
            drafts = drafts_of(found, config_sha256(self.entities, self.topics))
            added = work.add_drafts(_of_models(drafts, held) if held else drafts)
            ours = [one for one in before if not one.model] or [one for one in found.passes if not one.model]
            note_passes(work, source.source_sha256, (*ours, *(one for one in found.passes if one.model)))
            return Added(source.source_sha256, new, len(held) + added, added, found.passes)

    def reports(self) -> list[ReportRow]:
        """All reports, in the order in which they came."""
        with open_work(self.node, self.log.corridor) as work:
            return [self._report(work, digest) for digest in work.reports()]

    def report(self, source_sha256: str) -> tuple[ReportRow, list[Row]]:
        """One report with its drafts. Raises ReviewError if it is not here."""
        with open_work(self.node, self.log.corridor) as work:
            if source_sha256 not in work.reports():
                raise ReviewError("no such report in the work store", where=source_sha256[:64])
            _, is_held = work.look(source_sha256)
            rows = [self._row(work, one, is_held=is_held) for one in work.cases(source_sha256)]
            return self._report(work, source_sha256), rows

    def figures(self) -> list[Figures]:
        """Seconds per statement and share edited, by version of the extractor."""
        with open_work(self.node, self.log.corridor) as work:
            return work.figures()

    def next(self, after: str = "") -> str:
        """The digest of the next draft that waits for this account, from one draft on; empty if none does."""
        with open_work(self.node, self.log.corridor) as work:
            held = {digest for digest in work.reports() if work.look(digest)[1]}
            rows = [self._row(work, case, is_held=case.draft.source_sha256 in held) for case in work.cases()]
        names = [row.draft for row in rows]
        start = names.index(after) + 1 if after in names else 0
        waiting = (row.draft for row in (*rows[start:], *rows[:start]) if row.waits and row.draft != after)
        return next(waiting, "")

    def find_report(self, prefix: str) -> str:
        """The digest of the report that begins so. Raises ReviewError unless there is exactly one."""
        with open_work(self.node, self.log.corridor) as work:
            found = [digest for digest in work.reports() if digest.startswith(prefix)]
        if len(prefix) < DIGITS_MIN:
            raise _unnamed(f"the beginning of a digest has at least {DIGITS_MIN} digits", prefix)
        if len(found) != 1:
            raise _unnamed(f"{len(found) or 'no'} reports in the work store begin so", prefix)
        return found[0]

    def forget(self, source_sha256: str) -> tuple[Forgotten, ReportRow]:
        """Take bytes and text of a report away; what was taken, and the report as it is then."""
        with open_work(self.node, self.log.corridor) as work:
            return work.forget(source_sha256), self._report(work, source_sha256)

    def find(self, prefix: str) -> str:
        """The digest of the draft that begins so. Raises ReviewError unless there is exactly one."""
        with open_work(self.node, self.log.corridor) as work:
            found = [name for name in work.drafts() if name.startswith(prefix)]
        if len(found) != 1 or not prefix:
            raise ReviewError(
                "no draft begins so" if not found else f"{len(found)} drafts begin so",
                where=prefix[:64],
                next_step="`safeconduct press review --json` gives the digest of the next one.",
            )
        return found[0]

    def see(self, draft: str) -> Seen:
        """One draft with everything a decision needs. Raises ReviewError if it is not here."""
        with open_work(self.node, self.log.corridor) as work:
            case = work.case(draft)
            source, is_held = work.look(case.draft.source_sha256)
            names = work.drafts()
            outer = work.case(case.draft.proposal.within).draft.proposal if case.draft.proposal.within else None
            published = _published(work, case.draft.source_sha256)
            entry, passes = work.written(draft), passes_of(work, case.draft.source_sha256)
        stands, own = standing_shown(case, self.entities.entities, self.account), self._own(case)
        proposal = own.proposal if own is not None and own.proposal is not None else case.draft.proposal
        at = names.index(draft)
        return Seen(
            case,
            draft,
            source,
            is_held,
            published,
            stands,
            proposal,
            why=stands.why if own is not None else needs_two(case.draft.proposal, self.entities.entities),
            decisions=decisions_shown(case, self.account),
            decided=own is not None,
            waits=is_held and self._waits(case, stands),
            topics=rank_topics(source.text, _found(case.draft.proposal), self.topics) if is_held else (),
            claims=rank_claims(source.text, proposal, self.known().claims, self.topics) if is_held else (),
            outer=outer,
            entry=entry,
            position=at + 1,
            total=len(names),
            previous=names[at - 1] if at else "",
            following=names[at + 1] if at + 1 < len(names) else "",
            statement=statement_id(case.draft.text_sha256, stands.proposal or proposal),
            passes=passes,
        )

    def edited(self, draft: str, fields: Mapping[str, str]) -> Proposal:
        """What would be signed for with these fields, starting from what was proposed. Changes nothing."""
        with open_work(self.node, self.log.corridor) as work:
            case = work.case(draft)
            text = work.source(case.draft.source_sha256).text.text
        return with_fields(text, case.draft.proposal, fields, self.known())

    def needs_two(self, proposal: Proposal) -> tuple[str, ...]:
        """What of a proposal asks for a second person."""
        return needs_two(proposal, self.entities.entities)

    def accept(self, draft: str, fields: Mapping[str, str], seconds: int) -> Standing:
        """Sign for a draft with these fields; how it stands then."""
        return self._decide(draft, seconds, self.edited(draft, fields), "")

    def reject(self, draft: str, reason: str, seconds: int) -> Standing:
        """Reject a draft; how it stands then."""
        return self._decide(draft, seconds, None, " ".join(reason.split())[:1000])

    def shown(self, draft: str) -> None:
        """Note that the command line shows a draft now."""
        with open_work(self.node, self.log.corridor) as work:
            note_shown(work, self.account, draft)

    def seconds_since_shown(self, draft: str) -> int:
        """Seconds since the command line showed it."""
        with open_work(self.node, self.log.corridor) as work:
            return seconds_since_shown(work, self.account, draft)

    def append(self, source_sha256: str) -> Appended:
        """Put what is accepted of a report into the log; what stands there already stays as it is."""
        with open_work(self.node, self.log.corridor) as work:
            published = published_on(work, source_sha256)
            return append_reviewed(self.node, self.log, work, source_sha256, published, entities=self.entities.entities)

    def copies(self, source_sha256: str) -> list[Copy]:
        """The reports with nearly the same words as one, and those about which somebody decided."""
        with open_work(self.node, self.log.corridor) as work:
            return copies_of(work, source_sha256)

    def decide_copy(self, one: str, other: str, *, same: bool) -> None:
        """Sign for two reports having the same words, or not."""
        with open_work(self.node, self.log.corridor) as work:
            decide_copy(work, self.account, one, other, same=same)

    def _decide(self, draft: str, seconds: int, proposal: Proposal | None, reason: str) -> Standing:
        decision = Decision(
            draft_sha256=draft,
            by=self.account,
            verdict="accept" if proposal is not None else "reject",
            seconds=min(max(0, seconds), SECONDS_MAX),
            proposal=proposal,
            reason=reason,
        )
        with open_work(self.node, self.log.corridor) as work:
            return standing(work.decide(decision), self.entities.entities)

    def _own(self, case: Case) -> Decision | None:
        return next((one for one in reversed(case.decisions) if one.by == self.account), None)

    def _waits(self, case: Case, stands: Standing) -> bool:
        """Whether this account has something to decide here."""
        return stands.state in {"open", "differ"} or (stands.state == "second" and self._own(case) is None)

    def _row(self, work: WorkStore, case: Case, *, is_held: bool) -> Row:
        stands, own = standing_shown(case, self.entities.entities, self.account), self._own(case)
        name = draft_sha256(case.draft)
        proposal = own.proposal if own is not None and own.proposal is not None else case.draft.proposal
        waits = is_held and self._waits(case, stands)
        return Row(name, case.draft.number, proposal, stands, waits, work.written(name))

    def _report(self, work: WorkStore, digest: str) -> ReportRow:
        source, is_held = work.look(digest)
        cases = list(work.cases(digest))
        rows = [self._row(work, case, is_held=is_held) for case in cases]
        counts = dict.fromkeys(("open", "second", "differ", "accepted", "rejected"), 0)
        for row in rows:
            counts[row.stands.state] += 1
        return ReportRow(
            source,
            digest,
            is_held,
            instant_to_text(work.read_at(digest))[:10],
            _published(work, digest),
            counts,
            written=sum(row.entry is not None for row in rows),
            waits=sum(row.waits for row in rows),
            figures=tuple(figures(cases)),
            passes=passes_of(work, digest),
        )


def review_desk(node: Node, corridor: str, account: str, more: Entities | None = None) -> ReviewDesk:
    """The desk of an account, with the names and topics that ship for the corridor. Raises CorridorError."""
    log = node.log(corridor)
    entities = more or shipped_entities(log.corridor)
    return ReviewDesk(node, log, account, entities, shipped_topics(log.corridor), _parties(entities))


def _unnamed(what: str, prefix: str) -> ReviewError:
    return ReviewError(what, where=prefix[:64], next_step="`safeconduct press list` gives the digests of reports.")


def _of_models(drafts: Sequence[Draft], held: Sequence[str]) -> list[Draft]:
    """The drafts of models alone; one within a statement that is not kept so any more stands by itself."""
    found = []
    for each in drafts:
        if each.extractor.model:
            within = each.proposal.within if each.proposal.within in held else ""
            found.append(msgspec.structs.replace(each, proposal=msgspec.structs.replace(each.proposal, within=within)))
    return found


def _parties(entities: Entities) -> dict[str, str]:
    found = {one.party: one.name for one in entities.entities.values() if one.party and one.kind != "person"}
    return dict(sorted(found.items()))


def _published(work: WorkStore, digest: str) -> Published | None:
    try:
        return published_on(work, digest)
    except SafeconductError:
        return None


def _document_date(published: Published) -> DocumentDate:
    from safeconduct.press.dates import edtf_from_text

    return DocumentDate(edtf_from_text(published.edtf), published.basis)  # type: ignore[arg-type]  # one of the bases


def _found(proposal: Proposal) -> Found:
    return Found(proposal.spans, proposal.cue, proposal.mention, proposal.mode, proposal.type)
