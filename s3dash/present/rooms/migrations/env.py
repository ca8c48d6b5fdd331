"""What Alembic runs: the connection is handed over by `s3dash.present.rooms.database`."""

from alembic import context

from s3dash.present.rooms.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
