"""What the documents promise is there, and what is there is documented."""

import re
import tomllib
from pathlib import Path

import pytest
from click import Context

from bot.cli.commands import COMMANDS, cli
from bot.runtime.environment import PREFIX
from bot.settings import Settings, load_settings
from bot.users.permissions import Command
from index.errors import LoadError
from index.sources.loader import load

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {path.stem: path.read_text("utf-8") for path in DOCS.glob("*.md")}
DOCUMENTS = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
NAVIGATION = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:bot|handlers|index|tests|docs|deploy|requirements)/[\w./-]+)`")
TO_BE_MADE = {"bot/texts/tr.ftl"}  # by whoever adds that language
README_LINES = 90


def section(page: str, heading: str) -> str:
    """The part of a page under a heading of the second level."""
    return page.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of each table, without headings; code without its backticks."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line[:3] == "| `"]
    return [[cell.strip("`") for cell in cells] for cells in lines]


SETTINGS = {cells[0].removeprefix(PREFIX): cells[1:] for cells in rows(PAGES["settings"])}


def test_every_command_of_the_bot_is_documented_with_an_example() -> None:
    documented = rows(section(PAGES["commands"], "In Telegram"))
    assert sorted(name.strip("/") for name, *_ in documented) == sorted(Command)
    assert [name for name, example, _ in documented if example.split()[0] != name] == []


def test_every_command_of_the_command_line_is_documented_with_an_example() -> None:
    documented = rows(section(PAGES["commands"], "On the command line"))
    assert sorted(name for name, *_ in documented) == sorted(f"kutip {name}" for name in COMMANDS)
    assert [name for name, example, _ in documented if not f"{example} ".startswith(name)] == []


def test_every_option_of_the_command_line_is_documented() -> None:
    commands = [cli.get_command(Context(cli), name) for name in COMMANDS]
    parameters = [each for command in commands if command for each in command.params]
    options = {max(each.opts, key=len) for each in (*cli.params, *parameters)}
    written = {option for option in options if option.startswith("--")} - {"--version"}
    assert {option for option in written if option not in PAGES["commands"]} == set()


def test_every_setting_is_documented_with_its_default() -> None:
    documented = [cells[0] for cells in rows(PAGES["settings"])]
    assert sorted(documented) == sorted(PREFIX + name.upper() for name in Settings.model_fields)
    for name, field in Settings.model_fields.items():
        default = (
            {True: "yes", False: "no"}.get(field.default)
            if field.annotation is bool
            else field.default
        )
        expected = "none" if default in (None, "", frozenset(), ()) else str(default)
        assert SETTINGS[name.upper()][0] == expected


@pytest.mark.parametrize("name", SETTINGS)
def test_the_example_of_each_setting_is_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row has setting, default, example and description."""
    _, example, _ = SETTINGS[name]
    monkeypatch.setenv("KUTIP_WEBHOOK_URL", "https://bot.example/telegram")  # for KUTIP_MODE
    monkeypatch.setenv(PREFIX + name, example)
    value = getattr(load_settings(env_file=None), name.lower())
    assert value != Settings.model_fields[name.lower()].default


def test_every_target_of_make_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)) - {"help"}
    documented = re.findall(r"`make ([a-z-]+)`", " ".join(PAGES.values()))
    assert targets - set(documented) == set()


def test_every_format_on_the_newsrooms_page_is_read(tmp_path: Path) -> None:
    articles = section(PAGES["newsroom"], "Articles")
    suffixes = set(re.findall(r"`(\.\w+)`", articles)) - {".gz", ".xz"}
    assert len(suffixes) >= 5
    for suffix in suffixes:
        (fault,) = load(tmp_path / f"missing{suffix}", "missing")
        assert isinstance(fault, LoadError)
        assert fault.reason == "load_gone"


def test_the_readme_is_what_a_newcomer_needs() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= README_LINES


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    targets = [target.partition("#")[0] for target in LINK.findall(document.read_text("utf-8"))]
    relative = [target for target in targets if target and "://" not in target]
    assert [target for target in relative if not (document.parent / target).exists()] == []


def test_every_page_is_in_the_navigation_once() -> None:
    """The changelog there is the file beside README; of the decisions there is a list."""
    named = re.findall(r"^ +- .+: (\S+\.md)$", NAVIGATION, re.MULTILINE)
    pages = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]
    decisions = [page for page in pages if page.startswith("decisions/0")]
    assert sorted(named) == sorted(set(pages) - set(decisions))
    listed = LINK.findall((DOCS / "decisions" / "index.md").read_text("utf-8"))
    assert sorted(listed) == sorted(page.removeprefix("decisions/") for page in decisions)


def test_pictures_are_small_and_shown() -> None:
    shown = {target for path in DOCUMENTS for target in LINK.findall(path.read_text("utf-8"))}
    pictures = list((DOCS / "pictures").iterdir())
    assert [path.name for path in pictures if path.stat().st_size > 60_000] == []
    assert [path.name for path in pictures if f"pictures/{path.name}" not in shown] == []


def test_tests_that_are_named_exist() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")]
    there = set(re.findall(r"def (test_\w+)", "\n".join(sources)))
    there |= {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    texts = [path.read_text("utf-8") for path in DOCUMENTS]
    named = set(re.findall(r"\btest_\w+", "\n".join(texts)))
    assert len(named) >= 20
    assert named - there == set()


def test_files_that_are_named_exist() -> None:
    """Decisions are history: what they name may be gone."""
    named = {path for text in PAGES.values() for path in FILE.findall(text)} - TO_BE_MADE
    assert len(named) >= 50
    assert {name for name in named if not _is_there(name)} == set()


def _is_there(name: str) -> bool:
    return (ROOT / name).exists() or (ROOT / f"{name}.py").exists()


def test_every_package_has_its_line_in_the_architecture() -> None:
    """A package counts as one, and its modules are not listed."""
    rooms = PAGES["architecture"].split("```")[1]
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


def test_every_fault_of_the_page_has_its_test_and_every_test_its_fault() -> None:
    named = re.findall(r"`(test_\w+)`", (DOCS / "faults.md").read_text("utf-8"))
    sources = [path.read_text("utf-8") for path in (ROOT / "tests" / "faults").glob("test_*.py")]
    tests = [name for each in sources for name in re.findall(r"def (test_\w+)", each)]
    assert sorted(named) == sorted(tests)


def test_the_changelog_begins_with_the_current_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"]
