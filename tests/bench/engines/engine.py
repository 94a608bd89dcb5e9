"""What an engine has to offer to be measured."""

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

Found = list[tuple[int, float]]


class Engine(ABC):
    """One engine, in a process of its own."""

    built_as: ClassVar[str]
    """Engines that are built alike share what one of them left on disk."""
    takes_texts: ClassVar[bool] = False
    """Whether passages come as texts that it splits at spaces; else as token lists."""
    largest: ClassVar[int] = 1_000_000
    """Passages beyond which it takes minutes a query or all memory."""

    @abstractmethod
    def build(self, passages: Sequence[list[str]] | Sequence[str], folder: Path) -> None:
        """Index ``passages``, and leave in ``folder`` what ``open`` needs."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Make ready to search."""

    @abstractmethod
    def search(self, terms: list[str], k: int) -> Found:
        """The numbers and scores of the ``k`` best passages."""

    def times(self, queries: Sequence[list[str]], k: int, patience: float) -> list[float]:
        """Seconds of each query; of the first few only where more would take ``patience``."""
        found: list[float] = []
        for terms in queries:
            began = time.perf_counter()
            self._ask(terms, k)
            found.append(time.perf_counter() - began)
            if sum(found) > patience:
                break
        return found

    def _ask(self, terms: list[str], k: int) -> object:
        """``search``, in whatever form the engine gives its hits."""
        return self.search(terms, k)

    def update(self, terms: list[str]) -> float | None:
        """Seconds until a new passage is found; None where the engine has to build anew."""
        return None

    def postings(self) -> int | None:
        """How many postings it holds, where it says so."""
        return None
