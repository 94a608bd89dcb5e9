"""Announcements, the audit log and the staff, as Telegram reads them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleDamaged
from bot.model.announcements import (
    Announcement,
    AnnouncementProgress,
    Audience,
    AudienceReach,
    Entity,
    EntityType,
    FormattedText,
    TopicCount,
)
from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.staff import AuditEntry, StaffMember
from bot.runtime.error_reports import ErrorCause, ErrorReport
from bot.texts import texts_for
from bot.users.staff import AUDIT_PAGE_SIZE
from handlers.callback_data.announcements import ListAudit
from handlers.render.announcements import (
    render_announcement_draft,
    render_announcement_progress,
    render_announcement_topics,
    render_audiences,
    render_formatted_text,
)
from handlers.render.reply import Reply
from handlers.render.staff import render_audit, render_error_report, render_staff
from tests.handlers.samples import any_text
from tests.tdlib import tdlib_parse

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

languages = st.sampled_from(InterfaceLanguage)
audit_entries = st.builds(
    AuditEntry,
    st.just(NOW),
    st.integers(1, 10**15),
    any_text,
    st.sampled_from(["did_backup", "did_promote", "did_of_another_version"]),
    any_text.map(lambda text: text[:300]),
)
people = st.builds(StaffMember, st.integers(1, 10**15), st.sampled_from(list(Role)[1:]), any_text)


@st.composite
def marked(draw: st.DrawFn) -> FormattedText:
    text = draw(any_text.filter(lambda text: any(char.isalnum() for char in text)))
    marks = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        url = draw(st.sampled_from(["https://contoh.id/a?b=1&c=2", "javascript:alert(1)", ""]))
        marks.append(Entity(draw(st.sampled_from(EntityType)), start, end, url))
    return FormattedText(text, tuple(marks))


def read(reply: Reply) -> tuple[str, list[tuple[str, str]]]:
    shown, entities = tdlib_parse(reply.html, "HTML")
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= 4096
    assert len(entities) <= 100
    units = shown.encode("utf-16-le")
    return shown, [
        (each["type"], units[each["offset"] * 2 :][: each["length"] * 2].decode("utf-16-le"))
        for each in entities
    ]


@given(marked())
def test_whatever_an_admin_says_telegram_takes_it(words: FormattedText) -> None:
    shown, _ = read(render_formatted_text(words))
    plainly, _ = read(render_formatted_text(FormattedText(words.text)))
    assert shown == plainly


def test_what_stands_out_stands_out_and_nothing_written_is_markup() -> None:
    words = FormattedText(
        "😀 <b>Besok</b> pindah: lihat peta, kode A&1",
        (
            Entity(EntityType.BOLD, 2, 14),
            Entity(EntityType.ITALIC, 10, 21),
            Entity(EntityType.LINK, 29, 33, "https://contoh.id/?a=1&b=2"),
            Entity(EntityType.LINK, 15, 21, "javascript:alert(1)"),
            Entity(EntityType.CODE, 40, 43),
        ),
    )
    shown, entities = read(render_formatted_text(words))
    assert shown == words.text
    assert sorted(entities) == [
        ("bold", "</b>"),
        ("bold", "<b>Besok"),
        ("code", "A&1"),
        ("italic", " "),
        ("italic", "</b>"),
        ("italic", "pindah"),
        ("text_link", "peta"),
    ]


def test_more_marks_than_telegram_takes_leave_the_words_plain() -> None:
    words = FormattedText(
        "a b " * 200, tuple(Entity(EntityType.BOLD, at, at + 1) for at in range(0, 800, 2))
    )
    shown, entities = read(render_formatted_text(words))
    assert shown == words.text
    assert entities == []


@given(st.lists(audit_entries, min_size=1, max_size=AUDIT_PAGE_SIZE), languages)
def test_whatever_was_done_telegram_takes_the_list(
    done: list[AuditEntry], language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    read(render_audit(done, 12, 10**6, UTC, texts))


def test_a_page_of_the_audit_log_leads_to_those_before_and_after() -> None:
    page = [AuditEntry(NOW, 1, "Ani", "did_backup", "")] * AUDIT_PAGE_SIZE
    keyboard = render_audit(page, 12, 30, UTC, ENGLISH).keyboard
    assert [button.payload for button in keyboard[0]] == [ListAudit(0), ListAudit(24)]
    assert render_audit(page, 0, 12, UTC, ENGLISH).keyboard == ()


@given(st.lists(people, min_size=1, max_size=60), languages)
def test_whoever_runs_the_bot_telegram_takes_the_list(
    all_: list[StaffMember], language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    read(render_staff([person._replace(since=NOW) for person in all_], texts))


@pytest.mark.parametrize(
    ("progress", "stopped", "title", "buttons"),
    [
        (AnnouncementProgress(1, 1, 1, 7, 0), False, ENGLISH.announcements.broadcast_going, 1),
        (AnnouncementProgress(10, 0, 0, 0, 0), False, ENGLISH.announcements.broadcast_done, 0),
        (AnnouncementProgress(3, 0, 0, 1, 6), True, ENGLISH.announcements.broadcast_stopped, 0),
    ],
)
def test_the_course_says_how_it_stands_and_can_be_stopped_while_it_goes_on(
    progress: AnnouncementProgress, title: str, buttons: int, *, stopped: bool
) -> None:
    said = Announcement(3, FormattedText("Halo"), Audience(), 1, 2, recipients=10, stopped=stopped)
    reply = render_announcement_progress(said, progress, ENGLISH)
    shown, _ = read(reply)
    assert shown.startswith(title)
    assert f"Sent: {progress.sent} of 10" in shown
    assert ("Failed" in shown) == bool(progress.failed)
    assert len(reply.keyboard) == buttons


@given(any_text.map(lambda text: text[:200]), st.integers(0, 10**6), languages)
def test_whatever_the_topic_telegram_takes_the_question(
    topic: str, chats: int, language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    audience = Audience(InterfaceLanguage.ENGLISH, topic, topic[:100])
    topics = [TopicCount(number, topic, chats) for number in range(12)]
    reach = AudienceReach(chats, topics, said=bool(chats % 2))
    said = Announcement(3, FormattedText("Halo"), audience, 1, None, recipients=None, stopped=False)
    read(render_announcement_draft(said, reach, texts))
    read(render_audiences(said, reach, texts))
    read(render_announcement_topics(topic, reach, texts))


def test_a_mishap_says_what_and_where_and_how_often() -> None:
    error_report = ErrorReport(
        ErrorCause("ValueError", "bot.alerts.topic_description:12"), NOW, unreported=3
    )
    shown, _ = read(render_error_report(error_report, ENGLISH))
    assert "ValueError at bot.alerts.topic_description:12" in shown
    assert "3 more times" in shown
    notice = ErrorReport(error_report.cause, NOW, notice=ArticleDamaged([12, 15]))
    assert "damaged in the database: 12, 15." in read(render_error_report(notice, ENGLISH))[0]
    first = ErrorReport(error_report.cause, NOW)
    assert "more times" not in read(render_error_report(first, ENGLISH))[0]
