"""The facts of an agreement for every movement of a record, view by view, each with the entries behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from safeconduct.agreement.case import Attested
from safeconduct.agreement.cel import FactType, Kind
from safeconduct.agreement.cel.evaluate import Facts as Values
from safeconduct.agreement.model import Agreement, DeclaredFact
from safeconduct.base.instant import US_PER_DAY
from safeconduct.base.limits import AGREED_MOVEMENTS_MAX
from safeconduct.entries.offsets import local_day_start
from safeconduct.facts.agreed.known import KnownFact, known_fact
from safeconduct.facts.agreed.sources import PARTS, Field, field_of
from safeconduct.facts.agreed.told import Teller, Tellings
from safeconduct.facts.agreed.typed import Names
from safeconduct.facts.agreed.views import KeptLog, View, default_views, keeper, logs_of
from safeconduct.facts.build import Facts, LogState
from safeconduct.facts.columns import MOVEMENT_KINDS
from safeconduct.facts.errors import FactsError

DEPARTURE, CHECK = PARTS
_BEGINNING = -(2**62)


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement that some log speaks of. id: 32 hex digits. at: its earliest entry, µs. label: for people."""

    id: str
    label: str
    at: int


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a fact is read from, or why it is not.

    fields: in order of preference; empty if nothing of what is recorded is meant. why: then the reason.
    """

    fact: str
    fields: tuple[Field, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class NotShown:
    """A fact that a view does not know of some movements. movements: of how many, and why of the first of them."""

    view: str
    fact: str
    movements: int
    contested: int
    why: str


@dataclass(slots=True)
class AgreedFacts:
    """The facts of an agreement, for every movement that the record knew of at `as_of`.

    as_of: instant up to which entries count (µs, exclusive). movements: in order of time.
    """

    agreement: Agreement
    stamp: tuple[LogState, ...]
    logs: tuple[KeptLog, ...]
    views: tuple[View, ...]
    as_of: int
    movements: tuple[Movement, ...]
    bindings: Mapping[str, Binding]
    _told: Mapping[str, Tellings]
    _keepers: tuple[str, ...]
    _known: dict[tuple[str, str], dict[str, KnownFact]] = field(default_factory=dict)

    def facts_of(self, view: str, movement: str) -> Mapping[str, KnownFact]:
        """Every fact per movement as a view knows it, with who attests it and by which entries."""
        key = (view, movement)
        if key not in self._known:
            self._known[key] = {name: self._fact(name, view, movement) for name in self.bindings}
        return self._known[key]

    def values_of(self, view: str, movement: str) -> Values:
        """The values that conditions take; facts that are not known are left out."""
        known = self.facts_of(view, movement).values()
        return {fact.name: fact.value for fact in known if fact.value is not None}

    def moments(self, at: int) -> tuple[int, int]:
        """The first and last instant at which something dated `at` may have been.

        Where only the day is recorded, entries bear its first instant: a whole day is then possible.
        """
        terms = self.logs[0].terms
        day_begins = local_day_start(terms.offsets, terms.day(at))
        return (at, at + US_PER_DAY - 1) if at == day_begins else (at, at)

    def day_of(self, view: str, movement: Movement) -> int:
        """The local day of a movement: of its departure, or of its earliest entry where that is not known."""
        day = self.departed_on(view, movement.id).value
        return day if isinstance(day, int) else self.logs[0].terms.day(movement.at)

    def departed_on(self, view: str, movement: str) -> KnownFact:
        """The local day of departure, as days since 1970."""
        return self._part(DEPARTURE, view, movement)

    def checked_on(self, view: str, movement: str) -> KnownFact:
        """The local day of the first check, as days since 1970; why it is not known, if it is not."""
        return self._part(CHECK, view, movement)

    def not_shown(self) -> tuple[NotShown, ...]:
        """What the views do not know, by view and in the order of the file; facts known of every movement left out."""
        return tuple(one for view in self.views for name in self.bindings if (one := self._gap(view, name)) is not None)

    def _gap(self, view: View, name: str) -> NotShown | None:
        known = [self.facts_of(view.name, movement.id)[name] for movement in self.movements]
        gaps = [fact for fact in known if fact.status != "known"]
        if not gaps:
            return None
        contested = sum(fact.status == "contested" for fact in gaps)
        return NotShown(view.name, name, len(gaps), contested, gaps[0].why)

    def _fact(self, name: str, view: str, movement: str) -> KnownFact:
        binding = self.bindings[name]
        if any(one.shape == "days" for one in binding.fields):
            return self._days(name, view, movement)
        told = self._part(name, view, movement)
        why = binding.why or told.why
        return KnownFact(name, told.status, told.value, told.attested, "" if told.status == "known" else why)

    def _part(self, name: str, view: str, movement: str) -> KnownFact:
        origins = next(one.origins for one in self.views if one.name == view)
        told = self._told.get(name, {}).get(movement, ())
        mine = [one for one in told if self.logs[one.log].origin in origins]
        return known_fact(name, mine, self._keepers, [log.origin for log in self.logs])

    def _days(self, name: str, view: str, movement: str) -> KnownFact:
        """Days from departure to check, where the view knows both."""
        parts = (self._part(DEPARTURE, view, movement), self._part(CHECK, view, movement))
        contested = next((part for part in parts if part.status == "contested"), None)
        if contested is not None:
            return KnownFact(name, "contested", None, contested.attested, contested.why)
        departed, checked = (part.value for part in parts)
        if not isinstance(departed, int) or not isinstance(checked, int):
            return KnownFact(name, "unknown", None, why="Departure and check are not both recorded.")
        low, high = self.agreement.facts[name].type.range()
        if not low <= checked - departed <= high:
            return KnownFact(
                name, "unknown", None, why=f"The check lies {checked - departed} days after the departure."
            )
        by = tuple(dict.fromkeys(party for part in parts for one in part.attested for party in one.attested_by))
        entries = tuple(entry for part in parts for one in part.attested for entry in one.entries)
        return KnownFact(name, "known", checked - departed, (Attested(checked - departed, by, entries),))


def agreed_facts(
    facts: Facts,
    agreement: Agreement,
    *,
    logs: Sequence[KeptLog] = (),
    views: Sequence[View] = (),
    as_of: int | None = None,
    since: int | None = None,
    only: str = "",
) -> AgreedFacts:
    """Read the facts of an agreement from the tables of a record.

    logs: who keeps which log, from `kept_logs`. views: left out, `default_views`. as_of: left out, the end of the
    record. since: left out, every movement; else those whose earliest entry is not before it. only: the id
    of one movement, if no other is asked about.
    Raises FactsError for more movements than are held in memory, or without any view.
    """
    kept = logs_of(facts, logs)
    end = end_of_record(facts) if as_of is None else as_of
    _choose(facts, end, since, only)
    movements = _movements(facts)
    teller = Teller(facts, kept, Names(agreement), end, {movement.id: movement.at for movement in movements})
    bindings = {name: _bound(fact, facts) for name, fact in agreement.facts.items() if fact.per == "movement"}
    told = {name: teller.tell(agreement.facts[name], binding.fields) for name, binding in bindings.items()}
    for part in PARTS:
        told[part] = teller.tell(DeclaredFact(part, FactType(Kind.INT)), [_part_field(part, facts)])
    return AgreedFacts(
        agreement,
        facts.stamp,
        kept,
        tuple(views) or default_views(kept, agreement),
        end,
        movements,
        bindings,
        told,
        tuple(keeper(log, agreement) for log in kept),
    )


def end_of_record(facts: Facts) -> int:
    """The first instant that the record no longer covers: the latest end of a stated coverage, else of its entries."""
    ends = [c.until_day for c in facts.terms.coverage if c.until_day is not None]
    if ends:
        return local_day_start(facts.terms.offsets, max(ends))
    last = [_one(facts, f'SELECT MAX(at_us) FROM "leaf_{kind}"') for kind in MOVEMENT_KINDS]
    return max((at for at in last if at is not None), default=0) + 1


def _one(facts: Facts, query: str) -> int | None:
    row = facts.con.execute(query).fetchone()
    return None if row is None else row[0]


def _choose(facts: Facts, as_of: int, since: int | None, only: str) -> None:
    """Name the movements that are asked about, in a table of this connection alone."""
    spoken_of = " UNION ALL ".join(
        f"""SELECT r.movement, r.at_us FROM "leaf_{kind}" AS r
            LEFT JOIN superseded AS s ON s.log = r.log AND s.leaf = r.leaf
            WHERE s.by_leaf IS NULL OR (s.by_leaf = r.by_leaf AND s.withdrawn = 0)"""
        for kind in MOVEMENT_KINDS
    )
    facts.con.execute("DROP TABLE IF EXISTS chosen_movement")
    facts.con.execute(
        f"""
        CREATE TEMP TABLE chosen_movement AS
        SELECT e.movement, MIN(e.at_us) AS at_us FROM ({spoken_of}) AS e
        WHERE e.movement IS NOT NULL AND e.at_us < ? AND (e.movement = ? OR ? = '')
        GROUP BY e.movement HAVING MIN(e.at_us) >= ?
        """,
        [as_of, only, only, _BEGINNING if since is None else since],
    )


def _movements(facts: Facts) -> tuple[Movement, ...]:
    facts.need("movement")
    found = facts.con.execute(
        """
        SELECT e.movement, MIN(m.vehicle), MIN(m.number), e.at_us FROM chosen_movement AS e
        LEFT JOIN movement AS m ON m.movement = e.movement GROUP BY e.movement, e.at_us ORDER BY e.at_us, e.movement
        """
    ).fetchmany(AGREED_MOVEMENTS_MAX + 1)
    if len(found) > AGREED_MOVEMENTS_MAX:
        raise FactsError(
            f"the record holds more than {AGREED_MOVEMENTS_MAX} movements, which is more than are read one by one",
            next_step="Ask about a shorter time.",
        )
    return tuple(Movement(movement, _label(movement, vehicle, number), at) for movement, vehicle, number, at in found)


def _label(movement: str, vehicle: str | None, number: int | None) -> str:
    if vehicle is None:
        return movement[:12] if number is None else f"no. {number}"
    return vehicle if number is None else f"{vehicle} ({number})"


def _bound(fact: DeclaredFact, facts: Facts) -> Binding:
    """The fields of a fact, and if none has any entry, why."""
    if not fact.source:
        return Binding(fact.name, (), "The agreement does not say where this is recorded.")
    as_set = fact.type.kind is Kind.PARTIES
    named = [name for name in (fact.source, fact.otherwise) if name]
    fields = [found for name in named if (found := field_of(name, facts.terms, as_set=as_set)) is not None]
    fields = [one for one in fields if (one.shape == "codes") is (fact.type.kind is Kind.CODES)]
    if not fields:
        return Binding(fact.name, (), f"Nothing that this record keeps is called {' or '.join(named)}.")
    missing = next((words for one in fields if (words := one.missing_words(facts.terms))), "")
    return Binding(fact.name, tuple(fields), missing)


def _part_field(part: str, facts: Facts) -> Field:
    found = field_of(part, facts.terms)
    assert found is not None
    return found
