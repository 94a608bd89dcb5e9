"""The question in a message: its words without the command and the bot's name. Pure."""

from dataclasses import dataclass
from itertools import islice

from telegram import Message, MessageEntity, User
from telegram.constants import MessageEntityType

from bot.conversation.addresses import find_addresses
from bot.users.permissions import ALIASES, Command

MAX_QUESTION = 1000  # characters; longer texts say no more of what is asked
MAX_LINKS = 20  # addresses behind a message's words; Telegram allows 100 entities

NEWS_COMMANDS = frozenset((Command.NEWS.value, *ALIASES[Command.NEWS]))

_ENTITIES: list[str | None] = [
    MessageEntityType.BOT_COMMAND,
    MessageEntityType.MENTION,
    MessageEntityType.TEXT_MENTION,
]


@dataclass(frozen=True, slots=True)
class Said:
    """All words of a message, the addresses behind them, and whether they are somebody else's."""

    text: str
    links: tuple[str, ...] = ()
    forwarded: bool = False


def said_in(message: Message, bot: User) -> Said:
    """The message's words, or a request for news with the words after such a command.

    A message without words of its own (``/ask``, a bare mention) says what the message that it
    replies to says, here or elsewhere, or the part of it that it quotes; "" if there is none.
    """
    command, own = command_of(message, bot), _own_words(message, bot)
    if command in NEWS_COMMANDS:
        return Said(f"{command} {own}".strip())
    if own:
        return Said(own, _links(message), forwarded=message.forward_origin is not None)
    words, replied = _words_replied_to(message, bot), message.reply_to_message
    return Said(words, _links(replied) if words and replied else (), forwarded=bool(words))


def question_in(message: Message, bot: User) -> str:
    """The question that the message asks, or the message that it replies to; "" if none does."""
    return (_own_words(message, bot) or _words_replied_to(message, bot))[:MAX_QUESTION].strip()


def prose_of(message: Message, bot: User) -> str:
    """The words written to others or asked, which show their language.

    "" for what was forwarded and for other commands: their words are not in sentences. Nor are
    addresses, which are left out.
    """
    entity = next(iter(_entities(message)), None)
    is_command = entity is not None and is_leading_command(entity)
    if message.forward_origin or (is_command and command_of(message, bot) != "ask"):
        return ""
    return find_addresses(_own_words(message, bot)).prose[:MAX_QUESTION]


def words_of(message: Message) -> str:
    """The text, or the caption of a picture or document."""
    return message.text or message.caption or ""


def is_addressed(message: Message, bot: User) -> bool:
    """Whether a message in a group is meant for the bot: it names it, asks it or replies to it."""
    named = any(_names(each, words, bot) for each, words in _entities(message).items())
    return named or command_of(message, bot) == "ask" or _replies_to(message, bot)


def command_of(message: Message, bot: User) -> str | None:
    """The command that a text or caption begins with, in lower case; None if it is not the bot's.

    Telegram sends the commands of other bots, too, where they bear no name.
    """
    entity, words = next(iter(_entities(message).items()), (None, ""))
    if entity is None or not is_leading_command(entity):
        return None
    command, _, name = words.removeprefix("/").lower().partition("@")
    return command if name in {"", (bot.username or "").lower()} else None


def _own_words(message: Message, bot: User) -> str:
    """The text without a leading command and mentions of the bot.

    Telegram counts an entity's offset in UTF-16 code units, of two bytes each.
    """
    units = words_of(message).encode("utf-16-le", "surrogatepass")
    parts = []
    reached = 0
    for entity, words in _entities(message).items():
        if is_leading_command(entity) or _names(entity, words, bot):
            parts.append(units[reached : entity.offset * 2])
            reached = (entity.offset + entity.length) * 2
    parts.append(units[reached:])
    return _one_line(" ".join(part.decode("utf-16-le", "replace") for part in parts))


def _words_replied_to(message: Message, bot: User) -> str:
    """The words replied to: of a message in another chat, Telegram shows the quoted part only."""
    replied, quote = message.reply_to_message, message.quote
    mine = replied is not None and _replies_to(message, bot)
    if quote is not None and (quote.is_manual or not mine):
        return _one_line(quote.text)
    return _own_words(replied, bot) if replied is not None and not mine else ""


def _replies_to(message: Message, bot: User) -> bool:
    """Every message of a forum topic replies, in form, to the one that opened the topic."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created:
        return False
    return replied.from_user.id == bot.id


def answer_replied_to(message: Message, bot: User) -> int | None:
    """The number of the bot's message that this one replies to; None if it replies to none."""
    replied = message.reply_to_message
    return replied.message_id if replied and _replies_to(message, bot) else None


def _entities(message: Message) -> dict[MessageEntity, str]:
    """The entities that matter here, in order, with their words."""
    if message.text is not None:
        return message.parse_entities(_ENTITIES)
    return message.parse_caption_entities(_ENTITIES)


def _names(entity: MessageEntity, words: str, bot: User) -> bool:
    if entity.user is not None:
        return entity.user.id == bot.id
    return words.lower() == f"@{bot.username}".lower()


def is_leading_command(entity: MessageEntity) -> bool:
    """Whether the message begins with this command."""
    return entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _links(message: Message) -> tuple[str, ...]:
    """The addresses behind words of a message."""
    entities = message.entities or message.caption_entities or ()
    linked = (each.url for each in entities if each.type == MessageEntityType.TEXT_LINK)
    return tuple(islice(filter(None, linked), MAX_LINKS))
