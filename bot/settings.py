"""The settings: names, types, defaults, constraints, and the problems with their values.

``.env.example`` repeats the descriptions; a problem is a text key with arguments.
"""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadTimeZone, Problem, SettingsError
from bot.runtime.environment import (
    DEFAULT_LANGUAGE,
    ENCODING,
    ENV_FILE,
    PREFIX,
    read_bindings,
    variable_names,
)
from index.types import Language

TOKEN = re.compile(r"[0-9]+:[\w-]+", re.ASCII)
USER_ID = re.compile(r"0*[1-9][0-9]{0,15}", re.ASCII)  # Telegram: at most 52 significant bits
SECRET = re.compile(r"[0-9]+:[\w-]+|[\w-]{30,}", re.ASCII)  # a token, or its second half alone
MAX_SHOWN_LENGTH = 40

Choice = TypeVar("Choice", bound=StrEnum)


class LogLevel(StrEnum):
    """The lowest level that is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"
    CRITICAL = "CRITICAL"


def _shown(value: str) -> str:
    """Shorten a wrong value for an error message; mask a token put in the wrong place."""
    masked = SECRET.sub("…", value)
    return masked if len(masked) <= MAX_SHOWN_LENGTH else masked[: MAX_SHOWN_LENGTH - 1] + "…"


def _token(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.strip() and not TOKEN.fullmatch(value.strip()):
        raise PydanticCustomError("settings_token", "not a token")
    return value.strip() or None


def _api_url(value: object) -> object:
    """Errors do not show the value: people paste addresses with the token inside."""
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


def _optional_path(value: object) -> object:
    return _path(value) if isinstance(value, str) and value.strip() else None


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
    from bot.fetching.addresses import AllowedHosts  # `kutip ask` fetches nothing

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
    """Return a validator that ignores case, and whose error names the choices."""

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


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _zone(value: object) -> str:
    from bot.model.schedule import time_zone  # `kutip ask` needs no zones

    try:
        return time_zone(str(value).strip()).key
    except BadTimeZone:
        raise PydanticCustomError(
            "settings_zone", "not a time zone", {"value": _shown(str(value))}
        ) from None


class Settings(BaseSettings):
    """The settings; made by :func:`load_settings`."""

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
    reader: Annotated[Path | None, BeforeValidator(_optional_path)] = Field(
        default=None,
        description="A folder with a cross-encoder that judges sentences too; see docs/reader.md.",
    )
    owners: Annotated[frozenset[int], NoDecode, BeforeValidator(_owners)] = Field(
        default=frozenset(),
        description="The user ids of the owners, who appoint admins and editors, comma-separated.",
    )
    language: Annotated[Language, BeforeValidator(_one_of(Language))] = Field(
        default=DEFAULT_LANGUAGE,
        description=(
            "The language of the command line, and for readers whose own is not known: id or en."
        ),
    )
    log_level: Annotated[LogLevel, BeforeValidator(_one_of(LogLevel))] = Field(
        default=LogLevel.INFO,
        description="How much is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.",
    )
    time_zone: Annotated[str, BeforeValidator(_zone)] = Field(
        default="Asia/Jakarta",
        description="The time zone of chats that chose none, by its IANA name.",
    )
    topics: int = Field(
        default=50, ge=1, le=1000, description="How many topics a chat may subscribe to."
    )
    topic_share: int = Field(
        default=50,
        ge=1,
        le=100,
        description="A topic that matches more percent of the articles is refused.",
    )
    alerts_per_hour: int = Field(
        default=20,
        ge=1,
        le=1000,
        description="How many alerts a chat gets in an hour; more become a digest.",
    )
    alert_days: int = Field(
        default=7, ge=0, le=3650, description="Articles dated more days ago than this alert nobody."
    )
    story_days: int = Field(
        default=7,
        ge=1,
        le=365,
        description="For how many days a copy of an article counts as the same story.",
    )
    watch: Annotated[bool, BeforeValidator(_stripped)] = Field(
        default=True, description="Whether the folder is read soon after a file in it changes."
    )
    reload_minutes: int = Field(
        default=0,
        ge=0,
        le=10080,
        description="How often the folder is read by the clock, in minutes; 0: never.",
    )
    fetch_allow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = Field(
        default=(),
        description="Hosts outside the public web to fetch from, ports optional, comma-separated.",
    )


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """Load the settings from the environment, else ``env_file`` (if it exists), else the defaults.

    Raises SettingsError with all problems.
    """
    bindings, problems = read_bindings(env_file)
    problems += _unknown(variable_names(bindings))
    options: dict[str, Any] = {"_env_file": env_file if bindings else None}
    settings: Settings | None = None
    try:
        settings = Settings(**options)
    except ValidationError as error:
        problems += [_problem(details) for details in error.errors()]
    # Raised here and not above: as its context, pydantic's error would hold the token.
    if settings is None or problems:
        raise SettingsError(problems)
    return settings


def _unknown(names: Iterable[str]) -> list[Problem]:
    """Return a problem for each variable with our prefix that is no setting."""
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
    """Convert pydantic's error; the validators above raise a text key with its arguments."""
    name, key, arguments = str(details["loc"][0]), details["type"], details.get("ctx", {})
    if not key.startswith("settings_"):
        key, arguments = _constraint_problem(Settings.model_fields[name], str(details["input"]))
    return Problem(PREFIX + name.upper(), key, arguments)


def _constraint_problem(field: FieldInfo, value: str) -> tuple[str, dict[str, str | int]]:
    """Return the text key and arguments for a value that pydantic itself refused."""
    if field.annotation is bool:
        return "settings_choice", {"value": _shown(value), "choices": "yes, no"}
    bounds = {
        name: getattr(constraint, name)
        for constraint in field.metadata
        for name in ("ge", "le")
        if hasattr(constraint, name)
    }
    arguments = {"value": _shown(value.strip()), "least": bounds["ge"], "most": bounds["le"]}
    return "settings_number", arguments
