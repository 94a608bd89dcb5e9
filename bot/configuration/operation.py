"""The settings of whoever runs the bot for long: what is watched, logged, kept and backed up."""

from pydantic_settings import BaseSettings


class OperationSettings(BaseSettings):
    """The settings of an operator; an installation to try the bot on leaves them as they are."""
