"""docs/architecture.md, held by reading the code: what may import what, and what stays where."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "index")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
TAG = re.compile(r"</?(a|b|i|u|s|em|strong|code|pre|blockquote|br|p|tg-spoiler)\b[^<>]*>")


@dataclass(frozen=True)
class Module:
    """One source file of the three packages."""

    name: str
    path: str
    tree: ast.Module
    imports: tuple[tuple[int, str], ...]


def read_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module that is imported, at the top or inside a function, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno} imports relatively"
            base = node.module or ""
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def read_modules() -> list[Module]:
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            path = file.relative_to(ROOT)
            name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            tree = ast.parse(file.read_text("utf-8"), str(path))
            found.append(Module(name, path.as_posix(), tree, tuple(read_imports(tree))))
    return found


MODULES = read_modules()


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or lies in one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def importers(*imported: str, outside: tuple[str, ...]) -> list[str]:
    """``file:line`` of every import of a package in a module that is not in ``outside``."""
    return sorted(
        {
            f"{module.path}:{line}"
            for module in MODULES
            if not within(module.name, *outside)
            for line, name in module.imports
            if within(name, *imported)
        }
    )


@pytest.mark.parametrize(
    ("imported", "allowed"),
    [
        pytest.param(("bot",), ("bot", "handlers"), id="index knows nothing of the bot"),
        pytest.param(
            ("handlers",), ("handlers", "bot.app"), id="only bot/app.py imports the handlers"
        ),
        pytest.param(
            ("telegram",), ("handlers", "bot.app"), id="Telegram is known in handlers and app"
        ),
        pytest.param(
            ("sqlalchemy", "alembic", "aiosqlite", "sqlite3"),
            ("bot.storage",),
            id="SQL lives in bot/storage",
        ),
        pytest.param(
            ("pydantic_settings", "dotenv"),
            ("bot.settings", "bot.configuration", "bot.runtime.environment"),
            id="settings have one place",
        ),
        pytest.param(
            ("bot.storage",), ("bot",), id="a handler reaches storage through services only"
        ),
        pytest.param(("index",), ("index", "bot", "handlers"), id="nobody else reads the index"),
        pytest.param(
            ("bot.cli", "bot.__main__"),
            ("bot.cli", "bot.__main__"),
            id="the command line is imported by nobody but its entry",
        ),
        pytest.param(
            ("bot.playground",),
            ("bot.playground", "bot.cli"),
            id="the playground serves the command line and tests",
        ),
        pytest.param(("rich",), ("bot.cli",), id="styles have one place"),
        pytest.param(("matplotlib",), ("bot.statistics",), id="pictures have one place"),
        pytest.param(("click",), ("bot.cli",), id="the command line has one place"),
        pytest.param(("fluent",), ("bot.texts",), id="the texts have one place"),
        pytest.param(("structlog",), ("bot.runtime.logs",), id="the log has one form"),
        pytest.param(("rank_bm25",), ("index.inverted.bm25",), id="the scorer has one place"),
        pytest.param(("pypdf",), ("index.sources.pdf",), id="PDF has one place"),
        pytest.param(("docx",), ("index.sources.word",), id="Word has one place"),
        pytest.param(("aiohttp",), ("bot.playground",), id="only the playground serves the web"),
        pytest.param(("uvloop",), ("bot.runtime.event_loop",), id="the event loop has one place"),
        pytest.param(("asyncpg",), ("bot.storage",), id="PostgreSQL lives in bot/storage"),
        pytest.param(("opensearchpy",), ("index.opensearch",), id="OpenSearch has one place"),
        pytest.param(
            ("uvicorn",),
            ("bot.runtime.http_server", "bot.runtime.http_protocol"),
            id="the web server has one place",
        ),
        pytest.param(("tests",), (), id="the program does not lean on its tests"),
    ],
)
def test_a_package_is_imported_only_where_the_architecture_allows_it(
    imported: tuple[str, ...], allowed: tuple[str, ...]
) -> None:
    assert importers(*imported, outside=allowed) == []


def test_handlers_know_of_the_index_only_its_nouns() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in MODULES
        if within(module.name, "handlers")
        for line, name in module.imports
        if within(name, "index") and name != "index" and not within(name, "index.types")
    ]
    assert wrong == []


ORDER = [
    [name.strip() for name in level.split(",")]
    for level in re.search(r"```\n(__main__ -> .+)\n```", PAGE)[1].split(" -> ")  # type: ignore[index]
]
LEVELS = {name: level for level, names in enumerate(ORDER) for name in names}


def package_of(module: str) -> str:
    """The name in ``ORDER`` of the package or module that a dotted name belongs to."""
    top, _, rest = module.partition(".")
    return rest.partition(".")[0] if top == "bot" and rest else top


def test_imports_go_down_the_order_only() -> None:
    """Never sideways and never up, so that there is no cycle between packages either."""
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in MODULES
        for line, name in module.imports
        if within(name, *PACKAGES) and name != "bot"
        if (here := package_of(module.name)) != (there := package_of(name))
        if LEVELS[there] <= LEVELS[here]
    ]
    assert wrong == []


@pytest.mark.parametrize(("package", "most"), [("bot", 6), ("handlers", 9), ("index", 6)])
def test_few_modules_lie_directly_in_a_package(package: str, most: int) -> None:
    assert len(list((ROOT / package).glob("*.py"))) <= most


def defined(tree: ast.Module) -> Iterator[str]:
    """The classes and type aliases of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            yield from (name for name in names if name[0].isupper() and not name.isupper())


def test_a_class_name_stands_for_one_thing() -> None:
    places: dict[str, list[str]] = {}
    for module in MODULES:
        for name in defined(module.tree):
            places.setdefault(name, []).append(module.path)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def documented(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every docstring with its line."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, text


def test_a_docstring_says_first_what_the_thing_does() -> None:
    riddle = re.compile(r"(Who|Whose|Whoever|What|Whatever|Somebody|Nobody)\b")
    wrong = [
        f"{module.path}:{line} {text.splitlines()[0]}"
        for module in MODULES
        for line, text in documented(module.tree)
        if riddle.match(text)
    ]
    assert wrong == []


def test_functions_are_short() -> None:
    lengths = sorted(
        ((node.end_lineno or 0) - node.lineno + 1, f"{module.path}:{node.lineno}")
        for module in importable(MODULES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2][0] <= 8
    assert lengths[len(lengths) * 9 // 10][0] <= 25
    assert [where for length, where in lengths if length > 60] == []


def attributes(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Every ``owner.name`` in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node.value), node.attr


def test_the_environment_is_read_in_one_module() -> None:
    wrong = [
        f"{module.path}:{line}"
        for module in MODULES
        if module.name != "bot.runtime.environment"
        for line, owner, name in attributes(module.tree)
        if owner == "os" and name in {"environ", "environb", "getenv", "putenv"}
    ]
    assert wrong == []
    assert importers("os.environ", "os.getenv", outside=("bot.runtime.environment",)) == []


def test_the_index_has_no_clock_of_its_own() -> None:
    wrong = [
        f"{module.path}:{line} asks {owner}.{name}"
        for module in MODULES
        if within(module.name, "index")
        for line, owner, name in attributes(module.tree)
        if name in CLOCKS and owner.split(".")[-1] in {"time", "datetime", "date"}
    ]
    assert wrong == []


def docstrings(tree: ast.AST) -> set[int]:
    """The identities of the constants that are docstrings, which may speak of markup."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            found.add(id(body[0].value))
    return found


def test_markup_is_made_only_in_render() -> None:
    """The loaders read pages and the playground judges markup; nobody else may spell a tag."""
    wrong = []
    for module in MODULES:
        if within(module.name, "handlers.render", "index.sources", "bot.playground"):
            continue
        prose = docstrings(module.tree)
        wrong += [
            f"{module.path}:{node.lineno} has {node.value!r}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in prose
            and TAG.search(node.value)
        ]
    assert wrong == []


IMPORT_UNDER_WATCH = """
import contextlib, importlib, json, logging, os, sys, threading

foreign, own = json.load(sys.stdin)
for name in foreign:
    with contextlib.suppress(ImportError):  # a class, say, of the module before it
        importlib.import_module(name)

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FORBIDDEN = (
    "socket.", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.putenv", "os.unsetenv",
    "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.", "sqlite3.connect",
    "shutil.", "tempfile.", "signal.",
)
seen = []

def watch(event, arguments):
    opened = event == "open"
    if opened and (set(str(arguments[1])) & set("wax+") or (arguments[2] or 0) & WRITES):
        seen.append(f"{current}: writes {arguments[0]}")
    elif opened and not str(arguments[0]).endswith((".py", ".pyc", ".so", ".pyd")):
        seen.append(f"{current}: reads {arguments[0]}")
    elif event.startswith(FORBIDDEN):
        seen.append(f"{current}: {event}")

environment = dict(os.environ)
loggers = list(logging.root.handlers)
threads = threading.active_count()
current = "(before)"
sys.addaudithook(watch)
for current in own:
    importlib.import_module(current)
    if logging.root.handlers != loggers:
        seen.append(f"{current}: sets up a log")
    if threading.active_count() != threads:
        seen.append(f"{current}: starts a thread")
    if dict(os.environ) != environment:
        seen.append(f"{current}: changes the environment")
print(json.dumps(seen))
"""


def importable(modules: list[Module]) -> list[Module]:
    """Migrations are scripts that Alembic runs, not modules."""
    return [module for module in modules if ".migrations" not in module.name]


def foreign_imports(modules: list[Module]) -> list[str]:
    """The libraries' modules, whose own effects at import are not ours to judge."""
    names = {name for module in modules for _, name in module.imports}
    return sorted(name for name in names if not within(name, *PACKAGES))


def effects(foreign: list[str], own: list[str], folder: Path) -> list[str]:
    """What importing the modules does, in a fresh interpreter that stands in ``folder``."""
    watched = subprocess.run(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, "-B", "-c", IMPORT_UNDER_WATCH],
        input=json.dumps([foreign, own]),
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        check=False,
    )
    assert watched.returncode == 0, watched.stderr
    seen: list[str] = json.loads(watched.stdout)
    return seen


def test_importing_a_module_has_no_effects() -> None:
    """No file read or written, no socket, no log, no thread."""
    modules = importable(MODULES)
    assert effects(foreign_imports(modules), [module.name for module in modules], ROOT) == []


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ("open('made.txt', 'w').close()", "guilty: writes made.txt"),
        ("import pathlib; pathlib.Path('guilty.json').read_text()", "guilty: reads guilty.json"),
        ("import os; os.mkdir('made')", "guilty: os.mkdir"),
        ("import socket; socket.socket().close()", "guilty: socket.__new__"),
        ("import logging; logging.basicConfig()", "guilty: sets up a log"),
        ("import os; os.environ['GUILTY'] = '1'", "guilty: os.putenv"),
        (
            "from threading import Event, Thread; Thread(target=Event().wait, daemon=True).start()",
            "guilty: starts a thread",
        ),
    ],
)
def test_the_watch_sees_what_an_import_does(tmp_path: Path, code: str, effect: str) -> None:
    (tmp_path / "guilty.py").write_text(code, "utf-8")
    (tmp_path / "guilty.json").write_text("{}", "utf-8")
    assert effects([], ["guilty"], tmp_path)[:1] == [effect]
