"""The errors of this package: what other libraries and the system raise, put into our words.

SafeconductError
 +- CommandError            a command that cannot be carried out
     +- UsageError          the command was not written as it should be
     +- SystemRefusedError  the operating system refused: disk full, permission, memory
     +- AddressError        the pages cannot be served at this address
     +- UnexpectedError     a mistake of ours
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class CommandError(SafeconductError):
    """A command that cannot be carried out."""

    code = "SC-CLI-01"


class UsageError(CommandError):
    """The command was not written as it should be."""

    code = "SC-CLI-02"


class SystemRefusedError(CommandError):
    """The operating system refused something: disk full, permission, memory."""

    code = "SC-CLI-03"


class AddressError(CommandError):
    """The pages cannot be served at this address."""

    code = "SC-CLI-04"


class UnexpectedError(CommandError):
    """A mistake of ours."""

    code = "SC-CLI-99"
