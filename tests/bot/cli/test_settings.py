"""``kutip settings``: from a checkout; tests/install has it of an installed program."""

from tests.bot.cli.program import ROOT, kutip

EXAMPLE = (ROOT / ".env.example").read_text("utf-8")


def test_the_settings_are_printed_as_a_file_of_defaults() -> None:
    assert kutip("settings").output == EXAMPLE


def test_they_are_printed_also_where_those_in_use_are_wrong() -> None:
    result = kutip("settings", BACKUP_HOURS="often")
    assert result.exit_code == 0
    assert result.output == EXAMPLE
