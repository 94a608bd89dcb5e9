"""The texts that every language has: readers' own here, the staff's subjects in catalogs."""

from typing import Generic, TypeVar

from bot.texts.announcements import AnnouncementTexts
from bot.texts.answers import AnswerTexts
from bot.texts.articles import ArticleTexts
from bot.texts.attachments import AttachmentTexts
from bot.texts.backup import BackupTexts
from bot.texts.catalog import Catalog
from bot.texts.channels import ChannelTexts
from bot.texts.cluster import ClusterTexts
from bot.texts.conversation import ConversationTexts
from bot.texts.delivery import DeliveryTexts
from bot.texts.feedback import FeedbackTexts
from bot.texts.feeds import FeedTexts
from bot.texts.inline import InlineTexts
from bot.texts.monitoring import MonitoringTexts
from bot.texts.notices import NoticeTexts
from bot.texts.operating import OperatingTexts
from bot.texts.problems import ProblemTexts
from bot.texts.quotations import QuotationTexts
from bot.texts.staff import StaffTexts
from bot.texts.statistics import StatisticsTexts
from bot.texts.timeline import TimelineTexts
from bot.texts.waiting import WaitingTexts

C = TypeVar("C", bound=Catalog)


class _Subject(Generic[C]):
    """An attribute that is a subject's catalog in the language of its owner."""

    def __init__(self, catalog: type[C]) -> None:
        self._catalog = catalog

    def __get__(self, texts: Catalog, _: type[Catalog]) -> C:
        return self._catalog(texts.language)


class Texts(Catalog):
    """All texts in one language, but those of the command line alone."""

    language_name: str

    # The staff's subjects
    staff = _Subject(StaffTexts)
    articles = _Subject(ArticleTexts)
    feeds = _Subject(FeedTexts)
    channels = _Subject(ChannelTexts)
    statistics = _Subject(StatisticsTexts)
    announcements = _Subject(AnnouncementTexts)
    delivery = _Subject(DeliveryTexts)
    backup = _Subject(BackupTexts)
    notices = _Subject(NoticeTexts)
    problems = _Subject(ProblemTexts)
    waiting = _Subject(WaitingTexts)
    cluster = _Subject(ClusterTexts)
    monitoring = _Subject(MonitoringTexts)
    conversation = _Subject(ConversationTexts)
    answers = _Subject(AnswerTexts)
    quotations = _Subject(QuotationTexts)
    attachments = _Subject(AttachmentTexts)
    inline = _Subject(InlineTexts)
    timeline = _Subject(TimelineTexts)
    feedback = _Subject(FeedbackTexts)
    operating = _Subject(OperatingTexts)

    # Introduction
    start_title: str
    start_body: str
    start_samples: str
    start_group: str
    help_title: str
    help_body: str
    help_alerts: str
    help_groups: str
    help_commands: str
    help_line: str

    # Commands, as Telegram's menu describes them
    command_start: str
    command_ask: str
    command_news: str
    command_latest: str
    command_article: str
    command_quotes: str
    command_subscribe: str
    command_topics: str
    command_unsubscribe: str
    command_digest: str
    command_quiet: str
    command_timezone: str
    command_language: str
    command_privacy: str
    command_forget: str
    command_help: str
    command_reload: str
    command_status: str

    # Answers
    ask_how: str
    ask_example: str
    searched_for: str
    as_typed: str
    empty: str
    no_articles: str
    not_text: str
    unknown_command: str

    # Articles
    read: str
    read_titled: str
    latest_title: str
    latest_range: str
    latest_how: str
    newer: str
    older: str
    article_how: str
    article_not_found: str
    article_page: str
    previous_page: str
    next_page: str

    # Subscribing
    follow: str
    follow_here: str
    subscribe_title: str
    subscribe_how: str
    subscribe_words: str
    subscribe_phrase: str
    subscribe_either: str
    subscribe_without: str
    subscribe_group: str
    subscribe_field: str
    subscribe_channel: str
    topic_example: str
    topic_means: str
    topic_said_and: str
    topic_said_or: str
    topic_said_without: str
    topic_said_title: str
    topic_said_source: str
    preview_matching: str
    preview_none: str

    # Topics and their schedules
    when_ask: str
    when_at_once: str
    when_hourly: str
    when_daily: str
    when_weekly: str
    when_daily_at: str
    when_weekly_at: str
    when_day_ask: str
    when_hour_ask: str
    chosen: str
    topic_in_channel: str
    topic_elsewhere: str
    topic_paused: str
    topic_snoozed: str
    topic_muted: str
    topic_due: str
    topic_schedule: str
    topic_pause: str
    topic_resume: str
    topic_snooze: str
    topic_edit: str
    topic_delete: str
    topic_all: str
    back: str
    snooze_ask: str
    topic_edit_ask: str
    topic_edit_now: str
    topic_changed: str
    topic_deleted: str
    topic_restore: str
    topic_restored: str
    topics_title: str
    topics_none: str
    topics_how: str
    unsubscribe_ask: str
    unsubscribe_all_ask: str
    unsubscribe_all: str
    unsubscribed_all: str
    topic_nearest: str
    topic_unknown: str
    nothing_to_cancel: str
    which_topic: str
    narrow_ask: str
    narrow_none: str

    # When it is quiet
    quiet_now: str
    quiet_none: str
    quiet_how: str
    quiet_off: str
    zone_now: str
    zone_how: str
    digest_coming: str
    digest_nothing: str

    # Who may change topics
    topics_admins_only: str
    channel_unknown: str
    channel_not_yours: str
    channel_in_private: str

    # Alerts and digests
    alert_topics: str
    alert_mute: str
    alert_narrow: str
    alert_unsubscribe: str
    alert_others: str
    alert_muted: str
    others_title: str
    digest_title: str
    digest_more: str
    digest_left_out: str

    # Language and privacy
    language_ask: str
    language_current: str
    language_chosen: str
    privacy_title: str
    privacy_body: str
    forgotten: str

    # Administration
    reload_how: str
    reload_feeds: str
    reload_no_feeds: str
    reload_started: str
    reload_reading: str
    reload_indexing: str
    reload_pace: str
    reload_left: str
    reload_saving: str
    reload_running: str
    reload_failed: str
    reload_incomplete: str
    reload_done: str
    reload_added: str
    reload_changed: str
    reload_removed: str
    reload_unchanged: str
    reload_duplicates: str
    reload_mojibake: str
    reload_unreadable: str
    reload_unreadable_item: str
    reload_unreadable_more: str
    reload_took: str
    status_title: str
    status_articles: str
    status_passages: str
    status_last_reload: str
    status_never_reloaded: str
    status_reloading: str
    status_uptime: str
    status_version: str

    # What went wrong
    stale_button: str
    trouble: str
    bot_rejected: str
    telegram_conflict: str

    # Topics that cannot be understood, and how to do it right
    topic_empty: str
    topic_too_long: str
    topic_too_many_words: str
    topic_too_deep: str
    topic_open_quote: str
    topic_empty_phrase: str
    topic_open_parenthesis: str
    topic_stray_parenthesis: str
    topic_empty_group: str
    topic_lonely_or: str
    topic_lone_minus: str
    topic_lone_field: str
    topic_unknown_field: str
    topic_wildcard: str
    topic_address: str
    topic_only_excluded: str
    topic_only_common: str
    topic_example_words: str
    topic_example_phrase: str
    topic_example_either: str
    topic_example_without: str
    topic_example_group: str
    topic_example_field: str

    # Topics that cannot be had
    schedule_wrong: str
    time_zone_unknown: str
    topic_not_found: str
    topic_known: str
    topics_too_many: str
    topic_too_broad: str
