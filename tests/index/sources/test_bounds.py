"""Files made to cost time or memory end in a LoadError, soon."""

import gzip
import lzma
from pathlib import Path

import pytest

from index.errors import LoadError
from index.sources import article_builder as assembly
from index.sources import csv_table, html_page, markdown
from tests.cpu import cpu_seconds_below
from tests.index.sources.samples import load_all, outcomes

MB = 1_000_000
ROW = '{"id": "baik", "text": "Kapal riset selesai memetakan palung."}\n'
COSTLY = {
    "one-line.txt": ("kata " * (10 * MB), "load_too_large"),
    "long.txt": ("kata " * (2 * MB), "load_too_large"),
    "lines.txt": ("a\n" * (assembly.MAX_LINES + 1), "load_too_complex"),
    "emoji.txt": ("😀" * (2 * MB), "load_empty"),
    "zeros.txt": ("\0" * (10 * MB), "load_undecodable"),
    "empty.txt": ("", "load_empty"),
    "brackets.md": ("a" + "[" * (markdown.MAX_BRACKETS + 1), "load_too_complex"),
    "long.md": ("kata " * (markdown.MAX_SOURCE // 4), "load_too_complex"),
    "tags.html": ("<p>a" * (html_page.MAX_TAGS + 1), "load_too_complex"),
    "row.jsonl": ('{"text": "' + "😀a" * (3 * MB) + '"}\n', "load_too_large"),
    "line.jsonl": ("[" * (33 * MB) + "\n", "load_too_large"),
    "deep.jsonl": ("[" * MB + "\n", "load_bad_json"),
    "row.csv": ('text\n"' + "a" * (12 * MB), "load_bad_csv"),
    "blanks.jsonl": ("\n" * MB, "load_too_complex"),
    "blanks.csv": ("text\n" + "\r\n" * MB, "load_too_complex"),
    "quotes.csv": ("text\n" + '"a\n' * MB, "load_bad_csv"),
    "quote.csv": ('text\n"' + "-\n" * 5 * MB, "load_bad_csv"),
    "overrides.jsonl": ('{"text": "' + "\u202e\u2067" * MB + '"}\n', "load_no_text"),
}


@pytest.mark.parametrize("name", COSTLY)
@pytest.mark.timeout(20)
def test_what_costs_too_much_gets_a_reason(tmp_path: Path, name: str) -> None:
    content, reason = COSTLY[name]
    file = tmp_path / name
    file.write_text(content, "utf-8", newline="")
    reasons = [item.reason for item in load_all(file) if isinstance(item, LoadError)]
    assert reasons[:1] == [reason]


def test_unclosed_quotes_are_read_again_for_a_bounded_number_of_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would be read to the file's end; a few, as people leave them, cost one row each."""
    lines: list[int] = []
    real = csv_table._RecordLines.__next__

    def counted(self: csv_table._RecordLines) -> str:
        lines.append(1)
        return real(self)

    monkeypatch.setattr(csv_table._RecordLines, "__next__", counted)
    file = tmp_path / "rows.csv"
    file.write_text("text\n" + '"a\n' * 100_000 + "b\n", "utf-8")
    assert outcomes(file)[-1] == "load_too_many_failures"
    file.write_text('text\n"' + "-;;;;;;;\n" * 10**6, "utf-8")
    assert outcomes(file)[-1] == "load_too_many_failures"
    assert len(lines) < 3 * csv_table.MAX_RECORD_LINES
    rows = [f"Kapal riset {number} memetakan palung." for number in range(50)]
    file.write_text("\n".join(["text", *rows[:25], '"Tanpa akhir', *rows[25:]]), "utf-8")
    items = load_all(file)
    assert len(items) == 51 and sum(isinstance(item, LoadError) for item in items) == 1


def test_rows_of_one_id_get_short_keys(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [f'{{"id": "1", "key": "{number}", "text": "Kapal riset."}}' for number in range(2000)]
    file.write_text("\n".join(rows), "utf-8")
    keys = [item.key for item in load_all(file) if not isinstance(item, LoadError)]
    assert len(set(keys)) == 2000
    assert max(map(len, keys)) < 40


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".csv.xz"])
@pytest.mark.parametrize("beyond", ["one line", "many lines"])
@pytest.mark.timeout(20)
def test_what_unpacks_to_far_more_is_given_up_after_the_rows_before_it(
    tmp_path: Path, suffix: str, beyond: str
) -> None:
    file = tmp_path / f"rows{suffix}"
    head = b"text\nKapal riset.\n" if "csv" in suffix else ROW.encode()
    filling = b" " * (MB - 1) + (b"\n" if beyond == "many lines" else b" ")
    pack = gzip.compress if suffix.endswith(".gz") else lzma.compress
    file.write_bytes(pack(head + filling * 60))
    first, *_, last = load_all(file)
    assert not isinstance(first, LoadError)
    assert isinstance(last, LoadError)
    assert last.reason == "load_bomb"


def test_rows_after_a_costly_one_are_loaded(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(ROW[:-3] + "a" * (50 * MB) + '"}\n' + ROW, "utf-8")
    with cpu_seconds_below(10):
        first, second = load_all(file)
    assert isinstance(first, LoadError)
    assert not isinstance(second, LoadError)
