"""getMe, getUpdates and the webhook methods."""

import re
from urllib.parse import urlsplit

from bot.playground.errors import JSON, bad_request, webhook_active
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState
from bot.playground.webhook import LOOPBACK, Webhook

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_UPDATES = 100
DEFAULT_CONNECTIONS, MAX_CONNECTIONS = 40, 100
MAX_POLL_S = 50  # seconds; Telegram cuts longer ones


async def get_me(state: ServerState, _parameters: Parameters) -> JSON:
    """Return the bot's account."""
    return state.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy,
        "supports_inline_queries": state.inline.is_on,
        "supports_guest_queries": state.inline.takes_guests,
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
    await state.sender.stop()
    if parameters.boolean("drop_pending_updates"):
        state.updates.clear()
    return True


async def get_webhook_info(state: ServerState, _parameters: Parameters) -> JSON:
    """Return the webhook's address, "" if there is none, and how many updates are pending."""
    webhook, error = state.sender.webhook, state.sender.last_error
    info: JSON = {
        "url": state.webhook,
        "has_custom_certificate": bool(webhook.certificate),
        "pending_update_count": state.updates.pending,
    }
    if webhook.url:
        info["max_connections"] = webhook.connections
    if error is not None:
        info |= {"last_error_date": error[0], "last_error_message": error[1]}
    return info


async def set_webhook(state: ServerState, parameters: Parameters) -> bool:
    """Set or, with an empty address, delete the webhook, and send updates there from now on."""
    url, secret = parameters.text("url"), parameters.text("secret_token")
    if not url:
        return await delete_webhook(state, parameters)
    if not url.startswith("https://") and urlsplit(url).hostname not in LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    allowed = parameters.json("allowed_updates")
    if isinstance(allowed, list):
        state.updates.allow([str(kind) for kind in allowed])
    if parameters.boolean("drop_pending_updates"):
        state.updates.clear()
    connections = parameters.integer("max_connections") or DEFAULT_CONNECTIONS
    uploaded = parameters.files.get("certificate")
    certificate = uploaded.content.decode("ascii") if uploaded else ""
    state.webhook = url
    state.sender.set(Webhook(url, secret, min(connections, MAX_CONNECTIONS), certificate))
    return True


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setWebhook": set_webhook,
}
