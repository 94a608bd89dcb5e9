"""What is said of the newsroom's people and their rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.sayings import Sayings
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTexts(Sayings):
    """Roles, appointments and deeds."""

    admins_only: str
    admin_in_private: str


_INDONESIAN = PeopleTexts(
    admins_only="Perintah ini hanya untuk pengelola bot. Yang lain ada di /help.",
    admin_in_private="Perintah ini hanya berlaku di obrolan pribadi dengan saya: @{username}",
)

_ENGLISH = PeopleTexts(
    admins_only="This command is for the bot's admins. For everything else, see /help.",
    admin_in_private="This command works only in a private chat with me: @{username}",
)

PEOPLE: Mapping[Language, PeopleTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
