"""Pages that answer in place of an article are none, and say why; a row for a page."""

import pytest

from index.errors import LoadError
from index.sources.fields import Fields
from index.sources.html_page import page_article
from index.sources.stub_pages import NO_ARTICLE_REASONS, stub_reason

URL = "https://warta.example/berita/1/judul-berita"
NAVIGATION = '<nav><a href="/">Beranda</a> <a href="/n">Nasional</a></nav>'
PARAGRAPHS = (
    "Pemerintah kota menutup pintu air di hulu pada Jumat pagi setelah hujan deras mengguyur "
    "kawasan puncak selama enam jam tanpa henti.",
    "Kepala dinas setempat mengatakan tinggi muka air sudah mencapai 180 sentimeter.",
    '"Kami sudah menyiapkan dua belas perahu karet," kata kepala dinas itu kepada wartawan.',
    "Hujan diperkirakan mereda pada Sabtu sore, tetapi warga diminta tetap waspada.",
)

STUBS = {
    "Please enable JS and disable any ad blocker": "load_script_wall",
    "You need to enable JavaScript to run this app.": "load_script_wall",
    "JavaScript is disabled in your browser. Please enable it to proceed.": "load_script_wall",
    "Aktifkan JavaScript di browser Anda untuk melanjutkan.": "load_script_wall",
    "Situs ini membutuhkan JavaScript agar dapat berjalan dengan baik.": "load_script_wall",
    "Matikan AdBlock Anda untuk membaca berita di situs ini.": "load_script_wall",
    "Your browser is not supported. Please upgrade.": "load_script_wall",
    "Checking your browser before accessing warta.example. This is automatic.": (
        "load_browser_check"
    ),
    "Just a moment... Enable JavaScript and cookies to continue": "load_browser_check",
    "Verify you are human by completing the action below.": "load_browser_check",
    "Sorry, you have been blocked. Cloudflare Ray ID: 7a1b2c": "load_browser_check",
    "We have detected unusual traffic from your network.": "load_browser_check",
    "Memeriksa peramban Anda sebelum membuka warta.example.": "load_browser_check",
    "Verifikasi bahwa Anda bukan robot untuk melanjutkan.": "load_browser_check",
    "Akses ditolak. Hubungi pengelola situs.": "load_browser_check",
    "Please log in to continue reading. Forgot your password?": "load_login_wall",
    "Sign in to continue\nEmail\nPassword": "load_login_wall",
    "Silakan masuk untuk melanjutkan membaca.\nLupa kata sandi?": "load_login_wall",
    "Konten ini khusus pelanggan. Sudah punya akun? Masuk": "load_login_wall",
    "Subscribe to continue reading. Already a subscriber? Log in": "load_login_wall",
    "We value your privacy\nAccept all cookies": "load_consent_wall",
    "Situs web ini menggunakan cookie untuk kenyamanan Anda.\nTerima semua cookie": (
        "load_consent_wall"
    ),
    "404\nPage not found\nThe page you are looking for does not exist.": "load_missing_page",
    "Oops! That page can’t be found. The article has been removed.": "load_missing_page",
    "Halaman tidak ditemukan\nHalaman yang Anda cari tidak ditemukan.": "load_missing_page",
    "Maaf, artikel yang Anda tuju sudah dihapus atau tidak tersedia.": "load_missing_page",
    "Berita tidak ditemukan": "load_missing_page",
    "Oops!\nHalaman yang kamu cari nggak ada.": "load_missing_page",
    "410 Gone": "load_missing_page",
    'Hasil pencarian untuk "banjir"\nTidak ada hasil.': "load_missing_page",
    "We’re sorry but this app doesn’t work properly without JavaScript.": "load_script_wall",
    "Tunggu sebentar...": "load_script_wall",
    "Anda menggunakan pemblokir iklan. Nonaktifkan untuk melanjutkan.": "load_script_wall",
    "You are using an ad blocker. Please turn it off.": "load_script_wall",
    "Your privacy choices. We and our 842 partners store and access information.": (
        "load_consent_wall"
    ),
    "Kami dan mitra kami menyimpan informasi di perangkat Anda. Setuju": "load_consent_wall",
    "404": "load_missing_page",
    "Error 404: Not Found": "load_missing_page",
    "404 | Warta Contoh": "load_missing_page",
    "HTTP 404": "load_missing_page",
    "502 Bad Gateway": "load_site_error",
    "500 | Internal error": "load_site_error",
    "403 Forbidden": "load_browser_check",
    "Loading...": "load_script_wall",
    "You are being redirected to the requested page.": "load_script_wall",
    "Anda akan dialihkan ke halaman lain dalam 5 detik.": "load_script_wall",
    "Please wait while your request is being verified...": "load_browser_check",
    "One more step\nPlease complete the security check to access this site.": "load_browser_check",
    "Pardon Our Interruption\nSomething about your browser made us think you were a bot.": (
        "load_browser_check"
    ),
    "Press & Hold to confirm you are a human (and not a bot).": "load_browser_check",
    "You are unable to access warta.example\nWhy have I been blocked?\nThis website is using a "
    "security service to protect itself from online attacks. The action you just performed "
    "triggered the security solution. There are several actions that could trigger this block.": (
        "load_browser_check"
    ),
    "This content is not available in your region.": "load_browser_check",
    "Konten ini tidak tersedia di wilayah Anda.": "load_missing_page",
    "Situs ini diblokir. Internet Positif.": "load_browser_check",
    "Masukkan captcha di bawah ini.": "load_browser_check",
    "You've reached your monthly limit of free articles.": "load_login_wall",
    "Buat akun gratis untuk melanjutkan membaca.": "load_login_wall",
    "We have updated our privacy policy. Accept to continue.": "load_consent_wall",
    "503 Service Unavailable": "load_site_error",
    "502 Bad Gateway\nnginx": "load_site_error",
    "Error establishing a database connection": "load_site_error",
    "We’ll be back soon\nWe’re performing some maintenance at the moment.": "load_site_error",
    "Situs sedang dalam pemeliharaan. Silakan kembali lagi nanti.": "load_site_error",
    "Maaf, terjadi kesalahan pada server kami.": "load_site_error",
    "This domain is for sale": "load_site_error",
}


def page(body: str, title: str = "warta.example") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def reason_of(data: bytes, hint: Fields | None = None) -> str:
    with pytest.raises(LoadError) as caught:
        page_article(data, "k", URL, hint=hint)
    return caught.value.reason


@pytest.mark.parametrize(("said", "reason"), STUBS.items())
def test_a_page_that_answers_in_an_article_s_place_is_none(said: str, reason: str) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in said.split("\n"))
    assert stub_reason("warta.example", said, ()) == reason
    assert reason_of(page(paragraphs)) == reason
    assert reason_of(page(f"{NAVIGATION}<main><div>{paragraphs}</div></main>")) == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            page("<noscript>You need to enable JavaScript.</noscript><div id=root></div>"),
            "load_script_wall",
        ),
        (page("<p>Tunggu sebentar.</p>", "Just a moment..."), "load_no_article"),
        (
            page(f"<h1>404</h1>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}", "404"),
            "load_missing_page",
        ),
        (
            page(
                "<h1>Halaman tidak ditemukan</h1><p>Baca yang lain:</p>"
                + "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
                "Halaman tidak ditemukan - Warta Contoh",
            ),
            "load_missing_page",
        ),
    ],
)
def test_a_wall_may_be_in_a_title_or_behind_scripts(data: bytes, reason: str) -> None:
    assert reason_of(data) in (reason, "load_browser_check")


HEADLINES = [f"Pintu air nomor {number} di hulu ditutup sejak pagi" for number in range(1, 13)]


@pytest.mark.parametrize(
    "item",
    [
        '<ul><li><a href="/b/{0}">{0}</a></li></ul>',
        '<div><h2><a href="/b/{0}">{0}</a></h2></div>',
        '<p><a href="/b/{0}">{0}</a></p><p>Warga diminta waspada sejak pagi hari ini.</p>',
    ],
)
def test_a_list_of_links_is_no_article(item: str) -> None:
    items = "".join(item.format(headline) for headline in HEADLINES)
    assert reason_of(page(f"<h1>Indeks Berita</h1><main>{items}</main>")) == "load_link_list"


def test_a_page_that_says_nothing_of_the_feed_s_title_is_none() -> None:
    other = page("<main><p>Selamat datang di portal kami. Nikmati layanan terbaik.</p></main>")
    hint = Fields("", title="Pintu air Katulampa ditutup setelah hujan")
    assert reason_of(other, hint) == "load_no_article"


ARTICLES = [
    PARAGRAPHS,
    ("Polisi menahan seorang pria yang memalsukan laman berita.", *PARAGRAPHS),
    ("Please enable JavaScript to view the comments powered by Disqus.", *PARAGRAPHS),
    ("Halaman tidak ditemukan, begitu bunyi pesan di situs kementerian itu.", *PARAGRAPHS),
    ("Situs itu meminta pembaca masuk untuk melanjutkan, dan banyak yang menolak.", *PARAGRAPHS),
    ("Perusahaan itu memperkenalkan captcha baru.", PARAGRAPHS[1], PARAGRAPHS[2]),
    ("Toko itu menggunakan cookie buatan sendiri.", PARAGRAPHS[1], PARAGRAPHS[2]),
    ("Situs itu sempat dalam pemeliharaan, kata juru bicaranya.", *PARAGRAPHS),
    ("Tunggu sebentar, kata petugas itu.", PARAGRAPHS[1], PARAGRAPHS[2]),
    ("Domain itu dijual seharga satu miliar rupiah.", *PARAGRAPHS),
    ("The captcha was invented in 1997, she said.", *PARAGRAPHS),
    (*PARAGRAPHS, "Konten ini khusus untuk pelanggan."),
    (*PARAGRAPHS, *(f'<a href="/x">{headline}</a>' for headline in HEADLINES[:6])),
]


@pytest.mark.parametrize("paragraphs", ARTICLES)
def test_an_article_is_one_also_if_it_speaks_of_such_pages(paragraphs: tuple[str, ...]) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    data = page(f"{NAVIGATION}<article><h1>Pintu air ditutup</h1>{text}</article>", "Pintu air")
    article = page_article(data, "k", URL)
    for paragraph in paragraphs:
        assert paragraph in article.text or paragraph not in PARAGRAPHS


TITLES = [
    "404 orang mengungsi akibat banjir",
    "404 Residents Leave Their Homes",
    "500 warga mengungsi",
    "502 rumah terendam",
    "Forbidden City reopens to visitors",
    "Not found guilty, he left the court",
    "Masuk musim hujan, warga bersiap",
    "Error 12 juta dolar di neraca bank",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_headline_that_begins_like_an_error_is_an_article_s(title: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = page_article(page(f"<article><h1>{title}</h1>{text}</article>", title), "k", URL)
    assert PARAGRAPHS[0] in article.text


def test_every_kind_has_a_row() -> None:
    assert {*STUBS.values(), "load_link_list", "load_no_article"} == set(NO_ARTICLE_REASONS)
