"""The rule table as a page that stands alone: to read on a screen, to print, in three languages.

Nothing is fetched; every text of the agreement is escaped, and a text that the agreement gives in English only
is marked as English.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from safeconduct.agreement.back.prose import value_prose
from safeconduct.agreement.back.words import WORDING, spoken, visible
from safeconduct.agreement.cel import Kind
from safeconduct.agreement.model import QUESTIONS, Issue, LimitRow, Position, Words
from safeconduct.agreement.table import RuleTable, periods

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --ink2: #4e5967; --paper: #fff; --line: #8b929b; --band: #f3f3ee; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf2; --ink2: #acb6c2; --paper: #12171f; --line: #78838f; --band: #1e2631; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-inline-size: 1500px; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 "Noto Sans", "Noto Naskh Arabic", system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 1.15rem; margin: 32px 0 8px; }
p { margin: 0 0 8px; max-inline-size: 85ch; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; margin-block-end: 8px; }
caption { text-align: start; }
th, td { border: 1px solid var(--line); padding: 6px 8px; text-align: start; vertical-align: top; }
th, td { min-inline-size: 7em; }
thead th { background: var(--band); }
th[scope=row] { font-weight: 600; }
.mut { color: var(--ink2); font-size: 0.875rem; }
.assumed { border-inline-start: 4px double var(--ink); padding-inline-start: 6px; font-weight: 600; }
ul { margin: 0; padding-inline-start: 1.2em; }
code { font-family: ui-monospace, monospace; font-size: 0.85em; overflow-wrap: anywhere; }
footer { margin-block-start: 32px; border-block-start: 1px solid var(--line); padding-block-start: 12px; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root { --ink: #000; --ink2: #000; --paper: #fff; --line: #000; --band: #fff; }
  body { padding: 0; max-inline-size: none; font-size: 9pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  th, td { min-inline-size: 0; }
}
"""
_TEMPLATE = """\
<!doctype html>
<html lang="{{ table.lang }}" dir="{{ 'rtl' if table.lang == 'ar' else 'ltr' }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ p.plain(one.title) }} · {{ table.say("heading") }}</title>
<style>{{ style }}</style>
</head>
<body>
<main>
<h1>{{ p.said(one.title) }}</h1>
<p class="mut">{{ table.say("heading") }}</p>
<p>{{ table.say("intro") }}</p>
{% for question in questions %}
{% if table.rows_for(question) %}
<div class="scroll" role="region" aria-label="{{ table.say(question) }}" tabindex="0">
<table>
<caption><h2>{{ table.say(question) }}</h2>
<p>{{ table.say("otherwise", a=table.say(one.defaults[question])) }}</p></caption>
<thead>
<tr>
<th scope="col" rowspan="2">{{ table.say("rule") }}</th>
<th scope="col" rowspan="2">{{ table.say("clause") }}</th>
<th scope="col" rowspan="2">{{ table.say("basis") }}</th>
<th scope="col" rowspan="2">{{ table.say("condition") }}</th>
<th scope="colgroup" colspan="{{ one.readings|length }}">{{ table.say("reading") }}</th>
<th scope="col" rowspan="2">{{ table.say("binds") }}</th>
</tr>
<tr>
{% for reading in one.readings %}<th scope="col">{{ table.reading_name(reading) }}</th>{% endfor %}
</tr>
</thead>
<tbody>
{% for row in table.rows_for(question) %}
<tr>
<th scope="row">{{ p.said(row.says) }}<br>
<span class="mut">{{ p.name(row.rule) }}{{ comma }}{{ table.say("line", n=row.line) }}</span></th>
<td>{% for clause in row.clauses %}<p>{{ p.name(clause.id) }}<br>{{ p.said(clause.says) }}\
{% if clause.unconfirmed %} <span class="mut">({{ table.say("unconfirmed") }})</span>{% endif %}</p>{% endfor %}
{% if row.asymmetric %}<p class="mut">{{ table.say("asymmetric", a=row.asymmetric) }}</p>{% endif %}</td>
<td>{{ p.basis(row.basis) }}</td>
<td>{% for span, text in row.conditions %}<p>{{ table.dated(span, text) }}</p>{% endfor %}
{% if row.consent %}<p>{{ row.consent }}</p>{% endif %}</td>
{% for reading in one.readings %}<td>{% for effect in row.effects[reading] %}\
<p>{{ table.dated(effect.span, table.effect(effect)) }}</p>{% endfor %}</td>{% endfor %}
<td>{{ table.parties(row.binds) or table.say("nobody_named") }}</td>
</tr>
{% endfor %}
</tbody>
</table>
</div>
{% else %}
<h2>{{ table.say(question) }}</h2>
<p>{{ table.say("no_rules") }} {{ table.say("otherwise", a=table.say(one.defaults[question])) }}</p>
{% endif %}
{% endfor %}
{% if table.words %}
<table>
<caption><h2>{{ table.say("words") }}</h2></caption>
{{ p.head("word", "meaning") }}
<tbody>
{% for word in table.words %}
<tr><th scope="row">{{ word.word }}</th>
<td>{{ p.name(word.fact) }}
{{ p.said(word.says) }} {% if word.unit %}({{ table.say("unit", a=word.unit) }}){% endif %}</td></tr>
{% endfor %}
</tbody>
</table>
{% endif %}
{% if one.limits %}
<table>
<caption><h2>{{ table.say("limits") }}</h2></caption>
{{ p.head("limit", "value", "period", "basis", "source") }}
<tbody>
{% for limit in one.limits.values() %}{% for row in limit.rows %}
<tr><th scope="row">{{ p.name(limit.id.replace("_", " ")) }}</th><td>{{ p.value(limit.kind, row) }}</td>
<td>{{ p.applies(row) }}</td><td>{{ p.basis(row.basis) }}</td>
<td>{{ p.names(row.clauses) or table.say("nobody_named") }}</td></tr>
{% endfor %}{% endfor %}
</tbody>
</table>
{% endif %}
{% if one.issues %}
<table>
<caption><h2>{{ table.say("issues") }}</h2></caption>
{{ p.head("issue", "position", "held_by", "basis", "source") }}
{% for issue in one.issues.values() %}
<tbody>
{% for position in issue.positions.values() %}
<tr>{% if loop.first %}<th scope="rowgroup" rowspan="{{ issue.positions|length }}">{{ p.said(issue.asks) }}
{% if p.silent(issue) %}<br><span class="mut">{{ table.say("silent", a=p.silent(issue)) }}</span>{% endif %}
</th>{% endif %}
<td>{{ p.position(position) }}</td>
<td><ul>{% for text in p.holders(position) %}<li>{{ text }}</li>{% endfor %}</ul></td>
<td>{{ p.basis(position.basis) }}</td>
<td>{% for cite in position.cites %}<p>{{ p.cite(cite) }}</p>{% endfor %}</td></tr>
{% endfor %}
</tbody>
{% endfor %}
</table>
{% endif %}
{% if one.open_questions %}
<h2>{{ table.say("open_questions") }}</h2>
<ul>{% for text in one.open_questions %}<li>{{ p.said(text) }}</li>{% endfor %}</ul>
{% endif %}
</main>
<footer>
<table>
<caption><h2>{{ table.say("texts") }}</h2></caption>
{{ p.head("text", "date", "copies", "differences") }}
<tbody>
{% for source in one.sources.values() %}
<tr><th scope="row">{{ p.name(source.id) }}<br>{{ p.said(source.what) }}</th>
<td>{{ p.name(source.date) }}</td>
<td>{% for copy in source.versions %}
<p>{{ p.name(copy.id) }} ({{ p.name(copy.lang) }}): {{ p.digest(copy.sha256) }}</p>
{% else %}{{ p.digest(source.sha256 or "pending") }}{% endfor %}</td>
<td>{% for difference in source.version_differences %}
<p>{{ p.name(difference.clause) }}{{ comma }}{{ p.names(difference.versions) }}:
{{ p.said(difference.says) }}</p>{% endfor %}</td></tr>
{% endfor %}
</tbody>
</table>
<p>{{ p.identity() }}</p>
<p>{{ table.say("disclaimer") }}</p>
</footer>
</body>
</html>
"""


def page(table: RuleTable) -> str:
    """The page of a rule table."""
    comma = WORDING[table.lang].say("comma")
    about = {"table": table, "one": table.agreement, "questions": QUESTIONS}
    return _template().render(about, p=_Parts(table), comma=comma, style=_style())


@cache
def _template() -> Template:
    rooms = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return rooms.from_string(_TEMPLATE)


def _style() -> Markup:
    return Markup(_STYLE)  # noqa: S704 - our own constant


class _Parts:
    """The parts of the page that need more than a word, safe to put into it."""

    def __init__(self, table: RuleTable) -> None:
        self._table = table
        self._words = WORDING[table.lang]

    def plain(self, words: Words) -> str:
        """A text of the agreement without marks."""
        return spoken(words, self._table.lang)

    def head(self, *words: str) -> Markup:
        """The head of a table."""
        cells = Markup().join(Markup('<th scope="col">{}</th>').format(self._table.say(word)) for word in words)
        return Markup("<thead><tr>{}</tr></thead>").format(cells)

    def said(self, words: Words) -> Markup:
        """A text of the agreement, marked as English where it has no other language."""
        text = spoken(words, self._table.lang)
        if self._table.lang == "en" or words.get(self._table.lang):
            return escape(text)
        return Markup('<span lang="en" dir="ltr">{}</span>').format(text)

    def name(self, text: str) -> Markup:
        """An id, a reference, a date: reads from left to right whatever stands around it."""
        return Markup('<bdi dir="ltr">{}</bdi>').format(visible(text))

    def names(self, texts: tuple[str, ...]) -> Markup:
        """Several ids."""
        return Markup(self._words.say("comma")).join(self.name(text) for text in texts)  # noqa: S704 - our own comma

    def basis(self, basis: str) -> Markup:
        """How far something is agreed; what is assumed stands out by a word and a mark."""
        text = self._table.say(basis)
        return Markup('<span class="assumed">{}</span>').format(text) if basis == "assumed" else escape(text)

    def value(self, kind: Kind, row: LimitRow) -> str:
        """The value of a limit."""
        return value_prose(kind, row.value, row.unit, self._table.lang)

    def applies(self, row: LimitRow) -> str:
        """From when a row of a limit applies, and under which answers."""
        told = [self._table.say("from", a=self._words.date(row.start))]
        for issue, positions in row.under.items():
            asked = self._table.agreement.issues[issue]
            answers = self._table.say("or").join(self._answer(asked.positions[one]) for one in positions)
            told.append(self._table.say("if_reading", a=self.plain(asked.asks), b=answers))
        return self._words.say("comma").join(told)

    def position(self, position: Position) -> Markup:
        """An answer, in the words of the file."""
        return self.said(position.says) if position.says else self.name(self._answer(position))

    def holders(self, position: Position) -> list[str]:
        """Who gives an answer, and when, where that changed."""
        return [self._table.dated(one.span, self._table.parties([one.party])) for one in position.holders]

    def silent(self, issue: Issue) -> str:
        """The parties whose reading takes no position on an issue at some time."""
        held = self._table.agreement.readings
        return self._words.say("comma").join(
            self._table.dated(span, self._table.reading_name(name))
            for name, reading in held.items()
            for span, position in periods(reading.positions[issue.id])
            if position is None
        )

    def cite(self, reference: str) -> Markup:
        """A citation: the reference and what that text is."""
        source = self._table.agreement.sources.get(reference.partition("/")[0])
        if source is None:
            return self.name(reference)
        place = Markup(" ({})").format(self.name(source.cite)) if source.cite else ""
        what, day = self.said(source.what), self.name(source.date)
        return Markup("{}<br>{} ({}){}").format(self.name(reference), what, day, place)

    def digest(self, sha256: str) -> Markup:
        """A fingerprint, or that there is none yet."""
        if sha256 == "pending":
            return escape(self._table.say("pending"))
        return Markup('<bdi dir="ltr"><code>{}</code></bdi>').format(sha256)

    def identity(self) -> Markup:
        """The agreement, its version, and the digest of the file."""
        one = self._table.agreement
        said = escape(self._table.say("identity", a="{a}", b="{b}", c="{c}"))
        return said.format(a=self.name(one.id), b=self.name(str(one.version)), c=self.digest(one.digest))

    def _answer(self, position: Position) -> str:
        return self.plain(position.says) if position.says else visible(position.id).replace("_", " ")
