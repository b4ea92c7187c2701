"""The agreement of a corridor: what it says, its rules as a table to print, what the record shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from safeconduct.agreement.table import RuleTable, clause_text, rule_table
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import reader_of
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import agreement_parts as gathered
from safeconduct.web.views import files
from safeconduct.web.views.agreement_words import AgreementWords
from safeconduct.web.views.conformance_rows import CLAUSE_COLUMNS, clause_rows
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.agreement.model import Agreement
    from safeconduct.assess.conformance.report import Conformance
    from safeconduct.web.source import Corridor


def agreement_of(request: Request, site: Site) -> tuple[Corridor, Agreement]:
    """The corridor in the address with its agreement. Raises AddressError where its charter names none."""
    corridor = site.corridor(request.path_params["corridor"])
    found = site.pages.agreement(corridor.id)
    if found is None:
        near = ((corridor.titles.get("en", corridor.id), f"/c/{corridor.id}"),)
        raise AddressError(message("The charter of this corridor names no agreement"), where=corridor.id, near=near)
    return corridor, found


def words_for(request: Request, site: Site, agreement: Agreement) -> AgreementWords:
    """How the reader's language names the parts of an agreement."""
    return AgreementWords(site.words[reader_of(request).language.code], agreement)


def overview(request: Request) -> Response:
    """What the agreement says, and where the parties read it differently."""
    site = site_of(request)
    corridor, agreement = agreement_of(request, site)
    return site.page(
        request,
        "agreement.html",
        here="agreement",
        corridor=corridor,
        one=agreement,
        a=words_for(request, site, agreement),
        bases=gathered.by_basis(agreement),
        assumed=gathered.assumed(agreement),
        resting_on=gathered.resting_on,
        list_versions=gathered.list_versions,
        codes_of=gathered.codes_of,
    )


def overview_file(request: Request) -> Response:
    """The agreement as its file says it, or its clauses with what rests on each."""
    site = site_of(request)
    corridor, agreement = agreement_of(request, site)
    stamp = files.stamp(corridor, site.version)
    if request.url.path.endswith(".json"):
        document = msgspec.json.decode(agreement.document)
        return json_file({**_identity(corridor, agreement, stamp), "document": document})
    columns = ("clause", "says", "text", "date", "kind", "rules", "duties", "no_rule", "unconfirmed",
               "agreement_sha256", *stamp)  # fmt: skip
    rows = [(*cells, agreement.digest, *stamp.values()) for cells in _clause_cells(agreement)]
    return download(files.csv_bytes(columns, rows), "text/csv", files.file_name(corridor.id, "clauses", "csv"))


def rules(request: Request) -> Response:
    """The rules as a table to read and to print."""
    site = site_of(request)
    corridor, agreement = agreement_of(request, site)
    a = words_for(request, site, agreement)
    table = rule_table(agreement, a.lang)
    return site.page(request, "rules.html", here="agreement", corridor=corridor, one=agreement, a=a, table=table)


def rules_file(request: Request) -> Response:
    """The table as an object, or with one row for each rule, reading and period."""
    site = site_of(request)
    corridor, agreement = agreement_of(request, site)
    table: RuleTable = rule_table(agreement, words_for(request, site, agreement).lang)
    if request.url.path.endswith(".json"):
        return json_file({**_identity(corridor, agreement, files.stamp(corridor, site.version)), **table.to_json()})
    return download(table.to_csv(), "text/csv", files.file_name(corridor.id, "rules", "csv"))


def conformance(request: Request) -> Response:
    """What the record shows of each clause, under every reading."""
    site = site_of(request)
    corridor, agreement, found = _conformance(request, site)
    return site.page(
        request,
        "conformance.html",
        here="conformance",
        corridor=corridor,
        one=agreement,
        a=words_for(request, site, agreement),
        found=found,
        duties={duty.id: duty for duty in agreement.obligations},
        logs_by_origin={log.origin: log for log in corridor.logs},
    )


def conformance_file(request: Request) -> Response:
    """The same as an object, or with one row for each clause, question, view and reading."""
    site = site_of(request)
    corridor, agreement, found = _conformance(request, site)
    stamp = files.stamp(corridor, site.version)
    if request.url.path.endswith(".json"):
        return json_file({"computed_by": stamp["computed_by"], **found.to_json()})
    columns = (*CLAUSE_COLUMNS, "agreement_sha256", *stamp)
    rows = [(*cells, agreement.digest, *stamp.values()) for cells in clause_rows(found)]
    return download(files.csv_bytes(columns, rows), "text/csv", files.file_name(corridor.id, "conformance", "csv"))


def _conformance(request: Request, site: Site) -> tuple[Corridor, Agreement, Conformance]:
    corridor, agreement = agreement_of(request, site)
    found = site.pages.conformance(corridor.id)
    assert found is not None, "a corridor with an agreement has a record under it"
    return corridor, agreement, found


def _identity(corridor: Corridor, agreement: Agreement, stamp: dict[str, str]) -> dict[str, object]:
    return {
        "corridor": corridor.id,
        "logs": files.logs_value(corridor.logs),
        "computed_by": stamp["computed_by"],
        "agreement": agreement.id,
        "version": agreement.version,
        "digest": f"sha256:{agreement.digest}",
    }


def _clause_cells(agreement: Agreement) -> Iterator[tuple[files.Cell, ...]]:
    """One row for each clause, and for each text without clauses."""
    for source in agreement.sources.values():
        for clause in source.clauses.values() or (None,):
            name = source.id if clause is None else clause.id
            told, resting = clause_text(agreement, name), gathered.resting_on(agreement, name)
            yield (
                name, told.says.get("en", ""), source.what.get("en", ""), source.date, source.kind,
                " ".join(resting.rules), " ".join(resting.duties), "" if clause is None else clause.no_rule,
                "yes" if told.unconfirmed else "",
            )  # fmt: skip
