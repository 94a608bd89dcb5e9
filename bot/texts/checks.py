"""Texts of `kutip check` about several machines: database, search engine, webhook."""

from bot.texts.catalog import Catalog


class CheckTexts(Catalog):
    """Results of looking at what several machines share, and what to do."""

    # The database
    database_usable: str
    database_led: str
    database_new: str
    database_migrates: str
    database_unreachable: str
    database_refused: str
    database_absent: str
    database_foreign: str
    database_encoding: str
    database_read_only: str
    database_clock: str
    database_old: str

    # The search engine
    label_engine: str
    cluster_usable: str
    cluster_fewer: str
    cluster_yellow: str
    cluster_red: str
    cluster_unreachable: str
    cluster_refused: str
    cluster_certificate: str
    cluster_strange: str
    cluster_old: str
    index_usable: str
    index_missing: str
    index_rebuilt: str
    index_behind: str
    index_other_shards: str

    # The webhook
    label_webhook: str
    webhook_free: str
    webhook_here: str
    webhook_reached: str
    webhook_no_bot: str
    webhook_elsewhere: str
    webhook_certificate: str
    webhook_unreachable: str
    webhook_unset: str
    webhook_other: str
    webhook_error: str
    webhook_set: str

    # Monitoring
    label_monitoring: str
    monitoring_free: str
    monitoring_ready: str
    monitoring_unready: str
    monitoring_starting: str
    monitoring_silent: str
