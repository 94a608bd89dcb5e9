"""Texts about the state of the installation, and what owners are told of it."""

from bot.texts.catalog import Catalog


class OperatingTexts(Catalog):
    """Faults, when they are over, and the lines of a status."""

    faults_title: str
    faults_over_title: str
    faults_now_title: str
    faults_label: str
    faults_more: str

    fault_feed: str
    fault_feed_gone: str
    fault_disk: str
    fault_telegram: str
    fault_outbox: str
    fault_backup: str
    fault_backup_failing: str
    fault_backup_full: str
    fault_folder: str
    fault_clock_ahead: str
    fault_clock_behind: str

    over_feed: str
    over_disk: str
    over_telegram: str
    over_outbox: str
    over_backup: str
    over_folder: str
    over_clock: str

    state_running: str
    state_starting: str
    state_stopping: str
    state_hung: str
    state_stopped: str
    state_never: str
    state_leading: str
    state_following: str
    state_telegram: str
    state_telegram_none: str
    state_index: str
    state_failing: str
    state_last_read: str
    state_never_read: str
    state_oldest: str
    state_topics: str
    state_backups: str
    state_schema: str
