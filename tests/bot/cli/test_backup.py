"""``kutip backup`` and ``kutip restore``, as an operator uses them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.commands import cli
from bot.maintenance.backup import running_on
from bot.model.interface_language import InterfaceLanguage
from bot.services.addresses import DATABASE
from bot.texts import texts_for
from tests.bot.cli.sample_folder import write_articles

ROOT = Path(__file__).parents[3]
OWN = texts_for(InterfaceLanguage.INDONESIAN).backup


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with articles that are loaded."""
    write_articles(tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    assert kutip("reload").exit_code == 0
    return tmp_path


def kutip(*arguments: str, stdin: str = "", **settings: str) -> Result:
    environment = {name: None for name in os.environ if name.startswith("KUTIP_")} | {
        f"KUTIP_{name}": value for name, value in settings.items()
    }
    return CliRunner().invoke(cli, arguments, input=stdin, env=environment, prog_name="kutip")


def test_what_was_backed_up_is_there_again_after_a_restore(home: Path) -> None:
    before = kutip("status").stdout.splitlines()[1]
    saved = kutip("backup", "cadangan.gz")
    assert saved.output == OWN.format("backup_made", path="cadangan.gz") + "\n"
    for file in (home / "articles").iterdir():
        file.unlink()
    (home / "articles" / "baru.txt").write_text("Judul: Baru\n\nHanya satu berita.")
    kutip("reload")
    assert kutip("status").stdout.splitlines()[1] != before
    restored = kutip("restore", "cadangan.gz")
    kept = Path("data") / "kutip.db.before-restore"
    assert restored.output.splitlines() == [
        OWN.format("backup_restored", path="cadangan.gz"),
        OWN.format("backup_kept", path=str(kept)),
    ]
    assert kept.is_file()
    assert kutip("status").stdout.splitlines()[1] == before


def test_without_a_name_a_backup_goes_to_its_folder_and_the_newest_is_offered(home: Path) -> None:
    saved = kutip("backup")
    (path,) = Path("data/backups").iterdir()
    assert saved.output == OWN.format("backup_made", path=str(path)) + "\n"
    refused = kutip("restore", stdin="t\n")
    assert refused.exit_code == 1
    assert path.name in refused.stdout
    assert ", 1 MB." in refused.stdout  # begun, as everywhere; never 0
    assert refused.stderr == f"kutip: {OWN.format('backup_not_restored', path=str(path))}\n"
    assert not list(Path("data").glob("*before-restore*"))
    assert kutip("restore").stderr == refused.stderr  # nobody there to answer
    for answer in ((), ("--yes",)):
        restored = kutip("restore", *answer, stdin="" if answer else "y\n")
        assert restored.exit_code == 0
        assert OWN.format("backup_restored", path=str(path)) in restored.stdout
    assert len(list(Path("data").glob("*before-restore*"))) == 2


def test_a_backup_of_a_later_kutip_is_not_offered(home: Path) -> None:
    """After a return to an earlier version, the newest is of a schema that it does not know."""
    (home / "data/backups").mkdir()
    (home / "data/backups" / "kutip-20991231-000000-schema-9999.db.gz").touch()
    none = kutip("restore")
    assert none.stderr == f"kutip: {OWN.format('backup_none', path=str(Path('data/backups')))}\n"
    kutip("backup")
    assert kutip("restore", "--yes").exit_code == 0


def test_the_number_of_backups_and_their_folder_are_settings(home: Path) -> None:
    for _ in range(4):
        assert kutip("backup", BACKUPS="elsewhere", BACKUP_KEEP="2").exit_code == 0
    assert len(list(Path("elsewhere").iterdir())) == 2
    assert not Path("data/backups").exists()


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    missing = kutip("backup", DATA=str(tmp_path / "none"))
    text = texts_for(InterfaceLanguage.INDONESIAN).format(
        "storage_missing", path=str(tmp_path / "none" / DATABASE)
    )
    assert missing.stderr == f"kutip: {text}\n"
    assert not (tmp_path / "none").exists()


def test_a_failed_restore_prints_a_message(home: Path) -> None:
    (home / "lain.db").write_text("bukan basis data " * 9)
    failed = kutip("restore", "lain.db")
    assert failed.exit_code == 1
    assert failed.stderr == f"kutip: {OWN.format('backup_foreign', path='lain.db')}\n"
    there = kutip("backup", "lain.db")
    assert there.exit_code == 1
    assert there.stderr == f"kutip: {OWN.format('backup_there', path='lain.db')}\n"


@pytest.mark.parametrize(
    ("name", "key", "arguments"),
    [
        ("sub/copy.gz", "backup_no_folder", {"path": "sub"}),
        ("copy.zip", "backup_ending", {"path": "copy.zip", "ending": ".zip"}),
        ("copy.TAR.gz", "backup_ending", {"path": "copy.TAR.gz", "ending": ".TAR"}),
    ],
)
def test_a_backup_makes_no_folder_and_no_format_that_it_is_not(
    home: Path, name: str, key: str, arguments: dict[str, str]
) -> None:
    failed = kutip("backup", name)
    assert failed.exit_code == 1
    assert failed.stderr == f"kutip: {OWN.format(key, **arguments)}\n"
    assert {path.name for path in home.iterdir()} == {"articles", "data"}


def test_a_restore_beside_a_running_bot_says_so_and_no_more(home: Path) -> None:
    kutip("backup", "cadangan.gz")
    with running_on(home / "data" / DATABASE):
        failed = kutip("restore", "cadangan.gz")
    assert failed.stderr == f"kutip: {OWN.format('backup_in_use', path='data')}\n"


def test_a_second_bot_does_not_start_on_the_folder_of_the_first(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(ROOT), "KUTIP_TOKEN": "42:TEST", "KUTIP_DATA": str(tmp_path)}
    with running_on(tmp_path / DATABASE):
        second = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert second.returncode == 1
    assert OWN.format("backup_in_use", path=str(tmp_path)) in second.stderr


@pytest.mark.parametrize("name", ["nope.gz", "lain.db"])
@pytest.mark.parametrize("data", ["data", "a/b/c"])
def test_a_restore_that_fails_outside_a_project_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lain.db").write_text("bukan basis data " * 9)
    unset = {name: None for name in os.environ if name.startswith("KUTIP_")}
    environment = unset | {"KUTIP_DATA": data}
    failed = CliRunner().invoke(cli, ["restore", name], env=environment)
    assert failed.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["lain.db"]
