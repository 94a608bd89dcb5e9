"""The table of rights as ``docs/rights.md`` shows it, made from the code.

``python -m tests.rights`` writes it anew into the document.
"""

from pathlib import Path

from telegram.ext import CallbackQueryHandler

from bot.model.roles import Role
from bot.users.permissions import Command, Permission, decide
from handlers import handlers

DOCUMENT = Path(__file__).parents[1] / "docs" / "rights.md"
MARK = "<!-- Made by: python -m tests.rights -->\n"
BUTTONS = (
    "All other buttons are for everybody who sees them. A press is judged by whoever presses, not "
    "by whom the button was sent to; in a group, none of these does anything."
)
CELLS = {Permission.ALLOWED: "yes", Permission.REFUSED: "–", Permission.ELSEWHERE: "in private"}


def rights_table() -> str:
    """A row for each command, and in it what becomes of it for each role."""
    roles = [role.name.lower() for role in Role]
    head = ["command", *roles, "in groups"]
    lines = [head, ["---"] * len(head), *(_row(command) for command in Command)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def buttons_of_staff() -> dict[str, Command]:
    """The names of all payloads that are not for every reader, and the command that they need."""
    routes = [
        each.callback.__self__
        for each in handlers()
        if isinstance(each, CallbackQueryHandler) and hasattr(each.callback, "__self__")
    ]
    return {route.payload.__name__: route.command for route in routes if route.command}


def buttons_table() -> str:
    """A row for each command that buttons need the right to, with their names in the code."""
    buttons = buttons_of_staff()
    roles = [role.name.lower() for role in Role]
    lines = [["buttons", "as", *roles], ["---"] * (len(roles) + 2)]
    for command in sorted(set(buttons.values()), key=list(Command).index):
        names = ", ".join(name for name, needed in buttons.items() if needed is command)
        allowed = [CELLS[decide(role, command, private=True)] for role in Role]
        lines.append([names, f"`/{command}`", *allowed])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def tables() -> str:
    """All that stands in the document below the mark."""
    return f"{rights_table()}\n## Buttons\n\n{BUTTONS}\n\n{buttons_table()}"


def _row(command: Command) -> list[str]:
    private = [CELLS[decide(role, command, private=True)] for role in Role]
    return [f"`/{command}`", *private, CELLS[decide(Role.OWNER, command, private=False)]]


def main() -> None:
    """Write the table."""
    before = DOCUMENT.read_text("utf-8").partition(MARK)[0]
    DOCUMENT.write_text(before + MARK + tables(), "utf-8")


if __name__ == "__main__":
    main()
