"""Notifications to the service manager that started the program, as systemd's sd_notify(3) does.

Datagrams of ``NAME=value`` lines to the socket that it names; nothing where it names none.
"""

import logging
import socket
from contextlib import suppress

log = logging.getLogger(__name__)

MAX_STATUS_CHARS = 200
"""Of a status, which ``systemctl status`` shows in one line."""

_LASTING = ("READY", "STATUS", "STOPPING")


class ServiceManager:
    """Sends the state of the program; ``address`` is a path, or begins with @ if it is abstract.

    What of READY, STATUS and STOPPING cannot be sent goes with the next notification; a sign of
    life of before would be none.
    """

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._has_failed = False
        self._unsent: dict[str, str | int] = {}

    def notify(self, **new: str | int) -> None:
        """Send states, such as ``READY=1``, and what was not sent; never blocks or raises."""
        states = self._unsent | new
        if not self._address or not states:
            return
        lines = "\n".join(f"{name}={_one_line(str(value))}" for name, value in states.items())
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
                sending.setblocking(False)
                sending.sendto(lines.encode(), self._address)
        except (OSError, ValueError) as error:
            self._unsent = {name: value for name, value in states.items() if name in _LASTING}
            self._note(error)
        else:
            self._unsent = {}

    def _note(self, error: Exception) -> None:
        """Log the first failure only: there would be one every few seconds."""
        if not self._has_failed:
            self._has_failed = True
            log.warning("the service manager can't be notified: %s", type(error).__name__)


def _one_line(value: str) -> str:
    with suppress(UnicodeEncodeError):
        value.encode()
        return " ".join(value.split())[:MAX_STATUS_CHARS]
    return "?"
