"""Lines of conversation: small talk, and what leads back to the articles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationTexts(Catalog):
    """Texts of conversation; those of small talk are named as the kinds of small talk are."""

    greeting: str
    proposal_ask: str
    proposal_done: str
    proposal_yes: str
    thanks: str


_INDONESIAN = ConversationTexts(
    language=Language.INDONESIAN,
    greeting="Halo! Mau tanya apa tentang berita? Contoh pertanyaan ada di /start.",
    proposal_ask="Belum disimpan. Tekan ✓ kalau sudah pas, atau pilih topik dan jadwal lain.",
    proposal_done="Siap, saya kabari.",
    proposal_yes="✓ Ya, kabari",
    thanks="Sama-sama! Silakan tanya lagi kapan saja.",
)

_ENGLISH = ConversationTexts(
    language=Language.ENGLISH,
    greeting="Hello! What would you like to know? There are sample questions in /start.",
    proposal_ask="Not saved yet. Press ✓ if it fits, or choose another topic or time.",
    proposal_done="OK, I'll notify you.",
    proposal_yes="✓ Yes, notify me",
    thanks="You're welcome! Ask me anything, any time.",
)

CONVERSATION: Mapping[Language, ConversationTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
