"""getMe, getUpdates and the webhook methods."""

from typing import Any

from bot.playground.errors import JSON, bad_request
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

MAX_UPDATES = 100
MAX_POLL_S = 50  # seconds; Telegram cuts longer ones


async def get_me(state: ServerState, _parameters: Parameters) -> JSON:
    """Return the bot's account."""
    return state.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(state: ServerState, parameters: Parameters) -> list[JSON]:
    """Return the updates from ``offset`` on; waits up to ``timeout`` seconds for one."""
    allowed = parameters.json("allowed_updates")
    if isinstance(allowed, list):
        state.updates.allow([str(kind) for kind in allowed])
    limit = min(max(parameters.integer("limit", MAX_UPDATES), 1), MAX_UPDATES)
    seconds = min(max(parameters.integer("timeout"), 0), MAX_POLL_S)
    return await state.updates.fetch(parameters.integer("offset"), limit, seconds)


async def delete_webhook(state: ServerState, parameters: Parameters) -> bool:
    """Drop pending updates if asked; there never is a webhook."""
    if parameters.boolean("drop_pending_updates"):
        state.updates.clear()
    return True


async def get_webhook_info(state: ServerState, _parameters: Parameters) -> JSON:
    """Return that there is no webhook, and how many updates are pending."""
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": state.updates.pending,
    }


async def set_webhook(_state: ServerState, _parameters: Parameters) -> Any:
    """Refuse: this server has long polling only."""
    raise bad_request("bad webhook: this server knows long polling only")


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setWebhook": set_webhook,
}
