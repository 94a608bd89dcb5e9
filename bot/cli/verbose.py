"""The log of a command with ``--verbose``, without secrets."""

import logging

from bot.errors import SettingsError
from bot.runtime.log_privacy import SecretMask
from bot.settings import load_settings


def known_mask() -> SecretMask:
    """Return a mask of the settings' secrets; of none if the settings cannot be used."""
    try:
        return SecretMask(load_settings().secrets())
    except SettingsError:
        return SecretMask(())


def verbose_handler() -> logging.Handler:
    """Return a handler to standard error; tracebacks show what was read, but no secret."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Masking(known_mask()))
    return handler


class _Masking(logging.Formatter):
    """The usual format, with an ellipsis for each secret."""

    def __init__(self, mask: SecretMask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Format the record with its traceback."""
        return self._mask(super().format(record))
