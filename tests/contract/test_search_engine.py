"""What every search engine owes the rest of the program, however it stores and scores.

A new engine joins ``ENGINES`` and passes, or it is none.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.engine import SearchEngine
from index.inverted.bm25 import lucene_idf
from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.types import Article, Hit, Language, Query
from tests.index.builders import Junk, build_article

ENGINES: list[Callable[[], SearchEngine]] = [LocalEngine]

STORY = [
    build_article("Gempa besar melanda Aceh pada Minggu pagi.", id=1, title="Duka di Aceh"),
    build_article("Banjir merendam Jakarta selama tiga hari.", id=2),
    build_article("Gunung Krakatau meletus pada 1883.", id=3),
]


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest) -> SearchEngine:
    made: SearchEngine = request.param()
    return made


def ask(text: str, language: Language = Language.INDONESIAN) -> Query:
    return parse_question(text, language)


async def serve(engine: SearchEngine, articles: Sequence[Article]) -> None:
    await (await engine.prepare(articles)).commit("1")


def article_ids(hits: Sequence[Hit]) -> list[int]:
    return [hit.passage.article_id for hit in hits]


async def found(engine: SearchEngine, question: str) -> list[int]:
    return article_ids((await engine.search(ask(question))).hits)


async def test_before_anything_is_loaded_nothing_is_found(engine: SearchEngine) -> None:
    assert (await engine.figures()).articles == 0
    assert (await engine.figures()).passages == 0
    assert (await engine.search(ask("gempa"))).hits == ()


async def test_the_passage_that_shares_words_is_found(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    (hit,) = (await engine.search(ask("Kapan gempa melanda?"))).hits
    assert hit.passage.article_id == 1
    assert STORY[0].text[hit.passage.start : hit.passage.end] == STORY[0].text
    assert hit.score > 0


async def test_stats_say_how_much_is_searchable(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    assert (await engine.figures()).articles == 3
    assert (await engine.figures()).passages == 3


async def test_nothing_is_found_by_words_that_occur_nowhere(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    assert await found(engine, "entah roket") == []
    assert await found(engine, "siapa yang") == []


async def test_one_article_is_a_collection(engine: SearchEngine) -> None:
    """Where every word is in every passage, they still weigh something."""
    await serve(engine, STORY[:1])
    assert await found(engine, "gempa Aceh") == [1]


async def test_an_article_is_found_by_its_title(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    assert await found(engine, "duka") == [1]


async def test_words_of_the_title_count_for_every_passage_of_the_article(
    engine: SearchEngine,
) -> None:
    long = "Ribuan orang mengungsi ke bukit dan air surut perlahan. " * 40
    await serve(engine, [build_article(long.strip(), id=5, title="Tsunami Pangandaran"), *STORY])
    hits = (await engine.search(ask("pangandaran"))).hits
    assert len(hits) == (await engine.figures()).passages - len(STORY) > 1
    assert set(article_ids(hits)) == {5}


async def test_junk_is_not_searched(engine: SearchEngine) -> None:
    await serve(engine, [build_article("Gempa melanda.", Junk("BACA JUGA: Resep rendang"))])
    assert await found(engine, "rendang") == []


async def test_every_term_has_a_weight_also_one_that_occurs_nowhere(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    query = ask("gempa pada Aceh entah")
    idf = (await engine.search(query)).idf
    assert idf.keys() == set(query.terms)
    assert all(weight > 0 for weight in idf.values())
    assert idf["entah"] == max(idf.values())
    counts = await engine.document_counts(query.terms)
    passages = (await engine.figures()).passages
    assert idf == pytest.approx({term: lucene_idf(passages, counts[term]) for term in query.terms})


async def test_a_rarer_word_weighs_more(engine: SearchEngine) -> None:
    await serve(engine, [*STORY, build_article("Banjir di Semarang.", id=4)])
    idf = (await engine.search(ask("banjir krakatau"))).idf
    assert idf["krakatau"] > idf["banjir"]


async def test_a_term_counts_by_its_weight(engine: SearchEngine) -> None:
    await serve(engine, [*STORY, build_article("Banjir dan gempa melanda Semarang.", id=4)])
    query = ask("gempa banjir")

    async def scores(weights: Mapping[str, float]) -> dict[int, float]:
        result = await engine.search(replace(query, weights=weights))
        assert result.idf == (await engine.search(query)).idf
        return {hit.passage.article_id: hit.score for hit in result.hits}

    plain, half = await scores({}), await scores({"banjir": 0.5})
    assert half[1] == pytest.approx(plain[1])
    assert half[2] == pytest.approx(plain[2] / 2)
    assert plain[4] > half[4] > plain[4] / 2
    assert await scores({"gempa": 3.0, "banjir": 1.5}) == pytest.approx(
        {number: 3 * score for number, score in half.items()}
    )


async def test_several_queries_find_what_each_finds(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    queries = [ask("gempa"), ask("entah"), ask("siapa yang"), ask("banjir Krakatau")]
    results = await engine.search_all(queries, limit=2)
    assert results == [await engine.search(query, limit=2) for query in queries]
    assert await engine.search_all([]) == []


async def test_documents_are_counted_by_term(engine: SearchEngine) -> None:
    await serve(engine, [*STORY, build_article("Banjir di Aceh.", id=4)])
    counts = await engine.document_counts(["banjir", "aceh", "krakatau", "entah"])
    assert counts == {"banjir": 2, "aceh": 2, "krakatau": 1, "entah": 0}
    await (await engine.apply([], [2])).commit("2")
    assert await engine.document_counts(["banjir"]) == {"banjir": 1}
    assert await engine.document_counts([]) == {}


async def test_the_version_is_that_of_what_is_served(engine: SearchEngine) -> None:
    assert await engine.version() == ""
    prepared = await engine.prepare(STORY)
    assert await engine.version() == ""
    await prepared.commit("7 today")
    assert await engine.version() == "7 today"
    await (await engine.apply([], [2])).commit("8 today")
    await engine.merge_and_persist()
    assert await engine.version() == "8 today"


async def test_after_merging_scores_are_those_of_an_index_built_afresh(
    engine: SearchEngine,
) -> None:
    many = [build_article(f"Gempa nomor {number} di Aceh.", id=number) for number in range(1, 60)]
    await serve(engine, many)
    changed = build_article("Gempa dan banjir di Padang.", id=7)
    await (await engine.apply([changed], range(5, 20))).commit("2")
    await engine.merge_and_persist()
    fresh = LocalEngine()
    await serve(fresh, [changed, *(article for article in many if not 5 <= article.id < 20)])
    for question in ("gempa padang", "banjir aceh nomor 33"):
        expected = await fresh.search(ask(question), limit=100)
        found = await engine.search(ask(question), limit=100)
        assert found.idf == pytest.approx(expected.idf)
        assert [hit.passage for hit in found.hits] == [hit.passage for hit in expected.hits]
        scores = [hit.score for hit in expected.hits]
        assert [hit.score for hit in found.hits] == pytest.approx(scores, rel=1e-6)


async def test_better_matches_come_first(engine: SearchEngine) -> None:
    await serve(engine, [*STORY, build_article("Gempa kecil di Padang.", id=4)])
    hits = (await engine.search(ask("gempa besar Aceh"))).hits
    assert article_ids(hits) == [1, 4]
    assert hits[0].score > hits[1].score


async def test_equal_scores_are_ordered_by_article_then_place(engine: SearchEngine) -> None:
    twice = ("Gempa melanda.", Junk("IKLAN"), "Gempa melanda.")
    twins = [build_article(*twice, id=number) for number in (9, 4, 7)]
    await serve(engine, twins)
    hits = (await engine.search(ask("gempa"))).hits
    places = [(hit.passage.article_id, hit.passage.start) for hit in hits]
    assert len({hit.score for hit in hits}) == 1
    assert len(places) == 6
    assert places == sorted(places)
    assert article_ids((await engine.search(ask("gempa"), limit=3)).hits) == [4, 4, 7]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_no_more_than_the_limit(engine: SearchEngine, limit: int) -> None:
    await serve(engine, [build_article(f"Gempa nomor {number}.", id=number) for number in range(9)])
    everything = (await engine.search(ask("gempa"), limit=100)).hits
    assert len(everything) == 9
    assert (await engine.search(ask("gempa"), limit=limit)).hits == everything[:limit]


async def test_articles_dated_later_are_not_seen(engine: SearchEngine) -> None:
    dated = [
        build_article("Gempa pertama.", id=1, date=date(2004, 12, 26)),
        build_article("Gempa kedua.", id=2, date=date(2009, 9, 30)),
        build_article("Gempa ketiga.", id=3),
    ]
    await serve(engine, dated)

    async def seen_on(day: date | None) -> set[int]:
        return set(article_ids((await engine.search(ask("gempa"), as_of=day)).hits))

    assert await seen_on(None) == {1, 2, 3}
    assert await seen_on(date(2010, 1, 1)) == {1, 2, 3}
    assert await seen_on(date(2009, 9, 30)) == {1, 2, 3}
    assert await seen_on(date(2009, 9, 29)) == {1, 3}
    assert await seen_on(date(2000, 1, 1)) == {3}
    assert await seen_on(date.min) == {3}
    assert await seen_on(date.max) == {1, 2, 3}


async def test_articles_dated_before_a_day_or_undated_are_left_out(engine: SearchEngine) -> None:
    dated = [
        build_article("Gempa pertama.", id=1, date=date(2004, 12, 26)),
        build_article("Gempa kedua.", id=2, date=date(2009, 9, 30)),
        build_article("Gempa ketiga.", id=3),
    ]
    await serve(engine, dated)

    async def seen(since: date | None, until: date | None = None) -> set[int]:
        found = await engine.search(ask("gempa"), since=since, as_of=until)
        return set(article_ids(found.hits))

    assert await seen(date.min) == {1, 2}
    assert await seen(date(2004, 12, 26)) == {1, 2}
    assert await seen(date(2004, 12, 27)) == {2}
    assert await seen(date(2009, 10, 1)) == set()
    assert await seen(date(2004, 1, 1), date(2009, 9, 29)) == {1}
    assert await seen(date(2009, 1, 1), date(2004, 1, 1)) == set()


async def test_the_limit_counts_what_is_seen(engine: SearchEngine) -> None:
    """Later articles do not take the places of earlier ones, however well they match."""
    later = [
        build_article("Gempa.", id=number, date=date(2020, 1, number)) for number in range(1, 9)
    ]
    earlier = build_article("Gempa dan banyak kata lain lagi.", id=99, date=date(2004, 1, 1))
    await serve(engine, [*later, earlier])
    hits = (await engine.search(ask("gempa"), limit=2, as_of=date(2010, 1, 1))).hits
    assert article_ids(hits) == [99]


async def test_an_article_is_analysed_in_its_own_language(engine: SearchEngine) -> None:
    english = build_article("The waves were killing.", id=8, language=Language.ENGLISH)
    await serve(engine, [*STORY, english])
    assert article_ids((await engine.search(ask("wave kills", Language.ENGLISH))).hits) == [8]


async def test_what_is_prepared_is_not_served_until_it_is_committed(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    prepared = await engine.prepare([build_article("Roket mendarat di Bulan.", id=7)])
    assert await found(engine, "gempa") == [1]
    assert await found(engine, "roket") == []
    assert (await engine.figures()).articles == 3
    await prepared.commit("1")
    assert await found(engine, "gempa") == []
    assert await found(engine, "roket") == [7]
    assert (await engine.figures()).articles == 1


async def test_what_is_prepared_and_given_up_changes_nothing(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    await engine.prepare([])
    assert await found(engine, "gempa") == [1]


async def test_an_index_may_become_empty_again(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    await serve(engine, [])
    assert (await engine.figures()).articles == 0
    assert await found(engine, "gempa") == []


async def test_articles_may_come_one_by_one(engine: SearchEngine) -> None:
    await (await engine.prepare(article for article in STORY)).commit("1")
    assert (await engine.figures()).articles == 3


async def test_an_article_without_a_body_is_counted_and_never_found(engine: SearchEngine) -> None:
    await serve(engine, [build_article(Junk("Gempa"), id=1), *STORY[1:]])
    assert (await engine.figures()).articles == 3
    assert await found(engine, "gempa") == []


async def test_searches_go_on_while_an_index_is_prepared(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    many = [build_article(f"Gempa nomor {number} di Aceh.", id=number) for number in range(2_000)]
    preparing = asyncio.create_task(engine.prepare(many))
    searched = 0
    while not preparing.done():
        assert await found(engine, "gempa") == [1]
        searched += 1
        await asyncio.sleep(0)
    assert searched > 1
    await (await preparing).commit("1")
    assert len((await engine.search(ask("gempa"), limit=5_000)).hits) == 2_000


async def test_many_searches_at_once_find_what_one_finds(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    questions = ["gempa", "banjir", "krakatau", "entah"] * 10
    results = await asyncio.gather(*(found(engine, question) for question in questions))
    assert results == [[1], [2], [3], []] * 10


async def test_a_term_that_occurs_nowhere_has_the_most_similar_one_that_does(
    engine: SearchEngine,
) -> None:
    await serve(engine, STORY)
    found = await engine.similar(["krakatu", "gempa", "rkakatau", "entah", "acehh", "1884"])
    assert found == {
        "krakatu": "krakatau",
        "rkakatau": "krakatau",
        "entah": "",
        "acehh": "aceh",
        "1884": "",
    }
    assert await engine.similar([]) == {}
    assert await engine.similar(["gempa", "1884"]) == {"1884": ""}


async def test_before_anything_is_loaded_nothing_is_similar(engine: SearchEngine) -> None:
    assert await engine.similar(["krakatu"]) == {"krakatu": ""}


async def test_what_was_removed_is_no_longer_similar(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    await (await engine.apply([build_article("Krakatoa sunyi.", id=4)], [3])).commit("1")
    assert await engine.similar(["krakatau"]) == {"krakatau": "krakatoa"}


async def test_of_similar_terms_the_more_frequent_is_taken(engine: SearchEngine) -> None:
    await serve(engine, [build_article("Bendera.", id=1), build_article("Bandara.", id=2)])
    await (await engine.apply([build_article("Bandara baru.", id=3)], [])).commit("1")
    assert await engine.similar(["bendara"]) == {"bendara": "bandara"}
    await (await engine.apply([build_article("Bendera.", id=4)], [2, 3])).commit("1")
    assert await engine.similar(["bendara"]) == {"bendara": "bendera"}


async def test_the_sentences_of_articles_come_in_the_order_asked_for(engine: SearchEngine) -> None:
    await serve(engine, STORY)
    await (await engine.apply([build_article("Gempa. Lagi!", id=9)], [2])).commit("1")
    table = await engine.sentences([9, 2, 1, 7])
    assert table.ids.tolist() == [9, 1]
    assert np.diff(table.articles).tolist() == [3, 2]
    assert [STORY[0].text[table.starts[4] : table.ends[4]]] == [STORY[0].text]
    assert len(await engine.sentences([])) == 0


async def test_stats_count_the_terms_of_a_title_once(engine: SearchEngine) -> None:
    twice = build_article("Gempa.", Junk("IKLAN"), "Gempa.", id=1, title="Duka Aceh")
    await serve(engine, [twice, *STORY[1:]])
    before = (await engine.figures()).content
    await (await engine.apply([], [1])).commit("1")
    assert before - (await engine.figures()).content == 4
