"""Texts about backups."""

from bot.texts.catalog import Catalog


class BackupTexts(Catalog):
    """Making and restoring backups, and the errors."""

    command_backup: str

    backup_caption: str
    backup_unsent: str
    backup_made: str
    backup_restored: str
    backup_kept: str
    backup_offer: str
    backup_confirm: str
    backup_not_restored: str
    backup_none: str

    backup_running: str
    backup_unreadable: str
    backup_foreign: str
    backup_broken: str
    backup_newer: str
    backup_in_use: str
    folder_in_use: str
    backup_there: str
    backup_no_folder: str
    backup_ending: str
    backup_server: str
    backup_too_large: str
    backup_no_space: str
    backup_disk_full: str
    backup_forbidden: str
    backup_disk: str

    did_backup: str
