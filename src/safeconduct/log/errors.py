"""The family of errors of `log`.

    LogError                    a log cannot do what it is asked to
     +- LogFileError            no log at this place, one there already, or a file that is no log of ours
     +- WriterBusyError         another process is writing to this log
     +- EntryRefusedError       an entry or a batch that no log takes
     +- DamagedError            stored bytes that do not lead to the root they should
     +- UnsignedError           nothing has been signed yet
     +- SignOnceError           the sign-once store is missing, or has seen a later or another state
     +- CannotWriteError        this writer will not write or sign
     |   +- WriteFailedError    a write failed: whether it took effect is known after reopening
     |   +- RestoredError       this copy is behind what was signed: it may be read, never continued
     +- ExportError             the folder holds other bytes than the log would write

A log that fails its check is not an error: `log.check` returns findings.
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class LogError(SafeconductError):
    """A log cannot do what it is asked to."""

    code = "SC-LOG-00"


class LogFileError(LogError):
    """There is no log at this place, there is one already, or the file is no log of ours."""

    code = "SC-LOG-01"


class WriterBusyError(LogError):
    """Another process is writing to this log."""

    code = "SC-LOG-02"


class EntryRefusedError(LogError):
    """An entry or a batch of entries that no log takes."""

    code = "SC-LOG-03"


class DamagedError(LogError):
    """Stored bytes are missing, cut, or do not lead to the root they should."""

    code = "SC-LOG-04"


class UnsignedError(LogError):
    """The log has not signed anything yet."""

    code = "SC-LOG-05"


class SignOnceError(LogError):
    """The sign-once store is missing, or has seen a later or another state signed."""

    code = "SC-LOG-06"


class CannotWriteError(LogError):
    """This writer will not write or sign."""

    code = "SC-LOG-07"


class WriteFailedError(CannotWriteError):
    """A write failed. Whether it took effect is known only after the log has been closed and opened again."""

    code = "SC-LOG-08"


class RestoredError(CannotWriteError):
    """This copy of the log is behind what was signed with its key: it may be read, never continued."""

    code = "SC-LOG-09"


class ExportError(LogError):
    """The folder of tiles holds other bytes than the log would write there."""

    code = "SC-LOG-10"
