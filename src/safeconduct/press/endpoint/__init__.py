"""A model of the operator's own over a report: what it is asked, and how little of its answer is believed.

Pure: `safeconduct.node.press.endpoint` sends and receives. Text of an article is data, in the question and in the
answer: only verified characters of the text and ids that were listed get through, as drafts like any other.
Untested with any model: no figure may be quoted.
"""

from __future__ import annotations

from safeconduct.press.endpoint.answer import Answer, Chosen, answer_of
from safeconduct.press.endpoint.merge import NAME, VERSION, failed_pass, with_answer
from safeconduct.press.endpoint.request import INSTRUCTIONS, request_of, settings_sha256

__all__ = [
    "INSTRUCTIONS",
    "NAME",
    "VERSION",
    "Answer",
    "Chosen",
    "answer_of",
    "failed_pass",
    "request_of",
    "settings_sha256",
    "with_answer",
]
