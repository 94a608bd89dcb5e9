"""The channels that are sources, with their buttons."""

from bot.channels.service import ChannelPage, ListedChannel, NamedChannel
from bot.model.channels import ChannelSource
from bot.texts import Texts
from handlers.callback_data.channels import ListChannels, StopChannel, StopDeleting, StopKeeping
from handlers.callback_data.keyboard import Button, stacked
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, joined, link, plain
from handlers.render.pager import page_buttons
from handlers.render.reply import Reply, text_reply

MAX_NAME = 100
MAX_LABEL = 30


def render_channels(page: ChannelPage, texts: Texts, news: str = "") -> Reply:
    """A page of the channels; ``news`` is what has just become of one."""
    said = texts.channels
    if not page.total:
        parts = [plain(news), bold(plain(said.channels_none)), plain(said.channel_how)]
        return Reply(joined("\n\n", parts))
    title = bold(plain(said.format("channels_title", count=texts.number(page.total))))
    listed = [_listed(each, texts) for each in page.channels]
    rows = [(_stop_button(each.source, page.number, texts),) for each in page.channels]
    turning = page_buttons(page.number, page.pages, ListChannels, texts)
    parts = [plain(news), title, *listed, plain(said.channel_how)]
    return Reply(joined("\n\n", parts), stacked(*rows, turning))


def render_named_channel(named: NamedChannel, texts: Texts) -> Reply:
    """A channel that is a source from now on, or was before."""
    said, name = texts.channels, channel_name(named.source)
    if named.known:
        return text_reply(said.format("channel_known", name=name))
    return text_reply("\n\n".join([said.format("channel_named", name=name), said.channel_left_out]))


def render_channel_stop(channel: ListedChannel, page: int, texts: Texts) -> Reply:
    """The question whether to stop a channel, and what of its articles."""
    said, number = texts.channels, -channel.source.chat_id
    name = channel_name(channel.source)
    asked = said.format("channel_stop_ask", name=name, count=channel.articles)
    keep = Button(said.channel_keep, StopKeeping(number, page))
    delete = Button(said.channel_delete, StopDeleting(number, page))
    back = Button(texts.back, ListChannels(page))
    return text_reply(asked, stacked([keep], [delete] if channel.articles else [], [back]))


def channel_name(source: ChannelSource) -> str:
    """The name that people know a channel by, as one short line."""
    return shortened(one_line(source.name), MAX_NAME)


def _listed(channel: ListedChannel, texts: Texts) -> Markup:
    source, said = channel.source, texts.channels
    title = shortened(one_line(source.title), MAX_NAME)
    named = link(plain(title), f"https://t.me/{source.username}") if source.username else None
    day = texts.day(source.named_at.date())
    about = said.format("channel_listed", count=channel.articles, day=day)
    lost = f" · {said.channel_unreadable}" if source.lost_at else ""
    return joined("\n", [named or bold(plain(title)), plain(about + lost)])


def _stop_button(source: ChannelSource, page: int, texts: Texts) -> Button:
    label = texts.channels.format("channel_stop", name=shortened(one_line(source.name), MAX_LABEL))
    return Button(label, StopChannel(-source.chat_id, page))
