"""The settings: names, types, defaults, constraints, and the problems with their values.

``.env.example`` repeats the descriptions; a problem is a text key with arguments.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.configuration import values
from bot.configuration.cluster import ClusterSettings, Mode
from bot.configuration.operation import OperationSettings
from bot.errors import Problem, SettingsError
from bot.model.interface_language import InterfaceLanguage
from bot.runtime.environment import (
    DEFAULT_LANGUAGE,
    ENCODING,
    ENV_FILE,
    PREFIX,
    environment_proxies,
    read_bindings,
    variable_names,
)


class LogLevel(StrEnum):
    """The lowest level that is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"
    CRITICAL = "CRITICAL"


class Settings(OperationSettings, ClusterSettings):
    """The settings; made by :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: Annotated[SecretStr | None, BeforeValidator(values.token)] = Field(
        default=None,
        description="The bot's token from @BotFather. Without one, a page to try it on opens.",
    )
    api_url: Annotated[str, BeforeValidator(values.api_url)] = Field(
        default="https://api.telegram.org/bot",
        repr=False,  # it may have a password in it
        description="The address of the Bot API server, up to and including /bot.",
    )
    articles: Annotated[Path, BeforeValidator(values.path)] = Field(
        default=Path("articles"), description="The folder of articles to load."
    )
    data: Annotated[Path, BeforeValidator(values.path)] = Field(
        default=Path("data"),
        description="The folder for the database and the index; made if missing.",
    )
    reader: Annotated[Path | None, BeforeValidator(values.optional_path)] = Field(
        default=None,
        description="A folder with a cross-encoder that judges sentences too; see docs/reader.md.",
    )
    owners: Annotated[frozenset[int], NoDecode, BeforeValidator(values.owners)] = Field(
        default=frozenset(),
        description="The user ids of the owners, who appoint admins and editors, comma-separated.",
    )
    language: Annotated[InterfaceLanguage, BeforeValidator(values.one_of(InterfaceLanguage))] = (
        Field(
            default=DEFAULT_LANGUAGE,
            description=(
                "The language of the command line, and for readers whose own is not known: "
                "id, en or ms."
            ),
        )
    )
    log_level: Annotated[LogLevel, BeforeValidator(values.one_of(LogLevel))] = Field(
        default=LogLevel.INFO,
        description="How much is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.",
    )
    time_zone: Annotated[str, BeforeValidator(values.zone_name)] = Field(
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
    watch: Annotated[bool, BeforeValidator(values.stripped)] = Field(
        default=True, description="Whether the folder is read soon after a file in it changes."
    )
    reload_minutes: int = Field(
        default=0,
        ge=0,
        le=10080,
        description="How often the folder is read by the clock, in minutes; 0: never.",
    )
    feedback_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="For how many days ratings of answers are kept, without who rated.",
    )
    fetch_allow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.fetch_hosts)] = Field(
        default=(),
        description="Hosts outside the public web to fetch from, ports optional, comma-separated.",
    )

    def secrets(self) -> frozenset[str]:
        """Return all that must not be shown to anybody, as written and as decoded.

        Of addresses, also of the system's proxies, these are the passwords in them, of a token also
        its second half alone.
        """
        written = {
            value.get_secret_value()
            for name in type(self).model_fields
            if isinstance(value := getattr(self, name), SecretStr)
        }
        addresses = {each for each in (*written, self.api_url) if "://" in each}
        proxies = environment_proxies().items()
        addresses |= {values.with_scheme(each) for name, each in proxies if name != "no"}
        passwords = {_password_of(each) for each in addresses}
        plain = {*(written - addresses), *passwords}
        half = self.token.get_secret_value().partition(":")[2] if self.token else ""
        forms = {form for each in plain for form in (each, quote(each), unquote(each))}
        return frozenset({*forms, half} - {""})


def _password_of(address: str) -> str:
    """Return the password in an address, "" without one, or if it is no address."""
    try:
        return urlsplit(address).password or ""
    except ValueError:
        return ""


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
    if settings is not None and settings.mode is Mode.WEBHOOK and not settings.webhook_url:
        problems.append(Problem(f"{PREFIX}WEBHOOK_URL", "settings_webhook_missing", {}))
    if settings is not None:
        problems += _missing_packages(settings)
        problems += _proxy_problems(settings)
    # Raised here and not above: as its context, pydantic's error would hold the token.
    if settings is None or problems:
        raise SettingsError(problems)
    return settings


def _proxy_problems(settings: Settings) -> list[Problem]:
    """Return a problem for each proxy of the environment that is used and is no address of one."""
    problems = []
    for name, value in environment_proxies().items():
        if name == "no" or settings.proxy is not None:
            continue
        try:
            values.proxy(values.with_scheme(value))
        except PydanticCustomError as error:
            problems.append(Problem(f"{name.upper()}_PROXY", error.type, {}))
    return problems


def _missing_packages(settings: Settings) -> list[Problem]:
    """Return a problem for each setting that needs a package of the extra ``cluster``."""
    needed = {
        "DATABASE": ("asyncpg", settings.database is not None),
        "OPENSEARCH": ("opensearchpy", bool(settings.opensearch)),
    }
    return [
        problem
        for name, (module, is_needed) in needed.items()
        if is_needed
        for problem in missing_package(module, PREFIX + name)
    ]


def missing_package(module: str, name: str) -> list[Problem]:
    """Return a problem if a module of the extra ``cluster``, which ``name`` needs, is not there."""
    if find_spec(module) is not None:
        return []
    return [Problem(name, "settings_package", {"package": module})]


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
        return "settings_choice", {"value": values.shown(value), "choices": "yes, no"}
    bounds = {
        name: getattr(constraint, name)
        for constraint in field.metadata
        for name in ("ge", "le")
        if hasattr(constraint, name)
    }
    arguments = {"value": values.shown(value.strip()), "least": bounds["ge"], "most": bounds["le"]}
    return "settings_number", arguments
