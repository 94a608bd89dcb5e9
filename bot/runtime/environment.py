"""The environment and ``.env``, and the language that the command line speaks by them.

Light, because ``kutip --help`` needs the language, and no settings.
"""

import io
import locale
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from dotenv.parser import Binding, parse_stream

from bot.errors import Problem
from bot.model.interface_language import InterfaceLanguage

PREFIX = "KUTIP_"
ENV_FILE = Path(".env")
ENCODING = "utf-8-sig"  # editors on Windows begin a file with a byte order mark
DEFAULT_LANGUAGE = InterfaceLanguage.INDONESIAN

_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})

_SYSTEM_LANGUAGES = {
    **{language.value: language for language in InterfaceLanguage},
    "in": InterfaceLanguage.INDONESIAN,  # its code before 1989
    "indonesian": InterfaceLanguage.INDONESIAN,
    "malay": InterfaceLanguage.MALAY,
}
"""The languages as locales name them."""


def read_bindings(env_file: Path | None) -> tuple[list[Binding], list[Problem]]:
    """Return the lines of the settings file, and the problems with it."""
    if env_file is None:
        return [], []
    try:
        bindings = list(parse_stream(io.StringIO(env_file.read_text(ENCODING))))
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeError):
        return [], [Problem(env_file.name, "settings_file", {})]
    return bindings, [
        Problem(env_file.name, "settings_line", {"line": binding.original.line})
        for binding in bindings
        if binding.error
    ]


def variable_names(bindings: Iterable[Binding]) -> list[str]:
    """Return the names of all variables, in the environment and in the settings file."""
    return [*os.environ, *(binding.key for binding in bindings if binding.key)]


def environment_proxies() -> dict[str, str]:
    """Return HTTPS_PROXY as ``https``, and HTTP_PROXY, ALL_PROXY and NO_PROXY as well.

    Of two spellings, the one in lower case counts, as everywhere.
    """
    names = sorted(name for name, value in os.environ.items() if value.strip())
    return {
        name.lower().removesuffix("_proxy"): os.environ[name].strip()
        for name in names  # capitals come first, and are overwritten
        if name.lower() in _PROXIES
    }


class ServiceVariables(NamedTuple):
    """The service manager's variables: its socket, "" without one, and the watchdog's time.

    The program is to be heard of once in ``watchdog_s`` seconds; None if nobody waits for that.
    """

    notify_socket: str
    watchdog_s: float | None


def service_variables() -> ServiceVariables:
    """Return what systemd says to this process; a watchdog for another process is none."""
    watchdog = os.environ.get("WATCHDOG_USEC", "")
    is_ours = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    seconds = int(watchdog) / 1e6 if watchdog.isascii() and watchdog.isdigit() and is_ours else 0.0
    return ServiceVariables(os.environ.get("NOTIFY_SOCKET", ""), seconds or None)


def has_display() -> bool:
    """Return whether the system can show a window here: a desktop session that is not remote."""
    if any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return True
    is_remote = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    return sys.platform in {"darwin", "win32"} and not is_remote


def command_line_language() -> InterfaceLanguage:
    """Return the language of the settings; the system's if what they say is no language."""
    setting = f"{PREFIX}LANGUAGE"
    bindings, _ = read_bindings(ENV_FILE)
    written = {binding.key.upper(): binding.value or "" for binding in bindings if binding.key}
    environment = {name.upper(): value for name, value in os.environ.items()}
    chosen = (environment.get(setting) or written.get(setting) or DEFAULT_LANGUAGE).strip().lower()
    return InterfaceLanguage(chosen) if chosen in set(InterfaceLanguage) else _system_language()


def _system_language() -> InterfaceLanguage:
    """Return the system's language if Kutip speaks it, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return _SYSTEM_LANGUAGES.get(name.lower().partition("_")[0], InterfaceLanguage.ENGLISH)
