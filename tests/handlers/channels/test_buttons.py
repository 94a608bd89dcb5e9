"""Buttons of channels, whose data may be made up, and names as people write them."""

import pytest

from handlers.callback_data.channels import ListChannels, StopChannel, StopDeleting, StopKeeping
from handlers.callback_data.payload import NumberPayload
from handlers.channels.commands import CHANNEL_NAME, SENTENCE
from tests.handlers.harness import OWNER, READER, Harness

HUGE = 999_999_999_999_999


@pytest.mark.parametrize(
    "payload",
    [ListChannels(HUGE), *(kind(HUGE, HUGE) for kind in (StopChannel, StopKeeping, StopDeleting))],
)
async def test_made_up_numbers_do_nothing(harness: Harness, payload: NumberPayload) -> None:
    outcome = await harness.presses(payload, OWNER)
    assert "No channel is a source yet." in outcome.text
    refused = await harness.presses(payload, READER)
    assert refused.sent == refused.edited == []
    assert refused.notice


@pytest.mark.parametrize(
    "written",
    [
        "@warta",
        "-1001234567890",
        "t.me/warta",
        "https://t.me/warta/12?single",
        "t.me/s/warta",
        "https://t.me/c/1234567890/12",
        "telegram.me/Warta_Pagi",
        "http://www.t.me/warta",
    ],
)
def test_names_of_channels(written: str) -> None:
    assert CHANNEL_NAME.fullmatch(written)


@pytest.mark.parametrize(
    "written", ["@ab", "t.me/+AbCdEf", "t.me/", "-1234", "https://example.org/warta", "@a b", "@"]
)
def test_what_names_no_channel(written: str) -> None:
    assert CHANNEL_NAME.fullmatch(written) is None


@pytest.mark.parametrize(
    ("said", "is_meant"),
    [
        ("jadikan @warta sumber", True),
        ("Tolong jadikan kanal @warta sebagai sumber berita.", True),
        ("use @warta as a source", True),
        ("Please make the channel t.me/warta a source", True),
        ("jadikan warta sumber", False),
        ("siapa yang jadikan @warta sumber berita", False),
        ("use @warta as a source for the quote?", False),
    ],
)
def test_plain_sentences(said: str, is_meant: bool) -> None:
    assert (SENTENCE.search(said) is not None) is is_meant
