"""``python -m tests.fuzz NAME --seconds N``: search for bytes that break one target, or all.

Needs the extra ``fuzz``. Ends with 0 where nothing was found; else the bytes are among the seeds.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
SLOWEST = 20
"""Seconds: what takes longer is a fault too."""
MEGABYTES = 2000
LONGEST = 65536

NAMES = (
    *("text", "markdown", "html", "jsonl", "csv", "packed", "archive"),
    *("page", "feed", "opml", "name", "amendment", "docx", "pdf"),
)


def main() -> int:
    """Search as the command line says; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "all"])
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    if asked.name != "all":
        search(asked.name, asked.seconds)
        return 0
    return max(_apart(name, asked.seconds) for name in NAMES)


def search(name: str, seconds: int) -> None:
    """Search one target; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["index", "bot.content"]):
        from tests.fuzz.targets import TARGETS

    seeds = SEEDS / name
    seeds.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as found:
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={SLOWEST}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={seeds}/",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, found, str(seeds)], TARGETS[name])
        atheris.Fuzz()


def _apart(name: str, seconds: int) -> int:
    """Search in a process of its own, since a search ends its process."""
    command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(seconds)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own module


if __name__ == "__main__":
    sys.exit(main())
