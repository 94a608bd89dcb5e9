"""How long a person waits for an answer while others ask too much, or Telegram refuses a chat.

``python -m tests.bench.fairness`` runs the real program against a Bot API server on loopback: one
person after the other asks, in rounds: ten questions while nothing else happens, a flood, and ten
in the middle of it, so that a slow moment of the machine falls on both.
``python -m tests.bench.fairness 429 500`` runs the floods whose names contain one of the words.
"""

import asyncio
import sys
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
ROUNDS, QUESTIONS = 12, 10
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
    wanted = sys.argv[1:] or [""]
    for name, flood in _floods(server).items():
        if not any(word in name for word in wanted):
            continue
        idle, meanwhile = [], []
        for _ in range(ROUNDS):
            await asyncio.sleep(BETWEEN)
            idle += [await _asked(*next(turns), pause=PAUSE) for _ in range(QUESTIONS)]
            flood()
            meanwhile += [await _asked(*next(turns), pause=PAUSE) for _ in range(QUESTIONS)]
        _print(name, idle, meanwhile)


def _floods(server: BotApiServer) -> dict[str, Callable[[], None]]:
    crowd = [server.user(f"Warga {number}") for number in range(60)]
    group, other = server.group("Warga", *crowd), server.group("Tetangga", *crowd)
    refused, talking = server.group("Sunyi", *crowd), server.group("Ramai", *crowd)
    talking.promote_admin(server.bot)
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
        "500 of sixty, not for the bot": flood(talking, *crowd, times=500, words="Apa kabar?"),
        "500 commands of another bot": flood(talking, *crowd, times=500, words="/roll 6"),
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


def _print(name: str, idle: list[float], meanwhile: list[float]) -> None:
    before = np.quantile(idle, [0.5, 0.95]) * 1e3
    after = np.quantile(meanwhile, [0.5, 0.95]) * 1e3
    print(
        f"{name:30} p50 {before[0]:3.0f} -> {after[0]:3.0f} ms, p95 {before[1]:3.0f} -> "
        f"{after[1]:3.0f} ms ({after[1] / before[1]:.2f} x)"
    )


if __name__ == "__main__":
    main()
