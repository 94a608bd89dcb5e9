"""What the tests of the page need from the system, and what to install where it is missing.

``python -m tests.page.needs`` exits with status 77 if something is missing.
"""

import shutil
import sys

from tests.page.axe import AXE

NOT_RUN = 77  # what automake and others take for "skipped"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_CHROMIUM = """\
Chromium (in PATH as chromium, chromium-browser or google-chrome). On Debian:
sudo apt install chromium"""
_NPM = """\
npm, which fetches axe-core once. On Debian and Ubuntu:
sudo apt install npm"""


def chromium() -> str | None:
    """Return the path of the browser, None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def missing() -> list[str]:
    """Return what has to be installed, in plain English."""
    found = ((_CHROMIUM, chromium()), (_NPM, AXE.exists() or shutil.which("npm")))
    return [text for text, there in found if not there]


def main() -> None:
    """Say what is missing."""
    if texts := missing():
        texts.insert(0, "The tests of the page need what is not here:")
        sys.stderr.write("\n\n".join(texts) + "\n")
        sys.exit(NOT_RUN)


if __name__ == "__main__":
    main()
