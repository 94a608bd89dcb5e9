"""Validators of single settings; each raises a text key with its arguments."""

import re
from collections.abc import Callable
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic_core import PydanticCustomError

from bot.errors import BadTimeZone

TOKEN = re.compile(r"[0-9]+:[\w-]+", re.ASCII)
USER_ID = re.compile(r"0*[1-9][0-9]{0,15}", re.ASCII)  # Telegram: at most 52 significant bits
SECRET = re.compile(r"[0-9]+:[\w-]+|[\w-]{30,}", re.ASCII)  # a token, or its second half alone
HOST = re.compile(r"(?!.{254})[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.ASCII | re.IGNORECASE)
INDEX_NAME = re.compile(r"[a-z][a-z0-9_-]{0,99}", re.ASCII)
WEBHOOK_SECRET = re.compile(r"[\w-]{1,256}", re.ASCII)  # Telegram: setWebhook's secret_token
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
MAX_SHOWN_LENGTH = 40

TLS_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
DATABASE_OPTIONS = {
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslpassword", "passfile"),
    *("ssl_min_protocol_version", "ssl_max_protocol_version", "target_session_attrs"),
}
"""Of libpq's, in the address of a database: those that its driver knows as well."""

Choice = TypeVar("Choice", bound=StrEnum)


def shown(value: str) -> str:
    """Shorten a wrong value for an error message; mask a token put in the wrong place."""
    masked = SECRET.sub("…", value)
    return masked if len(masked) <= MAX_SHOWN_LENGTH else masked[: MAX_SHOWN_LENGTH - 1] + "…"


def token(value: object) -> object:
    """Return a token without the spaces around it; None for an empty one."""
    if not isinstance(value, str):
        return value
    if value.strip() and not TOKEN.fullmatch(value.strip()):
        raise PydanticCustomError("settings_token", "not a token")
    return value.strip() or None


def api_url(value: object) -> object:
    """Return the address of a Bot API server.

    Errors do not show the value: people paste addresses with the token inside.
    """
    text = str(value).strip().rstrip("/")
    parts = _parts(text)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.path.endswith("/bot")
        or parts.query
        or parts.fragment
    ):
        raise PydanticCustomError("settings_url", "not the address of a Bot API server")
    return text


def proxy(value: object) -> object:
    """Return the address of a proxy; errors do not show it: it may have a password."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    parts = _parts(text)
    is_bare = parts is not None and not (parts.path.strip("/") or parts.query or parts.fragment)
    if text and (parts is None or parts.scheme not in PROXY_SCHEMES or not is_bare):
        raise PydanticCustomError("settings_proxy", "not the address of a proxy")
    return text or None


def with_scheme(address: str) -> str:
    """Return the address of a proxy as other programs take it, ``proxy:3128``, with its scheme."""
    return address if "://" in address else f"http://{address}"


def path(value: object) -> object:
    """Return a path; ``~`` is the home folder."""
    try:
        return Path(str(value).strip()).expanduser()
    except RuntimeError:
        raise PydanticCustomError(
            "settings_path", "no such home", {"value": shown(str(value))}
        ) from None


def optional_path(value: object) -> object:
    """Return a path; None for an empty value."""
    return path(value) if isinstance(value, str) and value.strip() else None


def owners(value: object) -> object:
    """Return the user ids of a comma-separated list."""
    if not isinstance(value, str):
        return value
    entries = [entry.strip() for entry in value.split(",") if entry.strip()]
    wrong = [shown(entry) for entry in entries if not USER_ID.fullmatch(entry)]
    if wrong:
        raise PydanticCustomError("settings_owners", "not user ids", {"value": ", ".join(wrong)})
    return frozenset(map(int, entries))


def fetch_hosts(value: object) -> object:
    """Return the hosts of a comma-separated list."""
    if not isinstance(value, str):
        return value
    from bot.fetching.addresses import AllowedHosts  # `kutip ask` fetches nothing

    entries = [entry.strip() for entry in value.split(",") if entry.strip()]
    for entry in entries:
        try:
            AllowedHosts.parse([entry])
        except ValueError:
            raise PydanticCustomError(
                "settings_hosts", "not a host", {"value": shown(entry)}
            ) from None
    return tuple(entries)


def one_of(choices: type[Choice]) -> Callable[[object], Choice]:
    """Return a validator that ignores case, and whose error names the choices."""

    def choose(value: object) -> Choice:
        for choice in choices:
            if str(value).strip().lower() == choice.value.lower():
                return choice
        raise PydanticCustomError(
            "settings_choice",
            "none of the choices",
            {"value": shown(str(value)), "choices": ", ".join(choices)},
        )

    return choose


def stripped(value: object) -> object:
    """Return a text without the spaces around it."""
    return value.strip() if isinstance(value, str) else value


def listen(value: object) -> object:
    """Return an address of this machine, or its name; an empty one would be all addresses."""
    text = str(value).strip()
    if not (HOST.fullmatch(text) or _is_address(text)):
        raise PydanticCustomError("settings_listen", "not an address", {"value": shown(text)})
    return text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def zone_name(value: object) -> str:
    """Return the name of a time zone."""
    from bot.model.schedule import time_zone  # `kutip ask` needs no zones

    try:
        return time_zone(str(value).strip()).key
    except BadTimeZone:
        raise PydanticCustomError(
            "settings_zone", "not a time zone", {"value": shown(str(value))}
        ) from None


def database(value: object) -> object:
    """Return the address of a PostgreSQL database; errors do not show it: it has a password."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    parts = _parts(text)
    schemes = {"postgresql", "postgres"}
    if text and (parts is None or parts.scheme not in schemes or not parts.path.strip("/")):
        raise PydanticCustomError("settings_database", "not the address of a database")
    for name, option in parse_qsl(parts.query if parts else "", keep_blank_values=True):
        if name not in DATABASE_OPTIONS or (name == "sslmode" and option not in TLS_MODES):
            raise PydanticCustomError(
                "settings_database_option", "not an option", {"value": shown(name)}
            )
    return text or None


def addresses(value: object) -> object:
    """Return the addresses of a comma-separated list; errors show no address with a password."""
    if not isinstance(value, str):
        return value
    entries = [entry.strip().rstrip("/") for entry in value.split(",") if entry.strip()]
    for entry in entries:
        parts = _parts(entry)
        if parts is None or parts.scheme not in {"http", "https"} or parts.username or parts.path:
            raise PydanticCustomError("settings_addresses", "not an address")
    return tuple(entries)


def index_name(value: object) -> object:
    """Return the name of an index, as OpenSearch takes it."""
    text = str(value).strip()
    if not INDEX_NAME.fullmatch(text):
        raise PydanticCustomError("settings_index", "not a name", {"value": shown(text)})
    return text


def webhook_url(value: object) -> object:
    """Return the public address of the webhook: HTTPS, or HTTP on this machine for tests."""
    text = str(value).strip()
    parts = _parts(text)
    is_local = parts is not None and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    schemes = {"https", "http"} if is_local else {"https"}
    if text and (parts is None or parts.scheme not in schemes or parts.query or parts.fragment):
        raise PydanticCustomError("settings_webhook", "not an address", {"value": shown(text)})
    return text


def webhook_secret(value: object) -> object:
    """Return the webhook's secret, in the alphabet that Telegram takes."""
    if not isinstance(value, str):
        return value
    if value.strip() and not WEBHOOK_SECRET.fullmatch(value.strip()):
        raise PydanticCustomError("settings_secret", "not a secret")
    return value.strip() or None


def _parts(text: str) -> SplitResult | None:
    """Return the parts of an address that names a host; None if it is none."""
    try:
        parts = urlsplit(text)
        is_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_host else None
