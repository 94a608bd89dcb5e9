"""Texts in chats that are not the bot's own: cards for what is typed, and a guest's answers."""

from bot.texts.catalog import Catalog


class InlineTexts(Catalog):
    """Lines of inline and guest mode."""

    ask_in_private: str
    only_in_private: str
    guest_how: str
    stats_said_inline: str
