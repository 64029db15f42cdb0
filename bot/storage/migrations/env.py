"""Alembic's entry point: migrations run on the given connection, in its transaction."""

from alembic import context

from bot.storage.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,  # migrations name constraints by its convention
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
