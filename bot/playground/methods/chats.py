"""What the bot may know of a chat, and how it leaves one."""

from bot.playground.errors import JSON, bad_request
from bot.playground.methods.targets import chat_of
from bot.playground.parameters import Parameters
from bot.playground.rooms import PRESENT
from bot.playground.world import ServerState

LEADERS = frozenset({"creator", "administrator"})


async def get_chat(world: ServerState, parameters: Parameters) -> JSON:
    """A ChatFullInfo, without most of what it may hold."""
    chat = chat_of(world, parameters)
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


async def get_chat_member(world: ServerState, parameters: Parameters) -> JSON:
    """How a person stands to a chat."""
    chat = chat_of(world, parameters)
    user = world.users.get(parameters.integer("user_id"))
    if user is None:
        raise bad_request("user not found")
    return chat.member_as_json(user)


async def get_chat_administrators(world: ServerState, parameters: Parameters) -> list[JSON]:
    """Creator and administrators, without bots other than this one."""
    chat = chat_of(world, parameters)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    leaders = [number for number, status in chat.members.items() if status in LEADERS]
    return [chat.member_as_json(world.users[number]) for number in leaders]


async def get_chat_member_count(world: ServerState, parameters: Parameters) -> int:
    """How many are in the chat, the bot included."""
    chat = chat_of(world, parameters)
    return sum(status in PRESENT for status in chat.members.values())


async def leave_chat(world: ServerState, parameters: Parameters) -> bool:
    """Leave a group."""
    chat = chat_of(world, parameters)
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
