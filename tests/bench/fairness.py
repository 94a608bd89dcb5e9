"""How long a person waits for an answer while others ask too much, or Telegram refuses a chat.

``python -m tests.bench.fairness`` runs the real program against a Bot API server on loopback: one
person after the other asks, first while nothing else happens, then in the middle of each flood.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import numpy as np

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from tests.e2e.killing import Program, prepare

PEOPLE = 40
QUESTIONS = 80  # while nothing else happens
ROUNDS, QUESTIONS_A_ROUND = 8, 10
PAUSE = 0.15  # seconds between two questions
BETWEEN = 4.0  # seconds between two floods
ASK = "Apa yang dipanen petani di Kota Melati?"
REFUSED = 3600  # seconds that Telegram wants to be left alone in a chat


def main() -> None:
    """Run the benchmark and print its lines."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder)))


async def _run(folder: Path) -> None:
    async with BotApiServer("4242:SECRET") as server:
        people = [server.user(f"Pembaca {number}") for number in range(PEOPLE)]
        askers = [(person, server.private_chat(person, started=True)) for person in people]
        await prepare(server, folder, [askers[0][1].id])
        await Program(server, folder).run_until(_measure(server, askers))


async def _measure(server: BotApiServer, askers: list[tuple[User, Chat]]) -> None:
    turns = cycle(askers)
    for _ in askers:
        await _asked(*next(turns))  # the first answers wait for the program's start
    idle = [await _asked(*next(turns), pause=PAUSE) for _ in range(QUESTIONS)]
    _print("nothing else", idle, idle)
    for name, flood in _floods(server).items():
        times = []
        for _ in range(ROUNDS):
            flood()
            times += [await _asked(*next(turns), pause=PAUSE) for _ in range(QUESTIONS_A_ROUND)]
            await asyncio.sleep(BETWEEN)
        _print(name, times, idle)


def _floods(server: BotApiServer) -> dict[str, Callable[[], None]]:
    crowd = [server.user(f"Warga {number}") for number in range(60)]
    group, other = server.group("Warga", *crowd), server.group("Tetangga", *crowd)
    refused = server.group("Sunyi", *crowd)
    flooder = crowd[0]
    private = server.private_chat(flooder, started=True)

    def refuse() -> None:
        refused.refuse_for(REFUSED)
        for person in crowd[:10]:
            refused.says(person, f"/ask {ASK}")

    def flood(chat: Chat, *writers: User, times: int, words: str) -> Callable[[], None]:
        def say() -> None:
            for number in range(times):
                chat.says(writers[number % len(writers)], words)

        return say

    return {
        "60 /ask of one in a group": flood(group, flooder, times=60, words=f"/ask {ASK}"),
        "60 /ask of sixty in a group": flood(other, *crowd, times=60, words=f"/ask {ASK}"),
        "500 messages of one": flood(private, flooder, times=500, words=ASK),
        f"429 of {REFUSED} s in one chat": refuse,
    }


async def _asked(person: User, chat: Chat, pause: float = 0.0) -> float:
    """Return the seconds from a question to its answer."""
    began = time.perf_counter()
    chat.says(person, ASK)
    await chat.next_message()
    seconds = time.perf_counter() - began
    await asyncio.sleep(pause)
    return seconds


def _print(name: str, times: list[float], idle: list[float]) -> None:
    p50, p95 = np.quantile(times, [0.5, 0.95]) * 1e3
    ratio = np.quantile(times, 0.95) / np.quantile(idle, 0.95)
    print(f"{name:28} {len(times):3} x p50 {p50:4.0f} ms, p95 {p95:4.0f} ms, {ratio:.2f} x idle")


if __name__ == "__main__":
    main()
