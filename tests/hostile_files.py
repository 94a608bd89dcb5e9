"""Files made to cost time or memory, by name: the table of the tests and of the benchmark.

To add one, add a line: a name with the file's suffix, and a function that returns its bytes.
"""

import gzip
import io
import json
import lzma
import struct
import zipfile
from collections.abc import Callable, Mapping

from tests.hostile_documents import HOSTILE_DOCUMENTS

MB = 1_000_000
STORY = "Kapal riset selesai memetakan palung di selatan Jawa, kata ketua tim pada Selasa. "
SCHEMA = '{"@type": "Article"},'
PARAGRAPH = f"<p>{STORY * 3}</p>"


def text(content: str) -> Callable[[], bytes]:
    """Return a function of these characters as UTF-8."""
    return lambda: content.encode("utf-8", "surrogatepass")


def repeated(content: str, times: int, before: str = "", after: str = "") -> Callable[[], bytes]:
    """Return a function of ``content``, so many times."""
    return lambda: (before + content * times + after).encode("utf-8", "surrogatepass")


def body(content: str, times: int, head: str = "", after: str = "") -> Callable[[], bytes]:
    """Return a function of a page with ``content`` so many times, and an article before it."""
    before = f"<html><head><title>Palung</title>{head}</head><body><article>{PARAGRAPH * 5}"
    return repeated(content, times, before, after + "</article></body></html>")


def field(content: str, times: int, before: str = "", after: str = "") -> Callable[[], bytes]:
    """Return a function of a JSON line whose text is ``content``, so many times."""

    def make() -> bytes:
        value = before + content * times + after
        return json.dumps({"id": "1", "text": value}, ensure_ascii=False).encode() + b"\n"

    return make


def packed(content: Callable[[], bytes], how: str) -> Callable[[], bytes]:
    """Return a function of packed bytes."""
    return lambda: gzip.compress(content()) if how == "gz" else lzma.compress(content())


def zipped(
    *entries: tuple[str, Callable[[], bytes]], method: int = zipfile.ZIP_DEFLATED
) -> Callable[[], bytes]:
    """Return a function of an archive of these entries."""

    def make() -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, content in entries:
                archive.writestr(name, content())
        return file.getvalue()

    return make


def overlapping() -> bytes:
    """Return an archive whose 300 entries are all the same 12 MB of packed data."""
    data = zipped(("bom.csv", lambda: bytes(12 * MB)))()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[start:end] * 300
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 300, 300, len(directory), start, 0)
    return data[:start] + directory + tail


def crowded() -> bytes:
    """Return an archive whose directory has 300,000 entries and no files."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 5, *[0] * 6)
    directory = b"".join(entry + b"a.txt" for _ in range(300_000))
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, *[300_000] * 2, len(directory), 0
    )
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(directory), 1)
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    return directory + record + locator + tail


def wide_dictionary() -> bytes:
    """Return rows packed so that unpacking needs 1.5 GB for the dictionary."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(field(STORY, 10)() * 50, filters=filters))
    # The dictionary's size is in the block's header, behind which is its checksum.
    at = data.index(b"\x21\x01", 12) + 2
    data[at] = 40
    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = struct.pack("<L", _crc32(bytes(data[12 : 12 + size - 4])))
    return bytes(data)


def _crc32(data: bytes) -> int:
    import zlib

    return zlib.crc32(data)


def members() -> bytes:
    """Return 200,000 packed files in one, of a blank line each."""
    return gzip.compress(b"\n") * 200_000


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    # Pages
    "attributes.html": body("<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">a", 1),
    "one-attribute.html": body(f"<p {'a=1 ' * 40_000}>", 1),
    "paragraphs.html": repeated("<p>a", 79_000),
    "paragraphs-in-article.html": body("<p>a</p>", 39_000),
    "nested.html": body("<div>", 79_000),
    "nested-closed.html": body("<div>" * 30_000 + STORY + "</div>" * 30_000, 1),
    "bold.html": body("<b>a", 79_000),
    "links.html": body("<a href='/x'>baca ini</a> ", 26_000),
    "breaks.html": body("a<br>", 70_000),
    "lists.html": body("<ul><li>a", 39_000),
    "tables.html": body("<table><tr><td>a", 26_000),
    "cells.html": body("<td>a</td>", 39_000, after="</table>"),
    "spans.html": body("<span>a</span> ", 39_000),
    "headings.html": body("<h2>Judul</h2>", 39_000),
    "quotes.html": body("<blockquote>", 60_000),
    "forms.html": body("<form><input>", 39_000),
    "comments.html": body("<!-- ", 79_000),
    "brackets.html": body("<", 79_000),
    "entities.html": body("&amp;", 500_000),
    "metas.html": body("", 0, "<meta name='author' content='Dewi'>" * 60_000),
    "images.html": body("<img src='a.jpg' srcset='a 1x, b 2x'>", 60_000),
    "title.html": body("", 0, f"<title>{'kata ' * 500_000}</title>"),
    "json.html": body("", 0, f"<script type='application/ld+json'>{'[' * 900_000}</script>"),
    "schema.html": body(
        "", 0, "<script type='application/ld+json'>[" + SCHEMA * 90_000 + "1]</script>"
    ),
    "dates.html": body("<p>1 Januari 2020, 10:00 WIB</p>", 39_000),
    "one-line.html": body(STORY, 34_000),
    "blanks.html": body(" ", 2_900_000),
    "word.html": body("a", 2_900_000),
    "sections.html": body("<![CDATA[", 70_000),
    "instructions.html": body("<?xml ", 70_000),
    # Markdown
    "brackets.md": repeated("[", 9_999, "# A\n\n"),
    "images.md": repeated("![", 9_999),
    "stars.md": repeated("*a ", 49_000),
    "stars-and-lines.md": repeated("*_a", 49_000),
    "ticks.md": lambda: " ".join("`" * n for n in range(1, 540)).encode(),
    "quotes.md": repeated(">", 149_000, after=" a"),
    "lists.md": repeated("- ", 74_000, after="a"),
    "references.md": repeated("[a]: x\n", 9_999),
    "angles.md": repeated("<a ", 49_000),
    "tilde.md": repeated("~~~\n", 37_000),
    "entities.md": repeated("&#1234567;", 14_900),
    "links.md": repeated("[a](", 9_999),
    # Texts
    "letters.txt": repeated("a\n", 499_000),
    "blanks.txt": repeated("kata" + " " * 2500 + "kata\n\n", 1_900),
    "word.txt": repeated("a", 5 * MB - 10),
    "points.txt": repeated(".", 4 * MB, "Kapal riset. "),
    "sentences.txt": repeated("A. ", 1_600_000),
    "one-paragraph.txt": repeated(STORY, 60_000),
    "quotes.txt": repeated("“", 1_600_000, "Kapal riset. "),
    "brackets.txt": repeated("(", 4 * MB, "Kapal riset. "),
    "leftovers.txt": repeated("BACA JUGA: Kapal riset\n", 200_000),
    "datelines.txt": repeated("CILACAP, KOMPAS.com - ", 220_000),
    "dates.txt": repeated("Senin, 1 Januari 2020\n", 220_000),
    "headers.txt": repeated("Judul: x\n", 480_000),
    "marks.txt": repeated("a\u0301\u0302\u0303", 1_200_000),
    "only-marks.txt": repeated("\u0301", 4_900_000, "a"),
    "ligatures.txt": repeated("ﷺ ", 2_400_000),
    "overrides.txt": repeated("\u202e\u2067a", 1_600_000),
    "emoji.txt": repeated("😀", 4_900_000, "Kapal riset. "),
    "capitals.txt": repeated("KAPAL RISET ", 400_000),
    "hyphens.txt": repeated("a-", 2_400_000),
    "tabs.txt": repeated("\t", 4_900_000, "a", "b"),
    "separators.txt": repeated("\u2028", 1_600_000, "a", "b"),
    "colons.txt": repeated("a: ", 1_600_000),
    # Tables
    "quotes.csv": repeated('"a\n', MB, "text\n"),
    "open-quote.csv": repeated("kata ", 3_600_000, 'text\n"'),
    "open-quote-lines.csv": repeated("-\n", 9 * MB, 'text\n"'),
    "open-quotes.csv": repeated('"' + "a" * 200 + "\n", 50_000, "text\n"),
    "double-quotes.csv": repeated('""', 5 * MB, 'text\n"', '"\n'),
    "wide.csv": repeated("a,", 5 * MB, "text,", "\n"),
    "wide-header.csv": repeated("a,", 3 * MB, "text,", "\nkata\n"),
    "wide-rows.csv": repeated("a," * 50_000 + "\n", 100, "text\n"),
    "blanks.csv": repeated("\n", 20 * MB, "text\n"),
    "blank-rows.csv": repeated(" \n", 9 * MB, "text\n"),
    # Rows
    "arrays.jsonl": repeated("[],", 10 * MB, '{"text": "a", "b": [', "[]]}\n"),
    "objects.jsonl": repeated('{"a":{}},', 3 * MB, '{"text": "a", "b": [', "{}]}\n"),
    "keys.jsonl": lambda: (
        b'{"text": "a", ' + b", ".join(b'"k%d": 1' % n for n in range(1_500_000)) + b"}\n"
    ),
    "depth.jsonl": repeated("[", 30 * MB, '{"text": ', "\n"),
    "digits.jsonl": repeated("1", 30 * MB, '{"text": ', "}\n"),
    "escapes.jsonl": repeated("\\u0041", 5 * MB, '{"text": "', '"}\n'),
    "surrogates.jsonl": repeated("\\ud800", 4 * MB, '{"text": "a', '"}\n'),
    "mixed-line.jsonl": repeated("a", 31 * MB, '{"text": "😀', '"}\n'),
    "blanks.jsonl": repeated("\n", 20 * MB),
    "braces.jsonl": repeated("{\n", 5 * MB),
    "ids.jsonl": lambda: b"".join(
        b'{"id": "1", "key": "%d", "text": "a"}\n' % number for number in range(30_000)
    ),
    "markup.jsonl": field("<p>a", 79_000),
    "attributes.jsonl": field("", 0, "<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">a</p>"),
    "nested-markup.jsonl": field("<div>", 400_000, after="a"),
    "one-row.jsonl": field(STORY, 60_000),
    # Packed
    "bomb.jsonl.gz": packed(repeated(" ", 200 * MB), "gz"),
    "lines.jsonl.gz": packed(repeated("\n", 200 * MB), "gz"),
    "bomb.csv.xz": packed(repeated(" ", 200 * MB, "text\n"), "xz"),
    "arrays.jsonl.xz": packed(repeated("[],", 9 * MB, '{"text": "a", "b": [', "[]]}\n"), "xz"),
    "objects.jsonl.xz": packed(repeated("{},", 3 * MB, '{"text": "a", "b": [', "{}]}\n"), "xz"),
    "dictionary.jsonl.xz": wide_dictionary,
    "members.jsonl.gz": members,
    "twice.jsonl.gz": packed(packed(repeated(" ", 100 * MB), "gz"), "gz"),
    # Archives
    "overlapping.zip": overlapping,
    "crowded.zip": crowded,
    "packed.zip": zipped(
        *((f"{n}.jsonl.gz", packed(repeated("\n" + " " * 999, 50_000), "gz")) for n in range(30))
    ),
    "pages.zip": zipped(*((f"{n}.html", repeated("<p>a", 79_000)) for n in range(20))),
    "small-pages.zip": zipped(*((f"{n}.html", repeated("<p>a", 5_000)) for n in range(2_000))),
    "documents.zip": zipped(
        *((f"{n}.docx", HOSTILE_DOCUMENTS["paragraphs.docx"]) for n in range(30)),
    ),
    "greedy.zip": zipped(*((f"{n}.pdf", HOSTILE_DOCUMENTS["words.pdf"]) for n in range(30))),
    "slow-rows.zip": zipped(("a.jsonl", lambda: field("<p>a", 79_000)() * 60)),
    "slow-rows.jsonl.xz": packed(lambda: field("<p>a", 20_000)() * 500, "xz"),
    "lzma.zip": zipped(("a.csv", lambda: bytes(100 * MB)), method=zipfile.ZIP_LZMA),
    "bzip2.zip": zipped(("a.csv", lambda: bytes(150 * MB)), method=zipfile.ZIP_BZIP2),
    "names.zip": zipped(*((f"{'a' * 60_000}{n}.txt", text("a")) for n in range(100))),
    "empty-files.zip": zipped(*((f"{n}.txt", text("")) for n in range(9_999))),
    **HOSTILE_DOCUMENTS,
}
