"""Direct quotations in an article's text, with their speakers."""
