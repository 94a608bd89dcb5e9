"""The options that a load and a soak have in common."""

import argparse
from pathlib import Path

from tests.load.collection import ARTICLES, QUESTIONS


def make_parser(program: str, text: str | None) -> argparse.ArgumentParser:
    """Return a parser of what is asked, of which articles, and by how many people."""
    parser = argparse.ArgumentParser(program, description=text)
    parser.add_argument("--articles", type=Path, nargs="+", default=[ARTICLES])
    parser.add_argument("--questions", type=Path, nargs="+", default=[QUESTIONS])
    parser.add_argument("--people", type=int, default=200)
    return parser
