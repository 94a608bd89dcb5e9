"""Run migrations on the connection, and in the transaction, of ``bot.storage.database``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
