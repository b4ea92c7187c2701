"""Check a bundle: every byte, every signature, every hash, and the answer itself. No node, no clock, no network.

Outermost first, each check resting on the one before:

1. the archive is byte for byte what our writer makes of its members, and they are those its table names (`examine`);
2. each log has one key, its checkpoint is signed by it, and all its entries lead to the signed root (`logs`);
3. the question is written as our writer writes it, and, put to tables made of these entries, has the answer that the
   bundle gives (`recompute`). An agreement counts if the charter in the log names its digest.

What does not follow is a finding. A key that nobody has compared shows only that one author wrote it all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from safeconduct import __version__
from safeconduct.assess.bundle.contents import AGREEMENT, ANSWER, CONTENTS, QUESTION, README
from safeconduct.assess.bundle.examine import Archive, Examined, examine
from safeconduct.assess.bundle.logs import LogCheck, check_logs
from safeconduct.assess.bundle.readme import readme_bytes
from safeconduct.assess.bundle.recompute import Recomputed, recompute
from safeconduct.assess.bundle.report import MEMBER_ODD, Finding, VerifyReport
from safeconduct.base.limits import BUNDLE_FINDINGS_MAX
from safeconduct.notes.keys import Verifier


def verify_bundle(bundle: bytes | BinaryIO, *, trusted_keys: Sequence[str] = ()) -> VerifyReport:
    """Check a bundle and answer its question again.

    bundle: its bytes, or a file open for reading that can be positioned; a file is read in pieces.
    trusted_keys: vkeys; if there are any, each log of the bundle must have one of them.
    Raises BundleError if it is no bundle, BundleVersionError if it is one of a later version, KeyTextError for a
    trusted key that is no vkey.
    """
    trusted = frozenset(Verifier.from_vkey(key) for key in trusted_keys) or None
    examined = examine(io.BytesIO(bundle) if isinstance(bundle, bytes) else bundle)
    if examined.archive is None:
        return _report(examined, examined.findings)
    odd = tuple(_odd_members(examined.archive))
    if odd:
        return _report(examined, odd)
    logs = check_logs(examined.archive, trusted)
    found = tuple(finding for log in logs for finding in log.findings)
    if any(log.files is None for log in logs):
        return _report(examined, found, logs)
    again = recompute(examined.archive, logs)
    return _report(examined, (*found, *again.findings), logs, again)


def _odd_members(archive: Archive) -> Iterator[Finding]:
    """What is missing, and a text for people that is not ours."""
    names = {member.name for member in archive.contents.members}
    for name in (README, QUESTION, ANSWER):
        if name not in names:
            yield Finding(MEMBER_ODD, name, f"this file is missing, {CONTENTS} does not name it")
    if README in names and archive.read(README) != readme_bytes(agreement=AGREEMENT in names):
        yield Finding(MEMBER_ODD, README, "it is not the text that every bundle of this version carries")


def _report(
    examined: Examined,
    findings: Sequence[Finding],
    logs: Sequence[LogCheck] = (),
    again: Recomputed | None = None,
) -> VerifyReport:
    contents, report = examined.contents, again.report if again else None
    return VerifyReport(
        findings=tuple(findings[:BUNDLE_FINDINGS_MAX]),
        size_bytes=examined.size_bytes,
        members=len(contents.members) + 1 if contents else 0,
        code=contents.code if contents else "",
        facts=contents.facts if contents else "",
        checked_by=__version__,
        logs=tuple(log.checked for log in logs if log.checked),
        corridor=report.corridor if report else "",
        agreement=again.agreement if again else "",
        answers=again.answers if again else (),
        unanswered=again.unanswered if again else (),
        recomputed=report is not None,
        simulated=report is not None and report.simulated,
    )
