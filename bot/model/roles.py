"""Roles of users."""

from enum import IntEnum


class Role(IntEnum):
    """A user's role; each has the permissions of the lower ones."""

    READER = 0
    EDITOR = 1
    ADMIN = 2
    OWNER = 3
