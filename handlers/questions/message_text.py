"""The question in a message: its words without the command and the bot's name. Pure."""

from telegram import Message, MessageEntity, User
from telegram.constants import MessageEntityType

MAX_QUESTION = 1000  # characters; longer texts say no more of what is asked

_ENTITIES: list[str | None] = [
    MessageEntityType.BOT_COMMAND,
    MessageEntityType.MENTION,
    MessageEntityType.TEXT_MENTION,
]


def question_in(message: Message, bot: User) -> str:
    """The question that the message asks; "" if it asks none.

    A message without words of its own (``/ask``, a bare mention) asks what the message that it
    replies to asks, or the part of it that it quotes.
    """
    return _own_words(message, bot) or _words_replied_to(message, bot)


def is_addressed(message: Message, bot: User) -> bool:
    """Whether a message in a group is meant for the bot: it names it, calls it or replies to it."""
    entities = _entities(message).items()
    named = any(_names(each, words, bot) or _calls(each, words, bot) for each, words in entities)
    return named or _replies_to(message, bot)


def _own_words(message: Message, bot: User) -> str:
    """The text without a leading command and mentions of the bot.

    Telegram counts an entity's offset in UTF-16 code units, of two bytes each.
    """
    units = _text(message).encode("utf-16-le", "surrogatepass")
    parts = []
    reached = 0
    for entity, words in _entities(message).items():
        if _is_leading_command(entity) or _names(entity, words, bot):
            parts.append(units[reached : entity.offset * 2])
            reached = (entity.offset + entity.length) * 2
    parts.append(units[reached:])
    return _question(" ".join(part.decode("utf-16-le", "replace") for part in parts))


def _words_replied_to(message: Message, bot: User) -> str:
    replied = message.reply_to_message
    if replied is None or _replies_to(message, bot):
        return ""
    return _question(message.quote.text) if message.quote else _own_words(replied, bot)


def _replies_to(message: Message, bot: User) -> bool:
    """Every message of a forum topic replies, in form, to the one that opened the topic."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created:
        return False
    return replied.from_user.id == bot.id


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _entities(message: Message) -> dict[MessageEntity, str]:
    """The entities that matter here, in order, with their words."""
    if message.text is not None:
        return message.parse_entities(_ENTITIES)
    return message.parse_caption_entities(_ENTITIES)


def _names(entity: MessageEntity, words: str, bot: User) -> bool:
    if entity.user is not None:
        return entity.user.id == bot.id
    return words.lower() == f"@{bot.username}".lower()


def _calls(entity: MessageEntity, words: str, bot: User) -> bool:
    """Whether this is the command to ask; a picture's caption reaches no command handler."""
    own = ("/ask", f"/ask@{bot.username}".lower())
    return _is_leading_command(entity) and words.lower() in own


def _is_leading_command(entity: MessageEntity) -> bool:
    return entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0


def _question(words: str) -> str:
    return " ".join(words.split())[:MAX_QUESTION].strip()
