"""Title and text of posts, and their articles."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.post_article import MAX_TITLE, post_article, title_and_text
from bot.model.channels import ChannelPost, ChannelSource, post_of
from index.types import Article, Language

JAKARTA = ZoneInfo("Asia/Jakarta")
LATE = datetime(2026, 5, 29, 18, 30, tzinfo=UTC)
"""Half past one of the 30th in Jakarta."""
WARTA = ChannelSource(-1_000_004_000_001, "Warta Pagi", "warta", 1, LATE)


def article(words: str, source: ChannelSource = WARTA) -> Article | None:
    return post_article(ChannelPost(source.chat_id, 12, words, LATE), source, JAKARTA)


@pytest.mark.parametrize(
    ("words", "title", "text"),
    [
        pytest.param(
            "Banjir Demak surut\n\nWarga kembali ke rumah.\nTanggul diperbaiki.",
            "Banjir Demak surut",
            "Warga kembali ke rumah.\nTanggul diperbaiki.",
            id="the first line and the rest",
        ),
        pytest.param(
            "🔴⚡️ BREAKING: Gempa M 5,2 di Garut 🙏🏽\nGempa tidak berpotensi tsunami.",
            "BREAKING: Gempa M 5,2 di Garut",
            "Gempa tidak berpotensi tsunami.",
            id="without emoji",
        ),
        pytest.param(
            "Suhu 39°C di Surabaya\nBMKG meminta warga minum.",
            "Suhu 39°C di Surabaya",
            "BMKG meminta warga minum.",
            id="degrees are no emoji",
        ),
        pytest.param(
            "Jalan tol ditutup. Pengendara diminta memutar lewat Weleri.",
            "Jalan tol ditutup.",
            "Jalan tol ditutup. Pengendara diminta memutar lewat Weleri.",
            id="one line: its first sentence",
        ),
        pytest.param(
            "Harga beras turun\n\nBaca selengkapnya:\n#beras #ekonomi\n@warta",
            "Harga beras turun",
            "Harga beras turun",
            id="below it only what leads elsewhere",
        ),
        pytest.param(
            "#Pilkada\nKPU menetapkan daftar pemilih\nJumlahnya naik dari tahun lalu."
            "\n\nIkuti kami di @warta",
            "KPU menetapkan daftar pemilih",
            "Jumlahnya naik dari tahun lalu.",
            id="tags above and the signature below",
        ),
        pytest.param(
            "Kapal karam di Selat Bali.\n\nSumber: Basarnas",
            "Kapal karam di Selat Bali.",
            "Kapal karam di Selat Bali.\n\nSumber: Basarnas",
            id="a sentence with hardly a word below is text",
        ),
        pytest.param(
            "BREAKING NEWS!!!\n𝗞𝗲𝗯𝗮𝗸𝗮𝗿𝗮𝗻 di Pasar Senen\n\n\n\nDua belas unit damkar dikerahkan.\n"
            "Ikuti saluran WhatsApp kami:",
            "Kebakaran di Pasar Senen",
            "Dua belas unit damkar dikerahkan.",
            id="without a label, styled letters and an invitation",
        ),
        pytest.param("👍🔥", "", "", id="emoji say nothing"),
        pytest.param("", "", "", id="no words"),
        pytest.param("#breaking @warta", "", "", id="tags say nothing"),
        pytest.param("Read more here", "", "", id="nothing but what leads elsewhere"),
    ],
)
def test_title_and_text(words: str, title: str, text: str) -> None:
    assert title_and_text(words, "warta") == (title, text)


def test_a_long_first_line_is_a_paragraph() -> None:
    first = "Presiden berangkat. " + "Rombongan menyusul dari bandara yang sama. " * 6
    title, text = title_and_text(f"{first}\nSelesai sudah semuanya.")
    assert title == "Presiden berangkat."
    assert text.startswith("Presiden berangkat. Rombongan")
    assert text.endswith("Selesai sudah semuanya.")


def test_a_title_is_bounded() -> None:
    title, text = title_and_text("kata " * 800)
    assert len(title) <= MAX_TITLE
    assert text == ("kata " * 800).strip()


def test_the_article_of_a_post() -> None:
    found = article("Banjir Demak surut\n\nWarga kembali ke rumah mereka pada Jumat pagi.")
    assert found is not None
    assert found.key == "telegram:-1000004000001/12"
    assert post_of(found.key) == (WARTA.chat_id, 12)
    assert (found.title, found.source) == ("Banjir Demak surut", "Warta Pagi")
    assert found.url == "https://t.me/warta/12"
    assert found.date == date(2026, 5, 30)
    assert found.language is Language.INDONESIAN
    assert found.text == "Warga kembali ke rumah mereka pada Jumat pagi."


def test_a_private_channel_has_addresses_for_its_members() -> None:
    private = ChannelSource(-1_001_234_567_890, "Dapur", "", 1, LATE)
    found = article("Rapat redaksi\nPukul sembilan.", private)
    assert found is not None
    assert found.url == "https://t.me/c/1234567890/12"


def test_posts_with_equal_texts_and_other_titles_are_others() -> None:
    first, second = (
        article("Banjir di Demak\nAda di situs."),
        article("Api di Muria\nAda di situs."),
    )
    assert first is not None
    assert second is not None
    assert first.digest != second.digest


def test_a_post_that_says_nothing_is_no_article() -> None:
    assert article("🔥🔥") is None


@pytest.mark.parametrize("key", ["berita/a.txt", "telegram:x/1", "telegram:-1/", "feed:1/2"])
def test_other_keys_are_of_no_post(key: str) -> None:
    assert post_of(key) == (0, 0)


@pytest.mark.parametrize(
    "words",
    [
        "🔴 Kapal karam di Selat Bali.\n\nSumber: Basarnas",
        "Kapal karam di Selat Bali.",
        "JAKARTA – Kapal karam di Selat Bali. Basarnas mencari korban.\n\nTiga orang selamat tadi.",
    ],
)
def test_the_first_line_can_be_quoted_where_it_is_text(words: str) -> None:
    found = article(words)
    assert found is not None
    start, end = found.body[0]
    assert "Kapal karam di Selat Bali." in found.text[start:end]
    assert not found.text[start:end].startswith("🔴")


@given(st.text(max_size=300), st.sampled_from(["", "warta"]))
def test_any_words_make_a_bounded_title_and_a_text(words: str, username: str) -> None:
    title, text = title_and_text(words, username)
    assert len(title) <= MAX_TITLE
    assert bool(title) is bool(text)
    assert "\n" not in title
    found = article(words)
    if found is not None:
        assert all(found.text[start:end].strip() for start, end in found.body)
        assert [*found.body] == sorted(found.body)
