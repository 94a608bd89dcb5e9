"""The texts in English."""

from bot.texts.announcements import ANNOUNCEMENTS
from bot.texts.articles import ARTICLES
from bot.texts.attachments import ATTACHMENTS
from bot.texts.backup import BACKUP
from bot.texts.cluster import CLUSTER
from bot.texts.conversation import CONVERSATION
from bot.texts.delivery import DELIVERY
from bot.texts.feeds import FEEDS
from bot.texts.language import Texts
from bot.texts.notices import NOTICES
from bot.texts.problems import PROBLEMS
from bot.texts.staff import STAFF
from bot.texts.statistics import STATISTICS
from bot.texts.waiting import WAITING
from index.types import Language

ENGLISH = Texts(
    language=Language.ENGLISH,
    staff=STAFF[Language.ENGLISH],
    articles=ARTICLES[Language.ENGLISH],
    feeds=FEEDS[Language.ENGLISH],
    statistics=STATISTICS[Language.ENGLISH],
    announcements=ANNOUNCEMENTS[Language.ENGLISH],
    delivery=DELIVERY[Language.ENGLISH],
    backup=BACKUP[Language.ENGLISH],
    notices=NOTICES[Language.ENGLISH],
    problems=PROBLEMS[Language.ENGLISH],
    waiting=WAITING[Language.ENGLISH],
    cluster=CLUSTER[Language.ENGLISH],
    conversation=CONVERSATION[Language.ENGLISH],
    attachments=ATTACHMENTS[Language.ENGLISH],
    language_name="English",
    start_title="Hello, I'm Kutip.",
    start_body=(
        "Ask me something about the news. I look for the articles that answer it and quote their "
        "own words, with the title, the date and the source. "
        "If the articles don't answer it, I say so."
    ),
    start_samples="Want to try? Pick one, or write a question of your own:",
    start_group=(
        "To ask here: /ask and your question, or mention @{username}, or reply to one of my "
        "messages. I leave everything else alone."
    ),
    help_title="How to ask",
    help_body=(
        "Just write your question in plain words, for example: {example}\n"
        "Made a typo? Edit your message and my answer changes with it."
    ),
    help_alerts=(
        "Want to hear when there is news? /subscribe and a topic, or press 🔔 under an answer."
    ),
    help_groups=(
        "In groups I answer /ask, messages that mention @{username}, "
        "and replies to my messages. I leave everything else alone."
    ),
    help_commands="Commands",
    help_line="/{command} – {description}",
    command_start="Get to know me, with sample questions",
    command_ask="Ask: /ask and your question",
    command_news="The newest headlines, or /news yesterday, /news ebola",
    command_latest="The newest articles",
    command_article="Read one article: /article and its number",
    command_subscribe="Get alerts on a topic: /subscribe flood",
    command_topics="Topics and their schedules",
    command_unsubscribe="Delete a topic",
    command_digest="Send what has been collected now",
    command_quiet="Quiet hours: /quiet 22:00-06:00",
    command_timezone="Time zone",
    command_language="Change the language",
    command_privacy="What is stored about you",
    command_forget="Delete what is stored about you",
    command_help="How to use Kutip",
    command_reload="Reload the articles",
    command_status="How the bot is doing",
    ask_how=(
        "Write your question after the command, for example:\n/ask {example}\n"
        "Or reply to a question with /ask."
    ),
    ask_example="Who wrote the song Indonesia Raya?",
    searched_for="Searched for: {question}",
    as_typed="Search exactly as typed",
    empty="I couldn't make out a question. Try it in a few words.",
    no_articles="No articles are loaded yet, so I can't answer. Please try again later.",
    not_text="I can only read text. Please write your question.",
    unknown_command="I don't know that command. Everything I can do is in /help.",
    read="📖 Read",
    read_titled="📖 {title}",
    latest_title="Newest articles",
    latest_range="{first}–{last} of {total}",
    latest_how="Press a number to read.",
    newer="« Newer",
    older="Older »",
    article_how=(
        "Write the article's number, for example /article {example}, or its address. See /latest."
    ),
    article_not_found="There is no article {id}. See /latest.",
    article_page="Page {page} of {pages}",
    previous_page="« {page}",
    next_page="{page} »",
    follow="🔔 Notify me",
    follow_here="🔔 Notify this group",
    subscribe_title="Subscribe to a topic",
    subscribe_how=(
        "Write the topic after the command. When a new article matches, I send you the quote."
    ),
    subscribe_words="every word must occur",
    subscribe_phrase="in this order",
    subscribe_either="one of them is enough",
    subscribe_without="without this word",
    subscribe_group="parentheses group",
    subscribe_field="in the title, from this source",
    subscribe_channel="For a channel that you run: /subscribe @channelname and the topic.",
    topic_example="Example:",
    topic_means="That is: {words}",
    topic_said_and="{left} and {right}",
    topic_said_or="{left} or {right}",
    topic_said_without="without {part}",
    topic_said_title="{part} in the title",
    topic_said_source="{part} as the source",
    preview_matching="{count:match|matches} in the last 30 days, such as:",
    preview_none="Nothing in the last 30 days would have matched.",
    when_ask="When should I notify you?",
    when_at_once="At once",
    when_hourly="Hourly",
    when_daily="Daily",
    when_weekly="Weekly",
    when_daily_at="Daily at {time}",
    when_weekly_at="{day}s at {time}",
    when_day_ask="On which day?",
    when_hour_ask="At what hour? ({zone})",
    chosen="✓ {name}",
    topic_in_channel="Channel: {title}",
    topic_elsewhere="in another forum topic",
    topic_paused="⏸ Paused",
    topic_snoozed="⏸ Paused until {moment}, then sent together",
    topic_muted="⏸ Paused until {moment}",
    topic_due="Next alert: {moment}.",
    topic_schedule="🕒 Schedule",
    topic_pause="⏸ Pause",
    topic_resume="▶️ Resume",
    topic_snooze="⏸ Pause until…",
    topic_edit="✏️ Edit",
    topic_delete="🗑 Delete",
    topic_all="« All topics",
    back="« Back",
    snooze_ask="Pause for how long? I'll send what comes in afterwards.",
    topic_edit_ask=(
        "✏️ What should it be instead? Reply to this message, or write {command} and the topic."
    ),
    topic_edit_now="Now:",
    topic_changed="The topic has been changed.",
    topic_deleted="Deleted:",
    topic_restore="↩ Undo",
    topic_restored="Restored.",
    topics_title="Topics",
    topics_none="You have no subscriptions. If you'd like alerts some day, see /subscribe.",
    topics_how="Press a number to change that topic.",
    unsubscribe_ask="Which one should I delete?",
    unsubscribe_all_ask="Delete all {count:topic|topics}? That can't be undone.",
    unsubscribe_all="🗑 Delete all",
    unsubscribed_all="{count:topic|topics} deleted. No more alerts here.",
    topic_nearest="There is no such topic. Did you mean:",
    topic_unknown="There is no such topic. The list is in /topics.",
    nothing_to_cancel="There is nothing to cancel. To stop alerts: /unsubscribe",
    which_topic="Which topic?",
    narrow_ask="To get fewer alerts, choose a replacement for:",
    narrow_none="I couldn't find a word to narrow it down. You can edit it in /topics.",
    quiet_now="Quiet hours: {start}–{end} ({zone}).",
    quiet_none="No quiet hours.",
    quiet_how=(
        "Alerts wait until quiet hours are over. Choose, or write for example /quiet 22:00-06:00."
    ),
    quiet_off="Off",
    zone_now="Time zone: {zone}. It is {time} now.",
    zone_how="Choose, or write a city or an offset: /timezone Tokyo, /timezone UTC+7.",
    digest_coming="Sending what has been collected.",
    digest_nothing="Nothing has been collected yet.",
    topics_admins_only="In groups and channels, only administrators can change that.",
    channel_unknown=(
        "I can't post to {name}. Make me an administrator there with permission to post, then "
        "try again."
    ),
    channel_not_yours="Only administrators of {name} can change its topics.",
    channel_in_private="A channel's topics are managed in a private chat with me: @{username}",
    alert_topics="Topic:",
    alert_mute="⏸ 24 h",
    alert_narrow="➖ Fewer",
    alert_unsubscribe="🗑 Stop",
    alert_others="+{count:source|sources}",
    alert_muted="Paused until {moment}. Resume in /topics.",
    others_title="The same story from other sources",
    digest_title="Digest: {count:story|stories}",
    digest_more="{count} more »",
    digest_left_out="… and {count} more.",
    language_ask="Choose a language:",
    language_current="✓ {name}",
    language_chosen="OK, I'll use English from now on.",
    privacy_title="What I store",
    privacy_body=(
        "• Your language, if you chose one with /language; of a group, in which language its last "
        "seven messages were, not what they said.\n"
        "• Your last questions in each chat with my answers' articles and the numbers of both "
        "messages, for 48 hours: so that you can ask on (“and why?”), and an edited question gets "
        "an edited answer.\n"
        "• The topics you subscribe to with their schedules, your time zone and quiet hours, and "
        "which stories I have sent you. The newsroom sees topics and how many chats have them, "
        "not whose they are.\n"
        "• If you help run the bot: your name, number and role, and for a year what you did in "
        "that role; this stays after /forget.\n\n"
        "Nothing else about you. Delete it all with /forget.\n\n"
        "Without noting who or at what time, I count each day's questions, and keep the text of "
        "questions that were not answered for 30 days, so that the newsroom sees what is "
        "missing. E-mail addresses, links, @names and long numbers are taken out of it first. As "
        "nothing says whose they are, /forget can't delete them: please don't send secrets."
    ),
    forgotten="Done. Everything I stored about you has been deleted.",
    reload_how="Write /reload folder, /reload feeds or /reload all.",
    reload_feeds="Checking {count:feed|feeds}. Results in /feeds.",
    reload_no_feeds="There are no feeds to check. To watch one: /feed",
    reload_started="Reloading the articles…",
    reload_reading="Reading articles: {done}",
    reload_indexing="Building the index of {total:article|articles}…",
    reload_pace="{rate:article|articles} a second",
    reload_left="about {span} left",
    reload_saving="Storing the changes…",
    reload_running="A reload is already running. Please wait until it is done.",
    reload_failed="The reload failed and nothing was changed. The log says why.",
    reload_incomplete="Loading broke off after {count:article|articles}. Load once more for "
    "the rest. The log says why.",
    reload_done="The articles have been reloaded.",
    reload_added="Added: {count}",
    reload_changed="Changed: {count}",
    reload_removed="Removed: {count}",
    reload_unchanged="Unchanged: {count}",
    reload_duplicates="Duplicates: {count}",
    reload_mojibake="Garbled letters repaired (Ã© is é): {count:article|articles}",
    reload_unreadable="Unreadable: {count}",
    reload_unreadable_item="{where}: {reason}",
    reload_unreadable_more="… and {count} more",
    reload_took="Time: {seconds:second|seconds}",
    status_title="Status",
    status_articles="Articles: {count}",
    status_passages="Passages: {count}",
    status_last_reload="Last reload: {ago}",
    status_never_reloaded="Last reload: never",
    status_reloading="A reload is running.",
    status_uptime="Running for: {span}",
    status_version="Version: {version}",
    stale_button="This button no longer works. Try /latest, or write your question.",
    trouble="Sorry, something went wrong on my side. Please try again in a moment.",
    bot_rejected=(
        "Telegram refused the bot's token, or KUTIP_API_URL is wrong. "
        "Check KUTIP_TOKEN, or ask @BotFather for a new one."
    ),
    telegram_conflict=(
        "Another program is using the same token. Stop that one, then start this one again."
    ),
    topic_empty="It contains no word.",
    topic_too_long="It is too long: at most {most} characters.",
    topic_too_many_words="It has too many words: at most {most}.",
    topic_too_deep="Too deeply nested: at most {most} parentheses, minus signs and fields.",
    topic_open_quote="This quotation mark is never closed.",
    topic_empty_phrase="There is no word between these quotation marks.",
    topic_open_parenthesis="This parenthesis is never closed.",
    topic_stray_parenthesis="This parenthesis was never opened.",
    topic_empty_group="There is no word between these parentheses.",
    topic_lonely_or="OR needs a word on either side.",
    topic_lone_minus="Put the minus sign right before the word to exclude.",
    topic_lone_field="A word to look for is missing here.",
    topic_unknown_field="Use title: or source: instead of {field}: here.",
    topic_wildcard="A * can't be used. Write the whole word; I find its other forms myself.",
    topic_address="That is an address. A topic is made of words, as news would write them.",
    topic_only_excluded="This only excludes. Add a word that should occur.",
    topic_only_common="These words are in nearly every article. Add a rarer one.",
    topic_example_words="ukraine nato",
    topic_example_phrase='"javelin missile"',
    topic_example_either="erdogan OR zelensky",
    topic_example_without="cup -football",
    topic_example_group="nato (ukraine OR russia)",
    topic_example_field="title:election source:antara",
    schedule_wrong="I can't read that. Write from when to when, for example /quiet 22:00-06:00.",
    time_zone_unknown="I don't know the zone {name}. Write a city or an offset: Jakarta, UTC+7.",
    topic_not_found="That topic no longer exists.",
    topic_known="This topic is on the list already: {topic}",
    topics_too_many="At most {limit:topic|topics} here. Delete one with /topics first.",
    topic_too_broad="{topic} is in {percent}% of the articles. Add a word to narrow it down.",
)
