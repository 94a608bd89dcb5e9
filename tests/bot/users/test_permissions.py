"""Every command for every role in every kind of chat, as the table for people says."""

from itertools import pairwise

import pytest

from bot.model.roles import Role
from bot.users.permissions import (
    Command,
    Permission,
    commands_of,
    commands_of_groups,
    decide,
    may_appoint,
    min_role,
)
from tests.rights import DOCUMENT, MARK, tables


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", Command)
def test_a_command_is_for_its_role_and_those_above_in_private(
    command: Command, role: Role, *, private: bool
) -> None:
    verdict = decide(role, command, private=private)
    if min_role(command) is Role.READER:
        assert verdict is Permission.ALLOWED
    elif role < min_role(command):
        assert verdict is Permission.REFUSED
    else:
        assert verdict is (Permission.ALLOWED if private else Permission.ELSEWHERE)


def test_menus_grow_with_the_role() -> None:
    menus = [commands_of(role) for role in Role]
    for lower, higher in pairwise(menus):
        assert set(lower) <= set(higher)
    assert set(commands_of(Role.OWNER)) == set(Command)
    assert Command.RELOAD not in commands_of(Role.EDITOR)
    assert {Command.START, Command.FORGET}.isdisjoint(commands_of_groups())


def test_the_document_shows_the_table_of_the_code() -> None:
    """``python -m tests.rights`` brings it up to date."""
    assert DOCUMENT.read_text("utf-8").partition(MARK)[2] == tables()


@pytest.mark.parametrize("by", Role)
@pytest.mark.parametrize("current", Role)
@pytest.mark.parametrize("to", Role)
def test_roles_are_given_and_taken_only_below_ones_own(by: Role, current: Role, to: Role) -> None:
    below = current < by and to < by
    assert may_appoint(by, current, to) == (below and by in {Role.ADMIN, Role.OWNER})
