"""The load and the soak find what is lost, late or growing, and pass a bot that is well."""

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message
from bot.runtime.supervisor import running
from tests.load import __main__ as load
from tests.load import soak
from tests.load.__main__ import Outcome
from tests.load.loop_lag import loop_lag
from tests.load.people import Crowd
from tests.load.process_memory import growth_of

FEW = ("--people", "5", "--subscribers", "3")


def test_a_short_load_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        load.main([*FEW, "--rate", "4", "--seconds", "3", "--p95", "60"])
    lines = capsys.readouterr().out.splitlines()
    assert ended.value.code == 0
    assert any(line.startswith("12 questions") and line.endswith("0 lost") for line in lines)
    assert any(line.startswith("alerts: 3 of 3 chats") for line in lines)
    assert any(line.startswith("loop lag: p50 ≤") for line in lines)
    assert "log: no warning, no error" in lines


def test_a_short_soak_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """Memory is not judged: it grows in the first minutes."""
    with pytest.raises(SystemExit) as ended:
        soak.main([*FEW, "--rate", "2", "--hours", "0.0003", "--minutes", "0.01", "--growth", "9"])
    lines = capsys.readouterr().out.splitlines()
    assert ended.value.code == 0
    assert [line.split(":")[0] for line in lines[1:]] == ["round -1", "round 0", "round 1"]
    assert all("0 lost" in line for line in lines[1:])


@pytest.mark.parametrize(
    ("outcome", "is_fine"),
    [
        (Outcome(lost=0, repeated=0, missed=0, seconds=[0.1] * 95 + [2.0] * 5), True),
        (Outcome(lost=0, repeated=0, missed=0, seconds=[0.1] * 94 + [2.0] * 6), False),
        (Outcome(lost=1, repeated=0, missed=0, seconds=[0.1]), False),
        (Outcome(lost=0, repeated=1, missed=0, seconds=[0.1]), False),
        (Outcome(lost=0, repeated=0, missed=1, seconds=[0.1]), False),
    ],
)
def test_what_is_lost_repeated_or_late_fails(outcome: Outcome, *, is_fine: bool) -> None:
    assert outcome.is_fine(p95=0.5) is is_fine


def test_growth_is_that_of_the_ends() -> None:
    assert growth_of([100.0] * 10) == 0
    assert growth_of([100.0, *[900.0] * 8, 110.0]) == pytest.approx(0.1)


def test_the_lag_is_read_from_the_buckets() -> None:
    counts = {"0.01": 60.0, "0.1": 96.0, "1.0": 100.0, "+Inf": 100.0}
    metrics = {f'kutip_loop_lag_seconds_bucket{{le="{le}"}}': n for le, n in counts.items()}
    assert loop_lag(metrics) == "loop lag: p50 ≤ 0.01, p95 ≤ 0.1, p99 ≤ 1, longest ≤ 1 s"
    assert loop_lag({}) == "loop lag: not measured"


def says(server: BotApiServer, chat: Chat, text: str) -> None:
    """Send ``text`` as the bot."""
    number = chat.new_message_id()
    chat.send(Message(number, chat.id, server.bot, int(server.state.now), text=text))


async def test_answers_belong_to_the_oldest_questions() -> None:
    async with BotApiServer() as server:
        crowd = Crowd.of(server, 2, ["Apa?"])
        first, second = crowd.people
        async with running(*(person.read() for person in crowd.people)):
            assert await crowd.ask(per_second=1000, seconds=0.003) == 3
            assert (first.waiting, second.waiting) == (2, 1)
            says(server, first.chat, "Itu.")
            says(server, second.chat, "Itu.")
            says(server, second.chat, "Itu lagi.")
            assert not await crowd.all_answered(seconds=0.2)
            assert (crowd.waiting, crowd.unasked) == (1, 1)
            says(server, first.chat, "Itu juga.")
            assert await crowd.all_answered(seconds=20)
    assert len(first.replies) == 2
