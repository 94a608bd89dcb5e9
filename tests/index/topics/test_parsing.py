"""Topics as written: how they are parsed, printed, or rejected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LANGUAGES, Texts
from index.errors import BadTopic
from index.topics import MAX_LENGTH, MAX_WORDS, Topic, parse
from index.topics.grammar import MAX_DEPTH, All, Either, Field, Phrase, Within, Without, Word
from index.types import Language
from tests.index.builders import thorough
from tests.index.topics.strategies import topics

UNDERSTOOD = [
    ("ukraina nato", "ukraina nato"),
    ("  ukraina \n nato ", "ukraina nato"),
    ("ukraina, nato; rusia", "ukraina OR nato OR rusia"),
    ("ukraina,nato", "ukraina OR nato"),
    ("banjir jakarta, gempa cianjur", "banjir jakarta OR gempa cianjur"),
    ("banjir, gempa, dan longsor", "banjir OR gempa OR longsor"),
    ("floods, quakes, or landslides", "floods OR quakes OR landslides"),
    ("banjir,", "banjir"),
    (", banjir", "banjir"),
    ("banjir,, gempa", "banjir OR gempa"),
    ("(banjir, gempa) jakarta", "(banjir OR gempa) jakarta"),
    ("banjir | gempa", "banjir OR gempa"),
    ("banjir|gempa", "banjir OR gempa"),
    ("banjir || gempa", "banjir OR gempa"),
    ("banjir, -bekasi", "banjir -bekasi"),
    ("harga beras NOT impor", "harga beras -impor"),
    ("harga beras TANPA impor", "harga beras -impor"),
    ("rice prices WITHOUT imports", "rice prices -imports"),
    ("sumber:kompas.com banjir", 'sumber:"kompas com" banjir'),
    ("node.js 3.5 A.S. dll.", '"node js" 3.5 A.S. dll'),
    ("beras AND NOT impor", "beras -impor"),
    ("beras DAN TANPA (impor OR ekspor)", "beras -(impor OR ekspor)"),
    ('beras NOT "bulog aceh"', 'beras -"bulog aceh"'),
    ("kopi tanpa gula", "kopi tanpa gula"),
    ("or ukraina", '"or" ukraina'),
    ("ukraina atau", 'ukraina "atau"'),
    ("dan ukraina", '"dan" ukraina'),
    ("ukraina -or", 'ukraina -"or"'),
    ('"NOT"  ukraina', '"NOT" ukraina'),
    ('"dan" ukraina', '"dan" ukraina'),
    ('film "now or never"', 'film "now or never"'),
    ("*gempa*", "gempa"),
    ("uk\u200braina\u2060 nato", "ukraina nato"),
    ("ukraina ukraina", "ukraina"),
    ("Ukraina ukraina", "Ukraina ukraina"),
    ('"rudal javelin"', '"rudal javelin"'),
    ("“rudal javelin”", '"rudal javelin"'),
    ("„rudal javelin“", '"rudal javelin"'),
    ("«rudal javelin»", '"rudal javelin"'),
    ('"Javelin"', "Javelin"),
    ('"rudal, javelin!"', '"rudal javelin"'),
    ('kata"rudal javelin"lain', 'kata "rudal javelin" lain'),
    ("erdogan OR zelensky", "erdogan OR zelensky"),
    ("erdogan ATAU zelensky", "erdogan OR zelensky"),
    ("erdogan or zelensky", "erdogan OR zelensky"),
    ("erdogan atau zelensky", "erdogan OR zelensky"),
    ("Erdogan Atau Zelensky", "Erdogan OR Zelensky"),
    ("erdogan and zelensky", "erdogan zelensky"),
    ("erdogan dan zelensky", "erdogan zelensky"),
    ("emas dan perak atau timah", "emas perak OR timah"),
    ("erdogan AND zelensky", "erdogan zelensky"),
    ("erdogan DAN zelensky", "erdogan zelensky"),
    ('nato "OR"', 'nato "OR"'),
    ("a b OR c d", "a b OR c d"),
    ("(a b) OR (c d)", "a b OR c d"),
    ("a (b OR c) d", "a (b OR c) d"),
    ("a (b c) d", "a b c d"),
    ("((nato))", "nato"),
    ("(nato OR rusia) OR ukraina", "nato OR rusia OR ukraina"),
    ("nato OR nato", "nato"),
    ("piala -bola", "piala -bola"),
    ("piala --bola", "piala -bola"),
    ("piala −bola", "piala -bola"),
    ("piala –bola", "piala -bola"),
    ("piala —bola", "piala -bola"),
    ('piala -"sepak bola"', 'piala -"sepak bola"'),
    ("piala -“sepak bola”", 'piala -"sepak bola"'),
    ("piala -(bola OR basket)", "piala -(bola OR basket)"),
    ("piala -(bola basket)", "piala -(bola basket)"),
    ("piala -(-bola)", "piala -(-bola)"),
    ("-bola piala", "-bola piala"),
    ("Rusia – Ukraina", "Rusia Ukraina"),
    ("Rusia—Ukraina", '"Rusia Ukraina"'),
    ("judul:nato", "judul:nato"),
    ("title:nato", "judul:nato"),
    ("Judul: nato", "judul:nato"),
    ("sumber:antara", "sumber:antara"),
    ("SOURCE:antara", "sumber:antara"),
    ('title:"rudal javelin"', 'judul:"rudal javelin"'),
    ("title:(nato OR rusia)", "judul:(nato OR rusia)"),
    ("judul:(nato rusia)", "judul:(nato rusia)"),
    ("nato -judul:bola", "nato -judul:bola"),
    ("nato judul:-bola", "nato judul:-bola"),
    ("nato -source:(antara OR tempo)", "nato -sumber:(antara OR tempo)"),
    ("judul:(nato sumber:antara)", "judul:(nato sumber:antara)"),
    ("sumber:detik.com", 'sumber:"detik com"'),
    ("covid-19", "covid-19"),
    ("covid/19", '"covid 19"'),
    ("F-16", "F-16"),
    ("U.S. election", "U.S. election"),
    ("3,5 persen", "3,5 persen"),
    ("Rp3.000", '"Rp 3.000"'),
    ("jum'at", "jum'at"),
    ("don’t panic", "don’t panic"),
    ("@jokowi #pemilu!", "jokowi pemilu"),
    ("breaking: gempa", "breaking gempa"),
    ("nato & rusia + ukraina", "nato rusia ukraina"),
    ("rp 10:30", "rp 10:30"),
    ("the war in ukraine", "the war in ukraine"),
    ("perang di ukraina", "perang di ukraina"),
]

REFUSED = [
    ("", "topic_empty", 0),
    ("   ", "topic_empty", 0),
    ("?!", "topic_empty", 0),
    ("DAN", "topic_empty", 0),
    ("x" * (MAX_LENGTH + 1), "topic_too_long", MAX_LENGTH),
    ("a/b " * 50, "topic_too_many_words", 0),
    ("kata " * (MAX_WORDS + 1), "topic_too_many_words", 0),
    ("(" * (MAX_DEPTH + 1) + "nato" + ")" * (MAX_DEPTH + 1), "topic_too_deep", MAX_DEPTH),
    ('ukraina "nato', "topic_open_quote", 8),
    ("ukraina nato”", "topic_open_quote", 12),
    ('ukraina ""', "topic_empty_phrase", 8),
    ('ukraina "?"', "topic_empty_phrase", 8),
    ("ukraina (nato", "topic_open_parenthesis", 8),
    ("ukraina (nato OR rusia", "topic_open_parenthesis", 8),
    ("ukraina nato)", "topic_stray_parenthesis", 12),
    (")", "topic_stray_parenthesis", 0),
    ("ukraina ()", "topic_empty_group", 9),
    ("(", "topic_empty_group", 1),
    ("ukraina OR", "topic_lonely_or", 10),
    ("OR ukraina", "topic_lonely_or", 0),
    ("ukraina OR OR nato", "topic_lonely_or", 11),
    ("nato (OR ukraina)", "topic_lonely_or", 6),
    ("ukraina ATAU", "topic_lonely_or", 12),
    ("ukraina - nato", "topic_lone_minus", 8),
    ("ukraina -", "topic_lone_minus", 8),
    ("(ukraina -)", "topic_lone_minus", 9),
    ("ukraina -,", "topic_lone_minus", 8),
    ("ukraina NOT", "topic_lone_minus", 8),
    ("TANPA", "topic_lone_minus", 0),
    ("NOT impor", "topic_only_excluded", 0),
    ("banjir, -bekasi, -bogor OR -depok", "topic_only_excluded", 27),
    ("gemp*", "topic_wildcard", 0),
    ("banjir gem*a", "topic_wildcard", 7),
    ('"gemp* bumi"', "topic_wildcard", 0),
    ("judul:gemp*", "topic_wildcard", 6),
    ("https://example.org/nato", "topic_address", 0),
    ("berita www.contoh.id", "topic_address", 7),
    ("t.me/kanal_berita", "topic_address", 0),
    ("HTTP://T.ME/kanal", "topic_address", 0),
    ("sumber:https://contoh.id", "topic_address", 7),
    ("kompas.com", "topic_address", 0),
    ("banjir detik.com/jatim", "topic_address", 7),
    ("Warta.Contoh.CO.ID", "topic_address", 0),
    ("(bbc.co.uk OR nato)", "topic_address", 1),
    ("-tempo.co", "topic_address", 1),
    ("judul:", "topic_lone_field", 0),
    ("nato sumber:", "topic_lone_field", 5),
    ("judul: OR nato", "topic_lone_field", 0),
    ("penulis:budi", "topic_unknown_field", 0),
    ("nato author:bob", "topic_unknown_field", 5),
    ("-bola", "topic_only_excluded", 0),
    ("-bola -basket", "topic_only_excluded", 0),
    ("nato OR -bola", "topic_only_excluded", 8),
    ("(nato OR -bola)", "topic_only_excluded", 0),
    ("judul:-bola", "topic_only_excluded", 0),
    ("-(-bola)", "topic_only_excluded", 0),
    ("yang di ke", "topic_only_common", 0),
    ("the of and", "topic_only_common", 0),
    ("siapa", "topic_only_common", 0),
    ("yang -bola", "topic_only_common", 0),
]


def refusal(text: str) -> BadTopic:
    with pytest.raises(BadTopic) as raised:
        parse(text)
    return raised.value


@pytest.mark.parametrize(("written", "printed"), UNDERSTOOD)
def test_a_topic_is_understood_and_printed(written: str, printed: str) -> None:
    assert str(parse(written)) == printed
    assert parse(printed) == parse(written)


def test_a_topic_is_what_its_grammar_says() -> None:
    parts = (
        Word("ukraina"),
        Either((Phrase(("rudal", "javelin")), Within(Field.TITLE, Word("F-16")))),
        Without(Word("bola")),
    )
    assert parse('ukraina ("rudal javelin" OR title:F-16) -bola') == Topic(All(parts))


@pytest.mark.parametrize(("written", "key", "place"), REFUSED)
def test_a_mistake_is_told_with_its_place(written: str, key: str, place: int) -> None:
    mistake = refusal(written)
    assert (mistake.key, mistake.offset) == (key, place)


def test_there_are_cases_enough() -> None:
    assert len(UNDERSTOOD) + len(REFUSED) >= 100


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=lambda texts: texts.language)
@pytest.mark.parametrize("written", [written for written, _, _ in REFUSED])
def test_every_mistake_has_a_sentence_and_an_example_that_is_right(
    written: str, texts: Texts
) -> None:
    mistake = refusal(written)
    said = texts.format(mistake.key, **mistake.arguments)
    assert said.endswith(".")
    assert "{" not in said
    assert parse(texts.format(mistake.example))


def test_a_topic_that_would_print_too_long_is_refused() -> None:
    """Canonical text may be typed again, so it must not be longer either."""
    joined = " ".join(f"kata{number}/{number}" for number in range(10, 18))
    padded = f"{joined} {'y' * (MAX_LENGTH - len(joined) - 1)}"
    assert len(padded) == MAX_LENGTH
    assert refusal(padded).key == "topic_too_long"


def test_a_topic_is_shown_in_the_language_of_the_reader() -> None:
    topic = parse("-title:a (source:b OR judul:c) judul")
    assert topic.localized_text(Language.INDONESIAN) == "-judul:a (sumber:b OR judul:c) judul"
    assert topic.localized_text(Language.ENGLISH) == "-title:a (source:b OR title:c) judul"


@thorough
@given(topics)
def test_what_is_printed_is_understood_as_the_same(topic: Topic) -> None:
    try:
        parsed = parse(str(topic))
    except BadTopic as mistake:
        assert mistake.key in {"topic_only_excluded", "topic_only_common", "topic_too_deep"}
        return
    assert str(parsed) == str(topic)
    assert all(parse(parsed.localized_text(language)) == parsed for language in Language)


ALPHABET = st.sampled_from("abOR atau\"“”«»()-–—:,;.'’/\\*?[]{}+|&0123,5éʼ\u00ad\u200b\0🔔 ")


@thorough
@given(st.text(max_size=MAX_LENGTH + 5) | st.text(ALPHABET, max_size=40))
def test_garbage_raises_nothing_but_its_own_error(text: str) -> None:
    """Anything else is printed as it was parsed."""
    try:
        topic = parse(text)
    except BadTopic as mistake:
        assert 0 <= mistake.offset <= len(text)
        return
    assert len(str(topic)) <= MAX_LENGTH
    assert parse(str(topic)) == topic
