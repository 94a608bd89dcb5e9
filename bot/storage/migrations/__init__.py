"""Migrations of the schema; Alembic runs the missing ones when the database is opened."""
