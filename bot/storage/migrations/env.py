"""Runs the migrations on the connection that ``bot.storage.database`` hands over.

Opens nothing and sets up no log: the transaction is the caller's.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
