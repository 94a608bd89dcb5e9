"""Texts that say what can't be read in a message without words, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentTexts(Catalog):
    """Lines about messages without words."""

    unread_photo: str
    unread_video: str
    unread_gif: str
    unread_sticker: str
    unread_voice: str
    unread_audio: str
    unread_document: str
    unread_location: str
    unread_contact: str
    unread_poll: str
    unread_dice: str


_INDONESIAN = AttachmentTexts(
    language=Language.INDONESIAN,
    unread_photo="Saya belum bisa melihat foto. Tulis pertanyaannya, ya.",
    unread_video="Saya belum bisa menonton video. Tulis pertanyaannya, ya.",
    unread_gif="Saya belum bisa melihat GIF. Tulis pertanyaannya, ya.",
    unread_sticker="Saya belum bisa melihat stiker. Tulis pertanyaannya, ya.",
    unread_voice="Saya belum bisa mendengar pesan suara. Tulis pertanyaannya, ya.",
    unread_audio="Saya belum bisa mendengar audio. Tulis pertanyaannya, ya.",
    unread_document="Saya tidak membaca berkas kiriman. Tulis pertanyaannya, ya.",
    unread_location=(
        "Saya tidak membaca lokasi. Tulis nama tempatnya dan apa yang mau diketahui, ya."
    ),
    unread_contact="Saya tidak membaca atau menyimpan kontak. Tulis pertanyaannya, ya.",
    unread_poll="Saya tidak bisa ikut jajak pendapat. Tulis pertanyaannya, ya.",
    unread_dice="Seru! Tapi saya hanya bisa membaca teks. Mau tanya berita apa?",
)

_ENGLISH = AttachmentTexts(
    language=Language.ENGLISH,
    unread_photo="I can't look at photos yet. Please write your question.",
    unread_video="I can't watch videos yet. Please write your question.",
    unread_gif="I can't look at GIFs yet. Please write your question.",
    unread_sticker="I can't look at stickers yet. Please write your question.",
    unread_voice="I can't listen to voice messages yet. Please write your question.",
    unread_audio="I can't listen to audio yet. Please write your question.",
    unread_document="I don't read files that people send. Please write your question.",
    unread_location="I don't read locations. Please write the place's name and your question.",
    unread_contact="I neither read nor store contacts. Please write your question.",
    unread_poll="I can't take part in polls. Please write your question.",
    unread_dice="Fun! But I can only read text. What would you like to know?",
)

ATTACHMENTS: Mapping[Language, AttachmentTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
