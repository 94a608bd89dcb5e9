"""Files and folders: which are read, which are skipped; nothing is ever raised."""

import errno
import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import LoadError
from index.sources.loader import LOAD_REASONS, load, load_folder
from index.types import Article
from tests.index.sources.samples import LEAD, TEXT, TITLE, check, error_in, load_all


def keys(root: Path) -> list[str]:
    return [item.key if isinstance(item, Article) else item.where for item in load_folder(root)]


def test_a_folder_is_read_in_the_order_of_relative_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "dua.txt").write_text(LEAD, "utf-8")
    (tmp_path / "b.md").write_text(LEAD, "utf-8")
    (tmp_path / "a.HTML").write_text("<p>", "utf-8")
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "satu"}\n{"text": "dua"}\n')
    assert keys(tmp_path) == ["a.HTML", "b.md", "b/dua.txt", "c.jsonl#x", "c.jsonl#2"]


def test_hidden_files_and_unknown_suffixes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in (".git/a.txt", ".a.txt", "foto.jpg", "a.txt.gz", "a.doc", "tanpa", "arsip.gz"):
        (tmp_path / name).write_text(LEAD, "utf-8")
    assert keys(tmp_path) == []


def test_links_are_followed_only_within_the_folder(tmp_path: Path) -> None:
    root, outside = tmp_path / "artikel", tmp_path / "rahasia"
    root.mkdir()
    outside.mkdir()
    (outside / "r.txt").write_text("rahasia negara", "utf-8")
    (root / "a.txt").write_text(LEAD, "utf-8")
    (root / "b.txt").symlink_to(root / "a.txt")
    (root / "c.txt").symlink_to(outside / "r.txt")
    (root / "d").symlink_to(outside)
    (root / "e.txt").symlink_to(root / "e.txt")
    (root / "f.txt").symlink_to(root / "tidak-ada.txt")
    assert keys(root) == ["a.txt", "b.txt", "f.txt"]


def test_a_folder_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    (error,) = load_folder(tmp_path / "tidak-ada")
    assert isinstance(error, LoadError)
    assert (error.where, error.reason, error.arguments) == (".", "load_gone", {})


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("EACCES", "load_forbidden"),
        ("EPERM", "load_forbidden"),
        ("EISDIR", "load_is_folder"),
        ("ENOENT", "load_gone"),
        ("ENOTDIR", "load_gone"),
        ("ESTALE", "load_gone"),
        ("ENAMETOOLONG", "load_name_too_long"),
        ("EMFILE", "load_too_many_open"),
        ("ENFILE", "load_too_many_open"),
        ("EIO", "load_unreadable"),
        ("ENOMEM", "load_unreadable"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.zip", "a.jsonl.gz"])
def test_the_system_s_refusal_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str, name: str
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(getattr(errno, code), "refused")

    (tmp_path / name).write_bytes(b"isi")
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    error = error_in(tmp_path / name)
    assert error.reason == reason
    assert error.arguments == ({"code": code} if reason == "load_unreadable" else {})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("hilang.txt", "load_gone"),
        ("hilang.jsonl.gz", "load_gone"),
        ("berkas.txt/dalam.txt", "load_gone"),
        ("folder.txt", "load_is_folder"),
        ("pipa.txt", "load_not_a_file"),
        ("a" * 300 + ".txt", "load_name_too_long"),
    ],
)
def test_what_is_no_file_is_told_from_what_is_gone(tmp_path: Path, name: str, reason: str) -> None:
    """Opening a pipe without a writer would block for ever."""
    (tmp_path / "berkas.txt").write_text("isi")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipa.txt")
    assert error_in(tmp_path / name).reason == reason


def test_an_unknown_suffix_asked_for_by_name_is_an_error(tmp_path: Path) -> None:
    error = error_in(tmp_path / "laporan.doc")
    assert (error.reason, error.arguments["suffix"]) == ("load_unknown_format", ".doc")
    assert str(error.arguments["formats"]).startswith(".txt, ")
    assert error_in(tmp_path / "tanpa").reason == "load_no_suffix"


def test_a_name_that_is_not_utf_8_still_makes_a_key(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/harga\xff.txt"
    with open(path, "wb") as out:  # noqa: PTH123 - a Path cannot spell this name
        out.write(LEAD.encode())
    (key,) = keys(tmp_path)
    assert key == "harga\\xff.txt"


def test_one_story_in_every_format_has_one_digest(tmp_path: Path) -> None:
    row = {"title": TITLE, "text": TEXT}
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{TEXT}\n", "utf-8")
    (tmp_path / "b.md").write_text(f"# {TITLE}\n\n{TEXT}\n", "utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps(row), "utf-8")
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(f'text\n"{TEXT}"\n'.encode()))
    paragraphs = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    page = f"<html><body><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"
    (tmp_path / "e.html").write_text(page, "utf-8")
    found = list(load_folder(tmp_path))
    assert len(found) == 5
    assert len({item.digest for item in found if isinstance(item, Article)}) == 1


SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".csv", ".jsonl.gz", ".csv.xz")
PIECES = st.sampled_from(
    [
        TITLE.encode(),
        LEAD.encode(),
        LEAD.encode("cp1252"),
        b"\n\n",
        b"\r\n",
        b'"',
        b",",
        b"text",
        b"id,text\n",
        b'{"text": "a b", "id": 1}\n',
        b'{"text": "\\ud800"}\n',
        b"Title: x\n",
        b"---\n",
        b"<html><body><p>",
        b"<p>kata kata kata</p>",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=8).map(b"".join)))
def test_any_bytes_in_any_format_yield_articles_or_errors(
    tmp_path: Path, suffix: str, data: bytes
) -> None:
    file = tmp_path / f"apa-saja{suffix}"
    file.write_bytes(gzip.compress(data) if suffix.endswith(".gz") else data)
    found = load_all(file)
    assert found
    for item in found:
        check(item)
    assert [str(item) for item in load_all(file)] == [str(item) for item in found]
    articles = [item.key for item in found if isinstance(item, Article)]
    assert len(articles) == len(set(articles))


def test_every_reason_is_explained() -> None:
    assert all(LOAD_REASONS.values())


def test_loading_begins_only_when_asked(tmp_path: Path) -> None:
    stream = load(tmp_path / "a.txt", "a.txt")
    (tmp_path / "a.txt").write_text(LEAD, "utf-8")
    assert isinstance(next(stream), Article)
