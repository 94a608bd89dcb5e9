"""The table of rights as ``docs/rights.md`` shows it, made from the code.

``python -m tests.rights`` writes it anew into the document.
"""

from pathlib import Path

from bot.model.roles import Role
from bot.users.permissions import Command, Permission, decide

DOCUMENT = Path(__file__).parents[1] / "docs" / "rights.md"
MARK = "<!-- Made by: python -m tests.rights -->\n"
CELLS = {Permission.ALLOWED: "yes", Permission.REFUSED: "–", Permission.ELSEWHERE: "in private"}


def rights_table() -> str:
    """A row for each command, and in it what becomes of it for each role."""
    roles = [role.name.lower() for role in Role]
    head = ["command", *roles, "in groups"]
    lines = [head, ["---"] * len(head), *(_row(command) for command in Command)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _row(command: Command) -> list[str]:
    private = [CELLS[decide(role, command, private=True)] for role in Role]
    return [f"`/{command}`", *private, CELLS[decide(Role.OWNER, command, private=False)]]


def main() -> None:
    """Write the table."""
    before = DOCUMENT.read_text("utf-8").partition(MARK)[0]
    DOCUMENT.write_text(before + MARK + rights_table(), "utf-8")


if __name__ == "__main__":
    main()
