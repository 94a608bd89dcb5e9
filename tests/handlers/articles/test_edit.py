"""Articles removed, restored and corrected."""

import pytest

from bot.errors import ArticleNotFound
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.editorial import RemoveArticle, RestoreArticle, UndoEdit
from handlers.telegram.keyboard import inline_keyboard
from index.types import Article
from tests.handlers.harness import BOT, OWNER, Harness, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


async def newest(harness: Harness) -> Article:
    (article,) = await harness.services.library.latest(limit=1)
    return article


async def is_there(harness: Harness, article_id: int) -> bool:
    try:
        await harness.services.library.article(article_id)
    except ArticleNotFound:
        return False
    return True


async def audited(harness: Harness) -> list[str]:
    return [entry.action for entry in await harness.services.staff.audit.latest(10)]


async def test_an_article_is_removed_and_restored(harness: Harness) -> None:
    article = await newest(harness)
    removed = await harness.says(f"/remove {article.id}", OWNER)
    assert removed.text == ENGLISH.format("removed", id=article.id, title=article.title)
    assert payloads(removed.reply) == [RestoreArticle(article.id)]
    assert not await is_there(harness, article.id)
    restored = await harness.presses(RestoreArticle(article.id), OWNER, under=removed.reply)
    assert restored.edited
    assert await is_there(harness, article.id)
    assert await audited(harness) == ["did_restore", "did_remove"]


async def test_a_button_removes_an_article_in_a_new_message(harness: Harness) -> None:
    article = await newest(harness)
    assert (await harness.presses(RemoveArticle(article.id), OWNER)).sent
    again = await harness.presses(RemoveArticle(article.id), OWNER)
    assert again.notice == ENGLISH.format("article_not_found", id=article.id)
    assert not again.sent


async def test_without_a_number_the_message_above_says_which(harness: Harness) -> None:
    article = await newest(harness)
    assert (await harness.says("/remove", OWNER)).text == ENGLISH.format(
        "remove_how", example=article.id
    )
    listed = (await harness.says("/latest", OWNER)).reply
    above = harness.message("Latest", BOT, reply_markup=inline_keyboard(listed.keyboard))
    which = await harness.says("/remove", OWNER, reply_to_message=above)
    assert which.text == ENGLISH.articles.remove_which
    assert payloads(which.reply)[0] == RemoveArticle(article.id)


async def test_the_metadata_of_an_article_is_corrected(harness: Harness) -> None:
    article = await newest(harness)
    shown = await harness.says(f"/edit {article.id}", OWNER)
    assert f"/edit {article.id} {ENGLISH.articles.edit_field_title}:" in shown.text
    done = await harness.says(f"/edit {article.id} source: Warta Baru", OWNER)
    assert done.text.startswith(ENGLISH.format("edit_done", id=article.id))
    assert (await harness.services.library.article(article.id)).source == "Warta Baru"
    again = await harness.says(f"/edit {article.id} source: Warta Baru", OWNER)
    assert again.text.startswith(ENGLISH.format("edit_same", id=article.id))
    assert await audited(harness) == ["did_edit"]


async def test_a_correction_as_a_reply_is_audited_and_undone(harness: Harness) -> None:
    article = await newest(harness)
    shown = (await harness.says(f"/article {article.id}", OWNER)).reply
    above = harness.message("x", BOT, reply_markup=inline_keyboard(shown.keyboard))
    done = await harness.says("/edit source: Warta Baru", OWNER, reply_to_message=above)
    assert payloads(done.reply)[-1] == UndoEdit(article.id)
    (entry,) = await harness.services.staff.audit.latest(1)
    old = article.source or ENGLISH.articles.draft_unknown
    assert entry.subject == f"{article.id} source {old} → Warta Baru"
    undone = await harness.presses(UndoEdit(article.id), OWNER, under=done.reply)
    assert undone.text.startswith(ENGLISH.format("edit_undone", id=article.id))
    assert (await harness.services.library.article(article.id)).source == article.source
    (entry,) = await harness.services.staff.audit.latest(1)
    assert entry.subject == f"{article.id} source Warta Baru → {old}"
    again = await harness.presses(UndoEdit(article.id), OWNER, under=done.reply)
    assert again.notice == ENGLISH.articles.edit_undo_gone


async def test_a_section_is_corrected_under_either_language_s_name_of_it(harness: Harness) -> None:
    article = await newest(harness)
    done = await harness.says(f"/edit {article.id} rubrik: Opini", OWNER)
    assert done.text.startswith(ENGLISH.format("edit_done", id=article.id))
    assert f"{ENGLISH.articles.edit_field_section}: Opini" in done.text
    assert "Opinion" in (await harness.says(f"/article {article.id}", OWNER)).text
    empty = await harness.says(f"/edit {article.id} section: ---", OWNER)
    assert empty.text == ENGLISH.articles.edit_empty


@pytest.mark.parametrize("between", [" ", ",", ", ", ";"])
async def test_several_articles_are_removed_at_once(harness: Harness, between: str) -> None:
    articles = await harness.services.library.latest(limit=2)
    numbers = [article.id for article in articles]
    removed = await harness.says(f"/remove {numbers[0]}{between}{numbers[1]} 999", OWNER)
    assert payloads(removed.reply) == [RestoreArticle(number) for number in numbers]
    assert ENGLISH.format("article_not_found", id=999) in removed.text
    assert not any([await is_there(harness, number) for number in numbers])


async def test_more_than_can_be_removed_at_once_are_refused_with_the_limit(
    harness: Harness,
) -> None:
    article = await newest(harness)
    numbers = " ".join(str(article.id + offset) for offset in range(11))
    assert "10" in (await harness.says(f"/remove {numbers}", OWNER)).text
    assert await is_there(harness, article.id)


async def test_removing_what_is_no_number_removes_nothing(harness: Harness) -> None:
    article = await newest(harness)
    await harness.says(f"/remove {article.id} dan semua", OWNER)
    assert await is_there(harness, article.id)


async def test_a_wrong_correction_is_explained(harness: Harness) -> None:
    article = await newest(harness)
    usage = ENGLISH.format("edit_how", example=article.id)
    assert (await harness.says("/edit", OWNER)).text == usage
    wrong = await harness.says(f"/edit {article.id} colour: red", OWNER)
    assert wrong.text == ENGLISH.articles.edit_how_fields
    assert (await harness.says("/edit 999 source: X", OWNER)).text == ENGLISH.format(
        "article_not_found", id=999
    )
    assert await audited(harness) == []
