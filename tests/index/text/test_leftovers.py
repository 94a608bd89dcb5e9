"""What sites leave around an article lies outside its body, and no sentence does.

Tables in both languages: a row is a line, or several, as they are found in copied articles.
"""

from datetime import date

import pytest

from index.text.cleaning import CleanedText, clean
from index.text.line_shapes import is_caption, is_headline, is_prose, is_sentence

TITLE = "Pintu air di hulu ditutup setelah hujan enam jam"
LEAD = (
    "Jakarta - Pemerintah kota menutup pintu air di hulu pada Jumat pagi setelah hujan deras "
    "mengguyur kawasan puncak selama enam jam tanpa henti."
)
SAID = '"Kami menyiapkan dua belas perahu karet," kata kepala dinas itu kepada wartawan.'
LAST = "Hujan diperkirakan mereda pada Sabtu sore, tetapi warga diminta tetap waspada."
BODY = [LEAD, SAID, LAST]

ENGLISH_TITLE = "Flood gates closed after six hours of rain"
ENGLISH = [
    "LONDON (AP) — The city closed its flood gates on Friday morning after heavy rain had fallen "
    "on the hills for six hours without a break.",
    '"We have prepared twelve rubber boats," the head of the agency told reporters.',
    "The rain is expected to ease on Saturday afternoon, but residents should stay alert.",
]


def cleaned(text: str, title: str = "") -> tuple[CleanedText, list[str]]:
    found = clean(text, title)
    return found, [text[start:end] for start, end in found.body]


def joined(*parts: str) -> str:
    return "\n\n".join(parts)


HEADS = {
    "Budi Santoso - detikNews\nJumat, 21 Jan 2022 14:05 WIB": date(2022, 1, 21),
    "Budi Santoso, Ani Wijaya - detikFinance\nSabtu, 13 Agt 2022 08:00 WIB": date(2022, 8, 13),
    "Tim detikcom - detikNews\nJumat, 21 Jan 2022 14:05 WIB": date(2022, 1, 21),
    "Kompas.com - 05/10/2022, 14:05 WIB": date(2022, 10, 5),
    "KOMPAS.com - 5 Oktober 2022, 14:05 WIB\nPenulis Budi Santoso\nEditor Ani Wijaya": date(
        2022, 10, 5
    ),
    "Tim Redaksi\nKompas.com - 05/10/2022, 14:05 WIB": date(2022, 10, 5),
    "Oleh Budi Santoso\n21 Januari 2022": date(2022, 1, 21),
    "Oleh: Budi Santoso | Jumat (21/1/2022) 14:05": date(2022, 1, 21),
    "Tempo.co\nReporter Budi Santoso\n21 Januari 2022 14.05 WIB": date(2022, 1, 21),
    "CNN Indonesia\nJumat, 21 Jan 2022 14:05 WIB": date(2022, 1, 21),
    "CNN Indonesia | Jumat, 21/01/2022 14:05 WIB": date(2022, 1, 21),
    "Ilustrasi banjir. (Antara/Agus Bebeng)\n\nJumat, 21 Jan 2022 14:05 WIB": date(2022, 1, 21),
    "Jumat, 21 Jan 2022 14:05 WIB\n\nIlustrasi banjir. (Antara/Agus Bebeng)": date(2022, 1, 21),
    "Warga melintasi banjir di Kemang, Senin (3/1/2022). ANTARA FOTO/Budi\n21/1/22": date(
        2022, 1, 21
    ),
    "Foto: Dok. Istimewa\nJumat, 21 Jan 2022": date(2022, 1, 21),
    "Suara Warga Kita\nBudi Santoso - detikNews\nJumat, 21 Jan 2022 14:05 WIB": date(2022, 1, 21),
    "Suara Warga Kita\n21 Januari 2022\nDibaca 1.234 kali\nA A A\nBagikan": date(2022, 1, 21),
    "Budi Santoso\nWarta Kota Lama\nOleh Redaksi\nTerbit: Jumat, 21 Januari 2022 | 14:05": date(
        2022, 1, 21
    ),
    "Oleh Budi Santoso\nKota Lama\nJumat, 21 Januari 2022": date(2022, 1, 21),
    "Rep: Budi Santoso/ Red: Ani\nJumat , 21 Jan 2022 , 14:05 WIB": date(2022, 1, 21),
    "Rabu, 5 Oktober 2022 | 14:05 WIB\nOleh :\nBudi Santoso\nEditor :\nAni Wijaya": date(
        2022, 10, 5
    ),
    "Ditayangkan: Jumat, 21/01/22 14:05 WIB\nUkuran Teks": date(2022, 1, 21),
    "21 Januari 2022 oleh admin | 0 komentar": date(2022, 1, 21),
    "SINDOnews.com\nBudi Santoso\nJum'at, 21 Januari 2022 - 14:05 WIB": date(2022, 1, 21),
    "Kontributor Bogor, Budi Santoso\nKompas.com, 21 Januari 2022, 14:05 WIB": date(2022, 1, 21),
    "Home > Nasional\nBudi Santoso\n3 menit baca\n0 Komentar": None,
    "Tim Redaksi\nBudi Santoso\nAni Wijaya\nPenulis | Editor\nKompas.com - 05/10/2022, 14:05 WIB": (
        date(2022, 10, 5)
    ),
    "Jumat, 21 Januari 2022 | 14:05 WIB\nBudi Santoso / Ani Wijaya": date(2022, 1, 21),
    "Jumat 21 Jan 2022 14:05 WIB\nRed: Ani Wijaya": date(2022, 1, 21),
    "Foto udara banjir di Bogor, Jumat (21/1/2022). ANTARA FOTO/Agus Bebeng/hp.\n\n"
    "Jumat, 21 Januari 2022 14:05 WIB": date(2022, 1, 21),
    "Penulis: Budi Santoso - Editor: Ani Wijaya": None,
}
ENGLISH_HEADS = {
    "Tom Reed\nAssociated Press": None,
    "By Tom Reed, BBC News": None,
    "Published Fri, Jan 21 2022 2:05 PM EST\nTom Reed @tomreed": date(2022, 1, 21),
    "Tom Reed / Ann Lee\nJan. 21, 2022": date(2022, 1, 21),
    "Tom Reed | The Republic | azcentral.com\nJan. 21, 2022 Updated Jan. 22, 2022, 1:49 p.m. ET": (
        date(2022, 1, 21)
    ),
    "Published 5:14 PM EST, Fri January 21, 2022": date(2022, 1, 21),
    "Marlow Evening Post\nBy Tom Reed\n21 January 2022\n5 min read": date(2022, 1, 21),
    "Posted on January 21, 2022 by admin": date(2022, 1, 21),
    "By admin on 21 January 2022\n2 hours ago": date(2022, 1, 21),
    "A boat in the flooded street. (Photo: Reuters)\nJanuary 21, 2022": date(2022, 1, 21),
}


@pytest.mark.parametrize(("head", "day"), HEADS.items())
def test_lines_above_an_article_are_outside_it(head: str, day: date | None) -> None:
    found, body = cleaned(joined(TITLE, head, *BODY))
    assert (found.title, body) == (TITLE, BODY)
    assert (found.date, found.place) == (day, "Jakarta")
    _, body = cleaned(joined(head, *BODY), TITLE)
    assert body == BODY


@pytest.mark.parametrize(("head", "day"), ENGLISH_HEADS.items())
def test_so_are_they_above_an_english_one(head: str, day: date | None) -> None:
    found, body = cleaned(joined(ENGLISH_TITLE, head, *ENGLISH))
    assert (found.title, body) == (ENGLISH_TITLE, ENGLISH)
    assert (found.date, found.place) == (day, "London")


MIDDLES = [
    "Artikel Kompas.id",
    "Topik: banjir, Bogor, pintu air",
    "Topik : Banjir Jakarta",
    "TOPIK: banjir",
    "Tags: banjir bogor",
    "Tag: Banjir | Bogor",
    "Tagar: #banjir #bogor",
    "Kata kunci: banjir, pintu air",
    "Topic: floods",
    "Topics: floods, London",
    "Keywords: floods; rain",
    "Filed under: Floods, Weather",
    "Baca: Longsor Tutup Jalan Puncak",
    "Baca selengkapnya: Jalur Evakuasi",
    "(Baca: Longsor tutup jalan puncak)",
    "[Baca juga: Longsor tutup jalan puncak]",
    "Baca Juga Longsor Tutup Jalan Puncak",
    "BACA JUGALongsor Tutup Jalan Puncak",
    "Baca juga artikel menarik lainnya di sini.",
    "BACA JUGA",
    "BACA JUGA\n\nLongsor Tutup Jalan Puncak\n\nBanjir Surut di Bekasi Sejak Pagi",
    "Baca Juga:\n- Longsor Tutup Jalan Puncak\n- Banjir Surut di Bekasi Sejak Pagi",
    "Pilihan Editor: Banjir Surut di Bekasi",
    "Pilihan Redaksi\n\nLongsor Tutup Jalan Puncak\n\nBanjir Surut di Bekasi Sejak Pagi",
    "Berita terkait: Banjir surut di Bekasi",
    "Simak: Longsor Tutup Jalan Puncak",
    "Video: Longsor Tutup Jalan Puncak",
    "Simak juga Video: Longsor Tutup Jalan Puncak, Warga Panik!",
    'Tonton juga video "Longsor Tutup Jalan" di sini:',
    "Halaman Selanjutnya",
    "Halaman: 1 2 3 Show All",
    "Baca halaman berikutnya",
    "Lihat klasemen Liga Spanyol di halaman selanjutnya.",
    "Konten ini khusus untuk pelanggan.",
    "Artikel ini hanya tersedia untuk pelanggan Warta Plus.",
    "Sudah punya akun? Masuk di sini",
    "Silakan login untuk melanjutkan membaca artikel ini.",
    "Lihat Foto",
    "Foto: Antara/Agus Bebeng",
    "Foto: dok. pribadi",
    "Dengarkan artikel",
    "Cek juga: Longsor tutup jalan puncak",
    "Klik di sini untuk melihat videonya",
    "Ikuti WhatsApp Channel Warta Contoh",
    "Cek berita dan artikel yang lain di Google News",
    "SCROLL TO RESUME CONTENT",
    "Konten Promosi",
    "1 2 3 Selanjutnya",
    "Story continues below advertisement",
    "Continue reading the main story",
    "View this post on Instagram",
    "Read the full story here.",
    "READ: Landslide Blocks the Pass Road",
    "Related:Landslide blocks the pass road",
    "More from Marlow: Landslide blocks the pass road",
    "Don't miss: Landslide Blocks the Pass Road",
    "Also read: Landslide blocks the pass road",
    "Most read\n1. Landslide blocks the pass road\n2. Flood recedes in the lower town",
    "This story is for subscribers only.",
    "Already a subscriber? Log in",
    "Subscribe to continue reading",
    "You have reached your limit of free articles.",
    "Next page",
    "Photo: Reuters",
    "Halaman\n1\n2\nTampilkan Semua",
    "1 | 2 | 3",
    "Artikel ini khusus pelanggan. Langganan sekarang untuk membaca lebih lanjut.",
    "Anda telah membaca 3 artikel gratis.",
    "Baca tanpa iklan. Gabung Warta.example+",
    "Dapatkan akses tanpa batas.",
    "Langganan mulai dari Rp 15.000 per bulan",
    "Gabung Warta.example+ untuk membaca artikel ini",
    "Infografik: Banjir Bogor",
    "Berita Rekomendasi",
    "Cek Fakta: Longsor Tutup Jalan Puncak",
    "MORE: Landslide Blocks the Pass Road",
    "RELATED STORY | Landslide Blocks the Pass Road",
    "Subscribe now for unlimited access",
    "Advertisement - story continues below",
    "Skip advertisement",
    "Click to expand",
    "Image source, Getty Images",
    "Getty Images",
    "You might also be interested in: Landslide Blocks Pass Road",
    "Trending Stories",
    "Recommended Stories\nlist 1 of 2\nLandslide Blocks Pass Road\nend of list",
]


@pytest.mark.parametrize("between", MIDDLES)
def test_links_pages_and_paywalls_between_paragraphs_are_outside(between: str) -> None:
    _, body = cleaned(joined(LEAD, between, SAID, LAST), TITLE)
    assert body == BODY


GLUED = [
    "Baca juga: Longsor Tutup Jalan Puncak",
    "BACA JUGA: Longsor tutup jalan puncak",
    "BACA JUGALongsor Tutup Jalan Puncak",
    "Baca Juga Longsor Tutup Jalan Puncak",
    "(Baca juga: Longsor tutup jalan puncak)",
    "[Baca juga: Longsor Tutup Jalan Puncak, Warga Panik!]",
    "Baca: Longsor Tutup Jalan Puncak",
    "Baca selengkapnya: Longsor tutup jalan puncak",
    "Lihat juga: Apakah longsor akan menutup jalan puncak?",
    "Simak juga Video: Longsor Tutup Jalan Puncak",
    "Baca juga: Longsor Tutup Jalan Puncak Baca juga: Banjir Surut di Bekasi",
    "Read also: Landslide blocks the pass road",
    "Also Read | Landslide Blocks the Pass Road",
    "RELATED: Landslide blocks the pass road",
    "Read more: Landslide blocks the pass road",
]
NOT_GLUED = [
    "Baca juga doa sebelum tidur, kata ustaz itu.",
    "Baca juga menjadi kebiasaan anak-anak di desa itu.",
    "Baca: begitu perintah pertama yang turun, tutur ustaz itu.",
    "Baca buku, bukan gawai.",
    "Lihat juga bagaimana ia tersenyum kepada wartawan.",
    "Simak baik-baik pesan itu, ujarnya.",
    '"Baca juga yang ini," katanya.',
    "Ia menulis buku Baca Juga Hatimu",
    "Read also means something else in that village.",
    "Related cases were found in two villages.",
]


@pytest.mark.parametrize("gap", [" ", ""])
@pytest.mark.parametrize("link", GLUED)
def test_a_link_glued_to_a_paragraph_is_outside(link: str, gap: str) -> None:
    for at in (0, 1, 2):
        lines = [line + gap + link if at == number else line for number, line in enumerate(BODY)]
        assert cleaned(joined(*lines), TITLE)[1] == BODY


@pytest.mark.parametrize("sentence", NOT_GLUED)
def test_a_sentence_that_begins_like_a_link_stays_in_its_paragraph(sentence: str) -> None:
    lines = [LEAD, f"{SAID} {sentence}", LAST]
    assert cleaned(joined(*lines), TITLE)[1] == lines


TAILS = [
    "Dapatkan Informasi Terbaru seputar Banjir",
    "Jangan lewatkan berita terbaru! Unduh aplikasi Warta di Play Store",
    "Written by Budi Santoso",
    "Edited by Ani Wijaya",
    "Ditulis oleh Budi Santoso",
    "Halaman Selanjutnya\nTAGS\nbanjir\nbogor\nKomentar\nAndi\n3 jam lalu\nsemoga cepat surut ya"
    "\nTerpopuler\n1. Longsor Tutup Jalan Puncak\nKonten ini khusus untuk pelanggan.",
    "TAGS\nbanjir\nbogor",
    "Topik Terkait\nbanjir\nbogor\npintu air",
    "Tag: banjir, bogor",
    "Komentar (2)\nAndi\nSemoga cepat surut, kasihan warga di sana.\nBalas\n2 jam yang lalu",
    "Tinggalkan Balasan\nAlamat email Anda tidak akan dipublikasikan.",
    "Terpopuler\n1. Longsor Tutup Jalan Puncak\n2. Banjir Surut di Bekasi Sejak Pagi",
    "Berita Terkait\nLongsor Tutup Jalan Puncak\nBanjir Surut di Bekasi\n21 Januari 2022",
    'Artikel Lainnya\n"Kami Siap," Kata Bupati\nBanjir Surut di Bekasi',
    "Rekomendasi untuk Anda\nLongsor Tutup Jalan Puncak",
    "Reporter: Budi Santoso\nKota Lama\nEditor: Ani Wijaya\nSumber: Antara",
    "(bud/ani)\nSimak Video 'Longsor Tutup Jalan Puncak':\n[Gambas:Video 20detik]",
    "Sumber: berbagai sumber",
    "Sumber: Merdeka.com",
    "Penulis: Budi Santoso\nEditor: Ani Wijaya\nCopyright © Warta Contoh 2022",
    "Dapatkan update berita pilihan setiap hari. Mari bergabung di saluran WhatsApp kami.",
    "Sudah berlangganan? Masuk\nBerlangganan sekarang",
    "Comments\nTom Reed\n2 hours ago\nHope it recedes soon, stay safe everyone.\nReply",
    "Leave a Reply\nYour email address will not be published.",
    "Tags: flood, rain\nFollow us on Twitter @marlowpost",
    "Most Read\n1. Landslide blocks the pass road\n2. Flood recedes in the lower town",
    "You may also like\nLandslide blocks the pass road\nFlood recedes in the lower town",
    "Source: Associated Press",
    "#banjir #bogor",
    "Belum ada komentar",
    "Terkini\nLongsor tutup jalan puncak\nBanjir surut di Bekasi",
    "Tentang Penulis\nBudi Santoso adalah wartawan Warta Contoh.",
    "About the author\nTom Reed is a reporter for the Post.",
    "Tom Reed can be reached at tom@post.example.",
    "Reporting by Tom Reed; Editing by Ann Lee",
    "Share this:\nLike this: Loading...",
    "Budi Santoso/Ani Wijaya",
    "BUDI SANTOSO | ANTARA",
    "Jangan lupa ikuti akun Instagram kami @warta",
    "Halaman Selanjutnya\n\nHalaman:\n1\n2\nShow All",
    "Apa Reaksi Anda?\nSuka\n0\nSedih\n0",
    "Anda mungkin menyukai\nLongsor Tutup Jalan Puncak\nBanjir Surut di Bekasi",
    "Ikuti kami di:\nFacebook\nTwitter\nInstagram",
    "Unduh aplikasi Warta sekarang",
    "Baca berita terkini lainnya di Warta.example",
    "Read the original article on Marlow Post",
    "Associated Press writer Ann Lee contributed to this report.",
    "This article was originally published by the Marlow Post.",
    "Topics: flood, rain",
    "Our Standards: The Thomson Reuters Trust Principles.",
    "Tom Reed is a reporter for the Marlow Post. Follow him @tomreed.",
    "More on this story\nLandslide blocks the pass road",
    "What to read next\nLandslide blocks the pass road",
    "Write to Tom Reed at tom@post.example",
    "Dilarang keras mengambil konten untuk AI tanpa izin tertulis dari Kantor Berita Warta.",
]


@pytest.mark.parametrize("tail", TAILS)
def test_what_follows_an_article_is_outside_it(tail: str) -> None:
    for gap in ("\n\n", "\n"):
        _, body = cleaned(joined(*BODY) + gap + tail, TITLE)
        assert body == BODY


SENTENCES = [
    "Dapatkan informasi terbaru itulah pekerjaan mereka setiap pagi.",
    "Written by hand, the letter was kept in a museum for a century.",
    "Artikel itu ditulis pada malam hari setelah banjir surut.",
    "Topik: apakah pintu air itu ditutup terlalu lambat?",
    "Baca juga doa sebelum tidur agar hati tenang, kata ustaz itu menutup ceramahnya.",
    "Baca juga menjadi kebiasaan anak-anak di desa itu.",
    "Baca: begitu perintah pertama yang turun, tutur ustaz itu.",
    "Simak juga ucapannya ketika ia meninggalkan ruang sidang pagi itu.",
    "Foto: bukti kekerasan itu diserahkan Rahmat kepada penyidik",
    "Foto itu diserahkan kepada penyidik.",
    'Sumber: "Kami tidak tahu siapa pelakunya," kata seorang warga',
    "Sumber: warga setempat mengatakan air naik sejak subuh",
    "Sumber air warga itu mengering.",
    "Penulis: ia bukan sekadar saksi, melainkan pelaku sejarah itu sendiri.",
    "Laporan: tiga desa terendam akibat hujan deras semalam",
    "Komentar warga beragam, dari yang marah sampai yang pasrah.",
    "Terpopuler di antara mereka adalah lagu tentang hujan.",
    "Konten ini khusus untuk pelanggan, kata juru bicara perusahaan itu.",
    "Halaman selanjutnya dari sejarah kota itu belum ditulis.",
    "Tags yang ditemukan penyidik menunjuk ke gudang lama.",
    "Video: ia merekam sendiri kejadian itu, ujar penyidik.",
    "Ikuti saya, kata pemandu itu, dan mereka pun masuk ke gua.",
    "Read also means something else in that village, she said.",
    "Photo: the evidence was handed to the investigators by Rahmat on Monday night",
    'Source: "We do not know who did it," said a resident',
    "More than forty boats were sent to the lower town.",
    "Comments were few, he said, and most of them polite.",
    "Most read the letter twice before they signed it.",
    "Related to the mayor by marriage, he denied any favour.",
    "Klik di sini, kata penipu itu, dan uang korban pun lenyap.",
    "Surat itu dapat dibalas lewat alamat surel yang tercantum, yakni tanya@warta.example.",
    "Ikuti petunjuk petugas di saluran air itu sampai hujan reda.",
    "Selanjutnya warga mengungsi ke gedung sekolah.",
    "Terkini, 240 keluarga telah dipindahkan.",
    "Up next: final exams for those who were evacuated.",
    "This story is for subscribers, the editor told the court.",
    "Sudah berlangganan? Pertanyaan itu yang pertama diajukan petugas.",
    "Tags: itulah nama anjing kesayangannya yang hilang.",
    "Topik: itulah yang diperdebatkan dua jam lamanya.",
    "Halaman 3 koran itu memuat foto korban.",
    "Dapatkan surat itu sebelum Jumat, perintahnya.",
    "Langganan air itu diputus sejak pekan lalu.",
    "Red: warna itu dipilih warga lewat pemungutan suara.",
    "Getty Images sold the picture for a dollar.",
    "Topics were few, and most of them old.",
    "Write to the mayor, she told the pupils.",
    "Unduh aplikasi itu, pinta petugas kepada warga.",
    "Jangan lupa ikuti petunjuk petugas.",
    "Image source or not, the court wanted to see it.",
    "1 | 2 | 3 adalah kode yang dipakai para pelaku.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_article_is_inside_whatever_it_begins_with(sentence: str) -> None:
    for text in (
        joined(LEAD, sentence, LAST),
        joined(LEAD, SAID, sentence),
        joined(TITLE, "Budi Santoso - detikNews", LEAD, sentence, LAST, "(bud/ani)"),
    ):
        _, body = cleaned(text, TITLE)
        assert sentence in body


LISTS = [
    "Susunan pemain:\nPersib: Rahmat, Budi, Andi\nPersija: Joko, Agus, Dedi\nPelatih: Jacksen",
    "Jadwal pertandingan:\n\nSabtu, 22 Januari 2022\n\nPersib vs Persija\n\nPukul 14:05 WIB",
    "Bahan:\n1. Dua butir telur\n2. Segelas air",
    'Lagu yang diputar:\n"Headlines"\n"Nonstop"\n"Hujan"',
    "Hasil putaran kedua:\nKevin Na | Withdrew Thursday\nTom Reed | 68",
    "Berikut daftar posko:\nGedung SD 1\nBalai warga\nMasjid raya",
]


@pytest.mark.parametrize(
    "details",
    [
        "Waktu: Jumat pukul sembilan\n\nTopik: kesiapan menghadapi banjir\n\nTempat: Balai kota",
        "Venue: Town hall\n\nTopic: flood gates",
        "Topik: kesiapan menghadapi banjir\nPembicara: Budi Santoso",
    ],
)
def test_a_topic_among_the_details_of_an_event_is_the_article_s(details: str) -> None:
    _, body = cleaned(joined(LEAD, details, LAST), TITLE)
    assert "\n".join(body).split() == joined(LEAD, details, LAST).split()


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_at_the_end_is_the_article_s(listed: str) -> None:
    _, body = cleaned(joined(LEAD, LAST, listed), TITLE)
    assert "\n".join(body).split() == joined(LEAD, LAST, listed).split()


def test_a_section_s_heading_amid_the_article_does_not_end_it() -> None:
    for heading in ("Komentar", "Terpopuler", "TAGS", "Berita Terkait\nLongsor Tutup Jalan Puncak"):
        _, body = cleaned(joined(LEAD, heading, SAID, LAST), TITLE)
        assert [line for line in body if line in BODY] == BODY


@pytest.mark.parametrize(
    ("line", "sentence", "prose", "headline", "caption"),
    [
        (LEAD, True, True, False, False),
        (SAID, True, True, False, False),
        (TITLE, False, False, True, False),
        ("Longsor Tutup Jalan Puncak, Warga Panik!", False, False, True, False),
        ("Mengapa pintu air di hulu ditutup lebih awal?", True, True, True, False),
        ("“Tidak.”", False, False, False, False),
        ("Ilustrasi banjir. (Antara/Agus Bebeng)", False, False, False, True),
        ("Ilustrasi banjir", False, False, False, True),
        ("Foto itu langsung disukai banyak orang.", True, True, False, False),
        ("", False, False, False, False),
    ],
)
def test_lines_have_shapes(
    line: str, sentence: bool, prose: bool, headline: bool, caption: bool
) -> None:
    shapes = (is_sentence(line), is_prose(line), bool(line) and is_headline(line), is_caption(line))
    assert shapes == (sentence, prose, headline, caption)
