"""The settings of whoever runs the bot for long: what is watched, logged, kept and backed up."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings

from bot.configuration import values
from bot.runtime.log_format import LogFormat


class OperationSettings(BaseSettings):
    """The settings of an operator; an installation to try the bot on leaves them as they are."""

    monitoring_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="The port of /healthz, /readyz and /metrics; 0: none.",
    )
    monitoring_listen: Annotated[str, BeforeValidator(values.listen)] = Field(
        default="127.0.0.1", description="The address of this machine that this port is on."
    )
    backup_hours: int = Field(
        default=24,
        ge=0,
        le=8760,
        description="After how many hours the database is backed up again; 0: never.",
    )
    backup_keep: int = Field(
        default=7, ge=1, le=1000, description="How many backups are kept; older ones are deleted."
    )
    backups: Annotated[Path | None, BeforeValidator(values.optional_path)] = Field(
        default=None, description="The folder of backups; without, backups in the data folder."
    )
    log_format: Annotated[LogFormat, BeforeValidator(values.one_of(LogFormat))] = Field(
        default=LogFormat.AUTO,
        description="The form of the log: text, json, or auto: text in a terminal, else json.",
    )
    api_local: Annotated[bool, BeforeValidator(values.stripped)] = Field(
        default=False,
        description="Whether the Bot API server is one's own, in --local mode, on this machine.",
    )
    proxy: Annotated[SecretStr | None, BeforeValidator(values.proxy)] = Field(
        default=None,
        description="The proxy for Telegram and for fetching: http, https, socks5 or socks5h.",
    )
    free_mb: int = Field(
        default=500,
        ge=0,
        le=1_000_000,
        description="Owners are told when less than so many megabytes of the disk are free; 0: no.",
    )
    questions_per_minute: int = Field(
        default=60,
        ge=0,
        le=10_000,
        description="How many messages and taps of one person are answered a minute; 0: all.",
    )
    group_questions_per_minute: int = Field(
        default=60,
        ge=0,
        le=10_000,
        description="How many messages and taps in one group are answered a minute; 0: all.",
    )
    inline_per_minute: int = Field(
        default=120,
        ge=0,
        le=10_000,
        description="How many inline queries of one person are answered a minute; 0: all.",
    )
    uploads_per_hour: int = Field(
        default=120,
        ge=0,
        le=10_000,
        description="How many files and addresses one of the staff may send an hour; 0: any.",
    )
    unanswered_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="For how many days questions that were not answered are kept, without whose.",
    )
    answers_days: int = Field(
        default=30,
        ge=2,
        le=3650,
        description="For how many days answers are kept, without whose, for their buttons.",
    )
    statistics_days: int = Field(
        default=400, ge=31, le=3650, description="For how many days the daily counts are kept."
    )
    audit_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="For how many days it is kept what members of the staff did.",
    )
    messages_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="For how many days messages that were sent, or given up, are kept.",
    )
    updates_days: int = Field(
        default=2,
        ge=1,
        le=30,
        description="For how many days the numbers of updates that a webhook took are kept.",
    )
    inactive_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="After how many days a chat that can't be reached is deleted, with its topics.",
    )
