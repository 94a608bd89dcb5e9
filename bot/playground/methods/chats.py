"""getChat, the methods about members, and leaveChat."""

from bot.playground.chat_record import MEMBER_STATUSES
from bot.playground.errors import JSON, bad_request
from bot.playground.methods.targets import chat_of
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

ADMIN_STATUSES = frozenset({"creator", "administrator"})


async def get_chat(state: ServerState, parameters: Parameters) -> JSON:
    """Return a ChatFullInfo with few of its fields."""
    chat = chat_of(state, parameters)
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            True,
        ),
    }


async def get_chat_member(state: ServerState, parameters: Parameters) -> JSON:
    """Return a ChatMember."""
    chat = chat_of(state, parameters)
    user = state.users.get(parameters.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    return chat.member_as_json(user)


async def get_chat_administrators(state: ServerState, parameters: Parameters) -> list[JSON]:
    """Return creator and administrators."""
    chat = chat_of(state, parameters)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    leaders = [number for number, status in chat.members.items() if status in ADMIN_STATUSES]
    return [chat.member_as_json(state.users[number]) for number in leaders]


async def get_chat_member_count(state: ServerState, parameters: Parameters) -> int:
    """Return the number of members, the bot included."""
    chat = chat_of(state, parameters)
    return sum(status in MEMBER_STATUSES for status in chat.members.values())


async def leave_chat(state: ServerState, parameters: Parameters) -> bool:
    """Leave a group."""
    chat = chat_of(state, parameters)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.check_writable()
    chat.bot_leaves()
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
