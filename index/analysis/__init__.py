"""The analysis of text into index terms: tokenizer | normalizer | stop words | stem.

Articles and questions are analysed by the same chain.
"""

from index.analysis.analyzer import ANALYSIS_VERSION, Analyzer, Term, analyzer_for

__all__ = ["ANALYSIS_VERSION", "Analyzer", "Term", "analyzer_for"]
