"""Laws of the whole extraction: no text is lost, whatever words stand in it; all words are the text's own."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.drafting import drafts_of
from safeconduct.press.extraction import extract
from safeconduct.press.review import check_quotes
from safeconduct.press.source import read_source
from safeconduct.press.speakers import shipped_entities
from safeconduct.press.topics import shipped_topics

EXAMPLES = int(os.environ.get("SAFECONDUCT_EXAMPLES", "100"))
ENTITIES, TOPICS = shipped_entities("lachin-2020"), shipped_topics("lachin-2020")
PUBLISHED = Published(edtf_from_text("2023-03-02"), "entered")
TABLE = """\
Armenian Russian the The embassy embassy's Embassy ministry ministry's Foreign Ministry of in Moscow's Baku Moscow said
spokesman that its Azerbaijani Yerevan told reporters mission navy parliament parliament's he she they it who
president's deputy minister ambassador UN's Lavrov Pashinyan according to by and both which has been on Tuesday 2023
May 3 March yesterday since last week wants set up a checkpoint closed blocked accused denying calls warned urged
claims allegations readiness statement statement's Source AA TASS not yet . , ; : - – — ( ) [ ] " “ ” ' ’ ‘ 's « »"""
WORDS = (*TABLE.split(), "\n\n", "\n", "\u202e", "\u200f")
EMBASSY = "the Azerbaijani embassy's navy said that it is good ."
PARLIAMENT = "the Armenian parliament's parliament told reporters of the embassy's embassy ."


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
@example(EMBASSY.split())
@example(PARLIAMENT.split())
def test_words_thrown_together_lose_no_text(words: list[str]) -> None:
    source = read_source(" ".join(words).encode(), "r.txt")
    found = extract(source, ENTITIES, PUBLISHED, TOPICS)
    for draft in drafts_of(found, "0" * 64):
        check_quotes(source.text.text, draft.proposal)
    for event in found.events:
        assert 0 <= event.span.start < event.span.end <= len(source.text.text)
