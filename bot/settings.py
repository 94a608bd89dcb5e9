"""Every setting: its name, type, default, and what may be wrong with it.

The only reader of the environment and of ``.env``. Says nothing in prose but the descriptions,
which ``.env.example`` repeats; problems are text keys with arguments.
"""

import io
import os
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadTimeZone, Problem, SettingsError
from index.types import Language

PREFIX = "KUTIP_"
ENCODING = "utf-8-sig"  # editors on Windows begin a file with a byte order mark
TOKEN = re.compile(r"[0-9]+:[\w-]+", re.ASCII)
USER_ID = re.compile(r"0*[1-9][0-9]{0,15}", re.ASCII)  # Telegram: at most 52 significant bits
SECRET = re.compile(r"[0-9]+:[\w-]+|[\w-]{30,}", re.ASCII)  # a token, or its second half alone
LONGEST_SHOWN = 40
YES, NO = frozenset({"yes", "true", "on", "1"}), frozenset({"no", "false", "off", "0"})

Choice = TypeVar("Choice", bound=StrEnum)


class LogLevel(StrEnum):
    """How much is logged: this level and everything graver."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"
    CRITICAL = "CRITICAL"


def _shown(value: str) -> str:
    """A wrong value as it may be shown: short, and never a token put in the wrong place."""
    masked = SECRET.sub("…", value)
    return masked if len(masked) <= LONGEST_SHOWN else masked[: LONGEST_SHOWN - 1] + "…"


def _token(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.strip() and not TOKEN.fullmatch(value.strip()):
        raise PydanticCustomError("settings_token", "not a token")
    return value.strip() or None


def _api_url(value: object) -> object:
    """The value itself is never shown: people paste addresses with the token inside."""
    text = str(value).strip().rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not parts.path.endswith("/bot") or parts.query or parts.fragment:
        raise PydanticCustomError("settings_url", "not the address of a Bot API server")
    return text


def _path(value: object) -> object:
    try:
        return Path(str(value).strip()).expanduser()
    except RuntimeError:
        raise PydanticCustomError(
            "settings_path", "no such home", {"value": _shown(str(value))}
        ) from None


def _owners(value: object) -> object:
    if not isinstance(value, str):
        return value
    entries = [entry.strip() for entry in value.split(",") if entry.strip()]
    wrong = [_shown(entry) for entry in entries if not USER_ID.fullmatch(entry)]
    if wrong:
        raise PydanticCustomError("settings_owners", "not user ids", {"value": ", ".join(wrong)})
    return frozenset(map(int, entries))


def _hosts(value: object) -> object:
    if not isinstance(value, str):
        return value
    from bot.fetching.addresses import AllowedHosts  # what asks one question fetches nothing

    entries = [entry.strip() for entry in value.split(",") if entry.strip()]
    for entry in entries:
        try:
            AllowedHosts.parse([entry])
        except ValueError:
            raise PydanticCustomError(
                "settings_hosts", "not a host", {"value": _shown(entry)}
            ) from None
    return tuple(entries)


def _one_of(choices: type[Choice]) -> Callable[[object], Choice]:
    """A validator that takes any case and names the choices when none fits."""

    def choose(value: object) -> Choice:
        for choice in choices:
            if str(value).strip().lower() == choice.value.lower():
                return choice
        raise PydanticCustomError(
            "settings_choice",
            "none of the choices",
            {"value": _shown(str(value)), "choices": ", ".join(choices)},
        )

    return choose


def _number(least: int, most: int) -> Callable[[object], int]:
    """A validator that takes whole numbers between two."""

    def number(value: object) -> int:
        text = str(value).strip()
        if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
            return int(text)
        raise PydanticCustomError(
            "settings_number",
            "not such a number",
            {"value": _shown(text), "least": least, "most": most},
        )

    return number


def _yes_or_no(value: object) -> bool:
    text = str(value).strip().lower()
    if text in YES | NO:
        return text in YES
    raise PydanticCustomError(
        "settings_choice",
        "neither yes nor no",
        {"value": _shown(str(value)), "choices": "yes, no"},
    )


def _zone(value: object) -> str:
    from bot.model.schedule import time_zone  # what asks one question needs no zones

    try:
        return time_zone(str(value).strip()).key
    except BadTimeZone:
        raise PydanticCustomError(
            "settings_zone", "not a time zone", {"value": _shown(str(value))}
        ) from None


class Settings(BaseSettings):
    """What a person can set; made by :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: Annotated[SecretStr | None, BeforeValidator(_token)] = Field(
        default=None,
        description="The bot's token from @BotFather. Without one, Kutip chats in the terminal.",
    )
    api_url: Annotated[str, BeforeValidator(_api_url)] = Field(
        default="https://api.telegram.org/bot",
        description="The address of the Bot API server, up to and including /bot.",
    )
    articles: Annotated[Path, BeforeValidator(_path)] = Field(
        default=Path("articles"), description="The folder of articles to load."
    )
    data: Annotated[Path, BeforeValidator(_path)] = Field(
        default=Path("data"),
        description="The folder for the database and the index; made if missing.",
    )
    owners: Annotated[frozenset[int], NoDecode, BeforeValidator(_owners)] = Field(
        default=frozenset(),
        description="The user ids of the owners, who appoint admins and editors, comma-separated.",
    )
    language: Annotated[Language, BeforeValidator(_one_of(Language))] = Field(
        default=Language.INDONESIAN,
        description="The language for readers whose own is not known: id or en.",
    )
    log_level: Annotated[LogLevel, BeforeValidator(_one_of(LogLevel))] = Field(
        default=LogLevel.INFO,
        description="How much is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.",
    )
    time_zone: Annotated[str, BeforeValidator(_zone)] = Field(
        default="Asia/Jakarta",
        description="The time zone of chats that chose none, by its IANA name.",
    )
    topics: Annotated[int, BeforeValidator(_number(1, 1000))] = Field(
        default=50, description="How many topics a chat may subscribe to."
    )
    topic_share: Annotated[int, BeforeValidator(_number(1, 100))] = Field(
        default=50, description="A topic that matches more percent of the articles is refused."
    )
    alerts_per_hour: Annotated[int, BeforeValidator(_number(1, 1000))] = Field(
        default=20, description="How many alerts a chat gets in an hour; more become a digest."
    )
    alert_days: Annotated[int, BeforeValidator(_number(0, 3650))] = Field(
        default=7, description="Articles dated more days ago than this alert nobody."
    )
    story_days: Annotated[int, BeforeValidator(_number(1, 365))] = Field(
        default=7, description="For how many days a copy of an article counts as the same story."
    )
    watch: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=True, description="Whether the folder is read soon after a file in it changes."
    )
    reload_minutes: Annotated[int, BeforeValidator(_number(0, 10080))] = Field(
        default=0, description="How often the folder is read by the clock, in minutes; 0: never."
    )
    fetch_allow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = Field(
        default=(),
        description="Hosts outside the public web to fetch from, ports optional, comma-separated.",
    )


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings from the environment, then ``env_file`` (which need not exist), then defaults.

    Raises SettingsError with every problem at once.
    """
    bindings, problems = _read_bindings(env_file)
    names = [*os.environ, *(binding.key for binding in bindings if binding.key)]
    problems += _unknown(names)
    options: dict[str, Any] = {"_env_file": env_file if bindings else None}
    settings: Settings | None = None
    try:
        settings = Settings(**options)
    except ValidationError as error:
        problems += [_problem(details) for details in error.errors(include_input=False)]
    # Raised here and not above: the cause would hold what was set, and so the token.
    if settings is None or problems:
        raise SettingsError(problems)
    return settings


def _read_bindings(env_file: Path | None) -> tuple[list[Binding], list[Problem]]:
    """The lines of the settings file, and what cannot be understood in it."""
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


def _unknown(names: Iterable[str]) -> list[Problem]:
    """A problem for each of our variables that no setting reads."""
    known = [field.upper() for field in Settings.model_fields]
    ours = {name.upper() for name in names if name.upper().startswith(PREFIX)}
    problems = []
    for name in sorted(ours.difference(PREFIX + field for field in known)):
        if similar := get_close_matches(name.removeprefix(PREFIX), known, n=1):
            suggestion = PREFIX + similar[0]
            problems.append(Problem(name, "settings_misspelt", {"suggestion": suggestion}))
        else:
            problems.append(Problem(name, "settings_unknown", {}))
    return problems


def _problem(details: ErrorDetails) -> Problem:
    """A problem out of pydantic's: every validator here raises a text key with its arguments."""
    return Problem(PREFIX + str(details["loc"][0]).upper(), details["type"], details.get("ctx", {}))
