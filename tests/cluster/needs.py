"""What the tests of the cluster need from the system, and what to install where it is missing.

``python -m tests.cluster.needs`` exits with status 77 if something is missing.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NOT_RUN = 77  # what automake and others take for "skipped"
MIN_JAVA = 21  # what OpenSearch 3 runs on
MIN_POSTGRESQL = 15

_JAVA = """\
A Java development kit of version 21 or newer (a directory named by JAVA_HOME, or below
/usr/lib/jvm). On Debian 13 and Ubuntu 24.04: sudo apt install openjdk-21-jdk-headless
On Debian 12: temurin-21-jdk from https://adoptium.net/installation/linux/"""
_MAVEN = """\
Maven, which fetches OpenSearch from Maven Central once. On Debian and Ubuntu:
sudo apt install maven"""
_POSTGRESQL = """\
PostgreSQL 15 or newer (initdb, postgres and psql in PATH, or below /usr/lib/postgresql).
On Debian and Ubuntu: sudo apt install postgresql postgresql-client"""


def java_home() -> Path | None:
    """Return the directory of a JDK that OpenSearch runs on, None if there is none."""
    return next((home for home in _java_homes() if java_version(home) >= MIN_JAVA), None)


def java_version(home: Path) -> int:
    """Return the major version that a JDK says of itself, 0 if it has no compiler."""
    release = home / "release"
    if not (home / "bin" / "javac").exists() or not release.exists():
        return 0
    version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text("utf-8"), re.MULTILINE)
    return int(version[1]) if version else 0


def _java_homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if java := shutil.which("javac"):
        yield Path(java).resolve().parent.parent
    yield from sorted(Path("/usr/lib/jvm").glob("*"))


@cache
def postgresql_binaries() -> Path | None:
    """Return the directory of ``initdb``, ``postgres`` and ``psql``, None if there is none."""
    found = [Path(initdb).resolve().parent] if (initdb := shutil.which("initdb")) else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    names = ("initdb", "postgres", "psql")
    complete = (path for path in found if all((path / name).exists() for name in names))
    return next((path for path in complete if _postgresql_version(path) >= MIN_POSTGRESQL), None)


def _postgresql_version(binaries: Path) -> int:
    command = [str(binaries / "postgres"), "--version"]
    version = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(match[1]) if (match := re.search(r"(\d+)", version)) else 0


def missing() -> list[str]:
    """Return what has to be installed, in plain English."""
    found = (
        (_JAVA, java_home()),
        (_MAVEN, shutil.which("mvn")),
        (_POSTGRESQL, postgresql_binaries()),
    )
    return [text for text, path in found if path is None]


def main() -> None:
    """Say what is missing."""
    if texts := missing():
        texts.insert(0, "The tests of the cluster need what is not here:")
        sys.stderr.write("\n\n".join(texts) + "\n")
        sys.exit(NOT_RUN)


if __name__ == "__main__":
    main()
