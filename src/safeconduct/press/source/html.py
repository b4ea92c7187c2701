"""Normaliser `html-1`: the text of a web page, paragraph by paragraph, with nothing in it that could run.

The page is cut into tokens as browsers do (WHATWG), no tree is built, and nothing is fetched or executed. Left out:
scripts, styles, templates, forms, frames, `nav`, `header` of a page, `footer`, `aside`, and what is hidden. Blocks and
`br br` part paragraphs, blanks become one space, paragraphs are joined by an empty line, and the whole is NFC. If the
page has an `article` (else a `main`) that holds at least 200 characters, only the longest of them is taken, after the
first `h1` of the page. What the markup marks as comments, sharing, related links or captions is furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from safeconduct.base import limits
from safeconduct.press.errors import SourceError
from safeconduct.press.model import Span
from safeconduct.press.source.html_head import Head
from safeconduct.press.source.normal import nfc
from safeconduct.press.source.words import lists

HTML_1 = "html-1"
_ROOT_CHARS_MIN = 200
_TEXT_CHARS_OF_COMMENTS = 10_000_000_000  # a comment costs a walk to the end of the page

_LEFT_OUT = frozenset(lists("markup")["left_out"])
_VOID = frozenset(lists("markup")["void"])
_BLOCKS = frozenset(lists("markup")["blocks"])
_REPEATED = frozenset(lists("markup")["self_closing"])
_FOREIGN = lists("markup")["foreign"]
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?!\.\d)"
)
_ASIDE = frozenset(lists("markup")["aside"])
_NAMES = re.compile(r"[a-z]+")
_BLANKS = re.compile(r"[ \t\n\r\f\x0b\u00a0]+")


@dataclass(slots=True)
class _Paragraph:
    text: str
    root: int  # which article or main it stands in, 0 for none
    furniture: bool
    heading: bool  # of first rank


@dataclass(slots=True)
class _Open:
    name: str
    left_out: bool
    furniture: bool
    root: int


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page. spans: its paragraphs; furniture: those the markup says are none of the report."""

    text: str
    spans: tuple[Span, ...]
    furniture: frozenset[Span]
    headline: Span | None
    head: Head


def page_of(markup: str, name: str) -> Page:
    """Read the markup of a page. Raises SourceError for more marks than are read; no markup is refused otherwise."""
    from justhtml import stream

    _check_size(markup, name)
    walk = _Walk()
    for event in stream(markup):
        walk.take(event[0], event[1])
    walk.end_paragraph()
    return _page(walk)


def _check_size(markup: str, name: str) -> None:
    marks, comments = markup.count("<"), markup.count("<!--")
    if marks > limits.PRESS_MARKS_MAX or comments * len(markup) > _TEXT_CHARS_OF_COMMENTS:
        raise SourceError(
            f"the page has {marks:,} marks of markup, {comments:,} of them comments; that is more than is read",
            where=name,
            next_step="Save the text of the page alone and give that.",
        )


@dataclass(slots=True)
class _Walk:
    """The paragraphs and the head of a page, token by token."""

    head: Head = field(default_factory=Head)
    paragraphs: list[_Paragraph] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    open: Counter[str] = field(default_factory=Counter)
    pieces: list[str] = field(default_factory=list)
    breaks: int = 0
    roots: int = 0
    kept: str = ""  # the element whose raw text the head wants
    heading: bool = False

    def take(self, kind: str, value: object) -> None:
        """One token."""
        if kind == "text" and isinstance(value, str):
            self._text(value)
        elif kind == "end" and isinstance(value, str):
            self._end(value)
        elif kind == "start" and isinstance(value, tuple):
            self._start(value[0], {key: each or "" for key, each in value[1].items()})

    def end_paragraph(self) -> None:
        """What was gathered becomes a paragraph, unless it is blank."""
        text = _BLANKS.sub(" ", "".join(self.pieces)).strip()
        self.pieces.clear()
        self.breaks = 0
        if text:
            top = self.stack[-1] if self.stack else _Open("", left_out=False, furniture=False, root=0)
            self.paragraphs.append(_Paragraph(text, top.root, top.furniture, self.heading))

    def _text(self, text: str) -> None:
        if self.kept:
            self.head.text(self.kept, text)
        elif not (self.stack and self.stack[-1].left_out):
            if self.breaks and not text.isspace():
                self.breaks = 0
            self.pieces.append(text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.kept = self.head.element(name, attributes)
        if name == "br":
            self._break()
        if name in _BLOCKS:
            self._close_implied(name)
        if name == "h1":
            self.heading = True
        if name not in _VOID:
            self._push(name, attributes)

    def _close_implied(self, name: str) -> None:
        """A block ends the paragraph before it, an item the item before it, and either ends a drawing left open."""
        for foreign in _FOREIGN:
            self._close(foreign)
        self.end_paragraph()
        self._close("p")
        if name in _REPEATED and self.stack and self.stack[-1].name == name:
            self._close(name)

    def _push(self, name: str, attributes: dict[str, str]) -> None:
        above = self.stack[-1] if self.stack else _Open("", left_out=False, furniture=False, root=0)
        root = above.root
        if name in {"article", "main"}:
            self.roots += 1
            root = self.roots if name == "article" else -self.roots
        page_header = name == "header" and not root
        left_out = above.left_out or name in _LEFT_OUT or page_header or _is_hidden(attributes)
        furniture = above.furniture or name == "figcaption" or (name not in {"body", "html"} and _is_aside(attributes))
        self.stack.append(_Open(name, left_out=left_out, furniture=furniture, root=root))
        self.open[name] += 1

    def _end(self, name: str) -> None:
        """An end tag; one that closes nothing is passed over."""
        self.kept = ""
        if name in _BLOCKS:
            self.end_paragraph()
        if name == "h1":
            self.heading = False
        self._close(name)

    def _close(self, name: str) -> None:
        """Take an element from the stack with all that is open inside it; nothing if it is not open."""
        if self.open[name]:
            while self.stack:
                closed = self.stack.pop()
                self.open[closed.name] -= 1
                if closed.name == name:
                    break

    def _break(self) -> None:
        self.breaks += 1
        self.pieces.append("\n")
        if self.breaks >= 2:
            self.end_paragraph()


def _is_hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "")[:2000].lower()
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))


def _is_aside(attributes: dict[str, str]) -> bool:
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:1000].lower()
    return not _ASIDE.isdisjoint(_NAMES.findall(names))


def _page(walk: _Walk) -> Page:
    chosen = list(_chosen(walk.paragraphs))
    spans: list[Span] = []
    texts = [nfc(each.text) for each in chosen]
    start = 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 2
    pairs = list(zip(spans, chosen, strict=True))
    headline = next((span for span, each in pairs if each.heading and not each.furniture), None)
    furniture = frozenset(span for span, each in pairs if each.furniture)
    return Page("\n\n".join(texts), tuple(spans), furniture, headline, walk.head)


def _chosen(paragraphs: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    """The paragraphs of the longest article, else of the longest main, else all; before them the first heading."""
    listed = list(paragraphs)
    sizes: Counter[int] = Counter()
    for each in listed:
        sizes[each.root] += 0 if each.furniture else len(each.text)
    roots = [root for root in sizes if root and sizes[root] >= _ROOT_CHARS_MIN]
    best = max(roots, key=lambda root: (root > 0, sizes[root]), default=None)
    if best is None:
        yield from listed
        return
    if not any(each.heading for each in listed if each.root == best):
        yield from (each for each in [next((e for e in listed if e.heading), None)] if each)
    yield from (each for each in listed if each.root == best)
