"""The errors of this package.

SafeconductError
 +- NodeError               a node cannot do what it is asked to
     +- NoNodeError         there is no node in this folder
     +- NodeFolderError     the folder holds something else, is damaged, or does not let us in
     +- NodeBusyError       another process is changing this node
     +- CorridorError       no such corridor here, or several and none named
     +- KeyFileError        a private key is missing, unreadable by us or readable by others
     +- InputFileError      a file given to a command is missing, no plain file, unreadable or too large
     +- UnknownClaimError   the record holds no claim of this name
     +- StrictError         something in the input has problems, and the caller asked for all or nothing
     +- FetchError          a site does not answer, or not in time
         +- FetchRefusedError   an address that is not fetched, or leads to one
     +- EndpointError       a model's endpoint cannot be asked, or not in time
         +- EndpointUnsetError  its settings are incomplete or do not fit; nothing was sent
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class NodeError(SafeconductError):
    """A node cannot do what it is asked to."""

    code = "SC-NOD-00"


class NoNodeError(NodeError):
    """There is no node in this folder."""

    code = "SC-NOD-01"


class NodeFolderError(NodeError):
    """The folder holds something else, is damaged, or does not let us in."""

    code = "SC-NOD-02"


class NodeBusyError(NodeError):
    """Another process is changing this node."""

    code = "SC-NOD-03"


class CorridorError(NodeError):
    """There is no such corridor here, or there are several and none was named."""

    code = "SC-NOD-04"


class KeyFileError(NodeError):
    """A private key is missing, cannot be read, or could be read by others."""

    code = "SC-NOD-05"


class InputFileError(NodeError):
    """A file given to a command is missing, is no plain file, cannot be read, or is too large."""

    code = "SC-NOD-06"


class UnknownClaimError(NodeError):
    """The record holds no claim of this name."""

    code = "SC-NOD-07"


class StrictError(NodeError):
    """Something in the input has problems, and the caller asked for all or nothing."""

    code = "SC-NOD-08"


class UnfinishedError(NodeError):
    """An import was cut short and has to be completed before anything else is written."""

    code = "SC-NOD-09"


class FetchError(NodeError):
    """A page cannot be fetched: the site does not answer, or not in time."""

    code = "SC-NOD-11"


class FetchRefusedError(FetchError):
    """An address is not fetched: it is not of the public internet, or leads elsewhere."""

    code = "SC-NOD-12"


class EndpointError(NodeError):
    """A model's endpoint cannot be asked, does not answer, or not in time."""

    code = "SC-NOD-13"


class EndpointUnsetError(EndpointError):
    """The settings of a model's endpoint are incomplete or do not fit; nothing was sent."""

    code = "SC-NOD-14"
