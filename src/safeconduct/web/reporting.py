"""The situation report as a page, as a file of its own and as Typst source: one template, one set of figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from safeconduct.assess.situation.model import Pinned
from safeconduct.assess.situation.report import SituationReport, report_to_json
from safeconduct.base.instant import day_to_text
from safeconduct.web.reader import address, state_query
from safeconduct.web.site import STATIC, Site
from safeconduct.web.source import Corridor
from safeconduct.web.views import files
from safeconduct.web.views.agreement_words import AgreementWords
from safeconduct.web.views.naming import Spoken
from safeconduct.web.views.report_parts import ReportParts
from safeconduct.web.views.typeset import Sheet, typst_source


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written down. root: what stands before addresses, such as https://node.example; None on a page.

    sizes: signed states that the link keeps; empty for those of now.
    """

    corridor: Corridor
    report: SituationReport
    root: str | None = None
    sizes: tuple[tuple[str, int], ...] = ()

    @property
    def day(self) -> str:
        """The day as text."""
        return day_to_text(self.report.day)

    @property
    def permanent(self) -> str:
        """The address that keeps showing exactly this."""
        states = self.sizes or tuple((log.origin, log.size) for log in self.corridor.logs)
        path = f"{self.root or ''}/c/{self.corridor.id}/reports/{self.day}"
        return address(path, {**state_query(Pinned(None, states)), "asof": ""})


def report_context(site: Site, language: str, wanted: Wanted) -> dict[str, Any]:
    """What the template of the report needs."""
    words = site.words[language]
    agreement = None if wanted.report.conformance is None else site.pages.agreement(wanted.corridor.id)
    return {
        "corridor": wanted.corridor,
        "report": wanted.report,
        "spoken": Spoken(site.pages.naming(wanted.corridor.id), words),
        "p": ReportParts(words, wanted.report),
        "a": None if agreement is None else AgreementWords(words, agreement),
        "day": wanted.day,
        "root": wanted.root or "",
        "linked": wanted.root is None or bool(wanted.root),
        "permanent": wanted.permanent,
    }


def report_html(site: Site, language: str, wanted: Wanted) -> str:
    """The report as one HTML file that needs no other, made for paper (A4)."""
    css = Markup((STATIC / "report.css").read_text("utf-8"))  # noqa: S704 - a file of ours
    template = site.environments[language].get_template("report_file.html")
    return template.render({**report_context(site, language, wanted), "css": css})


def report_typst(site: Site, language: str, wanted: Wanted) -> str:
    """The report as a Typst document: the text of the HTML file, element by element."""
    found = site.words[language].language
    head = f"SIMULATED DATA \u00b7 {wanted.corridor.id}" if wanted.report.simulated else wanted.corridor.id
    title = f"{wanted.corridor.id} {wanted.day}"
    sheet = Sheet(title, f"{head} \u00b7 {wanted.day}", found.code, found.direction)
    return typst_source(report_html(site, language, wanted), sheet)


def report_value(site: Site, wanted: Wanted) -> dict[str, Any]:
    """The report as an object, with what every file carries."""
    stamp = files.stamp(wanted.corridor, site.version)
    return {**report_to_json(wanted.report), "computed_by": stamp["computed_by"], "permanent": wanted.permanent}
