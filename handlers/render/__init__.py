"""Plain data becomes escaped HTML within Telegram's limits; the only place with markup.

Sends nothing and decides nothing about answers.
"""

from handlers.render.administration import (
    StatusReport,
    render_progress,
    render_report,
    render_status,
)
from handlers.render.alerts import (
    render_alert,
    render_digest,
    render_sources,
)
from handlers.render.announcements import (
    render_announcement,
    render_announcement_progress,
    render_broadcast,
)
from handlers.render.answer import render_answer
from handlers.render.article import LISTED, render_article, render_latest
from handlers.render.editorial import (
    render_choices,
    render_deleted_article,
    render_discarded,
    render_draft,
    render_editable,
    render_edited,
    render_restored,
    render_saved,
    render_taken_in,
)
from handlers.render.feeds import render_feeds, render_removed, render_watched
from handlers.render.reply import Reply, say, titled, without_markup
from handlers.render.staff import ROLE_KEYS, render_audit, render_error_report, render_staff
from handlers.render.statistics import GAPS_LISTED, render_gaps, render_statistics
from handlers.render.subscribing import render_how, render_subscribed, render_unclear
from handlers.render.timing import (
    SNOOZES,
    ZONES,
    render_days,
    render_hours,
    render_quiet,
    render_rhythms,
    render_snoozes,
    render_zone,
)
from handlers.render.topics import (
    RHYTHMS,
    TopicView,
    render_deleted,
    render_deletions,
    render_edit,
    render_narrowings,
    render_topic,
    render_topics,
    render_which,
)

__all__ = [
    "GAPS_LISTED",
    "LISTED",
    "RHYTHMS",
    "ROLE_KEYS",
    "SNOOZES",
    "ZONES",
    "Reply",
    "StatusReport",
    "TopicView",
    "render_alert",
    "render_announcement",
    "render_announcement_progress",
    "render_answer",
    "render_article",
    "render_audit",
    "render_broadcast",
    "render_choices",
    "render_days",
    "render_deleted",
    "render_deleted_article",
    "render_deletions",
    "render_digest",
    "render_discarded",
    "render_draft",
    "render_edit",
    "render_editable",
    "render_edited",
    "render_error_report",
    "render_feeds",
    "render_gaps",
    "render_hours",
    "render_how",
    "render_latest",
    "render_narrowings",
    "render_progress",
    "render_quiet",
    "render_removed",
    "render_report",
    "render_restored",
    "render_rhythms",
    "render_saved",
    "render_snoozes",
    "render_sources",
    "render_staff",
    "render_statistics",
    "render_status",
    "render_subscribed",
    "render_taken_in",
    "render_topic",
    "render_topics",
    "render_unclear",
    "render_watched",
    "render_which",
    "render_zone",
    "say",
    "titled",
    "without_markup",
]
