"""Near-duplicate articles: which of them tell the same story."""
