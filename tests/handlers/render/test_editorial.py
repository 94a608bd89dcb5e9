"""Pages, documents and edited articles as messages that Telegram takes, whatever is in them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.drafts import Draft, SaveResult
from bot.articles.edits import EditResult
from bot.articles.uploads import UploadedDocument, UploadResult
from bot.model.articles import ReloadReport
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.editorial import DiscardDraft, RemoveArticle, RestoreArticle, SaveDraft
from handlers.render.article import render_article
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
from handlers.render.markup import without_tags
from handlers.render.reply import Reply
from index.errors import LoadError
from index.types import Article
from tests.handlers.samples import any_text, articles, make_article
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
REPORT = ReloadReport(
    added=1,
    changed=0,
    removed=0,
    unchanged=0,
    duplicates=0,
    failures=(),
    seconds=1.0,
    finished_at=datetime(2026, 3, 1, tzinfo=UTC),
    origin="added",
)


def actions(reply: Reply) -> list[object]:
    return [button.payload for row in reply.keyboard for button in row]


def taken_in(added: list[Article], failures: list[LoadError], name: str = "a.txt") -> UploadResult:
    report = replace(REPORT, added=len(added), failures=tuple(failures))
    return UploadResult(UploadedDocument(name, "mark", Path(name)), report, added)


failures = st.builds(LoadError, any_text, st.just("load_empty"))


@given(st.lists(articles(), min_size=1, max_size=8), st.lists(failures, max_size=20), any_text)
def test_any_of_them_is_one_message_that_telegram_takes(
    made: list[Article], failed: list[LoadError], name: str
) -> None:
    article = made[0]
    for reply in (
        render_draft(Draft(1, article), INDONESIAN),
        render_saved_draft(SaveResult.KNOWN, article, INDONESIAN),
        render_discarded_draft(article, INDONESIAN),
        render_upload(taken_in(made, failed, name), INDONESIAN),
        render_article_choice(made, INDONESIAN),
        render_deleted_article(article, INDONESIAN),
        render_restored_article(article, INDONESIAN),
        render_editable_article(article, INDONESIAN),
        render_edited_article(EditResult(article, made[-1]), INDONESIAN),
    ):
        assert reply.markup.fits
        tdlib_parse(reply.html, "HTML")


def test_a_draft_shows_what_was_not_found_and_quotes_no_markup() -> None:
    article = make_article("<b>Tebal</b> & miring", title="<i>Judul</i>", date=None, source="")
    reply = render_draft(Draft(9, article), INDONESIAN)
    shown = without_tags(reply.markup)
    assert "<b>Tebal</b> & miring" in shown
    assert "<i>Judul</i>" in shown
    assert INDONESIAN.format("draft_date", value=INDONESIAN.articles.draft_unknown) in shown
    assert actions(reply) == [SaveDraft(9), DiscardDraft(9)]


def test_a_report_names_a_document_as_its_sender_does() -> None:
    failed = [LoadError("mark/a.jsonl#3", "load_no_text")]
    reply = render_upload(taken_in([make_article()], failed, "a.jsonl"), INDONESIAN)
    assert "\na.jsonl#3: tidak ada teksnya" in without_tags(reply.markup)
    assert "mark" not in reply.html
    assert actions(reply) == [ReadArticle(7)]


def test_where_not_all_fits_the_failures_are_said_and_the_articles_have_buttons() -> None:
    long = [make_article(title="Judul " * 60, source="Sumber " * 30) for _ in range(8)]
    failed = [LoadError("mark/" + "nama-berkas-" * 12 + ".txt", "load_empty")] * 15
    reply = render_upload(taken_in(long, failed), INDONESIAN)
    assert without_tags(reply.markup).count("nama-berkas") >= 15
    assert len(actions(reply)) == 8


@pytest.mark.parametrize("removable", [True, False])
def test_an_article_can_be_removed_by_whom_it_is_offered(removable: bool) -> None:
    reply = render_article(make_article(), 0, INDONESIAN, removable=removable)
    assert (RemoveArticle(7) in actions(reply)) is removable


def test_what_was_removed_can_be_brought_back_and_the_other_way_round() -> None:
    assert actions(render_deleted_article(make_article(), INDONESIAN)) == [RestoreArticle(7)]
    assert actions(render_restored_article(make_article(), INDONESIAN)) == [
        ReadArticle(7),
        RemoveArticle(7),
    ]


def test_what_is_held_already_or_hardly_an_article_is_said_in_the_preview() -> None:
    reply = render_draft(Draft(1, make_article("Masuk"), known=7), INDONESIAN)
    text = without_tags(reply.markup)
    assert INDONESIAN.articles.draft_short in text
    assert INDONESIAN.format("draft_known", id=7) in text
