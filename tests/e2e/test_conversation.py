"""The conversation that the documents print goes as they print it."""

from pathlib import Path

import pytest

from tests.e2e.conversation import converse

DOCUMENT = Path(__file__).parents[2] / "docs" / "conversation.md"


async def test_readers_hear_what_the_document_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await converse(tmp_path, newsroom=False)
    printed = capsys.readouterr().out.strip()
    assert "**Ani:**" in printed
    assert printed in DOCUMENT.read_text("utf-8")
