"""Texts of the command line alone; those that it shares with Telegram are in the catalogs."""

from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalTexts(Catalog):
    """Texts of the command line alone, in one language."""

    # The chat
    telegram_how: str
    welcome: str
    samples: str
    help_body: str
    command_quit: str
    latest_how: str
    article_how: str
    language_how: str
    unknown_command: str

    # Labels and results of `check`
    label_settings: str
    settings_read: str
    settings_without_file: str
    label_storage: str
    storage_usable: str
    storage_new: str
    storage_how: str
    label_reader: str
    reader_usable: str
    label_articles: str
    articles_readable: str
    articles_none: str
    articles_unreadable: str
    label_bot: str
    bot_missing: str
    bot_accepted: str
    telegram_unreachable: str
    telegram_strange: str
    label_updates: str
    updates_here: str
    updates_free: str
    updates_webhook: str
    label_owners: str

    # After a reload or an import
    bot_follows: str

    # What went wrong
    reload_failed: str
    reload_incomplete: str
    failed: str
    more_with_verbose: str
    why_with_check: str


INDONESIAN = TerminalTexts(
    language=Language.INDONESIAN,
    telegram_how=(
        "Belum ada token bot, jadi kita mengobrol di terminal. Untuk Telegram: minta token ke "
        "@BotFather, tulis KUTIP_TOKEN=… di berkas .env, lalu jalankan lagi."
    ),
    welcome="Halo, saya Kutip, dengan {count:artikel}. Tulis pertanyaan, atau /help.",
    samples="Misalnya:",
    help_body="Tulis saja pertanyaannya dengan kalimat biasa, misalnya: {example}",
    command_quit="Selesai (juga dengan Ctrl-D)",
    latest_how="Tulis nomornya untuk membaca, misalnya 1.",
    article_how="Tulis nomor atau alamat artikelnya: /article 3. Daftarnya ada di /latest.",
    language_how="Tulis /language id atau /language en.",
    unknown_command="Saya tidak kenal {command}. Semua yang saya bisa ada di /help.",
    label_settings="Pengaturan",
    settings_read="dibaca dari {path}",
    settings_without_file="tanpa berkas .env di {path}",
    label_storage="Penyimpanan",
    storage_usable="bisa dibaca dan ditulis: {path}",
    label_reader="Pembaca",
    reader_usable="model bisa dipakai: {path}",
    storage_new="akan dibuat di {path}",
    storage_how="Folder data diatur dengan KUTIP_DATA.",
    label_articles="Artikel",
    articles_readable="{count} terbaca di {path}",
    articles_none="tidak ada di {path}. Taruh artikel di sana, atau atur KUTIP_ARTICLES.",
    articles_unreadable="{count} tidak terbaca. Alasannya: kutip reload",
    label_bot="Token",
    bot_missing="belum ada. Minta ke @BotFather, lalu tulis KUTIP_TOKEN=… di .env.",
    bot_accepted="diterima Telegram: @{username}",
    telegram_unreachable="Telegram tak terjangkau di {host}. Periksa jaringan atau KUTIP_API_URL.",
    telegram_strange="{host} tidak menjawab seperti Telegram ({status}). Periksa KUTIP_API_URL.",
    label_updates="Pesan masuk",
    updates_here="diambil bot yang sedang berjalan di sini",
    updates_free="tidak ada program lain yang mengambilnya",
    updates_webhook=(
        "dikirim ke webhook di {host}, bukan ke sini. Kalau tidak dipakai lagi: "
        "kutip run --delete-webhook"
    ),
    label_owners="Pemilik",
    bot_follows="Bot yang sedang berjalan memakainya dalam beberapa detik.",
    reload_failed="Pemuatan ulang gagal dan tidak ada yang berubah.",
    reload_incomplete="Pemuatan terhenti setelah {count:artikel}; muat sekali lagi untuk sisanya.",
    failed="Ada yang salah di dalam Kutip.",
    more_with_verbose="Rinciannya dengan kutip --verbose.",
    why_with_check="Sebabnya ditunjukkan kutip check.",
)

ENGLISH = TerminalTexts(
    language=Language.ENGLISH,
    telegram_how=(
        "There is no bot token yet, so this is a chat in the terminal. For Telegram: get a token "
        "from @BotFather, write KUTIP_TOKEN=… into the file .env, and start again."
    ),
    welcome="Hello, I'm Kutip, with {count:article|articles}. Write a question, or /help.",
    samples="For example:",
    help_body="Just write your question in plain words, for example: {example}",
    command_quit="Leave (or Ctrl-D)",
    latest_how="Write a number to read, for example 1.",
    article_how="Write the article's number or address: /article 3. See /latest.",
    language_how="Write /language id or /language en.",
    unknown_command="I don't know {command}. Everything I can do is in /help.",
    label_settings="Settings",
    settings_read="read from {path}",
    settings_without_file="without a file .env in {path}",
    label_storage="Storage",
    storage_usable="can be read and written: {path}",
    label_reader="Reader",
    reader_usable="the model can be used: {path}",
    storage_new="will be made in {path}",
    storage_how="KUTIP_DATA sets the data folder.",
    label_articles="Articles",
    articles_readable="{count} readable in {path}",
    articles_none="none in {path}. Put articles there, or set KUTIP_ARTICLES.",
    articles_unreadable="{count} unreadable. See why with kutip reload",
    label_bot="Token",
    bot_missing="none yet. Get one from @BotFather and write KUTIP_TOKEN=… into .env.",
    bot_accepted="accepted by Telegram: @{username}",
    telegram_unreachable="Telegram can't be reached at {host}. Check the network or KUTIP_API_URL.",
    telegram_strange="{host} doesn't answer like Telegram ({status}). Check KUTIP_API_URL.",
    label_updates="Updates",
    updates_here="taken by the bot that is running here",
    updates_free="no other program takes them",
    updates_webhook=(
        "sent to a webhook at {host}, not here. If it is no longer used: kutip run --delete-webhook"
    ),
    label_owners="Owners",
    bot_follows="The running bot uses it within a few seconds.",
    reload_failed="The reload failed and nothing was changed.",
    reload_incomplete="Loading broke off after {count:article|articles}. Load again for the rest.",
    failed="Something went wrong inside Kutip.",
    more_with_verbose="See more with kutip --verbose.",
    why_with_check="kutip check says why.",
)

_TEXTS = MappingProxyType({Language.INDONESIAN: INDONESIAN, Language.ENGLISH: ENGLISH})


def terminal_texts_for(language: Language) -> TerminalTexts:
    """Return the command line's own texts of ``language``."""
    return _TEXTS[language]
