"""A PDF gives its text, or says what to do instead."""

from __future__ import annotations

import pytest

from safeconduct.press.source import SourceError, read_source

pytest.importorskip("pypdf")


def pdf_of(line: str) -> bytes:
    """A PDF of one page with one line, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def test_the_text_of_a_pdf_is_read() -> None:
    source = read_source(pdf_of("The ministry said that the road is open."), "a.pdf")
    assert source.text.text.strip() == "The ministry said that the road is open."
    assert (source.media, source.normaliser) == ("application/pdf", "pdf-1")


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.4\n" + b"x" * 1000, pdf_of("x")[:300], pdf_of(" ")])
def test_a_pdf_without_text_is_refused_with_a_next_step(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(data, "a.pdf")
    assert caught.value.next_step
