"""Texts about feeds, and errors of fetching."""

from bot.texts.catalog import Catalog


class FeedTexts(Catalog):
    """The list of feeds, their changes and their problems."""

    command_feeds: str
    command_feed: str
    command_opml: str

    feeds_title: str
    feeds_none: str
    feed_how: str
    feed_watched: str
    feed_empty: str
    feed_known: str
    feed_removed: str
    feed_new: str
    feed_paused: str
    feed_gone: str
    feed_succeeded: str
    feed_next: str
    feed_soon: str
    feed_rate: str
    feed_problem: str
    feed_pause: str
    feed_fetch: str
    feed_resume: str
    feed_remove: str
    feed_remove_ask: str
    feed_remove_yes: str
    feed_fetching: str
    feed_pausing: str
    feeds_fetching: str
    feeds_imported: str
    feeds_known: str
    feeds_fetched: str
    feeds_brought: str
    feeds_waiting: str
    feeds_failed: str
    opml_title: str
    opml_file: str

    # Audit log
    feed_deed_added: str
    feed_deed_paused: str
    feed_deed_fetched: str
    feed_deed_removed: str

    # What went wrong
    feed_none: str
    feed_cut_off: str
    feed_not_found: str
    feed_oversized: str
    feed_trouble: str
    fetch_scheme: str
    fetch_address: str
    fetch_private: str
    fetch_gone: str
    fetch_proxy: str
    fetch_proxy_password: str
    fetch_proxy_refused: str
    fetch_unreachable: str
    fetch_slow: str
    fetch_too_large: str
    fetch_broken: str
    fetch_status: str
    fetch_type: str
    fetch_redirects: str
    load_hung: str
    load_bad_opml: str
    load_too_many_feeds: str
