"""From a question to query variants: parser, answer type, spelling, slang, acronyms, synonyms."""
