from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.model.interface_language import InterfaceLanguage
from bot.model.shown_answers import ShownQuote
from bot.questions.answer import Answer, AnswerOutcome
from bot.texts import texts_for
from handlers.callback_data.articles import AskAsTyped, ReadArticle, ReadQuote
from handlers.callback_data.keyboard import Button, LinkButton
from handlers.render.answer import highlighted_runs, render_answer
from handlers.render.answer_buttons import AnswerButtons
from handlers.render.reply import Reply, without_markup
from index.types import Language, Quote, Span
from tests.handlers.samples import (
    TEXT,
    answers,
    any_text,
    make_answer,
    make_article,
    make_quote,
)
from tests.tdlib import tdlib_parse

PAGE = "https://example.org/jembatan"
AT_QUOTE = f"{PAGE}#:~:text=Warga%20senang"
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)


def read(reply: Reply) -> tuple[str, list[tuple[str, str]]]:
    """The text as Telegram shows it, and each entity with the words it covers."""
    shown, entities = tdlib_parse(reply.html, "HTML")
    encoded = shown.encode("utf-16-le")
    return shown, [
        (
            entity["type"],
            encoded[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode(
                "utf-16-le"
            ),
        )
        for entity in entities
    ]


@given(answers)
def test_whatever_an_answer_holds_it_is_one_message_that_telegram_takes(answer: Answer) -> None:
    reply = render_answer(
        answer, texts_for(InterfaceLanguage(answer.language)), repeat_question=True
    )
    shown, entities = tdlib_parse(reply.html, "HTML")
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= 4096
    assert shown.strip()
    assert len(entities) <= 100
    assert all(button.label.strip() for row in reply.keyboard for button in row)


@given(any_text)
def test_a_reply_without_markup_is_taken_too(text: str) -> None:
    quote = make_quote("Warga senang.", article=make_article(title=text))
    bare = without_markup(render_answer(make_answer(quote), INDONESIAN))
    shown, entities = tdlib_parse(bare.html, "HTML")
    assert entities == []
    assert "Warga senang." in shown


def test_a_quote_stands_first_with_its_words_bold_and_its_source_below() -> None:
    answer = make_answer(make_quote("Jembatan itu panjangnya 1.200 meter.", "Jembatan", "1.200"))
    shown, entities = read(render_answer(answer, INDONESIAN))
    assert shown == (
        "Jembatan itu panjangnya 1.200 meter.\n— Jembatan Baru · Harian Contoh · 21 Januari 2022"
    )
    assert entities == [
        ("blockquote", "Jembatan itu panjangnya 1.200 meter."),
        ("bold", "Jembatan"),
        ("bold", "1.200"),
    ]


def test_what_stands_around_is_folded_without_the_quote_itself() -> None:
    quote = make_quote("Jembatan itu panjangnya 1.200 meter.", context=Span(0, TEXT.index("\n\n")))
    shown, entities = read(render_answer(make_answer(quote), INDONESIAN))
    around = "Jakarta - Menteri Budi meresmikan jembatan baru pada Jumat.\n…\nWarga senang."
    assert shown.startswith(f"Jembatan itu panjangnya 1.200 meter.\n{around}\n— ")
    assert ("expandable_blockquote", around) in entities


def test_a_quote_that_is_cut_says_so_on_either_side() -> None:
    whole = make_quote("Jembatan itu panjangnya 1.200 meter.")
    part = make_quote("panjangnya 1.200")
    cut = replace(part, sentences=Span(whole.start, whole.end))
    assert read(render_answer(make_answer(cut), INDONESIAN))[0].startswith("… panjangnya 1.200…\n")


def test_the_title_is_linked_where_there_is_an_address() -> None:
    article = make_article(url="https://example.org/jembatan?a=1&b=2")
    reply = render_answer(make_answer(make_quote("Warga senang.", article=article)), INDONESIAN)
    assert read(reply)[1][-1] == ("text_link", "Jembatan Baru")
    address = "https://example.org/jembatan?a=1&amp;b=2#:~:text=Warga%20senang"
    assert f'href="{address}"' in reply.html


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"title": ""}, "— Harian Contoh · 21 Januari 2022"),
        ({"title": "", "source": "", "date": None}, f"— {TEXT[:59]}"),
        (
            {"title": "<b>Satu</b>\nDua", "source": "A & B", "date": None},
            "— <b>Satu</b> Dua · A & B",
        ),
        ({"title": "Warga senang."}, "— Harian Contoh · 21 Januari 2022"),
        ({"title": "Warga senang.", "source": "", "date": None}, "— Warga senang."),
        ({"title": "\u202eterbalik", "source": "", "date": None}, "— terbalik"),
    ],
)
def test_a_source_line_tells_what_there_is(fields: dict[str, Any], line: str) -> None:
    quote = make_quote("Warga senang.", article=make_article(**fields))
    shown, _ = read(render_answer(make_answer(quote), INDONESIAN))
    assert shown.splitlines()[1].startswith(line)


def test_an_english_answer_has_english_dates() -> None:
    reply = render_answer(make_answer(make_quote()), texts_for(InterfaceLanguage.ENGLISH))
    assert "January 21, 2022" in reply.html


def test_three_quotes_come_in_their_order() -> None:
    words = ["Warga senang.", "Jembatan itu panjangnya 1.200 meter.", "Pembangunan memakan waktu"]
    answer = make_answer(*map(make_quote, words))
    shown, _ = read(render_answer(answer, INDONESIAN))
    assert [shown.index(each) for each in words] == sorted(shown.index(each) for each in words)


def test_quotes_of_one_article_stand_above_its_source_which_comes_once() -> None:
    one, two = make_quote("Warga senang."), make_quote("Pembangunan memakan waktu")
    other = make_quote("Hujan turun.", article=make_article("Hujan turun.", id=8, title="Hujan"))
    shown, entities = read(render_answer(make_answer(one, two, other), INDONESIAN))
    assert shown == (
        "Warga senang.\nPembangunan memakan waktu\n"
        "— Jembatan Baru · Harian Contoh · 21 Januari 2022\n\n"
        "Hujan turun.\n— Hujan · Harian Contoh · 21 Januari 2022"
    )
    assert [kind for kind, _ in entities] == ["blockquote"] * 3
    apart, _ = read(render_answer(make_answer(one, other, two), INDONESIAN))
    assert apart.count("— Jembatan Baru") == 2


def test_one_article_has_one_button_and_several_have_theirs_by_number() -> None:
    one = make_quote("Warga senang.")
    other = make_quote("Hujan turun.", article=make_article("Hujan turun.", id=8, title="Hujan"))
    single = render_answer(make_answer(one, one), INDONESIAN)
    assert [(b.label, b.payload) for row in single.keyboard for b in row] == [
        ("📖 Baca", opened(one))
    ]
    both = render_answer(make_answer(one, other), INDONESIAN)
    assert [(b.label, b.payload) for row in both.keyboard for b in row] == [
        ("📖 1", opened(one)),
        ("📖 2", opened(other)),
    ]
    (row,) = render_answer(make_answer(one, other, one), INDONESIAN).keyboard
    assert [button.payload for button in row] == [opened(one), opened(other), opened(one)]


def opened(quote: Quote) -> ReadQuote:
    return ReadQuote(*ShownQuote.of(quote))


@pytest.mark.parametrize(
    ("urls", "label", "url"),
    [
        ([PAGE], "🔗 Halaman asal", AT_QUOTE),
        ([PAGE, "https://example.com/b"], "🔗 1", AT_QUOTE),
        (["", PAGE], "🔗 2", AT_QUOTE),
        (["http://localhost/a"], "", ""),
        (["https://10.0.0.1/a"], "", ""),
        (["https://ani:sandi@example.org/a"], "", ""),
        (["https://example.org:99999/a"], "", ""),
        (["ftp://example.org/a"], "", ""),
        ([""], "", ""),
    ],
)
def test_the_first_page_that_telegram_takes_is_opened_at_the_quote(
    urls: list[str], label: str, url: str
) -> None:
    quotes = [
        make_quote("Warga senang.", article=make_article(id=n, title=f"Judul {n}", url=url))
        for n, url in enumerate(urls, 1)
    ]
    reply = render_answer(make_answer(*quotes), INDONESIAN)
    links = [b for row in reply.keyboard for b in row if isinstance(b, LinkButton)]
    assert [(b.label, b.url) for b in links] == ([(label, url)] if url else [])


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (AnswerOutcome.REFUSED, INDONESIAN.conversation.refused),
        (AnswerOutcome.EMPTY, INDONESIAN.empty),
        (AnswerOutcome.NO_ARTICLES, INDONESIAN.no_articles),
    ],
)
def test_without_quotes_it_says_why(outcome: AnswerOutcome, text: str) -> None:
    assert read(render_answer(make_answer(outcome=outcome), INDONESIAN)) == (text, [])


def test_a_refusal_has_the_nearest_headlines_as_buttons_and_then_the_bell() -> None:
    nearest = (make_article(), make_article(id=8, title="Hujan"))
    bell = Button("🔔", ReadArticle(9))
    answer = make_answer(nearest=nearest, about="hujan")
    reply = render_answer(answer, INDONESIAN, buttons=AnswerButtons(follow=bell))
    told = INDONESIAN.conversation.format("refused_about", about="hujan")
    assert read(reply) == (told, [])
    assert [(b.label, b.payload) for row in reply.keyboard for b in row] == [
        ("📖 Jembatan Baru", ReadArticle(7)),
        ("📖 Hujan", ReadArticle(8)),
        ("🔔", ReadArticle(9)),
    ]


def test_the_question_can_stand_above_its_answer() -> None:
    reply = render_answer(make_answer(make_quote()), INDONESIAN, repeat_question=True)
    shown, entities = read(reply)
    assert shown.startswith("Berapa panjang jembatan itu?\n\nJembatan itu")
    assert entities[0] == ("bold", "Berapa panjang jembatan itu?")


def test_words_with_only_space_between_are_marked_as_one() -> None:
    text = "satu dua, tiga"
    spans = [Span(5, 8), Span(0, 4), Span(10, 14), Span(11, 99), Span(3, 3), Span(-5, -1)]
    assert highlighted_runs(text, spans) == [Span(0, 8), Span(10, 14)]


def test_too_many_highlights_cost_highlights_and_nothing_else() -> None:
    text = " ".join(f"a{n}-" for n in range(150))
    spans = tuple(Span(match, match + 1) for match in range(len(text)) if text[match] == "a")
    article = make_article(text)
    quote = make_quote(text, article=article)
    many = type(quote)(article, quote.start, quote.end, spans, quote.context, 1.0)
    shown, entities = read(render_answer(make_answer(many), INDONESIAN))
    assert text in shown
    assert 90 <= len(entities) <= 100


def long_quote(words: str, around: int, number: int) -> Quote:
    article = make_article(f"{'x ' * around}{words} {'y ' * around}", id=number, title=words)
    return make_quote(words, article=article, context=Span(0, len(article.text)))


def test_every_quote_comes_with_its_neighbours() -> None:
    made = [long_quote(f"Kutipan {n}.", 40, n) for n in (1, 2, 3)]
    _, entities = read(render_answer(make_answer(*made), INDONESIAN))
    quoted = [words for kind, words in entities if kind == "blockquote"]
    assert quoted == ["Kutipan 1.", "Kutipan 2.", "Kutipan 3."]
    around = [words for kind, words in entities if kind == "expandable_blockquote"]
    assert len(around) == 3
    assert not [words for words in around if "Kutipan" in words]


def test_too_much_text_costs_the_surroundings_first() -> None:
    made = [long_quote(f"Kutipan {n}.", 1100, n) for n in (1, 2, 3)]
    _, entities = read(render_answer(make_answer(*made), INDONESIAN))
    quoted = [words for kind, words in entities if kind == "blockquote"]
    assert quoted == ["Kutipan 1.", "Kutipan 2.", "Kutipan 3."]
    assert not [words for kind, words in entities if kind == "expandable_blockquote"]


def test_too_much_text_then_costs_the_last_quotes() -> None:
    made = [
        make_quote(w, article=make_article(w, id=n))
        for n, w in enumerate(["a" * 1900, "b" * 1900, "c" * 1900])
    ]
    reply = render_answer(make_answer(*made), INDONESIAN)
    shown, _ = read(reply)
    assert "b" * 1900 in shown
    assert "c" * 10 not in shown
    assert len(reply.keyboard[0]) == 2


def test_a_monstrous_quote_is_cut_and_says_so() -> None:
    text = "kata " * 3000
    shown, _ = read(
        render_answer(make_answer(make_quote(text, article=make_article(text))), INDONESIAN)
    )
    assert "kata…" in shown or "kata …" in shown


def test_what_was_searched_for_stands_above_the_quotes_with_a_way_back() -> None:
    answer = make_answer(make_quote(), searched="Berapa <panjang> jembatan\nitu?")
    reply = render_answer(answer, INDONESIAN)
    shown, _ = read(reply)
    assert shown.startswith("Saya cari: Berapa <panjang> jembatan itu?\n\nJembatan itu")
    (button,) = reply.keyboard[-1]
    assert (button.label, button.payload) == (INDONESIAN.as_typed, AskAsTyped())


def test_a_reply_to_no_message_has_no_way_back_to_what_was_typed() -> None:
    answer = make_answer(make_quote(), searched="Berapa panjang jembatan?")
    reply = render_answer(answer, INDONESIAN, repeat_question=True)
    assert "Saya cari: Berapa panjang jembatan?" in read(reply)[0]
    assert AskAsTyped() not in [button.payload for row in reply.keyboard for button in row]


IN_ENGLISH = make_article(id=8, title="New bridge", language=Language.ENGLISH)


def test_that_all_articles_are_in_the_other_language_stands_above_them() -> None:
    quote = make_quote(article=IN_ENGLISH)
    shown, entities = read(render_answer(make_answer(quote), INDONESIAN))
    assert shown.startswith("Yang saya temukan berbahasa Inggris.\n\n")
    assert ("italic", "Yang saya temukan berbahasa Inggris.") in entities
    asked = make_answer(make_quote(), language=Language.ENGLISH)
    shown, _ = read(render_answer(asked, texts_for(InterfaceLanguage.ENGLISH)))
    assert shown.startswith("What I found is in Indonesian.\n\n")


def test_of_articles_in_both_languages_each_of_the_other_one_says_so() -> None:
    answer = make_answer(make_quote(), make_quote(article=IN_ENGLISH))
    shown, _ = read(render_answer(answer, INDONESIAN))
    assert "berbahasa" not in shown
    assert "— New bridge · Harian Contoh · 21 Januari 2022 · bahasa Inggris" in shown
    assert shown.count("bahasa Inggris") == 1


def test_of_articles_in_the_language_of_the_reply_nothing_is_said() -> None:
    shown, _ = read(render_answer(make_answer(make_quote()), INDONESIAN))
    assert "bahasa" not in shown


def test_a_refusal_quotes_what_comes_closest_below_a_line_that_says_so() -> None:
    answer = replace(
        make_answer(outcome=AnswerOutcome.REFUSED), closest=make_quote("Warga senang.")
    )
    text, _ = read(render_answer(answer, INDONESIAN))
    line, quoted, *_ = text.split("\n\n")[0], *text.split("\n\n")[1].split("\n")
    assert line == INDONESIAN.conversation.refused_closest
    assert quoted == "Warga senang."
