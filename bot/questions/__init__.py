"""A question to an answer: small talk, quotes, suggestions of what to ask."""
