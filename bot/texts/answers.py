"""Texts of the buttons under an answer, and of what they lead to."""

from bot.texts.catalog import Catalog


class AnswerTexts(Catalog):
    """Quotes in their articles, and the pages that they are from."""

    more_quotes: str
    quotes_back: str
    quotes_title: str
    answer_gone: str
    asker_only: str
    read_numbered: str
    source_page: str
    source_numbered: str
    links_title: str
    quote_moved: str
    article_gone: str
