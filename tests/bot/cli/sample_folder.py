"""A folder of articles, and settings, for tests of the command line and the chat."""

from pathlib import Path

from bot.model.interface_language import InterfaceLanguage
from bot.settings import Settings

LIGHTHOUSE = """\
Title: Mercusuar Tanjung Sari Menyala Lagi
Date: 2026-02-14
Source: Harian Contoh
URL: https://example.org/mercusuar
Lang: id

TANJUNG SARI — Mercusuar Tanjung Sari kembali menyala setelah sembilan tahun padam.

Lampu baru dipasang oleh Wayan Sukarta, penjaga mercusuar yang berusia 61 tahun.

Menurut Wayan, cahaya lampu itu terlihat dari jarak 30 kilometer.

Pemugaran menara setinggi 42 meter itu menghabiskan Rp 3,2 miliar.
"""

BRIDGE = """\
Title: Old Mill Bridge reopens
Date: 2026-01-10
Source: Sample Gazette
Lang: en

The Old Mill Bridge reopened on Saturday after two years of repairs.

Engineer Clara Whitfield said the stone arches were rebuilt by hand.

The repairs cost 4.5 million pounds.
"""


def write_articles(folder: Path) -> Path:
    """Write an Indonesian and an English article to a folder."""
    folder.mkdir(parents=True)
    (folder / "bridge.txt").write_text(BRIDGE, "utf-8")
    (folder / "lighthouse.txt").write_text(LIGHTHOUSE, "utf-8")
    return folder


def make_settings(
    home: Path, language: InterfaceLanguage = InterfaceLanguage.INDONESIAN
) -> Settings:
    """Return settings for ``home/articles`` and ``home/data``, without a token."""
    return Settings(token=None, articles=home / "articles", data=home / "data", language=language)
