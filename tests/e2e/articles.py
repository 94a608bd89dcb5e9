"""A small collection: invented news whose answers are known."""

from pathlib import Path

BRIDGE = """\
Title: Jembatan Sungai Lestari diresmikan
Date: 2022-01-21
Source: Harian Contoh
Url: https://example.org/jembatan

Kota Melati - Wali Kota Ratna Dewi meresmikan Jembatan Sungai Lestari pada Jumat pagi. \
Jembatan itu panjangnya 1.250 meter dan menghubungkan dua kecamatan yang selama ini \
dipisahkan sungai.

Pembangunan jembatan memakan waktu tiga tahun dan menelan biaya 480 miliar rupiah. \
"Warga kini bisa menyeberang dalam lima menit," kata Ratna Dewi.

Ribuan warga datang ke tepi sungai sejak subuh untuk melihat jembatan baru itu dibuka.
"""

ZOO = """\
Title: Anak badak lahir di Kebun Binatang Cemara
Date: 2022-02-03
Source: Kabar Rimba

Bogor - Seekor anak badak lahir di Kebun Binatang Cemara pada Rabu malam. Anak badak itu \
diberi nama Wulan oleh pengasuhnya, Joko Santoso.

Beratnya 28 kilogram saat lahir. Dokter hewan Maya Lestari mengatakan induknya sehat dan \
menyusui dengan baik.
"""

LIBRARY = """\
Title: Harbour town opens a library on a ship
Date: 2022-03-15
Source: Coast Courier
Lang: en

Port Alder - The town of Port Alder opened a public library on board an old ferry on Tuesday. \
The ferry carries 14,000 books and a reading room for children.

Librarian Helen Marsh said the idea came from a fisherman. "People here live with the sea, so \
the books should too," said Helen Marsh.
"""

LONG = "Title: Kisah panjang pelayaran\nDate: 2021-05-05\n\n" + "\n\n".join(
    f"Bagian {n} menceritakan pelayaran kapal Samudra ke pulau nomor {n}. " + "Ombak tinggi. " * 60
    for n in range(1, 8)
)


def write_articles(folder: Path) -> Path:
    """Write the collection into a new folder."""
    folder.mkdir()
    texts = {"jembatan": BRIDGE, "badak": ZOO, "library": LIBRARY, "pelayaran": LONG}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder
