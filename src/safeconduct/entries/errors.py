"""The errors of this package.

SafeconductError
 +- EntryError              an entry that this version will not read or write
     +- EnvelopeError       the outer part: time, corridor, references, size, canonical form
     +- UnknownKindError    a kind that nobody registered, on writing (readers keep it unopened)
     +- BodyError           a body that its kind does not allow
         +- PersonalDataError   a plate, telephone or document number in clear text
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class EntryError(SafeconductError):
    """An entry that this version will not read or write."""

    code = "SC-ENT-01"


class EnvelopeError(EntryError):
    """The outer part of an entry breaks a rule of the envelope."""

    code = "SC-ENT-02"


class UnknownKindError(EntryError):
    """An entry of a kind that nobody registered was about to be written."""

    code = "SC-ENT-03"


class BodyError(EntryError):
    """The body of an entry is not what its kind allows."""

    code = "SC-ENT-04"


class PersonalDataError(BodyError):
    """A clear text field holds what looks like a plate, a telephone number or a document number."""

    code = "SC-ENT-05"
