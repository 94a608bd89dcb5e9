"""Headlines as one message, and the conditions of a message as buttons that take them back."""

from collections.abc import Collection, Sequence

from bot.conversation.intents import FilterLabel
from bot.conversation.responses import NewsListed
from bot.conversation.wording import news_head
from bot.texts import Texts
from handlers.callback_data.articles import AskQuestion, ReadArticle, TakeBack
from handlers.callback_data.keyboard import Button, Keyboard, rows, stacked
from handlers.render.article import headline, name
from handlers.render.characters import shortened
from handlers.render.markup import bold, joined, plain
from handlers.render.reply import Reply, text_reply

_MAX_LABEL = 60
_CONDITIONS_PER_ROW = 2


def render_news(listed: NewsListed, texts: Texts, taken: Collection[int] = ()) -> Reply:
    """The headlines by number, a button for each, and the conditions; ``taken`` are taken back."""
    if not (listed.articles or listed.is_instead):
        return text_reply(texts.no_articles)
    if listed.is_old or not listed.articles:
        newest = Button(texts.conversation.news_title, AskQuestion(0))
        taking = condition_buttons(listed.conditions, texts, taken)
        return Reply(plain(news_head(listed, texts)), stacked((newest,), *taking))
    head = bold(plain(news_head(listed, texts)))
    lines = [
        plain(f"{number}. ") + headline(article, texts)
        for number, article in enumerate(listed.articles, 1)
    ]
    openers = [
        (Button(shortened(f"{number}. {name(article)}", _MAX_LABEL), ReadArticle(article.id)),)
        for number, article in enumerate(listed.articles, 1)
    ]
    keyboard = stacked(*openers, *condition_buttons(listed.conditions, texts, taken))
    return Reply(joined("\n\n", [head, joined("\n", lines)]), keyboard)


def condition_buttons(
    conditions: Sequence[FilterLabel], texts: Texts, taken: Collection[int] = ()
) -> Keyboard:
    """A button for each condition that asks again without it and without those ``taken``."""
    buttons = [
        Button(
            texts.conversation.format("take_back", label=each.label),
            TakeBack.of({*taken, each.number}),
        )
        for each in conditions
    ]
    return rows(buttons, _CONDITIONS_PER_ROW)
