"""Texts about the newsroom's channels as sources."""

from bot.texts.catalog import Catalog


class ChannelTexts(Catalog):
    """Naming, listing and stopping channels, and what those who named them are told."""

    command_channel: str

    channels_title: str
    channels_none: str
    channel_how: str
    channel_named: str
    channel_left_out: str
    channel_known: str
    channel_listed: str
    channel_unreadable: str
    channel_stop: str
    channel_stop_ask: str
    channel_keep: str
    channel_delete: str
    channel_stopped: str
    channel_deleted: str

    # To whoever named the channel
    channel_lost: str
    channel_back: str
    channel_renamed: str
    channel_edit_ignored: str

    # Status and audit log
    status_channels: str
    channel_deed_added: str
    channel_deed_stopped: str
    channel_deed_deleted: str

    # What went wrong
    channel_out_of_reach: str
    channel_no_channel: str
    channel_not_run: str
    channel_too_many: str
    channel_not_found: str
