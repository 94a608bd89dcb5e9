"""The structure of articles as spans: paragraphs, sentences, passages, boilerplate, datelines."""
