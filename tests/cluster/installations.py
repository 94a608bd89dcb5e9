"""Whether a whole installation on servers answers as one without.

``python -m tests.cluster.installations --articles FOLDER --queries FILE.jsonl`` stores and indexes
the articles in both, and asks both the same questions.
"""

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from pydantic import SecretStr

from bot.articles.source_files import SourceFile, files_of
from bot.evaluation.dataset import load_questions
from bot.questions.answer import Answer
from bot.services.core import open_services
from bot.settings import Settings
from index.types import Language
from tests.cluster.agreement import ASKED, comparable, evenly
from tests.cluster.postgresql import new_database
from tests.cluster.servers import OPENSEARCH, opensearch, postgresql

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def settings_of(home: Path) -> Settings:
    """Return the settings of an installation on one machine, without articles."""
    (home / "articles").mkdir(parents=True)
    return Settings(token=None, articles=home / "articles", data=home / "data")


def on_servers(settings: Settings, database: str, nodes: Sequence[str]) -> Settings:
    """Return the settings with a database and a cluster, which gets an index of its own."""
    return settings.model_copy(
        update={
            "database": SecretStr(database),
            "opensearch": tuple(nodes),
            "opensearch_index": f"test-{secrets.token_hex(8)}",
            "opensearch_shards": 3,
        }
    )


async def answers_of(
    settings: Settings, files: Sequence[SourceFile], questions: Iterable[str]
) -> list[Answer]:
    """Return what an installation answers that has stored the articles of ``files``."""
    async with open_services(settings, lambda: NOW) as services:
        await services.library.import_files(files)
        asking = services.answerer.ask
        return [
            comparable(await asking(each, reader_language=Language.INDONESIAN))
            for each in questions
        ]


def files_in(paths: Iterable[Path]) -> list[SourceFile]:
    """Return the files of folders, and files."""
    found = chain.from_iterable(
        files_of(path) if path.is_dir() else [SourceFile(path, path.name)] for path in paths
    )
    return [file for file in found if isinstance(file, SourceFile)]


async def compare(options: argparse.Namespace, home: Path, database: str, nodes: list[str]) -> bool:
    """Print how many answers are the same; return whether all are."""
    questions = evenly([each.text for each in load_questions(options.queries)], ASKED)
    alone = settings_of(home / "one")
    shared = on_servers(settings_of(home / "other"), database, nodes)
    files = files_in(options.articles)
    first = await answers_of(alone, files, questions)
    second = await answers_of(shared, files, questions)
    same = [one == other for one, other in zip(first, second, strict=True)]
    print(f"same whole answers on PostgreSQL and OpenSearch: {sum(same)} of {len(same)}")
    return all(same)


def main() -> None:
    """Compare two installations on real text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        given = os.environ.get(OPENSEARCH)
        nodes = given.split(",") if given else stack.enter_context(opensearch()).addresses
        server = stack.enter_context(postgresql(durable=False))
        if not asyncio.run(compare(options, home, new_database(server.address), nodes)):
            sys.exit("the installations do not agree")


if __name__ == "__main__":
    main()
