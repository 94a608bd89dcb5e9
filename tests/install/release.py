"""Build what is released: sdist, wheel, a list of what is inside, and checksums.

``python -m tests.install.release`` (``make release``) fills ``dist/``. The same sources give the
same bytes: all files bear the date that the changelog has for the version.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "requirements" / "runtime.txt"
TOOLS = Path(sys.executable).parent
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
WHEEL = f"kutip-{VERSION}-py3-none-any.whl"
SDIST = f"kutip-{VERSION}.tar.gz"
SBOM = f"kutip-{VERSION}.cdx.json"
CHECKSUMS = "SHA256SUMS"
_ENVIRONMENT = dict(os.environ)
"""Of this machine, before a test sets anything; the program that is tried sees no settings."""


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Return what a command prints; raises CalledProcessError, after its errors are shown."""
    done = subprocess.run(  # noqa: S603 - our own words
        [*map(str, command)],
        cwd=cwd,
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return the environment without what would let a program find the checkout or settings."""
    left_out = ("KUTIP_", "PYTHON", "VIRTUAL_ENV", "COV_")
    return {name: value for name, value in _ENVIRONMENT.items() if not name.startswith(left_out)}


def registry_environment() -> dict[str, str]:
    """Return how this machine reaches a registry."""
    names = ("PIP_", "UV_", "SSL_", "HTTP", "http", "ALL_PROXY", "NO_PROXY", "no_proxy")
    return {name: value for name, value in _ENVIRONMENT.items() if name.startswith(names)}


def release_date() -> datetime:
    """Return the day of the newest version in the changelog."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(
        rf"^## \[{re.escape(VERSION)}\] - (\d{{4}}-\d\d-\d\d)$", changelog, re.MULTILINE
    )
    if newest is None:
        raise ValueError(f"CHANGELOG.md has no date for {VERSION}")
    return datetime.fromisoformat(newest[1]).replace(tzinfo=UTC)


def build(folder: Path) -> None:
    """Build the sdist, and the wheel from it, with the pinned tools of this environment."""
    epoch = str(int(release_date().timestamp()))
    options = ("--no-isolation", "--outdir", folder)
    run(sys.executable, "-m", "build", *options, ROOT, SOURCE_DATE_EPOCH=epoch)


def install(environment: Path, wheel: Path) -> Path:
    """Install a wheel into a fresh environment, all else by its hash; return the program."""
    run(TOOLS / "uv", "venv", "--quiet", "--python", sys.executable, environment)
    into = (TOOLS / "uv", "pip", "install", "--quiet", "--python", environment / "bin" / "python")
    run(*into, "--require-hashes", "--requirement", RUNTIME)
    run(*into, "--no-deps", wheel)
    return environment / "bin" / "kutip"


def describe(environment: Path, path: Path, *options: str) -> None:
    """Write what is installed as a CycloneDX document; it is validated unless options forbid it."""
    run(
        *(TOOLS / "cyclonedx-py", "environment", environment / "bin" / "python"),
        *("--pyproject", ROOT / "pyproject.toml", "--mc-type", "application"),
        *("--output-reproducible", "--output-format", "JSON", "--output-file", path),
        *options,
    )


def checksums(folder: Path) -> str:
    """Return the lines that `sha256sum --check` reads."""
    files = sorted(path for path in folder.iterdir() if path.name != CHECKSUMS)
    digests = ((hashlib.sha256(path.read_bytes()).hexdigest(), path.name) for path in files)
    return "".join(f"{digest}  {name}\n" for digest, name in digests)


def make_release(folder: Path) -> None:
    """Fill a folder with all that is released."""
    build(folder)
    with tempfile.TemporaryDirectory(prefix="kutip-release-") as scratch:
        environment = Path(scratch) / "venv"
        install(environment, folder / WHEEL)
        describe(environment, folder / SBOM)
    (folder / CHECKSUMS).write_text(checksums(folder), "ascii")


def main() -> None:
    """Fill ``dist/`` anew, and print the checksums."""
    folder = ROOT / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    make_release(folder)
    sys.stdout.write((folder / CHECKSUMS).read_text("ascii"))


if __name__ == "__main__":
    main()
