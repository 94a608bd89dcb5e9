r"""Load a text file that is one article: ``.txt``.

The article's text is the file's, decoded, with line ends as ``\n``, without the header lines.
"""

from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.sources.article_builder import file_article
from index.sources.bounded_io import has_words, read_text
from index.sources.fields import Fields
from index.sources.header import split_header
from index.sources.loading import Loading
from index.types import Article


def load(path: Path, key: str, _loading: Loading) -> Iterator[Article | LoadError]:
    """Yield the one article of the file; raises LoadError if it has none."""
    header, text = split_header(read_text(path, key))
    if not has_words(text):
        raise LoadError(key, "load_no_text")
    yield file_article(Fields(text=text, **header), key)
