"""Posts of channels that are sources become articles; whoever named a channel is told of it."""

from telegram import Chat, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.intake import TakenPost
from bot.model.channels import ChannelSource
from bot.texts import texts_for
from handlers.channels.words import channel_post_of
from handlers.context import Context
from handlers.dispatch import DETACHED
from handlers.render.channels import channel_name
from handlers.render.reply import text_reply
from handlers.telegram.messenger import ReplyTarget
from handlers.telegram.tracking import goes_on_in


async def posted(update: Update, context: Context) -> None:
    """Take a post in, or its edit, if its channel is a source.

    That goes on in a task, so that the posts of a moment are taken in together and hold nothing up;
    the update is done when the article is stored.
    """
    message = update.channel_post or update.edited_channel_post
    if message is None:
        return
    source = await context.services.channels.store.get(message.chat_id)
    if source is None:
        return
    work = _take(message, source, context, is_edit=update.edited_channel_post is not None)
    goes_on_in(context.application.create_task(work, update=update, name=DETACHED))


async def membership_changed(change: ChatMemberUpdated, context: Context) -> None:
    """Note whether the bot can read a channel, and tell whoever named it."""
    if change.chat.type != ChatType.CHANNEL:
        return
    readable = change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
    await _set_readable(change.chat.id, context, readable=readable)


async def _take(
    message: Message, source: ChannelSource, context: Context, *, is_edit: bool
) -> None:
    channels = context.services.channels
    await _follow_name(message.chat, source, context)
    if source.lost_at is not None:  # nobody has told us that we are an administrator again
        await _set_readable(source.chat_id, context, readable=True)
    post = channel_post_of(message, context.bot.bot, is_edit=is_edit)
    if post is None:
        return
    taken = await channels.intake.take(post)
    if taken is TakenPost.DELETED and is_edit and channels.is_first_time(post.key):
        address = source.address_of(post.message_id)
        await _tell(source, "channel_edit_ignored", context, url=address)


async def _follow_name(chat: Chat, source: ChannelSource, context: Context) -> None:
    title, username = chat.title or "", chat.username or ""
    if await context.services.channels.follow_name(source, title, username):
        before = channel_name(source)
        renamed = await context.services.channels.store.get(source.chat_id)
        if renamed is not None:
            await _tell(renamed, "channel_renamed", context, before=before)


async def _set_readable(chat_id: int, context: Context, *, readable: bool) -> None:
    changed = await context.services.channels.set_readable(chat_id, readable=readable)
    if changed is not None:
        await _tell(changed, "channel_back" if readable else "channel_lost", context)


async def _tell(source: ChannelSource, key: str, context: Context, **arguments: str) -> None:
    """Tell whoever named the channel, in their language and in private."""
    language = await context.services.preferences.language(source.named_by, None)
    said = texts_for(language).channels.format(key, name=channel_name(source), **arguments)
    await context.messenger.send(ReplyTarget(source.named_by), text_reply(said))
