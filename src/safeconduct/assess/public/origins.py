"""From how many independent origins words came: who held them first, as far as the record tells.

The first holder of a statement is whoever passed it on next to its speaker (`via`, from outside in); else the outlets
that its report was compiled from; else the outlet of the first of the reports with the same words; else, where no
report is on record, the hosts of the addresses that the statement cites, or the citation itself. Copies of one text are
one report. A report compiled from several outlets counts only where none of them was counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from safeconduct.assess.public.days import days_of
from safeconduct.assess.public.kin import Kin
from safeconduct.assess.public.model import PublicRecord, Report, Statement


def origins_of(record: PublicRecord, statement: Statement) -> tuple[str, ...]:
    """Ids of the first holders of a statement's words; several where its report names several.

    An entity or outlet by its id; ``report:``, ``host:`` or ``source:`` in front of what has none.
    """
    if statement.via:
        return (statement.via[-1],)
    outer = record.outer(statement)
    if outer is not None:
        return tuple(sorted({agent.key for agent in outer.agents}))
    family = copies_of(record, statement.reports)
    if not family:
        hosts = sorted({host for link in statement.links if (host := _host(link))})
        return tuple(f"host:{host}" for host in hosts) or (f"source:{' '.join(statement.source.split())}",)
    compiled = sorted({outlet for report in family for outlet in report.compiled_from})
    if compiled:
        return tuple(compiled)
    first = min(family, key=_published)
    return (first.outlet or f"report:{first.sha256}",)


def copies_of(record: PublicRecord, reports: Sequence[Report]) -> tuple[Report, ...]:
    """Reports together with all that have the same words: by the digest of the text, or as a reviewer confirmed."""
    found = dict.fromkeys(copy for report in reports for copy in record.families.get(report.sha256, (report,)))
    return tuple(found)


def origin_count(origins: Iterable[Sequence[str]]) -> int:
    """How many independent origins some statements have.

    >>> origin_count([("aa",), ("aa",), ("aa", "tass"), ("tass",)])
    2
    >>> origin_count([("aa", "tass"), ("tass", "ria")])
    1
    """
    every = sorted({tuple(sorted(set(one))) for one in origins})
    alone = {one[0] for one in every if len(one) == 1}
    kin = Kin()
    left = [one for one in every if len(one) > 1 and not alone & set(one)]
    for one in left:
        for other in one[1:]:
            kin.join(one[0], other)
    return len(alone) + len({kin.of(one[0]) for one in left})


def _published(report: Report) -> tuple[object, ...]:
    first = days_of(report.published).first if report.published else None
    return first is None, first or 0, report.outlet, report.sha256


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return ""
