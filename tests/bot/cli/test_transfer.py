"""``kutip import`` and ``kutip export``, and that they are inverse."""

import asyncio
import errno
import json
import os
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result

from bot.cli.commands import cli
from bot.maintenance.backup import running_on
from bot.model.interface_language import InterfaceLanguage
from bot.services.addresses import DATABASE
from bot.services.core import open_services
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from index.sources import loader
from index.types import Article

TEXT = (
    "SEMARANG - Pasar ikan dibuka hari ini oleh wali kota, dengan dua ratus kios di {0}.\n\nRamai."
)
ROWS: list[dict[str, Any]] = [
    {"id": "3", "title": 'Pasar <ikan> & "kios"', "text": TEXT.format("utara"), "lang": "id"},
    {"text": TEXT.format("timur") + "\r\n\u2028\ttab 😀 \u202eakhir", "date": "2 Mei 2022"},
    {"text": TEXT.format("barat"), "source": "Warta; Kota", "url": "https://example.org/?b=1&c"},
    {
        "id": "x y",
        "title": "The ferry",
        "text": "The ferry carries the books of the town.",
        "lang": "en",
    },
]
SAME = ("title", "text", "date", "source", "url", "language", "external_id")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    return tmp_path


def attempt(
    *arguments: str, data: str = "data", language: InterfaceLanguage = InterfaceLanguage.ENGLISH
) -> Result:
    settings = {name: None for name in os.environ if name.startswith("KUTIP_")}
    environment = settings | {"KUTIP_DATA": data, "KUTIP_LANGUAGE": language.value}
    return CliRunner().invoke(cli, arguments, env=environment, prog_name="kutip")


def kutip(*arguments: str, data: str = "data") -> Result:
    result = attempt(*arguments, data=data)
    assert result.exit_code == 0, result.output
    return result


def write_rows(path: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def articles(home: Path, data: str) -> list[Article]:
    async def read() -> list[Article]:
        async with open_services(
            Settings(data=home / data, articles=home / "articles")
        ) as services:
            return [article async for article in services.library.all()]

    return asyncio.run(read())


def fields_of(article: Article) -> tuple[Any, ...]:
    return tuple(getattr(article, name) for name in SAME)


@pytest.mark.parametrize("name", ["semua.jsonl", "semua.jsonl.gz", "semua.jsonl.xz"])
def test_what_is_exported_and_imported_into_an_empty_folder_is_the_same(
    home: Path, name: str
) -> None:
    write_rows(home / "berita.jsonl")
    (home / "gunung.txt").write_text("Gunung Merapi meletus\n\n21/01/2022\n\nYOGYA - Abu turun.")
    kutip("import", "berita.jsonl", "gunung.txt")
    assert kutip("export", name).stdout == f"5 articles written to {name}\n"
    assert not (home / f"{name}.part").exists()
    kutip("import", name, data="kosong")
    before, after = articles(home, "data"), articles(home, "kosong")
    assert len(before) == 5
    assert sorted(map(fields_of, after), key=str) == sorted(map(fields_of, before), key=str)


def test_articles_of_the_same_id_from_different_files_stay_apart(home: Path) -> None:
    """Also an id that is another row's number, and once more after a second time."""
    for number, place in enumerate(("satu", "dua", "tiga")):
        rows = [{"id": "3", "text": TEXT.format(place)}, {"text": TEXT.format(place * 2)}]
        write_rows(home / place / "berita.jsonl", rows[: 1 + number])
    files = [f"{place}/berita.jsonl" for place in ("satu", "dua", "tiga")]
    kutip("import", *files)
    kutip("export", "semua.jsonl")
    kutip("import", "semua.jsonl", data="dua kali")
    kutip("export", "lagi.jsonl", data="dua kali")
    kutip("import", "lagi.jsonl", data="tiga kali")
    before = sorted(map(fields_of, articles(home, "data")), key=str)
    assert [article[-1] for article in before].count("3") == 3
    assert sorted(map(fields_of, articles(home, "tiga kali")), key=str) == before


def test_an_import_reports_what_was_added_and_what_failed(home: Path) -> None:
    write_rows(home / "berita.jsonl", [*ROWS, {"id": "kosong", "text": " "}])
    printed = kutip("import", "berita.jsonl").stdout
    assert "1 file read." in printed
    assert "Added: 4" in printed
    assert "berita.jsonl#kosong: no text in it" in printed
    assert "Unchanged: 4" in kutip("import", "berita.jsonl").stdout


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("semua.json", "export_ending"),
        ("semua.csv", "export_ending"),
        ("semua.zip", "export_ending"),
        ("semua.gz", "export_ending"),
        ("semua", "export_ending"),
        ("sub/semua.jsonl", "backup_no_folder"),
        ("there.jsonl", "export_there"),
    ],
)
def test_an_export_writes_only_what_its_file_says_and_over_nothing(
    home: Path, name: str, key: str
) -> None:
    kutip("import", str(write_rows(home / "berita.jsonl")))
    (home / "there.jsonl").write_text("precious")
    failed = attempt("export", name)
    path = str(Path(name).parent) if key == "backup_no_folder" else name
    expected = texts_for(InterfaceLanguage.ENGLISH).format(key, path=path)
    assert (failed.exit_code, failed.stderr) == (1, f"kutip: {expected}\n")
    assert (home / "there.jsonl").read_text() == "precious"
    assert not (home / "sub").exists()


def test_an_export_to_the_standard_output_is_nothing_but_articles(home: Path) -> None:
    kutip("import", str(write_rows(home / "berita.jsonl")))
    exported = kutip("export", "-").stdout_bytes.decode("utf-8")
    rows = exported.removesuffix("\n").split("\n")
    assert len([json.loads(row) for row in rows]) == len(ROWS)
    assert "😀" in exported
    assert not (home / "-").exists()


def test_nothing_is_exported_from_nowhere_and_no_folder_made(home: Path) -> None:
    failed = attempt("export", "semua.jsonl")
    expected = texts_for(InterfaceLanguage.ENGLISH).format("storage_missing", path="data/kutip.db")
    assert (failed.exit_code, failed.stderr) == (1, f"kutip: {expected}\n")
    assert [path.name for path in home.iterdir()] == ["articles"]


def test_a_file_to_import_has_to_be_there(home: Path) -> None:
    failed = attempt("import", "berita.jsonl")
    assert (failed.exit_code, failed.stderr) == (1, "kutip: No such file: berita.jsonl\n")


@pytest.mark.parametrize("language", InterfaceLanguage)
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("kosong.txt", b"", "load_empty"),
        ("foto.exe", b"MZ", "load_unknown_format"),
        ("rusak.zip", b"PK nothing", "load_bad_archive"),
        ("tanpa.csv", b"a,b\n1,2\n", "load_no_text_column"),
        ("baris.jsonl", b'{"id": 1}\n', "load_no_text"),
        ("dinding.html", b"<html><p>Please enable JavaScript</p></html>", None),
    ],
)
def test_an_import_that_could_read_nothing_fails_and_says_what_to_do(
    home: Path, name: str, content: bytes, reason: str | None, language: InterfaceLanguage
) -> None:
    (home / name).write_bytes(content)
    failed = attempt("import", name, language=language)
    texts = texts_for(language)
    assert (failed.exit_code, failed.stderr) == (1, f"kutip: {texts.format('import_nothing')}\n")
    if reason:
        beginning = texts.format(reason, suffix=".exe", formats=".txt").split(".txt")[0]
        assert f"{name}" in failed.stdout
        assert beginning in failed.stdout


def test_a_file_that_may_not_be_read_is_told_by_its_reason_and_not_as_wrong_usage(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(home / "berita.jsonl")
    can_access = os.access

    def access(path: Any, mode: int, **options: Any) -> bool:
        return not str(path).endswith(".jsonl") and can_access(path, mode, **options)

    monkeypatch.setattr(os, "access", access)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "refused")

    monkeypatch.setitem(loader._LOADERS, ".jsonl", refuse)
    failed = attempt("import", "berita.jsonl")
    texts = texts_for(InterfaceLanguage.ENGLISH)
    assert (failed.exit_code, failed.stderr) == (1, f"kutip: {texts.format('import_nothing')}\n")
    assert texts.format("load_forbidden") in failed.stdout


def test_an_import_of_which_something_could_be_read_succeeds(home: Path) -> None:
    """Also where all of that was there already."""
    write_rows(home / "berita.jsonl")
    (home / "kosong.txt").write_bytes(b"")
    for count in ("Added: 4", "Unchanged: 4"):
        assert count in kutip("import", "berita.jsonl", "kosong.txt").stdout


def test_beside_a_running_bot_an_import_says_that_it_follows(home: Path) -> None:
    said = TerminalTexts(InterfaceLanguage.ENGLISH).bot_follows
    write_rows(home / "berita.jsonl")
    (home / "data").mkdir()
    with running_on(home / "data" / DATABASE):
        assert said in kutip("import", "berita.jsonl").stdout
        assert said not in kutip("import", "berita.jsonl").stdout  # nothing has changed
    assert said not in kutip("import", str(write_rows(home / "lagi.jsonl"))).stdout


def test_an_export_replaces_the_file_with_the_articles_as_they_are_now(home: Path) -> None:
    write_rows(home / "berita.jsonl", ROWS[:1])
    kutip("import", "berita.jsonl")
    (home / "semua.jsonl").write_text("lama", "utf-8")
    kutip("export", "--overwrite", "semua.jsonl")
    (row,) = map(json.loads, (home / "semua.jsonl").read_text("utf-8").splitlines())
    assert row == ROWS[0]


def test_an_export_that_the_disk_refuses_names_the_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kutip("import", str(write_rows(home / "berita.jsonl")))
    for code, expected in (
        (errno.ENOSPC, "The disk is full; semua.jsonl can't be written."),
        (errno.EACCES, "No permission: ."),
        (errno.ENOENT, "semua.jsonl can't be read or written."),
    ):
        failure = OSError(code, os.strerror(code), ".semua.jsonl-x/semua.jsonl")
        monkeypatch.setattr("bot.cli.transfer.open_packed", Mock(side_effect=failure))
        failed = attempt("export", "semua.jsonl")
        assert (failed.exit_code, failed.stderr) == (1, f"kutip: {expected}\n")


def test_a_folder_is_not_imported_but_read_as_the_folder_of_articles(home: Path) -> None:
    failed = attempt("import", "articles")
    expected = texts_for(InterfaceLanguage.ENGLISH).format("import_folder", path="articles")
    assert (failed.exit_code, failed.stderr) == (1, f"kutip: {expected}\n")
