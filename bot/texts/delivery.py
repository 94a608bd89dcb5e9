"""Texts about what becomes of alerts: why they wait, and what did not arrive as it was meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTexts(Catalog):
    """Why a chat's alerts wait, the queue, and reports of messages that did not arrive."""

    topics_no_rights: str
    topics_closed: str
    topics_unreachable: str

    status_feeds: str
    status_queue: str
    status_sizes: str
    status_meaning: str

    message_plain: str
    message_refused: str
    message_gave_up: str
    message_unreadable: str


_INDONESIAN = DeliveryTexts(
    language=Language.INDONESIAN,
    topics_no_rights=(
        "⏸ Kabar dijeda: saya tidak boleh menulis di obrolan ini. Saya coba lagi {moment}, atau "
        "begitu ada yang menulis di sini."
    ),
    topics_closed="⏸ Kabar untuk topik forum yang ditutup menunggu sampai topik itu dibuka lagi.",
    topics_unreachable=(
        "⏸ Kabar sempat dijeda karena obrolan ini tidak terjangkau. Mulai sekarang dikirim lagi."
    ),
    status_feeds="Umpan: {watched} dipantau ({failing} gagal) · {paused} dijeda · {gone} ditutup",
    status_sizes="Disk: basis data {database} MB · indeks {index} MB · kosong {free} MB",
    status_meaning=(
        "Bagian teks: paragraf yang dicari untuk menjawab. Kembar: artikel yang isinya sama. "
        "Terkirim: dalam 30 hari. Batal: obrolannya tidak terjangkau. Disisihkan: ditolak "
        "Telegram, rinciannya di log. Dijeda: tidak boleh menulis di sana, atau topik forumnya "
        "ditutup; dicoba lagi. Umpan ditutup: situsnya menghentikannya. Daftarnya ada di /feeds."
    ),
    status_queue=(
        "Kabar: {waiting} menunggu · {done} terkirim · {failed} batal · {dead_letter} disisihkan\n"
        "Obrolan: {unreachable} tak terjangkau · {suspended} dijeda"
    ),
    message_plain=(
        "Telegram menolak format sebuah pesan, jadi pesan itu dikirim sebagai teks biasa. "
        "Rinciannya di log."
    ),
    message_refused="Telegram menolak sebuah pesan, jadi pesan itu disisihkan. Rinciannya di log.",
    message_gave_up="Sebuah pesan terus gagal dikirim dan disisihkan. Rinciannya di log.",
    message_unreadable="Sebuah pesan di antrean tidak terbaca dan disisihkan. Rinciannya di log.",
)

_ENGLISH = DeliveryTexts(
    language=Language.ENGLISH,
    topics_no_rights=(
        "⏸ Alerts are paused: I may not write in this chat. Next try {moment}, or as soon as "
        "somebody writes here."
    ),
    topics_closed="⏸ Alerts for a closed forum topic wait until it is reopened.",
    topics_unreachable="⏸ Alerts were paused: I couldn't reach this chat. They resume now.",
    status_feeds="Feeds: {watched} watched ({failing} failing) · {paused} paused · {gone} closed",
    status_sizes="Disk: database {database} MB · index {index} MB · free {free} MB",
    status_meaning=(
        "Passages: the paragraphs that answers are searched in. Duplicates: articles with the "
        "same text. Sent: in 30 days. Given up: the chat couldn't be reached. Set aside: refused "
        "by Telegram; the log says why. Paused: I may not write there, or the forum topic is "
        "closed; tried again later. Closed feeds: their sites ended them. The list is in /feeds."
    ),
    status_queue=(
        "Alerts: {waiting} waiting · {done} sent · {failed} given up · {dead_letter} set aside\n"
        "Chats: {unreachable} unreachable · {suspended} paused"
    ),
    message_plain=(
        "Telegram refused the formatting of a message, so it went out as plain text. "
        "The log has the details."
    ),
    message_refused="Telegram refused a message, so it was set aside. The log has the details.",
    message_gave_up="A message kept failing and was set aside. The log has the details.",
    message_unreadable="A queued message can't be read and was set aside. The log has the details.",
)

DELIVERY: Mapping[Language, DeliveryTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
