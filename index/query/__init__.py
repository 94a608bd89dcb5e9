"""A question to weighted terms: parsing, spelling, acronyms, synonyms, expansion."""
