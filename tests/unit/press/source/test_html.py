"""A page becomes the paragraphs a reader sees; nothing in it runs, hides or reaches out."""

from __future__ import annotations

import time

import pytest

from safeconduct.press.source import Source, SourceError, read_source

LONG = "This sentence only makes the report long enough to be taken for the report of the page, again and again. " * 3


def read(markup: str, url: str = "") -> Source:
    return read_source(markup.encode(), "page.html", "text/html", url=url)


def texts(source: Source, use: str = "body") -> list[str]:
    return [source.text.text[each.span.start : each.span.end] for each in source.text.blocks if each.use == use]


def test_blocks_part_paragraphs_and_blanks_fold() -> None:
    source = read(
        "<p>One\n  two <b>th</b>ree.<p>Four&nbsp;five.<br>Six.<br><br>Seven.<div>Eight.<ul><li>Nine.<li>Ten.</ul></div>"
    )
    assert texts(source) == ["One two three.", "Four five. Six.", "Seven.", "Eight.", "Nine.", "Ten."]
    assert source.text.text.startswith("One two three.\n\nFour")
    assert source.normaliser == "html-1"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>HIDDEN</script>",
        "<style>HIDDEN</style>",
        "<noscript>HIDDEN</noscript>",
        "<template><p>HIDDEN</p></template>",
        "<nav><ul><li>HIDDEN</ul></nav>",
        "<header><p>HIDDEN</header>",
        "<footer>HIDDEN</footer>",
        "<aside><p>HIDDEN</aside>",
        "<iframe srcdoc='<p>x'>HIDDEN</iframe>",
        "<svg><text>HIDDEN</text><script>HIDDEN</script></svg>",
        "<!-- HIDDEN -->",
        "<p hidden>HIDDEN</p>",
        "<div style='display: none'><p>HIDDEN</p></div>",
        "<span style='FONT-SIZE:0px'>HIDDEN</span>",
        "<i style='visibility:hidden;color:red'>HIDDEN</i>",
        "<b style='opacity:0'>HIDDEN</b>",
        "<select><option>HIDDEN</select>",
        "<button>HIDDEN</button>",
        "<textarea>HIDDEN</textarea>",
        "<img alt='HIDDEN' src=x onerror=alert(1)>",
        "<object data=x>HIDDEN</object>",
        "<title>HIDDEN</title>",
        "<script>/*</script/x>",
    ],
)
def test_what_a_reader_does_not_see_is_not_in_the_text(hidden: str) -> None:
    source = read(f"<p>Before.</p>{hidden}<p>After.</p>")
    assert "HIDDEN" not in source.text.text
    assert source.text.text.startswith("Before.")
    assert source.text.text.endswith("After.")


@pytest.mark.parametrize(
    "markup",
    [
        "<head><title>t</title><body><p>Seen.",
        "<form id=aspnetForm><p>Seen.</p></form>",
        "<p hidden>Not.<p>Seen.",
        "<li hidden>Not.<li>Seen.",
        "<svg/><p>Seen.",
        "<svg><path d=x><p>Seen.",
        "</nav></nav><p>Seen.",
        "<div class='opacity' style='opacity:0.9'>Seen.</div>",
        "<p style='font-size:0.9em'>Seen.",
    ],
)
def test_loose_markup_hides_nothing_that_a_reader_sees(markup: str) -> None:
    assert texts(read(markup)) == ["Seen."]


def test_the_longest_article_is_the_report_under_the_heading_of_the_page() -> None:
    source = read(
        f"<h1>Road opens</h1><p>Outside.</p><article><p>{LONG}</p></article>"
        "<article><p>Teaser.</p></article><main><p>Rest."
    )
    assert texts(source, "headline") == ["Road opens"]
    assert texts(source) == [LONG.strip()]


def test_comments_captions_and_sharing_are_furniture() -> None:
    source = read(
        "<h1>Road opens</h1><p>By Ada Placeholder</p><p>He said so.</p><div class='social-share'><p>Tell it.</p></div>"
        "<figure><figcaption>A man said.</figcaption></figure><section id=comments><p>He lied, she said.</p></section>"
    )
    assert texts(source) == ["He said so."]
    assert texts(source, "furniture") == ["By Ada Placeholder", "Tell it.", "A man said.", "He lied, she said."]


HEAD = """<html lang="hy-AM"><head><title>Road | Site</title><meta property="og:title" content="Road opens">
<meta property="article:published_time" content="2023-06-23T23:30:00-07:00"><meta name="date" content="6/7/2023">
<script type="application/ld+json">{"@graph": [{"@type": "X"}, {"datePublished": "2023-06-24",
"publisher": {"name": "P"}}]}
</script><link rel="canonical" href="https://www.asbarez.com/2023/06/23/road/"></head><body><p>1."""


def test_metadata_give_candidates_each_with_its_place() -> None:
    source = read(HEAD)
    found = [(day.edtf, day.basis, day.where) for day in source.dates]
    assert found == [
        ("2023-06-24", "metadata", "json-ld datePublished"),
        ("2023-06-23", "metadata", "meta article:published_time"),
    ]
    assert (source.outlet, source.title, source.text.language) == ("asbarez", "Road opens", "hy")
    assert (source.url, source.says_url) == ("", "https://www.asbarez.com/2023/06/23/road/")


def test_the_address_it_was_found_at_counts_more_than_what_the_page_says() -> None:
    source = read(HEAD, url="https://copy.example.org/2024-01-05-road")
    assert source.outlet == "copy.example.org"
    assert ("2024-01-05", "address") in [(day.edtf, day.where) for day in source.dates]


@pytest.mark.parametrize(
    "json",
    [
        "{",
        "[" * 100_000,
        '{"datePublished": 7}',
        '{"datePublished": "yesterday"}',
        '{"publisher": [{}]}',
        "1e999",
        "null",
        '"x"',
    ],
)
def test_odd_metadata_are_passed_over(json: str) -> None:
    source = read(f'<script type="application/ld+json">{json}</script><p>Seen.')
    assert (texts(source), source.dates, source.outlet) == (["Seen."], (), "")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http://user:pass@aa.com.tr/",
        "http://[::1",
        "//aa.com.tr",
        "data:text/html,x",
        "https://a b/",
    ],
)
def test_an_address_that_is_none_names_no_outlet(address: str) -> None:
    source = read(f'<link rel=canonical href="{address}"><p>Seen.')
    assert (source.says_url, source.outlet) == ("", "")


def test_a_page_of_another_encoding_is_read_as_it_declares() -> None:
    page = '<meta charset="windows-1251"><p>Дорога открыта.'
    source = read_source(page.encode("cp1251"), "a.html")
    assert (texts(source), source.encoding) == (["Дорога открыта."], "cp1251")


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    [
        "<p>The road is open, a person said. " * 140_000,
        "<div>" * 500_000 + "x",
        "<b>" * 500_000,
        "<!--" * 40_000,
        "<!-->" * 1_000,
        "<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x",
        "&amp" * 1_000_000,
        "&#" * 2_000_000,
        "<script><!--" * 20_000,
        "<svg><desc>" * 200_000,
        "<table><td>" * 200_000,
        "</div>" * 500_000,
        "<a><b><p>" * 150_000,
        "x" * 5_000_000,
    ],
)
def test_hostile_pages_are_read_in_seconds(markup: str) -> None:
    start = time.perf_counter()
    read(markup)
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize("markup", ["<" * 700_000, "<!--x-->" * 100_000])
def test_more_markup_than_is_read_is_refused(markup: str) -> None:
    with pytest.raises(SourceError, match="more than is read"):
        read(markup)
