"""The errors of reading and reviewing reports.

SafeconductError
 +- PressError              a report or a draft that cannot be used
     +- SourceError         bytes that are no text, or more than is read
     +- ReviewError         a decision that the rules of review do not allow
         +- QuoteError      the words quoted are not what the text has at this place
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class PressError(SafeconductError):
    """A report or a draft that cannot be used."""

    code = "SC-PRS-00"


class SourceError(PressError):
    """The bytes of a report are more than is read, or of a kind that is not read."""

    code = "SC-PRS-01"


class ReviewError(PressError):
    """A decision about a proposed statement that the rules of review do not allow."""

    code = "SC-PRS-02"


class QuoteError(ReviewError):
    """The words of a quotation are not what the text has at their place."""

    code = "SC-PRS-03"
