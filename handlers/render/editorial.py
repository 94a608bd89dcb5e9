"""Drafts, uploaded documents, and articles that are removed or edited."""

from collections.abc import Iterable, Iterator, Sequence

from bot.articles.drafts import Draft, SaveResult
from bot.articles.edits import EditResult
from bot.articles.uploads import UploadResult
from bot.texts import Texts
from bot.texts.sections import section_text
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.editorial import (
    DiscardDraft,
    RemoveArticle,
    RestoreArticle,
    SaveDraft,
    UndoEdit,
)
from handlers.callback_data.keyboard import Button, Keyboard, rows
from handlers.render.administration import counts_of, failures_of
from handlers.render.article import listed, name, openers
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, code, expandable, joined, link, plain
from handlers.render.reply import Reply, text_reply
from index.types import Article

MAX_BEGINNING = 900
FEW_WORDS = 20
"""A page with fewer words is hardly an article: a login, a notice about cookies."""
MAX_TITLE = 200
MAX_VALUE = 100
MAX_LABEL = 40
MAX_AUDITED = 45
MAX_CHOICES = 10


def render_draft(draft: Draft, texts: Texts) -> Reply:
    """The article extracted from a page, with the buttons that save or discard it."""
    article = draft.article
    paragraphs = [article.text[start:end] for start, end in article.body]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    unknown = texts.articles.draft_unknown
    facts = [
        texts.format("draft_date", value=texts.day(article.date) if article.date else unknown),
        texts.format("draft_source", value=_value(article.source) or unknown),
        *_section_fact(article, texts),
        texts.format("draft_length", words=words, paragraphs=len(paragraphs)),
    ]
    beginning = shortened("\n".join(paragraphs)[: 2 * MAX_BEGINNING], MAX_BEGINNING)
    warnings = []
    if words < FEW_WORDS:
        warnings.append(texts.articles.draft_short)
    if draft.known is not None:
        warnings.append(texts.format("draft_known", id=draft.known))
    parts = [
        bold(plain(texts.articles.draft_title)),
        joined("\n", [link(plain(_title(article)), article.url), *map(plain, facts)]),
        plain("\n".join(warnings)),
        expandable(plain(beginning)),
    ]
    buttons = (
        Button(texts.articles.draft_save, SaveDraft(draft.number)),
        Button(texts.articles.draft_discard, DiscardDraft(draft.number)),
    )
    return Reply(joined("\n\n", parts), (buttons,))


def _section_fact(article: Article, texts: Texts) -> Iterator[str]:
    if section := section_text(article, texts.language.content):
        yield f"{texts.articles.edit_field_section.capitalize()}: {_value(section)}"


def render_saved_draft(outcome: SaveResult, article: Article, texts: Texts) -> Reply:
    """The outcome of a draft, with a button to read it and one to remove it again."""
    return text_reply(_about(outcome, article, texts), _for_one(article, texts))


def render_discarded_draft(article: Article, texts: Texts) -> Reply:
    """A draft that was discarded."""
    return text_reply(texts.format("draft_discarded", title=_title(article)))


def render_upload(taken: UploadResult, texts: Texts) -> Reply:
    """A document's changes: counts, the first of the new articles, and what failed and why.

    If that does not fit, the new articles have only their buttons.
    """
    report, document = taken.report, taken.document
    key = "document_done" if report.added or report.changed else "document_nothing"
    head = bold(plain(texts.format(key, name=_value(document.name))))
    counts = "\n".join(counts_of(report, texts, all_of_them=False))
    failures = "\n".join(_without_prefix(failures_of(report, texts), document.key_prefix))
    news = joined("\n", (listed(article, texts) for article in taken.added))
    whole = joined("\n\n", [head, plain(counts), news, plain(failures)])
    shorter = joined("\n\n", [head, plain(counts), plain(failures)])
    return Reply(whole if whole.fits else shorter, openers(taken.added))


def render_article_choice(articles: Iterable[Article], texts: Texts) -> Reply:
    """The question which of the articles that a message quotes is to be removed."""
    buttons = [
        Button(shortened(f"{article.id} · {_title(article)}", MAX_LABEL), action)
        for article in articles
        for action in [RemoveArticle(article.id)]
    ]
    return text_reply(texts.articles.remove_which, rows(buttons[:MAX_CHOICES], 1))


def render_deleted_article(article: Article, texts: Texts) -> Reply:
    """An article that was removed, with the button that restores it."""
    undo = Button(texts.articles.undo, RestoreArticle(article.id))
    return text_reply(_about("removed", article, texts), ((undo,),))


def render_deleted_articles(
    removed: Sequence[Article], missing: Sequence[int], texts: Texts
) -> Reply:
    """Articles that were removed, each with a button that restores it, and numbers of none."""
    lines = [_about("removed", article, texts).partition("\n")[0] for article in removed]
    lines += [texts.format("article_not_found", id=number) for number in missing]
    buttons = [
        Button(f"{texts.articles.undo} {article.id}", RestoreArticle(article.id))
        for article in removed
    ]
    return text_reply("\n".join(lines), rows(buttons, 2))


def render_restored_article(article: Article, texts: Texts) -> Reply:
    """An article that was restored."""
    return text_reply(_about("restored", article, texts), _for_one(article, texts))


def render_editable_article(article: Article, texts: Texts) -> Reply:
    """The fields that can be corrected, and an example that a tap copies."""
    return Reply(joined("\n\n", [*_facts(article, texts), _example(article, texts)]))


def render_edited_article(edited: EditResult, texts: Texts) -> Reply:
    """The fields of an article after a correction, with a button that takes it back."""
    if edited.before == edited.after:
        return _render_fields("edit_same", edited.after, texts)
    undo = Button(texts.articles.edit_undo, UndoEdit(edited.after.id))
    return _render_fields("edit_done", edited.after, texts, undo)


def render_undone_edit(edited: EditResult, texts: Texts) -> Reply:
    """The fields of an article after its last correction was taken back."""
    return _render_fields("edit_undone", edited.after, texts)


def _render_fields(key: str, article: Article, texts: Texts, *buttons: Button) -> Reply:
    said = plain(texts.format(key, id=article.id))
    read = Button(texts.read, ReadArticle(article.id))
    return Reply(joined("\n\n", [said, *_facts(article, texts)]), ((read, *buttons),))


def edit_subject(edited: EditResult, texts: Texts) -> str:
    """The old and new value of each field that a correction changed, for the audit log."""
    old, new = _values(edited.before, texts), _values(edited.after, texts)
    unknown = texts.articles.draft_unknown
    changes = (
        f"{texts.format(key)} {shortened(old[key] or unknown, MAX_AUDITED)} → "
        f"{shortened(new[key] or unknown, MAX_AUDITED)}"
        for key in old
        if old[key] != new[key]
    )
    return f"{edited.after.id} {', '.join(changes)}".strip()


def _values(article: Article, texts: Texts) -> dict[str, str]:
    return {
        "edit_field_title": _title(article) if article.title else "",
        "edit_field_date": texts.day(article.date) if article.date else "",
        "edit_field_source": _value(article.source),
        "edit_field_section": _value(
            article.section or section_text(article, texts.language.content)
        ),
    }


def _facts(article: Article, texts: Texts) -> list[Markup]:
    lines = (
        bold(plain(texts.format(key) + ":")) + plain(f" {value or texts.articles.draft_unknown}")
        for key, value in _values(article, texts).items()
    )
    return [joined("\n", lines)]


def _example(article: Article, texts: Texts) -> Markup:
    title = _title(article)
    written = f"/edit {article.id} {texts.articles.edit_field_title}: {title}"
    return joined("\n", [plain(texts.articles.edit_example), code(plain(written))])


def _about(key: str, article: Article, texts: Texts) -> str:
    return texts.format(key, id=article.id, title=_title(article))


def _for_one(article: Article, texts: Texts) -> Keyboard:
    reading = Button(texts.read, ReadArticle(article.id))
    return ((reading, Button(texts.articles.remove, RemoveArticle(article.id))),)


def _title(article: Article) -> str:
    return shortened(name(article), MAX_TITLE)


def _value(text: str) -> str:
    return shortened(one_line(text), MAX_VALUE)


def _without_prefix(lines: Iterable[str], prefix: str) -> Iterator[str]:
    """The lines without the prefix of the document's keys, which people have never seen."""
    return (line.removeprefix(prefix) for line in lines)
