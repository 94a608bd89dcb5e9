"""Texts about announcements."""

from bot.texts.catalog import Catalog


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
