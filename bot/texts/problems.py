"""Texts of storage, files and settings that can't be used."""

from bot.texts.catalog import Catalog


class ProblemTexts(Catalog):
    """Reasons that errors carry as keys, in one language."""

    # The database and the folder of articles
    folder_missing: str
    storage_unwritable: str
    storage_damaged: str
    storage_newer: str
    storage_full: str
    storage_busy: str
    storage_failed: str
    migration_running: str
    migration_space: str
    migration_backup: str
    migration_failed: str
    migration_failed_on_server: str
    storage_unreadable: str
    files_exhausted: str
    memory_exhausted: str
    worker_killed: str

    # Files that cannot be loaded
    load_empty: str
    load_undecodable: str
    load_too_large: str
    load_unknown_format: str
    load_no_suffix: str
    load_no_text: str
    load_no_article: str
    load_script_wall: str
    load_browser_check: str
    load_login_wall: str
    load_site_error: str
    load_consent_wall: str
    load_missing_page: str
    load_link_list: str
    load_bad_json: str
    load_bad_csv: str
    load_extra_values: str
    load_no_text_column: str
    load_bad_document: str
    load_bad_archive: str
    load_repeated_id: str

    # Settings that cannot be used
    settings_wrong: str
    settings_token: str
    settings_url: str
    settings_path: str
    settings_owners: str
    settings_choice: str
    settings_number: str
    settings_zone: str
    reader_file_damaged: str
    cross_encoder_packages: str
    cross_encoder_missing: str
    cross_encoder_damaged: str
    settings_proxy: str
    settings_hosts: str
    settings_listen: str
    settings_database: str
    settings_database_option: str
    settings_addresses: str
    settings_index: str
    settings_webhook: str
    settings_secret: str
    settings_webhook_missing: str
    settings_package: str
    settings_file: str
    settings_line: str
    settings_misspelt: str
    settings_unknown: str
