"""What the documents promise is there, and what is there is documented."""

import re
import tomllib
from pathlib import Path

import pytest
from click import Context

from bot.cli.commands import COMMANDS, cli
from bot.runtime.environment import PREFIX
from bot.settings import Settings
from bot.users.permissions import Command
from index.errors import LoadError
from index.sources.loader import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def table(heading: str) -> dict[str, str]:
    """The first two cells of each row in the table under a heading."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:2] == "| "]
    return {row[0]: row[1] for row in rows[2:]}


def test_every_command_of_the_bot_is_in_the_readme() -> None:
    assert {row.strip("`/") for row in table("What the bot understands")} == set(Command)


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    documented = {row.strip("`").split()[1] for row in table("The command line")}
    assert documented == set(COMMANDS)


def test_every_option_of_the_command_line_is_in_the_readme() -> None:
    commands = [cli.get_command(Context(cli), name) for name in COMMANDS]
    parameters = [each for command in commands if command for each in command.params]
    options = {max(each.opts, key=len) for each in (*cli.params, *parameters)}
    written = {option for option in options if option.startswith("--")} - {"--version"}
    assert {option for option in written if option not in README} == set()


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    rows = {row.strip("`"): default.strip("`") for row, default in table("Settings").items()}
    rows = {row: default for row, default in rows.items() if row.startswith(PREFIX)}
    assert sorted(rows) == sorted(PREFIX + name.upper() for name in Settings.model_fields)
    for name, field in Settings.model_fields.items():
        default = "yes" if field.default is True else field.default
        expected = "none" if default in (None, "", frozenset(), ()) else str(default)
        assert rows[PREFIX + name.upper()] == expected


def test_every_format_in_the_readme_is_read(tmp_path: Path) -> None:
    section = README.split("## Adding articles\n")[1].split("\n## ")[0]
    suffixes = set(re.findall(r"`(\.\w+)`", section)) - {".gz", ".xz"}
    assert len(suffixes) >= 5
    for suffix in suffixes:
        (fault,) = load(tmp_path / f"missing{suffix}", "missing")
        assert isinstance(fault, LoadError)
        assert fault.reason == "load_gone"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    targets = [target.partition("#")[0] for target in LINK.findall(document.read_text("utf-8"))]
    relative = [target for target in targets if target and "://" not in target]
    assert [target for target in relative if not (document.parent / target).exists()] == []


def test_every_package_has_its_line_in_the_architecture() -> None:
    """A package counts as one, and its modules are not listed."""
    rooms = ARCHITECTURE.split("```")[1]
    for room in ("index", "bot", "handlers"):
        section = rooms.split(f"\n{room}/ ")[1].split("\n\n")[0]
        named = set(re.findall(r"\b(\w+)(?:/(?= |$)|\.py)", section, re.MULTILINE))
        named |= {"__init__", "__main__"}
        there = {
            path.stem
            for path in (ROOT / room).iterdir()
            if path.suffix == ".py" or (path / "__init__.py").exists()
        }
        assert there - named == set(), f"not in the plan of {room}"
        assert named - there - {"__init__", "__main__"} == set(), f"no longer in {room}"


def test_the_changelog_begins_with_the_current_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"]
