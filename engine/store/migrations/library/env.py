"""Runs the migrations of this folder on the connection that engine.store.database hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
