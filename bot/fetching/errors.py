"""What can go wrong with a fetch.

::

    FetchError                what was asked for could not be had; ``retry_after`` if the host said
    ├── AddressRefused        no address of the public web, or one of them leads elsewhere
    └── Gone                  the host says that it is gone for good
"""

from bot.errors import KutipError


class FetchError(KutipError):
    """What was asked for could not be had.

    ``retry_after`` are the seconds for which the host asked not to be asked again, 0 if it did not.
    Keys: ``fetch_unreachable``, ``fetch_slow``, ``fetch_too_large``, ``fetch_broken``,
    ``fetch_status`` (``status``), ``fetch_type`` (``type``), ``fetch_redirects``.
    """

    def __init__(self, key: str, *, retry_after: int = 0, **arguments: str | int) -> None:
        super().__init__(key, **arguments)
        self.retry_after = retry_after


class AddressRefused(FetchError):  # noqa: N818 - says what happened
    """No address of the public web: ``fetch_scheme``, ``fetch_address``, ``fetch_private``."""


class Gone(FetchError):  # noqa: N818 - says what happened
    """The host says that what was asked for is gone for good: status 410."""

    def __init__(self) -> None:
        super().__init__("fetch_gone")
