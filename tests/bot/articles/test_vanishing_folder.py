"""A folder that suddenly yields little may be a lost mount: nothing is removed unasked."""

from math import inf
from pathlib import Path

import pytest

from bot.articles.diff import MAX_UNASKED
from bot.articles.library import Library
from bot.errors import FolderShrunk

STORED = 27


def write(folder: Path, number: int) -> None:
    text = f"Title: Berita {number}\n\nIsi berita yang ke-{number} ada di sini."
    (folder / f"berita-{number:02}.txt").write_text(text, "utf-8")


def delete(folder: Path, count: int) -> None:
    for file in sorted(folder.glob("*.txt"))[:count]:
        file.unlink()


def spoil(folder: Path) -> None:
    for file in folder.glob("*.txt"):
        file.write_bytes(b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(STORED):
        write(folder, number)
    return folder


@pytest.fixture
async def library(library: Library) -> Library:
    await library.reload()
    return library


@pytest.mark.parametrize("gone", [14, 24, STORED])
async def test_most_of_the_folder_is_removed_only_if_that_is_asked_for(
    library: Library, folder: Path, gone: int
) -> None:
    delete(folder, gone)
    (folder / "rusak.txt").write_bytes(b"")
    for may_remove in (0, gone - 1):
        with pytest.raises(FolderShrunk) as caught:
            await library.reload(may_remove=may_remove)
        assert caught.value.arguments == {"path": str(folder), "removed": gone, "stored": STORED}
        assert (await library.status()).articles == STORED
    assert (await library.reload(may_remove=gone)).removed == gone


@pytest.mark.parametrize("gone", [1, MAX_UNASKED, 13])
async def test_less_is_removed_unasked(library: Library, folder: Path, gone: int) -> None:
    delete(folder, gone)
    assert (await library.reload()).removed == gone


async def test_a_small_folder_is_not_emptied_unasked(library: Library, folder: Path) -> None:
    delete(folder, 13)
    await library.reload()
    delete(folder, 10)
    assert (await library.reload()).removed == 10
    delete(folder, 4)
    with pytest.raises(FolderShrunk):
        await library.reload()
    assert (await library.status()).articles == 4
    assert (await library.reload(may_remove=inf)).removed == 4


async def test_articles_that_cannot_be_read_are_not_gone(library: Library, folder: Path) -> None:
    spoil(folder)
    assert (await library.reload()).unchanged == STORED


async def test_a_folder_whose_files_are_all_replaced_is_asked_about(
    library: Library, folder: Path
) -> None:
    delete(folder, STORED)
    write(folder, 99)
    with pytest.raises(FolderShrunk):
        await library.reload()
    report = await library.reload(may_remove=STORED)
    assert (report.added, report.removed) == (1, STORED)
