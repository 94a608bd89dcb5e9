"""Time and memory that hostile files take, each in a process of its own.

``python -m tests.bench.hostile`` loads every file of ``tests/hostile_files.py`` as a folder, a
document or an import would be, and prints its seconds, the most memory that a process had, and what
it yielded; then which of them took more than they may. Names as arguments choose some.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.articles.bounded_loading import BoundedLoader
from bot.articles.source_files import SourceFile
from index.errors import LoadError
from tests.hostile_files import HOSTILE

MAX_S = 20.0
MAX_MB = 300


def main() -> None:
    """Run the benchmark and print its lines."""
    wrong = []
    for name in sys.argv[1:] or HOSTILE:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            # Not made here: a process's peak begins with that of the one that starts it.
            _run("--write", file)
            ran = _run("--load", file)
            size = file.stat().st_size
        if ran.returncode:
            print(f"{name}: {ran.stderr}")
            wrong.append(name)
            continue
        seconds, megabytes, found = json.loads(ran.stdout)
        spent = f"{size / 1e6:7.2f} MB {seconds:5.1f} s {megabytes:4.0f} MB"
        print(f"{name:28} {spent} {found}", flush=True)
        if seconds > MAX_S or megabytes > MAX_MB:
            wrong.append(name)
    print(f"beyond {MAX_S:.0f} s or {MAX_MB} MB: {wrong}")


def _run(task: str, file: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.bench.hostile", task, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def load(path: Path) -> None:
    """Load the file, and print what that took."""
    began = time.perf_counter()
    found: Counter[str] = Counter()
    for item in BoundedLoader().load([SourceFile(path, path.name)]):
        found[item.reason if isinstance(item, LoadError) else "article"] += 1
    seconds = time.perf_counter() - began
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    megabytes = max(usage.ru_maxrss for usage in usages) / 1024
    print(json.dumps([seconds, megabytes, dict(found)]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--load"]:
        load(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--write"]:
        Path(sys.argv[2]).write_bytes(HOSTILE[Path(sys.argv[2]).name]())
    else:
        main()
