"""What may stand before the name in a mention without being part of it: a dateline, a day, what is commented on."""

from __future__ import annotations

import re

from safeconduct.press.calendar_names import months, weekdays
from safeconduct.press.model import Span

_DATELINE = re.compile(
    r"[A-Z][\w.]+(?: [A-Z][\w.]+){0,3} [–—-] (?=[A-Z])"
    r"|[A-Z]{3}[^a-z\n–—-]{0,40}(?:[ ,]*[A-Z][a-z]{2,8}\.? [0-9]{1,2})?[.,]? ?"
    r"(?:(?:\([^)\n]{2,40}\) ?)?[–—-]+ |/[^/\n]{2,40}/[.,]? ?[–—-]* ?)"
)
_REACTION = re.compile(
    r"(?:commenting on|reacting to|responding to|replying to|in response to) (?:the|a|an|recent|earlier|\s)+ ?"
    r"(?:statements?|remarks?|comments?|words|claims?|calls?|accusations?|appeal|report) (?:of|by|from) "
)
_DAY_FIRST = re.compile(
    r"(?:on |in |late |earlier |early |meanwhile,? |later,? |yet |but |however,? |the (?:following|next|same) day,? "
    r"|(?:a|one|two|three) (?:days?|weeks?) (?:earlier|later),? |the day before,? "
    rf"|(?:{'|'.join(weekdays('en'))}),? |(?:last|this) (?:week|month|year),? "
    rf"|(?:{'|'.join(months('en'))}) [0-9]{{1,2}},? )+",
    re.IGNORECASE,
)


def without_opening(text: str, span: Span) -> Span:
    """The mention without "SARN (Agency) - ", "The next day" or "reacting to the remarks of"."""
    for pattern in (_DATELINE, _REACTION, _DAY_FIRST):
        match = pattern.match(text, span.start, span.end)
        if match is not None and match.end() < span.end:
            return Span(match.end(), span.end)
    return span
