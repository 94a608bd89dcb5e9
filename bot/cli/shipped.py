"""Files of the checkout that a wheel brings inside the package."""

from importlib.resources import files
from pathlib import Path


def shipped(installed: str, name: str) -> Path:
    """Return where a file or folder lies: in the package, or beside it in a checkout, as ``name``.

    The package of an installed program has it under the name ``installed``.
    """
    package = Path(str(files("bot")))
    brought = package / installed
    return brought if brought.exists() else package.parent / name
