"""What the record can show: claims, allegations, status, conformance, supplies - values with their evidence.

The published methods are reached from here by name, and imported when they are first used:

>>> from safeconduct import assess
>>> round(assess.detect_infinite(10, 0.05, 0.9), 3)
0.369

From `assess.allegations`: chances of detection, sample sizes, freedom after repeated inspection, shares of a
population, acceptance plans. From `assess.status`: thresholds of counts. Queues are in `safeconduct.plan`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = ("safeconduct.assess.allegations", "safeconduct.assess.status")


def __getattr__(name: str) -> Any:
    """A published method by its name. Raises AttributeError for any other."""
    if not name.startswith("_"):
        for home in _HOMES:
            module = import_module(home)
            if name in module.__all__:
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
