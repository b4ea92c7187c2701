"""The public record as values: who said what and when, how speakers' words changed, what is asserted and denied.

entries --entries_in--> live bodies --record_of--> a `PublicRecord` --positions, claims, contradictions--> what pages
show. A pure function of the entries; their order, and that of the logs, changes nothing. Nothing here is a fact about
the road: statements move what is shown as said, and no status, coverage or flow.
"""

from __future__ import annotations

from safeconduct.assess.public.claims import (
    STANCES,
    ClaimTold,
    Side,
    Taken,
    claim_told,
    claims_told,
    claims_touched,
    through_others,
)
from safeconduct.assess.public.contradictions import Contradiction, Ground, Reason, contradictions, contradictions_of
from safeconduct.assess.public.days import Days, days_of
from safeconduct.assess.public.model import (
    Agent,
    ClaimSaid,
    Happening,
    Names,
    Naming,
    PublicRecord,
    Quotation,
    Report,
    StanceSaid,
    Statement,
)
from safeconduct.assess.public.origins import copies_of, origin_count, origins_of
from safeconduct.assess.public.positions import Change, Held, Positions, positions_of
from safeconduct.assess.public.read import PublicEntry, record_of
from safeconduct.assess.public.stored import entries_in

__all__ = [
    "STANCES",
    "Agent",
    "Change",
    "ClaimSaid",
    "ClaimTold",
    "Contradiction",
    "Days",
    "Ground",
    "Happening",
    "Held",
    "Names",
    "Naming",
    "Positions",
    "PublicEntry",
    "PublicRecord",
    "Quotation",
    "Reason",
    "Report",
    "Side",
    "StanceSaid",
    "Statement",
    "Taken",
    "claim_told",
    "claims_told",
    "claims_touched",
    "contradictions",
    "contradictions_of",
    "copies_of",
    "days_of",
    "entries_in",
    "origin_count",
    "origins_of",
    "positions_of",
    "record_of",
    "through_others",
]
