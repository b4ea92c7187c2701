"""Check a bundle: every byte, every signature, every hash, and the answer itself. No node, no clock, no network.

Outermost first, each check resting on the one before:

1. the archive is byte for byte what our writer makes of its members, and they are those its table names (`examine`);
2. each log has one key, its checkpoint is signed by it, and all its entries lead to the signed root (`logs`);
3. the question is written as our writer writes it;
4. the tables are built from these entries, the question is answered again, and the answers are compared.

What does not follow is a finding. A key that nobody compared proves only that one author wrote it all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, BinaryIO

import duckdb

from safeconduct import __version__
from safeconduct.assess.bundle.contents import ANSWER, CONTENTS, QUESTION, README
from safeconduct.assess.bundle.differences import differences
from safeconduct.assess.bundle.errors import MemberError
from safeconduct.assess.bundle.examine import Archive, Examined, examine
from safeconduct.assess.bundle.logs import LogCheck, check_logs
from safeconduct.assess.bundle.readme import README_BYTES
from safeconduct.assess.bundle.report import (
    ANSWER_DIFFERS,
    MEMBER_ODD,
    NOT_ANSWERABLE,
    CheckedAnswer,
    Finding,
    VerifyReport,
)
from safeconduct.assess.bundle.write import answer_bytes
from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.question import question_from_bytes, question_to_bytes
from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.entries.errors import EntryError
from safeconduct.facts.build import build_facts
from safeconduct.log import LogReader
from safeconduct.notes.keys import Verifier

...
