"""The embedded search engine: an inverted index in segments, in memory and on disk."""
