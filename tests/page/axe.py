"""axe-core, which finds what keeps people out of a page; fetched from npm once."""

import hashlib
import io
import shutil
import subprocess
import tarfile
from pathlib import Path

VERSION = "4.14.1"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
"""Of the script in npm's package of this version."""
AXE = Path(__file__).parents[2] / "build" / f"axe-core-{VERSION}.js"


def axe() -> str:
    """Return the script, fetched if it is not there yet."""
    if not AXE.exists():
        AXE.parent.mkdir(exist_ok=True)
        AXE.write_bytes(_fetched(AXE.parent))
    content = AXE.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{AXE} is not axe-core {VERSION}; delete it to fetch it anew")
    return content.decode()


def _fetched(folder: Path) -> bytes:
    npm = [str(shutil.which("npm")), "pack", "--silent", f"axe-core@{VERSION}"]
    packed = subprocess.run(npm, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    package = folder / packed.stdout.strip()
    with tarfile.open(fileobj=io.BytesIO(package.read_bytes())) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        content = script.read()
    package.unlink()
    return content
