"""Every command for every role in every kind of chat, as the table for people says."""

from itertools import pairwise

import pytest

from bot.rights import Command, Role, Verdict, commands_of, commands_of_groups, decide, needed


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", Command)
def test_a_command_is_for_its_role_and_those_above_in_private(
    command: Command, role: Role, *, private: bool
) -> None:
    verdict = decide(role, command, private=private)
    if needed(command) is Role.READER:
        assert verdict is Verdict.ALLOWED
    elif role < needed(command):
        assert verdict is Verdict.REFUSED
    else:
        assert verdict is (Verdict.ALLOWED if private else Verdict.ELSEWHERE)


def test_menus_grow_with_the_role() -> None:
    menus = [commands_of(role) for role in Role]
    for lower, higher in pairwise(menus):
        assert set(lower) <= set(higher)
    assert set(commands_of(Role.OWNER)) == set(Command)
    assert Command.RELOAD not in commands_of(Role.EDITOR)
    assert {Command.START, Command.FORGET}.isdisjoint(commands_of_groups())
