"""Items of files are parsed in a process that is ended with the item that hangs, and no other."""

import errno
import json
import os
import zipfile
from collections.abc import Callable
from itertools import count
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from threading import Timer

import pytest

from bot.articles import bounded_loading, loader_process
from bot.articles.bounded_loading import LOAD_NO_PROCESS, BoundedLoader
from bot.articles.loader_process import LOAD_SLOW, LoadRequest, batched, fair_seconds
from bot.articles.source_files import SourceFile, files_of
from index.errors import LOAD_HUNG, BuildFailed, LoadError
from index.sources.loader import load, load_folder
from index.types import Article
from tests.hostile_files import HOSTILE, STORY

SLOW_PAGE = "attributes.html"
TIMEOUT_S = 3.0
"""The slow page takes many times as long, and the others a small part of it."""
GREEDY_ROW = '{"text": "a", "b": [' + "[]," * 5_000_000 + "[]]}\n"


ROWS = [json.dumps({"id": str(number), "text": f"{STORY * 3} {number}"}) for number in range(300)]


@pytest.fixture(scope="session")
def slow_page() -> bytes:
    return HOSTILE[SLOW_PAGE]()


def page(number: int) -> str:
    return f"<html><body><article>{f'<p>{STORY} Bagian {number}.</p>' * 5}</article></body></html>"


def loaded(*files: Path, timeout_s: float = TIMEOUT_S) -> list[Article | LoadError]:
    sources = [SourceFile(file, file.name) for file in files]
    return list(BoundedLoader(timeout_s).load(sources))


def failures(items: list[Article | LoadError]) -> list[tuple[str, str]]:
    return [(item.where, item.reason) for item in items if isinstance(item, LoadError)]


def articles(items: list[Article | LoadError]) -> int:
    return sum(isinstance(item, Article) for item in items)


def test_a_page_that_hangs_is_one_reason_and_the_others_are_loaded(
    tmp_path: Path, slow_page: bytes
) -> None:
    for number in range(6):
        (tmp_path / f"{number}.html").write_text(page(number), "utf-8")
    (tmp_path / "3-lambat.html").write_bytes(slow_page)
    items = list(BoundedLoader(TIMEOUT_S).load(files_of(tmp_path)))
    assert failures(items) == [("3-lambat.html", LOAD_HUNG)]
    assert articles(items) == 6


def test_an_entry_of_an_archive_that_hangs_is_one_reason(tmp_path: Path, slow_page: bytes) -> None:
    file = tmp_path / "berita.zip"
    rows = "".join(json.dumps({"id": f"r{n}", "text": f"{STORY} {n}"}) + "\n" for n in range(46))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.jsonl", rows)
        for number in range(4):
            archive.writestr(f"{number}.html", page(number))
            if number == 1:
                archive.writestr("lambat.html", slow_page)
    items = loaded(file)
    assert failures(items) == [("berita.zip/lambat.html", LOAD_HUNG)]
    assert articles(items) == 50
    assert len({item.key for item in items if isinstance(item, Article)}) == 50


def test_a_row_that_takes_too_much_memory_is_one_reason_far_behind_others(
    tmp_path: Path,
) -> None:
    file, place = tmp_path / "rows.jsonl", 145
    rows = [json.dumps({"id": str(n), "text": f"{STORY} {n}"}) + "\n" for n in range(150)]
    file.write_text("".join([*rows[:place], GREEDY_ROW, *rows[place:]]), "utf-8")
    items = loaded(file, timeout_s=30.0)
    assert failures(items) == [(f"rows.jsonl#{place + 1}", LOAD_HUNG)]
    assert [item.external_id for item in items if isinstance(item, Article)] == [
        str(number) for number in range(150)
    ]


def test_a_file_with_one_item_after_the_other_that_hangs_is_given_up(
    tmp_path: Path, slow_page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_loading, "MAX_EXCESS_S", 5.0)
    file, after = tmp_path / "berita.zip", tmp_path / "lain.html"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"{number}.html", slow_page)
    after.write_text(page(1), "utf-8")
    items = loaded(file, after)
    assert [where for where, _ in failures(items)][-1] == "berita.zip"
    assert len(failures(items)) <= 3
    assert articles(items) == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: (folder / "a.txt").write_text(STORY),
        lambda folder: (folder / "a.html").write_text(page(1)),
        lambda folder: (folder / "a.md").write_text("# Judul\n\n" + STORY),
        lambda folder: (folder / "a.csv").write_text("id,text\n" + f'1,"{STORY}"\n' * 800),
        lambda folder: (folder / "a.jsonl").write_text("\n".join(["{", *ROWS, "{}", *ROWS])),
        lambda folder: (folder / "a.zip").write_bytes(b"PK"),
        lambda folder: None,
    ],
)
def test_items_are_the_same_and_in_the_same_order_as_without_bounds(
    tmp_path: Path, write: Callable[[Path], object]
) -> None:
    write(tmp_path)
    expected = [repr(item) for item in load_folder(tmp_path)]
    assert [repr(item) for item in BoundedLoader().load(files_of(tmp_path))] == expected


@pytest.mark.parametrize(
    ("seconds", "resume", "expected"),
    [
        (0.001, 0, ([], 300, 300)),
        (0.001, 200, ([], 100, 100)),
        (0.5, 0, ([LOAD_SLOW], 15, 30)),
        (0.5, 200, ([LOAD_SLOW], 0, 0)),
    ],
)
def test_a_file_whose_items_are_slow_all_the_time_is_given_up(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    resume: int,
    expected: tuple[list[str], int, int],
) -> None:
    """Also while another process passes over what was delivered before."""
    clock = count()
    monkeypatch.setattr(loader_process, "process_time", lambda: next(clock) * seconds)
    monkeypatch.setattr(loader_process, "end_after", lambda _: None)
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(ROWS), "utf-8")
    start = LoadRequest(SourceFile(file, "rows.jsonl"), resume)
    batches = batched(start, RawValue("q", -1), 10.0)
    items = [item for batch in batches for item in batch.items]
    reasons, least, most = expected
    assert [reason for _, reason in failures(items)] == reasons
    assert least <= articles(items) <= most


@pytest.mark.parametrize("size", [0, 600, 2_000, 40_000, 3_000_000])
def test_what_ordinary_items_take_is_fair_whatever_their_size(size: int) -> None:
    """Rows take 0.3 µs for each character, pages 4 ms and 0.8 µs for each byte."""
    assert fair_seconds(size) > 3 * min(0.05, 0.0003 + size * 0.8e-6)


def test_a_limit_ends_a_file_and_not_the_next(tmp_path: Path) -> None:
    long, page_file = tmp_path / "a.jsonl", tmp_path / "b.html"
    long.write_text("\n".join(ROWS), "utf-8")
    page_file.write_text(page(1), "utf-8")
    sources = [SourceFile(long, "a.jsonl", 70), SourceFile(page_file, "b.html", 1)]
    items = list(BoundedLoader().load(sources))
    assert failures(items) == [("a.jsonl", "load_too_many_rows")]
    assert articles(items) == 71


def test_a_loader_that_is_closed_ends_what_it_loads(tmp_path: Path, slow_page: bytes) -> None:
    file = tmp_path / "lambat.html"
    file.write_bytes(slow_page)
    loader = BoundedLoader()
    items = loader.load([SourceFile(file, file.name)])
    Timer(1.0, loader.close).start()
    with pytest.raises(BuildFailed):
        next(items)


def test_small_files_are_loaded_here_without_a_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_loading, "ProcessWorker", None)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"{STORY} {number}", "utf-8")
    assert articles(list(BoundedLoader().load(files_of(tmp_path)))) == 5


def no_process(*_arguments: object) -> None:
    raise BlockingIOError(errno.EAGAIN, "no more processes")


def ends_at_once(*_arguments: object) -> None:
    """Run in the process."""
    os._exit(1)


@pytest.mark.parametrize(
    ("name", "replacement"),
    [("ProcessWorker.start", no_process), ("load_on_request", ends_at_once)],
)
def test_a_process_that_cannot_start_is_a_reason_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, replacement: Callable[..., None]
) -> None:
    monkeypatch.setattr(f"bot.articles.bounded_loading.{name}", replacement)
    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    for file in pages:
        file.write_text(page(1), "utf-8")
    (tmp_path / "c.txt").write_text(STORY, "utf-8")
    items = loaded(*pages, tmp_path / "c.txt")
    assert failures(items) == [("a.html", LOAD_NO_PROCESS), ("b.html", LOAD_NO_PROCESS)]
    assert articles(items) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.exe", b"MZ"),
        ("tanpa_akhiran", b"isi"),
        ("rusak.zip", b"PK nothing"),
        ("rusak.pdf", b"%PDF nothing"),
        ("rusak.jsonl.gz", b"nothing packed"),
        ("kosong.html", b""),
        ("kosong.zip", b""),
        ("tiada.html", None),
    ],
)
def test_an_error_before_the_first_item_is_told(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    wanted = list(load(path, name))
    assert [type(each) for each in wanted] == [LoadError]
    assert [str(each) for each in BoundedLoader().load([SourceFile(path, name)])] == [
        str(each) for each in wanted
    ]
