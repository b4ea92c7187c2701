"""Errors of the pages.

    WebError (SC-WEB-00, 500)
     +- AddressError (SC-WEB-01, 404)   the address names nothing that this node holds
     +- QueryError (SC-WEB-02, 400)     a query parameter that no link of ours would carry
     +- MethodError (SC-WEB-03, 405)    these pages are read only

The texts are catalogue messages: the page shows them in the reader's language, with the code beside them.
Nothing else of an error reaches a reader; what went wrong inside goes to the server's own journal.
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class WebError(SafeconductError):
    """A request that gets an error page instead of the page asked for."""

    code = "SC-WEB-00"
    status = 500


class AddressError(WebError):
    """The address names nothing that this node holds.

    near: pairs (text, address) of the nearest things that do exist, best first.
    """

    code = "SC-WEB-01"
    status = 404

    def __init__(
        self, what: str, *, where: str = "", next_step: str = "", near: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.near = near
        super().__init__(what, where=where, next_step=next_step)


class QueryError(WebError):
    """A query parameter with a value that no link of ours would carry."""

    code = "SC-WEB-02"
    status = 400


class MethodError(WebError):
    """A request that wants to change something on pages that only show."""

    code = "SC-WEB-03"
    status = 405
