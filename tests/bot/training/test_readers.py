"""A newsroom's own questions are taken alone; what is missing of other collections is left out."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.training.__main__ import _read

ARTICLES: list[dict[str, str]] = [
    {"id": "1", "title": "Harga beras", "text": "Harga beras naik sepuluh persen di pasar induk."},
    {"id": "2", "title": "Banjir", "text": "Banjir merendam dua belas desa di Kabupaten Demak."},
    {"id": "3", "title": "Gempa", "text": "Gempa mengguncang Bengkulu pada Senin malam."},
]
QUESTIONS: list[dict[str, object]] = [
    {"id": "reader-1", "text": "berapa persen harga beras naik", "kind": "liked", "article": "1"}
    | {"answers": [ARTICLES[0]["text"]], "sentence": ARTICLES[0]["text"]},
    {"id": "reader-2", "text": "berapa desa yang terendam banjir", "kind": "liked", "article": "2"}
    | {"answers": [ARTICLES[1]["text"]], "sentence": ARTICLES[1]["text"]},
    {"id": "reader-3", "text": "gempa di mana", "kind": "disliked", "article": "3", "answers": []},
]


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


async def test_readers_questions_alone_become_examples(tmp_path: Path) -> None:
    write(tmp_path / "readers-id" / "articles.jsonl", ARTICLES)
    write(tmp_path / "readers-id" / "queries.jsonl", QUESTIONS)
    known, off_topic = await _read(tmp_path, 1)
    own = [one for one in known if one.collection == "readers-id"]
    assert [one.question.id for one in own] == ["reader-1", "reader-2", "reader-3"]
    assert [bool(one.best.any()) for one in own] == [True, True, False]
    assert off_topic
    assert not any(one.answered for one in off_topic)


async def test_without_any_collection_there_is_nothing_to_train_on(tmp_path: Path) -> None:
    known, _ = await _read(tmp_path, 1)
    assert known == []
