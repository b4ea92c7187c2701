"""R04, R05 and R12: what sets readings apart, and whether the file says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.check.tables import Period, Tables, Work
from safeconduct.agreement.check.witness import listed, party_name, verdict_text, witness
from safeconduct.agreement.model import Agreement, Amendment, Issue, Reading, Under
from safeconduct.agreement.region import first_of, verdicts_of
from safeconduct.agreement.timeline import always
from safeconduct.base.canonical import JsonValue


def hidden_disagreements(agreement: Agreement, work: Work) -> Iterator[Finding]:
    """R04: readings that differ through an amendment which no issue explains.

    Every reading is compared with itself as it would be if another party's recognition decided.
    """
    untied = tuple(one for one in agreement.amendments if not one.issue and not one.under)
    touching = [one for one in untied if any(path.startswith("rules.") for path in _paths(one))]
    for amendment in touching:
        alone = replace(agreement, amendments=(amendment,))
        for base in agreement.readings.values():
            finding = _hidden(alone, base, amendment, work)
            if finding is not None:
                yield finding
                break


def _hidden(agreement: Agreement, base: Reading, amendment: Amendment, work: Work) -> Finding | None:
    others = {other.id: replace(base, id=other.id, party=other.party) for other in agreement.readings.values()}
    tables = Tables(agreement, others, work)
    for period in tables.all():
        for other in others:
            parted = _parting(period, base.id, other)
            if parted is None:
                continue
            place, verdicts = parted
            what = (
                f"the readings {base.id} and {other} differ on a movement, and not over any declared issue: "
                "one side applies this amendment"
            )
            mend = "Name the issue it belongs to, with positions and citations."
            shown = witness(
                agreement, period.movement(place), verdicts=dict(zip((base.id, other), verdicts, strict=True))
            )
            return Finding("R04", "error", f"amendment {amendment.id!r}", amendment.line, what, mend, shown)
    return None


def untied_amendments(agreement: Agreement) -> Iterator[Finding]:
    """R12: amendments that some of the parties recognise and that belong to no issue."""
    concerned = [party.id for party in agreement.parties.values() if party.role == "party"]
    concerned += [one.party for one in agreement.readings.values() if one.party and one.party not in concerned]
    for amendment in agreement.amendments:
        recognised = {*amendment.recognised_by, *amendment.by}
        missing = [party for party in concerned if party not in recognised]
        if missing and not amendment.issue and not amendment.under:
            names = listed(party_name(agreement, party) for party in missing)
            what = f"only some recognise it, not {names}, and it belongs to no issue"
            mend = "Name the issue, or add those who recognise it to recognised_by."
            shown: dict[str, JsonValue] = {"recognised_by": [*sorted(recognised)], "missing": [*missing]}
            yield Finding("R12", "error", f"amendment {amendment.id!r}", amendment.line, what, mend, shown)


def idle_issues(agreement: Agreement, work: Work) -> Iterator[Finding]:
    """R05: issues on which every position, and positions that with another one, give the same verdicts."""
    for issue in agreement.issues.values():
        groups = _alike(agreement, issue, work)
        if len(issue.positions) > 1 and len(groups) == 1:
            what = "it changes nothing: under every position all verdicts, duties and limits are the same, at all dates"
            mend = "Restrict a rule, limit or duty with `under`, or drop the issue."
            shown: dict[str, JsonValue] = {"positions": [*issue.positions]}
            yield Finding("R05", "warning", f"issue {issue.id!r}", issue.line, what, mend, shown)
            continue
        for first, *same in groups:
            for position in same:
                what = f"the position {position!r} changes nothing: it comes to the same as {first!r}, at all dates"
                mend = "Say in a rule, limit or duty what follows from it, or join the two."
                line = issue.positions[position].line or issue.line
                yield Finding(
                    "R05", "warning", f"issue {issue.id!r}", line, what, mend, {"positions": [first, position]}
                )


def _alike(agreement: Agreement, issue: Issue, work: Work) -> list[list[str]]:
    """The positions of an issue, those that change nothing against one another together."""
    groups: list[list[str]] = []
    for position in issue.positions:
        for group in groups:
            if not _told_apart(agreement, issue, group[0], position, work):
                group.append(position)
                break
        else:
            groups.append([position])
    return groups


def _told_apart(agreement: Agreement, issue: Issue, one: str, other: str, work: Work) -> bool:
    allowed = [under[issue.id] for under in _unders_beside_rules(agreement) if issue.id in under]
    if any((one in positions) is not (other in positions) for positions in allowed):
        return True
    named = [under for under in _unders_of_rules(agreement) if issue.id in under]
    if all((one in under[issue.id]) is (other in under[issue.id]) for under in named):
        return False
    for base in agreement.readings.values():
        variants = {
            position: replace(base, id=position, positions={**base.positions, issue.id: always(position)})
            for position in (one, other)
        }
        tables = Tables(agreement, variants, work)
        if any(_parting(period, one, other) is not None for period in tables.all()):
            return True
    return False


def _unders_of_rules(agreement: Agreement) -> Sequence[Under]:
    rows = [row.under for limit in agreement.limits.values() for row in limit.rows]
    return [*(rule.under for rule in agreement.rules), *rows, *(one.under for one in agreement.amendments)]


def _unders_beside_rules(agreement: Agreement) -> Sequence[Under]:
    """What depends on positions beside verdicts: duties, the limits they and the status use, other amendments."""
    conditions = [duty.condition for duty in agreement.obligations if duty.condition is not None]
    conditions += [line.condition for line in agreement.status.lines] if agreement.status else []
    used = {name for one in conditions for piece in one.values() if piece is not None for name in piece.names}
    used |= {f"limit.{duty.until}" for duty in agreement.obligations if isinstance(duty.until, str)}
    rows = [row.under for limit in agreement.limits.values() if f"limit.{limit.id}" in used for row in limit.rows]
    others = [one.under for one in agreement.amendments if any(not path.startswith("rules.") for path in _paths(one))]
    return [*(duty.under for duty in agreement.obligations), *rows, *others]


def _paths(amendment: Amendment) -> tuple[str, ...]:
    return (*amendment.adds, *amendment.removes, *amendment.replaces, *amendment.replaces.values())


def _parting(period: Period, one: str, other: str) -> tuple[int, tuple[str, str]] | None:
    """A cell on which two readings differ, and what each says there; None if there is none that can be found."""
    rulings: Mapping[str, object] = period.rulings
    if rulings[one] == rulings[other]:
        return None
    first, second = period.ruled(period.rulings[one]), period.ruled(period.rulings[other])
    if first is None or second is None:
        return None
    place = first_of(first.possible != second.possible)
    if place is None:
        return None
    texts = [
        verdict_text(verdicts_of(period.question, int(made.possible.reshape(-1)[place]))) for made in (first, second)
    ]
    return place, (texts[0], texts[1])
