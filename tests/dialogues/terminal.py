"""Play a dialogue in the terminal's chat."""

import io
from datetime import timedelta

from rich.console import Console

from bot.cli.chat import ChatSession
from bot.cli.console import Output
from bot.services.core import Services
from tests.bot.samples import Clock
from tests.dialogues.checking import Seen, check
from tests.dialogues.player import BETWEEN
from tests.dialogues.script import Dialogue


async def play_in_terminal(services: Services, clock: Clock, dialogue: Dialogue) -> None:
    """Type every turn; raises AssertionError with the turn and all that was printed."""
    printed = io.StringIO()
    console = Console(file=printed, width=200)
    session = ChatSession(services, Output(console, console))
    await session.respond(f"/language {dialogue.locale}")
    for turn in dialogue.turns:
        clock.advance(BETWEEN + timedelta(seconds=turn.wait))
        before = len(printed.getvalue())
        await session.respond(turn.says)
        text = printed.getvalue()[before:]
        check(dialogue, turn, Seen(text, "", bool(text.strip())))
