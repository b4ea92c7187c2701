r"""HTML of our own report as Typst source: the same text, set for paper.

Only elements that the report's template uses are known; drawings are left out, because every one of them has its words
beside it. Text goes into string literals, so that nothing in it is read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

MARKS = ("b-open", "b-restricted", "b-closed", "b-unknown")
"""Classes of the marks that stand for a day's status: a thin bar, hatched, solid, dotted with a question mark."""
ISOLATED = {"ltr": "\u2066", "rtl": "\u2067", "": "\u2068"}
_END_ISOLATED = "\u2069"
_LIGHT = frozenset({"b-open", "b-closed"})
_VOID = frozenset({"br", "meta", "link", "img", "hr"})
_DROPPED = frozenset({"svg", "style", "script", "head", "title"})
_PREAMBLE = """\
#set document(title: {title})
#set page(paper: "a4", margin: (x: 16mm, top: 20mm, bottom: 18mm), header: text(8pt, weight: "bold", {head}),
  footer: context align(end, text(8pt, counter(page).display("1 / 1", both: true))))
#set text(9.5pt, lang: {lang}, dir: {direction})
#set par(leading: 0.55em, spacing: 0.7em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(200)), inset: (x: 3pt, y: 2.6pt))
#show heading.where(level: 1): set text(16pt)
#show heading.where(level: 2): set text(12pt)
#show heading.where(level: 3): set text(10pt)
#show link: set text(fill: rgb("#1f4e79"))
#let hatch = tiling(size: (4pt, 4pt), {
  place(rect(width: 100%, height: 100%, fill: rgb("#f0b429")))
  place(line(start: (0%, 100%), end: (100%, 0%), stroke: 0.9pt + rgb("#9a6400")))
})
#let mark(kind) = box(width: 10pt, height: 10pt, baseline: 1.5pt, align(center + horizon, (
  "b-open": rect(width: 10pt, height: 3.5pt, fill: rgb("#2e86ab")),
  "b-restricted": rect(width: 10pt, height: 10pt, fill: hatch, stroke: 0.4pt + rgb("#9a6400")),
  "b-closed": rect(width: 10pt, height: 10pt, fill: rgb("#7b1e3a")),
  "b-unknown": rect(width: 10pt, height: 10pt, inset: 0pt, fill: luma(230), stroke: (paint: luma(90), dash: "dotted"),
    align(center + horizon, text(7pt, "?"))),
).at(kind)))
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the text: title, line at the head of every page, language, direction of writing."""

    title: str
    head: str
    language: str
    direction: str


@dataclass(slots=True)
class _Element:
    """An element with its children: texts and elements."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[_Element | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())


class _Tree(HTMLParser):
    """The elements of a well-formed page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(_Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def typst_source(html: str, sheet: Sheet) -> str:
    """The Typst document of an HTML page."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    head = _PREAMBLE
    for name, value in (
        ("title", literal(sheet.title)),
        ("head", literal(sheet.head)),
        ("lang", literal(sheet.language)),
        ("direction", "rtl" if sheet.direction == "rtl" else "ltr"),
    ):
        head = head.replace(f"{{{name}}}", value)
    return head + "\n".join(_blocks(tree.root)) + "\n"


def literal(text: str) -> str:
    r"""A string of Typst.

    >>> literal('a "b" \\ c')
    '"a \\"b\\" \\\\ c"'
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _blocks(parent: _Element) -> Iterator[str]:
    """The blocks below an element, each as one statement."""
    for child in parent.children:
        if isinstance(child, str) or child.name in _DROPPED or "every-page" in child.classes:
            continue
        if child.name in {"h1", "h2", "h3"}:
            yield f"#heading(level: {child.name[1]}, {_inline(child)})"
        elif child.name == "p":
            yield f"#{_paragraph(child)}"
        elif child.name in {"ul", "ol"}:
            items = ", ".join(_inline(item) for item in _named(child, "li"))
            yield f"#{'list' if child.name == 'ul' else 'enum'}({items})"
        elif child.name == "table":
            yield f"#{_table(child)}"
        else:
            yield from _blocks(child)


def _paragraph(element: _Element) -> str:
    text = _inline(element)
    if "caution" in element.classes:
        return f'block(fill: rgb("#fff2cc"), inset: 5pt, width: 100%, {text})'
    return f"par(text(8.5pt, fill: luma(80), {text}))" if "mut" in element.classes else f"par({text})"


def _table(table: _Element) -> str:
    rows = [*_named(table, "tr")]
    columns = max(len([*_cells(row)]) for row in rows)
    heads = [row for part in _named(table, "thead") for row in _named(part, "tr")]
    body = [row for row in rows if row not in heads]
    parts = [f"columns: {_widths(table, columns)}"]
    if heads:
        cells = ", ".join(f"text(8pt, fill: luma(80), {_inline(cell)})" for row in heads for cell in _cells(row))
        parts.append(f"table.header({cells})")
    parts += [_cell(cell) for row in body for cell in _cells(row)]
    caption = next(iter(_named(table, "caption")), None)
    said = "" if caption is None else f"text(8.5pt, fill: luma(80), {_inline(caption)}); "
    return f"block({{ {said}table({', '.join(parts)}) }})"


def _widths(table: _Element, columns: int) -> str:
    if "band" in table.classes:
        return "(" + ", ".join(["2.6fr", *["1fr"] * (columns - 1)]) + ")"
    return "(" + ", ".join(["auto", *["1fr"] * (columns - 1)]) + ")"


def _cell(cell: _Element) -> str:
    if (kind := _mark(cell)) is not None:
        return f"align(center, {kind})"
    return f"strong({_inline(cell)})" if cell.name == "th" else _inline(cell)


def _mark(element: _Element) -> str | None:
    kind = next((name for name in MARKS if name in element.classes), None)
    return None if kind is None else f"mark({literal(kind)})"


def _inline(element: _Element) -> str:
    """The text of an element with its emphasis and links, as one block of code."""
    parts = [*_runs(element)]
    return "{ " + "; ".join(parts) + " }" if parts else '""'


def _runs(element: _Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            if text := _spaced(child):
                yield literal(text)
        elif child.name == "bdi":
            yield literal(ISOLATED[child.attributes.get("dir", "")])
            yield from _runs(child)
            yield literal(_END_ISOLATED)
        elif (whole := _whole(child)) is not None:
            yield whole
        elif child.name not in _DROPPED:
            yield from _runs(child)


def _whole(child: _Element) -> str | None:
    """An element that becomes one call; None for one that is nothing but its text."""
    if child.name == "br":
        return "linebreak()"
    if (mark := _mark(child)) is not None:
        return mark
    if child.name == "a" and child.attributes.get("href", "").startswith(("http://", "https://")):
        return f"link({literal(child.attributes['href'])}, {_inline(child)})"
    if child.name in {"code", "strong"}:
        return f"strong({_inline(child)})" if child.name == "strong" else f"raw({literal(_text(child))})"
    if "tag" in child.classes:
        return f"box(stroke: 0.5pt, inset: (x: 2pt), outset: (y: 1.5pt), text(7.5pt, {_inline(child)}))"
    return None


def _spaced(text: str) -> str:
    """A text with every run of white space as one space."""
    if not text:
        return ""
    if not text.strip():
        return " "
    before, after = (" " if end.isspace() else "" for end in (text[0], text[-1]))
    return f"{before}{' '.join(text.split())}{after}"


def _text(element: _Element) -> str:
    return "".join(
        child if isinstance(child, str) else _text(child)
        for child in element.children
        if isinstance(child, str) or child.name not in _DROPPED
    )


def _cells(row: _Element) -> Iterator[_Element]:
    return (child for child in row.children if isinstance(child, _Element) and child.name in {"td", "th"})


def _named(element: _Element, name: str) -> Iterator[_Element]:
    """The elements of a name below another, not those inside a found one."""
    for child in element.children:
        if isinstance(child, _Element):
            if child.name == name:
                yield child
            else:
                yield from _named(child, name)
