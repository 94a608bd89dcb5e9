"""The settings of an installation on several machines: database, search engine, webhook."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.configuration import values


class Mode(StrEnum):
    """How the bot gets its updates."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class ClusterSettings(BaseSettings):
    """The settings that an installation on one machine leaves as they are."""

    database: Annotated[SecretStr | None, BeforeValidator(values.database)] = Field(
        default=None,
        description="The address of a PostgreSQL database; without one, a file in the data folder.",
    )
    opensearch: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.addresses)] = Field(
        default=(),
        description="The addresses of OpenSearch nodes, comma-separated; without, an own index.",
    )
    opensearch_index: Annotated[str, BeforeValidator(values.index_name)] = Field(
        default="kutip", description="The name of the index in OpenSearch."
    )
    opensearch_shards: int = Field(
        default=1, ge=1, le=64, description="Into how many shards a new index is divided."
    )
    opensearch_replicas: int = Field(
        default=1, ge=0, le=8, description="How many copies of each shard there are besides."
    )
    opensearch_user: Annotated[str, BeforeValidator(values.stripped)] = Field(
        default="", description="The name to sign in to OpenSearch with."
    )
    opensearch_password: SecretStr | None = Field(
        default=None, description="The password of that name."
    )
    opensearch_ca: Annotated[Path | None, BeforeValidator(values.optional_path)] = Field(
        default=None, description="The certificates that OpenSearch's is checked by, in a PEM file."
    )
    opensearch_verify: Annotated[bool, BeforeValidator(values.stripped)] = Field(
        default=True, description="Whether OpenSearch's certificate is checked."
    )
    mode: Annotated[Mode, BeforeValidator(values.one_of(Mode))] = Field(
        default=Mode.POLLING,
        description="How updates arrive: polling, by one process, or webhook, by any number.",
    )
    webhook_url: Annotated[str, BeforeValidator(values.webhook_url)] = Field(
        default="", description="The public address that Telegram sends updates to."
    )
    webhook_listen: Annotated[str, BeforeValidator(values.listen)] = Field(
        default="127.0.0.1", description="The address of this machine that the webhook listens on."
    )
    webhook_port: int = Field(
        default=8080, ge=1, le=65535, description="The port that the webhook listens on."
    )
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(values.webhook_secret)] = Field(
        default=None, description="What proves that an update is Telegram's; without, one is made."
    )
    webhook_certificate: Annotated[Path | None, BeforeValidator(values.optional_path)] = Field(
        default=None, description="The webhook's own certificate, a PEM file, if no proxy has one."
    )
    webhook_key: Annotated[Path | None, BeforeValidator(values.optional_path)] = Field(
        default=None, description="The key of that certificate, a PEM file."
    )
    messages_per_second: int = Field(
        default=30,
        ge=1,
        le=1000,
        description="How many messages this process sends in a second; Telegram takes 30 of a bot.",
    )
