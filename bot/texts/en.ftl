### All sentences that people read, in English. The other languages have the same keys in the
### same order; docs/translating.md says how to add or change one.
###
### { $count } and the like stand for what is put in. Numbers that people count are written by
### { NUMBER($count) }, with separators and at most one decimal; they choose among the plural forms
### of the language, [one] and *[other] in English. Texts are plain: no Markdown, no HTML.
### /commands, KUTIP_SETTINGS, title: and source:, OR, and the samples after /subscribe stay as
### they are, as people type them.

# The language's own name, as its speakers call it
language_name = English

## Introduction

start_title = Hello, I'm Kutip.
start_body = Ask me something about the news. I look for the articles that answer it and quote their own words, with the title, the date and the source. If the articles don't answer it, I say so.
start_samples = Want to try? Pick one, or write a question of your own:
start_group = To ask here: /ask and your question, or mention @{ $username }, or reply to one of my messages. I leave everything else alone.
help_title = How to ask
help_body =
    Just write your question in plain words, for example: { $example }
    Made a typo? Edit your message and my answer changes with it.
help_alerts = Want to hear when there is news? /subscribe and a topic, or press 🔔 under an answer.
help_groups = In groups I answer /ask, messages that mention @{ $username }, and replies to my messages. I leave everything else alone.
help_commands = Commands
help_line = /{ $command } – { $description }

## Commands, as Telegram's menu describes them

command_start = Get to know me, with sample questions
command_ask = Ask: /ask and your question
command_news = The newest headlines, or /news yesterday, /news ebola
command_latest = The newest articles
command_article = Read one article: /article and its number
command_quotes = What somebody said: /quotes Prabowo rice
command_subscribe = Get alerts on a topic: /subscribe flood
command_topics = Topics and their schedules
command_unsubscribe = Delete a topic
command_digest = Send what has been collected now
command_quiet = Quiet hours: /quiet 22:00-06:00
command_timezone = Time zone
command_language = Change the language
command_privacy = What is stored about you
command_forget = Delete what is stored about you
command_help = How to use Kutip
command_reload = Reload the articles
command_status = How the bot is doing

## Answers

ask_how =
    Write your question after the command, for example:
    /ask { $example }
    Or reply to a question with /ask.
ask_example = Who wrote the song Indonesia Raya?
searched_for = Searched for: { $question }
as_typed = Search exactly as typed
empty = I couldn't make out a question. Try it in a few words.
no_articles = No articles are loaded yet, so I can't answer. Please try again later.
not_text = I can only read text. Please write your question.
unknown_command = I don't know that command. Everything I can do is in /help.

## Articles

read = 📖 Read
read_titled = 📖 { $title }
latest_title = Newest articles
latest_range = { $first }–{ $last } of { $total }
latest_how = Press a number to read.
newer = « Newer
older = Older »
article_how = Write the article's number, for example /article { $example }, or its address. See /latest.
article_not_found = There is no article { $id }. See /latest.
article_page = Page { $page } of { $pages }
previous_page = « { $page }
next_page = { $page } »

## Subscribing

follow = 🔔 Notify me
follow_here = 🔔 Notify this group
subscribe_title = Subscribe to a topic
subscribe_how = Write the topic after the command. When a new article matches, I send you the quote.
subscribe_words = every word must occur
subscribe_phrase = in this order
subscribe_either = one of them is enough
subscribe_without = without this word
subscribe_group = parentheses group
subscribe_field = in the title, from this source
subscribe_channel = For a channel that you run: /subscribe @channelname and the topic.
topic_example = Example:
topic_means = That is: { $words }
topic_said_and = { $left } and { $right }
topic_said_or = { $left } or { $right }
topic_said_without = without { $part }
topic_said_title = { $part } in the title
topic_said_source = { $part } as the source
preview_matching =
    { $count ->
        [one] { NUMBER($count) } match in the last 30 days, such as:
       *[other] { NUMBER($count) } matches in the last 30 days, such as:
    }
preview_none = Nothing in the last 30 days would have matched.

## Topics and their schedules

when_ask = When should I notify you?
when_at_once = At once
when_hourly = Hourly
when_daily = Daily
when_weekly = Weekly
when_daily_at = Daily at { $time }
when_weekly_at = { $day }s at { $time }
when_day_ask = On which day?
when_hour_ask = At what hour? ({ $zone })
chosen = ✓ { $name }
topic_in_channel = Channel: { $title }
topic_elsewhere = in another forum topic
topic_paused = ⏸ Paused
topic_snoozed = ⏸ Paused until { $moment }, then sent together
topic_muted = ⏸ Paused until { $moment }
topic_due = Next alert: { $moment }.
topic_schedule = 🕒 Schedule
topic_pause = ⏸ Pause
topic_resume = ▶️ Resume
topic_snooze = ⏸ Pause until…
topic_edit = ✏️ Edit
topic_delete = 🗑 Delete
topic_all = « All topics
back = « Back
snooze_ask = Pause for how long? I'll send what comes in afterwards.
topic_edit_ask = ✏️ What should it be instead? Reply to this message, or write { $command } and the topic.
topic_edit_now = Now:
topic_changed = The topic has been changed.
topic_deleted = Deleted:
topic_restore = ↩ Undo
topic_restored = Restored.
topics_title = Topics
topics_none = You have no subscriptions. If you'd like alerts some day, see /subscribe.
topics_how = Press a number to change that topic.
unsubscribe_ask = Which one should I delete?
unsubscribe_all_ask =
    { $count ->
        [one] Delete all { NUMBER($count) } topic? That can't be undone.
       *[other] Delete all { NUMBER($count) } topics? That can't be undone.
    }
unsubscribe_all = 🗑 Delete all
unsubscribed_all =
    { $count ->
        [one] { NUMBER($count) } topic deleted. No more alerts here.
       *[other] { NUMBER($count) } topics deleted. No more alerts here.
    }
topic_nearest = There is no such topic. Did you mean:
topic_unknown = There is no such topic. The list is in /topics.
nothing_to_cancel = There is nothing to cancel. To stop alerts: /unsubscribe
which_topic = Which topic?
narrow_ask = To get fewer alerts, choose a replacement for:
narrow_none = I couldn't find a word to narrow it down. You can edit it in /topics.

## When it is quiet

quiet_now = Quiet hours: { $start }–{ $end } ({ $zone }).
quiet_none = No quiet hours.
quiet_how = Alerts wait until quiet hours are over. Choose, or write for example /quiet 22:00-06:00.
quiet_off = Off
zone_now = Time zone: { $zone }. It is { $time } now.
zone_how = Choose, or write a city or an offset: /timezone Tokyo, /timezone UTC+7.
digest_coming = Sending what has been collected.
digest_nothing = Nothing has been collected yet.

## Who may change topics

topics_admins_only = In groups and channels, only administrators can change that.
channel_unknown = I can't post to { $name }. Make me an administrator there with permission to post, then try again.
channel_not_yours = Only administrators of { $name } can change its topics.
channel_in_private = A channel's topics are managed in a private chat with me: @{ $username }

## Alerts and digests

alert_topics = Topic:
alert_mute = ⏸ 24 h
alert_narrow = ➖ Fewer
alert_unsubscribe = 🗑 Stop
alert_others =
    { $count ->
        [one] +{ NUMBER($count) } source
       *[other] +{ NUMBER($count) } sources
    }
alert_muted = Paused until { $moment }. Resume in /topics.
others_title = The same story from other sources
digest_title =
    { $count ->
        [one] Digest: { NUMBER($count) } story
       *[other] Digest: { NUMBER($count) } stories
    }
digest_more = { $count } more »
digest_left_out = … and { $count } more.

## Language and privacy

language_ask = Choose a language:
language_current = ✓ { $name }
language_chosen = OK, I'll use English from now on.
privacy_title = What I store
privacy_body =
    • Your language, if you chose one with /language; of a group, in which language its last seven messages were, not what they said.
    • Your last questions in each chat with my answers' articles and the numbers of both messages, for 48 hours: so that you can ask on (“and why?”), and an edited question gets an edited answer.
    • The topics you subscribe to with their schedules, your time zone and quiet hours, and which stories I have sent you. The newsroom sees topics and how many chats have them, not whose they are.
    • If you help run the bot: your name, number and role, and for { $audit_days } days what you did in that role; this stays after /forget.

    Nothing else about you. Delete it all with /forget.

    If you rate an answer with 👍 or 👎, I keep the day, the question and what I quoted, for { $feedback_days } days, without you: it helps to measure and improve answers. For 48 hours I still know which answers are yours, and /forget deletes their ratings, too.

    Without noting who or at what time, I count each day's questions, and keep the text of questions that were not answered for { $unanswered_days } days, so that the newsroom sees what is missing; topics of /quotes for 30 days, so that its buttons go on working. E-mail addresses, links, @names and long numbers are taken out of it first. Questions that were answered are kept for { $answers_days } days with what was quoted, as they are and without a name, so that the buttons under answers go on working. Within the first 48 hours /forget still deletes both; nothing says whose the rest is, so that /forget can't delete it: please don't send secrets.

    After /forget there are still the newsroom's backups, until newer ones replace them, and this chat at Telegram, which only you can delete.
forgotten = Done. Everything I stored about you has been deleted.

## Administration

reload_how = Write /reload folder, /reload feeds or /reload all.
reload_feeds =
    { $count ->
        [one] Checking { NUMBER($count) } feed. Results in /feeds.
       *[other] Checking { NUMBER($count) } feeds. Results in /feeds.
    }
reload_no_feeds = There are no feeds to check. To watch one: /feed
reload_started = Reloading the articles…
reload_reading = Reading articles: { $done }
reload_indexing =
    { $total ->
        [one] Building the index of { NUMBER($total) } article…
       *[other] Building the index of { NUMBER($total) } articles…
    }
reload_pace =
    { $rate ->
        [one] { NUMBER($rate) } article a second
       *[other] { NUMBER($rate) } articles a second
    }
reload_left = about { $span } left
reload_saving = Storing the changes…
reload_running = A reload is already running. Please wait until it is done.
reload_failed = The reload failed and nothing was changed. The log says why.
reload_incomplete =
    { $count ->
        [one] Loading broke off after { NUMBER($count) } article. Load once more for the rest. The log says why.
       *[other] Loading broke off after { NUMBER($count) } articles. Load once more for the rest. The log says why.
    }
reload_done = The articles have been reloaded.
reload_added = Added: { $count }
reload_changed = Changed: { $count }
reload_removed = Removed: { $count }
reload_unchanged = Unchanged: { $count }
reload_duplicates = Duplicates: { $count }
reload_mojibake =
    { $count ->
        [one] Garbled letters repaired (Ã© is é): { NUMBER($count) } article
       *[other] Garbled letters repaired (Ã© is é): { NUMBER($count) } articles
    }
reload_unreadable = Unreadable: { $count }
reload_unreadable_item = { $where }: { $reason }
reload_unreadable_more = … and { $count } more
reload_took =
    { $seconds ->
        [one] Time: { NUMBER($seconds) } second
       *[other] Time: { NUMBER($seconds) } seconds
    }
status_title = Status
status_articles = Articles: { $count }
status_passages = Passages: { $count }
status_last_reload = Last reload: { $ago }
status_never_reloaded = Last reload: never
status_reloading = A reload is running.
status_uptime = Running for: { $span }
status_version = Version: { $version }

## What went wrong

stale_button = This button no longer works. Try /latest, or write your question.
trouble = Sorry, something went wrong on my side. Please try again in a moment.
bot_rejected = Telegram refused the bot's token, or KUTIP_API_URL is wrong. Check KUTIP_TOKEN, or ask @BotFather for a new one.
telegram_conflict = Another program is using the same token. Stop that one, then start this one again.

## Topics that cannot be understood, and how to do it right

topic_empty = It contains no word.
topic_too_long = It is too long: at most { $most } characters.
topic_too_many_words = It has too many words: at most { $most }.
topic_too_deep = Too deeply nested: at most { $most } parentheses, minus signs and fields.
topic_open_quote = This quotation mark is never closed.
topic_empty_phrase = There is no word between these quotation marks.
topic_open_parenthesis = This parenthesis is never closed.
topic_stray_parenthesis = This parenthesis was never opened.
topic_empty_group = There is no word between these parentheses.
topic_lonely_or = OR needs a word on either side.
topic_lone_minus = Put the minus sign right before the word to exclude.
topic_lone_field = A word to look for is missing here.
topic_unknown_field = Use title: or source: instead of { $field }: here.
topic_wildcard = A * can't be used. Write the whole word; I find its other forms myself.
topic_address = That is an address. A topic is made of words, as news would write them.
topic_only_excluded = This only excludes. Add a word that should occur.
topic_only_common = These words are in nearly every article. Add a rarer one.
topic_example_words = ukraine nato
topic_example_phrase = "javelin missile"
topic_example_either = erdogan OR zelensky
topic_example_without = cup -football
topic_example_group = nato (ukraine OR russia)
topic_example_field = title:election source:antara

## Topics that cannot be had

schedule_wrong = I can't read that. Write from when to when, for example /quiet 22:00-06:00.
time_zone_unknown = I don't know the zone { $name }. Write a city or an offset: Jakarta, UTC+7.
topic_not_found = That topic no longer exists.
topic_known = This topic is on the list already: { $topic }
topics_too_many =
    { $limit ->
        [one] At most { NUMBER($limit) } topic here. Delete one with /topics first.
       *[other] At most { NUMBER($limit) } topics here. Delete one with /topics first.
    }
topic_too_broad = { $topic } is in { $percent }% of the articles. Add a word to narrow it down.

## Staff

role_needed = Only { $roles } can use /{ $command }.
help_of_staff = For { $roles }
admin_in_private = This command works only in a private chat with me: @{ $username }
command_admins = Who runs the bot
command_promote = Appoint an admin or editor
command_demote = Dismiss an admin or editor
command_audit = Who did what, and when
role_owner = owner
role_admin = admin
role_editor = editor
roles_owner = owners
roles_admin = owners and admins
roles_editor = owners, admins and editors
as_owner = an owner
as_admin = an admin
as_editor = an editor
people_title = Who runs the bot
people_how = Appoint with /promote, dismiss with /demote.
person_since = since { $day }
person_how =
    Who? There are two ways:
    • /promote 123456789 editor — by their user number;
    • forward one of their messages here, or share their contact, then reply to it with /promote editor.

    The role is editor or admin; without the word, editor.

    They get their number by opening this link: { $link }
person_contact = To appoint this person, reply to the contact with /promote editor.
person_username = I can't look people up by @name. Ask them to open this link, then send the number that they get: { $link }
person_hidden = That message does not show who wrote it: they may hide that on Telegram. Ask them to open this link, then send the number that they get: { $link }
person_above = You can change only roles below yours. Owners are set in KUTIP_OWNERS.
person_no_role = There is no role "{ $word }". Choose editor or admin.
person_dismiss_how =
    Dismiss whom? There are two ways:
    • /demote 123456789 — by their number in /admins;
    • reply to their forwarded message or contact with /demote.
person_unknown = I don't know the number { $id }: nobody with that number has ever written to me. Make them { $role } anyway?
person_unknown_yes = Yes, appoint { $id }
person_unknown_no = Cancel
person_unknown_left = Nobody was appointed.
person_has_role = That person ({ $id }) has this role already.
person_without_role = That person ({ $id }) has no role. The list is in /admins.
person_number = Your user number: { $id }
promoted = { $name } is now { $role }.
demoted = { $name } is no longer { $role }.
person_not_told = I couldn't tell them: they have never written to me, or have blocked me.
you_promoted = You are now { $role } of this bot. Your commands are in /help.
you_demoted = You are no longer { $role } of this bot. Thanks for your help.
audit_title = Who did what
audit_none = Nothing yet.
audit_how = Write the number of a page: /audit 2
audit_pages = There is no such page. The last one: /audit { $pages }
audit_range = { $first }–{ $last } of { $total }
did_promote = appointed
did_demote = dismissed
did_reload = reloaded the articles
error_report = Something went wrong: { $kind } at { $place }. The log has the details.
error_report_again =
    { $count ->
        [one] It happened { NUMBER($count) } more time since the last report.
       *[other] It happened { NUMBER($count) } more times since the last report.
    }

## Articles

command_add = Add an article from the web: /add https://…
command_remove = Remove an article: /remove and its number
command_edit = Correct title, date or source: /edit and the number

## Articles: pages

add_how =
    Write the page's address after the command, for example:
    /add https://example.org/news
    Files (txt, md, pdf, docx, html, csv, jsonl, zip, OPML): just send them here as documents.
draft_title = What I found on that page
draft_date = Date: { $value }
draft_source = Source: { $value }
draft_length =
    { $words ->
        [one] { NUMBER($words) } word
       *[other] { NUMBER($words) } words
    }, { $paragraphs ->
        [one] { NUMBER($paragraphs) } paragraph
       *[other] { NUMBER($paragraphs) } paragraphs
    }
draft_unknown = unknown
draft_short = ⚠ Very little text: this may not be an article.
draft_known = ⚠ This page is already article { $id }.
draft_save = 💾 Save
draft_discard = Discard
draft_discarded = Not saved: { $title }
draft_gone = This page was saved or discarded, or waited for too long. Please /add it again.
page_added = Saved as article { $id }: { $title }
page_changed = Article { $id } now has the page's new text: { $title }
page_known = This page is already article { $id }: { $title }
page_is_feed = That's a feed, not a page. To watch it: /feed { $url }

## Articles: documents

document_started = Reading { $name }…
document_done = { $name } has been read.
document_nothing = No new articles in { $name }.
document_too_large = { $name } is larger than { $megabytes } MB, more than Telegram lets a bot download. Compress it as .gz, .xz or .zip, split it, or use kutip import on the server.
document_failed = I couldn't download { $name } from Telegram. Please send it again.

## Articles: files on the command line

import_done =
    { $count ->
        [one] { NUMBER($count) } file read.
       *[other] { NUMBER($count) } files read.
    }
import_folder = { $path } is a folder. Name its files, or set KUTIP_ARTICLES={ $path }.
import_nothing = Nothing could be read, so nothing was added. The reasons are above; mend the files and try again.
export_done =
    { $count ->
        [one] { NUMBER($count) } article written to { $path }
       *[other] { NUMBER($count) } articles written to { $path }
    }
export_there = { $path } already exists. To replace it: --overwrite
export_ending = I write JSON lines. Name { $path } with .jsonl, .jsonl.gz or .jsonl.xz.

## Articles: removing

remove = 🗑 Remove
remove_how = Write the article's number: /remove { $example }. Up to 10 at once: /remove 26 27. Or reply to one of my quotes with /remove. You can undo it for a day.
remove_which = Which article should be removed?
removed =
    Article { $id } was removed: { $title }
    You can restore it for a day.
undo = ↩ Restore
undo_gone = That article has been restored already, or was removed over a day ago.
restored = Article { $id } is restored: { $title }

## Articles: editing

edit_how = Write the article's number: /edit { $example }. I'll show what can be corrected.
edit_how_fields = You can correct title, date, source and section: one per line, each with a colon.
edit_example = Copy this, then change it:
edit_done = Article { $id } has been corrected.
edit_same = Article { $id } is like that already; nothing was changed.
edit_field_title = title
edit_field_date = date
edit_field_source = source
edit_field_section = section
edit_date_unclear = That date is not clear. Write for example 2026-03-01 or March 1, 2026.
edit_empty = Title, source and section can't be empty.
edit_which = That message quotes several articles. Write the number: /edit { $example }
edit_undo = ↩ Undo
edit_undo_gone = That change has been undone already, or is over a day old. Use /edit.
edit_undone = The correction of article { $id } has been undone.

## Articles: what went wrong

change_failed = That failed and nothing was changed. The log says why.
load_forbidden = Kutip may not read it; check the file's permissions
load_is_folder = a folder, not a file
load_gone = doesn't exist, or not any more
load_name_too_long = its name is too long
load_too_many_open = too many files are open; try again later
load_unreadable = can't be read: check its disk or network drive ({ $code })
load_no_process = the file reader can't be started: memory may be short; try again later
load_too_complex = too long or too complex to read
load_bad_row = not a query, an article and a relevance
load_too_many_files =
    { $count ->
        [one] more than { NUMBER($count) } file in the archive
       *[other] more than { NUMBER($count) } files in the archive
    }
load_not_a_file = not a regular file, or outside the archive
load_encrypted = locked with a password
load_nested_archive = archives inside archives are not opened
load_too_many_rows = only the first { $count } were read; for more there is kutip import
load_bomb = unpacks to far more than text would
load_failed = couldn't be read because of a bug on our side; see the log
load_too_many_failures =
    { $count ->
        [one] { NUMBER($count) } row in a row couldn't be read; the rest was skipped
       *[other] { NUMBER($count) } rows in a row couldn't be read; the rest was skipped
    }
load_too_slow = takes too long to read; the rest was skipped

## Articles: audit log

did_add = saved the page
did_import = sent the document
did_remove = removed the article
did_restore = restored the article
did_edit = corrected the article

## Feeds

command_feeds = The feeds that are watched
command_feed = Watch a feed
command_opml = The list of feeds as an OPML file
feeds_title = Feeds: { $count }
feeds_none = No feed is watched yet.
feed_how = To watch a feed, send its address or its site's: /feed kompas.com
feed_watched =
    { $count ->
        [one] Now watching. Fetching its { NUMBER($count) } article.
       *[other] Now watching. Fetching its { NUMBER($count) } articles.
    }
feed_empty = Now watching. This feed is still empty.
feed_known = This feed is watched already.
feed_removed = Removed: { $title }. Its articles stay. To watch it again: /feed { $url }
feed_new = not checked yet
feed_paused = paused
feed_gone = no longer exists
feed_succeeded = checked { $ago }
feed_next = next check { $when }
feed_soon = next check soon
feed_rate =
    { $count ->
        [one] { NUMBER($count) } article a day
       *[other] { NUMBER($count) } articles a day
    }
feed_problem = Problem: { $reason }
feed_pause = ⏸ { $name }
feed_fetch = 🔄 { $name }
feed_resume = ▶ { $name }
feed_remove = 🗑 { $name }
feed_remove_ask = Stop watching { $title }? Its articles stay.
feed_remove_yes = 🗑 Yes, remove
feed_fetching = Fetching now.
feed_pausing = Paused; ▶ resumes it.
feeds_fetching = Feeds in { $name }: { $done } of { $total } fetched…
feeds_imported =
    { $count ->
        [one] { $name }: { NUMBER($count) } new feed.
       *[other] { $name }: { NUMBER($count) } new feeds.
    }
feeds_known =
    { $count ->
        [one] Watched already: { NUMBER($count) } feed.
       *[other] Watched already: { NUMBER($count) } feeds.
    }
feeds_fetched =
    { $count ->
        [one] { NUMBER($count) } feed fetched
       *[other] { NUMBER($count) } feeds fetched
    }
feeds_brought =
    { $count ->
        [one] { $fetched }, with { NUMBER($count) } new article.
       *[other] { $fetched }, with { NUMBER($count) } new articles.
    }
feeds_waiting =
    { $count ->
        [one] { NUMBER($count) } feed is still being fetched; see /feeds.
       *[other] { NUMBER($count) } feeds are still being fetched; see /feeds.
    }
feeds_failed =
    { $count ->
        [one] { NUMBER($count) } feed could not be fetched:
       *[other] { NUMBER($count) } feeds could not be fetched:
    }
opml_title = Kutip's feeds
opml_file =
    { $count ->
        [one] { NUMBER($count) } feed. Other feed readers can import this file.
       *[other] { NUMBER($count) } feeds. Other feed readers can import this file.
    }

## Feeds: audit log

feed_deed_added = added a feed
feed_deed_paused = paused a feed
feed_deed_fetched = fetched a feed
feed_deed_removed = removed a feed

## Feeds: what went wrong

feed_none = There is no RSS, Atom or JSON feed there. Try the address of the feed itself.
feed_cut_off = That feed is cut off: its end is missing. Try again later.
feed_not_found = This feed was removed.
feed_oversized =
    { $count ->
        [one] { NUMBER($count) } article left out because of length
       *[other] { NUMBER($count) } articles left out because of length
    }
feed_trouble = couldn't be read because of a bug on our side; see the log
fetch_scheme = Only http and https addresses can be fetched.
fetch_address = That web address is incomplete. Example: https://site.example/rss
fetch_private = This address is not on the public web. KUTIP_FETCH_ALLOW can open it.
fetch_gone = The site says it was removed.
fetch_proxy = The proxy can't be reached, or doesn't answer as one.
fetch_proxy_password = The proxy refuses the name and password in the settings.
fetch_proxy_refused = The proxy refuses to connect to the site.
fetch_unreachable = The site can't be reached.
fetch_slow = The site is too slow to answer.
fetch_too_large = It is larger than 10 MB.
fetch_broken = The site's answer can't be read.
fetch_status = The site answers with error { $status }.
fetch_type = That's not a web page but { $type }.
fetch_redirects = The site redirects too often.
load_hung = takes too long or is too complex to read
load_bad_opml = not an OPML list of feeds
load_too_many_feeds =
    { $count ->
        [one] more than { NUMBER($count) } feed in one list; send it in parts
       *[other] more than { NUMBER($count) } feeds in one list; send it in parts
    }

## Channels

command_channel = The newsroom's channels as sources
channels_title = Channels that are sources: { $count }
channels_none = No channel is a source yet.
channel_how = To have your channel's posts become articles: make me an administrator there, then send /channel @channelname. For a private channel: forward one of its posts here, then reply to it with /channel.
channel_named = From now on, posts of { $name } become articles as they appear, with the first line as the title. If one is edited, so is its article.
channel_left_out = Not taken: older posts, forwarded ones, polls, and posts without words. I can't see that a post was deleted on Telegram; remove its article with /remove.
channel_known = { $name } is a source already. The list: /channel
channel_listed =
    { $count ->
        [one] { NUMBER($count) } article · since { $day }
       *[other] { NUMBER($count) } articles · since { $day }
    }
channel_unreadable = I'm no longer an administrator there
channel_stop = ⏹ { $name }
channel_stop_ask =
    { $count ->
        [one] Stop taking posts of { $name }? It has brought { NUMBER($count) } article.
       *[other] Stop taking posts of { $name }? It has brought { NUMBER($count) } articles.
    }
channel_keep = Stop, keep articles
channel_delete = Stop, delete articles
channel_stopped = Posts of { $name } are no longer taken. Its articles stay.
channel_deleted =
    { $count ->
        [one] Posts of { $name } are no longer taken. { NUMBER($count) } article deleted.
       *[other] Posts of { $name } are no longer taken. { NUMBER($count) } articles deleted.
    }

## Channels: to whoever named them

channel_lost = I'm no longer an administrator of { $name }, so its posts no longer become articles. Those that are there stay. Once I'm an administrator again, new posts are taken again.
channel_back = I'm an administrator of { $name } again: its new posts become articles. Those of the time in between are not taken.
channel_renamed = The channel { $before } is now { $name }. Its articles' source and links follow.
channel_edit_ignored = A post of { $name } was edited, but staff have removed its article, and it stays removed: { $url }

## Channels: status and audit log

status_channels = Channels: { $named } as sources ({ $lost } unreadable)
channel_deed_added = made a channel a source
channel_deed_stopped = stopped a channel
channel_deed_deleted = stopped a channel and deleted its articles

## Channels: what went wrong

channel_out_of_reach = I'm not an administrator of { $name }. Make me one there (no particular right is needed), then send this again.
channel_no_channel = { $name } is no channel.
channel_not_run = Only administrators of { $name } can make it a source.
channel_too_many =
    { $count ->
        [one] { NUMBER($count) } channel at most. Stop another one first: /channel
       *[other] { NUMBER($count) } channels at most. Stop another one first: /channel
    }
channel_not_found = This channel is no longer a source.

## Statistics

command_stats = Figures: questions, alerts, articles
command_gaps = What was asked and not answered
stats_title =
    { $days ->
        [one] The last { NUMBER($days) } day
       *[other] The last { NUMBER($days) } days
    }
stats_period =
    { $days ->
        [one] { NUMBER($days) } day
       *[other] { NUMBER($days) } days
    }
stats_range = { $first } – { $last }
stats_questions = Questions per day
stats_answered = answered
stats_refused = not answered
stats_alerts = Alerts sent per day
stats_articles = New articles per day
stats_topics = Most followed topics
stats_replies = Reply time, in seconds
stats_half = median
stats_nearly_all = 95 %
stats_tile_questions = questions
stats_tile_answered = answered
stats_tile_alerts = alerts
stats_tile_replies = reply time
stats_seconds = { $seconds } s
stats_instant = under 1 s
stats_unknown = –
stats_nothing = Nothing yet
stats_others = others
stats_no_source = no source
stats_said_questions = Questions: { $count }, answered { $percent }%
stats_said_no_questions = Questions: none yet
stats_said_replies = Reply time: median { $half }, 95 % { $nearly_all }
stats_said_alerts = Alerts sent: { $count }
stats_said_articles = New articles: { $count }
stats_said_topics = Topics (by chats):
stats_said_item = { $name }: { $count }
stats_how = There are figures for { $periods } days. Example: /stats 7
gaps_how = Questions are kept for { $most } days. Example: /gaps { $most }
gaps_title =
    { $days ->
        [one] Not answered in { NUMBER($days) } day
       *[other] Not answered in { NUMBER($days) } days
    }
gaps_none =
    { $days ->
        [one] Every question was answered (last { NUMBER($days) } day).
       *[other] Every question was answered (last { NUMBER($days) } days).
    }
gaps_item = { $question } (×{ $count })
gaps_range = { $first }–{ $last } of { $total }
gaps_whose = Who asked is not recorded. Addresses, links and numbers are replaced by …

## Announcements

command_broadcast = Send an announcement to the chats that subscribe
broadcast_how =
    Write the announcement after the command:
    /broadcast We move to a new server tomorrow.

    Only for a topic's subscribers: put the topic on the first line:
    /broadcast topic: flood
    The flood shelter in the town hall is open.
broadcast_over = This announcement has been sent, stopped or cancelled already.
broadcast_ask = Send this announcement?
broadcast_exactly = The message above is sent exactly as it is.
broadcast_chats =
    { $count ->
        [one] { NUMBER($count) } chat ({ $audience })
       *[other] { NUMBER($count) } chats ({ $audience })
    }
broadcast_nobody = Nobody subscribes ({ $audience }).
audience_all = all subscribers
audience_language = speaking { $language }
audience_topic = topics that say "{ $topic }"
audience_only = topic "{ $topic }"
audience_topic_count =
    { $count ->
        [one] { $topic } · { NUMBER($count) } chat
       *[other] { $topic } · { NUMBER($count) } chats
    }
audience_choose = 👥 Choose recipients
audience_title = Who gets this announcement?
audience_chosen = That is chosen already.
audience_back = ‹ Back
broadcast_topic_nobody = Nobody subscribes to "{ $topic }".
broadcast_topics_said = Topics that say "{ $topic }":
broadcast_topics = Existing topics:
broadcast_topic =
    { $count ->
        [one] • { $topic }: { NUMBER($count) } chat
       *[other] • { $topic }: { NUMBER($count) } chats
    }
broadcast_topics_left =
    { $count ->
        [one] • and { NUMBER($count) } more topic
       *[other] • and { NUMBER($count) } more topics
    }
broadcast_everyone = All
broadcast_send = 📣 Send to { $count }
broadcast_cancel = Cancel
broadcast_cancelled = Cancelled. Nothing was sent.
broadcast_begun =
    { $count ->
        [one] Sending to { NUMBER($count) } chat.
       *[other] Sending to { NUMBER($count) } chats.
    }
broadcast_stop = ■ Stop
broadcast_stopping = Stopped. Nothing more is sent.
broadcast_going = The announcement is being sent
broadcast_done = The announcement has been sent
broadcast_stopped = The announcement was stopped
broadcast_sent = Sent: { $count } of { $total }
broadcast_blocked = Blocked or unreachable: { $count }
broadcast_failed = Failed: { $count }
broadcast_waiting = Waiting: { $count }
broadcast_paused = In paused chats: { $count }, sent as soon as I may write there
broadcast_unsent = Not sent: { $count }
did_broadcast = sent an announcement
did_stop_broadcast = stopped an announcement

## Delivery

topics_no_rights = ⏸ Alerts are paused: I may not write in this chat. Next try { $moment }, or as soon as somebody writes here.
topics_closed = ⏸ Alerts for a closed forum topic wait until it is reopened.
topics_unreachable = ⏸ Alerts were paused: I couldn't reach this chat. They resume now.
status_feeds = Feeds: { $watched } watched ({ $failing } failing) · { $paused } paused · { $gone } closed
status_queue =
    Alerts: { $waiting } waiting · { $done } sent · { $failed } given up · { $dead_letter } set aside
    Chats: { $unreachable } unreachable · { $suspended } paused
status_sizes = Disk: database { $database } MB · index { $index } MB · free { $free } MB
status_meaning = Passages: the paragraphs that answers are searched in. Duplicates: articles with the same text. Sent: in 30 days. Given up: the chat couldn't be reached. Set aside: refused by Telegram; the log says why. Paused: I may not write there, or the forum topic is closed; tried again later. Closed feeds: their sites ended them. The list is in /feeds.
message_plain = Telegram refused the formatting of a message, so it went out as plain text. The log has the details.
message_refused = Telegram refused a message, so it was set aside. The log has the details.
message_gave_up = A message kept failing and was set aside. The log has the details.
message_unreadable = A queued message can't be read and was set aside. The log has the details.

## Backup

command_backup = Get a backup of the database
backup_caption =
    A backup of the database. It holds readers' topics and choices: keep it safe.
    To restore it: stop the bot, then kutip restore { $name }
backup_unsent = The backup couldn't be sent. On the server: kutip backup NAME.gz
backup_made = Backup saved to { $path }.
backup_restored = The database was restored from { $path }.
backup_kept = The old one is kept in { $path }.
backup_offer = The newest backup: { $name }, of { $time }, { $megabytes } MB. What was stored since then will be missing; the database of now is kept beside.
backup_confirm = Restore it? (y/n)
backup_not_restored = Nothing has been restored. For this backup: kutip restore { $path }
backup_none = There is no backup in { $path } that this Kutip can restore. If it is elsewhere: kutip restore NAME.gz
backup_running = A backup is being made. Wait a moment.
backup_unreadable = No such file: { $path }
backup_foreign = { $path } is not a Kutip backup.
backup_broken = { $path } is damaged or cut off.
backup_newer = { $path } was made by a newer Kutip. Update Kutip first.
backup_in_use = The bot is running on { $path }; stop it first.
folder_in_use = Another process uses { $path } already. Each process has a folder of its own: KUTIP_DATA.
backup_there = { $path } already exists. Choose another name.
backup_no_folder = No such folder: { $path }
backup_ending = I don't write { $ending }. Use a name that ends with .gz or .db: { $path }
backup_server = The data is in PostgreSQL, which has tools of its own. To back it up: pg_dump -Fc -f kutip.dump "$KUTIP_DATABASE". To restore it: docs/cluster.md.
backup_too_large = The backup is { $megabytes } MB; a bot may send 50 MB at most. On the server: kutip backup NAME.gz
backup_no_space = A backup needs { $needed } MB of free space in { $path }; there are { $free } MB. Free some space, or name another folder with KUTIP_BACKUPS.
backup_disk_full = The disk is full; { $path } can't be written.
backup_forbidden = No permission: { $path }
backup_disk = { $path } can't be read or written.
did_backup = took a backup

## Notices

article_damaged = Articles damaged in the database: { $numbers }. I don't quote them any more. /reload takes them from the folder or the feeds; pages and documents have to be added again. Check the server's disk, too.
article_repaired = Articles that were damaged in the database and have been read again from their source: { $numbers }. Check the server's disk.
indexes_rebuilt = Indexes of the database were damaged and have been rebuilt; nothing is lost. Run kutip check, and check the server's disk: { $path }
storage_gone = The database disappeared while I was running: { $path }. Its folder was deleted, moved or unmounted. Bring it back and start me again; until then nothing is stored.
storage_missing = There is no database yet: { $path }
database_lost = The database in { $path } is empty or gone, although there is an index of its articles: topics, roles and readers' choices are lost. I am starting afresh. If there is a backup: stop the bot, then kutip restore NAME.gz
telegram_webhook = This bot's messages are sent to a webhook, not here. If the webhook is no longer used: kutip run --delete-webhook
owner_missing = none yet, so nobody can manage the bot. Open { $link }, then write the number that you see there into .env: KUTIP_OWNERS=…
folder_shrunk =
    Most of the folder { $path } is gone: { $removed } of { $stored ->
        [one] { NUMBER($stored) } article
       *[other] { NUMBER($stored) } articles
    }. I have removed nothing. If that is intended: /reload folder, or on the server kutip reload --remove. If not, check whether the folder is mounted.
reload_confirm =
    No longer in the folder { $path }: { $removed } of { $stored ->
        [one] { NUMBER($stored) } article
       *[other] { NUMBER($stored) } articles
    }. Nothing has been removed yet. Remove them from the bot, too?
reload_confirm_button = 🗑 Remove { $removed }

## Problems: the database and the folder of articles

folder_missing = The articles folder does not exist: { $path }
storage_unwritable = The database can't be written: { $path }. Check the folder's permissions.
storage_damaged = The database is damaged: { $path }. Restore a backup with kutip restore, or move the file away and start again.
storage_newer = The database was made by a newer Kutip: { $path } (schema { $schema }, this one knows { $newest }). I have changed nothing. Update Kutip, or bring the database of before back with kutip restore.
storage_full = The disk is full: { $path }. Free some space and try again.
storage_busy = Another program is using the database: { $path }. Try again in a moment.
storage_failed = The database can't be read or written: { $path }
migration_running = A bot of an earlier Kutip is running on { $path }. Restart it with this version first: it brings the database up to date.
migration_space = Before the database is brought up to date I make a backup, and there is no room for it in { $path }: { $needed } MB needed, { $free } MB free. Free some space, or name another folder with KUTIP_BACKUPS. Nothing has changed.
migration_backup = Before the database is brought up to date I make a backup, and it can't be written to { $path }. Check the disk and the folder's permissions, or name another folder with KUTIP_BACKUPS. Nothing has changed.
migration_failed = The database couldn't be brought up to date from schema { $schema } to { $newest } ({ $reason }) and is as it was: { $path }. Go on with the earlier Kutip; kutip --verbose status shows what is wrong. A backup is in { $backup }.
migration_failed_on_server = The database couldn't be brought up to date from schema { $schema } to { $newest } ({ $reason }) and is as it was: { $path }. Go on with the earlier Kutip; kutip --verbose status shows what is wrong.
storage_unreadable = The disk can't be read or written: { $path }. Check the disk, then run kutip check.
files_exhausted = Too many files are open; the system gives me no more. Raise the limit (LimitNOFILE in systemd, ulimit -n in a shell) and restart me.
memory_exhausted = Memory is used up. Close other programs or give me more; until then changes may fail, and what is stored stays as it is.
worker_killed = The system ended the process that reads the articles, mostly because memory is used up. The articles of before are still there. Give it more memory, then /reload.

## Problems: files that cannot be loaded

load_empty = empty
load_undecodable = not text in UTF-8, UTF-16 or Windows-1252
load_too_large = larger than { $megabytes } MB
load_unknown_format = can't read { $suffix }. What I can read: { $formats }
load_no_suffix = has no ending that says its format: { $formats }
load_no_text = no text in it
load_no_article = no article on this page
load_script_wall = the page wants scripts or no ad blocker, and shows no article
load_browser_check = the site checks who is reading, and shows no article
load_login_wall = the page asks to log in or subscribe
load_site_error = the site is out of order at the moment
load_consent_wall = the page only asks about cookies
load_missing_page = the site says there is no such page
load_link_list = a list of links, not an article
load_bad_json = not a JSON object
load_bad_csv = a quotation mark is never closed
load_extra_values = it has more values than there are columns; quote a text with commas in it
load_no_text_column = no column named text
load_bad_document = the document is damaged
load_bad_archive = the archive is damaged or cut off
load_repeated_id = the id { $id } is used twice in this file

## Problems: settings that cannot be used

settings_wrong =
    { $count ->
        [one] { NUMBER($count) } setting to fix
       *[other] { NUMBER($count) } settings to fix
    }
settings_token = not a token. It looks like 123456:ABC… and comes from @BotFather.
settings_url = not the address of a Bot API server. Example: https://api.telegram.org/bot
settings_path = no such folder: { $value }
settings_owners = not user ids: { $value }. Write numbers, separated by commas.
settings_choice = { $value } is not one of: { $choices }.
settings_number = { $value } is not a whole number from { $least } to { $most }.
settings_zone = { $value } is not a time zone. Example: Asia/Jakarta.
reader_file_damaged = A file of Kutip is damaged or missing ({ $cause }). Install Kutip again.
cross_encoder_packages = KUTIP_READER needs more packages: .venv/bin/pip install '.[reader]'.
cross_encoder_missing = KUTIP_READER: there is no { $file }.
cross_encoder_damaged = KUTIP_READER: the model in { $folder } cannot be read.
settings_proxy = not the address of a proxy. Example: socks5h://user:password@proxy.example:1080
settings_hosts = { $value } is not a host. Write host or host:port, separated by commas.
settings_listen = { $value } is not an address of this machine. Example: 127.0.0.1, or 0.0.0.0 for all of them.
settings_database = not PostgreSQL's address. Example: postgresql://kutip:PASSWORD@db.example/kutip
settings_database_option = { $value } in PostgreSQL's address is unknown. Try ?sslmode=require
settings_addresses = not OpenSearch's address. Example: https://s1.example:9200
settings_index = { $value } is no index's name: small letters, digits, - and _, a letter first.
settings_webhook = { $value } is no webhook's address. Example: https://bot.example/telegram
settings_secret = not a secret: letters, digits, - and _, at most 256.
settings_webhook_missing = is needed, because KUTIP_MODE=webhook.
settings_package = needs the package { $package }: .venv/bin/pip install '.[cluster]'.
settings_file = can't be read. Save it as UTF-8 text.
settings_line = line { $line } is not of the form NAME=value.
settings_misspelt = unknown. Did you mean { $suggestion }?
settings_unknown = unknown. kutip settings lists all settings.

## Waiting

flood = That was a lot at once. I'll answer only the latest.
backlog = I was offline for a while. I'll answer only the last message; please send the others again if you still need them.
limit_person = You've asked a lot in the last minute. Give me a moment, then ask again.
limit_group = This group has asked a lot in the last minute. Give me a moment, then ask again.
limit_uploads = That's a lot of files and pages for one hour. Please send the rest later, or use kutip import on the server.

## Cluster

engine_unavailable = The search can't be reached just now. Please try again in a moment.
storage_unavailable = The database can't be reached just now. Please try again in a moment.
index_late = A change of the articles is stored, but the search engine can't be reached. They can be found as soon as it is back.
status_leading = Processes: { $count } running · the one answering leads (feeds, folder, alerts)
status_following = Processes: { $count } running · the one answering follows
webhook_listen = The webhook can't use { $host }:{ $port } ({ $reason }). Change KUTIP_WEBHOOK_LISTEN or KUTIP_WEBHOOK_PORT.
webhook_tls = KUTIP_WEBHOOK_CERTIFICATE and KUTIP_WEBHOOK_KEY can't be used ({ $reason }). They have to be a PEM certificate and its key.
move_address = --to isn't PostgreSQL's address. Example: postgresql://kutip:PASSWORD@db.example/kutip
move_files = Source and target are both files. To copy a file: kutip backup NAME.db
move_target_foreign = The target database has tables that aren't Kutip's: { $tables }. Give an empty one, for example by createdb kutip.
move_target_used =
    The target database holds something: { $count ->
        [one] { NUMBER($count) } row
       *[other] { NUMBER($count) } rows
    } in the table { $table }. Nothing was changed. Give an empty one; if what it holds is of no use, dropdb and createdb empty it.
move_target_there = { $path } exists. Choose another name.
move_in_use =
    { $count ->
        [one] Kutip is still connected to PostgreSQL ({ NUMBER($count) } connection). Stop all bots first.
       *[other] Kutip is still connected to PostgreSQL ({ NUMBER($count) } connections). Stop all bots first.
    }
move_differs = The table { $table } isn't the same after copying. The move was undone; the target is empty.

## Monitoring

monitoring_listen = Monitoring can't use { $host }:{ $port } ({ $reason }). Change KUTIP_MONITORING_LISTEN or KUTIP_MONITORING_PORT.
service_opening = starting: opening the database and the index
service_starting = starting: reading the articles
service_answering = answering as @{ $name }
service_unready = not ready: { $parts }
service_dead = a background job is dead ({ $jobs }); the service manager starts the bot anew
service_stopping = stopping
part_storage = the database can't be read
part_index = nothing can be searched
part_telegram = Telegram doesn't answer
part_jobs = a background job is dead

## Conversation

abilities = I answer questions about the news with quotes from the articles, and notify you when there is something new. Just write your question, or see /help.
acknowledgement = All right. If there's anything else, just ask.
advice = I can't give advice; I only quote the news. Try asking for the facts.
apology = No problem. What would you like to know?
chat = I'm not much of a talker, but I can find news for you. What about?
complaint = Sorry. What did you mean? Put it in other words and I'll search again.
emoji = Is there something you'd like to ask? Just write it in a few words.
farewell = Goodbye! Write any time.
forecast = I can't guess what hasn't happened yet; I only know what has been reported.
greeting = Hello! What would you like to know?
identity = I'm Kutip, a bot that answers questions with quotes from news articles. See /help.
insult = Sorry if I let you down. What can I look up for you?
list_ended = The list ends here. See all articles in /latest.
quotes_ended = There are no more quotes.
invitation = Go ahead! What is it about?
languages = Indonesian and English. Just write, or choose with /language, which also has Malay.
laughter = Haha. Anything else you'd like to know?
machine = I'm a computer program, not a person or ChatGPT. I make nothing up: I only quote news articles.
no_such_number = The last answer has no such number.
nothing_before = There is no answer to go on from yet. What would you like to know?
press_to_save = Press ✓ under the preview above and I'll save it.
opinion = I have no opinions; I only quote the news. Try asking for the facts.
page_add = ➕ Add it
page_fetching = Fetching the page…
page_there = In the collection: { $title }
page_unknown = Not in the collection yet: { $address }
pages_left =
    { $count ->
        [one] I didn't look up { NUMBER($count) } more link.
       *[other] I didn't look up { NUMBER($count) } more links.
    }
passage_known = This article is in the collection: { $title }
passage_nearest = The nearest:
passage_related = Related:
passage_unknown = This article isn't in the collection yet.
praise = Glad I could help!
presence = Yes, I'm here. What would you like to know?
salam = Waalaikumsalam! What would you like to know?
sources = Everything I quote is from news articles; the source and its link are below each quote. The newest articles are in /latest.
task = That's beyond me; I only find and quote news.
telegram_only = I can send alerts on Telegram only; here I just answer.
translation = I can't translate; I only quote the news as it is.
unclear = I don't understand yet. Try writing your question in a few words.
weather = I have no weather forecasts; try bmkg.go.id. What I can find is news about the weather.
wellbeing = Fine, thank you. What would you like to know?
which_number = Which one? Write its number, or see all of them in /latest.
wish = Thank you, and all the best to you.
other_language = in Indonesian
other_language_only = What I found is in Indonesian.
answered_instead = Nothing from { $conditions } answers that. The newest that does:
days_future = There is no news of { $words } yet: it hasn't happened.
days_no_such_day = There is no such date as { $words }.
days_reversed = Those dates are the wrong way round: { $words }. Put the earlier one first.
news_instead = There is no news for { $conditions }. The newest I have: { $day }
news_instead_undated = There is no news for { $conditions }. The newest I have:
news_of = News: { $conditions }
news_old = There is no recent news for { $conditions }. The newest I have: { $day }
news_section_empty = There are no articles in { $section } yet.
news_title = Newest headlines
refused_of = The articles from { $conditions } don't answer that.
take_back = ✕ { $label }
proposal_ask = Not saved yet. Press ✓ if it fits, or choose another topic or time.
proposal_done = OK, I'll notify you.
proposal_in_title = Only in titles
proposal_yes = ✓ Yes, notify me
refused = The articles I have don't answer that. See what there is with /latest.
refused_about = There are articles about { $about }, but they don't answer that. The nearest:
refused_beside = There are articles about { $about }, but none mentions { $missing } yet. The nearest:
refused_closest = This may not be what you're after, but it comes closest:
refused_missing = There are no articles about { $missing } yet.
subject_missing = About what? Please ask again with the name or topic.
subject_which = About what?
thanks = You're welcome! Ask me anything, any time.

## Answers: their buttons

more_quotes = ➕ More quotes
quotes_back = ⬅ Back
quotes_title = More quotes
answer_gone = This answer is no longer stored. Please write your question once more.
asker_only = This button is only for whoever asked. You can reply to this message, for example: any more?
read_numbered = 📖 { $number }
source_page = 🔗 Source page
source_numbered = 🔗 { $number }
links_title = The source, right at the quote:
quote_moved = This article was changed: the quote is no longer in it.
article_gone = This article is gone.

## Quotations

quotations_of = Quotes by { $name }
quotations_about = Quotes by { $name } on { $topic }
quotations_others =
    { $count ->
        [one] also in { NUMBER($count) } other place
       *[other] also in { NUMBER($count) } other places
    }
quotations_none = There are no direct quotes by { $name } there.
quotations_none_about = There are no direct quotes by { $name } on { $topic } yet.
quotations_which = Which { $name }?
quotations_unknown = There are no direct quotes by { $name } yet.
quotations_nearest = There are no direct quotes by { $name } yet. Did you mean:
quotations_how = Write the name, and the topic if you like: /quotes { $example }
quotations_reading = I am still reading some of the articles; please try again in a moment.
quotations_read_as = Searched for: { $name }
spoken_words = In { $name }’s own words:
spoken_missing = I found no direct quote by { $name } on that. What is written:
spoken_elsewhere = What is written about that; { $name }’s own words are at /quotes { $name }:

## Attachments

unread_photo = I can't look at photos yet. Please write your question.
unread_video = I can't watch videos yet. Please write your question.
unread_gif = I can't look at GIFs yet. Please write your question.
unread_sticker = I can't look at stickers yet. Please write your question.
unread_voice = I can't listen to voice messages yet. Please write your question.
unread_audio = I can't listen to audio yet. Please write your question.
unread_document = I don't read files that people send. Please write your question.
unread_location = I don't read locations. Please write the place's name and your question.
unread_contact = I neither read nor store contacts. Please write your question.
unread_poll = I can't take part in polls. Please write your question.
unread_dice = Fun! But I can only read text. What would you like to know?

## Chats that are not the bot's own

ask_in_private = Ask in the private chat
only_in_private = You can set that up in your private chat with me.
guest_how =
    Write the question after my name, for example:
    @{ $username } { $example }
stats_said_inline = Quotes sent in other chats: { $count }

## Timeline

command_timeline = The order of events: /timeline ebola
timeline_title = Order of events: { $subject }
timeline_range =
    { $total ->
        [one] { $first }–{ $last } of { NUMBER($total) } day
       *[other] { $first }–{ $last } of { NUMBER($total) } days
    }
timeline_older = « Older
timeline_newer = Newer »
timeline_button = 🗓 Order of events
timeline_none = No article is about “{ $subject }” yet, so there is no order of events.
timeline_one_day = The articles about this are all of one day, so there is no order yet.
timeline_how =
    Write the subject after /timeline, for example: /timeline ebola
    I put one sentence a day in order, from the oldest to the newest.

## Feedback

feedback_thanks = Thanks! Noted, without your name.
feedback_noted = Noted, without your name. The newsroom sees that this answer didn't help.
feedback_taken_back = Your rating is deleted.
feedback_only_asker = Only the person who asked can rate this answer.
gaps_unhelpful = { $question } · 👎 { $count }
feedback_exported =
    { $count ->
        [one] { NUMBER($count) } rated question written to { $path }
       *[other] { NUMBER($count) } rated questions written to { $path }
    }
feedback_left_out =
    { $count ->
        [one] { NUMBER($count) } left out: its articles are gone.
       *[other] { NUMBER($count) } left out: their articles are gone.
    }
feedback_none = No answer has been rated yet. Readers rate answers with 👍 and 👎.

## Operating

faults_title = ⚠️ Something needs a look:
faults_over_title = ✅ Well again:
faults_now_title = Needs a look:
faults_label = Needs a look
faults_more = … and { $count } more: /status
fault_feed = The feed { $name } has failed for { $span }: { $reason }. Its news is missing. See /feeds: correct its address, pause or remove it.
fault_feed_gone = The feed { $name } was closed by its site. Remove it in /feeds, or watch another one with /feed.
fault_disk = The disk has { $free } MB left, less than { $least } MB (KUTIP_FREE_MB). Delete what is not needed, or enlarge it: when it is full, nothing new is stored.
fault_telegram = Telegram has not been reached for { $span }. Nobody is answered meanwhile, and nothing is lost. Check the machine's network: kutip check.
fault_outbox = Messages are stuck: { $count } wait to be sent, the oldest for { $span }. Telegram may be slowing the bot down; the log says why.
fault_backup = No backup has been made for { $span }. The log says why (kutip backup makes one by hand).
fault_backup_failing = No backup of the database could be written to { $path }. Check the disk and the folder's permissions; on the server, kutip backup says what is wrong. I try again every hour.
fault_backup_full = The disk has no room for a backup of the database: { $path }. Free some space, or name another folder with KUTIP_BACKUPS. I try again every hour.
fault_folder = The articles folder is gone: { $path }. Its articles stay as they were last read. Mount it again, or correct KUTIP_ARTICLES.
fault_clock_ahead = This machine's clock is { $difference } ahead of Telegram's. Set it right (timedatectl): alerts and digests go by it.
fault_clock_behind = This machine's clock is { $difference } behind Telegram's. Set it right (timedatectl): alerts and digests go by it.
over_feed = The feed { $name } can be read again, after { $span }.
over_disk = There is enough space on the disk again.
over_telegram = Telegram could not be reached for { $span }. What was written meanwhile is answered now.
over_outbox = The messages that were stuck are sent.
over_backup = Backups are made again.
over_folder = The articles folder is there again, after { $span }.
over_clock = This machine's clock is right again.
state_running = Bot: running for { $span } · { $mode }
state_starting = Bot: starting
state_stopping = Bot: stopping
state_hung = Bot: there, but without a sign of life for { $span }. Restart it; the log says what it did last.
state_stopped = Bot: not running, last seen { $ago }
state_never = Bot: not running
state_leading = leads
state_following = follows
state_telegram = Telegram: answered { $ago }
state_telegram_none = Telegram: not reached yet
state_index = Index: written { $ago }
state_failing = { $name }: { $reason }
state_last_read = last read { $ago }
state_never_read = never read
state_oldest = Oldest message that waits: { $span }
state_topics = Topics: { $count }
state_backups = Backups: { $count } · newest { $ago }
state_schema = Database: schema { $schema }, this program has { $newest }. The next kutip run migrates it.

## Terminal: the chat

telegram_how = There is no bot token yet, so this is a chat in the terminal. For Telegram: get a token from @BotFather, write KUTIP_TOKEN=… into the file .env, and start again.
page_here = Kutip is open at { $url }
page_how = For this computer only. Ctrl-C stops it, and what happens there is not kept. For Telegram: get a token from @BotFather, write KUTIP_TOKEN=… into the file .env, and start again.
page_port_in_use = Port { $port } is in use. Name another one, or none.
welcome =
    { $count ->
        [one] Hello, I'm Kutip, with { NUMBER($count) } article. Write a question, or /help.
       *[other] Hello, I'm Kutip, with { NUMBER($count) } articles. Write a question, or /help.
    }
samples = For example:
terminal_help_body = Just write your question in plain words, for example: { $example }
command_quit = Leave (or Ctrl-D)
terminal_latest_how = Write a number to read, for example 1.
terminal_more_how = There are more quotes: write “any more?”.
terminal_article_how = Write the article's number or address: /article 3. See /latest.
language_how = Write /language id, /language en or /language ms.
terminal_unknown_command = I don't know { $command }. Everything I can do is in /help.

## Terminal: labels and results of `check`

label_settings = Settings
settings_read = read from { $path }
settings_without_file = without a file .env in { $path }
label_storage = Storage
storage_usable = can be read and written: { $path }
storage_new = will be made in { $path }
storage_migrates = whole, of schema { $schema }. The next start brings it to { $newest }, after a backup in { $folder }, which needs { $needed } MB; { $free } MB are free.
storage_how = KUTIP_DATA sets the data folder.
label_reader = Reader
reader_usable = the model can be used: { $path }
label_articles = Articles
articles_readable = { $count } readable in { $path }
articles_none = none in { $path }. Put articles there, or set KUTIP_ARTICLES.
articles_unreadable = { $count } unreadable. See why with kutip reload
label_backups = Backups
backups_there = newest made { $ago }, { $count } in { $path }; { $free } MB free
backups_none = none yet in { $path }, with { $free } MB free. The bot makes one every { $hours } h while it runs; kutip backup makes one now.
backups_off = none in { $path }, and KUTIP_BACKUP_HOURS=0 makes none. By hand: kutip backup
label_versions = Versions
versions = Kutip { $version }, schema { $schema }, Python { $python }
label_bot = Token
bot_missing = none yet. Get one from @BotFather and write KUTIP_TOKEN=… into .env.
bot_accepted = accepted by Telegram: @{ $username }
label_proxy = Proxy
proxy_usable = { $host } is reached through { $proxy } ({ $setting }); pages and feeds are fetched through it, too
proxy_bypassed = pages and feeds are fetched through { $proxy } ({ $setting }); { $host } is reached without it
proxy_unreachable = { $proxy } ({ $setting }) can't be reached. Check the address and the network.
proxy_silent = { $proxy } ({ $setting }) doesn't answer.
proxy_strange = { $proxy } ({ $setting }) doesn't answer as a proxy of this kind does. Check http, https or socks5 in its address.
proxy_password = { $proxy } ({ $setting }) refuses the name and password in its address.
proxy_refused = { $proxy } ({ $setting }) refuses to connect to { $host }.
proxy_lost = { $proxy } ({ $setting }) answers, but does not reach { $host }.
telegram_unreachable = Telegram can't be reached at { $host }. Check the network or KUTIP_API_URL.
telegram_strange = { $host } doesn't answer like Telegram ({ $status }). Check KUTIP_API_URL.
label_updates = Updates
updates_here = taken by the bot that is running here
updates_free = no other program takes them
updates_webhook = sent to a webhook at { $host }, not here. If it is no longer used: kutip run --delete-webhook
label_owners = Owners

## Terminal: articles to try it on

samples_written = Articles to try Kutip on are now in { $path }. Ask them something: kutip run
samples_there = The articles to try Kutip on are all in { $path } already.

## Terminal: after a reload or an import

bot_follows = The running bot uses it within a few seconds.

## Terminal: what went wrong

terminal_reload_failed = The reload failed and nothing was changed.
terminal_reload_incomplete =
    { $count ->
        [one] Loading broke off after { NUMBER($count) } article. Load again for the rest.
       *[other] Loading broke off after { NUMBER($count) } articles. Load again for the rest.
    }
failed = Something went wrong inside Kutip.
more_with_verbose = See more with kutip --verbose.
why_with_check = kutip check says why.

## The command line's help: the frame of the help

usage = Usage:
usage_hint = See { $command } --help.
options = Options
commands = Commands
options_metavar = [OPTIONS]
command_metavar = COMMAND [ARGS]...
required = [required]

## The command line's help: the program and its commands

help_kutip =
    Ask the news, get quotes.

    Settings are read from the environment and from .env; kutip settings lists them.
help_ask = Answer one QUESTION.
help_backup = Write a copy of the database to FILE, compressed if it ends in .gz; the bot may go on. Without FILE: to the folder of backups.
help_chat = Chat in the terminal; fed by a pipe, answer line by line.
help_check = Check settings, storage, articles and token, and say what to do.
help_eval = Measure ranking, quotes and refusals with questions whose answers are known.
help_export =
    Write all articles to FILE as JSON lines, compressed if it ends in .gz or .xz.

    - stands for the standard output.
help_export_feedback =
    Write the questions whose answers readers rated with 👍 or 👎 to FILE, as kutip eval reads them.

    - stands for the standard output.
help_import =
    Add the articles in FILE to those already stored.

    txt, md, html, pdf, docx, csv, jsonl (the last two also as gz or xz), and zip.
help_move = Copy everything to an empty PostgreSQL database, or back to a file.
help_playground = Open a page in the browser that looks like Telegram, to try the bot without a token.
help_reload = Bring what is stored up to date with the folder of articles.
help_restore = Replace the database by the backup in FILE, without FILE by the newest one in the folder of backups; the old one is kept. Stop the bot first.
help_run = Start the Telegram bot; without a token, a page to try it on, or a chat here.
help_samples = Write the articles that come with Kutip into the folder of articles, to try it on.
help_settings = Print every setting with its meaning and default, as a file to begin with: kutip settings > .env
help_status = Show whether the bot runs, how much is loaded, and what needs a look.

## The command line's help: options by their parameters' names

option_help = Show this message.
option_version = Show the version.
option_verbose = Show the log, and tracebacks with it.
option_as_json = Print one JSON object.
option_articles = Folder or file.
option_queries = JSONL: id, text, answers, date.
option_qrels = Tab-separated: query, article, relevance.
option_typos = Ask with one mistake per question, chosen by this number.
option_limit_first = Characters of the first quote at most, where nothing is refused.
option_reader = Folder of a model that judges sentences, as KUTIP_READER.
option_run_file = Write the ranking as a TREC run.
option_answers_file = Write every answer as JSON lines.
option_of_language = Only questions in this language: id or en.
option_overwrite = Replace the file if it exists.
option_remove = Remove articles even if most of the folder is gone.
option_delete_webhook = Delete a webhook that stands in the way.
option_no_browser = Open no browser, only print the address.
option_port = The page's port; without it, one that is free.
option_to = postgresql://NAME:PASSWORD@HOST/DATABASE, or a new file.
option_yes = Restore the newest backup without asking.

## The command line's help: arguments by their parameters' names, and the values of options

argument_question = QUESTION...
argument_file = FILE
argument_files = FILE...
value_file = FILE
value_number = NUMBER
value_address = ADDRESS

## The command line's help: what is wrong

usage_no_option = No such option: { $name }.
usage_no_command = No such command: { $name }.
usage_similar = { $text } Did you mean { $similar }?
usage_missing = { $name } is missing.
usage_needs_value = { $name } needs a value.
usage_takes_no_value = { $name } takes no value.
usage_number = { $name } takes a whole number.
usage_extra = Not understood: { $words }
interrupted = Stopped.

## kutip check: the database

database_usable =
    { $count ->
        [one] PostgreSQL { $version } at { $host } can be read and written; no bot leads now ({ NUMBER($count) } bot connected)
       *[other] PostgreSQL { $version } at { $host } can be read and written; no bot leads now ({ NUMBER($count) } bots connected)
    }
database_led =
    { $count ->
        [one] PostgreSQL { $version } at { $host } can be read and written; one bot leads ({ NUMBER($count) } bot connected)
       *[other] PostgreSQL { $version } at { $host } can be read and written; one bot leads ({ NUMBER($count) } bots connected)
    }
database_new = PostgreSQL { $version } at { $host } is empty. kutip run makes the tables; kutip move, before that, brings an installation along.
database_migrates = PostgreSQL { $version } at { $host } has schema { $schema }; kutip run updates it to { $newest }.
database_unreachable = PostgreSQL can't be reached at { $host } ({ $reason }). Check the server, the network and KUTIP_DATABASE.
database_refused = PostgreSQL at { $host } refuses the name or password in KUTIP_DATABASE.
database_absent = PostgreSQL at { $host } has no database { $name }. Make it: createdb { $name }
database_foreign = the database has tables that aren't Kutip's: { $tables }. Give Kutip an empty one.
database_encoding = the database is in { $encoding }, not UTF8. Make another: createdb -E UTF8 -T template0 { $name }
database_read_only = PostgreSQL at { $host } can only be read: it is a standby, or the user may not make tables. KUTIP_DATABASE has to name the primary, and the database's owner.
database_clock = this machine's clock and PostgreSQL's differ by { $seconds } seconds. Set both by NTP.
database_old = PostgreSQL { $version } is older than { $least }, the oldest that was tried.

## kutip check: the search engine

label_engine = Search
cluster_usable =
    { $nodes ->
        [one] OpenSearch { $release }, { NUMBER($nodes) } node, green
       *[other] OpenSearch { $release }, { NUMBER($nodes) } nodes, green
    }
cluster_fewer =
    OpenSearch { $release }, green, but only { $nodes ->
        [one] { NUMBER($nodes) } node
       *[other] { NUMBER($nodes) } nodes
    } of { $named } in KUTIP_OPENSEARCH. Start those that are down.
cluster_yellow =
    OpenSearch { $release }, { $nodes ->
        [one] { NUMBER($nodes) } node
       *[other] { NUMBER($nodes) } nodes
    }, yellow: { $count ->
        [one] { NUMBER($count) } copy of a shard has
       *[other] { NUMBER($count) } copies of shards have
    } no node. If no node is down, KUTIP_OPENSEARCH_REPLICAS is too large.
cluster_red =
    OpenSearch { $release }, { $nodes ->
        [one] { NUMBER($nodes) } node
       *[other] { NUMBER($nodes) } nodes
    }, red: { $count ->
        [one] { NUMBER($count) } shard is
       *[other] { NUMBER($count) } shards are
    } missing, and searches may fail. Start the nodes that are down.
cluster_unreachable = OpenSearch can't be reached at { $hosts } ({ $reason }). Check the nodes, the network and KUTIP_OPENSEARCH.
cluster_refused = OpenSearch at { $hosts } refuses KUTIP_OPENSEARCH_USER or KUTIP_OPENSEARCH_PASSWORD.
cluster_certificate = the certificate of OpenSearch at { $hosts } isn't accepted. KUTIP_OPENSEARCH_CA has to hold the one that signed it.
cluster_strange = what answers is not OpenSearch ({ $reason }). Check KUTIP_OPENSEARCH.
cluster_old = { $name } can't be used; OpenSearch { $least } or newer is needed.
index_usable =
    index { $name } is as the database: { $passages ->
        [one] { NUMBER($passages) } passage
       *[other] { NUMBER($passages) } passages
    }, { $shards ->
        [one] { NUMBER($shards) } shard
       *[other] { NUMBER($shards) } shards
    }, { $replicas ->
        [one] { NUMBER($replicas) } replica
       *[other] { NUMBER($replicas) } replicas
    }
index_missing = there is no index { $name } yet; kutip run makes it from the database.
index_rebuilt = index { $name } is of another version of Kutip; kutip run makes it again.
index_behind = index { $name } is not yet as the database. A running bot brings it up to date within seconds; if none runs, kutip run.
index_other_shards =
    index { $name }: { $passages ->
        [one] { NUMBER($passages) } passage
       *[other] { NUMBER($passages) } passages
    }, { $shards ->
        [one] { NUMBER($shards) } shard
       *[other] { NUMBER($shards) } shards
    }, { $replicas ->
        [one] { NUMBER($replicas) } replica
       *[other] { NUMBER($replicas) } replicas
    }. KUTIP_OPENSEARCH_SHARDS={ $wanted } is for the next one.

## kutip check: the webhook

label_webhook = Webhook
webhook_free = { $where } is free; kutip run listens there
webhook_here = { $where } is used by the bot that is running here
webhook_reached = { $host } leads to Kutip
webhook_no_bot = { $host } says { $answer }: the proxy is there, but no bot behind it now.
webhook_elsewhere = { $url } says { $answer }, so it isn't Kutip that answers. The proxy has to pass this address on, with the same path, to KUTIP_WEBHOOK_PORT.
webhook_certificate = the certificate of { $host } is not valid. Telegram sends only if it is, or if it was given in KUTIP_WEBHOOK_CERTIFICATE.
webhook_unreachable = { $host } can't be reached from this machine. Telegram has to, on port 443, 80, 88 or 8443; if it can be reached from outside, never mind.
webhook_unset = Telegram does not know the address yet; kutip run tells it
webhook_other = Telegram sends to { $host }, not to KUTIP_WEBHOOK_URL; kutip run changes that
webhook_error =
    { $count ->
        [one] Telegram failed to send at { $when }: { $message }. { NUMBER($count) } update waiting.
       *[other] Telegram failed to send at { $when }: { $message }. { NUMBER($count) } updates waiting.
    }
webhook_set =
    { $count ->
        [one] Telegram sends here without an error; { NUMBER($count) } update waiting
       *[other] Telegram sends here without an error; { NUMBER($count) } updates waiting
    }

## kutip check: monitoring

label_monitoring = Monitoring
monitoring_free = { $where } is free; kutip run serves /healthz, /readyz and /metrics there
monitoring_ready = { $where } says that the bot is ready
monitoring_unready = { $where } says that the bot is not ready: { $parts }
monitoring_starting = { $where } says that the bot is starting or stopping
monitoring_silent = a bot runs here, but { $where } does not answer. Perhaps it was started with another KUTIP_MONITORING_PORT.

## kutip move

move_begins = Copying { $source } to { $target } …
move_progress = {"  "}{ $table }: { $rows } of { $total }
move_table = {"  "}{ $table }: { $rows }
move_done =
    { $rows ->
        [one] { NUMBER($rows) } row
       *[other] { NUMBER($rows) } rows
    } of { $tables ->
        [one] { NUMBER($tables) } table
       *[other] { NUMBER($tables) } tables
    } copied and compared: the same as in the source.
move_damaged =
    { $count ->
        [one] { $table }: { NUMBER($count) } text has damaged bytes, which are � now.
       *[other] { $table }: { NUMBER($count) } texts have damaged bytes, which are � now.
    }
move_with_nul =
    { $count ->
        [one] { $table }: { NUMBER($count) } text has NUL characters, and still have.
       *[other] { $table }: { NUMBER($count) } texts have NUL characters, and still have.
    }
move_left_out =
    { $table }: { $count ->
        [one] { NUMBER($count) } row is
       *[other] { NUMBER($count) } rows are
    } unreadable and left out. kutip reload loads again what is from the folder or a feed.
move_source_stays = { $source } stays as it was.
move_next_postgresql = Next: write the address of --to into .env as KUTIP_DATABASE=postgresql://…, look with kutip check, then kutip run.
move_next_file = Next: leave KUTIP_DATABASE= empty in .env, set KUTIP_DATA={ $folder } (the file has to be called kutip.db), look with kutip check, then kutip run.
