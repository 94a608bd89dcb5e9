"""A language of the interface leads to one of articles, and a reply to what was asked."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from index.types import Language

ID, EN, MS = InterfaceLanguage


@pytest.mark.parametrize(
    ("reader", "content"),
    [(ID, Language.INDONESIAN), (EN, Language.ENGLISH), (MS, Language.INDONESIAN)],
)
def test_a_language_leads_to_one_of_articles(reader: InterfaceLanguage, content: Language) -> None:
    assert reader.content is content


@pytest.mark.parametrize(
    ("reader", "asked", "reply"),
    [
        (ID, Language.INDONESIAN, ID),
        (ID, Language.ENGLISH, EN),
        (EN, Language.INDONESIAN, ID),
        (EN, Language.ENGLISH, EN),
        (MS, Language.INDONESIAN, MS),
        (MS, Language.ENGLISH, EN),
    ],
)
def test_a_reply_is_in_the_language_asked_in_or_the_readers_own_for_it(
    reader: InterfaceLanguage, asked: Language, reply: InterfaceLanguage
) -> None:
    assert reader.replying_in(asked) is reply


def test_every_language_of_articles_is_one_of_the_interface() -> None:
    assert {InterfaceLanguage(each).content for each in Language} == set(Language)
