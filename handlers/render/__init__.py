"""Plain data becomes escaped HTML within Telegram's limits; the only place with markup.

Sends nothing and decides nothing about answers.
"""

from handlers.render.administration import (
    StatusReport,
    render_reload_progress,
    render_reload_report,
    render_status,
)
from handlers.render.alerts import (
    render_alert,
    render_digest,
    render_sources,
)
from handlers.render.announcements import (
    render_announcement_draft,
    render_announcement_progress,
    render_formatted_text,
)
from handlers.render.answer import render_answer
from handlers.render.article import LATEST_PAGE_SIZE, render_article, render_latest
from handlers.render.editorial import (
    render_article_choice,
    render_deleted_article,
    render_discarded_draft,
    render_draft,
    render_editable_article,
    render_edited_article,
    render_restored_article,
    render_saved_draft,
    render_upload,
)
from handlers.render.errors import error_text, render_error
from handlers.render.feeds import render_feeds, render_removed_feed, render_watched_feed
from handlers.render.reply import Reply, text_reply, titled_reply, without_markup
from handlers.render.staff import ROLE_KEYS, render_audit, render_error_report, render_staff
from handlers.render.statistics import UNANSWERED_PAGE_SIZE, render_statistics, render_unanswered
from handlers.render.subscribing import render_subscribed, render_topic_help, render_unclear_topic
from handlers.render.timing import (
    EVERY_DAY,
    SNOOZE_HOURS,
    TIME_ZONES,
    render_day_choice,
    render_frequencies,
    render_hour_choice,
    render_quiet_hours,
    render_snooze_choice,
    render_time_zone,
)
from handlers.render.topics import (
    FREQUENCIES,
    TopicView,
    render_deleted_topic,
    render_edit_question,
    render_narrowings,
    render_topic,
    render_topic_choice,
    render_topics,
    render_topics_to_delete,
)

__all__ = [
    "EVERY_DAY",
    "FREQUENCIES",
    "LATEST_PAGE_SIZE",
    "ROLE_KEYS",
    "SNOOZE_HOURS",
    "TIME_ZONES",
    "UNANSWERED_PAGE_SIZE",
    "Reply",
    "StatusReport",
    "TopicView",
    "error_text",
    "render_alert",
    "render_announcement_draft",
    "render_announcement_progress",
    "render_answer",
    "render_article",
    "render_article_choice",
    "render_audit",
    "render_day_choice",
    "render_deleted_article",
    "render_deleted_topic",
    "render_digest",
    "render_discarded_draft",
    "render_draft",
    "render_edit_question",
    "render_editable_article",
    "render_edited_article",
    "render_error",
    "render_error_report",
    "render_feeds",
    "render_formatted_text",
    "render_frequencies",
    "render_hour_choice",
    "render_latest",
    "render_narrowings",
    "render_quiet_hours",
    "render_reload_progress",
    "render_reload_report",
    "render_removed_feed",
    "render_restored_article",
    "render_saved_draft",
    "render_snooze_choice",
    "render_sources",
    "render_staff",
    "render_statistics",
    "render_status",
    "render_subscribed",
    "render_time_zone",
    "render_topic",
    "render_topic_choice",
    "render_topic_help",
    "render_topics",
    "render_topics_to_delete",
    "render_unanswered",
    "render_unclear_topic",
    "render_upload",
    "render_watched_feed",
    "text_reply",
    "titled_reply",
    "without_markup",
]
