"""Hits to quotes: read the passages found, rank them by evidence, decide whether they answer."""
