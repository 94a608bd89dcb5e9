"""``kutip samples``: from a checkout; tests/install has it of an installed program."""

from pathlib import Path

import pytest

from tests.bot.cli.program import OWN, ROOT, kutip

SHIPPED = {path.name: path.read_bytes() for path in (ROOT / "articles").iterdir()}


def test_the_articles_are_put_into_the_folder_of_the_settings(tmp_path: Path) -> None:
    folder = tmp_path / "berita" / "baru"
    result = kutip("samples", ARTICLES=str(folder))
    assert result.output == OWN.format("samples_written", path=str(folder)) + "\n"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == SHIPPED


def test_what_is_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kutip("samples")
    edited, missing = (tmp_path / "articles" / name for name in sorted(SHIPPED)[:2])
    edited.write_text("Title: Milik redaksi\n", "utf-8")
    missing.unlink()
    (tmp_path / "articles" / "own.txt").write_text("Title: Punya sendiri\n", "utf-8")
    written = OWN.format("samples_written", path=str(tmp_path / "articles"))
    assert kutip("samples").output == written + "\n"
    assert edited.read_text("utf-8") == "Title: Milik redaksi\n"
    assert missing.read_bytes() == SHIPPED[missing.name]
    again = kutip("samples")
    assert again.output == OWN.format("samples_there", path=str(tmp_path / "articles")) + "\n"
    assert len(list((tmp_path / "articles").iterdir())) == len(SHIPPED) + 1


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = kutip("samples", ARTICLES=str(tmp_path / "file" / "articles"))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert str(tmp_path / "file") in result.output
