"""Normaliser `pdf-1`: the text of a PDF, page by page, as `pypdf` gives it, then as `text-1`. The extra `[pdf]`.

A PDF is a program for a printer. Call this for bytes from outside only in the confined process (`node.confined`).
"""

from __future__ import annotations

import io

from safeconduct.press.errors import SourceError

PDF_1 = "pdf-1"
PAGES_MAX = 200
CHARS_MAX = 4_000_000


def pdf_text(data: bytes, name: str) -> str:
    """The text of a PDF, pages parted by an empty line. Raises SourceError if it cannot be read or holds none."""
    try:
        import pypdf
    except ImportError as error:
        raise SourceError(
            "reading PDF needs a further package",
            where=name,
            next_step='Install it: pip install "safeconduct[pdf]"; or save the report as text.',
        ) from error
    try:
        text = _pages(pypdf.PdfReader(io.BytesIO(data)), name)
    except SourceError:
        raise
    except (Exception, RecursionError) as error:  # a damaged PDF raises whatever it likes
        raise SourceError(
            f"this PDF cannot be read ({type(error).__name__})", where=name, next_step="Save the report as text."
        ) from error
    if not text.strip():
        raise SourceError("this PDF holds no text, perhaps only pictures of it", where=name, next_step="Type it off.")
    return text


def _pages(reader: object, name: str) -> str:
    pages = reader.pages  # type: ignore[attr-defined]  # typed where pypdf is installed
    if len(pages) > PAGES_MAX:
        raise SourceError(f"the PDF has {len(pages)} pages; at most {PAGES_MAX} are read", where=name)
    texts: list[str] = []
    size = 0
    for page in pages:
        texts.append(page.extract_text())
        size += len(texts[-1])
        if size > CHARS_MAX:
            raise SourceError(f"the PDF holds more than {CHARS_MAX:,} characters of text", where=name)
    return "\n\n".join(texts)
