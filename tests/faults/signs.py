"""Signs that all is well: answers, what owners are told, a database without damage."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.playground.chats import Chat
from bot.playground.messages import Message, User

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
NEWS = """\
Title: Banjir di Kota Melati

Kota Melati - Warga melaporkan banjir setinggi lutut sejak pagi hari. Air masuk ke rumah warga di \
tepi sungai, dan sekolah diliburkan sampai Jumat.
"""


async def answers(chat: Chat, person: User) -> bool:
    """Ask what the articles answer, and return whether the answer is theirs."""
    chat.says(person, WHO)
    return "Ratna Dewi" in (await chat.next_message()).text


async def said(chat: Chat, person: User, words: str) -> str:
    """Return the text of the reply to what a person says."""
    chat.says(person, words)
    return (await chat.next_message()).text


async def told(chat: Chat, words: str) -> Message:
    """Return the next edit that begins with these words."""
    while not (message := await chat.next_edit()).text.startswith(words):
        pass
    return message


def is_sound(database: Path) -> bool:
    """Return whether every page and index of the database is as it was written."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
