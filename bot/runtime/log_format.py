"""The form of the log."""

from enum import StrEnum


class LogFormat(StrEnum):
    """The form of the log; ``AUTO`` is text in a terminal, and JSON elsewhere."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
