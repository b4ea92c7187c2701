"""One recorded movement as a case that can be explained: its facts in every view, each with where it comes from."""

from __future__ import annotations

from safeconduct.agreement.case import Case, Provenance
from safeconduct.facts.agreed.known import KnownFact
from safeconduct.facts.agreed.movements import AgreedFacts


def case_of(agreed: AgreedFacts, movement: str) -> Case:
    """The case of a movement by its id. Where only its day is recorded, `at` is the first instant of that day."""
    views = [view.name for view in agreed.views]
    departed = (entry for view in views for one in agreed.departed_on(view, movement).attested for entry in one.entries)
    return Case(
        {view: agreed.values_of(view, movement) for view in views},
        {
            view: {name: _provenance(fact) for name, fact in agreed.facts_of(view, movement).items() if fact.attested}
            for view in views
        },
        next(departed, None),
    )


def _provenance(fact: KnownFact) -> Provenance:
    if fact.status == "contested":
        return Provenance(contested=fact.attested)
    entries = tuple(dict.fromkeys(entry for one in fact.attested for entry in one.entries))
    return Provenance(entries, tuple(dict.fromkeys(party for one in fact.attested for party in one.attested_by)))
