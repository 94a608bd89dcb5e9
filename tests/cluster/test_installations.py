"""An installation on PostgreSQL and OpenSearch answers as one without, on the shipped articles."""

from pathlib import Path

import pytest

from bot.evaluation.dataset import load_questions
from bot.services.core import make_engine, open_services
from index.inverted.local_engine import LocalEngine
from index.opensearch.engine import OpenSearchEngine
from index.types import Language
from tests.cluster.installations import NOW, answers_of, files_in, on_servers, settings_of

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
QUESTIONS = [each.text for each in load_questions(ROOT / "tests/eval/shipped_questions.jsonl")]


def test_the_settings_choose_the_engine(tmp_path: Path) -> None:
    alone = settings_of(tmp_path)
    assert isinstance(make_engine(alone), LocalEngine)
    shared = on_servers(alone, "postgresql://127.0.0.1/kutip", ["http://127.0.0.1:9200"])
    assert isinstance(make_engine(shared), OpenSearchEngine)


async def test_whole_answers_are_the_same(
    tmp_path: Path, postgresql_address: str, opensearch_addresses: list[str]
) -> None:
    files = files_in([ROOT / "articles"])
    alone = settings_of(tmp_path / "one")
    shared = on_servers(settings_of(tmp_path / "other"), postgresql_address, opensearch_addresses)
    expected = await answers_of(alone, files, QUESTIONS)
    assert await answers_of(shared, files, QUESTIONS) == expected
    assert sum(answer.answered for answer in expected) > len(expected) / 2


async def test_an_index_is_found_again(
    tmp_path: Path,
    postgresql_address: str,
    opensearch_addresses: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The next start of the process builds none."""
    shared = on_servers(settings_of(tmp_path), postgresql_address, opensearch_addresses)
    async with open_services(shared, lambda: NOW) as services:
        await services.library.import_files(files_in([ROOT / "articles"]))
        before = await services.library.status()
    async with open_services(shared, lambda: NOW) as services:
        assert await services.library.status() == before
        answer = await services.answerer.ask(QUESTIONS[0], reader_language=Language.INDONESIAN)
        assert answer.answered
    assert "rebuilding" not in caplog.text
