"""PDF and Word documents, as newsrooms send them, broken and too large."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from index.sources import pdf, word
from index.sources.pdf import paragraphs
from tests.index.sources.samples import BODY, LEAD, TITLE, article_in, error_in


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF with these lines on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
        content = f"BT /F1 10 Tf 14 TL 50 800 Td {shown}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + (head + tail).encode()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def word_of(*blocks: str, title: str = "", table: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word document of these paragraphs, a title above and a table below."""
    document = Document()
    if title:
        document.add_heading(title, 0)
    for block in blocks:
        document.add_paragraph(block)
    if table:
        cells = document.add_table(len(table), len(table[0]))
        for number, row in enumerate(table):
            for column, text in enumerate(row):
                cells.cell(number, column).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def stored(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_word_document_is_an_article(tmp_path: Path) -> None:
    data = word_of(*BODY, title=TITLE, table=[["Palung", "400 km"]])
    article = article_in(stored(tmp_path, "siaran.docx", data))
    assert article.title == TITLE
    assert LEAD in article.text
    assert "Palung | 400 km" in article.text


def test_a_pdf_is_an_article_whose_lines_are_joined(tmp_path: Path) -> None:
    lines = [
        "Kapal riset berbendera Indonesia selesai memetakan palung sepanjang 400",
        "kilometer di selatan Jawa, kata ketua tim peneliti.",
        "",
        "Pelayaran berikutnya (yang kedua) dimulai pada bulan Maret.",
    ]
    article = article_in(stored(tmp_path, "siaran-pers.pdf", pdf_of([lines, ["Halaman dua."]])))
    assert "sepanjang 400 kilometer di selatan Jawa" in article.text
    assert "(yang kedua)" in article.text
    assert article.text.endswith("Halaman dua.")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Satu baris yang\nberlanjut di sini.", "Satu baris yang berlanjut di sini."),
        ("The govern-\nment said so.", "The government said so."),
        ("Jakarta-\nBandung ditutup.", "Jakarta- Bandung ditutup."),
        ("Akhir.\nBaris yang lebih panjang.", "Akhir.\n\nBaris yang lebih panjang."),
        ("Satu.\n\n\nDua.", "Satu.\n\nDua."),
        ("", ""),
    ],
)
def test_the_lines_of_a_page_become_paragraphs(page: str, expected: str) -> None:
    assert paragraphs(page) == expected


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "load_empty"), (b"x", "load_bad_document"), (b"%PDF-1.4\n%%EOF", "load_bad_document")],
)
def test_a_broken_document_has_a_reason(
    tmp_path: Path, suffix: str, data: bytes, reason: str
) -> None:
    assert error_in(stored(tmp_path, f"a{suffix}", data)).reason == reason


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_off_document_is_read_or_refused(tmp_path: Path, share: float) -> None:
    for name, data in (("a.pdf", pdf_of([BODY])), ("a.docx", word_of(*BODY))):
        path = stored(tmp_path, name, data[: int(len(data) * share)])
        assert error_in(path).reason in {"load_bad_document", "load_no_text"}


def test_a_document_without_text_says_so(tmp_path: Path) -> None:
    assert error_in(stored(tmp_path, "a.pdf", pdf_of([[]]))).reason == "load_no_text"
    assert error_in(stored(tmp_path, "a.docx", word_of())).reason == "load_no_text"


def test_a_document_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    path = stored(tmp_path, "a.pdf", pdf_of([BODY] * 3))
    assert error_in(path).reason == "load_too_complex"
    monkeypatch.setattr(pdf, "MAX_BYTES", 100)
    assert error_in(path).reason == "load_too_large"
    monkeypatch.setattr(word, "MAX_XML", 1000)
    document = stored(tmp_path, "a.docx", word_of(*BODY))
    assert error_in(document).reason == "load_too_complex"
    monkeypatch.setattr(word, "MAX_BYTES", 100)
    assert error_in(document).reason == "load_too_large"


def test_a_document_that_unpacks_to_too_much_is_not_opened(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/a.png", bytes(word.MAX_UNPACKED + 1))
    assert error_in(stored(tmp_path, "a.docx", out.getvalue())).reason == "load_bomb"
