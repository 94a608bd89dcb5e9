"""Texts about what several machines share: the search engine, the database, the webhook."""

from bot.texts.catalog import Catalog


class ClusterTexts(Catalog):
    """Parts of the installation that can't be reached for now, or not be started."""

    engine_unavailable: str
    storage_unavailable: str
    index_late: str
    status_leading: str
    status_following: str
    webhook_listen: str
    webhook_tls: str

    move_address: str
    move_files: str
    move_target_foreign: str
    move_target_used: str
    move_target_there: str
    move_in_use: str
    move_differs: str
