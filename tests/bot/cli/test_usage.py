"""Help and usage errors: in the language of the rest of the command line, without click's words."""

import re
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result

from bot.cli.commands import COMMANDS, cli
from index.types import Language

CLICK = re.compile(
    r"\b(usage|options?|commands?|arguments?|error|show|exit|try|for help|missing|no such|"
    r"invalid|required|unexpected|requires|does not|the|and|with|is|a)\b",
    re.IGNORECASE,
)
"""Words of click's own messages and of English, none of which is Indonesian."""

WRONG = {
    ("ask", "--jsn", "apa"): (
        "No such option: --jsn. Did you mean --json?",
        "Opsi --jsn tidak ada. Maksudnya --json?",
    ),
    ("--colour",): (
        "No such option: --colour.",
        "Opsi --colour tidak ada.",
    ),
    ("relod",): (
        "No such command: relod. Did you mean reload?",
        "Perintah relod tidak ada. Maksudnya reload?",
    ),
    ("zzz",): (
        "No such command: zzz.",
        "Perintah zzz tidak ada.",
    ),
    ("ask",): (
        "QUESTION is missing.",
        "PERTANYAAN belum ditulis.",
    ),
    ("import",): (
        "FILE is missing.",
        "BERKAS belum ditulis.",
    ),
    ("eval", "--articles", "."): (
        "--queries is missing.",
        "--queries belum ditulis.",
    ),
    ("eval", "--queries"): (
        "--queries needs a value.",
        "--queries perlu diberi nilai.",
    ),
    ("status", "--help=1"): (
        "--help takes no value.",
        "--help tidak diberi nilai.",
    ),
    ("status", "now", "or later"): (
        "Not understood: now or later",
        "Tidak dimengerti: now or later",
    ),
    ("backup", "a.gz", "b.gz"): (
        "Not understood: b.gz",
        "Tidak dimengerti: b.gz",
    ),
    ("eval", "--typos", "many"): (
        "--typos takes a whole number.",
        "--typos diisi bilangan bulat.",
    ),
}


def kutip(*arguments: str, **environment: str | None) -> Result:
    clean = dict.fromkeys(("KUTIP_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return CliRunner().invoke(cli, arguments, env=clean | environment, prog_name="kutip")


@pytest.mark.parametrize("arguments", WRONG)
@pytest.mark.parametrize("language", Language)
def test_a_usage_error_says_what_is_wrong(arguments: tuple[str, ...], language: Language) -> None:
    result = kutip(*arguments, KUTIP_LANGUAGE=language)
    english, indonesian = WRONG[arguments]
    expected = english if language is Language.ENGLISH else indonesian
    assert (result.exit_code, result.stdout) == (2, "")
    usage, hint, empty, message = result.stderr.splitlines()
    assert (message, empty) == (f"kutip: {expected}", "")
    assert usage.split(": ")[1].startswith("kutip")
    assert re.search(r"kutip.* --help", hint)
    if language is Language.INDONESIAN:
        assert CLICK.search(usage + hint) is None


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_in_one_language(command: tuple[str, ...]) -> None:
    indonesian = kutip(*command, "--help", KUTIP_LANGUAGE="id").stdout
    written = re.sub(r"--\w+(-\w+)*|\.env\S*|^  \w+  ", "", indonesian, flags=re.MULTILINE)
    assert CLICK.findall(written) == []
    assert "Cara pakai: kutip" in indonesian
    english = kutip(*command, "--help", KUTIP_LANGUAGE="en").stdout
    assert "Usage: kutip" in english
    assert re.search(r"\b(yang|atau|dan|Opsi)\b", english) is None


@pytest.mark.parametrize("arguments", [(), ("--verbose",)])
def test_without_a_command_there_is_help(arguments: tuple[str, ...]) -> None:
    result = kutip(*arguments, KUTIP_LANGUAGE="en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(f"  {name} " in result.stderr for name in COMMANDS)


@pytest.mark.parametrize(("language", "said"), [("id", "Dihentikan."), ("en", "Stopped.")])
def test_an_interrupted_command_says_so(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr("bot.cli.status.load_settings", Mock(side_effect=KeyboardInterrupt))
    result = kutip("status", KUTIP_LANGUAGE=language)
    assert (result.exit_code, result.stderr) == (1, f"kutip: {said}\n")


LANGUAGES: dict[str, tuple[str | None, str | None, str | None, Language]] = {
    "nothing is set": (None, None, None, Language.INDONESIAN),
    "the system's language is not asked while the settings can be used": (
        None, None, "en_GB.UTF-8", Language.INDONESIAN,
    ),
    "the environment": ("en", None, "id_ID.UTF-8", Language.ENGLISH),
    "in capitals": (" EN ", None, None, Language.ENGLISH),
    "the file": (None, "KUTIP_LANGUAGE=en", None, Language.ENGLISH),
    "the environment before the file": ("id", "KUTIP_LANGUAGE=en", None, Language.INDONESIAN),
    "what is empty is not set": ("", "KUTIP_LANGUAGE=en", None, Language.ENGLISH),
    "unusable: the system's": ("fr", None, "id_ID.UTF-8", Language.INDONESIAN),
    "unusable, and the system's is another": ("fr", None, "fr_FR.UTF-8", Language.ENGLISH),
    "unusable, and the system has none": ("fr", None, None, Language.ENGLISH),
}  # fmt: skip


@pytest.mark.parametrize("case", LANGUAGES)
def test_one_choice_of_language_holds_for_help_errors_and_results(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting, file, system, language = LANGUAGES[case]
    monkeypatch.chdir(tmp_path)
    if file is not None:
        (tmp_path / ".env").write_text(file, "utf-8")
    environment = {"KUTIP_LANGUAGE": setting, "LANG": system}
    english = language is Language.ENGLISH
    assert ("Usage: " in kutip("--help", **environment).stdout) is english
    assert ("is missing" in kutip("ask", **environment).stderr) is english
    wrong = kutip("status", **environment, KUTIP_TOPICS="0").stderr
    assert ("whole number" in wrong) is english
    checked = kutip("check", **environment, KUTIP_TOPICS="0").stdout
    assert ("whole number" in checked) is english
    if setting != "fr":
        status = kutip("status", **environment)
        assert ("Articles: 0" in status.stdout) is english


@pytest.mark.parametrize("system", ["ms_MY.UTF-8", "ms", "id_ID.UTF-8"])
def test_malay_is_chosen_by_the_setting_or_the_systems_language(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Cara guna: " in kutip("--help", KUTIP_LANGUAGE="ms", LANG=system).stdout
    is_malay = "Cara guna: " in kutip("--help", KUTIP_LANGUAGE="fr", LANG=system).stdout
    assert is_malay is system.startswith("ms")
