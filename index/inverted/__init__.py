"""The inverted index: postings in flat arrays, BM25, exact top-k, segments, the embedded engine."""
