"""Lists of quotations as styled text."""

from rich.text import Text

from bot.cli.console import article_source_lines, printable
from bot.conversation.wording import persons_head, quotations_head
from bot.quotations.listing import PersonsOffered, QuotationPage
from bot.quotations.quoting import words_of
from bot.texts import Texts


def quotations_text(
    listed: QuotationPage | PersonsOffered, texts: Texts, *, numbered: bool
) -> Text:
    """Return the first page of a list, or the names of the persons to choose from.

    ``numbered`` adds the chat's command that shows a quotation's article.
    """
    if isinstance(listed, PersonsOffered):
        names = [f"  {printable(each.person.name)}" for each in listed.choices]
        return Text("\n".join([printable(persons_head(listed, texts)), *names]))
    parts = [Text(printable(quotations_head(listed, texts)), style="bold")]
    for each in listed.statements:
        article = each.statement.article
        words = printable(words_of(each.statement.quotation, article))
        lines = article_source_lines(article, texts, numbered=numbered, is_other=False)
        parts.append(Text("\n").join([Text(f"“{words}”"), *lines]))
    return Text("\n\n").join(parts)
