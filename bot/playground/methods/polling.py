"""Who the bot is, and the updates that wait for it."""

from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.parameters import Parameters
from bot.playground.world import ServerState

MOST_UPDATES = 100
LONGEST_POLL = 50  # seconds; Telegram cuts longer ones


async def get_me(world: ServerState, _parameters: Parameters) -> JSON:
    """The bot's own account."""
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: ServerState, parameters: Parameters) -> list[JSON]:
    """What waits from ``offset`` on; waits itself for up to ``timeout`` seconds."""
    allowed = parameters.json("allowed_updates")
    if isinstance(allowed, list):
        world.updates.allow([str(kind) for kind in allowed])
    limit = min(max(parameters.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    seconds = min(max(parameters.integer("timeout"), 0), LONGEST_POLL)
    return await world.updates.fetch(parameters.integer("offset"), limit, seconds)


async def delete_webhook(world: ServerState, parameters: Parameters) -> bool:
    """There never is a webhook; what waits may be dropped."""
    if parameters.boolean("drop_pending_updates"):
        world.updates.clear()
    return True


async def get_webhook_info(world: ServerState, _parameters: Parameters) -> JSON:
    """No webhook, and how much waits."""
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }


async def set_webhook(_world: ServerState, _parameters: Parameters) -> Any:
    """Refused: this server has long polling only."""
    raise bad_request("bad webhook: this server knows long polling only")


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setWebhook": set_webhook,
}
