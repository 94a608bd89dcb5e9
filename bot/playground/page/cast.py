"""The people and chats that the page begins with."""

from bot.playground.botapi import BotApiServer
from bot.playground.page.view import Cast

OWNER_ID = 900_001
TOPICS = ("Ekonomi", "Olahraga")


def make_cast(server: BotApiServer) -> Cast:
    """Add readers of two languages, the newsroom's owner, a group and a forum to the server."""
    owner = server.user("Redaksi", id=OWNER_ID, language_code="id")
    readers = [
        server.user("Ani", language_code="id"),
        server.user("Budi", language_code="id"),
        server.user("Tom", language_code="en"),
    ]
    people = [*readers, owner]
    chats = [server.private_chat(person) for person in people]
    group = server.group("Warung Kopi", *people)
    forum = server.group("Forum Pembaca", owner, *readers, forum=True)
    for topic in TOPICS:
        forum.topic(topic)
    return Cast(owner, people, [*chats, group, forum])
