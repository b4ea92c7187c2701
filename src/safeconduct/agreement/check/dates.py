"""R09: gaps and overlaps in whatever is dated: lists, limits, positions, posts, amendments, terms, duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, pairwise

from safeconduct.agreement.cel import Condition
from safeconduct.agreement.cel.tree import Listed, walk
from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.check.tables import Tables, beginning
from safeconduct.agreement.check.witness import day_text, listed, party_name
from safeconduct.agreement.model import Agreement, Issue, Limit, Obligation, Position, Post, Reading, Rule
from safeconduct.agreement.ruling import LIMIT, positions_at, under_holds
from safeconduct.agreement.timeline import Span, Timeline
from safeconduct.base.canonical import JsonValue
from safeconduct.base.instant import instant_to_text


def date_faults(tables: Tables) -> Iterator[Finding]:
    """All gaps and overlaps in dates."""
    agreement = tables.agreement
    yield from _empty_spans(agreement)
    yield from _limits(tables)
    yield from _lists(tables)
    yield from _positions(agreement)
    yield from _readings(agreement)
    yield from _posts(agreement.route.posts.values())
    yield from _amendments(agreement)
    yield from _terms(agreement)


def _fault(part: str, line: int, what: str, mend: str, *instants: int | None) -> Finding:
    days: list[JsonValue] = [instant_to_text(one) for one in instants if one is not None]
    return Finding("R09", "error", part, line, what, mend, {"at": days[0], "edges": days} if days else {})


def _empty_spans(agreement: Agreement) -> Iterator[Finding]:
    route = agreement.route
    spans: list[tuple[str, int, Span]] = [(f"post {one.id!r}", one.line, one.span) for one in route.posts.values()]
    spans += [(f"alternative {one.id!r}", one.line, one.span) for one in route.alternatives.values()]
    spans += [(f"amendment {one.id!r}", one.line, one.span) for one in agreement.amendments]
    spans += [
        (f"obligation {one.id!r}", one.line, Span(one.span.start, one.span.end or one.due))
        for one in agreement.obligations
    ]
    for part, line, span in spans:
        if span.start is not None and span.end is not None and span.end <= span.start:
            what = f"it ends on {day_text(span.end)}, before it begins on {day_text(span.start)}"
            yield _fault(part, line, what, "Correct one of the two dates.", span.end, span.start)


def _late(agreement: Agreement, part: str, line: int, first: int | None, users: Sequence[str]) -> Iterator[Finding]:
    begins = beginning(agreement)
    if first is not None and begins is not None and first > begins and users:
        what = (
            f"it has no value from {day_text(begins)}, when the agreement begins, to {day_text(first)}, "
            f"although {listed(users)} use it"
        )
        if len(users) == 1:
            what = what.removesuffix("use it") + "uses it"
        yield _fault(
            part, line, what, "Let it begin with the agreement, or restrict its use by date (at >= ...).", begins, first
        )


def _limits(tables: Tables) -> Iterator[Finding]:
    agreement = tables.agreement
    for limit in agreement.limits.values():
        part, first = f"limit {limit.id!r}", min((row.start for row in limit.rows), default=None)
        rules = [rule for rule in agreement.rules if _uses(rule.condition, LIMIT + limit.id)]
        duties = [duty for duty in agreement.obligations if duty.condition and _uses(duty.condition, LIMIT + limit.id)]
        yield from _late(agreement, part, limit.line, first, _caught(tables, rules, duties, first))
        yield from _overlapping_rows(agreement, part, limit)


def _overlapping_rows(agreement: Agreement, part: str, limit: Limit) -> Iterator[Finding]:
    """Rows that begin at one instant and both hold in some reading: the order of the file would decide."""
    for one, other in combinations(limit.rows, 2):
        if one.start != other.start or one.value == other.value:
            continue
        for reading in agreement.readings.values():
            positions = positions_at(reading, one.start)
            if under_holds(one.under, positions) and under_holds(other.under, positions):
                what = f"two rows hold from {day_text(one.start)} in the reading {reading.id}, with different values"
                yield _fault(
                    part, other.line or limit.line, what, "Keep one, or restrict them with `under`.", one.start
                )
                break


def _lists(tables: Tables) -> Iterator[Finding]:
    agreement = tables.agreement
    for one in agreement.lists.values():
        part, pieces = f"list {one.id!r}", one.versions.pieces
        first = next((piece.start for piece in pieces if piece.value is not None), None)
        rules = [rule for rule in agreement.rules if one.id in _lists_of(agreement, rule.condition)]
        duties = [
            duty for duty in agreement.obligations if duty.condition and one.id in _lists_of(agreement, duty.condition)
        ]
        yield from _late(agreement, part, one.line, first, _caught(tables, rules, duties, first))
        for before, after in pairwise(pieces):
            if before.value is not None and after.value is None:
                following = [
                    piece.start
                    for piece in pieces
                    if piece.value is not None and (piece.start or 0) > (after.start or 0)
                ]
                until = f"to {day_text(following[0])}" if following else "on"
                what = f"it has no version from {day_text(after.start)} {until}"
                yield _fault(part, one.line, what, "Let each version run until the next begins.", after.start)


def _lists_of(agreement: Agreement, condition: Timeline[Condition | None]) -> set[str]:
    """The lists whose codes a condition looks for."""
    trees = [
        node.codes for piece in condition.values() if piece for node in walk(piece.tree) if isinstance(node, Listed)
    ]
    return {
        one.id
        for one in agreement.lists.values()
        if any(codes in trees for codes in one.versions.values() if codes is not None)
    }


def _caught(tables: Tables, rules: Sequence[Rule], duties: Sequence[Obligation], first: int | None) -> list[str]:
    """The rules and duties that need a value before there is one: movements or windows of that time stay open."""
    ids = {rule.id for rule in rules}
    found: dict[str, None] = {}
    for period in tables.all() if ids and first is not None else ():
        if period.span.start is None or period.span.start >= (first or 0):
            continue
        for _, ruling in period.distinct():
            steps = [step for step in ruling.steps if step.rule in ids and period.ruled(ruling) is not None]
            found |= {f"rule {step.rule!r}": None for step in steps if (period.grid.truth(step.tree) == 0).any()}
    early = [duty for duty in duties if duty.span.start is None or duty.span.start < (first or 0)]
    return [*found, *(f"obligation {duty.id!r}" for duty in early)]


def _uses(condition: Timeline[Condition | None], name: str) -> bool:
    return any(piece is not None and name in piece.names for piece in condition.values())


def _positions(agreement: Agreement) -> Iterator[Finding]:
    """A party that holds two positions at once, or none for a while between two."""
    for issue in agreement.issues.values():
        held: dict[str, list[tuple[Span, Position]]] = {}
        for position in issue.positions.values():
            for holder in position.holders:
                held.setdefault(holder.party, []).append((holder.span, position))
        for party, spans in held.items():
            yield from _chain(agreement, f"issue {issue.id!r}", party, sorted(spans, key=lambda one: one[0].start or 0))


def _chain(agreement: Agreement, part: str, party: str, spans: Sequence[tuple[Span, Position]]) -> Iterator[Finding]:
    name = party_name(agreement, party)
    for (before, first), (after, second) in pairwise(spans):
        line = second.line or first.line
        if before.end is None or (after.start or 0) < before.end:
            what = f"{name} holds {first.id!r} and {second.id!r} at the same time, from {day_text(after.start)}"
            since = beginning(agreement) if after.start is None else after.start
            yield _fault(part, line, what, "Let the first end (until) when the second begins.", since)
        elif (after.start or 0) > before.end:
            what = f"{name} holds no position from {day_text(before.end)} to {day_text(after.start)}"
            mend = "Let the positions meet; if it was silent between, say so in a note and in its reading."
            yield _fault(part, line, what, mend, before.end, after.start)


def _readings(agreement: Agreement) -> Iterator[Finding]:
    """A party's reading that takes a position at a time when the file does not say that the party holds it."""
    for reading in agreement.readings.values():
        if reading.party in agreement.parties:
            for issue_id, taken in reading.positions.items():
                yield from _taken(agreement, reading, issue_id, taken)


def _taken(agreement: Agreement, reading: Reading, issue_id: str, taken: Timeline[str | None]) -> Iterator[Finding]:
    begins = beginning(agreement)
    issue = agreement.issues[issue_id]
    for piece, after in zip(taken.pieces, [*taken.pieces[1:], None], strict=True):
        if piece.value is None or piece.value not in issue.positions:
            continue
        period = Span(begins if piece.start is None else piece.start, after.start if after else None)
        own = _held(issue, reading.party, {piece.value})
        other = _held(issue, reading.party, issue.positions.keys() - {piece.value})
        if not any(_overlap(span, period) for span in own) and (own or any(_overlap(span, period) for span in other)):
            what = (
                f"it takes {piece.value!r} on {issue_id!r} from {day_text(period.start)}, when "
                f"{party_name(agreement, reading.party)} does not hold it"
            )
            mend = "Give the reading and `held_by` the same dates."
            yield _fault(f"reading {reading.id!r}", reading.line, what, mend, period.start)


def _held(issue: Issue, party: str, positions: AbstractSet[str]) -> list[Span]:
    """When a party holds one of some positions."""
    return [one.span for name in sorted(positions) for one in issue.positions[name].holders if one.party == party]


def _posts(posts: Iterable[Post]) -> Iterator[Finding]:
    """Posts of one holder at one place at one time, or with a gap between them."""
    places: dict[tuple[str, str, str], list[Post]] = {}
    for post in posts:
        for holder in post.by:
            places.setdefault((post.place, holder, post.kind), []).append(post)
    seen: set[tuple[str, str]] = set()
    for (place, _, _), there in places.items():
        for one, other in pairwise(sorted(there, key=lambda post: post.span.start or 0)):
            if not place or (one.id, other.id) in seen:
                continue
            seen.add((one.id, other.id))
            if _overlap(one.span, other.span):
                what = f"it stands at {place} at the same time as {one.id!r}, with the same holder"
                mend = "Let the first end (until) when the second begins, or give them different places."
                yield _fault(f"post {other.id!r}", other.line, what, mend, other.span.start)
            elif one.span.end is not None and (other.span.start or 0) > one.span.end:
                what = (
                    f"{place} has no post of this holder from {day_text(one.span.end)} to {day_text(other.span.start)}"
                )
                mend = "Let the two meet, or give the later one another place if it is another post."
                yield _fault(f"post {other.id!r}", other.line, what, mend, one.span.end, other.span.start)


def _amendments(agreement: Agreement) -> Iterator[Finding]:
    """Two amendments that do the same to one part at the same time; an amendment before the agreement."""
    begins = beginning(agreement)
    for one, other in combinations(agreement.amendments, 2):
        twice = {*one.adds} & {*other.adds} | {*one.removes, *one.replaces} & {*other.removes, *other.replaces}
        if twice and _overlap(one.span, other.span):
            what = f"it does to {listed(sorted(twice))} what {one.id!r} does at the same time"
            mend = "Let the first end (until) when the second begins, or join the two."
            yield _fault(f"amendment {other.id!r}", other.line, what, mend, other.span.start)
    for one in agreement.amendments:
        if begins is not None and one.span.start is not None and one.span.start < begins:
            what = f"it begins on {day_text(one.span.start)}, before the agreement, {day_text(begins)}"
            yield _fault(f"amendment {one.id!r}", one.line, what, "Correct the date.", one.span.start, begins)


def _terms(agreement: Agreement) -> Iterator[Finding]:
    """Terms that end before their next one begins, in some reading."""
    for duty in agreement.obligations:
        if duty.kind != "term":
            continue
        if isinstance(duty.until, int) and duty.span.start is not None and duty.until <= duty.span.start:
            what = f"the term ends on {day_text(duty.until)}, before it begins on {day_text(duty.span.start)}"
            yield _fault(
                f"obligation {duty.id!r}", duty.line, what, "Correct one of the two.", duty.until, duty.span.start
            )
        elif isinstance(duty.until, str) and duty.until.removeprefix(LIMIT) in agreement.limits:
            yield from _term_rows(agreement, duty, agreement.limits[duty.until.removeprefix(LIMIT)])


def _term_rows(agreement: Agreement, duty: Obligation, limit: Limit) -> Iterator[Finding]:
    seen: set[int] = set()
    for reading in agreement.readings.values():
        rows = [row for row in limit.rows if under_holds(row.under, positions_at(reading, row.start)) is not False]
        ends: int | None = None
        for row in sorted(rows, key=lambda row: row.start):
            if ends is not None and row.start > ends and row.line not in seen:
                seen.add(row.line)
                what = (
                    f"the term of {duty.id!r} has ended on {day_text(ends)} and runs again from {day_text(row.start)} "
                    f"in the reading {reading.id}: between the two nothing is in force"
                )
                mend = "Let the row begin before the term ends, or say in a note that there was a gap."
                yield _fault(f"limit {limit.id!r}", row.line or limit.line, what, mend, ends, row.start)
            ends = row.value if ends is None else max(ends, row.value)


def _overlap(one: Span, other: Span) -> bool:
    starts = max(one.start or 0, other.start or 0)
    return all(span.end is None or starts < span.end for span in (one, other))
