"""Texts of the command line alone; those that it shares with Telegram are in the catalogs."""

from bot.texts.catalog import Catalog


class TerminalTexts(Catalog):
    """Texts of the command line alone, in one language."""

    # The chat
    telegram_how: str
    page_here: str
    page_how: str
    page_port_in_use: str
    welcome: str
    samples: str
    terminal_help_body: str
    command_quit: str
    terminal_latest_how: str
    terminal_more_how: str
    terminal_article_how: str
    language_how: str
    terminal_unknown_command: str

    # Labels and results of `check`
    label_settings: str
    settings_read: str
    settings_without_file: str
    label_storage: str
    storage_usable: str
    storage_new: str
    storage_migrates: str
    storage_how: str
    label_reader: str
    reader_usable: str
    label_articles: str
    articles_readable: str
    articles_none: str
    articles_unreadable: str
    label_backups: str
    backups_there: str
    backups_none: str
    backups_off: str
    label_versions: str
    versions: str
    label_bot: str
    bot_missing: str
    bot_accepted: str
    label_proxy: str
    proxy_usable: str
    proxy_bypassed: str
    proxy_unreachable: str
    proxy_silent: str
    proxy_strange: str
    proxy_password: str
    proxy_refused: str
    proxy_lost: str
    telegram_unreachable: str
    telegram_strange: str
    label_updates: str
    updates_here: str
    updates_free: str
    updates_webhook: str
    label_owners: str

    # Articles to try the bot on
    samples_written: str
    samples_there: str

    # After a reload or an import
    bot_follows: str

    # What went wrong
    terminal_reload_failed: str
    terminal_reload_incomplete: str
    failed: str
    more_with_verbose: str
    why_with_check: str
