"""The dialects: an interface, and how SQLite and PostgreSQL implement it."""
