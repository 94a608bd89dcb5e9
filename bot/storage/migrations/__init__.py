"""How the schema came to be, one step per file; Alembic runs them when the database is opened."""
