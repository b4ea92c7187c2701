"""Names of ids by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Named: TypeAlias = Mapping[str, Mapping[str, str]]
"""Names by id, then by language (``ru``)."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of entities, offices, bodies (ministries without their state), topics, and questions of a record."""

    entities: Named = field(default_factory=dict)
    offices: Named = field(default_factory=dict)
    bodies: Named = field(default_factory=dict)
    topics: Named = field(default_factory=dict)
    questions: Named = field(default_factory=dict)
