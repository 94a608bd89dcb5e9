import pytest

from bot.alerts.topic_description import describe
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for


@pytest.mark.parametrize(
    ("topic", "indonesian", "english"),
    [
        ("nato", "nato", "nato"),
        ("ukraina nato", "ukraina dan nato", "ukraina and nato"),
        ('"rudal javelin"', "“rudal javelin”", "“rudal javelin”"),
        ("a1 OR b1 c1", "a1 atau (b1 dan c1)", "a1 or (b1 and c1)"),
        ("nato (rusia OR ukraina)", "nato dan (rusia atau ukraina)", "nato and (rusia or ukraina)"),
        ("piala -bola -basket", "piala, tanpa bola, tanpa basket",
         "piala, without bola, without basket"),
        ("-bola piala", "tanpa bola dan piala", "without bola and piala"),
        ("judul:pemilu", "pemilu di judul", "pemilu in the title"),
        ("pemilu sumber:antara", "pemilu dan antara sebagai sumber",
         "pemilu and antara as the source"),
        ("nato (", "nato (", "nato ("),
    ],
)  # fmt: skip
def test_a_topic_is_said_in_words(topic: str, indonesian: str, english: str) -> None:
    assert describe(topic, texts_for(InterfaceLanguage.INDONESIAN)) == indonesian
    assert describe(topic, texts_for(InterfaceLanguage.ENGLISH)) == english
