"""Texts of notices: faults of the installation that owners and admins are told of."""

from bot.texts.catalog import Catalog


class NoticeTexts(Catalog):
    """Faults of the installation."""

    article_damaged: str
    article_repaired: str
    indexes_rebuilt: str
    storage_gone: str
    storage_missing: str
    database_lost: str
    telegram_webhook: str
    owner_missing: str
    folder_shrunk: str
    reload_confirm: str
    reload_confirm_button: str
