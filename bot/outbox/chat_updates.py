"""Store what an outcome of sending says about the chat, and what follows for its messages."""

import logging
from datetime import datetime

from bot.model.messages import OutboxMessage
from bot.model.suspensions import SuspensionReason
from bot.outbox.outcomes import (
    ChatMigrated,
    ChatUnreachable,
    ChatUnwritable,
    ThreadClosed,
    ThreadGone,
)
from bot.storage.outbox import OutboxStore

log = logging.getLogger(__name__)

MAX_REASON_CHARS = 200

ChatOutcome = ChatUnreachable | ChatUnwritable | ChatMigrated | ThreadClosed | ThreadGone


async def update_chat(
    outbox: OutboxStore, message: OutboxMessage, outcome: ChatOutcome, now: datetime
) -> None:
    """Store that the chat migrated, is unreachable or suspended, or that its thread is deleted."""
    match outcome:
        case ChatMigrated(chat_id):
            await outbox.migrate(message, chat_id, now)
        case ChatUnwritable():
            await _suspend(outbox, message, SuspensionReason.RIGHTS, now)
        case ThreadClosed():
            await _suspend(outbox, message, SuspensionReason.CLOSED, now)
        case ThreadGone() if message.thread_id:
            await outbox.leave_thread(message, now)
        case ThreadGone():
            await outbox.deactivate(message, "thread gone", now)
        case ChatUnreachable(reason):
            await outbox.deactivate(message, reason[:MAX_REASON_CHARS], now)


async def _suspend(
    outbox: OutboxStore, message: OutboxMessage, reason: SuspensionReason, now: datetime
) -> None:
    suspension = await outbox.suspend(message, reason, now)
    log.warning(
        "nothing is sent to the chat of message %d (%s) until %s",
        message.id,
        reason,
        suspension.retry_at,
    )
