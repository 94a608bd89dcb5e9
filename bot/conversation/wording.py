"""The sentences about what a message asks for: days, sources, sections, pages, articles."""

from collections.abc import Sequence

from bot.conversation.intents import FilterLabel, Impossible
from bot.conversation.news import SECTION_NUMBER
from bot.conversation.passed_on import Page
from bot.conversation.responses import (
    Answered,
    ArticleFound,
    DaysRefused,
    NewsListed,
    PagesOpened,
)
from bot.questions.answer import Answer
from bot.quotations.listing import PersonsOffered, QuotationPage
from bot.texts import Texts
from bot.texts.conversation import ConversationTexts
from index.types import Article

_MAX_ADDRESS = 60
_MAX_NAMED = 60
"""Characters of a name or a topic."""

_IMPOSSIBLE = {
    Impossible.FUTURE: "days_future",
    Impossible.NO_SUCH_DAY: "days_no_such_day",
    Impossible.REVERSED: "days_reversed",
}


def news_head(listed: NewsListed, texts: Texts) -> str:
    """Return what a list is of; if nothing meets the conditions, of when the newest is."""
    own, said = texts.conversation, conditions_said(listed.conditions)
    if not listed.articles:
        sections = [each for each in listed.conditions if each.number >= SECTION_NUMBER]
        return own.format("news_section_empty", section=conditions_said(sections[:1]))
    if listed.is_old and (day := listed.articles[0].date):
        return own.format("news_old", conditions=said, day=texts.day(day))
    if listed.subject:
        said = ", ".join(filter(None, (listed.subject, said)))
    if not listed.is_instead:
        return own.format("news_of", conditions=said) if said else own.news_title
    day = listed.articles[0].date
    if day is None:
        return own.format("news_instead_undated", conditions=said)
    return own.format("news_instead", conditions=said, day=texts.day(day))


def answer_note(answered: Answered, texts: Texts) -> str:
    """Return what is said of an answer that does not meet the conditions; "" if it does."""
    spoken = spoken_note(answered.answer, texts)
    if not answered.conditions or (answered.answer.answered and not answered.is_instead):
        return spoken
    key = "answered_instead" if answered.is_instead else "refused_of"
    said = texts.conversation.format(key, conditions=conditions_said(answered.conditions))
    return "\n".join(filter(None, (said, spoken)))


def spoken_note(answer: Answer, texts: Texts) -> str:
    """Return whose words are quoted if somebody's were asked for, or that there are none."""
    if not (answer.speaker and answer.quotes):
        return ""
    key = "spoken_elsewhere" if answer.is_quoted_elsewhere else "spoken_missing"
    key = "spoken_words" if answer.is_spoken else key
    return texts.quotations.format(key, name=_named(answer.speaker))


def quotations_head(page: QuotationPage, texts: Texts) -> str:
    """Return what a list of quotations is of, or that there are none."""
    own, topic = texts.quotations, _named(page.listed.topic)
    kinds = ("quotations_of", "quotations_about")
    if not page.total:
        kinds = ("quotations_none", "quotations_none_about")
    return own.format(kinds[bool(topic)], name=_named(page.person.name), topic=topic)


def persons_head(offered: PersonsOffered, texts: Texts) -> str:
    """Return the question which of several persons is meant, or that nobody has the name."""
    key = "quotations_nearest" if offered.choices else "quotations_unknown"
    key = "quotations_which" if offered.is_known else key
    head = texts.quotations.format(key, name=_named(offered.name))
    return f"{head} {texts.quotations.quotations_reading}" if offered.is_reading else head


def days_text(refused: DaysRefused, texts: Texts) -> str:
    """Return why there can be no article of the days that were asked for."""
    return texts.conversation.format(_IMPOSSIBLE[refused.reason], words=refused.words)


def pages_text(opened: PagesOpened, texts: Texts) -> str:
    """Return what is known of each page."""
    lines = [_page_line(page, texts.conversation) for page in opened.pages]
    if opened.left:
        lines.append(texts.conversation.format("pages_left", count=opened.left))
    return "\n".join(lines)


def found_text(response: ArticleFound, texts: Texts) -> str:
    """Return whether the article that was passed on is there, as the head of its relatives."""
    own, found = texts.conversation, response.found
    lines = [own.passage_unknown]
    if found.article is not None:
        lines = [own.format("passage_known", title=_title(found.article))]
    if found.related:
        lines.append(own.passage_related if found.article else own.passage_nearest)
    return "\n".join(lines)


def _page_line(page: Page, own: ConversationTexts) -> str:
    if page.article is not None:
        return own.format("page_there", title=_title(page.article))
    address = page.shown
    cut = f"{address[:_MAX_ADDRESS]}…" if len(address) > _MAX_ADDRESS else address
    return own.format("page_unknown", address=cut)


def _title(article: Article) -> str:
    return " ".join((article.title or article.source or article.key).split())


def _named(text: str) -> str:
    """Return what somebody wrote, on one line that is not too long."""
    line = " ".join(text.split())
    return f"{line[:_MAX_NAMED]}…" if len(line) > _MAX_NAMED else line


def conditions_said(conditions: Sequence[FilterLabel]) -> str:
    """Return the conditions as they were written, one after the other."""
    return ", ".join(each.label for each in conditions)
