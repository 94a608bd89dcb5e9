"""Look the pinned packages up in the service that knows the faults of packages.

``python -m tests.audit`` ends with 1 if one has a known fault, and with 77 if the service does not
answer here: a registry that only passes packages on says of each that it does not know it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FAULTS, NOT_HERE = 1, 77
PROBE = "httpx=="
"""Asked about first, alone, so that a service that is not there is not asked about all."""


def audited(requirements: str) -> list[dict[str, Any]]:
    """What pip-audit says of each package; [] if it says nothing."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirements)
        file.flush()
        asked = subprocess.run(  # noqa: S603 - our own arguments
            [
                *(sys.executable, "-m", "pip_audit", "--requirement", file.name, "--no-deps"),
                *("--disable-pip", "--format", "json", "--progress-spinner", "off"),
                *("--timeout", "15"),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    try:
        found: list[dict[str, Any]] = json.loads(asked.stdout)["dependencies"]
    except (ValueError, LookupError):
        return []
    return found


def verdict(packages: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit status, and a line for each package with a fault or without an answer."""
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in "
        + (", ".join(fault["fix_versions"]) or "none yet")
        for each in packages
        for fault in each.get("vulns", ())
    ]
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    if faults:
        return FAULTS, faults
    if unknown or not packages:
        return NOT_HERE, [f"the service does not answer for: {', '.join(unknown) or 'any'}"]
    return 0, []


def main() -> int:
    """Audit constraints.txt; return the exit status."""
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    probe = next(line for line in pinned.splitlines() if line.startswith(PROBE))
    status, lines = verdict(audited(probe))
    if status == 0:
        status, lines = verdict(audited(pinned))
    for line in lines:
        print(line, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
