"""PDF and Word documents made to cost time or memory, by name; see ``tests/hostile_files.py``."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

MB = 1_000_000
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = "<w:p><w:r><w:t>Kapal riset.</w:t></w:r></w:p>"
CELL = f"<w:tc>{WORD}</w:tc>"


def word(
    content: str, times: int = 1, before: str = "", after: str = "", start: str = ""
) -> Callable[[], bytes]:
    """Return a function of a document with ``content`` so many times."""

    def make() -> bytes:
        text = before + content * times + after
        document = f"{start}<w:document {_W}><w:body>{WORD}{text}</w:body></w:document>"
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("[Content_Types].xml", _TYPES)
            parts.writestr("_rels/.rels", _RELATIONS)
            parts.writestr("word/document.xml", document)
        return file.getvalue()

    return make


def pdf(
    stream: Callable[[], bytes], pages: int = 1, kids: str = "", resources: str = ""
) -> Callable[[], bytes]:
    """Return a function of a document whose pages all show the same stream."""

    def make() -> bytes:
        packed = zlib.compress(stream())
        shown = kids or " ".join(f"{number + 10} 0 R" for number in range(pages))
        page = f"<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<</Font<</F 4 0 R>>{resources}>>"
        objects = [
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
            f"2 0 obj<</Type/Pages/Count {pages}/Kids[{shown}]>>endobj".encode(),
            f"3 0 obj<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
            + packed
            + b"\nendstream endobj",
            b"4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
            *(f"{number + 10} 0 obj{page}>>endobj".encode() for number in range(pages)),
        ]
        data, places = b"%PDF-1.4\n", []
        for each in objects:
            places.append((int(each.split(b" ")[0]), len(data)))
            data += each + b"\n"
        xref = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places)
        end = b"trailer<</Root 1 0 R/Size 9999>>\nstartxref\n%d\n%%%%EOF" % len(data)
        return data + b"xref\n" + xref + end

    return make


def shown(content: str, times: int) -> Callable[[], bytes]:
    """Return a function of a page's content with operators so many times."""
    return lambda: b"BT /F 9 Tf " + content.encode() * times + b" ET"


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

HOSTILE_DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "paragraphs.docx": word(WORD, 180_000),
    "empty-paragraphs.docx": word("<w:p/>", MB),
    "runs.docx": word("<w:r><w:t>a</w:t></w:r>", 300_000, "<w:p>", "</w:p>"),
    "rows.docx": word(f"<w:tr>{CELL}</w:tr>", 100_000, "<w:tbl>", "</w:tbl>"),
    "cells.docx": word(CELL, 100_000, "<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "merged.docx": word(
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>",
        20_000,
        "<w:tbl>",
        "</w:tbl>",
    ),
    "wide-cell.docx": word(
        '<w:tc><w:tcPr><w:gridSpan w:val="2000000"/></w:tcPr><w:p/></w:tc>',
        10,
        "<w:tbl><w:tr>",
        "</w:tr></w:tbl>",
    ),
    "nested.docx": word("<w:tbl><w:tr><w:tc>", 50_000, after=WORD),
    "laughs.docx": word(
        "<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>",
        start=f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]>',
    ),
    "attributes.docx": word("<w:p " + " ".join(f"a{n}='1'" for n in range(40_000)) + "/>"),
    "bomb.docx": word("a", 90 * MB),
    "bomb.pdf": pdf(lambda: bytes(500 * MB)),
    "words.pdf": pdf(shown("(Kapal riset) Tj ", 600_000)),
    "moves.pdf": pdf(shown("1 0 Td (a) Tj ", 500_000)),
    "states.pdf": pdf(shown("q ", 2 * MB)),
    "arrays.pdf": pdf(shown("[" * 50_000 + "]" * 50_000, 1)),
    "one-string.pdf": pdf(shown("(", 2 * MB)),
    "pages.pdf": pdf(shown("(Kapal riset) Tj T* ", 10_000), 300),
    "many-pages.pdf": pdf(shown("(Kapal riset) Tj ", 1), 9_000),
    "loop.pdf": pdf(shown("(a) Tj ", 1), kids="2 0 R"),
    "fan.pdf": pdf(shown("(a) Tj ", 1), kids="10 0 R " * 500_000),
    "forms.pdf": pdf(shown("/X Do ", 2_000), resources="/XObject<</X 3 0 R>>"),
    "noise.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj<<" * 500_000,
    "objects.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj<</A 1 0 R>>endobj\n" * 300_000,
}
