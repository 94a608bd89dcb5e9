"""Texts about what becomes of alerts: why they wait, and what did not arrive as it was meant."""

from bot.texts.catalog import Catalog


class DeliveryTexts(Catalog):
    """Why a chat's alerts wait, the queue, and reports of messages that did not arrive."""

    topics_no_rights: str
    topics_closed: str
    topics_unreachable: str

    status_feeds: str
    status_queue: str
    status_sizes: str
    status_meaning: str

    message_plain: str
    message_refused: str
    message_gave_up: str
    message_unreadable: str
