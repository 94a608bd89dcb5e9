"""Roles of the people who run the bot."""

from enum import IntEnum


class Role(IntEnum):
    """What a person is to the bot; a higher one may do all that the lower ones may."""

    READER = 0
    EDITOR = 1
    ADMIN = 2
    OWNER = 3
