"""Text into index terms: tokenizer | normalizer | stop words | stem.

The same chain serves articles and questions. It knows nothing of passages, scores or chats.
"""

from index.analysis.analyzer import ANALYSIS_VERSION, Analyzer, Term, analyzer_for

__all__ = ["ANALYSIS_VERSION", "Analyzer", "Term", "analyzer_for"]
