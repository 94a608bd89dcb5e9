"""Errors of fetching.

::

    FetchError                the document could not be fetched
    ├── AddressRefused        the address is not of the public web, or redirects to one that is not
    └── Gone                  the host says that the document is gone for good
"""

from bot.errors import KutipError


class FetchError(KutipError):
    """The document could not be fetched.

    ``retry_after`` are the seconds that the host asked to wait, 0 if it did not.
    Keys: ``fetch_unreachable``, ``fetch_slow``, ``fetch_too_large``, ``fetch_broken``,
    ``fetch_status`` (``status``), ``fetch_type`` (``type``), ``fetch_redirects``,
    ``fetch_proxy``, ``fetch_proxy_password``, ``fetch_proxy_refused``.
    """

    def __init__(self, key: str, *, retry_after: int = 0, **arguments: str | int) -> None:
        super().__init__(key, **arguments)
        self.retry_after = retry_after


class AddressRefused(FetchError):  # noqa: N818 - says what happened
    """Not an address of the public web: ``fetch_scheme``, ``fetch_address``, ``fetch_private``."""


class Gone(FetchError):  # noqa: N818 - says what happened
    """The document is gone for good: status 410."""

    def __init__(self) -> None:
        super().__init__("fetch_gone")
