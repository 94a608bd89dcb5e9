"""How long a story takes to many subscribers, and a person's answer in the middle of it.

``python -m tests.bench.crowd 10000`` runs the real program against a Bot API server on loopback:
so many chats wait for one article, and one person asks all the time, before and meanwhile.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import numpy as np

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from tests.e2e.killing import NEWS, Program, prepare

SUBSCRIBERS = 10_000
PACE = 30.0  # messages a second, which Telegram allows
QUESTIONS = 60  # before the news
LOOK = 0.25  # seconds between two looks at who was told: each takes the server's time
PAUSE = 1.5  # seconds between two questions of a person: a chat has one message a second
QUESTION = "Apa yang dipanen petani di Kota Melati?"


def main() -> None:
    """Run the benchmark and print its lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subscribers", type=int, nargs="?", default=SUBSCRIBERS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(given.subscribers, Path(folder)))


async def _run(subscribers: int, folder: Path) -> None:
    async with BotApiServer("4242:SECRET") as server:
        asker = server.user("Penanya")
        person = server.private_chat(asker, started=True)
        readers = [server.user(f"Pembaca {number}") for number in range(subscribers)]
        chats = [server.private_chat(reader, started=True) for reader in readers]
        await prepare(server, folder, [chat.id for chat in chats])
        program = Program(server, folder, owners=str(asker.id))
        await program.run_until(_measure(person, asker, chats, folder))


async def _measure(person: Chat, asker: User, chats: list[Chat], folder: Path) -> None:
    await _asked(person, asker)  # the first answer waits for the program's start
    idle = []
    for _ in range(QUESTIONS):
        await asyncio.sleep(PAUSE)
        idle.append(await _asked(person, asker))
    (folder / "articles" / "banjir.txt").write_text(NEWS, "utf-8")
    person.says(asker, "/reload")
    await person.next_message()
    telling = asyncio.create_task(_told(chats))
    meanwhile = []
    while not telling.done():
        await asyncio.sleep(PAUSE)
        meanwhile.append(await _asked(person, asker))
    seconds = await telling
    allowed = len(chats) / PACE
    print(f"{len(chats):,} subscribers: {seconds:.1f} s, {seconds / allowed:.3f} x 30 a second")
    for name, times in (("idle", idle), ("meanwhile", meanwhile)):
        p50, p95 = np.quantile(times, [0.5, 0.95]) * 1e3
        print(f"answer, {name:9} {len(times):4} x p50 {p50:.0f} ms, p95 {p95:.0f} ms")


async def _asked(person: Chat, asker: User) -> float:
    """Seconds from a question to its answer."""
    began = time.perf_counter()
    person.says(asker, QUESTION)
    while "padi" not in (await person.next_message()).text:  # a reload tells of itself, too
        pass
    return time.perf_counter() - began


async def _told(chats: list[Chat]) -> float:
    """Seconds from the first alert to the last."""
    began, waiting = 0.0, chats
    while waiting := [chat for chat in waiting if not chat.unread]:
        began = began or (time.perf_counter() if len(waiting) < len(chats) else 0.0)
        await asyncio.sleep(LOOK)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
