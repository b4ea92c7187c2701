"""Paragraphs, furniture, datelines, days, languages and names of outlets, one by one."""

from __future__ import annotations

import unicodedata

import pytest

from safeconduct.press.source import read_source, shown
from safeconduct.press.source.days import full_days
from safeconduct.press.source.furniture import is_caption, is_furniture
from safeconduct.press.source.language import language_of
from safeconduct.press.source.normal import nfc
from safeconduct.press.source.outlets import outlet_id, outlet_of_host
from safeconduct.press.source.paragraphs import paragraphs
from safeconduct.press.source.top import byline_name, dateline, is_date_line


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Leave a Reply",
            "COMMENTS",
            "Be the first to comment",
            "Source link",
            "Source : AA",
            "240",
            "1.2K shares",
            "0",
        ),
        *(
            "Get the Example Weekly in your inbox:",
            "Sign up for our newsletter",
            "Share this:",
            "Read also: other news",
        ),
        *("https://example.org/road", "#road #news", "© 2023 Example", "* * *", "Photo: a person", "Advertisement"),
        *("Yorum yap", "Kaynak: AA", "Küfür, hakaret, rencide edici yorumlar onaylanmamaktadır.", "İlgili Haberler"),
        *("Читайте также: о дороге", "Комментарии", "Подписывайтесь на наш канал", "12 просмотров", "Фото: агентство"),
        *("Մեկնաբանություններ", "المصدر: وكالة", "التعليقات", "Şərhlər", "Kommentare", "Partager"),
    ],
)
def test_furniture_in_any_language(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "The source of the report said so.",
            "Comments by the minister were reported on Friday.",
            "Read the letter, he said.",
        ),
        *(
            "240 trucks passed.",
            "Sources in the ministry deny it.",
            "Share of cargo fell, officials said.",
            "Road open",
        ),
        *(
            "Getting the road open is the aim, she said.",
            "Following the talks, the newsletter editor was freed, he said.",
        ),
        "Source link " * 60,
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_captions_are_told_by_where_people_stand() -> None:
    assert is_caption("Minister, left, and his guest (right) in Exampletown")
    assert not is_caption("Minister left Exampletown")


@pytest.mark.parametrize(
    ("line", "place", "by"),
    [
        ("MOSCOW (AA) - The minister said", "MOSCOW", "AA"),
        ("BAKU (Combined Sources) — A person", "BAKU", "Combined Sources"),
        ("MOSCOW, January 18. /TASS/. A person", "MOSCOW", "TASS"),
        ("МОСКВА, 18 янв — РИА Новости. Дорога", "МОСКВА", ""),
        ("Yerevan (Armenpress) — A person", "Yerevan", "Armenpress"),
        ("موسكو (الأناضول) - قال", "موسكو", "الأناضول"),
        ("NEW YORK — A person", "NEW YORK", ""),
    ],
)
def test_datelines(line: str, place: str, by: str) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.place, found.by) == (place, by)


@pytest.mark.parametrize(
    "line",
    [
        "Moscow made an offer - and waits",
        "A - b",
        "The road (which is long) is closed",
        "",
        "UN-led talks",
        "US-made parts — he said",
        "x" * 5000,
        "“WE” — he said",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert dateline(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Asbarez | Friday, 23 June 2023", "Asbarez"),
        ("By Ada Placeholder", "Ada Placeholder"),
        ("Yazan: Ada Placeholder", "Ada Placeholder"),
        ("By then it was over", ""),
        ("By Monday the road was open.", ""),
        ("Bystanders saw it", ""),
        ("by", ""),
        ("By " + "A " * 200, ""),
    ],
)
def test_bylines(line: str, name: str) -> None:
    assert byline_name(line) == name


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Friday, 23 June 2023", ["2023-06-23"]),
        ("June 23rd, 2023 and Jul. 4 2023", ["2023-06-23", "2023-07-04"]),
        ("23.06.2023", ["2023-06-23"]),
        ("2023-06-23T10:00", ["2023-06-23"]),
        ("23/06/2023, 06/23/2023", ["2023-06-23", "2023-06-23"]),
        ("05/06/2023", []),
        ("05/05/2023", ["2023-05-05"]),
        ("31 June 2023, 30.02.2023, 2023-13-01", []),
        ("23 июня 2023 года", ["2023-06-23"]),
        ("23 Haziran 2023", ["2023-06-23"]),
        ("23 հունիսի 2023", ["2023-06-23"]),
        ("23 يونيو 2023", ["2023-06-23"]),
        ("٢٣ June 2023", []),
        ("June 2023, 23 June", []),
        ("No. 123 June 20235", []),
    ],
)
def test_full_days(line: str, days: list[str]) -> None:
    assert [str(found.day) for found in full_days(line)] == days


def test_a_wrong_weekday_is_noted() -> None:
    (found,) = full_days("Monday, 23 June 2023")
    assert found.note == "the weekday beside it is another one"


@pytest.mark.parametrize(
    ("line", "is_line"),
    [
        ("Published on 23 June 2023, 14:05", True),
        ("23.06.2023 10:15", True),
        ("Опубликовано: 23 июня 2023", True),
        ("The road opened on 23 June 2023", False),
        ("Published yesterday", False),
    ],
)
def test_date_lines(line: str, is_line: bool) -> None:
    assert is_date_line(line) is is_line


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    broken = (
        "The ministry said on Wednesday that the road which leads\nover the bridge will be opened again after some\n"
        "months of talks between them.\n"
    )
    text = f"Road opens\n\n{broken}\n{broken}\n{broken}"
    assert [text[span.start : span.end].count("\n") for span in paragraphs(text)] == [0, 2, 2, 2]


def test_lines_that_end_as_sentences_are_paragraphs_of_their_own() -> None:
    text = "A first sentence that is long enough to be a line of its own.\n" * 6
    assert len(paragraphs(text)) == 6


def test_lines_in_capitals_between_sentences_are_links() -> None:
    text = "Road opens\n\nThe road is open.\n\nKORDA OPENS BRIDGE; TALKS GO ON\n\nThe talks go on.\n"
    assert [block.use for block in read_source(text.encode(), "a.txt").text.blocks] == [
        "headline",
        "body",
        "furniture",
        "body",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the road is open and it will be closed.", "en"),
        ("Министр заявил, что дорога открыта и не будет закрыта.", "ru"),
        ("Міністр заявив, що дорога відкрита та не буде закрита у травні.", "uk"),
        ("Bakan bu yolun açık olduğunu söyledi ve bir toplantı için geldi.", "tr"),
        ("Nazir bildirib ki, bu yol üçün və ölkə ilə danışıqlar gedib, deyib.", "az"),
        ("Նախարարն ասաց, որ ճանապարհը բաց է։", "hy"),
        ("قال الوزير إن الطريق مفتوح من هذا اليوم على ما كان.", "ar"),
        ("", "und"),
        ("xyzzy plugh", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_outlets_have_one_id_under_all_their_names() -> None:
    assert {outlet_id(name) for name in ("AA", "Anadolu Agency", "aa.com.tr", "Anadolu  Agency.")} == {"aa"}
    assert outlet_of_host("www.aa.com.tr") == outlet_of_host("AA.COM.TR.") == "aa"
    assert outlet_of_host("aa.com.tr.example.org") == "aa.com.tr.example.org"
    assert outlet_id("The Daily Example") == "the-daily-example"
    assert outlet_id("«»") == ""


@pytest.mark.parametrize(
    ("line", "outlets"),
    [
        ("He said so, according to Tass.", ("tass",)),
        ("Vedomosti wrote that he was there.", ("vedomosti",)),
        (
            "(Stories from Azatutyun and Hetq were used to compile this report.)",
            ("azatutyun", "hetq"),
        ),
        ("Source : AA", ("aa",)),
        ("Kaynak: Daily Example", ("daily-example",)),
        ("Источник: ТАСС", ("tass",)),
        ("сообщает ТАСС", ("tass",)),
        ("According to the Report, he was there.", ()),
        ("Politico wrote, citing the news agency Reuters.", ("politico", "reuters")),
        ("It is a trend, according to Trend.", ()),
        ("According to the ministry", ()),
    ],
)
def test_whose_words_a_report_carries(line: str, outlets: tuple[str, ...]) -> None:
    text = f"A headline without outlet\n\nA sentence of the body that ends here.\n\n{line}"
    assert read_source(text.encode(), "a.txt").compiled_from == outlets


def test_controls_are_shown_as_marks() -> None:
    assert shown("a\u202eb\u2066c\u200bd\x07e\nf\tg\ufeff") == "a[U+202E]b[U+2066]c[U+200B]d[U+0007]e\nf\tg[U+FEFF]"


def test_every_mark_that_has_an_order_is_put_in_order() -> None:
    marks = [chr(code) for code in range(0x110000) if unicodedata.combining(chr(code))]
    text = "a" + "".join(marks[::-1])
    assert nfc(text) == unicodedata.normalize("NFC", text)
