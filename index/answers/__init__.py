"""From hits to quotes: read their passages, rerank them, decide whether they answer, quote."""
