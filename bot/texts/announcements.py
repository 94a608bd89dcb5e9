"""Texts about announcements."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementTexts(Catalog):
    """Drafting, sending and stopping announcements."""

    command_broadcast: str

    broadcast_how: str
    broadcast_over: str
    broadcast_ask: str
    broadcast_exactly: str
    broadcast_chats: str
    broadcast_nobody: str
    audience_all: str
    audience_language: str
    audience_topic: str
    audience_only: str
    audience_topic_count: str
    audience_choose: str
    audience_title: str
    audience_chosen: str
    audience_back: str
    broadcast_topic_nobody: str
    broadcast_topics_said: str
    broadcast_topics: str
    broadcast_topic: str
    broadcast_topics_left: str
    broadcast_everyone: str
    broadcast_send: str
    broadcast_cancel: str
    broadcast_cancelled: str
    broadcast_begun: str
    broadcast_stop: str
    broadcast_stopping: str

    broadcast_going: str
    broadcast_done: str
    broadcast_stopped: str
    broadcast_sent: str
    broadcast_blocked: str
    broadcast_failed: str
    broadcast_waiting: str
    broadcast_paused: str
    broadcast_unsent: str

    did_broadcast: str
    did_stop_broadcast: str


_INDONESIAN = AnnouncementTexts(
    language=Language.INDONESIAN,
    command_broadcast="Mengirim pengumuman ke obrolan yang berlangganan",
    broadcast_how=(
        "Tulis pengumumannya setelah perintah:\n/broadcast Besok kami pindah server.\n\n"
        "Hanya untuk pelanggan sebuah topik: tulis topik itu di baris pertama:\n"
        "/broadcast topik: banjir\nPosko banjir dibuka di balai kota."
    ),
    broadcast_over="Pengumuman ini sudah dikirim, dihentikan, atau dibatalkan.",
    broadcast_ask="Kirim pengumuman ini?",
    broadcast_exactly="Pesan di atas dikirim persis seperti itu.",
    broadcast_chats="{count:obrolan} ({audience})",
    broadcast_nobody="Belum ada pelanggan ({audience}).",
    audience_all="semua pelanggan",
    audience_language="berbahasa {language}",
    audience_topic='topik yang memuat "{topic}"',
    audience_only='topik "{topic}"',
    audience_topic_count="{topic} · {count:obrolan}",
    audience_choose="👥 Pilih penerima",
    audience_title="Siapa yang menerima pengumuman ini?",
    audience_chosen="Itu sudah dipilih.",
    audience_back="‹ Kembali",
    broadcast_topic_nobody='Belum ada pelanggan topik "{topic}".',
    broadcast_topics_said='Topik yang memuat "{topic}":',
    broadcast_topics="Topik yang ada:",
    broadcast_topic="• {topic}: {count:obrolan}",
    broadcast_topics_left="• dan {count:topik lain}",
    broadcast_everyone="Semua",
    broadcast_send="📣 Kirim ke {count}",
    broadcast_cancel="Batal",
    broadcast_cancelled="Dibatalkan. Tidak ada yang dikirim.",
    broadcast_begun="Mulai dikirim ke {count:obrolan}.",
    broadcast_stop="■ Hentikan",
    broadcast_stopping="Dihentikan. Sisanya tidak dikirim.",
    broadcast_going="Pengumuman sedang dikirim",
    broadcast_done="Pengumuman selesai dikirim",
    broadcast_stopped="Pengumuman dihentikan",
    broadcast_sent="Terkirim: {count} dari {total}",
    broadcast_blocked="Diblokir atau tidak terjangkau: {count}",
    broadcast_failed="Gagal: {count}",
    broadcast_waiting="Menunggu: {count}",
    broadcast_paused="Di obrolan yang dijeda: {count}, dikirim begitu saya boleh menulis di sana",
    broadcast_unsent="Tidak dikirim: {count}",
    did_broadcast="mengirim pengumuman",
    did_stop_broadcast="menghentikan pengumuman",
)

_ENGLISH = AnnouncementTexts(
    language=Language.ENGLISH,
    command_broadcast="Send an announcement to the chats that subscribe",
    broadcast_how=(
        "Write the announcement after the command:\n/broadcast We move to a new server "
        "tomorrow.\n\nOnly for a topic's subscribers: put the topic on the first line:\n"
        "/broadcast topic: flood\nThe flood shelter in the town hall is open."
    ),
    broadcast_over="This announcement has been sent, stopped or cancelled already.",
    broadcast_ask="Send this announcement?",
    broadcast_exactly="The message above is sent exactly as it is.",
    broadcast_chats="{count:chat|chats} ({audience})",
    broadcast_nobody="Nobody subscribes ({audience}).",
    audience_all="all subscribers",
    audience_language="speaking {language}",
    audience_topic='topics that say "{topic}"',
    audience_only='topic "{topic}"',
    audience_topic_count="{topic} · {count:chat|chats}",
    audience_choose="👥 Choose recipients",
    audience_title="Who gets this announcement?",
    audience_chosen="That is chosen already.",
    audience_back="‹ Back",
    broadcast_topic_nobody='Nobody subscribes to "{topic}".',
    broadcast_topics_said='Topics that say "{topic}":',
    broadcast_topics="Existing topics:",
    broadcast_topic="• {topic}: {count:chat|chats}",
    broadcast_topics_left="• and {count:more topic|more topics}",
    broadcast_everyone="All",
    broadcast_send="📣 Send to {count}",
    broadcast_cancel="Cancel",
    broadcast_cancelled="Cancelled. Nothing was sent.",
    broadcast_begun="Sending to {count:chat|chats}.",
    broadcast_stop="■ Stop",
    broadcast_stopping="Stopped. Nothing more is sent.",
    broadcast_going="The announcement is being sent",
    broadcast_done="The announcement has been sent",
    broadcast_stopped="The announcement was stopped",
    broadcast_sent="Sent: {count} of {total}",
    broadcast_blocked="Blocked or unreachable: {count}",
    broadcast_failed="Failed: {count}",
    broadcast_waiting="Waiting: {count}",
    broadcast_paused="In paused chats: {count}, sent as soon as I may write there",
    broadcast_unsent="Not sent: {count}",
    did_broadcast="sent an announcement",
    did_stop_broadcast="stopped an announcement",
)

ANNOUNCEMENTS: Mapping[Language, AnnouncementTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
