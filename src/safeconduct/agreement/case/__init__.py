"""The facts of one movement, as each view has them: the way from JSON to the values that conditions take.

    {"at": "2023-05-02T08:14:00.000Z", "carrier": "none", "armed": false, "cargo": ["hs:1001"]}
    {"views": {"am": {...}, "az": {...}}, "movement": {"log": "P1", "index": 48213}}

A fact that is left out is unknown. Instants are texts, durations ISO 8601 texts of fixed length, a list(code)
is a list (all of it) or ``{"known": [...], "open": true}``, a set(party) a list (all of it) or
``{"yes": [...], "no": [...]}``. Where a value comes from can be said beside it, as ``{"value": ...,
"entries": [{"log": ..., "index": ...}], "attested_by": [...]}``, and what is contested as ``{"contested":
[{"value": ..., "attested_by": [...]}, ...]}``: such a fact is unknown, and the values are kept.
"""

from __future__ import annotations

from safeconduct.agreement.case.model import (
    ONE_VIEW,
    Attested,
    Case,
    CaseError,
    EntryRef,
    Provenance,
    case_to_json,
)
from safeconduct.agreement.case.read import case_from_bytes, case_from_json
from safeconduct.agreement.case.values import value_from_json, value_to_json

__all__ = [
    "ONE_VIEW",
    "Attested",
    "Case",
    "CaseError",
    "EntryRef",
    "Provenance",
    "case_from_bytes",
    "case_from_json",
    "case_to_json",
    "value_from_json",
    "value_to_json",
]
