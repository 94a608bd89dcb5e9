"""getMe, getUpdates and the webhook methods."""

from bot.playground.errors import JSON, bad_request, webhook_active
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
    if state.webhook:
        raise webhook_active()
    allowed = parameters.json("allowed_updates")
    if isinstance(allowed, list):
        state.updates.allow([str(kind) for kind in allowed])
    limit = min(max(parameters.integer("limit", MAX_UPDATES), 1), MAX_UPDATES)
    seconds = min(max(parameters.integer("timeout"), 0), MAX_POLL_S)
    return await state.updates.fetch(parameters.integer("offset"), limit, seconds)


async def delete_webhook(state: ServerState, parameters: Parameters) -> bool:
    """Delete the webhook if there is one, and drop pending updates if asked."""
    state.webhook = ""
    if parameters.boolean("drop_pending_updates"):
        state.updates.clear()
    return True


async def get_webhook_info(state: ServerState, _parameters: Parameters) -> JSON:
    """Return the webhook's address, "" if there is none, and how many updates are pending."""
    return {
        "url": state.webhook,
        "has_custom_certificate": False,
        "pending_update_count": state.updates.pending,
    }


async def set_webhook(state: ServerState, parameters: Parameters) -> bool:
    """Set or, with an empty address, delete the webhook; nothing is ever sent there."""
    url = parameters.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    state.webhook = url
    return True


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setWebhook": set_webhook,
}
