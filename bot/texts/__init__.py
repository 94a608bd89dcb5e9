"""All texts that a person reads, per language; no markup."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.texts.languages import LANGUAGES, Texts, texts_for

__all__ = ["LANGUAGES", "Texts", "texts_for"]


def __getattr__(name: str) -> Any:
    """Load the languages when first asked for: the help of the command line needs none of them."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("bot.texts.languages"), name)
