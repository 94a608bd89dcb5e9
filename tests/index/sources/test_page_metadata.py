"""A page's statements of its address, source and date are believed where they can be true."""

from datetime import date
from pathlib import Path

import pytest

from index.sources.fields import Fields
from index.sources.html_page import page_article
from index.sources.html_text import text_of_html
from tests.index.sources.samples import article_in, body_of

URL = "https://warta.example/berita/1/judul"
PARAGRAPHS = (
    "Pemerintah kota menutup pintu air di hulu pada Jumat pagi setelah hujan deras mengguyur "
    "kawasan puncak selama enam jam tanpa henti.",
    '"Kami sudah menyiapkan dua belas perahu karet," kata kepala dinas itu kepada wartawan.',
    "Hujan diperkirakan mereda pada Sabtu sore, tetapi warga diminta tetap waspada.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(head: str = "", above: str = "", below: str = "", top: str = "") -> bytes:
    heading = f"<h1>Pintu air ditutup</h1>{above}"
    article = f"<article>{heading}{BODY}{below}</article>"
    title = "<title>Pintu air ditutup - Warta Contoh</title>"
    return f"<html lang=id><head>{title}{head}</head><body>{top}{article}</body></html>".encode()


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def open_graph(address: str) -> str:
    return f'<meta property="og:url" content="{address}">'


ADDRESSES = [
    ("", URL),
    ('<base href="https://warta.example/">', URL),
    ('<base href="https://cdn.warta.example/assets/">', URL),
    (canonical("https://warta.example/"), URL),
    (canonical("https://warta.example"), URL),
    (canonical("/"), URL),
    (canonical("https://warta.example/index.php"), URL),
    (canonical("https://warta.example/?page=home"), URL),
    (canonical("https://warta.example/404"), URL),
    (canonical("https://warta.example/404.html"), URL),
    (canonical("https://warta.example/not-found"), URL),
    (open_graph("https://warta.example/index.php?view=beranda"), URL),
    (canonical("https://warta.example/id/"), URL),
    (canonical("https://warta.example/berita"), URL),
    (canonical("https://cdn.warta.example/berita/1/judul"), URL),
    (canonical("https://static1.warta.example/berita/1/judul"), URL),
    (canonical("https://lain.example/berita/1/judul"), URL),
    (canonical("N/A"), URL),
    (canonical(""), URL),
    (open_graph("https://warta.example/"), URL),
    (open_graph("https://img.warta.example/a.jpg"), URL),
    (canonical("https://warta.example/berita/1/judul-lengkap"), f"{URL}-lengkap"),
    (canonical("https://www.warta.example/b/1/judul"), "https://www.warta.example/b/1/judul"),
    (canonical("/berita/satu-dua-tiga"), "https://warta.example/berita/satu-dua-tiga"),
    (canonical("https://warta.example/?p=7"), "https://warta.example/?p=7"),
    (open_graph("https://m.warta.example/b/1/judul"), "https://m.warta.example/b/1/judul"),
    (
        canonical("https://warta.example/") + open_graph("https://warta.example/b/7-judul"),
        "https://warta.example/b/7-judul",
    ),
]


@pytest.mark.parametrize(("head", "address"), ADDRESSES)
def test_a_page_s_address_is_an_article_s(head: str, address: str) -> None:
    assert page_article(page(head), "k", URL).url == address


def test_the_main_page_of_an_article_may_lie_above_the_one_that_was_fetched() -> None:
    for below in ("/2", "/amp", "?page=2"):
        article = page_article(page(canonical(f"{URL}-satu-dua")), "k", f"{URL}-satu-dua{below}")
        assert article.url == f"{URL}-satu-dua"


def test_a_saved_page_has_the_address_that_it_states_if_it_is_an_article_s(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    for head, address, source in (
        (canonical(URL), URL, "warta.example"),
        (canonical("https://warta.example/"), "", "warta.example"),
        ('<base href="https://warta.example/">', "", "warta.example"),
        ("", "", ""),
    ):
        file.write_bytes(page(head))
        article = article_in(file)
        assert (article.url, article.source) == (address, source)


def test_without_a_site_s_name_the_source_is_the_feed_s_or_the_host() -> None:
    assert page_article(page(), "k", URL).source == "warta.example"
    assert page_article(page(), "k", "https://www.warta.example/b/1").source == "warta.example"
    named = page('<meta property="og:site_name" content="Warta Contoh">')
    assert page_article(named, "k", URL).source == "Warta Contoh"
    assert page_article(page(), "k", URL, hint=Fields("", source="Umpan")).source == "Umpan"


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


DATES = [
    (page(meta("article:published_time", "2022-08-13T08:00:00+07:00")), True),
    (page(meta("article:published_time", "Sabtu, 13 Agt 2022 08:00 WIB")), True),
    (page(meta("datePublished", "13/08/2022")), True),
    (page(meta("publishdate", "2022/08/13 08:00:00")), True),
    (page('<script type="application/ld+json">{"datePublished": "13 Agt 2022"}</script>'), True),
    (page(above='<p class="post-date">Sabtu, 13 Agt 2022 08:00 WIB</p>'), True),
    (page(above='<span class="date">13 Agt 2022</span>'), True),
    (page(above='<div class="read__time">Kompas.com - 13/08/2022, 08:00 WIB</div>'), True),
    (page(above="<time>Sabtu (13/8/2022) 08:00</time>"), True),
    (page(above='<time datetime="2022-08-13">kemarin</time>'), True),
    (page(above="<p>Sabtu, 13 Agustus 2022</p>"), True),
    (page(above="<p>Budi Santoso - detikNews</p><p>13 Agt 2022 08:00 WIB</p>"), True),
    (page(meta("article:published_time", "1970-01-01T00:00:00+00:00")), False),
    (page(meta("article:published_time", "2022, Agustus")), False),
    (page(meta("article:published_time", "Agustus 2022")), False),
    (page(meta("article:published_time", "kemarin")), False),
    (page(meta("article:published_time", "0")), False),
    (page(above='<span class="date">3 jam lalu</span>'), False),
    (page(above='<time datetime="2022">2022</time>'), False),
    (page(top='<div class="waktu">Sabtu, 13 Agt 2022</div>'), False),
    (page(below='<aside><span class="date">13 Agt 2022</span></aside>'), False),
    (page(below='<ul><li><span class="date">13 Agt 2022</span></li></ul>'), False),
]

TODAY = "Senin, 30 November 2026"
TODAYS = [
    f'<div class="topbar"><span class="date">{TODAY}</span></div>',
    f'<div class="topbar"><span class="tanggal">{TODAY} 08:15 WIB</span></div>',
    f"<header><time datetime='2026-11-30'>{TODAY}</time></header>",
    "<header><time>30 November 2026</time></header>",
    "<div id=tgl>Senin, 30/11/2026</div>",
    f'<h1>Warta</h1><div class="date">{TODAY}</div>',
    f'<div class="wrapper"><div class="current-date">{TODAY}</div></div>',
    f"<p>{TODAY}</p>",
]
OTHERS = [
    '<div class="sidebar"><div><a href="/x">Yang lain</a><span class="date">30/11/2026</span></div>'
    "</div>",
    '<aside><a href="/x">Yang lain</a><time datetime="2026-11-30">kemarin</time></aside>',
    '<div class="box terkait"><h3><a href="/x">Yang lain</a></h3><time>30/11/2026</time></div>',
]


@pytest.mark.parametrize("heading", ["h1", "h2"])
@pytest.mark.parametrize(
    ("top", "below"), [*((day, "") for day in TODAYS), *(("", each) for each in OTHERS)]
)
def test_the_day_on_which_a_page_is_read_is_not_its_article_s(
    top: str, below: str, heading: str
) -> None:
    for above, day in (("", None), ('<p class="post-date">13 Agt 2022</p>', date(2022, 8, 13))):
        data = page(top=top, above=above).decode().replace("h1>Pintu", f"{heading}>Pintu")
        data = data.replace("ditutup</h1>", f"ditutup</{heading}>")
        data = data.replace("</article>", f"</article>{below}")
        assert page_article(data.encode(), "k", URL).date == day


@pytest.mark.parametrize(
    "head",
    [
        '<div class="post-date">Sabtu, 13 Agt 2022 08:00 WIB</div><h1>',
        '<time datetime="2022-08-13T08:00">Sabtu</time><h1>',
        '<header class="entry-header"><span class="date">13 Agt 2022</span><h1>',
        '<span itemprop="datePublished" content="2022-08-13">Sabtu</span><h1>',
    ],
)
def test_a_date_above_the_heading_in_the_article_is_the_article_s(head: str) -> None:
    data = page(top=TODAYS[0]).replace(b"<h1>", head.encode())
    assert page_article(data, "k", URL).date == date(2022, 8, 13)
    data = data.replace(b"<article>", b'<div class="read-detail">').replace(
        b"</article>", b"</div>"
    )
    assert page_article(data, "k", URL).date == date(2022, 8, 13)


@pytest.mark.parametrize(("data", "dated"), DATES)
def test_a_page_has_the_date_that_it_states_of_its_article(data: bytes, *, dated: bool) -> None:
    article = page_article(data, "k", URL)
    assert article.date == (date(2022, 8, 13) if dated else None)
    assert body_of(article) == PARAGRAPHS


COMMENT = "<p>Andi: semoga cepat surut ya airnya, kasihan warga di sana.</p>"
SECTIONS = [
    f'<div id="komentar">{COMMENT}</div>',
    f'<section class="list-komentar">{COMMENT}</section>',
    f'<div class="kolom_komentar box">{COMMENT}</div>',
    f'<ul class="comments"><li>{COMMENT}</li></ul>',
    f'<div id="respond"><h3>Tinggalkan Balasan</h3>{COMMENT}</div>',
    f"<h3>Komentar</h3>{COMMENT}<p>2 jam lalu</p>",
    '<div class="baca-juga"><p>Yang lain:</p><a href="/x">Longsor menutup jalan</a></div>',
    "<div><span>BACA JUGA</span><a href='/x'>Longsor Tutup Jalan Puncak</a></div>",
    '<div class="box-terpopuler"><a href="/x">Longsor menutup jalan di puncak itu</a></div>',
    "<p>Halaman Selanjutnya</p>",
]


@pytest.mark.parametrize("section", SECTIONS)
def test_other_sections_of_the_page_are_no_text_of_the_article(section: str) -> None:
    assert body_of(page_article(page(below=section), "k", URL)) == PARAGRAPHS


def test_a_class_that_only_speaks_of_comments_holds_the_article() -> None:
    data = page().replace(
        b"<article>", b'<div class="post comments-open"><article class="komentar">'
    )
    assert body_of(page_article(data, "k", URL)) == PARAGRAPHS


LINK = '<a href="/x">Longsor Tutup Jalan Puncak</a>'
GLUED = [
    f"Baca juga: {LINK}",
    f"<strong>Baca juga: {LINK}</strong>",
    f"<b>Baca Juga</b> : {LINK}",
    f"<span>BACA JUGA</span>{LINK}",
    f"(Baca juga: {LINK})",
    f"Baca: {LINK}",
    f"Read also: {LINK}",
    f"<em>Also read | </em>{LINK}",
    f"Pilihan Editor:&nbsp;{LINK}",
    '[<a href="/x">Baca juga: Longsor tutup jalan puncak</a>]',
    '<a href="/x"><b>Baca juga:</b> Longsor tutup jalan puncak</a>',
]


@pytest.mark.parametrize("link", GLUED)
def test_a_link_glued_to_a_paragraph_is_no_text_of_the_article(link: str) -> None:
    first, second, third = PARAGRAPHS
    for number, glued in enumerate((f"{first} {link}", f"{link} {second}", f"{third}{link}")):
        data = page().replace(PARAGRAPHS[number].encode(), glued.encode())
        assert body_of(page_article(data, "k", URL)) == PARAGRAPHS
        fragment = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS[:number], glued))
        assert text_of_html(fragment).splitlines()[number:].count(PARAGRAPHS[number]) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        'Bukunya berjudul <a href="/x">Baca Juga Hatimu</a>, kata penerbitnya.',
        'Anak-anak <a href="/x">membaca juga</a> di kebun itu.',
        'Baca juga <a href="/x">doa sebelum tidur</a> agar tenang, kata ustaz itu.',
        'Baca <a href="/x">surat itu</a>: begitu pesannya kepada anaknya.',
    ],
)
def test_a_link_in_a_sentence_is_left_where_it_stands(sentence: str) -> None:
    text = text_of_html(f"<p>{PARAGRAPHS[0]} {sentence}</p>")
    assert "\n" not in text
